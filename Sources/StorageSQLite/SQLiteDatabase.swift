internal import Foundation
internal import GRDB
public import Storage

/// The embedded engine: one file, one writer, many readers.
public struct SQLiteDatabase: Storage.Database {
    private let writer: any DatabaseWriter
    public var dialect: Dialect { .sqlite }

    public static func inMemory() throws -> Self { Self(writer: try DatabaseQueue()) }
    private init(writer: any DatabaseWriter) { self.writer = writer }

    public func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Storage.Transaction) throws -> T
    ) async throws -> T {
        try await mapped { try await writer.read { db in try body(Self.transaction(db)) } }
    }
    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Storage.Transaction) throws -> T
    ) async throws -> T {
        try await mapped { try await writer.write { db in try body(Self.transaction(db)) } }
    }

    private static func transaction(_ db: GRDB.Database) -> Storage.Transaction {
        Storage.Transaction { sql, _ in
            let (text, values) = sql.rendered(for: .sqlite)
            let statement = try db.cachedStatement(sql: text)
            let arguments = StatementArguments(values.map(\.databaseValue))
            let columns = statement.columnNames
            var rows: [Storage.Row] = []
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() {
                rows.append(Storage.Row(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return rows
        }
    }

    private func mapped<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let error as DatabaseError {
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
                throw StorageError.notUnique(error.message ?? "")
            case let code where code.primaryResultCode == .SQLITE_CONSTRAINT:
                throw StorageError.constraint(error.message ?? "")
            case let code where code.primaryResultCode == .SQLITE_BUSY:
                throw StorageError.conflict(error.message ?? "")
            default: throw StorageError.failed(code: "\(error.resultCode.rawValue)", message: error.message ?? "")
            }
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
