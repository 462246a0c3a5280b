internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
public import Web

/// The book and what works by itself: seals, duties, verifying, comparing the tables, who looked at what.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/register` | may view the book | position, newest head, duties, the last reports |
/// | `POST /manage/register/verify`, `POST …/rebuild` | the same | start reading the whole book |
/// | `POST /manage/register/wake` | the same | a duty runs at the next look |
/// | `GET /manage/register/looks?unit=&staff=&from=` | heads of the officer's unit | who looked at what |
public struct RegisterPages: Sendable {
    let rooms: Rooms
    private let publicKeys: [[UInt8]]
    private let verified = Job<VerifyReport>()
    private let compared = Job<RebuildReport>()

    public init(_ rooms: Rooms) { self.init(rooms, publicKeys: []) }
    /// - Parameter publicKeys: all signing keys of the key folder, older ones too; the vault's own is one anyway.
    public init(_ rooms: Rooms, publicKeys: [[UInt8]]) {
        self.rooms = rooms
        self.publicKeys = publicKeys
    }

    static let root = Path("manage", "register")
    /// Every context whose tables follow from the book.
    static let rebuilders: [any Rebuildable] = [
        AgencyRebuild(), CounterRebuild(), StaffRebuild(), AccessPolicyRebuild(), LookRebuild(), CalendarRebuild(),
        CatalogueRebuild(), DossierRebuild(), BagRebuild(),
    ]

    public func addRoutes(to routes: RouteTable) {
        let keepers = Audience.staff(["administrator", "procedureControl"])
        let heads = Audience.staff(["centreHead", "leader", "procedureControl"])
        routes.get("/manage/register", for: keepers) { context in try await show(context) }
        routes.post("/manage/register/verify", for: keepers) { form, context in
            _ = try await frame(context)
            let verify = Verify(database: rooms.database, vault: rooms.vault, publicKeys: publicKeys)
            verified.start(rooms.world) { progress in try await verify.run { progress(Int($0)) } }
            return .redirect(to: Self.root.query("done", "verify"))
        }
        routes.post("/manage/register/rebuild", for: keepers) { form, context in
            _ = try await frame(context)
            let rebuild = Rebuild(database: rooms.database, rebuilders: Self.rebuilders)
            compared.start(rooms.world) { progress in try await rebuild.check { progress($0) } }
            return .redirect(to: Self.root.query("done", "rebuild"))
        }
        routes.post("/manage/register/wake", for: keepers) { form, context in
            _ = try await frame(context)
            let name = form.value("duty")
            let now = context.now
            try await rooms.database.write("duty.wake") { tx in try DutyStore.wake(name, at: now, in: tx) }
            return .redirect(to: Self.root.query("done", "wake"))
        }
        routes.get("/manage/register/looks", for: heads) { context in try await looks(context) }
    }

    private func frame(_ context: StaffContext) async throws -> DeskFrame {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/register", in: tx)
            guard frame.officer.may(.viewBook) else { throw Problem.notFound }
            return frame
        }
    }

    private func show(_ context: StaffContext) async throws -> Response {
        let frame = try await frame(context)
        let (verified, compared) = (verified.state, compared.state)
        let view = try await rooms.database.read { tx in
            RegisterView(
                frame: frame,
                position: try Book.position(in: tx),
                head: try Seal.newest(in: tx),
                duties: try DutyStore.all(in: tx),
                verified: verified,
                compared: compared
            )
        }
        return context.page(registerPage(context, view))
    }

    // MARK: Who looked at what

    private func looks(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let view = try await rooms.database.read { tx -> LooksView in
            let frame = try DeskFrame.load(rooms, context, current: "manage/register", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            let unit = try reach.unit(context.query("unit"), .viewLooks)
            let staff = try StaffStore.all(of: unit.id, in: tx)
            let from = CivilDate(written: context.query("from")) ?? context.today.adding(days: -7)
            let wanted = ID<StaffMember>(context.query("staff"))
            let member = staff.first { $0.id == wanted }
            var rows: [LookRow] = []
            if let member {
                let actor = Actor(member.id.rawValue)
                let looks = try Looks.all(by: actor, since: Instant(from, minute: 0), in: tx)
                let ids = looks.map { ID<Dossier>($0.target) }
                var codes: [ID<Dossier>: String] = [:]
                for id in Set(ids) { codes[id] = try DossierStore.row(id, in: tx).map { "\($0.code)" } }
                rows = looks.map { look in LookRow(look: look, code: codes[ID(look.target)]) }
            }
            return LooksView(
                frame: frame,
                unit: unit,
                units: reach.units(.viewLooks),
                staff: staff,
                member: member,
                from: from,
                rows: rows
            )
        }
        return context.page(looksPage(context, view))
    }
}

/// How the book and the duties stand.
struct RegisterView: Sendable {
    let frame: DeskFrame
    let position: Int64
    let head: SealedHead?
    let duties: [DutyState]
    let verified: Job<VerifyReport>.State
    let compared: Job<RebuildReport>.State

    var sealed: Int64 { head?.position ?? 0 }
    var unsealed: Int64 { max(0, position - sealed) }
    var mayViewLooks: Bool { frame.officer.may(.viewLooks) }
}

/// Looks of one officer.
struct LooksView: Sendable {
    let frame: DeskFrame
    let unit: Agency
    let units: [Agency]
    let staff: [StaffMember]
    let member: StaffMember?
    let from: CivilDate
    let rows: [LookRow]
}
struct LookRow: Sendable {
    let look: Look
    /// The dossier's code; nil for a person, whose id alone is shown.
    let code: String?
}
