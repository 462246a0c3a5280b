internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Officers: who works where, what they may do, their accounts, absences and signature blocks.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/staff?unit=` | administrators, heads, leaders | the officers of a unit |
/// | `GET, POST /manage/staff/new` | administrators | add an officer; shows the one-time password once |
/// | `GET /manage/staff/{id}` | who may manage or cover for the officer | one officer |
/// | `POST /manage/staff/{id}/account` | administrators in reach | password, lock, second factor, sessions |
/// | `GET, POST /manage/staff/{id}/roles`, `POST …/roles/end` | administrators in reach | give and end roles |
/// | `GET, POST /manage/staff/{id}/absence`, `POST …/absence/end` | also heads and leaders | who is away, who covers |
/// | `GET, POST /manage/staff/{id}/signature` | administrators in reach | how the officer signs |
public struct StaffPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    var desk: StaffDesk { StaffDesk(database: rooms.database, world: rooms.world) }
    var accounts: AccountDesk { AccountDesk(database: rooms.database, world: rooms.world, vault: rooms.vault) }
    static let root = Path("manage", "staff")

    public func addRoutes(to routes: RouteTable) {
        let heads = Audience.staff(["administrator", "centreHead", "leader"])
        let administrators = Audience.staff(["administrator"])
        routes.get("/manage/staff", for: heads) { context in try await list(context) }
        routes.get("/manage/staff/new", for: administrators) { context in
            context.page(try await newPage(context, FormData(["from": context.today.written])))
        }
        routes.post("/manage/staff/new", for: administrators) { form, context in try await add(form, context) }
        routes.get("/manage/staff/{id}", for: heads) { context in
            context.page(staffCardPage(context, try await card(context)))
        }
        routes.post("/manage/staff/{id}/account", for: administrators) { form, context in
            try await account(form, context)
        }
        addFormRoutes(to: routes, administrators, heads)
    }

    // MARK: The list

    private func list(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx -> (DeskFrame, StaffListView) in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            let unit = try reach.unit(context.query("unit"), .manageAbsences)
            let staff = try StaffStore.all(of: unit.id, in: tx)
            return (
                frame,
                StaffListView(
                    unit: unit,
                    units: reach.units(.manageAbsences),
                    rows: staff.map { StaffRow($0, at: unit.id, reach) },
                    mayAdd: reach.covers(unit.id, .manageStaff),
                    maySeeUnits: frame.officer.may(.manageUnits)
                )
            )
        }
        return context.page(staffListPage(context, frame, view))
    }

    // MARK: A new officer

    private func newPage(_ context: StaffContext, _ form: FormData) async throws -> HTML {
        let rooms = rooms
        let (frame, units, unit) = try await rooms.database.read { tx -> (DeskFrame, [Agency], Agency) in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            return (frame, reach.units(.manageStaff), try reach.unit(context.query("unit"), .manageStaff))
        }
        let filled = form.has("unit") ? form : form.setting("unit", unit.id.rawValue)
        return newStaffPage(context, frame, units, filled)
    }

    private func add(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let reach = try await reach(context)
        let unit = form.choice("unit", of: reach.units(.manageStaff).map(\.id.rawValue))
        let name = form.line("name", max: Limits.nameLength, required: true)
        let logIn = form.line("logIn", max: AgencyLimits.logInLength.upperBound, required: true)
        let title = form.line("title", max: AgencyLimits.titleLength, required: true)
        let phone = form.phone("phone")
        let from = form.date("from", required: true)
        let to = form.date("to")
        let roles = form.all("roles").compactMap(Role.init)
        if roles.isEmpty || roles.count != form.all("roles").count { form.errors.add("roles", "web.field.choose") }
        guard form.errors.isEmpty, let unit, let name, let logIn, let title, let from else {
            return context.refused(try await newPage(context, form))
        }
        guard try await rooms.isFirst(form, context) else { return .redirect(to: Self.root.query("unit", unit)) }
        let agency = ID<Agency>(unit)
        let new = NewStaff(
            StaffProfile(name: name, logInName: logIn, phone: phone),
            post: StaffPost(agency: agency, title: title),
            grants: roles.map { RoleGrant(agency: agency, role: $0, from: from, to: to) }
        )
        do {
            guard let id = try await desk.add([new], by: reach.officer.actor).first else { throw Problem.unexpected }
            let password = try await accounts.givePassword(to: id, by: .officer(reach.officer))
            return try await showPassword(password, of: id, context)
        } catch {
            try form.take(error, context.t, reach.directory)
            return context.refused(try await newPage(context, form))
        }
    }

    func reach(_ context: StaffContext) async throws -> Reach {
        let rooms = rooms
        return try await rooms.database.read { tx in
            Reach(
                officer: try rooms.officer(context, in: tx),
                directory: try rooms.directory(in: tx),
                today: context.today
            )
        }
    }

    // MARK: One officer

    /// The officer that the path names, if this administrator may do anything for them.
    ///
    /// - Throws: `Problem.notFound`: another unit's officers do not exist.
    func card(_ context: StaffContext) async throws -> StaffCard {
        let id = ID<StaffMember>(try context.parameter("id"))
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            guard let member = try StaffStore.load(id, in: tx) else { throw Problem.notFound }
            let authority = AccountAuthority.officer(frame.officer)
            let mayManage = authority.administers(member, reach.directory, on: context.today)
            let maySetAbsence = reach.covers(member.agency, .manageAbsences)
            guard mayManage || maySetAbsence else { throw Problem.notFound }
            let substitutes = try StaffStore.all(of: member.agency, in: tx).filter {
                $0.id != id && $0.works(on: context.today)
            }
            let others = member.absences.compactMap(\.substitute)
            return StaffCard(
                frame: frame,
                reach: reach,
                member: member,
                account: try AccountStore.load(id, in: tx),
                sessions: try SessionStore.count(of: id, in: tx),
                mayManage: mayManage,
                substitutes: substitutes,
                names: try StaffStore.names(of: others, in: tx)
            )
        }
    }

    /// The card, only where the administrator may manage the officer.
    func managed(_ context: StaffContext) async throws -> StaffCard {
        let card = try await card(context)
        guard card.mayManage else { throw Problem.notFound }
        return card
    }

    private func account(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let card = try await managed(context)
        let member = card.member.id
        let here = Self.root / member.rawValue
        guard let act = AccountAct(rawValue: form.value("act")), !card.isSelf else { throw Problem.badRequest }
        guard try await rooms.isFirst(form, context) else { return .redirect(to: here) }
        let authority = AccountAuthority.officer(card.frame.officer)
        switch act {
        case .password:
            let password = try await accounts.givePassword(to: member, by: authority)
            return try await showPassword(password, of: member, context)
        case .lock: try await accounts.lock(member, by: authority)
        case .unlock: try await accounts.unlock(member, by: authority)
        case .factor: try await accounts.resetSecondFactor(of: member, by: authority)
        case .signOut: try await accounts.endSessions(of: member, by: authority)
        }
        return .redirect(to: here.query("done", act.rawValue))
    }

    private func showPassword(
        _ password: String,
        of id: ID<StaffMember>,
        _ context: StaffContext
    ) async throws -> Response {
        let rooms = rooms
        let (frame, member) = try await rooms.database.read { tx in
            (
                try DeskFrame.load(rooms, context, current: "manage/staff", in: tx),
                try StaffStore.load(id, in: tx)
            )
        }
        guard let member else { throw Problem.notFound }
        return context.page(passwordPage(context, frame, member, password))
    }
}

/// What an administrator does with an account; the raw value stands in the form.
enum AccountAct: String, CaseIterable {
    case password, lock, unlock, factor, signOut
}

extension FormData {
    /// A telephone number; empty is none.
    mutating func phone(_ name: String) -> Phone? {
        guard let text = line(name, max: 40) else { return nil }
        guard let phone = try? Phone(parsing: text) else {
            errors.add(name, "manage.refused.phone")
            return nil
        }
        return phone
    }
}
