import Access
import Agencies
import AssetBundle
import Catalogue
import Documents
import Dossiers
import Glibc
import Kernel
import LegalClock
import Register
import Secrets
import Site
import SiteTestSupport
import Storage
import StoreTestSupport
import Synchronization
import TestSupport
import Web

/// A one-stop shop in memory: the provincial centre and a ward's police, an officer of each role, the demo's procedures.
///
///     let office = try await Office { rooms, routes in IntakePages(rooms).addRoutes(to: routes) }
///     let client = try await office.client(signedInAs: .hanh)
///     let page = try await client.get("/desk/intake")
///
/// It is Friday 27 June 2025, 8.30; `office.test` moves the clock. Everything follows from one seed.
struct Office {
    static let province = ID<Agency>("agc_1_province")
    static let centre = ID<Agency>("agc_2_centre")
    static let ward = ID<Agency>("agc_3_ward")
    static let police = ID<Agency>("agc_4_police")
    static let password = "con trâu ăn cỏ"
    static let system = Actor.system("test")

    /// The officers by their log-in names.
    enum Name: String, CaseIterable {
        /// Reception and returns at the centre.
        case hanh
        /// Head of the centre.
        case dung
        /// Fees at the centre.
        case mai
        /// Two specialists of the police.
        case tuan, duyen
        /// Leader of the police.
        case khanh
        /// Clerk of the police.
        case oanh
        /// Control of procedures at the province.
        case quang
        /// Administrator of the province.
        case thao

        var id: ID<StaffMember> { ID("stf_\(rawValue)") }
        var actor: Actor { Actor(id.rawValue) }
        var post: (name: String, title: String, agency: ID<Agency>, roles: [Role]) {
            switch self {
            case .hanh: ("Đinh Thị Hạnh", "Công chức Một cửa", centre, [.reception, .resultOfficer])
            case .dung: ("Nguyễn Tiến Dũng", "Giám đốc Trung tâm", centre, [.centreHead])
            case .mai: ("Quách Thị Mai", "Thu phí, lệ phí", centre, [.cashier])
            case .tuan: ("Bùi Văn Tuấn", "Cán bộ đăng ký cư trú", police, [.specialist])
            case .duyen: ("Hà Thị Duyên", "Cán bộ đăng ký cư trú", police, [.specialist])
            case .khanh: ("Lê Quốc Khánh", "Trưởng Công an phường", police, [.leader])
            case .oanh: ("Xa Thị Oanh", "Văn thư", police, [.clerk])
            case .quang: ("Trần Minh Quang", "Kiểm soát thủ tục hành chính", province, [.procedureControl])
            case .thao: ("Phạm Thị Thảo", "Quản trị hệ thống", province, [.administrator])
            }
        }
        var performer: Performer {
            Performer(actor: actor, agency: post.agency, roles: Set(post.roles))
        }
        var officer: Officer {
            Officer(id: id, name: post.name, agency: post.agency, roles: [post.agency: Set(post.roles)])
        }
    }

    let test = TestWorld(at: "2025-06-27T08:30:00+07:00")
    let rooms: Rooms
    let routes: RouteTable

    /// - Parameters:
    ///   - secondFactor: roles that must show a second factor at sign-in.
    ///   - pages: registers what is tested.
    init(
        secondFactor: [Role] = [],
        _ pages: (Rooms, RouteTable) -> Void = { _, _ in }
    ) async throws {
        let migrations =
            RequestKeys.migrations + Book.migrations + TextStore.migrations + AgencyTables.migrations
            + AccessTables.migrations + CalendarTables.migrations + CatalogueTables.migrations
            + Documents.migrations + DossierTables.migrations + BagStore.migrations
        rooms = Rooms(
            database: try await Engine.sqlite.database(migrations),
            world: test.world,
            vault: try Vault.testing(),
            files: try FileStore(folder: OfficePlace.next()),
            publicURL: "https://motcua.example"
        )
        routes = RouteTable(
            WebSite(
                texts: try TextLibrary().withLunar { Self.lunar($0) },
                world: test.world,
                sessions: OfficerSessions.resolver(rooms)
            )
        )
        pages(rooms, routes)
        try await open(secondFactor)
    }

    private static func lunar(_ date: CivilDate) -> String? {
        let moon = LunarDate(date)
        return "\(moon.day)/\(moon.month)"
    }

