internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Storage

/// Runs statements on one connection: prepared once by text, each with its time-out.
struct SQLiteStatements {
    let db: GRDB.Database
    /// Milliseconds a statement may run.
    let limit: Int

    func transaction() -> Storage.Transaction {
        let copy = self
        return Storage.Transaction { sql, wantsRows in try copy.run(sql, wantsRows: wantsRows) }
    }

    /// GRDB prepares and keeps the statements; binding and stepping are SQLite's own calls, which is where the time goes
    /// when a write has a dozen statements.
    private func run(_ sql: Storage.SQL, wantsRows: Bool) throws -> [Storage.Row] {
        let handle = try prepared(sql)
        StatementClock.start(milliseconds: limit)
        defer {
            sqlite3_reset(handle)
            StatementClock.stop()
        }
        for (index, value) in sql.values.enumerated() { try check(value.bind(to: handle, at: Int32(index + 1))) }
        var columns: [String] = []
        var rows: [Storage.Row] = []
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw failure(code) }
            guard wantsRows else { continue }
            // Asked of SQLite after the first step: a schema changed by another process shows only then.
            if rows.isEmpty { columns = Self.columns(handle) }
            let values = (0..<Int32(columns.count)).map { SQLValue(handle, column: $0) }
            rows.append(Storage.Row(columns: columns, values: values))
        }
    }

    private func prepared(_ sql: Storage.SQL) throws -> OpaquePointer {
        let text = sql.rendered(for: .sqlite).text
        let statement = try SQLiteErrors.mapped { try db.cachedStatement(sql: text) }
        guard Int(sqlite3_bind_parameter_count(statement.sqliteStatement)) == sql.values.count else {
            throw StorageError.failed(code: "seam", message: "a statement with other marks than values")
        }
        return statement.sqliteStatement
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }
    private func failure(_ code: Int32) -> StorageError {
        let message = sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) } ?? ""
        return SQLiteErrors.storageError(code: code, message: message)
    }

    /// Runs a statement of the seam's own, without values.
    func control(_ text: String) throws {
        let statement = try SQLiteErrors.mapped { try db.cachedStatement(sql: text) }
        defer { sqlite3_reset(statement.sqliteStatement) }
        let code = sqlite3_step(statement.sqliteStatement)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    private static func columns(_ statement: OpaquePointer) -> [String] {
        (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
        }
    }
}

/// The time-out of the statement that runs on this thread: SQLite asks every few thousand of its instructions.
enum StatementClock {
    /// Instructions of SQLite's machine between two questions.
    private static let interval: Int32 = 4000
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static func watch(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(connection, interval, { _ in StatementClock.isOver ? 1 : 0 }, nil)
    }
    /// The deadline stands in the thread's own slot as a number, in nanoseconds of the steady clock.
    static func start(milliseconds: Int) {
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: now() + UInt(max(0, milliseconds)) * 1_000_000))
    }
    static func stop() { pthread_setspecific(key, nil) }
    static var isOver: Bool {
        let deadline = UInt(bitPattern: pthread_getspecific(key))
        return deadline != 0 && now() >= deadline
    }
    private static func now() -> UInt {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt(time.tv_sec) * 1_000_000_000 + UInt(time.tv_nsec)
    }
}

enum SQLiteErrors {
    /// Runs `work`; what SQLite refuses becomes a `StorageError`.
    static func mapped<T>(_ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as DatabaseError { throw storageError(error) }
    }

    static func storageError(_ error: DatabaseError) -> StorageError {
        storageError(code: error.extendedResultCode.rawValue, message: error.message ?? "")
    }

    /// - Parameter code: SQLite's extended result code; its low byte is the plain one.
    static func storageError(code: Int32, message: String) -> StorageError {
        switch ResultCode(rawValue: code) {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return .notUnique(message)
        default: break
        }
        switch code & 0xFF {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH: return .constraint(message)
        case SQLITE_BUSY, SQLITE_LOCKED: return .conflict(message)
        case SQLITE_INTERRUPT: return .timedOut(message)
        case SQLITE_FULL, SQLITE_TOOBIG, SQLITE_NOMEM: return .full(message)
        case SQLITE_READONLY: return .readOnly(message)
        case SQLITE_IOERR, SQLITE_CANTOPEN: return .unavailable(message)
        default: return .failed(code: "\(code)", message: message)
        }
    }
}

extension SQLValue {
    /// SQLite's code. It copies texts and bytes, which may be gone before the statement runs.
    fileprivate func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        switch self {
        case .null: return sqlite3_bind_null(statement, place)
        case .int(let number): return sqlite3_bind_int64(statement, place, number)
        case .double(let number): return sqlite3_bind_double(statement, place, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty text has no address, and SQLite would take that for NULL.
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_text(statement, place, "", 0, Self.copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { characters in
                    sqlite3_bind_text(statement, place, characters, Int32(bytes.count), Self.copied)
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, place, 0) }
            return sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), Self.copied)
        }
    }
    private static let copied = unsafeBitCast(OpaquePointer(bitPattern: -1), to: sqlite3_destructor_type.self)
    fileprivate init(_ statement: OpaquePointer, column: Int32) {
        self =
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: .int(sqlite3_column_int64(statement, column))
            case SQLITE_FLOAT: .double(sqlite3_column_double(statement, column))
            case SQLITE_TEXT: .text(String(decoding: Self.bytes(statement, column, text: true), as: UTF8.self))
            case SQLITE_BLOB: .blob(Array(Self.bytes(statement, column, text: false)))
            default: .null
            }
    }
    private static func bytes(_ statement: OpaquePointer, _ column: Int32, text: Bool) -> UnsafeRawBufferPointer {
        // The pointer first, then its length: SQLite may convert the value when it is asked for.
        let start =
            text ? UnsafeRawPointer(sqlite3_column_text(statement, column)) : sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }
}
