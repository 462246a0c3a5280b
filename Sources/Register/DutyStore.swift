public import Kernel
public import Storage

/// Every SQL statement about duties: when each is next due, how it failed, who works on it.
public enum DutyStore {
    static let migrations = [
        Migration(
            "2026-11-23-12-duties",
            [
                """
                CREATE TABLE duty (
                    name TEXT NOT NULL PRIMARY KEY,
                    next_at \(.int64) NOT NULL,
                    failures \(.int64) NOT NULL CHECK (failures >= 0),
                    last_error TEXT,
                    last_error_at \(.int64),
                    last_done_at \(.int64),
                    claim \(.int64) NOT NULL,
                    claimed_until \(.int64)
                )\(.strict)
                """
            ]
        )
    ]

    /// Makes the duty known, due at once; one that is known keeps its times.
    public static func register(_ name: String, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO duty (name, next_at, failures, claim) VALUES (\(name), \(now), 0, 0)
            ON CONFLICT (name) DO NOTHING
            """
        )
    }

    /// Takes the duty on when it is due and nobody works on it; nil otherwise.
    ///
    /// - Parameter rest: seconds it may rest at most; a time further ahead was set by a clock that was set back since.
    public static func claim(
        _ name: String,
        lease: Int,
        rest: Int = BackOff.longest,
        at now: Instant,
        in tx: Transaction
    ) throws -> DutyClaim? {
        let next = now.adding(seconds: rest + DutyState.tolerance)
        let claimed = now.adding(seconds: lease + DutyState.tolerance)
        let row = try tx.rows(
            """
            UPDATE duty SET claim = claim + 1, claimed_until = \(now.adding(seconds: lease))
            WHERE name = \(name) AND (next_at <= \(now) OR next_at > \(next))
                AND (claimed_until IS NULL OR claimed_until <= \(now) OR claimed_until > \(claimed))
            RETURNING claim, failures
            """
        ).first
        return try row.map {
            DutyClaim(name: name, number: try $0.get("claim"), failures: try $0.get("failures"))
        }
    }

    /// The run went well; next time after `every` seconds. A claim that was lost meanwhile changes nothing.
    public static func finish(_ claim: DutyClaim, every: Int, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE duty SET next_at = \(now.adding(seconds: every)), failures = 0, last_error = NULL,
                last_error_at = NULL, last_done_at = \(now), claimed_until = NULL
            WHERE name = \(claim.name) AND claim = \(claim.number)
            """
        )
    }

    /// The run failed: it rests the longer the more often that happened, and stays in sight until a run goes well.
    public static func fail(_ claim: DutyClaim, error: String, at now: Instant, in tx: Transaction) throws {
        let failures = claim.failures + 1
        let next = now.adding(seconds: BackOff.seconds(after: failures))
        try tx.execute(
            """
            UPDATE duty SET next_at = \(next), failures = \(failures), last_error = \(error), last_error_at = \(now),
                claimed_until = NULL
            WHERE name = \(claim.name) AND claim = \(claim.number)
            """
        )
    }

    /// Lets the duty run at the next look, whatever it rested for: an administrator's "try again now".
    public static func wake(_ name: String, at now: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE duty SET next_at = \(now) WHERE name = \(name) AND next_at > \(now)")
    }

    /// All duties by name.
    public static func all(in tx: Transaction) throws -> [DutyState] {
        try tx.all("SELECT * FROM duty ORDER BY name")
    }
}

extension DutyState: RowDecodable {
    public init(row: Row) throws {
        name = try row.get("name")
        nextAt = try row.get("next_at")
        failures = try row.get("failures")
        lastError = try row.getIfPresent("last_error")
        lastErrorAt = try row.getIfPresent("last_error_at")
        lastDoneAt = try row.getIfPresent("last_done_at")
        claimedUntil = try row.getIfPresent("claimed_until")
    }
}
