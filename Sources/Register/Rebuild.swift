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
    /// The rows that a chain leads to, by table. A row is column → value.
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
