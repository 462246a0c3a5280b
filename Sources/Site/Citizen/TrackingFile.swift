internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
internal import Web

/// Everything that the tracking page reads from the database. No officer's name and no note between officers is in it.
struct TrackingFile: Sendable {
    let dossier: Dossier
    /// Entries that count, oldest first; what was undone is left out.
    let history: [DossierEntry]
    let procedure: ProcedureVersion?
    /// Official names of the units that the dossier went through.
    let agencies: [ID<Agency>: String]
    /// Whose dossier it is, already masked.
    let owners: [String]
    /// What the agency wrote to the citizen, by the id of the text.
    let texts: [String: String]
    /// By which the dossier's clock runs.
    let calendar: WorkCalendar
    /// When the slip that led here was replaced by another.
    var replacedAt: Instant?

    init(
        dossier: Dossier,
        history: [DossierEntry],
        procedure: ProcedureVersion?,
        agencies: [ID<Agency>: String],
        owners: [String],
        texts: [String: String],
        calendar: WorkCalendar,
        replacedAt: Instant? = nil
    ) {
        self.dossier = dossier
        self.history = Self.counting(history)
        self.procedure = procedure
        self.agencies = agencies
        self.owners = owners
        self.texts = texts
        self.calendar = calendar
        self.replacedAt = replacedAt
    }

    /// - Throws: `Problem.notFound` when there is no such dossier.
    static func load(
        _ id: ID<Dossier>,
        _ rooms: Rooms,
        at now: Instant,
        replacedAt: Instant? = nil,
        in tx: Transaction
    ) throws -> TrackingFile {
        guard let (dossier, history) = try DossierStore.load(id, in: tx), let filing = dossier.filing else {
            throw Problem.notFound
        }
        let directory = try rooms.directory(in: tx)
        var agencies: [ID<Agency>: String] = [:]
        for unit in units(filing, history) { agencies[unit] = directory.name(of: unit, on: now.date) }
        let persons = try PersonStore.load(Set(filing.owners), rooms.vault, in: tx)
        let owners = filing.owners.compactMap { persons[$0] }.filter { !$0.isErased }.map { person in
            person.details.kind == .organisation ? person.name : MaskedName.of(person.name)
        }
        return TrackingFile(
            dossier: dossier,
            history: history,
            procedure: try CatalogueStore.version(id: ID(filing.procedureVersion), in: tx),
            agencies: agencies,
            owners: owners,
            texts: try TextStore.read(history.compactMap { letter($0.event)?.id }, in: tx),
            calendar: try rooms.calendar(for: dossier, on: now.date, in: tx),
            replacedAt: replacedAt
        )
    }

    private static func units(_ filing: Submission, _ history: [DossierEntry]) -> Set<ID<Agency>> {
        var units: Set = [filing.receiving, filing.competent]
        if let pickUp = filing.pickUp { units.insert(pickUp) }
        for entry in history {
            if case .handedOver(let handOver) = entry.event { units.formUnion([handOver.from, handOver.to]) }
            if case .rerouted(let rerouted) = entry.event { units.insert(rerouted.to) }
        }
        return units
    }

    private static func counting(_ history: [DossierEntry]) -> [DossierEntry] {
        var undone = Set<Int>()
        for entry in history {
            if case .undone(let taken) = entry.event { undone.formUnion(taken.versions) }
        }
        return history.filter { !undone.contains($0.version) }
    }

    /// The text of an entry that is a letter to the citizen; every other text stays inside the house.
    static func letter(_ event: DossierEvent) -> TextReference? {
        switch event {
        case .papersAskedAtIntake(let asked): asked.request
        case .refusedAtIntake(let refusal): refusal.reason
        case .supplementAsked(let asked): asked.request
        case .extended(let extended): extended.reason
        case .stopped(let closed): closed.reason
        default: nil
        }
    }
}

/// A name of which a stranger learns little: `Nguyễn Thị Hoa` becomes `Nguyễn T. H.`.
enum MaskedName {
    static func of(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { return "" }
        guard words.count > 1 else { return "\(first.prefix(1))." }
        return ([String(first.prefix(40))] + words.dropFirst().prefix(6).map { "\($0.prefix(1))." })
            .joined(separator: " ")
    }
}
