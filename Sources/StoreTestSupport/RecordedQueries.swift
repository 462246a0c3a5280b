public import Storage
internal import Synchronization

/// A database that keeps every statement it is sent, so that a test can ask an engine how it would carry them out: what is
/// looked at is what the stores really send.
public final class RecordedQueries: Database {
    private let base: any Database
    private let seen = Mutex<[String: SQL]>([:])
    public var dialect: Dialect { base.dialect }

    public init(_ base: any Database) { self.base = base }

    /// Each different statement once, by its text.
    public var statements: [SQL] { seen.withLock { $0.sorted { $0.key < $1.key }.map(\.value) } }

    public func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await base.read(freshness) { tx in try body(self.recording(tx)) }
    }
    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await base.write(name) { tx in try body(self.recording(tx)) }
    }

    private func recording(_ tx: Transaction) -> Transaction {
        Transaction { sql, wantsRows in
            let text = sql.rendered(for: self.dialect).text
            self.seen.withLock { $0[text] = sql }
            if wantsRows { return try tx.rows(sql) }
            try tx.execute(sql)
            return []
        }
    }

    /// How the engine would carry out `sql`, a line for each step.
    ///
    /// PostgreSQL is told to avoid what it may avoid: a plan that still reads a whole table, or sorts, cannot do without.
    public func plan(of sql: SQL) async throws -> [String] {
        let dialect = dialect
        return try await base.read { tx in
            if dialect == .sqlite { return try tx.rows("EXPLAIN QUERY PLAN \(sql)").map { try $0.get("detail") } }
            for setting in ["enable_seqscan", "enable_sort", "enable_bitmapscan"] {
                _ = try tx.rows("SELECT set_config(\(setting), 'off', true)")
            }
            return try tx.values("EXPLAIN \(sql)")
        }
    }
}