    private func open(_ secondFactor: [Role]) async throws {
        let rooms = rooms
        try await makeUnits()
        try await makeStaff()
        let from = CivilDate(day: 18_262)
        let policy = AccessPolicy(from: from, idleMinutes: 30, absoluteMinutes: 720, secondFactor: secondFactor)
        let now = test.now
        try await rooms.database.write { tx in
            try AccessPolicyStore.set(policy, by: Office.system, at: now, in: tx)
        }
        let files = AssetBundle.paths.filter { $0.hasPrefix("Demo/procedures/") }
        let versions = try files.flatMap { try ProcedureFile.decode(AssetBundle.text($0) ?? "[]") }
        let desk = CatalogueDesk(database: rooms.database, world: rooms.world, actor: Office.system, agency: nil)
        _ = try await desk.importVersions(versions)
    }

    private func makeUnits() async throws {
        let from = CivilDate(day: 18_262)
        func unit(
            _ id: ID<Agency>,
            _ name: String,
            _ short: String,
            _ kind: AgencyKind,
            _ parent: ID<Agency>?,
            _ code: String
        ) -> NewAgency {
            NewAgency(
                id: id,
                AgencyDescription(from: from, name: name, shortName: short, kind: kind, parent: parent),
                codes: [AgencyCode(scheme: .unit, code: code, from: from)]
            )
        }
        try await AgencyDesk(database: rooms.database, world: rooms.world).create(
            [
                unit(Self.province, "Ủy ban nhân dân tỉnh Hòa Bình", "UBND tỉnh", .province, nil, "H28"),
                unit(
                    Self.centre,
                    "Trung tâm Phục vụ hành chính công tỉnh Hòa Bình",
                    "Trung tâm PVHCC tỉnh",
                    .centre,
                    Self.province,
                    "H28.01"
                ),
                unit(
                    Self.ward,
                    "Ủy ban nhân dân phường Quỳnh Lâm",
                    "Phường Quỳnh Lâm",
                    .ward,
                    Self.province,
                    "H28.18"
                ),
                unit(
                    Self.police,
                    "Công an phường Quỳnh Lâm",
                    "Công an phường Quỳnh Lâm",
                    .police,
                    Self.ward,
                    "H28.18.01"
                ),
            ],
            by: Self.system
        )
    }

    private func makeStaff() async throws {
        let from = CivilDate(day: 18_262)
        let staff = Name.allCases.map { name in
            let post = name.post
            let leads = post.roles.contains(.leader)
            let lines = [SignatureLine(nil, "TRƯỞNG CÔNG AN PHƯỜNG")]
            return NewStaff(
                id: name.id,
                StaffProfile(name: post.name, logInName: name.rawValue),
                post: StaffPost(agency: post.agency, title: post.title),
                grants: post.roles.map { RoleGrant(agency: post.agency, role: $0, from: from) },
                signatures: leads ? [SignatureBlock(agency: post.agency, lines: lines, from: from)] : []
            )
        }
        try await StaffDesk(database: rooms.database, world: rooms.world).add(staff, by: Self.system)
        let accounts = AccountDesk(database: rooms.database, world: rooms.world, vault: rooms.vault)
        let hash = try await rooms.vault.hashPassword(VietnameseText.normalized(Self.password))
        try await accounts.setHash(hash, of: Name.allCases.map(\.id), by: .system("test"))
    }

    /// A stranger's browser.
    func client(language: String = "vi") -> Client {
        let client = Client(routes.finish())
        client.language = language
        return client
    }

    /// A browser in which the officer has signed in; the role must not need a second factor.
    func client(signedInAs name: Name, language: String = "vi") async throws -> Client {
        let signed = try await rooms.signIn.signIn(
            name: name.rawValue,
            password: Self.password,
            address: "192.0.2.9"
        )
        let client = client(language: language)
        client.set(.session, signed.token.rawValue)
        return client
    }
}

/// Folders that no other test uses.
private enum OfficePlace {
    private static let serial = Atomic<Int>(0)
    static func next() throws -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let number = serial.add(1, ordering: .relaxed).newValue
        return try TestPlace(name: "office_\(time.tv_sec)_\(getpid())_\(number)").folder()
    }
}
