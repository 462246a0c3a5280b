/// Takes indexes away while a table is filled in bulk and makes them again, exactly as they were: an index that is built
/// once over sorted keys costs a part of one that is kept in order row by row.
///
/// For a database that nobody else uses meanwhile. What makes a row unique (keys, UNIQUE of a table) stays.
public struct IndexPause: Sendable {
    /// The statements that make the indexes again.
    private let statements: [SQL]

    /// Drops every index of `tables` that a statement made.
    ///
    /// - Throws: `StorageError`.
    public init(of tables: [String], in database: any Database) async throws {
        statements = try await database.write("indexes.drop") { tx in
            let rows = try tx.rows(database.dialect == .sqlite ? Self.sqlite(tables) : Self.postgres(tables))
            return try rows.map { row in
                try tx.execute(SQL(verbatim: "DROP INDEX \(try row.get("name", as: String.self))"))
                return SQL(verbatim: try row.get("statement"))
            }
        }
    }

    /// Makes the indexes again, each in a write of its own.
    ///
    /// - Throws: `StorageError`.
    public func end(in database: any Database) async throws {
        for statement in statements {
            try await database.write("indexes.make") { tx in try tx.execute(statement) }
        }
    }

    private static func sqlite(_ tables: [String]) -> SQL {
        """
        SELECT name, sql AS statement FROM sqlite_schema
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (\(SQL.list(tables))) ORDER BY name
        """
    }
    private static func postgres(_ tables: [String]) -> SQL {
        """
        SELECT indexname AS name, indexdef AS statement FROM pg_indexes i
        WHERE schemaname = current_schema() AND tablename IN (\(SQL.list(tables))) AND NOT EXISTS (
            SELECT 1 FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
            WHERE n.nspname = i.schemaname AND c.conname = i.indexname)
        ORDER BY indexname
        """
    }
}
