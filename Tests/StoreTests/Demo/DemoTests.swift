import Access
import Agencies
import Dossiers
import HTTPTypes
import Kernel
import Register
import Secrets
import Server
import Site
import SiteTestSupport
import Storage
import StoreTestSupport
import Testing
import Web

@Suite struct DemoTests {
    @Test(arguments: Engine.available) func aSmallDemoIsWholeAndFoldsToItsTables(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(200)
        let verify = Verify(
            database: platform.database,
            vault: platform.vault,
            publicKeys: platform.publicKeys
        )
        let report = try await verify.run()
        #expect(report.isWhole)
        #expect(report.unsealed == 0)
        #expect(report.entries > 2000)
        let rebuild = try await Rebuild(database: platform.database, rebuilders: Platform.rebuilders).check()
        #expect(rebuild.isSame)
        #expect(rebuild.rows["dossier"] == 200)
        #expect(Set(rebuild.withoutTables.keys) == ["acc_", "per_"], "\(rebuild.withoutTables)")
    }

    @Test(arguments: Engine.available) func theSameSeedGivesTheSameBook(engine: Engine) async throws {
        let one = try await root(try await DataHouse(.sqlite).demo(60, seed: 5))
        let two = try await root(try await DataHouse(engine).demo(60, seed: 5))
        let other = try await root(try await DataHouse(engine).demo(60, seed: 6))
        #expect(one == two)
        #expect(one != other)
    }

    private func root(_ platform: Platform) async throws -> String? {
        try await platform.database.read { tx in try Seal.newest(in: tx).map { Hex.encode($0.root) } }
    }

    /// Every list that is for every day has something in it for the officers with log-ins.
    @Test func workWaitsForTheOfficersWithLogIns() async throws {
        let platform = try await DataHouse(.sqlite).demo(300)
        let now = Instant(CivilDate(2025, 6, 27) ?? CivilDate(day: 0), minute: 480)
        let logIns = try #require(platform.demo?.logIns)
        #expect(logIns.count == 15)
        var filled: [Role: Set<DeskList>] = [:]
        for logIn in logIns {
            let officer = try await officer(logIn.logIn, platform, on: now.date)
            for list in DeskList.allCases where list.roles.isEmpty || !list.roles.isDisjoint(with: officer.rolesHere) {
                let dossiers = list.dossiers(at: now, officer: officer.actor.rawValue)
                let count = try await platform.database.read { tx in
                    try DossierStore.count(dossiers, of: officer.agency, in: tx)
                }
                guard count > 0 else { continue }
                for role in officer.rolesHere { filled[role, default: []].insert(list) }
            }
        }
        let wanted: [Role: Set<DeskList>] = [
            .reception: [.submitted, .forward, .take, .returns, .waiting],
            .resultOfficer: [.returns, .take],
            .specialist: [.take, .appraise, .overdue, .today, .mine],
            .leader: [.sign, .overdue], .clerk: [.number],
        ]
        for (role, lists) in wanted {
            let missing = lists.subtracting(filled[role] ?? [])
            #expect(missing.isEmpty, "\(role): \(missing)")
        }
    }

    private func officer(_ logIn: String, _ platform: Platform, on date: CivilDate) async throws -> Officer {
        let member = try await platform.database.read { tx in
            try StaffStore.find(logIn: logIn, in: tx).flatMap { try StaffStore.load($0, in: tx) }
        }
        return try #require(try member.flatMap { Officer($0, acting: nil, on: date) })
    }

    /// Every way through the state machine has been walked by the time the demo begins.
    @Test func theHistoryHoldsWhatHappensInLife() async throws {
        let platform = try await DataHouse(.sqlite).demo(1200)
        let names = try await platform.database.read { tx in
            var (names, position) = ([String: Int](), Int64(0))
            while let last = try Book.entries(after: position, limit: 2000, in: tx).map({ entry -> Int64 in
                names[entry.event.name, default: 0] += 1
                return entry.position
            }).last { position = last }
            return names
        }
        let wanted = [
            "submitted", "received", "handedOver", "handOverTaken", "stepDone", "supplementAsked", "supplementBrought",
            "paymentMade", "extended", "withdrawn", "finished", "returned", "certified",
        ]
        for event in wanted { #expect(names["dossier.\(event)", default: 0] > 0, "\(event)") }
    }

    @Test func thePresentHasItsFortySixUnits() async throws {
        let house = try await DataHouse(.sqlite)
        try await DemoBuilder(today: nil, seed: 1, count: 40, passwords: .init(.cheapest))
            .build(house.path, house.settings)
        let platform = try Platform(try await DataFolder.open(house.path))
        let today = platform.world.now().date
        let communes = try await platform.database.read { tx in
            try AgencyDirectory.load(in: tx).all(on: today).filter { [.commune, .ward].contains($0.kind) }
        }
        #expect(communes.count == 46)
        #expect(platform.demo?.shift == 0)
        #expect(platform.demo?.logIns.contains { $0.logIn == "linh.tiepnhan.hoabinh" } == true)
    }
}

@Suite struct RouteSmokeTests {
    /// Whoever asks for whatever: an answer, never a fault of the program.
    @Test func noRouteFailsForAnybody() async throws {
        let platform = try await DataHouse(.sqlite).demo(80)
        let dossier = try await platform.database.read { tx in
            try DossierStore.find(codePrefix: "H28", in: tx).first?.id.rawValue
        }
        let routes = Routes.table(platform.rooms, try Routes.site(platform))
        let entries = routes.entries
        let router = routes.finish()
        let logIns = (platform.demo?.logIns ?? []).map(\.logIn)
        #expect(entries.count > 5)
        for logIn in [nil] + logIns.map(Optional.some) {
            let client = Client(router)
            if let logIn {
                let signedIn = try await platform.rooms.signIn.signIn(
                    name: logIn,
                    password: DemoSettings.password,
                    address: "::1"
                )
                client.set(.session, signedIn.token.rawValue)
            }
            let form = try await client.get("/design")
            #expect(form.status == 200)
            for entry in entries {
                for value in ["nope", dossier ?? "nope"] {
                    let path = Self.path(entry.pattern, value)
                    let answer =
                        entry.method == .post
                        ? try await client.submit(path, from: form) : try await client.get(path)
                    #expect(answer.status < 500, "\(entry.method) \(path) as \(logIn ?? "anyone")")
                    guard case .staff = entry.who, logIn == nil else { continue }
                    #expect(
                        [303, 401, 403, 404].contains(answer.status),
                        "\(path) is open to anyone: \(answer.status)"
                    )
                }
            }
        }
    }

    private static func path(_ pattern: String, _ value: String) -> String {
        pattern.split(separator: "/").map { $0.hasPrefix("{") ? value : String($0) }
            .reduce("") { $0 + "/" + $1 }
    }
}
