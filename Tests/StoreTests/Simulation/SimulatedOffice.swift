import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Secrets
import Server
import Site
import Storage
import StoreTestSupport
import TestSupport

/// A small province in a data folder of its own: a centre, a ward that receives and decides, its police; a few officers;
/// procedures of every kind. The clock is an argument, chance comes from the seed.
struct SimulatedOffice {
    static let province = ID<Agency>("agc_1_province")
    static let centre = ID<Agency>("agc_2_centre")
    static let ward = ID<Agency>("agc_3_ward")
    static let police = ID<Agency>("agc_4_police")
    static let units = [province, centre, ward, police]
    static let administrator = Actor("stf_thao")

    /// An officer with the unit at which the work is done.
    struct Worker: Hashable, Sendable {
        let name: String
        let agency: ID<Agency>
        let roles: [Role]
        var id: ID<StaffMember> { ID("stf_\(name)") }
        var actor: Actor { Actor(id.rawValue) }
        var performer: Performer { Performer(actor: actor, agency: agency, roles: Set(roles)) }
        var officer: Officer { Officer(id: id, name: name, agency: agency, roles: [agency: Set(roles)]) }
    }
    static let workers = [
        Worker(name: "hanh", agency: centre, roles: [.reception, .resultOfficer]),
        Worker(name: "mai", agency: centre, roles: [.cashier]),
        Worker(name: "dung", agency: centre, roles: [.centreHead]),
        Worker(name: "lan", agency: ward, roles: [.reception, .resultOfficer, .cashier]),
        Worker(name: "bach", agency: ward, roles: [.specialist]), Worker(name: "chi", agency: ward, roles: [.leader]),
        Worker(name: "van", agency: ward, roles: [.clerk]), Worker(name: "hoa", agency: ward, roles: [.centreHead]),
        Worker(name: "tuan", agency: police, roles: [.specialist]),
        Worker(name: "duyen", agency: police, roles: [.specialist]),
        Worker(name: "khanh", agency: police, roles: [.leader]), Worker(name: "oanh", agency: police, roles: [.clerk]),
    ]
    static func worker(_ name: String) -> Worker? { workers.first { $0.name == name } }

    /// What people come for, and where it is decided.
    struct Service: Sendable {
        let procedure: ProcedureVersion
        let competent: ID<Agency>
        let fee: Int64
    }
    static let services: [Service] = [
        service("1.010041", "Cư trú", police, .workingDays(1), copies: 0),
        service("1.004222", "Cư trú", police, .workingDays(halves: 1), copies: 20_000),
        service(
            "2.000720",
            "Hộ kinh doanh",
            ward,
            .workingDays(3),
            copies: 100_000,
            rules: ProcedureRules(supplementDays: 3, needsResultFile: true),
            workflow: [
                WorkflowStep(kind: .appraise, name: "Thẩm định", role: .specialist, limit: .workingDays(2)),
                WorkflowStep(kind: .sign, name: "Ký", role: .leader),
            ]
        ),
        service("1.001193", "Hộ tịch", ward, .sameDay, copies: 0, rules: ProcedureRules(ownerMayBeUnnamed: true)),
        service("1.000894", "Hộ tịch", ward, .calendarDays(5), copies: 0, rules: ProcedureRules(forbidsProxy: true)),
        service("2.000635", "Hộ tịch", ward, .sameDay, copies: 8_000, rules: ProcedureRules(mayBeAtOnce: true)),
        certification,
    ]
    static let certification = service(
        "2.000815",
        "Chứng thực",
        ward,
        .sameDay,
        copies: 2_000,
        rules: ProcedureRules(mayBeAtOnce: true),
        formula: .perPage(
            first: Money(dong: 2_000),
            pages: 2,
            next: Money(dong: 1_000),
            cap: Money(dong: 200_000)
        )
    )

    private static func service(
        _ code: String,
        _ field: String,
        _ competent: ID<Agency>,
        _ limit: TimeLimit,
        copies fee: Int64,
        rules: ProcedureRules = ProcedureRules(),
        workflow: [WorkflowStep] = [],
        formula: FeeFormula? = nil
    ) -> Service {
        let announced = AnnouncedFee(amount: Money(dong: fee), text: "Lệ phí", formula: formula)
        let procedure = ProcedureVersion(
            id: ID("prc_\(code)"),
            code: code,
            name: "Thủ tục \(code)",
            field: field,
            levels: [.commune],
            channels: [ChannelTerms(channel: .inPerson, limit: limit, limitText: "", fees: [announced])],
            workflow: workflow,
            validFrom: CivilDate(day: 20_000),
            rules: rules
        )
        return Service(procedure: procedure, competent: competent, fee: fee)
    }

