public import Agencies
public import Kernel
public import LegalClock
public import Register
internal import Storage

/// What a slice of the recomputation did.
public struct Recomputed: Hashable, Sendable {
    /// A due date that moved, or that now rests on other days.
    public struct Move: Hashable, Sendable {
        public let id: ID<Dossier>
        public let before: Instant
        public let after: Instant
        public var isEarlier: Bool { after < before }
    }
    public var moves: [Move] = []
    /// The id to go on after; nil when all are done.
    public var next: ID<Dossier>?
    /// Those that moved earlier: they stand in `DossierList.movedEarlier` until an officer acts on them.
    public var earlier: [Move] { moves.filter(\.isEarlier) }
}

extension DossierDesk {
    /// Computes the due dates of a slice of open dossiers again after the calendar changed, an entry and a reason each.
    ///
    /// Dossiers whose clock stands still are computed when they go on; a date that a person set is left alone; the
    /// promise of an extension stays, and the law's date under it moves.
    ///
    /// - Parameters:
    ///   - ground: what changed, `Thông báo 1234/TB-BNV: nghỉ bù 2/5/2025`.
    ///   - calendar: the calendar of the unit that the dossier's clock runs by.
    public func recompute(
        after: ID<Dossier>? = nil,
        limit: Int = DossierLimits.recomputeSlice,
        ground: String,
        calendar: @escaping @Sendable (Dossier) -> WorkCalendar
    ) async throws -> Recomputed {
        let limit = min(limit, DossierLimits.recomputeSlice)
        let desk = self
        return try await database.write("recompute due dates") { tx in
            let ids = try DossierStore.withRunningClock(after: after?.rawValue ?? "", limit: limit, in: tx)
            var done = Recomputed(next: ids.count < limit ? nil : ids.last)
            for id in ids {
                guard let (dossier, history) = try DossierStore.load(id, in: tx),
                    let receivedAt = dossier.receivedAt, let timeLimit = dossier.limit,
                    let before = dossier.legalDueAt, let unit = dossier.filing?.receiving
                else { continue }
                let due = calendar(dossier).due(received: receivedAt, limit: timeLimit, pauses: dossier.pauses)
                let now = desk.world.now(notBefore: history.last?.at)
                let duty = Performer(actor: .system("calendar"), agency: unit, roles: [])
                let command = DossierCommand.recompute(DueResult(at: due.at, restsOn: due.restsOn), ground: ground)
                let events = try dossier.decide(command, by: duty, at: now)
                guard !events.isEmpty else { continue }
                _ = try DossierStore.save(
                    events,
                    of: dossier,
                    history: history,
                    by: duty.actor,
                    agency: unit,
                    at: now,
                    in: tx
                )
                done.moves.append(.init(id: id, before: before, after: due.at))
            }
            return done
        }
    }

    /// Passes the work of an absent officer to a substitute, or to the list of the unit's duty, when the day opens.
    ///
    /// - Parameters:
    ///   - substitute: nil: everybody with the step's role sees it.
    ///   - until: the last day of the absence.
    ///   - ground: `Nghỉ phép từ 27/6 đến 30/6/2025`.
    /// - Returns: the dossiers that were passed on, at most `limit`; call again until it is empty.
    public func reassignAbsent(
        _ absent: Actor,
        to substitute: Actor?,
        at agency: ID<Agency>,
        ground: String,
        until: CivilDate? = nil,
        limit: Int = DossierLimits.recomputeSlice
    ) async throws -> [ID<Dossier>] {
        guard substitute != absent else { throw DossierError.takerIsGiver }
        let limit = min(limit, DossierLimits.recomputeSlice)
        let desk = self
        return try await database.write("reassign absent") { tx in
            let ids = try DossierStore.heldBy(absent, at: agency, limit: limit, in: tx)
            let duty = Performer(actor: .system("absence"), agency: agency, roles: [])
            for id in ids {
                _ = try desk.act(on: id, seen: nil, by: duty, in: tx) { _, _ in
                    .reassign(to: substitute, ground: ground, until: until)
                }
            }
            return ids
        }
    }
}

extension DossierStore {
    /// Unfinished dossiers that this officer has taken on at this unit.
    static func heldBy(_ officer: Actor, at agency: ID<Agency>, limit: Int, in tx: Transaction) throws -> [ID<Dossier>]
    {
        try tx.values(
            """
            SELECT id FROM dossier WHERE officer = \(officer.rawValue) AND holder = \(agency) AND status IN (2, 4, 5, 6)
            ORDER BY id LIMIT \(limit)
            """
        )
    }
}
