internal import Kernel

/// One forward step of the schema. Never edited once released: add another.
public struct Migration: Sendable {
    /// Date, number and what it is about: `2026-11-23-1-register`. Ids ascend in the order they are applied.
    public let id: String
    public let steps: [SQL]
    public init(_ id: String, _ steps: [SQL]) {
        self.id = id
        self.steps = steps
    }

    /// SHA-256 over the rendered steps, so that an edited old migration is noticed at start.
    public func checksum(for dialect: Dialect) -> String {
        var hash = SHA256()
        for step in steps { hash.update(Array(step.rendered(for: dialect).text.utf8) + [0]) }
        return Hex.encode(hash.finalize())
    }
}

public enum MigrationError: Error, Equatable, Sendable {
    /// A migration that ran here before has been changed since.
    case edited(String)
    /// The database knows a migration that this program does not: it was made by a newer version.
    case newer(String)
}

extension Migration {
    static let table: SQL =
        "CREATE TABLE IF NOT EXISTS schema_migration (id TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)\(.strict)"

    /// Runs the steps and writes down that they ran; nothing when they ran before.
    ///
    /// - Returns: whether they ran now.
    @discardableResult
    func apply(in tx: Transaction, _ dialect: Dialect) throws -> Bool {
        let seen = try tx.value("SELECT id FROM schema_migration WHERE id = \(id)", as: String.self)
        guard seen == nil else { return false }
        for step in steps { try tx.execute(step) }
        let sum = checksum(for: dialect)
        try tx.execute("INSERT INTO schema_migration (id, checksum) VALUES (\(id), \(sum))")
        return true
    }

    /// Applies `migrations` to a database that has none of them, in the transaction that is open.
    public static func apply(_ migrations: [Migration], in tx: Transaction, _ dialect: Dialect) throws {
        try tx.execute(table)
        for migration in migrations { try migration.apply(in: tx, dialect) }
    }
}

/// How far a database's schema is behind a program.
public struct SchemaState: Hashable, Sendable {
    /// The migrations it has had, in order; none in an empty database.
    public let had: [String]
    /// Those that the program has and the database has not had, in order.
    public let pending: [String]

    /// Compares what stands in the open transaction with `migrations`; nothing is changed.
    ///
    /// - Throws: `MigrationError` when the database is newer, or was made by another build.
    public init(of migrations: [Migration], in tx: Transaction, _ dialect: Dialect) throws {
        guard try tx.tableNames().contains("schema_migration") else {
            (had, pending) = ([], migrations.map(\.id))
            return
        }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum(for: dialect)) })
        var seen: Set<String> = []
        for row in try tx.rows("SELECT id, checksum FROM schema_migration ORDER BY id") {
            let id: String = try row.get("id")
            guard let expected = known[id] else { throw MigrationError.newer(id) }
            guard expected == (try row.get("checksum", as: String.self)) else { throw MigrationError.edited(id) }
            seen.insert(id)
        }
        had = migrations.map(\.id).filter { seen.contains($0) }
        pending = migrations.map(\.id).filter { !seen.contains($0) }
    }
}

extension Transaction {
    /// The tables of the database, in the schema that is looked at first.
    public func tableNames() throws -> [String] {
        try values(
            .perDialect(
                sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'",
                postgres: "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
            )
        )
    }
}

extension Database {
    /// Applies, in order, the migrations that this database has not had yet, each in its own transaction.
    ///
    /// - Returns: the ids that were applied.
    /// - Throws: `MigrationError` before anything is changed.
    @discardableResult
    public func migrate(_ migrations: [Migration]) async throws -> [String] {
        let dialect = dialect
        try await write { tx in try tx.execute(Migration.table) }
        let pending = Set(try await read { tx in try SchemaState(of: migrations, in: tx, dialect) }.pending)
        var applied: [String] = []
        for migration in migrations where pending.contains(migration.id) {
            if try await write({ tx in try migration.apply(in: tx, dialect) }) { applied.append(migration.id) }
        }
        return applied
    }
}
