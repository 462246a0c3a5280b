public import Storage

/// A context whose current-state tables are a pure function of the book.
///
/// The same function that folds a chain here writes the rows in daily work, so that a difference means that somebody
/// wrote past the book.
public protocol Rebuildable: Sendable {
    /// What the ids of its subjects begin with, `dsr_`.
    var subjectPrefix: String { get }
    /// The tables that are derived, each with the column that names its subject.
    var derivedTables: [DerivedTable] { get }
    /// The rows that a chain leads to, by table. A row is column → value; a column that is left out is NULL.
    func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]]
}

/// A table that can be rebuilt from the book.
public struct DerivedTable: Sendable, Hashable {
    public let name: String
    /// The column that holds the subject's id.
    public let subject: String
    /// The columns that identify a row.
    public let key: [String]
    public init(_ name: String, subject: String, key: [String]) {
        self.name = name
        self.subject = subject
        self.key = key
    }
}

/// Which row of a derived table.
public struct RowKey: Hashable, Sendable, CustomStringConvertible {
    public let columns: [String]
    public let values: [SQLValue]

    init(_ row: [String: SQLValue], _ table: DerivedTable) {
        columns = table.key
        values = table.key.map { row[$0] ?? .null }
    }

    /// `dossier = dsr_1, person = per_2`.
    public var description: String {
        zip(columns, values).map { "\($0) = \($1.written)" }.joined(separator: ", ")
    }
}

extension SQLValue {
    /// As a report shows it.
    public var written: String {
        switch self {
        case .null: "NULL"
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    /// Whether both are the same value, a number being the same whole or with a fraction of zero.
    func isSame(as other: SQLValue) -> Bool {
        switch (self, other) {
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Double(a) == b
        case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
        default: self == other
        }
    }
}

/// A place where a table does not say what the book says. Facts only; the caller has the words.
public enum Difference: Hashable, Sendable {
    /// The book leads to this row and the table does not have it.
    case missingRow(table: String, subject: String, key: RowKey)
    /// The table has a row to which nothing in the book leads.
    case extraRow(table: String, subject: String, key: RowKey)
    /// The row says one thing, the book another.
    case column(table: String, key: RowKey, column: String, stored: SQLValue, rebuilt: SQLValue)
    /// The chain of this subject cannot be folded; the error by its name.
    case unreadable(subject: String, error: String)
}

/// What comparing the tables with the book found.
public struct RebuildReport: Hashable, Sendable {
    /// Chains that were folded.
    public internal(set) var subjects = 0
    /// Rows that were compared, by table.
    public internal(set) var rows: [String: Int] = [:]
    /// Chains whose subjects no context rebuilds, by the beginning of their ids: entries that lead to no table.
    public internal(set) var withoutTables: [String: Int] = [:]
    /// At most `RegisterLimits.findings`.
    public internal(set) var differences: [Difference] = []
    /// Differences beyond the limit.
    public internal(set) var more = 0

    /// Whether every table says what the book says.
    public var isSame: Bool { differences.isEmpty && more == 0 }

    mutating func add(_ found: [Difference]) {
        let room = max(0, RegisterLimits.findings - differences.count)
        differences += found.prefix(room)
        more += max(0, found.count - room)
    }
}

/// Folds every chain again: to compare the derived tables with the book, or to write them anew.
public struct Rebuild: Sendable {
    let database: any Database
    let rebuilders: [any Rebuildable]
    let slice: Int

    public init(database: any Database, rebuilders: [any Rebuildable], slice: Int = RegisterLimits.rebuildSlice) {
        self.database = database
        self.rebuilders = rebuilders
        self.slice = max(1, slice)
    }

    func rebuilder(of subject: String) -> (any Rebuildable)? {
        rebuilders.first { subject.hasPrefix($0.subjectPrefix) }
    }
}
