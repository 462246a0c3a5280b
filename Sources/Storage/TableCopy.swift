/// A table as it stands in a SQLite file: what is needed to read and write its rows on either engine.
public struct TableShape: Hashable, Sendable {
    public let name: String
    let columns: [String]
    /// The columns of its primary key, in order.
    let key: [String]

    /// Every table in an open SQLite transaction, in the order in which they were made, but the list of migrations,
    /// which each engine writes for itself.
    ///
    /// - Throws: `StorageError` for a table without a primary key, which could not be read in slices.
    public static func all(inSQLite tx: Transaction) throws -> [TableShape] {
        let names: [String] = try tx.values(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND name <> 'schema_migration' ORDER BY rowid
            """
        )
        return try names.map { name in
            let rows = try tx.rows("SELECT name, pk FROM pragma_table_info(\(name)) ORDER BY cid")
            let columns = try rows.map {
                (name: try $0.get("name", as: String.self), pk: try $0.get("pk", as: Int.self))
            }
            let key = columns.filter { $0.pk > 0 }.sorted { $0.pk < $1.pk }.map(\.name)
            guard !key.isEmpty else { throw StorageError.failed(code: "seam", message: "\(name) has no primary key") }
            return TableShape(name: name, columns: columns.map(\.name), key: key)
        }
    }

    fileprivate func list(_ names: [String]) -> SQL { SQL(verbatim: names.joined(separator: ", ")) }
}

/// Copies rows between two open transactions, whatever their engines; one of them is a SQLite file.
public enum TableCopy {
    /// Values of one statement: less than SQLite's 32,766.
    private static let values = 2000

    /// Empties the tables in `target` and fills them from `source`.
    ///
    /// - Parameter progress: hears the number of rows so far.
    /// - Returns: rows by table.
    @discardableResult
    public static func copy(
        _ tables: [TableShape],
        from source: Transaction,
        to target: Transaction,
        progress: (Int) throws -> Void = { _ in }
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        var sum = 0
        for table in tables {
            try target.execute("DELETE FROM \(SQL(verbatim: table.name))")
            var after: [SQLValue]?
            let limit = max(1, values / table.columns.count)
            var count = 0
            while true {
                let rows = try slice(of: table, after: after, limit: limit, in: source)
                guard let last = rows.last else { break }
                try insert(rows, into: table, target)
                after = try table.key.map { try last.get($0) }
                count += rows.count
                try progress(sum + count)
                if rows.count < limit { break }
            }
            counts[table.name] = count
            sum += count
        }
        return counts
    }

    /// How many rows each table holds.
    public static func counts(_ tables: [TableShape], in tx: Transaction) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in tables { counts[table.name] = try tx.value("SELECT count(*) FROM \(SQL(verbatim: table.name))") }
        return counts
    }

    /// Drops these tables, and the list of migrations that made them.
    public static func drop(_ tables: [TableShape], in tx: Transaction) throws {
        for table in tables.reversed() { try tx.execute("DROP TABLE \(SQL(verbatim: table.name))") }
        try tx.execute("DROP TABLE schema_migration")
    }

    private static func slice(
        of table: TableShape,
        after: [SQLValue]?,
        limit: Int,
        in tx: Transaction
    ) throws -> [Row] {
        var sql: SQL = "SELECT \(table.list(table.columns)) FROM \(SQL(verbatim: table.name))"
        if let after { sql = sql + " WHERE (\(table.list(table.key))) > (\(SQL.list(after)))" }
        return try tx.rows(sql + " ORDER BY \(table.list(table.key)) LIMIT \(limit)")
    }

    private static func insert(_ rows: [Row], into table: TableShape, _ tx: Transaction) throws {
        var sql: SQL = "INSERT INTO \(SQL(verbatim: table.name)) (\(table.list(table.columns))) VALUES "
        for (index, row) in rows.enumerated() {
            sql = sql + (index == 0 ? "(" : ", (") + SQL.list(row.values) + ")"
        }
        try tx.execute(sql)
    }
}
