public import Kernel

/// Decides doubles: a POST's key is stored with its outcome in the same transaction as what it did.
///
/// A double click, a retry and a commit whose answer was lost all find the first outcome and do nothing again.
public enum RequestKeys {
    public static let migrations = [
        Migration(
            "2026-11-23-0-request-keys",
            [
                """
                CREATE TABLE request_key (
                    key TEXT NOT NULL PRIMARY KEY,
                    outcome TEXT NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX request_key_at ON request_key (at)",
            ]
        )
    ]
    /// Characters a key may have.
    public static let length = 8...100

    /// What the request with `key` led to, if it has run before; else runs `work` and remembers its outcome.
    public static func once(
        _ key: String,
        at now: Instant,
        in tx: Transaction,
        _ work: () throws -> String
    ) throws -> String {
        if let outcome = try tx.value("SELECT outcome FROM request_key WHERE key = \(key)", as: String.self) {
            return outcome
        }
        let outcome = try work()
        try tx.execute("INSERT INTO request_key (key, outcome, at) VALUES (\(key), \(outcome), \(now))")
        return outcome
    }

    /// Forgets at most `limit` keys older than `before`; a duty calls it. Gives how many it forgot.
    public static func forget(before: Instant, limit: Int = 200, in tx: Transaction) throws -> Int {
        let old: [String] = try tx.values("SELECT key FROM request_key WHERE at < \(before) ORDER BY at LIMIT \(limit)")
        for key in old { try tx.execute("DELETE FROM request_key WHERE key = \(key)") }
        return old.count
    }
}
