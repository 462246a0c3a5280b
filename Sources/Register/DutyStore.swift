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
    public static func claim(_ name: String, lease: Int, at now: Instant, in tx: Transaction) throws -> DutyClaim? {
        let row = try tx.rows(
            """
            UPDATE duty SET claim = claim + 1, claimed_until = \(now.adding(seconds: lease))
            WHERE name = \(name) AND next_at <= \(now) AND (claimed_until IS NULL OR claimed_until <= \(now))
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

/// Runs what is due. One that throws, or that never returns, stops no other.
public struct Duties: Sendable {
    private let database: any Database
    private let world: World
    private let duties: [Duty]

    public init(_ duties: [Duty], database: any Database, world: World) {
        self.duties = duties
        self.database = database
        self.world = world
    }

    /// How a run ended, for the log.
    public struct Outcome: Hashable, Sendable {
        public let name: String
        /// The error's name, nil when it went well.
        public let error: String?
        public init(name: String, error: String?) {
            self.name = name
            self.error = error
        }
    }

    /// Makes all of them known to the database; called once at start.
    public func register() async throws {
        let names = duties.map(\.name)
        let now = world.now()
        try await database.write("duty.register") { tx in
            for name in names { try DutyStore.register(name, at: now, in: tx) }
        }
    }

    /// Runs each duty that is due and not claimed elsewhere, side by side, and tells how they ended.
    @discardableResult
    public func runDue() async -> [Outcome] {
        await withTaskGroup(of: Outcome?.self) { group in
            for duty in duties { group.addTask { await run(duty) } }
            var outcomes: [Outcome] = []
            for await outcome in group {
                if let outcome { outcomes.append(outcome) }
            }
            return outcomes.sorted { $0.name < $1.name }
        }
    }

    /// Runs one duty if it is due; nil when it is not, or when somebody else works on it.
    public func run(_ duty: Duty) async -> Outcome? {
        do {
            // Looking is a read: what is not due costs no turn at the write lock.
            let now = world.now()
            let isDue = try await database.read { tx in
                try DutyStore.all(in: tx).contains { state in
                    state.name == duty.name && state.nextAt <= now && (state.claimedUntil.map { $0 <= now } ?? true)
                }
            }
            guard isDue else { return nil }
            let claim = try await database.write("duty.claim") { tx in
                try DutyStore.claim(duty.name, lease: duty.lease, at: now, in: tx)
            }
            guard let claim else { return nil }
            return try await run(duty, claim)
        } catch {
            return Outcome(name: duty.name, error: ErrorName.of(error))
        }
    }

    private func run(_ duty: Duty, _ claim: DutyClaim) async throws -> Outcome {
        do {
            try await duty.work()
        } catch {
            let name = ErrorName.of(error)
            let now = world.now()
            try await database.write("duty.fail") { tx in try DutyStore.fail(claim, error: name, at: now, in: tx) }
            return Outcome(name: duty.name, error: name)
        }
        let now = world.now()
        try await database.write("duty.finish") { tx in
            try DutyStore.finish(claim, every: duty.every, at: now, in: tx)
        }
        return Outcome(name: duty.name, error: nil)
    }
}
