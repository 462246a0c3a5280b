import Agencies
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// A province with a ward, its centre, and named officers.
struct Town {
    static let actor = Actor.system("test")
    let database: any Database
    let world = TestWorld(at: "2025-06-27T08:00:00+07:00")
    var agencies: AgencyDesk { AgencyDesk(database: database, world: world.world) }
    var staff: StaffDesk { StaffDesk(database: database, world: world.world) }
    let province = ID<Agency>("agc_province")
    let ward = ID<Agency>("agc_ward")
    let centre = ID<Agency>("agc_centre")

    init(_ engine: Engine, more: [Migration] = []) async throws {
        database = try await engine.database(Book.migrations + AgencyTables.migrations + more)
        try await agencies.create(
            [
                NewAgency(id: province, Self.unit("Tỉnh Hòa Bình", .province, nil), codes: [code("H28")]),
                NewAgency(
                    id: ward,
                    Self.unit("Phường Quỳnh Lâm", .ward, province),
                    codes: [code("H28.12"), AgencyCode(scheme: .statistics, code: "04828", from: day("2019-12-17"))]
                ),
                NewAgency(id: centre, Self.unit("Trung tâm Phục vụ hành chính công", .centre, ward)),
            ],
            by: Self.actor
        )
    }

    static func unit(_ name: String, _ kind: AgencyKind, _ parent: ID<Agency>?, from: String = "2019-12-17")
        -> AgencyDescription
    {
        AgencyDescription(from: day(from), name: name, shortName: name, kind: kind, parent: parent)
    }
    func code(_ code: String) -> AgencyCode { AgencyCode(scheme: .unit, code: code, from: day("2019-12-17")) }
    func directory() async throws -> AgencyDirectory { try await database.read { try AgencyDirectory.load(in: $0) } }

    /// Adds an officer of the ward who holds `roles` there.
    @discardableResult
    func officer(_ logIn: String, _ name: String, _ roles: [Role], at unit: ID<Agency>? = nil) async throws -> ID<
        StaffMember
    > {
        let unit = unit ?? ward
        let new = NewStaff(
            id: ID("stf_\(logIn)"),
            StaffProfile(name: name, logInName: logIn),
            post: StaffPost(agency: unit, title: "Chuyên viên"),
            grants: roles.map { RoleGrant(agency: unit, role: $0, from: day("2025-01-01")) }
        )
        return try await staff.add([new], by: Self.actor)[0]
    }
    func member(_ id: ID<StaffMember>) async throws -> StaffMember {
        try #require(try await database.read { try StaffStore.load(id, in: $0) })
    }
}

private func day(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }

@Suite struct AgencyDeskTests {
    @Test(arguments: Engine.available) func unitsAreFoundByCodeAndPlace(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let directory = try await town.directory()
        let today = day("2025-06-27")
        #expect(directory.all(on: today).count == 3)
        #expect(directory.holder(of: "H28.12", .unit, on: today) == town.ward)
        #expect(directory.code(of: town.ward, .statistics, on: today) == "04828")
        #expect(directory.centre(of: town.ward, on: today)?.id == town.centre)
        try await expectRebuilt(AgencyRebuild(), directory.ids.map(\.rawValue), in: town.database)
    }

