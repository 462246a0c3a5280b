public import Kernel
public import Storage
internal import Synchronization

/// Numbers that change whenever something cached changes (calendar, finder, rights), so that several servers and the
/// command line stay true: bumped in the write that changes it, read in each transaction that uses the cache.
public enum Revisions {
    static let migrations = [
        Migration(
            "2026-11-23-13-revisions",
            [
                """
                CREATE TABLE revision (
                    name TEXT NOT NULL PRIMARY KEY,
                    number \(.int64) NOT NULL
                )\(.strict)
                """
            ]
        )
    ]

    /// The number now; 0 when it was never bumped.
    public static func number(_ name: String, in tx: Transaction) throws -> Int64 {
        try tx.value("SELECT number FROM revision WHERE name = \(name)") ?? 0
    }

    /// Gives it a number it never had, in the write that changes what hangs on it.
    ///
    /// The number follows the clock, so that one that was rolled back does not come again with other contents.
    @discardableResult
    public static func bump(_ name: String, at now: Instant, in tx: Transaction) throws -> Int64 {
        let next = max(try number(name, in: tx) + 1, now.milliseconds)
        try tx.execute(
            """
            INSERT INTO revision (name, number) VALUES (\(name), \(next))
            ON CONFLICT (name) DO UPDATE SET number = excluded.number
            """
        )
        return next
    }
}

/// A value that is loaded once for each revision.
public final class Revisioned<Value: Sendable>: Sendable {
    private let name: String
    private let load: @Sendable (Transaction) throws -> Value
    private let kept = Mutex<(number: Int64, value: Value)?>(nil)

    public init(_ name: String, load: @escaping @Sendable (Transaction) throws -> Value) {
        self.name = name
        self.load = load
    }

    /// The value as this transaction sees it: from memory when its revision is the kept one, else loaded.
    public func value(in tx: Transaction) throws -> Value {
        let number = try Revisions.number(name, in: tx)
        if let kept = kept.withLock({ $0 }), kept.number == number { return kept.value }
        let value = try load(tx)
        kept.withLock { kept in
            if (kept?.number ?? .min) < number { kept = (number, value) }
        }
        return value
    }
}
