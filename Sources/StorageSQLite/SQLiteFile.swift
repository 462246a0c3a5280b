internal import Foundation
internal import GRDB
public import Storage

/// A SQLite file outside of service: a copy that is written, read or checked by one thread at a time.
public final class SQLiteFile: Sendable {
    private let queue: DatabaseQueue

    /// Opens a new file to write. A power cut while it is written spoils it: nobody may count on it before `flush`.
    ///
    /// - Throws: `StorageError`; also when there is a file already.
    public init(making path: String) throws {
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StorageError.unavailable("\(path): \(String(cString: strerror(errno)))") }
        close(file)
        queue = try SQLiteErrors.mapped {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            }
            return queue
        }
    }

    /// Opens a file that is only read.
    ///
    /// - Throws: `StorageError`.
    public init(reading path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try SQLiteErrors.mapped { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Folds the log of a database that nobody has open into its file, so that the file alone is all of it.
    ///
    /// - Throws: `StorageError.conflict` when another program has it open and does not close it within two seconds.
    public static func settle(_ path: String) throws {
        try SQLiteErrors.mapped {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            for attempt in 1...20 {
                do {
                    try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
                    return
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 20 {
                    usleep(100_000)
                }
            }
        }
    }

    /// Runs `body` on the file as it stands.
    public func read<T>(_ body: (Storage.Transaction) throws -> T) throws -> T {
        try SQLiteErrors.mapped { try queue.read { db in try Self.run(body, db) } }
    }

    /// Runs `body`; all of it is written, or the file is spoilt.
    public func write<T>(_ body: (Storage.Transaction) throws -> T) throws -> T {
        try SQLiteErrors.mapped { try queue.write { db in try Self.run(body, db) } }
    }

    /// What SQLite's own check of the whole file says is wrong; nothing for a sound file.
    public func damages() throws -> [String] {
        try SQLiteErrors.mapped {
            try queue.read { db in
                try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            }
        }
    }

    /// Ends the use of the file; nothing is beside it afterwards.
    public func finish() throws { try SQLiteErrors.mapped { try queue.close() } }

    fileprivate func receive(
        from source: GRDB.Database,
        pages: CInt,
        progress: (DatabaseBackupProgress) throws -> Void
    ) throws {
        try queue.writeWithoutTransaction { db in
            try withoutActuallyEscaping(progress) { progress in
                try source.backup(to: db, pagesPerStep: pages, progress: progress)
            }
            // The copy says of itself that it has a log beside it, as the original has.
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
        }
    }

    private static func run<T>(_ body: (Storage.Transaction) throws -> T, _ db: GRDB.Database) throws -> T {
        let transaction = SQLiteStatements(db: db, limit: Int(Int32.max)).transaction()
        let result = try body(transaction)
        try transaction.finish()
        return result
    }
}

extension SQLiteDatabase {
    /// Copies the whole database, as it is at one moment, into a new file, while others read and write.
    ///
    /// The copying connection holds one read transaction: writers are not held up, and their log grows meanwhile.
    ///
    /// - Parameters:
    ///   - reading: reads at the very moment that is copied.
    ///   - progress: hears the bytes that are copied, and of how many.
    /// - Throws: `StorageError`; what `reading` and `progress` throw.
    public func copy<T: Sendable>(
        to path: String,
        reading: @escaping @Sendable (Storage.Transaction) throws -> T,
        progress: @escaping @Sendable (_ copied: Int, _ of: Int) throws -> Void = { _, _ in }
    ) async throws -> T {
        try await readRaw { db, transaction in
            let result = try reading(transaction)
            let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
            let file = try SQLiteFile(making: path)
            try file.receive(from: db, pages: 256) { step in
                try progress(step.completedPageCount * size, step.totalPageCount * size)
            }
            try file.finish()
            return result
        }
    }
}
