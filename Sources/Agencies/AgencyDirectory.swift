public import Kernel
public import Register
public import Storage

/// All units at all times, loaded in one read: who is where, who bears which code, what belongs to what on a day.
///
/// A value: it may be kept as long as no unit has changed since, which `kept()` sees to.
public struct AgencyDirectory: Sendable {
    private let records: [ID<Agency>: AgencyRecord]
    private let codes: [String: [(code: AgencyCode, agency: ID<Agency>)]]
    private let below: [ID<Agency>: Set<ID<Agency>>]
    /// Units by id; ids sort by the time at which they were made.
    public let ids: [ID<Agency>]

    public init(_ records: [AgencyRecord]) {
        self.records = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        ids = records.map(\.id).sorted()
        var codes: [String: [(code: AgencyCode, agency: ID<Agency>)]] = [:]
        var below: [ID<Agency>: Set<ID<Agency>>] = [:]
        for record in records {
            for code in record.codes {
                codes["\(code.scheme.rawValue) \(code.code)", default: []].append((code, record.id))
            }
            for parent in record.descriptions.compactMap(\.parent) { below[parent, default: []].insert(record.id) }
        }
        self.codes = codes
        self.below = below
    }

    public static func load(in tx: Transaction) throws -> AgencyDirectory {
        AgencyDirectory(try AgencyStore.everything(in: tx))
    }

    /// What is bumped in each write that changes a unit.
    public static let revision = "agencies"
    /// A directory that is loaded once for each revision; made once, at the start.
    public static func kept() -> Revisioned<AgencyDirectory> {
        Revisioned(revision) { tx in try AgencyDirectory.load(in: tx) }
    }

    public var isEmpty: Bool { ids.isEmpty }

    /// The unit as it was last described, whether it still exists or not; for links from old dossiers.
    public subscript(id: ID<Agency>) -> Agency? { records[id]?.newest }
    /// The unit as it is on `date`; nil where it does not exist then.
    public func agency(_ id: ID<Agency>, on date: CivilDate) -> Agency? { records[id]?.agency(on: date) }
    /// All units that exist on `date`, in the order of their ids.
    public func all(on date: CivilDate) -> [Agency] { ids.compactMap { agency($0, on: date) } }
    /// The official name on `date`; of a unit that is gone, or not yet there, the nearest one it ever bore.
    public func name(of id: ID<Agency>, on date: CivilDate) -> String? {
        guard let record = records[id] else { return nil }
        return (record.descriptions.last(where: { $0.from <= date }) ?? record.descriptions.first)?.name
    }

    /// The unit that bears `code` on `date`.
    public func holder(of code: String, _ scheme: AgencyCodeScheme, on date: CivilDate) -> ID<Agency>? {
        codes["\(scheme.rawValue) \(code)"]?
            .last(where: { Span.holds(date, from: $0.code.from, to: $0.code.to) })?.agency
    }
    /// The code that a unit bears on `date`.
    public func code(of id: ID<Agency>, _ scheme: AgencyCodeScheme, on date: CivilDate) -> String? {
        records[id]?.code(scheme, on: date)
    }

    /// The units directly below on `date`, by id.
    public func children(of id: ID<Agency>, on date: CivilDate) -> [Agency] {
        (below[id] ?? []).sorted().compactMap { agency($0, on: date) }.filter { $0.parent == id }
    }
    /// The units above on `date`, the nearest first.
    public func ancestors(of id: ID<Agency>, on date: CivilDate) -> [Agency] {
        var found: [Agency] = []
        var next = agency(id, on: date)?.parent
        while let above = next, found.count < AgencyLimits.depth, above != id,
            !found.contains(where: { $0.id == above }), let agency = agency(above, on: date)
        {
            found.append(agency)
            next = agency.parent
        }
        return found
    }
    /// Whether `id` is `above` or stands below it on `date`.
    public func isWithin(_ id: ID<Agency>, _ above: ID<Agency>, on date: CivilDate) -> Bool {
        id == above || ancestors(of: id, on: date).contains { $0.id == above }
    }
    /// `id` and every unit below it on `date`.
    public func within(_ id: ID<Agency>, on date: CivilDate) -> Set<ID<Agency>> {
        var found: Set<ID<Agency>> = [id]
        var open = [id]
        while let next = open.popLast() {
            for child in children(of: next, on: date) where found.insert(child.id).inserted { open.append(child.id) }
        }
        return found
    }

    /// The one-stop centre where the people of a unit are received on `date`: itself, or the centre directly below.
    public func centre(of id: ID<Agency>, on date: CivilDate) -> Agency? {
        guard let agency = agency(id, on: date) else { return nil }
        if agency.kind == .centre { return agency }
        return children(of: id, on: date).first { $0.kind == .centre }
    }
}
