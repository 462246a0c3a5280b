import Access
import Agencies
import Dossiers
import Foundation
import Kernel
import LegalClock
import Register
import Secrets
import Server
import Site
import Storage
import StoreTestSupport
import Testing

@Suite struct PlatformTests {
    @Test func migrationsAscendAndEachContextIsThere() {
        let ids = Platform.migrations.map(\.id)
        let numbers = ids.compactMap { $0.split(separator: "-").dropFirst(3).first.flatMap { Int($0) } }
        #expect(numbers.count == ids.count)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        let wanted =
            Book.migrations + AgencyTables.migrations + CalendarTables.migrations + AccessTables.migrations
            + DossierTables.migrations + BagStore.migrations + RequestKeys.migrations
        for migration in wanted { #expect(ids.contains(migration.id)) }
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: Engine.available) func theFirstAdministratorSignsInOnceMade(engine: Engine) async throws {
        let house = try await DataHouse(engine)
        let first = FirstStart.Administrator(
            agency: "Ủy ban nhân dân tỉnh Hòa Bình",
            unitCode: "H28",
            name: "Trần Trung Kiên",
            logIn: "kien"
        )
        let made = try await FirstStart.make(house.path, house.settings, first)
        let password = try #require(made.password)
        let platform = try Platform(try await DataFolder.open(house.path))
        let signedIn = try await platform.rooms.signIn.signIn(name: "kien", password: password, address: "::1")
        #expect(signedIn.session.stage == .newPassword)
        let revision = try await platform.database.read { tx in try CalendarStore.revision(in: tx) }
        #expect(revision.number == 1)
        await #expect(throws: OperatorFailure.self) {
            try await FirstStart.make(house.path, house.settings, first)
        }
    }

    @Test func aChosenPasswordStaysAndABadOneMakesNothing() async throws {
        let house = try await DataHouse(.sqlite)
        let first = FirstStart.Administrator(agency: "Tỉnh", unitCode: nil, name: "Kiên", logIn: "kien")
        await #expect(throws: OperatorFailure.self) {
            try await FirstStart.make(house.path, house.settings, first, password: "1234567890")
        }
        #expect(!DataFolder.exists(house.path))
        let made = try await FirstStart.make(house.path, house.settings, first, password: "sông Đà xanh biếc")
        #expect(made.password == nil)
        let platform = try Platform(made.folder)
        let session = try await platform.rooms.signIn.signIn(
            name: "kien",
            password: "sông Đà xanh biếc",
            address: "::1"
        ).session
        // An administrator needs a second factor, which is set up next.
        #expect(session.stage == .enrolment)
    }

    @Test func onlyTheOwnerReadsTheDataEvenInAFolderThatIsOpen() async throws {
        let house = try await DataHouse(.sqlite)
        let open: [FileAttributeKey: Any] = [.posixPermissions: 0o755]
        try FileManager.default.createDirectory(atPath: house.path, withIntermediateDirectories: true, attributes: open)
        let world = SystemClock.world()
        var folder = try await DataFolder.make(house.path, house.settings, secret: world.secret)
        try folder.change { $0.demo = nil }
        let names = try FileManager.default.contentsOfDirectory(atPath: house.path)
        #expect(names.contains("settings.json") && names.contains("motcua.sqlite"))
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(house.path)/\(name)")
            let mode = try #require(attributes[.posixPermissions] as? NSNumber).intValue
            #expect(mode & 0o077 == 0, "\(name)")
        }
    }

    @Test(arguments: Engine.available) func aNewerVersionsDataAreLeftAlone(engine: Engine) async throws {
        let house = try await DataHouse(engine)
        let world = SystemClock.world()
        let folder = try await DataFolder.make(house.path, house.settings, secret: world.secret)
        try await folder.database.migrate(Platform.migrations + [Migration("2099-01-01-0-later", [])])
        do {
            _ = try await DataFolder.open(house.path)
            Issue.record("it was opened")
        } catch let failure as OperatorFailure {
            #expect(failure.en.contains("2099-01-01-0-later"))
            #expect(failure.vi.contains("2099-01-01-0-later"))
        }
    }

    @Test(arguments: ["ab", "Kien", "kiên", "kien quan", String(repeating: "a", count: 61)])
    func aLogInNameThatCannotBeMakesNothing(logIn: String) async throws {
        let house = try await DataHouse(.sqlite)
        let first = FirstStart.Administrator(agency: "Tỉnh", unitCode: nil, name: "Kiên", logIn: logIn)
        await #expect(throws: OperatorFailure.self) {
            try await FirstStart.make(house.path, house.settings, first)
        }
        #expect(!DataFolder.exists(house.path))
    }

    @Test func keysInsideTheDataFolderAreRefused() async throws {
        var settings = try await DataHouse(.sqlite).settings
        let path = String(settings.keys.dropLast("-keys".count))
        settings.keys = path + "/keys"
        let inside = settings
        await #expect(throws: KeyError.self) {
            try await DataFolder.make(path, inside, secret: SystemClock.world().secret)
        }
        #expect(!DataFolder.exists(path))
    }

    @Test func whatIsNoDataFolderIsNamed() async throws {
        let house = try await DataHouse(.sqlite)
        await #expect(throws: OperatorFailure.self) { try await DataFolder.open(house.path) }
        await #expect(throws: OperatorFailure.self) {
            try await DemoBuilder.remove(try await madeForWork(house))
        }
        #expect(DataFolder.exists(house.path))
    }

    private func madeForWork(_ house: DataHouse) async throws -> String {
        let first = FirstStart.Administrator(agency: "Tỉnh", unitCode: nil, name: "Kiên", logIn: "kien")
        return try await FirstStart.make(house.path, house.settings, first).folder.path
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("motcua.example:65535", "motcua.example", 65535),
    ]) func addressesAreRead(text: String, host: String, port: Int) {
        let read = ServeOptions.address(text)
        #expect(read?.host == host)
        #expect(read?.port == port)
    }

    @Test(arguments: ["8080", ":8080", "host:", "host:65536", "host:-1", "host:x", ""])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(ServeOptions.address(text) == nil)
    }

    @Test(arguments: Engine.available) func dutiesRunAndADayOffMovesDueDates(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(80)
        let duties = Duties(ServerDuties.all(platform), database: platform.database, world: platform.world)
        try await duties.register()
        let outcomes = await duties.runDue()
        #expect(outcomes.count == 5)
        #expect(outcomes.allSatisfy { $0.error == nil }, "\(outcomes)")
        let before = try await moved(platform)
        let monday = CivilDate(2025, 6, 30) ?? platform.world.now().date
        let day = DayException(
            date: monday,
            kind: .compensatory,
            status: .announced,
            nameVI: "Nghỉ bù",
            nameEN: "Day off"
        )
        let desk = CalendarDesk(database: platform.database, world: platform.world)
        _ = try await desk.enter(Notice(source: "Thông báo thử", days: [day]), by: .system("test"))
        for duty in ServerDuties.all(platform) where duty.name == "clock.recompute" { try await duty.work() }
        let after = try await moved(platform)
        #expect(after > before)
    }

    private func moved(_ platform: Platform) async throws -> Int {
        try await platform.database.read { tx in
            var (count, position) = (0, Int64(0))
            while true {
                let entries = try Book.entries(after: position, limit: 1000, in: tx)
                guard let last = entries.last else { return count }
                count += entries.count { $0.event.name == "dossier.dueChanged" }
                position = last.position
            }
        }
    }
}
