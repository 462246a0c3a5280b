import Catalogue
import Kernel
import Register
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// The procedures in memory: made anew beside the readers while somebody tends them, by the reader else.
@Suite struct CatalogueCacheTests {
    private func publish(_ office: CitizenOffice, _ code: String) async throws {
        var version = Samples.residence
        version.id = ID("prc_\(code)")
        version.code = code
        let desk = CatalogueDesk(
            database: office.rooms.database,
            world: office.test.world,
            actor: .system("test"),
            agency: nil
        )
        _ = try await desk.importVersions([version])
    }
    private func codes(_ office: CitizenOffice, mayLag: Bool, on date: CivilDate? = nil) async throws -> [String] {
        let (rooms, date) = (office.rooms, date ?? office.test.now.date)
        return try await rooms.database.read { tx in
            try rooms.procedures(on: date, mayLag: mayLag, in: tx).versions.map(\.code)
        }
    }

    @Test func whereNobodyTendsItAReaderFindsTheNewAtOnce() async throws {
        let office = try await CitizenOffice()
        #expect(try await codes(office, mayLag: true).contains("9.999901") == false)
        try await publish(office, "9.999901")
        #expect(try await codes(office, mayLag: true).contains("9.999901"))
    }

    @Test func whileItIsTendedTheOldIsServedAndTheNewIsMadeBeside() async throws {
        let office = try await CitizenOffice()
        let cache = office.rooms.catalogue
        let (today, database) = (office.test.now.date, office.rooms.database)
        _ = try await codes(office, mayLag: true)
        // A clock that never strikes: only readers wake who tends.
        let tending = Task {
            await cache.tend(on: { today }, from: database, clock: StillClock()) { _ in }
        }
        while !cache.isTended { await Task.yield() }
        try await publish(office, "9.999902")
        let first = try await codes(office, mayLag: true)
        #expect(!first.contains("9.999902"))
        // Who may not lag has it now; the next reader finds what was made meanwhile.
        #expect(try await codes(office, mayLag: false).contains("9.999902"))
        #expect(try await codes(office, mayLag: true).contains("9.999902"))
        try await publish(office, "9.999903")
        #expect(try await codes(office, mayLag: true).contains("9.999903") == false)
        // The reader before woke who tends; its work ends in finite time, without another change.
        while try await !codes(office, mayLag: true).contains("9.999903") { await Task.yield() }
        // Yesterday's shelf serves for the first moments of a day, an older one never.
        #expect(try await codes(office, mayLag: true, on: today.adding(days: 2)).contains("9.999903"))
        tending.cancel()
        await tending.value
        #expect(!cache.isTended)
    }

    @Test func renewingChangesNothingThatStands() async throws {
        let office = try await CitizenOffice()
        let (cache, today) = (office.rooms.catalogue, office.test.now.date)
        try await cache.renew(on: today, from: office.rooms.database)
        let before = try await codes(office, mayLag: false)
        try await cache.renew(on: today, from: office.rooms.database)
        #expect(try await codes(office, mayLag: false) == before && before.count == 3)
    }
}

/// Sleeps until it is cancelled.
private struct StillClock: Clock {
    typealias Duration = Swift.Duration
    var now: ContinuousClock.Instant { ContinuousClock().now }
    var minimumResolution: Swift.Duration { .zero }
    func sleep(until deadline: ContinuousClock.Instant, tolerance: Swift.Duration?) async throws {
        let (never, held) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        withExtendedLifetime(held) {}
        try Task.checkCancellation()
    }
}
