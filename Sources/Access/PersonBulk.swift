public import Kernel
public import Register
public import Storage

/// A new person ready to be written: numbers sealed, names folded, the event made. Made off the writing thread.
public struct ReadyPerson: Sendable {
    public let id: ID<Person>
    /// What the book keeps of it: that the person was entered.
    public let event: RecordedEvent
    fileprivate let row: [SQLValue]
    fileprivate let units: [[SQLValue]]
    fileprivate let names: [[SQLValue]]
    fileprivate let found: [[SQLValue]]

    /// - Throws: `PersonError` for details that the counter would refuse.
    public init(
        _ id: ID<Person>,
        _ details: PersonDetails,
        by officer: Officer,
        _ vault: Vault,
        at now: Instant
    ) throws {
        let details = try details.checked(on: now.date)
        self.id = id
        event = try PersonEvent.created(kind: details.kind).recorded()
        let row = try PersonStore.row(of: Person(id: id, version: 1, details: details), vault, at: now)
        self.row = PersonStore.columns.map { row[$0] ?? .null }
        units = [[id.sqlValue, officer.agency.sqlValue]]
        let keys = PersonStore.nameKeys(details.name)
        names = keys.map { [id.sqlValue, $0.sqlValue] }
        found = keys.map { [officer.agency.sqlValue, $0.sqlValue, id.sqlValue] }
    }
}

extension PersonStore {
    /// The columns of a person's row, sorted.
    static let columns = [
        "address", "birth", "erased_at", "id", "identity_hash", "identity_kind", "identity_sealed", "kind",
        "merged_into", "name", "phone_hash", "phone_sealed", "sex", "updated_at", "version",
    ]

    /// Writes persons with few statements; their entries are the caller's to append.
    public static func insert(_ persons: [ReadyPerson], in tx: Transaction) throws {
        try tx.insert(persons.map(\.row), into: "person", columns)
        try tx.insert(persons.flatMap(\.units), into: "person_unit", ["person", "agency"])
        try tx.insert(persons.flatMap(\.names), into: "person_name_part", ["person", "key"])
        try tx.insert(persons.flatMap(\.found), into: "person_unit_name", ["agency", "key", "person"])
    }

    /// The tables that `insert` fills.
    public static let bulkTables = ["person", "person_unit", "person_name_part", "person_unit_name"]
}
