internal import Kernel
public import Storage

extension Book {
    /// The tables that `append(chained:)` fills row by row.
    public static let bulkTables = ["entry"]

    /// Writes entries that were chained elsewhere, with few statements: a demo at scale.
    ///
    /// They must follow on the newest entry of the book without a hole. That each is the next of its chain is the caller's
    /// to keep; `Verify` would name what is not.
    ///
    /// - Throws: `RegisterError.stale` for the book itself when somebody else wrote meanwhile.
    public static func append(chained entries: [Entry], in tx: Transaction) throws {
        guard let first = entries.first, let last = entries.last else { return }
        let newest = try position(in: tx)
        guard first.position == newest + 1, last.position == newest + Int64(entries.count) else {
            throw RegisterError.stale(subject: "book", expected: Int(first.position) - 1, found: Int(newest))
        }
        try tx.insert(entries.map(\.values), into: "entry", Entry.columns)
        try tx.execute("UPDATE book SET position = \(last.position) WHERE one = 1")
    }
}

extension Entry {
    fileprivate static let columns = [
        "position", "subject", "version", "event", "format", "payload", "actor", "agency", "at", "previous", "hash",
    ]
    fileprivate var values: [SQLValue] {
        [
            position.sqlValue, subject.sqlValue, version.sqlValue, event.name.sqlValue, event.format.sqlValue,
            event.payload.sqlValue, actor.rawValue.sqlValue, agency?.sqlValue ?? .null, at.sqlValue,
            previous.sqlValue, hash.sqlValue,
        ]
    }
}
