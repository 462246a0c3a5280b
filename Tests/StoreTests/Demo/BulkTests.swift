import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Server
import Storage
import StoreTestSupport
import Testing

/// A demo at scale: what is written in bulk is what the stores would have written.
@Suite struct BulkTests {
    @Test(arguments: Engine.available) func aBulkIsWholeAndFoldsToItsTables(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(60, bulk: 900)
        let report = try await Verify(
            database: platform.database,
            vault: platform.vault,
            publicKeys: platform.publicKeys
        ).run()
        #expect(report.isWhole, "\(report.findings.prefix(3))")
        #expect(report.unsealed == 0)
        let rebuild = try await Rebuild(database: platform.database, rebuilders: Platform.rebuilders).check()
        #expect(rebuild.isSame, "\(rebuild.differences.prefix(3))")
        #expect(rebuild.rows["dossier"] == 960)
    }

    /// The indexes rest while the tables are filled, and none is lost over it.
    @Test(arguments: Engine.available) func theSchemaIsTheSameAfterIt(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(0, bulk: 30)
        let fresh = try await engine.database(Platform.migrations)
        #expect(try await schemaDump(platform.database) == schemaDump(fresh))
    }

    @Test func mostAreClosedInFourEntriesAndWorkLiesOnTheDesks() async throws {
        let platform = try await DataHouse(.sqlite).demo(0, bulk: 4000)
        let (rows, years, entries) = try await platform.database.read { tx in
            let rows = try DossierStore.find(codePrefix: "H28", limit: 10_000, in: tx)
            let years = Set(rows.compactMap { $0.receivedAt?.date.year })
            var counts: [Int] = []
            for row in rows.prefix(1500) { counts.append(try Book.entries(of: row.id.rawValue, in: tx).count) }
            return (rows, years, counts)
        }
        #expect(rows.count == 4000)
        #expect(years == [2022, 2023, 2024, 2025])
        let closed = rows.count { $0.status == .returned }
        #expect(closed > 3800 && closed < 4000)
        #expect(Set(rows.map(\.receiving)).count > 20)
        #expect(Set(rows.map(\.procedureCode)).count > 15)
        let mean = Double(entries.reduce(0, +)) / Double(entries.count)
        #expect(mean > 3.9 && mean < 4.6, "\(mean)")
    }

    @Test(arguments: Engine.available) func theSameSeedGivesTheSameBulk(engine: Engine) async throws {
        let one = try await root(try await DataHouse(.sqlite).demo(20, bulk: 150, seed: 5))
        #expect(try await root(try await DataHouse(engine).demo(20, bulk: 150, seed: 5)) == one)
        #expect(try await root(try await DataHouse(.sqlite).demo(20, bulk: 150, seed: 6)) != one)
    }
    private func root(_ platform: Platform) async throws -> String? {
        try await platform.database.read { tx in try Seal.newest(in: tx).map { Hex.encode($0.root) } }
    }

    /// A person of the bulk is found by number and by name, numbers of books and codes go on where the bulk left off, and
    /// a dossier of the bulk is worked on like any other.
    @Test(arguments: Engine.available) func lifeGoesOnAfterIt(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(0, bulk: 700)
        let database = platform.database
        let (row, before) = try await database.read { tx in
            let rows = try DossierStore.find(codePrefix: "H28", limit: 1000, in: tx)
            let row = try #require(rows.last { $0.status != .returned })
            return (row, try DossierStore.load(row.id, in: tx))
        }
        let desk = DossierDesk(database: database, world: platform.world)
        let receptionist = Performer(
            actor: try #require(before?.history.first?.actor),
            agency: row.receiving,
            roles: [.reception]
        )
        let after = try await desk.act(
            on: row.id,
            seen: before?.dossier.version,
            by: receptionist,
            key: "bulk-act-1"
        ) { _, _, _ in .moveFolder(place: "Kệ 3") }
        #expect(after.version == (before?.dossier.version ?? 0) + 1 && after.place == "Kệ 3")

        let filing = try #require(before?.dossier.filing)
        let vault = platform.vault
        let (person, byNumber, byName) = try await database.read { tx in
            let person = try #require(try PersonStore.load(filing.submitter, vault, in: tx))
            let name = String(person.name.prefix(8))
            return (
                person, try PersonStore.find(number: person.details.identity.text, vault, in: tx),
                try PersonStore.find(name: name, units: [filing.receiving], vault, in: tx)
            )
        }
        #expect(byNumber.map(\.id) == [person.id])
        #expect(byName.contains { $0.id == person.id })

        let version = try await database.read { tx in
            try #require(try CatalogueStore.version(id: ID(filing.procedureVersion), in: tx))
        }
        var order = DeskFixture.order(.receive, procedure: version)
        order.competent = filing.competent
        order.owners = [person.id]
        order.submitter = person.id
        let unitCode = row.code.unitCode
        let ids = try await withThrowingTaskGroup(of: ID<Dossier>.self) { group in
            for number in 0..<3 {
                let order = order
                group.addTask {
                    try await desk.intake(
                        order,
                        by: receptionist,
                        unitCode: unitCode,
                        calendar: .standard,
                        key: "bulk-intake-\(number)"
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(ids).count == 3)
        let rebuild = try await Rebuild(database: database, rebuilders: Platform.rebuilders).check()
        #expect(rebuild.isSame, "\(rebuild.differences.prefix(3))")
    }
}
