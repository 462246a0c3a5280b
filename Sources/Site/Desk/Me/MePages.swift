internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// An officer's own account: password, second factor, sessions, the unit acted for, and days of absence.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk/me | staff | all of it |
/// | POST | /desk/me/password | staff | a new password; every other session ends |
/// | POST | /desk/me/sessions | staff | signs out everywhere |
/// | POST | /desk/me/unit | staff | acts for another unit at which a role is held |
/// | POST | /desk/me/absence | staff | days away, and who takes the work |
/// | POST | /desk/me/absence/end | staff | back earlier |
public struct MePages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let limit = 16 * 1024
        routes.get("/desk/me", for: .staff) { try await self.show($0) }
        routes.post("/desk/me/password", for: .staff, limit: limit, isKept: false) {
            try await self.changePassword($0, $1)
        }
        routes.post("/desk/me/sessions", for: .staff, limit: limit) { try await self.endSessions($0, $1) }
        routes.post("/desk/me/unit", for: .staff, limit: limit) { try await self.changeUnit($0, $1) }
        routes.post("/desk/me/absence", for: .staff, limit: limit) { try await self.setAbsence($0, $1) }
        routes.post("/desk/me/absence/end", for: .staff, limit: limit) { try await self.endAbsence($0, $1) }
    }

    private var staff: StaffDesk { StaffDesk(database: rooms.database, world: rooms.world) }

    private func show(_ context: StaffContext) async throws -> Response {
        context.page(try await page(FormData(), context))
    }

    private func page(_ form: FormData, _ context: StaffContext) async throws -> HTML {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/me", in: tx)
            return (frame, try MeView.load(rooms, frame.officer, on: context.today, in: tx))
        }
        return deskPage(context, title: context.t("rail.me"), rail: frame.rail, view.html(context, form))
    }

    private func done(_ what: String) -> Response { .redirect(to: Path("desk", "me").query("done", what)) }

    // MARK: Account

    private func changePassword(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        if form.value("current").isEmpty { form.errors.add("current", "web.field.required") }
        guard let new = form.newPassword(), let token = context.app.sessionToken else {
            return context.refused(try await page(form, context))
        }
        do {
            let signed = try await rooms.signIn.choosePassword(
                SessionToken(rawValue: token),
                current: form.value("current"),
                new: new,
                address: context.remoteAddress
            )
            context.record(.passwordChosen)
            var response = done("password")
            response.set(.session, signed.token.rawValue, for: context)
            return response
        } catch let error as SignInError {
            guard let told = SignInWords(error, context.t) else { throw Problem.signInNeeded }
            if case .refused = error {
                form.errors.add("current", "desk.me.wrongPassword")
            } else {
                form.errors.add("new", told.key, told.values)
            }
            return context.refused(try await page(form, context))
        } catch VaultError.busy { throw Problem.busy() }
    }

    private func endSessions(_ form: FormData, _ context: StaffContext) async throws -> Response {
        if let token = context.app.sessionToken {
            try await rooms.signIn.signOutEverywhere(SessionToken(rawValue: token))
        }
        var response = Response.redirect(to: Path("sign-in").query("out", "1"))
        response.forgetPages()
        context.record(.signedOut)
        response.clear(.session, for: context)
        return response
    }

    private func changeUnit(_ form: FormData, _ context: StaffContext) async throws -> Response {
        guard let token = context.app.sessionToken else { throw Problem.signInNeeded }
        do {
            try await rooms.signIn.act(for: ID(form.value("unit")), SessionToken(rawValue: token))
        } catch SignInError.noRoleAt {
            var form = form
            form.errors.add("unit", "web.field.choose")
            return context.refused(try await page(form, context))
        }
        return .redirect(to: Path("desk"))
    }

    // MARK: Absence

    private func setAbsence(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let rooms = rooms
        let (officer, others) = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            return (officer, try MeView.others(of: officer, on: context.today, in: tx).map(\.value))
        }
        let kind = form.choice("kind", of: Absence.Kind.allCases.map(\.rawValue)).flatMap(Absence.Kind.init(rawValue:))
        let from = form.date("from", required: true)
        let to = form.date("to", required: true)
        let substitute = form.choice("substitute", of: others, required: false)
        if let from, from < context.today { form.errors.add("from", "desk.me.absence.past") }
        guard form.errors.isEmpty, let kind, let from, let to else {
            return context.refused(try await page(form, context))
        }
        do {
            try await staff.setAbsence(
                of: officer.id,
                kind,
                from: from,
                to: to,
                substitute: substitute.map { ID($0) },
                by: officer.actor
            )
        } catch AgencyError.absenceOverlaps(from, to) {
            // The same form sent twice: it is there already.
            return done("absence")
        } catch let error as AgencyError {
            let (field, key, values) = Self.words(error)
            form.errors.add(field, key, values)
            return context.refused(try await page(form, context))
        }
        return done("absence")
    }

    private static func words(_ error: AgencyError) -> (field: String, key: String, values: [String: String]) {
        switch error {
        case .datesReversed: ("to", "desk.me.absence.reversed", [:])
        case .absenceOverlaps(let from, let to):
            ("from", "desk.me.absence.overlaps", ["from": from.written, "to": to.written])
        case .substituteIsSelf: ("substitute", "desk.me.absence.self", [:])
        case .staffLeft(let date): ("substitute", "desk.me.absence.left", ["date": date.written])
        default: ("from", "desk.me.absence.other", [:])
        }
    }

    /// Back from today on; one that has not begun is taken back whole.
    private func endAbsence(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let officer = try await rooms.database.read { tx in try rooms.officer(context, in: tx) }
        guard let number = Digits.value(form.value("number").utf8) else { throw Problem.badRequest }
        do {
            try await staff.endAbsence(
                number,
                of: officer.id,
                lastDay: context.today.adding(days: -1),
                by: officer.actor
            )
        } catch AgencyError.noSuchAbsence { throw Problem.notFound }
        return done("back")
    }
}
