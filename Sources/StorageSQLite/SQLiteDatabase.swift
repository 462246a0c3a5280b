internal import Dispatch
internal import Foundation
internal import GRDB
internal import GRDBSQLite
public import Storage
internal import Synchronization

/// The embedded engine: one file, one writer, many readers.
///
/// The file is in WAL mode with `synchronous = FULL`: a commit that was answered survives a power cut.
public final class SQLiteDatabase: Storage.Database {
    private let writer: any DatabaseWriter
    private let queue: WriteQueue
    private let gate: Gate
    /// Threads that read, one for each place at the gate; made when first used.
    private let idle = Mutex<[DispatchQueue]>([])
    private let statementMilliseconds: Int
    public var dialect: Dialect { .sqlite }

    /// Opens the file at `path`, or makes it.
    ///
    /// - Throws: `StorageError`.
    public convenience init(path: String, _ options: StorageOptions = StorageOptions()) throws {
        Self.makeFile(path)
        let pool = try SQLiteErrors.mapped {
            let pool = try DatabasePool(path: path, configuration: Self.configuration(options))
            // GRDB sets NORMAL while it opens the file, so FULL comes after.
            // Pages saved for a savepoint stay in memory: past 64 KiB SQLite would write each to a temporary file, and a
            // write that touches twenty pages, each under its savepoint, spent a third of its time there.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
            }
            return pool
        }
        self.init(pool, options)
    }

    /// Makes an empty file that its owner alone reads, whatever the folder and the process allow: SQLite would make one
    /// that everybody reads. Its log and its index take the file's mode. What fails is told by the opening.
    private static func makeFile(_ path: String) {
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
    }

    /// A database that lives in memory, for tests. Its reads and writes take turns.
    public static func inMemory(_ options: StorageOptions = StorageOptions()) throws -> SQLiteDatabase {
        let queue = try SQLiteErrors.mapped { try DatabaseQueue(configuration: configuration(options)) }
        return SQLiteDatabase(queue, options)
    }

    private init(_ writer: any DatabaseWriter, _ options: StorageOptions) {
        self.writer = writer
        statementMilliseconds = options.statementMilliseconds
        gate = Gate(places: options.readers, waiting: options.waitingReads)
        let limit = options.statementMilliseconds
        let writing = DispatchQueue(label: "sqlite.write")
        queue = WriteQueue(options) { work in
            try await writing.performing {
                try writer.writeWithoutTransaction { db in
                    work(SQLiteSession(statements: SQLiteStatements(db: db, limit: limit)))
                }
            }
        }
    }

    public func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Storage.Transaction) throws -> T
    ) async throws -> T {
        try await readRaw { _, transaction in try body(transaction) }
    }

    /// A read that also sees GRDB's connection.
    func readRaw<T: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database, Storage.Transaction) throws -> T
    ) async throws -> T {
        let (writer, limit) = (writer, statementMilliseconds)
        return try await gate.pass {
            let reading = idle.withLock { $0.popLast() } ?? DispatchQueue(label: "sqlite.read")
            defer { idle.withLock { $0.append(reading) } }
            return try await reading.performing {
                try SQLiteErrors.mapped {
                    try writer.read { db in
                        let transaction = SQLiteStatements(db: db, limit: limit).transaction()
                        let result = try body(db, transaction)
                        try transaction.finish()
                        return result
                    }
                }
            }
        }
    }

    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Storage.Transaction) throws -> T
    ) async throws -> T {
        try await queue.write(name, body)
    }

    private static func configuration(_ options: StorageOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "motcua"
        configuration.busyMode = .timeout(Double(options.busyMilliseconds) / 1000)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = max(1, options.readers)
        configuration.prepareDatabase { db in StatementClock.watch(db.sqliteConnection) }
        return configuration
    }
}

extension DispatchQueue {
    /// Runs blocking work on this queue while the caller's thread is free.
    fileprivate func performing<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            async { continuation.resume(with: Result { try work() }) }
        }
    }
}

/// The write transaction on GRDB's writing connection.
private struct SQLiteSession: WriteSession {
    let statements: SQLiteStatements
    private var db: GRDB.Database { statements.db }
    init(statements: SQLiteStatements) { self.statements = statements }

    var isOpen: Bool { db.isInsideTransaction }
    func begin() throws { try SQLiteErrors.mapped { try db.beginTransaction(.immediate) } }
    func savepoint() throws { try statements.control("SAVEPOINT one_write") }
    func settle() throws {}
    func release() throws { try statements.control("RELEASE one_write") }
    func rollbackToSavepoint() throws {
        try statements.control("ROLLBACK TO one_write")
        try statements.control("RELEASE one_write")
    }
    func commit() throws {
        guard isOpen else { throw StorageError.failed(code: "4", message: "the transaction was rolled back") }
        try SQLiteErrors.mapped { try db.commit() }
    }
    func rollback() { try? db.rollback() }
    func transaction() -> Storage.Transaction { statements.transaction() }
}
