internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Logging

/// Counts and logs every request: the pattern, never the path, so that no code or name is kept.
struct WatchMiddleware: RouterMiddleware {
    typealias Context = AppContext
    let metrics: Metrics

    func handle(
        _ request: Request,
        context: AppContext,
        next: @concurrent (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await next(request, context)
        let duration = clock.now - start
        let (seconds, attoseconds) = duration.components
        let elapsed = Double(seconds) + Double(attoseconds) / 1e18
        let pattern = context.endpointPath ?? "unknown"
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        let method = known.contains(request.method) ? request.method.rawValue : "other"
        let labels = ["method": method, "route": pattern, "status": String(response.status.code)]
        metrics.count("motcua_http_requests_total", labels)
        metrics.observe("motcua_http_request_seconds", elapsed, ["route": pattern])
        context.logger.info(
            "Request",
            metadata: [
                "http.method": "\(method)", "http.route": "\(pattern)",
                "http.status": "\(response.status.code)", "ms": "\(Int(elapsed * 1000))",
            ]
        )
        return response
    }
}

/// The security fields of every answer. Nothing inline, nothing from elsewhere, in no frame.
struct SecurityMiddleware: RouterMiddleware {
    typealias Context = AppContext
    let isSecure: Bool

    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    func handle(
        _ request: Request,
        context: AppContext,
        next: @concurrent (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.frameOptions] = "DENY"
        response.headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=(), payment=()"
        response.headers[.openerPolicy] = "same-origin"
        response.headers[.resourcePolicy] = "same-origin"
        response.headers[.requestID] = context.requestID
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        return response
    }
}

/// Fills the context: site, time, address, language, size of letters, the visitor's token.
struct EnterMiddleware: RouterMiddleware {
    typealias Context = AppContext
    let site: WebSite

    func handle(
        _ request: Request,
        context: AppContext,
        next: @concurrent (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.site = site
        context.now = site.world.now()
        context.isProgram = request.uri.path == "/api/v1" || request.uri.path.hasPrefix("/api/v1/")
        context.here = Path(local: request.uri.description) ?? Path(local: request.uri.path) ?? .home
        if let proxy = site.trustedProxy, proxy == context.remoteAddress,
            let last = request.headers[.forwardedFor]?.split(separator: ",").last
        {
            context.remoteAddress = String(last.drop { $0 == " " })
        }
        if context.isProgram {
            context.language = Self.spoken(in: request) ?? .vi
            return try await next(request, context)
        }
        let asked = context.here.items.first { $0.name == "lang" }.flatMap { Language(rawValue: $0.value) }
        context.language = asked ?? Self.language(of: request, site)
        let size = context.here.items.first { $0.name == "text" }?.value
        let kept = SiteCookie.text.value(in: request, isSecure: site.isSecure)
        context.hasLargeText = (size ?? kept) == "large"
        context.visitor = Self.visitor(of: request, site)
        var response = try await next(request, context)
        let year = 365 * 86_400
        if asked != nil { response.set(.lang, context.language.rawValue, maxAge: year, for: context) }
        if size == "large" || size == "normal" {
            response.set(.text, context.hasLargeText ? "large" : "normal", maxAge: year, for: context)
        }
        if context.visitor.mustBeSet { response.set(.visitor, context.visitor.token, for: context) }
        return response
    }

    private static func visitor(of request: Request, _ site: WebSite) -> Visitor {
        if let token = SiteCookie.visitor.value(in: request, isSecure: site.isSecure), token.utf8.count == 32 {
            return Visitor(token: token, isNew: false)
        }
        return Visitor(token: Hex.encode(site.world.secret(16)), isNew: true)
    }

    /// The cookie, then the first known language of `Accept-Language`, then Vietnamese.
    private static func language(of request: Request, _ site: WebSite) -> Language {
        if let kept = SiteCookie.lang.value(in: request, isSecure: site.isSecure).flatMap(Language.init(rawValue:)) {
            return kept
        }
        return spoken(in: request) ?? .vi
    }
    private static func spoken(in request: Request) -> Language? {
        let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.prefix(2)).lowercased()
        }
        return wanted.lazy.compactMap(Language.init(rawValue:)).first
    }
}

/// Looks for the officer to whom the session cookie belongs.
struct SessionMiddleware: RouterMiddleware {
    typealias Context = AppContext

    func handle(
        _ request: Request,
        context: AppContext,
        next: @concurrent (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if !context.isProgram, let token = SiteCookie.session.value(in: request, isSecure: context.site.isSecure),
            !token.isEmpty,
            token.utf8.count <= 200
        {
            context.sessionToken = token
            // A failure is told by the route, which reads a form first: what was typed is kept, and style is served.
            do { context.officer = try await context.site.sessions.resolve(token, context.now) } catch {
                context.sessionFailure = error
            }
        }
        return try await next(request, context)
    }
}
