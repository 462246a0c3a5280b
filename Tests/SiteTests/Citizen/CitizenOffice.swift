import Access
import Agencies
import Catalogue
import Documents
import Dossiers
import Foundation
import Kernel
import LegalClock
import Register
import Secrets
import Site
import SiteTestSupport
import Storage
import StoreTestSupport
import TestSupport
import Web

/// A small house for the citizens' pages: the centre, a ward's police, three procedures, and a mother from Quỳnh Lâm.
///
/// It is Friday 27 June 2025, 8.30.
struct CitizenOffice {
    static let province = ID<Agency>("agc_province")
    static let centre = ID<Agency>("agc_centre")
    static let police = ID<Agency>("agc_police")
    static let reception = Performer(
        actor: Actor("stf_reception"),
        agency: centre,
        roles: [.reception, .resultOfficer]
    )
    static let specialist = Performer(actor: Actor("stf_specialist"), agency: police, roles: [.specialist])
    static let leader = Performer(actor: Actor("stf_leader"), agency: police, roles: [.leader])
    static let clerk = Performer(actor: Actor("stf_clerk"), agency: police, roles: [.clerk])
    static let motherNumber = "017185001234"

    let test = TestWorld(at: "2025-06-27T08:30:00+07:00")
    let rooms: Rooms
    let routes: RouteTable
    let calendar = WorkCalendar.standard

    init() async throws {
        let migrations =
            RequestKeys.migrations + Book.migrations + TextStore.migrations + AgencyTables.migrations
            + AccessTables.migrations + CalendarTables.migrations + CatalogueTables.migrations
            + Documents.migrations + DossierTables.migrations + BagStore.migrations
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-citizen-\(UUID().uuidString)")
        rooms = Rooms(
            database: try await Engine.sqlite.database(migrations),
            world: test.world,
            vault: try Vault.testing(),
            files: try FileStore(folder: folder.path),
            publicURL: "https://motcua.example",
            synonyms: Synonyms(ignore: ["làm"], everyday: [.init(say: ["giấy khai sinh"], mean: ["đăng ký khai sinh"])])
        )
        routes = RouteTable(
            WebSite(texts: try TextLibrary().withLunar { LunarDate($0).written }, world: test.world)
        )
        HomePages(rooms).addRoutes(to: routes)
        ProcedurePages(rooms).addRoutes(to: routes)
        TrackingPages(rooms).addRoutes(to: routes)
        SlipCheckPages(rooms).addRoutes(to: routes)
        HelpPages(rooms).addRoutes(to: routes)
        try await furnish()
    }

    func client(_ language: String = "vi") -> Client {
        let client = Client(routes.finish())
        client.language = language
        return client
    }

    private func furnish() async throws {
        let from = CivilDate(day: 18_000)
        func agency(_ id: ID<Agency>, _ name: String, _ kind: AgencyKind, _ parent: ID<Agency>?) -> NewAgency {
            NewAgency(
                id: id,
                AgencyDescription(from: from, name: name, shortName: name, kind: kind, parent: parent)
            )
        }
        let desk = AgencyDesk(database: rooms.database, world: test.world)
        try await desk.create(
            [
                agency(Self.province, "Ủy ban nhân dân tỉnh Hòa Bình", .province, nil),
                agency(Self.centre, "Trung tâm Phục vụ hành chính công tỉnh Hòa Bình", .centre, Self.province),
                agency(Self.police, "Công an phường Quỳnh Lâm", .police, Self.province),
            ],
            by: .system("test")
        )
        let plan = CounterPlan(agency: Self.centre, number: 3, name: "Công an", fields: ["Cư trú"], from: from)
        _ = try await desk.openCounter(plan, by: .system("test"))
        let catalogue = CatalogueDesk(
            database: rooms.database,
            world: test.world,
            actor: .system("test"),
            agency: nil
        )
        _ = try await catalogue.importVersions([Samples.residence, Samples.birth, Samples.long])
    }

    // MARK: Dossiers

    func person(_ name: String, number: String? = nil) async throws -> ID<Person> {
        let officer = Officer(
            id: ID("stf_reception"),
            name: "Đinh Thị Hạnh",
            agency: Self.centre,
            roles: [Self.centre: [.reception]]
        )
        let identity = try number.map { try IdentityNumber(.citizen, parsing: $0) } ?? .none
        return try await rooms.persons.create(PersonDetails(.citizen, name: name, identity: identity), by: officer).id
    }

    /// The mother's dossier, received at the centre for the police of her ward.
    func dossier(
        _ answer: IntakeOrder.Answer = .receive,
        procedure: ProcedureVersion = Samples.residence,
        fee: Fee = .free
    ) async throws -> ID<Dossier> {
        let mother = try await person("Bùi Thị Mận", number: Self.motherNumber)
        let child = try await person("Bùi Gia Bảo")
        let order = IntakeOrder(
            answer: answer,
            procedure: procedure,
            owners: [child],
            submitter: mother,
            capacity: .parentOrGuardian,
            proof: "Giấy khai sinh của con",
            competent: Self.police,
            papers: [
                Paper(name: "Tờ khai CT01", form: .original, count: 1),
                Paper(name: "Giấy khai sinh", form: .comparedCopy, count: 1, comparedBy: Self.reception.actor),
            ],
            fee: fee
        )
        return try await rooms.dossiers.intake(
            order,
            by: Self.reception,
            unitCode: "H28.01",
            calendar: calendar,
            key: "intake:\(test.world.newID(.request))"
        )
    }

