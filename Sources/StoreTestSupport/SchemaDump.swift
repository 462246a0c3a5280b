public import Storage

/// The schema of `database` as text, the same for the same schema: tables, columns, constraints, indexes by name.
///
/// A reviewer reads a change of the schema as a change of this text (`Tests/StoreTests/__Snapshots__/schema.*.sql`).
public func schemaDump(_ database: any Database) async throws -> String {
    switch database.dialect {
    case .sqlite: try await database.read { tx in try SchemaDump.sqlite(tx) }
    case .postgres: try await database.read { tx in try SchemaDump.postgres(tx) }
    }
}

private enum SchemaDump {
    /// SQLite keeps the statements as they were written; only their white space is made even.
    static func sqlite(_ tx: Transaction) throws -> String {
        let statements: [String] = try tx.values(
            """
            SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 ELSE 1 END, name
            """
        )
        return statements.map { even($0) + ";" }.joined(separator: "\n\n") + "\n"
    }

    static func postgres(_ tx: Transaction) throws -> String {
        let columns = try lines(
            """
            SELECT t.relname AS place, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                || COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
            FROM pg_class t
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
            WHERE t.relkind = 'r' AND t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            ORDER BY t.relname COLLATE "C", a.attnum
            """,
            tx
        )
        let constraints = try lines(
            """
            SELECT t.relname AS place, 'CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid, true) AS line
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
            WHERE c.connamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            ORDER BY t.relname COLLATE "C", c.contype DESC, c.conname COLLATE "C"
            """,
            tx
        )
        let indexes = try lines(
            """
            SELECT tablename AS place, REPLACE(indexdef, schemaname || '.', '') || ';' AS line FROM pg_indexes i
            WHERE schemaname = current_schema() AND NOT EXISTS (
                SELECT 1 FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
                WHERE n.nspname = i.schemaname AND c.conname = i.indexname)
            ORDER BY tablename COLLATE "C", indexname COLLATE "C"
            """,
            tx
        )
        return columns.keys.sorted().map { table in
            let inside = (columns[table] ?? []) + (constraints[table] ?? [])
            let head = "CREATE TABLE \(table) (\n    " + inside.joined(separator: ",\n    ") + "\n);"
            return ([head] + (indexes[table] ?? [])).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    private static func lines(_ sql: SQL, _ tx: Transaction) throws -> [String: [String]] {
        var lines: [String: [String]] = [:]
        for row in try tx.rows(sql) { lines[try row.get("place"), default: []].append(try row.get("line")) }
        return lines
    }

    /// One space before each line's text in place of the indentation of the source.
    private static func even(_ statement: String) -> String {
        let lines = statement.split(separator: "\n").map { line in String(line.drop { $0 == " " }) }
        return lines.enumerated().map { index, line in
            let isFirstOrEnd = index == 0 || line.hasPrefix(")")
            return isFirstOrEnd ? line : "    " + line
        }.joined(separator: "\n")
    }
}
