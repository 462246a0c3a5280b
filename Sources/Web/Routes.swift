public import HTTPTypes
public import Hummingbird

/// Who may call a route, and with it the context its handler gets.
public struct Audience<Context: PageContext>: Sendable {
    public let who: Who
    let admit: @Sendable (AppContext) throws -> Context
}

/// Who may call a route, as the table keeps it.
public enum Who: Sendable, Hashable, CustomStringConvertible {
    case anyone
    /// An officer with one of these roles; no role named means every officer.
    case staff(Set<String>)
    /// A program whose officer's token has this right.
    case token(String)

    public func admits(roles: Set<String>?) -> Bool {
        switch self {
        case .anyone: true
        case .token: false
        case .staff(let wanted): roles.map { wanted.isEmpty || !wanted.isDisjoint(with: $0) } ?? false
        }
    }
    public var description: String {
        switch self {
        case .anyone: "anyone"
        case .token(let right): "token(\(right))"
        case .staff(let roles): roles.isEmpty ? "staff" : "staff(" + roles.sorted().joined(separator: ", ") + ")"
        }
    }
}

extension Audience where Context == AppContext {
    public static var anyone: Audience { Audience(who: .anyone) { $0 } }
}
extension Audience where Context == StaffContext {
    /// Every officer who is signed in.
    public static var staff: Audience { staff([]) }
    /// Officers with one of `roles`. To others the page does not exist: 404, never 403.
    public static func staff(_ roles: Set<String>) -> Audience {
        let who = Who.staff(roles)
        return Audience(who: who) { app in
            guard let context = StaffContext(app) else { throw Problem.signInNeeded }
            guard who.admits(roles: context.officer.roles) else {
                app.record(.pageRefused)
                throw Problem.notFound
            }
            return context
        }
    }
}

/// The one place where routes are registered: each with who may call it, so that a test can try every route × role.
///
///     struct IntakePages {
///         func addRoutes(to routes: RouteTable) {
///             routes.get("/desk/intake", for: .staff(["reception"])) { context in … }
///             routes.post("/desk/intake", for: .staff(["reception"])) { form, context in … }
///         }
///     }
///
/// Every POST is decoded and its CSRF token checked before its handler is called. The router itself is not handed out
/// before `finish()`, after which nothing can be added through this table.
public final class RouteTable {
    public struct Entry: Sendable, Hashable {
        public let method: HTTPRequest.Method
        /// `/desk/dossiers/{id}`.
        public let pattern: String
        public let who: Who
    }
    public private(set) var entries: [Entry] = []
    public let site: WebSite
    private var isFinished = false
    private let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)

    /// A table with the middleware of the site and its own routes (`/static`, `/healthz`, `/readyz`, `/metrics`,
    /// `/problems/{code}`).
    public init(_ site: WebSite) {
        self.site = site
        router.add(middleware: WatchMiddleware(metrics: site.metrics))
        router.add(middleware: SecurityMiddleware(isSecure: site.isSecure))
        router.add(middleware: EnterMiddleware(site: site))
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: SessionMiddleware())
        // Once more, for what a handler throws: here it is known whether an officer stands before the page.
        router.add(middleware: ProblemMiddleware())
        FoundationPages().addRoutes(to: self)
    }

    public func get<C: PageContext>(
        _ pattern: String,
        for audience: Audience<C>,
        use page: @escaping @Sendable (C) async throws -> Response
    ) {
        add(.get, pattern, audience.who) { _, context in try await page(audience.admit(context.known())) }
    }

    /// A form: decoded (urlencoded or multipart, at most `limit` bytes) and its CSRF token checked.
    ///
    /// - Parameter isKept: whether a page that says that the server cannot do it now offers the form again, with all
    ///   that was typed; false where secrets are typed.
    public func post<C: PageContext>(
        _ pattern: String,
        for audience: Audience<C>,
        limit: Int = 256 * 1024,
        isKept: Bool = true,
        use act: @escaping @Sendable (FormData, C) async throws -> Response
    ) {
        add(.post, pattern, audience.who) { request, app in
            if isKept, app.sessionFailure != nil { app.sent.keep(try await FormData.read(request, limit: limit)) }
            let context = try audience.admit(app.known())
            let form = try await FormData.read(request, limit: limit)
            if isKept { app.sent.keep(form) }
            guard context.app.hasToken, FormTokens.isSame(form.csrf, context.csrf) else {
                context.record(.formRefused)
                throw Problem.formExpired
            }
            return try await act(form, context)
        }
    }

    /// A route that reads the request itself, without CSRF check: for programs with a key of their own, never for
    /// anything that a cookie opens. The route itself looks whether `who` it is.
    public func raw(
        _ method: HTTPRequest.Method,
        _ pattern: String,
        for who: Who = .anyone,
        use act: @escaping @Sendable (Request, AppContext) async throws -> Response
    ) {
        add(method, pattern, who, act)
    }

    private func add(
        _ method: HTTPRequest.Method,
        _ pattern: String,
        _ who: Who,
        _ act: @escaping @Sendable (Request, AppContext) async throws -> Response
    ) {
        precondition(!isFinished, "Routes are added before finish()")
        precondition(
            !entries.contains { $0.method == method && $0.pattern == pattern },
            "\(method) \(pattern) is registered twice"
        )
        entries.append(Entry(method: method, pattern: pattern, who: who))
        router.on(RouterPath(pattern), method: method) { request, context in try await act(request, context) }
    }

    /// The router, complete: every other method of a known path answers 405.
    public func finish() -> Router<AppContext> {
        if isFinished { return router }
        isFinished = true
        let methods: [HTTPRequest.Method] =
            [.get, .post, .put, .patch, .delete, .options, .trace] + [HTTPRequest.Method("QUERY")].compactMap { $0 }
        for (pattern, entries) in Dictionary(grouping: entries, by: \.pattern) {
            let known = entries.map(\.method)
            let allow = known.map(\.rawValue).sorted().joined(separator: ", ")
            for method in methods where !known.contains(method) {
                router.on(RouterPath(pattern), method: method) { _, _ -> Response in
                    throw Problem.methodNotAllowed(allow: allow)
                }
            }
        }
        return router
    }
}
