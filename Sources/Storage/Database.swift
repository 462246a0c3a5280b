/// The one seam between the platform and its storage.
///
/// A transaction body is synchronous on purpose: nothing may be awaited while a transaction is open, so no
/// transaction ever waits for the network, and the body may safely run again.
public protocol Database: Sendable {
    var dialect: Dialect { get }
    /// Runs `body` on a stable snapshot. Writing inside is an error.
    func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T
    /// Runs `body` alone among writers: all of it is saved, or none, and the caller is answered after the flush.
    ///
    /// Writes that wait for the same flush share one transaction, each under its own savepoint. `name` is what the
    /// log calls a body that used more than its budget (`StorageLimits.writeBudget`).
    func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T
}

extension Database {
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await read(.current, body)
    }
    public func write<T: Sendable>(
        name: String = #function,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await write(name, body)
    }
}

/// How fresh a read must be: `mayLag` may be answered by a replica and serves public pages only.
public enum Freshness: Sendable { case current, mayLag }

/// An open transaction. Not `Sendable`: it cannot leave the closure it was handed to.
///
/// The two engines are held to the same rules: after a statement failed nothing more runs (a body that swallows the
/// error is not saved), a body does not begin or end transactions, and no text with U+0000 and no NaN is stored.
public final class Transaction {
    private let engine: (SQL, _ wantsRows: Bool) throws -> [Row]
    private var failure: (any Error)?

    /// `engine` runs one statement; when `wantsRows` is false it may send it later, with the next statement that
    /// wants rows or at the end, and report its error then.
    public init(running engine: @escaping (SQL, _ wantsRows: Bool) throws -> [Row]) { self.engine = engine }

    public func execute(_ sql: SQL) throws { _ = try run(sql, wantsRows: false) }
    public func rows(_ sql: SQL) throws -> [Row] { try run(sql, wantsRows: true) }
    public func all<R: RowDecodable>(_ sql: SQL, as type: R.Type = R.self) throws -> [R] {
        try run(sql, wantsRows: true).map(R.init(row:))
    }
    public func first<R: RowDecodable>(_ sql: SQL, as type: R.Type = R.self) throws -> R? {
        try run(sql, wantsRows: true).first.map(R.init(row:))
    }
    /// The first column of the first row; nil when there is no row or it holds NULL.
    public func value<V: SQLConvertible>(_ sql: SQL, as type: V.Type = V.self) throws -> V? {
        guard let row = try run(sql, wantsRows: true).first, let column = row.columns.first else { return nil }
        return try row.getIfPresent(column)
    }
    /// The first column of every row.
    public func values<V: SQLConvertible>(_ sql: SQL, as type: V.Type = V.self) throws -> [V] {
        try run(sql, wantsRows: true).map { row in
            guard let column = row.columns.first else { throw StorageError.noSuchColumn("1") }
            return try row.get(column)
        }
    }

    /// Throws when a statement failed and the body went on as if it had not. Engines call it after the body.
    public func finish() throws {
        if let failure { throw failure }
    }

    private func run(_ sql: SQL, wantsRows: Bool) throws -> [Row] {
        if let failure { throw failure }
        do {
            try sql.check()
            return try engine(sql, wantsRows)
        } catch {
            failure = error
            throw error
        }
    }
}
