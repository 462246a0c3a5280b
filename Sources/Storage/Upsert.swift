internal import Synchronization

extension SQL {
    /// Writes one row of `table`, or replaces the row with the same `key` columns.
    ///
    /// For derived tables, whose rows are computed as column → value. Names come from the code, never from outside.
    public static func upsert(into table: String, key: [String], row: [String: SQLValue]) -> SQL {
        written(into: table, key: key, row: row)
    }
    /// Writes one new row of `table`.
    public static func insert(into table: String, row: [String: SQLValue]) -> SQL {
        written(into: table, key: [], row: row)
    }

    private static func written(into table: String, key: [String], row: [String: SQLValue]) -> SQL {
        let known = Upsert.known.withLock { $0[table] }
        if let known, known.key == key, let values = known.values(of: row) { return SQL(marked: known.text, values) }
        let made = Upsert(into: table, key: key, columns: row.keys.sorted())
        Upsert.known.withLock { $0[table] = made }
        return SQL(marked: made.text, made.columns.map { row[$0] ?? .null })
    }
}

/// The statement that writes a row of one table: its text is made once, since rows follow rows.
private struct Upsert {
    /// The statement that was used last, by table. A table has one way in.
    static let known = Mutex<[String: Upsert]>([:])
    let key: [String]
    let columns: [String]
    let text: String

    init(into table: String, key: [String], columns: [String]) {
        self.key = key
        self.columns = columns
        let marks = columns.map { _ in SQL.Mark.value }.joined(separator: ", ")
        let rest = columns.filter { !key.contains($0) }
        let updates = rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let action = rest.isEmpty ? "NOTHING" : "UPDATE SET \(updates)"
        let insert = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
        text = key.isEmpty ? insert : insert + " ON CONFLICT (\(key.joined(separator: ", "))) DO \(action)"
    }

    /// The values in the order of the columns; nil when the row has others.
    func values(of row: [String: SQLValue]) -> [SQLValue]? {
        guard row.count == columns.count else { return nil }
        var values: [SQLValue] = []
        values.reserveCapacity(columns.count)
        for column in columns {
            guard let value = row[column] else { return nil }
            values.append(value)
        }
        return values
    }
}
