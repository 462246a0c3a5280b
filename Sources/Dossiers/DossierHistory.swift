public import Agencies
public import Kernel
public import Register

/// One entry of a dossier's chain, decoded.
public struct DossierEntry: Hashable, Sendable {
    public let version: Int
    public let event: DossierEvent
    public let actor: Actor
    public let agency: ID<Agency>?
    public let at: Instant
    public init(version: Int, event: DossierEvent, actor: Actor, agency: ID<Agency>?, at: Instant) {
        self.version = version
        self.event = event
        self.actor = actor
        self.agency = agency
        self.at = at
    }
}

extension Dossier {
    /// The dossier that this chain leads to. Entries that were undone keep their place and lose their effect.
    public static func folded(_ id: ID<Dossier>, _ history: [DossierEntry]) -> Dossier {
        var undone = Set<Int>()
        for entry in history {
            if case .undone(let taken) = entry.event { undone.formUnion(taken.versions) }
        }
        var dossier = Dossier(id: id)
        for entry in history {
            if undone.contains(entry.version) {
                dossier.skip()
            } else {
                dossier.apply(entry.event, by: entry.actor, agency: entry.agency, at: entry.at)
            }
        }
        return dossier
    }

    /// The versions that an undo by this officer would take back: the newest act, if it stayed in the house.
    ///
    /// Reception is struck out (`void`) and not undone; a result that was returned, a letter that left and money that was
    /// taken are facts outside the house.
    public static func undoable(_ history: [DossierEntry], by performer: Performer, at now: Instant) -> [Int] {
        var taken = Set<Int>()
        for entry in history {
            if case .undone(let undone) = entry.event { taken.formUnion(undone.versions) }
        }
        let live = history.filter { entry in
            if case .undone = entry.event { return false }
            if case .slipPrinted = entry.event { return false }
            return !taken.contains(entry.version)
        }
        guard let last = live.last, last.at.date == now.date,
            last.actor == performer.actor || performer.roles.contains(.leader) || performer.roles.contains(.centreHead)
        else { return [] }
        switch last.event {
        case .handedOver(let handOver) where handOver.purpose == .result:
            // Issuing wrote two entries at one moment: number and hand-over go together.
            guard let before = live.dropLast().last, case .finished = before.event, before.at == last.at else {
                return []
            }
            return [before.version, last.version]
        case .stepDone(let signed) where signed.signature != nil:
            // Approved and signed in one act: both go together.
            guard let before = live.dropLast().last, case .stepDone(let approved) = before.event,
                approved.signature == nil, before.at == last.at, before.actor == last.actor
            else { return [last.version] }
            return [before.version, last.version]
        case .handedOver, .handOverTaken, .stepDone, .sentBack, .reassigned, .folderMoved, .rerouted,
            .supplementProposed:
            return [last.version]
        default: return []
        }
    }
}