    @discardableResult
    func act(_ form: ActForm, _ id: ID<Dossier>, _ performer: Performer) async throws -> Dossier {
        test.advance(minutes: 5)
        return try await rooms.dossiers.act(
            form,
            on: id,
            seen: nil,
            by: performer,
            calendar: calendar,
            key: "act:\(test.world.newID(.request))"
        )
    }

    func inProcess(_ id: ID<Dossier>) async throws {
        try await act(.forward(to: Self.police, note: "chú thích nội bộ", bag: ""), id, Self.reception)
        try await act(.take, id, Self.specialist)
    }
    func finished(_ id: ID<Dossier>, opinion: Outcome = .granted) async throws {
        try await inProcess(id)
        try await finish(id, opinion: opinion)
    }
    /// From the specialist's hands to the counter.
    func finish(_ id: ID<Dossier>, opinion: Outcome = .granted) async throws {
        try await act(
            .completeStep(opinion: opinion, note: "ý kiến nội bộ", block: "", seen: true),
            id,
            Self.specialist
        )
        try await act(
            .completeStep(opinion: opinion, note: "ý kiến nội bộ", block: "TRƯỞNG", seen: true),
            id,
            Self.leader
        )
        try await act(.finish(number: "12/XN-CAP", file: nil), id, Self.clerk)
        try await act(.take, id, Self.reception)
    }

    func keys(_ id: ID<Dossier>) async throws -> (lookUp: String, token: String) {
        let found = try await rooms.database.read { tx in
            try DossierStore.keys(of: id, in: tx).map { ($0.lookUp.rawValue, $0.token) }
        }
        return found ?? ("", "")
    }
}

/// Procedures as announced, in the project's words.
enum Samples {
    static let residence = ProcedureVersion(
        id: ID("prc_residence"),
        code: "1.010041",
        name: "Xác nhận thông tin về cư trú",
        nameEnglish: "Confirmation of residence",
        field: "Cư trú",
        levels: [.commune],
        onlineLevel: .full,
        agency: "Công an xã, phường",
        subjects: "Công dân Việt Nam",
        steps: [
            "Nộp tờ khai tại Bộ phận Một cửa hoặc qua mạng.", "Công an tra cứu và ký xác nhận.", "Nhận giấy xác nhận.",
        ],
        channels: [.inPerson, .online].map { channel in
            ChannelTerms(
                channel: channel,
                limit: .workingDays(1),
                limitText: "1 ngày làm việc",
                fees: [AnnouncedFee(amount: .zero, kind: .charge, text: "Không thu lệ phí")]
            )
        },
        papers: [
            RequiredPaper(name: "Tờ khai thay đổi thông tin cư trú", originals: 1, copies: 0, form: "CT01"),
            RequiredPaper(name: "Thẻ căn cước", originals: 0, copies: 0, isShownOnly: true),
            RequiredPaper(
                name: "Giấy khai sinh của con",
                originals: 0,
                copies: 1,
                onlyWhen: "Cha mẹ xin xác nhận cho con dưới 14 tuổi"
            ),
        ],
        results: ["Giấy xác nhận thông tin về cư trú"],
        legalBasis: [LegalBasis(number: "68/2020/QH14", title: "Luật Cư trú", effectiveOn: CivilDate(2021, 7, 1))],
        decision: Decision(number: "320/QĐ-BCA", on: CivilDate(2024, 1, 16)),
        validFrom: CivilDate(day: 19_800)
    )
    /// Free in time, a fee for the late, set by the province; online without a time limit.
    static let birth = ProcedureVersion(
        id: ID("prc_birth"),
        code: "1.001193",
        name: "Đăng ký khai sinh",
        nameEnglish: "Birth registration",
        field: "Hộ tịch",
        levels: [.commune],
        channels: [
            ChannelTerms(
                channel: .inPerson,
                limit: .sameDay,
                limitText: "Trong ngày",
                fees: [
                    AnnouncedFee(
                        amount: Money(dong: 8000),
                        kind: .charge,
                        text: "Thu khi khai quá 60 ngày. Miễn cho người có công, hộ nghèo, người khuyết tật."
                    )
                ]
            ),
            ChannelTerms(
                channel: .online,
                limit: nil,
                limitText: "7 Ngày",
                fees: [AnnouncedFee(amount: nil, text: "Theo nghị quyết của Hội đồng nhân dân tỉnh")]
            ),
        ],
        validFrom: CivilDate(day: 19_800),
        flags: [
            CatalogueFlag(kind: .limitDisagrees, channel: .online, text: "7 Ngày / 07 ngày làm việc"),
            CatalogueFlag(kind: .feeNotStated, channel: .online, text: "Miễn phí"),
        ]
    )
    /// The longest name of the national list has 1,094 characters.
    static let long = ProcedureVersion(
        id: ID("prc_long"),
        code: "1.099999",
        name: String(
            String(repeating: "Cấp giấy phép xây dựng nhà ở riêng lẻ và công trình theo tuyến ", count: 20).prefix(1093)
        )
            + "Z",
        field: "Xây dựng",
        levels: [.province],
        validFrom: CivilDate(day: 19_800)
    )
}
