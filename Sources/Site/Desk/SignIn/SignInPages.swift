internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Paper
public import Web

/// How officers come in and go out.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET, POST | /sign-in | anyone | name and password |
/// | GET, POST | /sign-in/second | who has shown the password | six digits, or a recovery code |
/// | GET, POST | /sign-in/enrol | who must, or wants to, set up a second factor | its secret, then recovery codes |
/// | GET, POST | /sign-in/password | who came with a one-time password | chooses a new one |
/// | POST | /sign-out | staff | ends this session |
///
/// Every step gives the session a new token. What fails is told the same way whether the name, the password or the
/// account is wrong.
public struct SignInPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let limit = 16 * 1024
        routes.get("/sign-in", for: .anyone) { try await self.ask($0) }
        routes.post("/sign-in", for: .anyone, limit: limit, isKept: false) { try await self.begin($0, $1) }
        routes.get("/sign-in/second", for: .anyone) { try await self.askSecond($0) }
        routes.post("/sign-in/second", for: .anyone, limit: limit, isKept: false) { try await self.second($0, $1) }
        routes.get("/sign-in/enrol", for: .anyone) { try await self.askEnrolment($0) }
        routes.post("/sign-in/enrol", for: .anyone, limit: limit, isKept: false) { try await self.enrol($0, $1) }
        routes.get("/sign-in/password", for: .anyone) { try await self.askPassword($0) }
        routes.post("/sign-in/password", for: .anyone, limit: limit, isKept: false) {
            try await self.choosePassword($0, $1)
        }
        routes.post("/sign-out", for: .staff, limit: limit) { try await self.signOut($0, $1) }
    }

    // MARK: Name and password

    private func ask(_ context: AppContext) async throws -> Response {
        let next = context.query("next")
        if context.officer != nil { return .redirect(to: Self.wanted(next)) }
        // On the way to a page, by a session that owes a second factor since a role was given: it is set up first.
        if !next.isEmpty, let text = context.sessionToken,
            let current = try await rooms.signIn.current(SessionToken(rawValue: text)),
            current.session.stage == .enrolment
        {
            return .redirect(to: Self.place(of: .enrolment, next: next))
        }
        let view = SignInView(context, next: next, wasSignedOut: context.query("out") == "1")
        return context.page(view.signIn(FormData()))
    }

    private func begin(_ form: FormData, _ context: AppContext) async throws -> Response {
        var form = form
        let view = SignInView(context, next: form.value("next"))
        let name = form.line("name", max: Limits.nameLength, required: true)
        if form.value("password").isEmpty { form.errors.add("password", "web.field.required") }
        guard form.errors.isEmpty, let name else { return context.refused(view.signIn(form)) }
        do {
            let signed = try await rooms.signIn.signIn(
                name: name,
                password: form.value("password"),
                address: context.remoteAddress,
                replacing: context.sessionToken.map(SessionToken.init(rawValue:))
            )
            context.record(.signedIn, staff: signed.session.staff.rawValue)
            return goOn(signed, next: form.value("next"), context)
        } catch let error as SignInError {
            return try refused(error, "password", &form, context) { view.signIn($0) }
        } catch VaultError.busy { throw Problem.busy() }
    }

    // MARK: Second factor

    private func askSecond(_ context: AppContext) async throws -> Response {
        try await standing(context, [.secondFactor]) { _ in
            context.page(SignInView(context, next: context.query("next")).second(FormData()))
        }
    }

    private func second(_ form: FormData, _ context: AppContext) async throws -> Response {
        try await standing(context, [.secondFactor]) { token in
            var form = form
            let next = form.value("next")
            let view = SignInView(context, next: next)
            let code = form.line("code", max: 20)
            let recovery = form.line("recovery", max: 40)
            if code == nil, recovery == nil { form.errors.add("code", "web.field.required") }
            guard form.errors.isEmpty else { return context.refused(view.second(form)) }
            do {
                let signed =
                    if let recovery, code == nil {
                        try await self.rooms.signIn.recover(token, recoveryCode: recovery)
                    } else { try await self.rooms.signIn.confirm(token, code: code ?? "") }
                return self.goOn(signed, next: next, context)
            } catch let error as SignInError {
                let field = code == nil ? "recovery" : "code"
                return try self.refused(error, field, &form, context) { view.second($0) }
            }
        }
    }

    private func askEnrolment(_ context: AppContext) async throws -> Response {
        try await standing(context, [.enrolment, .full]) { _ in
            context.page(SignInView(context, next: context.query("next")).enrolment())
        }
    }

    /// Without a code it makes a secret and shows it; with one it confirms it.
    private func enrol(_ form: FormData, _ context: AppContext) async throws -> Response {
        try await standing(context, [.enrolment, .full]) { token in
            var form = form
            let next = form.value("next")
            let view = SignInView(context, next: next)
            do {
                guard let shown = SecretShown(form) else {
                    let made = try await self.rooms.signIn.beginEnrolment(token, issuer: context.t("web.name"))
                    return context.page(try view.secret(FormData(), SecretShown(made)))
                }
                let code = form.line("code", max: 20, required: true)
                guard form.errors.isEmpty, let code else { return context.refused(try view.secret(form, shown)) }
                do {
                    let (signed, codes) = try await self.rooms.signIn.confirmEnrolment(token, code: code)
                    let going = Self.place(of: signed.session.stage, next: next)
                    var page = context.page(view.recoveryCodes(codes, then: going))
                    page.set(.session, signed.token.rawValue, for: context)
                    return page
                } catch SignInError.wrongCode {
                    context.record(.secondFactorRefused)
                    form.errors.add("code", "signin.error.wrongCode")
                    return context.refused(try view.secret(form, shown))
                }
            } catch let error as SignInError {
                return try self.refused(error, "code", &form, context) { _ in view.enrolment(error: error) }
            }
        }
    }

    // MARK: A new password

    private func askPassword(_ context: AppContext) async throws -> Response {
        try await standing(context, [.newPassword]) { _ in
            context.page(SignInView(context, next: context.query("next")).newPassword(FormData()))
        }
    }

    private func choosePassword(_ form: FormData, _ context: AppContext) async throws -> Response {
        try await standing(context, [.newPassword]) { token in
            var form = form
            let next = form.value("next")
            let view = SignInView(context, next: next)
            guard let new = form.newPassword() else { return context.refused(view.newPassword(form)) }
            do {
                let signed = try await self.rooms.signIn.choosePassword(
                    token,
                    current: nil,
                    new: new,
                    address: context.remoteAddress
                )
                context.record(.passwordChosen, staff: signed.session.staff.rawValue)
                return self.goOn(signed, next: next, context)
            } catch let error as SignInError {
                return try self.refused(error, "new", &form, context) { view.newPassword($0) }
            } catch VaultError.busy { throw Problem.busy() }
        }
    }

    private func signOut(_ form: FormData, _ context: StaffContext) async throws -> Response {
        if let token = context.app.sessionToken { try await rooms.signIn.signOut(SessionToken(rawValue: token)) }
        var response = Response.redirect(to: Path("sign-in").query("out", "1"))
        response.clear(.session, for: context)
        response.forgetPages()
        context.record(.signedOut)
        return response
    }

    // MARK: Inside

    /// The session of the cookie when it stands at one of `stages`; else the way to where it stands.
    private func standing(
        _ context: AppContext,
        _ stages: Set<SessionStage>,
        then act: (SessionToken) async throws -> Response
    ) async throws -> Response {
        guard let text = context.sessionToken,
            let current = try await rooms.signIn.current(SessionToken(rawValue: text))
        else { return .redirect(to: Path("sign-in")) }
        let stage = current.session.stage
        guard stages.contains(stage) else { return .redirect(to: Self.place(of: stage, next: context.query("next"))) }
        return try await act(SessionToken(rawValue: text))
    }

    private func goOn(_ signed: Access.SignedIn, next: String, _ context: AppContext) -> Response {
        var response = Response.redirect(to: Self.place(of: signed.session.stage, next: next))
        response.set(.session, signed.token.rawValue, for: context)
        return response
    }

    /// Where a session at this stage goes on.
    static func place(of stage: SessionStage, next: String) -> Path {
        let kept = next.isEmpty ? nil : next
        return switch stage {
        case .secondFactor: Path("sign-in", "second").query("next", kept)
        case .enrolment: Path("sign-in", "enrol").query("next", kept)
        case .newPassword: Path("sign-in", "password").query("next", kept)
        case .full: wanted(next)
        }
    }

    /// The page that was wanted before one had to sign in, if it is one of this site's officers' pages.
    static func wanted(_ next: String) -> Path {
        guard let path = Path(local: next), let first = path.segments.first, ["desk", "manage"].contains(first) else {
            return Path("desk")
        }
        return path
    }

    /// The page again with what is wrong, or the way back where the session is over.
    private func refused(
        _ error: SignInError,
        _ field: String,
        _ form: inout FormData,
        _ context: AppContext,
        _ page: (FormData) -> HTML
    ) throws -> Response {
        switch error {
        case .refused: context.record(.signInRefused)
        case .throttled: context.record(.signInThrottled)
        case .wrongCode, .wrongRecoveryCode: context.record(.secondFactorRefused)
        default: break
        }
        guard let told = SignInWords(error, context.t) else { return .redirect(to: Path("sign-in")) }
        form.errors.add(field, told.key, told.values)
        guard case .throttled(let until) = error else { return context.refused(page(form)) }
        var response = context.page(page(form), status: .tooManyRequests)
        let seconds = max(1, (until.milliseconds - context.now.milliseconds + 999) / 1000)
        response.headers[.retryAfter] = String(seconds)
        return response
    }
}

extension FormData {
    /// The new password when it was typed twice alike; else the errors are collected.
    mutating func newPassword() -> String? {
        let new = value("new")
        if new.isEmpty { errors.add("new", "web.field.required") }
        if value("again") != new { errors.add("again", "signin.error.notAlike") }
        return errors.isEmpty ? new : nil
    }
}
