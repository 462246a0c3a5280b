import Kernel
import Register
import Storage
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@Suite struct DutyTests {
    private struct Broken: Error {}
    private final class Count: Sendable {
        private let number = Mutex(0)
        func add() { number.withLock { $0 += 1 } }
        var value: Int { number.withLock { $0 } }
    }

    @Test(arguments: Engine.available) func oneThatAlwaysThrowsRestsLongerAndStopsNoOther(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let runs = (good: Count(), bad: Count())
        let duties = Duties(
            [
                Duty("a.bad", every: 60) {
                    runs.bad.add()
                    throw Broken()
                },
                Duty("b.good", every: 60) { runs.good.add() },
            ],
            database: database,
            world: clock.world
        )
        try await duties.register()
        for _ in 0..<120 {
            await duties.runDue()
            clock.advance(minutes: 1)
        }
        #expect(runs.good.value == 120)
        // Rests of 10, 20 and 40 s end before the next minute, then 80, 160, …, 2560 s, then an hour.
        #expect(runs.bad.value < 15)
        let states = try await database.read { try DutyStore.all(in: $0) }
        #expect(states.map(\.name) == ["a.bad", "b.good"])
        #expect(states[0].failures == runs.bad.value)
        #expect(states[0].lastError == "Broken")
        #expect(states[0].lastDoneAt == nil)
        #expect(states[1].failures == 0)
        #expect(states[1].lastError == nil)
    }

    @Test(arguments: Engine.available) func aRunThatGoesWellForgetsTheFailures(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let runs = Count()
        let duties = Duties(
            [
                Duty("seal", every: 30) {
                    runs.add()
                    if runs.value < 3 { throw Broken() }
                }
            ],
            database: database,
            world: clock.world
        )
        try await duties.register()
        #expect(await duties.runDue() == [.init(name: "seal", error: "Broken")])
        #expect(await duties.runDue().isEmpty, "it rests")
        try await database.write { try DutyStore.wake("seal", at: clock.now, in: $0) }
        #expect(await duties.runDue() == [.init(name: "seal", error: "Broken")])
        clock.now = clock.now.adding(seconds: 19)
        #expect(await duties.runDue().isEmpty, "the second rest is 20 s")
        clock.now = clock.now.adding(seconds: 1)
        #expect(await duties.runDue() == [.init(name: "seal", error: nil)])
        let state = try #require(try await database.read { try DutyStore.all(in: $0) }.first)
        #expect(state.failures == 0)
        #expect(state.lastError == nil)
        #expect(state.lastDoneAt == clock.now)
        #expect(state.nextAt == clock.now.adding(seconds: 30))
        #expect(state.claimedUntil == nil)
    }

    @Test(arguments: Engine.available) func oneThatNeverReturnsStopsNoOther(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let (hanging, release) = AsyncStream<Void>.makeStream()
        let (outcomes, heard) = AsyncStream<Duties.Outcome>.makeStream()
        let duties = Duties(
            [
                Duty("a.hangs", every: 60) { for await _ in hanging {} },
                Duty("b.good", every: 0) {},
            ],
            database: database,
            world: clock.world
        )
        try await duties.register()
        let loop = Task { await duties.loop(every: .milliseconds(1)) { heard.yield($0) } }
        var ended: [String] = []
        for await outcome in outcomes {
            ended.append(outcome.name)
            if ended.count == 3 { break }
        }
        #expect(ended == ["b.good", "b.good", "b.good"])
        loop.cancel()
        release.finish()
        await loop.value
    }

    @Test(arguments: Engine.available) func oneServerAtATimeWorksOnADuty(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let now = TestWorld().now
        try await database.write { try DutyStore.register("seal", at: now, in: $0) }
        let first = try await database.write { try DutyStore.claim("seal", lease: 300, at: now, in: $0) }
        let claim = try #require(first)
        let other = try await database.write { try DutyStore.claim("seal", lease: 300, at: now, in: $0) }
        #expect(other == nil)

        // The first server died; when its lease is over the duty is taken on by another.
        let early = try await database.write {
            try DutyStore.claim("seal", lease: 300, at: now.adding(seconds: 299), in: $0)
        }
        #expect(early == nil)
        let later = now.adding(seconds: 300)
        let second = try await database.write { try DutyStore.claim("seal", lease: 300, at: later, in: $0) }
        let takenOver = try #require(second)

        // And when it was only slow, what it says no longer counts.
        try await database.write { try DutyStore.fail(claim, error: "late", at: later, in: $0) }
        #expect(try await database.read { try DutyStore.all(in: $0) }.first?.failures == 0)
        try await database.write { try DutyStore.finish(takenOver, every: 60, at: later, in: $0) }
        #expect(try await database.read { try DutyStore.all(in: $0) }.first?.nextAt == later.adding(seconds: 60))
    }

    @Test(arguments: Engine.available) func registeringAgainKeepsTheTimes(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let duties = Duties([Duty("seal", every: 3600) {}], database: database, world: clock.world)
        try await duties.register()
        await duties.runDue()
        clock.advance(minutes: 1)
        try await duties.register()
        #expect(await duties.runDue().isEmpty)
        let unknown = try await database.write { try DutyStore.claim("unknown", lease: 1, at: clock.now, in: $0) }
        #expect(unknown == nil)
    }
}
