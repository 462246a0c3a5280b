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

    private func run(_ sql: Storage.SQL, wantsRows: Bool) throws -> [Storage.Row] {
        let (text, values) = sql.rendered(for: .sqlite)
        return try SQLiteErrors.mapped {
            StatementClock.start(milliseconds: limit)
            defer { StatementClock.stop() }
            let statement = try db.cachedStatement(sql: text)
            let arguments = StatementArguments(values.map(\.databaseValue))
            guard wantsRows else {
                try statement.execute(arguments: arguments)
                return []
            }
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
            var columns: [String] = []
            var rows: [Storage.Row] = []
            while try cursor.next() != nil {
                // Asked of SQLite after the first step: a schema changed by another process shows only then.
                if rows.isEmpty { columns = Self.columns(statement.sqliteStatement) }
                let values = (0..<Int32(columns.count)).map { SQLValue(statement.sqliteStatement, column: $0) }
                rows.append(Storage.Row(columns: columns, values: values))
            }
            return rows
        }
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
        let message = error.message ?? ""
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return .notUnique(message)
        default: break
        }
        switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: return .constraint(message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .conflict(message)
        case .SQLITE_INTERRUPT: return .timedOut(message)
        case .SQLITE_FULL, .SQLITE_TOOBIG, .SQLITE_NOMEM: return .full(message)
        case .SQLITE_READONLY: return .readOnly(message)
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: return .unavailable(message)
        default: return .failed(code: "\(error.extendedResultCode.rawValue)", message: message)
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .int(let number): number.databaseValue
        case .double(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
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
