import Dossiers
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// The clock set back an hour: chains do not run backwards, duties do not rest for it.
@Suite struct ClockBackTests {
    private static let hour = -60

    private static func append(_ number: Int, at now: Instant, in database: any Database) async throws -> [Entry] {
        try await database.write { tx in
            try Book.append(
                [RecordedEvent(name: "test.happened", format: 1, payload: "{}")],
                to: "sub_1",
                expecting: number - 1,
                by: .system("test"),
                agency: nil,
                at: now,
                in: tx
            )
        }
    }

    @Test(arguments: Engine.available) func instantsOfAChainNeverRunBackwards(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let first = clock.now
        #expect(try await Self.append(1, at: clock.now, in: database).map(\.at) == [first])
        clock.advance(minutes: Self.hour)
        #expect(try await Self.append(2, at: clock.now, in: database).map(\.at) == [first])
        clock.now = first
        clock.advance(minutes: 1)
        #expect(try await Self.append(3, at: clock.now, in: database).map(\.at) == [clock.now])
        let chain = try await database.read { tx in try Book.entries(of: "sub_1", in: tx) }
        #expect(chain.map(\.at) == [first, first, first.adding(minutes: 1)])
        #expect(chain.allSatisfy { $0.hash == $0.expectedHash })
        #expect(try await database.read { tx in try Book.newestInstant(in: tx) } == clock.now)
    }

    /// A duty that was due in ten seconds, and one that somebody worked on, are not put off by an hour.
    @Test(arguments: Engine.available) func dutiesDoNotRestUntilTheClockIsThereAgain(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let clock = TestWorld()
        let duty = Duty("seal", every: 10, lease: 300) {}
        let duties = Duties([duty], database: database, world: clock.world)
        try await duties.register()
        #expect(await duties.runDue() == [.init(name: "seal", error: nil)])
        clock.advance(minutes: Self.hour)
        #expect(await duties.runDue() == [.init(name: "seal", error: nil)])
        // Two servers' clocks may differ: less than ten minutes are no clock that was set back.
        clock.advance(minutes: -9)
        #expect(await duties.runDue().isEmpty)
        clock.advance(minutes: 10)
        let held = try await database.write { tx in try DutyStore.claim("seal", lease: 300, at: clock.now, in: tx) }
        #expect(held != nil)
        clock.advance(minutes: Self.hour)
        #expect(await duties.runDue() == [.init(name: "seal", error: nil)])
    }

    @Test func theWorldKeepsTheLater() {
        let clock = TestWorld()
        let before = clock.now
        clock.advance(minutes: Self.hour)
        #expect(clock.world.now(notBefore: before) == before)
        #expect(clock.world.now(notBefore: nil) == clock.now)
        #expect(clock.world.now(notBefore: clock.now.adding(minutes: -1)) == clock.now)
    }
}
