public import Kernel
public import Storage

/// Runs what is due. One that throws, or that never returns, stops no other.
///
/// It knows no time but the world's and the clock it is given: the service that holds it calls `loop`.
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

    /// Runs each duty that is due and not claimed elsewhere once, side by side, and tells how they ended.
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

    /// Makes the duties known, then looks again and again, each duty on a task of its own, until it is cancelled; `ended` hears of each run.
    public func loop(
        every pause: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        ended: @escaping @Sendable (Outcome) -> Void
    ) async {
        // The database may be away just now: a server that has begun does not end for that.
        while !Task.isCancelled {
            do {
                try await register()
                break
            } catch {
                for duty in duties { ended(Outcome(name: duty.name, error: ErrorName.of(error))) }
                do { try await clock.sleep(for: pause) } catch { return }
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for duty in duties {
                group.addTask {
                    while !Task.isCancelled {
                        if let outcome = await run(duty) { ended(outcome) }
                        do { try await clock.sleep(for: pause) } catch { return }
                    }
                }
            }
        }
    }

    /// Runs one duty if it is due; nil when it is not, or when somebody else works on it.
    public func run(_ duty: Duty) async -> Outcome? {
        do {
            // Looking is a read: what is not due costs no turn at the write lock.
            let now = world.now()
            let state = try await database.read { tx in try DutyStore.all(in: tx).first { $0.name == duty.name } }
            guard let state, state.isDue(duty, at: now) else { return nil }
            let claim = try await database.write("duty.claim") { tx in
                try DutyStore.claim(duty.name, lease: duty.lease, rest: state.rest(duty), at: now, in: tx)
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
