public import Storage
internal import Synchronization

/// The networked engine: one connection that writes and a fixed number that read, each opened when first used.
///
/// One writer at a time, as in SQLite, over all servers of one schema: an advisory lock is taken before the first
/// statement and freed by the commit, or by the server when a connection is lost.
public final class PostgresDatabase: Database {
    private let writer: PostgresConnection
    private let queue: WriteQueue
    private let primary: PostgresReaders
    private let replica: PostgresReaders?
    public var dialect: Dialect { .postgres }

    /// - Parameters:
    ///   - url: a libpq connection string or `postgresql://…` address.
    ///   - schema: the schema that holds the tables; nil is the role's own search path.
    ///   - replica: a read-only copy that `read(.mayLag)` may ask.
    public init(
        url: String,
        schema: String? = nil,
        replica: String? = nil,
        _ options: StorageOptions = StorageOptions()
    ) {
        let cache = SchemaVersion()
        let settings = PostgresSettings(url: url, schema: schema, options: options, version: cache)
        let writer = PostgresConnection(settings)
        self.writer = writer
        queue = WriteQueue(options) { work in await writer.perform { connection in work(PostgresSession(connection)) } }
        primary = PostgresReaders(settings)
        self.replica = replica.map {
            PostgresReaders(PostgresSettings(url: $0, schema: schema, options: options, version: cache))
        }
    }

    public func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let readers = if case .mayLag = freshness { replica ?? primary } else { primary }
        return try await readers.read(body)
    }

    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await queue.write(name, body)
    }

    /// Makes the schema named at `init` when it is not there: for tests, and for the first start.
    ///
    /// - Throws: `StorageError`.
    public func createSchema() async throws {
        let result = await writer.perform { connection in Result { try connection.createSchema() } }
        try result.get()
    }
}

/// The connections that read: so many at once, the others wait in order.
private final class PostgresReaders: Sendable {
    private static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    private let settings: PostgresSettings
    private let gate: Gate
    private let idle = Mutex<[PostgresConnection]>([])

    init(_ settings: PostgresSettings) {
        self.settings = settings
        gate = Gate(places: settings.options.readers, waiting: settings.options.waitingReads)
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await gate.pass {
            // The most recently used first: a quiet server keeps few connections.
            let connection = idle.withLock { $0.popLast() } ?? PostgresConnection(settings)
            defer { idle.withLock { $0.append(connection) } }
            let result = await connection.perform { connection in
                Result { try Self.transaction(on: connection, body) }
            }
            return try result.get()
        }
    }

    /// Runs `body` on a snapshot; once more when the connection was lost or the schema had changed, since reading twice
    /// is safe.
    private static func transaction<T>(
        on connection: PostgresConnection,
        _ body: (Transaction) throws -> T
    ) throws -> T {
        do { return try attempt(on: connection, body) } catch let error as StorageError {
            switch error {
            case .unavailable, .conflict: return try attempt(on: connection, body)
            default: throw error
            }
        }
    }

    private static func attempt<T>(on connection: PostgresConnection, _ body: (Transaction) throws -> T) throws -> T {
        try connection.open()
        do {
            try connection.send(begin)
            let transaction = Transaction { sql, wantsRows in try connection.run(sql, wantsRows: wantsRows) }
            let result = try body(transaction)
            try transaction.finish()
            try connection.send("COMMIT")
            try connection.synchronize()
            return result
        } catch {
            connection.giveUp()
            throw error
        }
    }
}

/// The write transaction on the writing connection.
private struct PostgresSession: WriteSession {
    private let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }

    var isOpen: Bool { connection.isInTransaction }

    /// Tries a second connection when the first was lost while it was idle, or leads to a server that is now a replica
    /// (of several hosts, the address may name the one that writes): nothing has been written yet.
    func begin() throws {
        do { try attemptToBegin() } catch let error as StorageError {
            switch error {
            case .unavailable: try attemptToBegin()
            case .readOnly:
                connection.close()
                try attemptToBegin()
            default: throw error
            }
        }
    }
    private func attemptToBegin() throws {
        try connection.open()
        try connection.send("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        try connection.send("SELECT pg_advisory_xact_lock(19641, hashtext(current_schema()))")
        try connection.synchronize()
    }
    func savepoint() throws { try connection.send("SAVEPOINT one_write") }
    func settle() throws { try connection.synchronize() }
    func release() throws {
        try connection.send("RELEASE one_write")
        try connection.synchronize()
    }
    func rollbackToSavepoint() throws {
        try connection.discard()
        try connection.send("ROLLBACK TO one_write")
        try connection.send("RELEASE one_write")
        try connection.synchronize()
    }
    func commit() throws { try connection.commit() }
    func rollback() { connection.giveUp() }
    func transaction() -> Transaction {
        let connection = connection
        return Transaction { sql, wantsRows in try connection.run(sql, wantsRows: wantsRows) }
    }
}