    let test: TestWorld
    let platform: Platform
    let duties: [Duty]
    var rooms: Rooms { platform.rooms }
    var database: any Database { platform.database }
    var agencies: AgencyDesk { AgencyDesk(database: database, world: test.world) }
    var staff: StaffDesk { StaffDesk(database: database, world: test.world) }
    var calendars: CalendarDesk { CalendarDesk(database: database, world: test.world) }

    init(_ engine: Engine, seed: UInt64) async throws {
        let house = try await DataHouse(engine)
        let folder = try await DataFolder.make(house.path, house.settings, secret: SystemClock.world().secret)
        test = TestWorld(seed: seed, at: "2025-06-24T17:00:00+07:00")
        platform = try Platform(folder, passwords: PasswordPool(.cheapest), world: test.world)
        duties = ServerDuties.all(platform)
        try await makeUnits()
        try await makeStaff()
    }

    private func makeUnits() async throws {
        let from = CivilDate(day: 18_262)
        func unit(_ id: ID<Agency>, _ name: String, _ kind: AgencyKind, _ above: ID<Agency>?, _ code: String)
            -> NewAgency
        {
            NewAgency(
                id: id,
                AgencyDescription(from: from, name: name, shortName: name, kind: kind, parent: above),
                codes: [AgencyCode(scheme: .unit, code: code, from: from)]
            )
        }
        try await agencies.create(
            [
                unit(Self.province, "UBND tỉnh", .province, nil, "H28"),
                unit(Self.centre, "Trung tâm PVHCC tỉnh", .centre, Self.province, "H28.01"),
                unit(Self.ward, "UBND phường Quỳnh Lâm", .ward, Self.province, "H28.18"),
                unit(Self.police, "Công an phường Quỳnh Lâm", .police, Self.ward, "H28.18.01"),
            ],
            by: Self.administrator
        )
    }

    private func makeStaff() async throws {
        let from = CivilDate(day: 18_262)
        try await staff.add(
            Self.workers.map { worker in
                NewStaff(
                    id: worker.id,
                    StaffProfile(name: worker.name, logInName: worker.name + ".sim"),
                    post: StaffPost(agency: worker.agency, title: "Công chức"),
                    grants: worker.roles.map { RoleGrant(agency: worker.agency, role: $0, from: from) }
                )
            },
            by: Self.administrator
        )
    }

    /// The code from which a counter makes dossier codes.
    static func code(of unit: ID<Agency>) -> String { unit == centre ? "H28.01" : "H28.18" }

    func calendar(of unit: ID<Agency>) async throws -> WorkCalendar {
        let (rooms, today) = (rooms, test.now.date)
        return try await database.read { tx in try rooms.calendar(of: unit, on: today, in: tx) }
    }

    func load(_ id: ID<Dossier>) async throws -> Dossier? {
        try await database.read { tx in try DossierStore.load(id, in: tx)?.dossier }
    }

    /// What a refused order must leave as it was: the book, the texts, the serials, the rows, the keys of requests.
    func fingerprint() async throws -> [Int64] {
        try await database.read { tx in
            let counted: [SQL] = [
                "SELECT count(*) FROM free_text", "SELECT count(*) FROM stored_file", "SELECT count(*) FROM person",
                "SELECT count(*) FROM dossier_token", "SELECT count(*) FROM dossier_note",
                "SELECT count(*) FROM request_key", "SELECT count(*) FROM bag", "SELECT count(*) FROM certification",
                "SELECT CAST(coalesce(sum(last), 0) AS BIGINT) FROM dossier_serial",
                "SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM dossier",
                "SELECT CAST(coalesce(sum(status), 0) AS BIGINT) FROM dossier",
                "SELECT CAST(coalesce(sum(due_at), 0) AS BIGINT) FROM dossier",
            ]
            return [try Book.position(in: tx)] + (try counted.map { try tx.value($0, as: Int64.self) ?? 0 })
        }
    }

    /// Does what the server does by itself, each duty once.
    func runDuties() async throws {
        for duty in duties { try await duty.work() }
    }

    /// The root of the newest head: the same for the same book.
    func root() async throws -> String {
        try await database.read { tx in try Seal.newest(in: tx).map { Hex.encode($0.root) } ?? "" }
    }
}
