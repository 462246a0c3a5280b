extension Transaction {
    /// Writes many rows of `table` with few statements: as many rows in each as both engines take.
    ///
    /// For what is made in bulk (a demo at scale, a migration). Names come from the code, never from outside.
    ///
    /// - Parameters:
    ///   - columns: in the order of the values of every row.
    ///   - conflict: what follows the rows, such as `ON CONFLICT DO NOTHING`.
    /// - Throws: `StorageError`.
    public func insert(
        _ rows: [[SQLValue]],
        into table: String,
        _ columns: [String],
        _ conflict: SQL = ""
    ) throws {
        guard !columns.isEmpty else { return }
        var rest = rows[...]
        // Powers of two, so that few different statements are prepared.
        var size = ManyRows.most
        while ManyRows.values < size * columns.count { size /= 2 }
        while !rest.isEmpty {
            while size > rest.count { size /= 2 }
            try execute(ManyRows.statement(rest.prefix(size), into: table, columns) + conflict)
            rest = rest.dropFirst(size)
        }
    }
}

private enum ManyRows {
    /// Rows in one statement.
    static let most = 256
    /// Values in one statement; SQLite takes 32,766, PostgreSQL 65,535.
    static let values = 8192

    static func statement(_ rows: ArraySlice<[SQLValue]>, into table: String, _ columns: [String]) -> SQL {
        var sql = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: rows.count * columns.count)
        sql.appendLiteral("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES ")
        for (index, row) in rows.enumerated() {
            sql.appendLiteral(index == 0 ? "(" : ", (")
            for (place, value) in row.enumerated() {
                if place > 0 { sql.appendLiteral(", ") }
                sql.appendInterpolation(value)
            }
            sql.appendLiteral(")")
        }
        return SQL(stringInterpolation: sql)
    }
}