    @Test(arguments: Engine.available) func aCodeBelongsToOneUnitAtATime(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let again = AgencyCode(scheme: .statistics, code: "04828", from: day("2025-07-01"))
        await #expect(throws: AgencyError.codeTaken(code: "04828", by: town.ward)) {
            try await town.agencies.giveCode(again, to: town.province, by: Town.actor)
        }
        try await town.agencies.endCode("04828", .statistics, of: town.ward, lastDay: day("2025-06-30"), by: Town.actor)
        try await town.agencies.giveCode(again, to: town.province, by: Town.actor)
        let directory = try await town.directory()
        #expect(directory.holder(of: "04828", .statistics, on: day("2025-06-30")) == town.ward)
        #expect(directory.holder(of: "04828", .statistics, on: day("2025-07-01")) == town.province)
        await #expect(throws: AgencyError.noSuchCode(code: "04828")) {
            try await town.agencies.endCode(
                "04828",
                .statistics,
                of: town.ward,
                lastDay: day("2025-07-01"),
                by: Town.actor
            )
        }
        await #expect(throws: AgencyError.codeMalformed(code: "H28-1", scheme: .unit)) {
            try await town.agencies.giveCode(town.code("H28-1"), to: town.ward, by: Town.actor)
        }
        try await expectRebuilt(AgencyRebuild(), [town.ward.rawValue, town.province.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func aUnitEndsWithItsCodesWhenNothingIsBelow(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let last = day("2025-06-30")
        await #expect(throws: AgencyError.hasUnitsBelow(count: 1)) {
            try await town.agencies.close(town.ward, lastDay: last, by: Town.actor)
        }
        try await town.agencies.close(town.centre, lastDay: last, by: Town.actor)
        try await town.agencies.close(town.ward, lastDay: last, by: Town.actor)
        let directory = try await town.directory()
        #expect(directory.agency(town.ward, on: last) != nil)
        #expect(directory.agency(town.ward, on: last.adding(days: 1)) == nil)
        #expect(directory.holder(of: "H28.12", .unit, on: last.adding(days: 1)) == nil)
        try await expectRebuilt(AgencyRebuild(), [town.ward.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func aUnitIsRenamedAndMovedFromADayOn(_ engine: Engine) async throws {
        let town = try await Town(engine)
        try await town.agencies.describe(
            town.ward,
            Town.unit("Phường Thống Nhất", .ward, town.province, from: "2025-07-01"),
            by: Town.actor
        )
        let directory = try await town.directory()
        #expect(directory.name(of: town.ward, on: day("2025-06-30")) == "Phường Quỳnh Lâm")
        #expect(directory.name(of: town.ward, on: day("2025-07-01")) == "Phường Thống Nhất")
        await #expect(throws: AgencyError.parentLoop) {
            try await town.agencies.describe(
                town.province,
                Town.unit("Tỉnh", .province, town.centre, from: "2025-07-01"),
                by: Town.actor
            )
        }
        await #expect(throws: AgencyError.notInForce(town.ward, on: day("2019-12-16"))) {
            try await town.agencies.describe(town.ward, Town.unit("P", .ward, nil, from: "2019-12-16"), by: Town.actor)
        }
        try await expectRebuilt(AgencyRebuild(), [town.ward.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func namesAreTakenAtTheirLimitAndNotBeyond(_ engine: Engine) async throws {
        let town = try await Town(engine)
        func create(_ length: Int) async throws {
            let description = Town.unit(String(repeating: "ă", count: length), .commune, town.province)
            try await town.agencies.create([NewAgency(description)], by: Town.actor)
        }
        try await create(AgencyLimits.nameLength)
        await #expect(throws: AgencyError.badText(.name, max: 200)) { try await create(AgencyLimits.nameLength + 1) }
        await #expect(throws: AgencyError.badText(.name, max: 200)) { try await create(0) }
        let ghost = ID<Agency>("agc_ghost")
        await #expect(throws: AgencyError.unknownAgency(ghost)) {
            try await town.agencies.create([NewAgency(Town.unit("Xã", .commune, ghost))], by: Town.actor)
        }
    }

    @Test(arguments: Engine.available) func aKeptDirectorySeesEachChange(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let kept = AgencyDirectory.kept()
        let count = { try await town.database.read { tx in try kept.value(in: tx).ids.count } }
        #expect(try await count() == 3)
        try await town.agencies.create([NewAgency(Town.unit("Xã Cao Sơn", .commune, town.province))], by: Town.actor)
        #expect(try await count() == 4)
        try await town.agencies.close(town.centre, lastDay: day("2025-06-30"), by: Town.actor)
        let after = try await town.database.read { tx in
            try kept.value(in: tx).agency(town.centre, on: day("2025-07-01"))
        }
        #expect(after == nil)
    }

    @Test(arguments: Engine.available) func countersHaveNumbersAndFields(_ engine: Engine) async throws {
        let town = try await Town(engine)
        func plan(_ number: Int) -> CounterPlan {
            CounterPlan(
                agency: town.centre,
                number: number,
                name: "Tư pháp",
                fields: ["HT", "CT", "HT"],
                from: day("2025-01-01")
            )
        }
        let counter = try await town.agencies.openCounter(plan(999), by: Town.actor)
        #expect(counter.fields == ["CT", "HT"])
        #expect(counter.serves("HT") && !counter.serves("DD"))
        await #expect(throws: AgencyError.counterNumberTaken(999)) {
            _ = try await town.agencies.openCounter(plan(999), by: Town.actor)
        }
        await #expect(throws: AgencyError.counterNumberOutside(1...999)) {
            _ = try await town.agencies.openCounter(plan(1000), by: Town.actor)
        }
        let changed = try await town.agencies.changeCounter(
            counter.id,
            to: plan(3),
            seen: counter.version,
            by: Town.actor
        )
        #expect(changed.number == 3)
        await #expect(throws: RegisterError.self) {
            _ = try await town.agencies.changeCounter(counter.id, to: plan(4), seen: counter.version, by: Town.actor)
        }
        try await town.agencies.closeCounter(counter.id, lastDay: day("2025-06-30"), by: Town.actor)
        let open = { (date: String) in
            try await town.database.read { try AgencyStore.counters(of: town.centre, on: day(date), in: $0) }
        }
        #expect(try await open("2025-06-30").count == 1)
        #expect(try await open("2025-07-01").isEmpty)
        try await expectRebuilt(CounterRebuild(), [counter.id.rawValue], in: town.database)
    }
}
