public import Kernel
public import Storage

/// How many attempts may fail before one has to wait.
public struct ThrottleRule: Hashable, Sendable {
    /// Attempts within the window; one more is refused.
    public var attempts: Int
    /// Minutes in which attempts are counted, from the first.
    public var windowMinutes: Int
    /// Minutes to wait after too many.
    public var blockMinutes: Int
    public init(attempts: Int, windowMinutes: Int, blockMinutes: Int) {
        self.attempts = attempts
        self.windowMinutes = windowMinutes
        self.blockMinutes = blockMinutes
    }

    /// For one log-in name from one network: five in a quarter of an hour.
    ///
    /// Counted with the network, so that whoever knows a name cannot keep its owner out from elsewhere.
    public static let name = ThrottleRule(attempts: 5, windowMinutes: 15, blockMinutes: 15)
    /// For one log-in name wherever it is typed: what many networks together may try.
    public static let nameAnywhere = ThrottleRule(attempts: 100, windowMinutes: 15, blockMinutes: 15)
    /// For one address: a whole office may sit behind it.
    public static let address = ThrottleRule(attempts: 60, windowMinutes: 15, blockMinutes: 15)
    /// For the second factor of one officer.
    public static let code = ThrottleRule(attempts: 5, windowMinutes: 15, blockMinutes: 15)
    /// For the public tracking page, by address.
    public static let tracking = ThrottleRule(attempts: 30, windowMinutes: 10, blockMinutes: 10)

    /// Counts one attempt, or refuses it.
    ///
    /// - Throws: `Throttled` with the moment from which on the next is looked at.
    public func counting(_ count: AttemptCount?, at now: Instant) throws(Throttled) -> AttemptCount {
        // A block that ends later than any can is a clock's that was set back since: it holds from now on.
        if let until = count?.blockedUntil, now < until {
            throw Throttled(until: min(until, now.adding(minutes: blockMinutes)))
        }
        guard let count, count.blockedUntil == nil, now < count.since.adding(minutes: windowMinutes) else {
            return AttemptCount(attempts: 1, since: now)
        }
        guard count.attempts < attempts else { throw Throttled(until: now.adding(minutes: blockMinutes)) }
        return AttemptCount(attempts: count.attempts + 1, since: count.since)
    }
}

/// Attempts so far.
public struct AttemptCount: Hashable, Sendable {
    public var attempts: Int
    public var since: Instant
    public var blockedUntil: Instant?
    public init(attempts: Int, since: Instant, blockedUntil: Instant? = nil) {
        self.attempts = attempts
        self.since = since
        self.blockedUntil = blockedUntil
    }
}

/// Too many attempts.
public struct Throttled: Error, Hashable, Sendable {
    public let until: Instant
}

/// What is counted, and by which rule. The key is a keyed hash: what people mistype is not kept.
public struct Throttle: Hashable, Sendable {
    public let key: String
    public let rule: ThrottleRule
    /// `subject` is what is counted: a name, an address.
    public init(_ purpose: String, _ subject: String, rule: ThrottleRule, vault: Vault) {
        key = purpose + ":" + Hex.encode(vault.lookUpHash("throttle:\(purpose):\(subject)").prefix(16))
        self.rule = rule
    }
}

extension Throttle {
    /// What is counted for an address: itself, and of IPv6 the first 64 bits, for whoever has one such address has all
    /// that begin alike (RFC 6177, 2). What is no address stays as it is.
    public static func network(of address: String) -> String {
        let plain = address.prefix { $0 != "%" }.lowercased()
        guard plain.contains(":") else { return address }
        if plain.hasPrefix("::ffff:"), plain.contains(".") { return String(plain.dropFirst(7)) }
        var groups = plain.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if groups.first?.isEmpty == true { groups.removeFirst() }
        if groups.last?.isEmpty == true { groups.removeLast() }
        if let gap = groups.firstIndex(of: "") {
            groups.remove(at: gap)
            let missing = 8 - groups.count - (plain.contains(".") ? 1 : 0)
            guard missing > 0 else { return address }
            groups.insert(contentsOf: [String](repeating: "0", count: missing), at: gap)
        }
        let numbers = groups.prefix(4).compactMap { UInt16($0, radix: 16) }
        guard numbers.count == 4 else { return address }
        return numbers.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}

/// The counts of attempts, in a table so that every server sees them.
public enum ThrottleStore {
    /// Counts an attempt under each of `throttles` before it is looked at, so that many at once cannot pass.
    ///
    /// - Returns: nil when it may be looked at, else the moment from which on the next is.
    public static func count(_ throttles: [Throttle], at now: Instant, in tx: Transaction) throws -> Instant? {
        var blocked: Instant?
        for throttle in throttles {
            let count = try tx.rows("SELECT attempts, since, blocked_until FROM attempt WHERE key = \(throttle.key)")
                .first.map {
                    AttemptCount(
                        attempts: try $0.get("attempts"),
                        since: try $0.get("since"),
                        blockedUntil: try $0.getIfPresent("blocked_until")
                    )
                }
            do {
                try write(try throttle.rule.counting(count, at: now), of: throttle, in: tx)
            } catch let refusal as Throttled {
                blocked = max(blocked ?? refusal.until, refusal.until)
                guard var count, count.blockedUntil == nil || count.blockedUntil != refusal.until else { continue }
                count.blockedUntil = refusal.until
                try write(count, of: throttle, in: tx)
            }
        }
        return blocked
    }

    /// Forgets the attempts under `throttle`: one succeeded.
    public static func clear(_ throttle: Throttle, in tx: Transaction) throws {
        try tx.execute("DELETE FROM attempt WHERE key = \(throttle.key)")
    }
    /// Takes one attempt back: it succeeded, and others of the same address still count.
    public static func takeBack(_ throttle: Throttle, in tx: Transaction) throws {
        try tx.execute("UPDATE attempt SET attempts = attempts - 1 WHERE key = \(throttle.key) AND attempts > 0")
    }
    /// Forgets at most `limit` counts that began before `before`; a duty calls it. Gives how many.
    public static func forget(
        before: Instant,
        limit: Int = AccessLimits.slice,
        in tx: Transaction
    ) throws -> Int {
        let keys: [String] = try tx.values(
            "SELECT key FROM attempt WHERE since < \(before) ORDER BY since LIMIT \(limit)"
        )
        try tx.execute("DELETE FROM attempt WHERE key IN (\(SQL.list(keys)))")
        return keys.count
    }

    private static func write(_ count: AttemptCount, of throttle: Throttle, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO attempt (key, attempts, since, blocked_until)
            VALUES (\(throttle.key), \(count.attempts), \(count.since), \(count.blockedUntil))
            ON CONFLICT (key) DO UPDATE SET attempts = excluded.attempts, since = excluded.since,
                blocked_until = excluded.blocked_until
            """
        )
    }
}
