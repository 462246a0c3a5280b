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

extension Database {
    /// Applies, in order, the migrations that this database has not had yet, each in its own transaction.
    ///
    /// - Returns: the ids that were applied.
    /// - Throws: `MigrationError` before anything is changed.
    @discardableResult
    public func migrate(_ migrations: [Migration]) async throws -> [String] {
        let dialect = dialect
        try await write { tx in
            try tx.execute(
                "CREATE TABLE IF NOT EXISTS schema_migration (id TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)\(.strict)"
            )
        }
        let had = try await read { tx in
            try tx.rows("SELECT id, checksum FROM schema_migration ORDER BY id").map {
                (try $0.get("id", as: String.self), try $0.get("checksum", as: String.self))
            }
        }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum(for: dialect)) })
        for (id, checksum) in had {
            guard let expected = known[id] else { throw MigrationError.newer(id) }
            guard expected == checksum else { throw MigrationError.edited(id) }
        }
        let done = Set(had.map(\.0))
        var applied: [String] = []
        for migration in migrations where !done.contains(migration.id) {
            let ran = try await write { tx in
                let seen = try tx.value("SELECT id FROM schema_migration WHERE id = \(migration.id)", as: String.self)
                guard seen == nil else { return false }
                for step in migration.steps { try tx.execute(step) }
                let checksum = migration.checksum(for: dialect)
                try tx.execute("INSERT INTO schema_migration (id, checksum) VALUES (\(migration.id), \(checksum))")
                return true
            }
            if ran { applied.append(migration.id) }
        }
        return applied
    }
}
