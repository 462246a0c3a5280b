import Access
import Agencies
import Kernel
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// A province's list: 151 units with five officers each.
@Suite struct StaffImportTests {
    private let system = AccountAuthority.system("test")

    private func house(_ engine: Engine, units: Int) async throws -> (House, StaffImport) {
        let house = try await House(engine)
        let new = (1...units).map { number in
            NewAgency(id: ID("agc_\(number)"), Town.unit("Xã số \(number)", .commune, house.town.province))
        }
        try await house.town.agencies.create(new, by: Town.actor)
        return (house, StaffImport(database: house.town.database, world: house.town.world.world, vault: house.vault))
    }
    private func sheet(_ units: Int) -> [UInt8] {
        var lines = ["unit,name,title,roles"]
        for unit in 1...units {
            for person in 1...5 { lines.append("Xã số \(unit),Bùi Văn \(unit) \(person),Công chức,Tiếp nhận") }
        }
        return Array(lines.joined(separator: "\r\n").utf8)
    }
    private func count(_ house: House) async throws -> Int {
        try await house.town.database.read { tx in try StaffStore.count(in: tx) }
    }

    @Test(arguments: Engine.available)
    func aProvincesListIsTakenInOnce(_ engine: Engine) async throws {
        let (house, desk) = try await house(engine, units: 151)
        let plan = try await desk.plan(sheet(151), by: system)
        #expect(plan.isGood && plan.newLines.count == 755)
        let given = try await desk.carryOut(plan, by: system)
        #expect(given.count == 755 && Set(given.map(\.line.logIn)).count == 755)
        #expect(try await count(house) == 755)
        // The same list again: everybody is there, nobody gets a password.
        let again = try await desk.plan(sheet(151), by: system)
        #expect(again.isGood && again.newLines.isEmpty)
        #expect(try await desk.carryOut(again, by: system).isEmpty)
        let one = try #require(given.last)
        #expect(try await house.begin(one.line.logIn, one.password).session.stage == .newPassword)
    }

    @Test(arguments: Engine.available)
    func aListWithAFlawAddsNobody(_ engine: Engine) async throws {
        let (house, desk) = try await house(engine, units: 2)
        let plan = try await desk.plan(sheet(2) + Array("\r\nXã 9,Bùi Văn A,Công chức,Tiếp nhận".utf8), by: system)
        #expect(plan.flaws.map(\.cause) == [.unknownUnit] && plan.newLines.count == 10)
        #expect(try await desk.carryOut(plan, by: system).isEmpty)
        #expect(try await count(house) == 0)
    }

    /// What stopped after the officers were added and before they had passwords is gone on with by the same list.
    @Test(arguments: Engine.available)
    func whoHasNoPasswordYetIsGivenOneTheNextTime(_ engine: Engine) async throws {
        let (house, desk) = try await house(engine, units: 2)
        let plan = try await desk.plan(sheet(2), by: system)
        let new = plan.lines.compactMap { line in if case .new(let new) = line.fate { new } else { nil } }
        try await house.town.staff.add(Array(new.prefix(4)), by: Town.actor)
        let again = try await desk.plan(sheet(2), by: system)
        #expect(again.newLines.count == 6)
        #expect(try await desk.carryOut(again, by: system).count == 10)
    }

    @Test(arguments: Engine.available)
    func aUnitOutOfReachIsUnknown(_ engine: Engine) async throws {
        let (house, desk) = try await house(engine, units: 2)
        let id = try await house.officer("ward", [.administrator])
        let plan = try await desk.plan(sheet(1), by: try await house.authority(id))
        #expect(plan.lines.isEmpty && plan.flaws.count == 5 && plan.flaws.allSatisfy { $0.cause == .unknownUnit })
    }
}
