extension SQL {
    /// Writes one row of `table`, or replaces the row with the same `key` columns.
    ///
    /// For derived tables, whose rows are computed as column → value. Names come from the code, never from outside.
    public static func upsert(into table: String, key: [String], row: [String: SQLValue]) -> SQL {
        let columns = row.keys.sorted()
        var sql = SQL(verbatim: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (")
        for (index, column) in columns.enumerated() {
            if index > 0 { sql = sql + ", " }
            sql = sql + "\(row[column] ?? .null)"
        }
        let rest = columns.filter { !key.contains($0) }
        let updates = rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let action = rest.isEmpty ? "NOTHING" : "UPDATE SET \(updates)"
        return sql + SQL(verbatim: ") ON CONFLICT (\(key.joined(separator: ", "))) DO \(action)")
    }
}
