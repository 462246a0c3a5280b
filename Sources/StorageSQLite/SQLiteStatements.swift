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
            let columns = statement.columnNames
            var rows: [Storage.Row] = []
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() {
                rows.append(Storage.Row(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return rows
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
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .int(number)
            case .double(let number): .double(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob(Array(data))
            }
    }
}
