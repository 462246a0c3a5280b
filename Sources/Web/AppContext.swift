public import Hummingbird
public import Kernel
public import Logging
internal import NIOCore
internal import Synchronization

/// What is known about a request besides the request. Everybody's: a stranger's too.
public struct AppContext: RequestContext, PageContext {
    public var coreContext: CoreRequestContextStorage
    public var language: Language = .vi
    /// Letters of double size, by the visitor's wish (a cookie).
    public var hasLargeText = false
    /// The reference that a problem page shows and the log carries.
    public var requestID: String
    /// The visitor's address: the channel's, or what a trusted proxy says.
    public var remoteAddress: String
    /// When the request came in.
    public var now = Instant(milliseconds: 0)
    /// The officer who is signed in, if any. Pages for officers take a `StaffContext`, where there is always one.
    public var officer: SignedIn?
    /// What the session cookie holds, whatever it is worth; for the pages that sign in and out, and for no others.
    public var sessionToken: String?
    /// The path and query that were asked for.
    public var here = Path.home
    /// Whether a program asks (`/api/v1/…`): no cookie is read or set, and every problem is told as JSON.
    public internal(set) var isProgram = false
    /// Set by the first middleware.
    public var site = WebSite.unset
    var visitor = Visitor(token: "", isNew: false)
    /// Why it is not known whether an officer is signed in: the database did not answer.
    var sessionFailure: (any Error)?
    /// The form that came with this request, so that a refusal can offer it again.
    let sent = SentForm()

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = source.logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "-"
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "-"
    }
    /// For requests that come without a socket.
    public init(logger: Logger, requestID: String, remoteAddress: String) {
        struct Source: RequestContextSource { let logger: Logger }
        coreContext = .init(source: Source(logger: logger))
        self.requestID = requestID
        self.remoteAddress = remoteAddress
    }
    public var app: AppContext { self }
    /// Whether the browser brought a token with which a form can be compared.
    var hasToken: Bool { officer != nil || !visitor.isNew }
}

/// The context of a page for officers. It cannot be made without an officer.
public struct StaffContext: PageContext {
    public let app: AppContext
    public let officer: SignedIn

    init?(_ app: AppContext) {
        guard let officer = app.officer else { return nil }
        self.app = app
        self.officer = officer
    }
}

/// What pages need, whoever stands before them.
public protocol PageContext: Sendable {
    var app: AppContext { get }
}

extension PageContext {
    public var language: Language { app.language }
    /// The texts of the reader's language.
    public var t: Texts { site.texts[app.language] }
    public var now: Instant { app.now }
    public var today: CivilDate { app.now.date }
    public var requestID: String { app.requestID }
    public var remoteAddress: String { app.remoteAddress }
    public var here: Path { app.here }
    public var site: WebSite { app.site }

    /// The part of the path that the pattern calls `name`; a missing one is the programmer's error and finds nothing.
    public func parameter(_ name: String) throws -> String {
        guard let raw = app.parameters.get(name), let text = Percent.decoded(raw.utf8.map { $0 == 43 ? 32 : $0 }),
            VietnameseText.isCleanLine(text), text.count <= Limits.lineLength
        else { throw Problem.notFound }
        return VietnameseText.normalized(text)
    }
    /// A query item, normalised, at most `Limits.queryLength` characters; empty when it is missing or broken.
    public func query(_ name: String) -> String {
        guard let raw = here.items.first(where: { $0.name == name })?.value, VietnameseText.isCleanLine(raw) else {
            return ""
        }
        return VietnameseText.normalized(String(raw.prefix(Limits.queryLength)))
    }

    /// What a form of this visitor must carry: the session's or the visitor's CSRF token, and a fresh request key.
    public func formTokens() -> FormTokens {
        FormTokens(csrf: csrf, key: Hex.encode(site.world.secret(16)))
    }
    var csrf: String {
        if let officer = app.officer { return officer.csrf }
        app.visitor.use()
        return app.visitor.token
    }
}

/// The cookie of a visitor who is not signed in: half of the double-submit check, set once a form was shown.
final class Visitor: Sendable {
    let token: String
    let isNew: Bool
    private let isUsed = Mutex(false)

    init(token: String, isNew: Bool) {
        self.token = token
        self.isNew = isNew
    }
    func use() { isUsed.withLock { $0 = true } }
    /// True when the answer has to set the cookie.
    var mustBeSet: Bool { isNew && isUsed.withLock { $0 } }
}

/// The hidden fields of every form.
public struct FormTokens: Sendable, Hashable {
    public let csrf: String
    /// The request key: the same act sent twice is done once (`Storage.RequestKeys`).
    public let key: String

    public init(csrf: String, key: String) {
        self.csrf = csrf
        self.key = key
    }
    public var html: HTML {
        "<input type=\"hidden\" name=\"_csrf\" value=\"\(csrf)\"><input type=\"hidden\" name=\"_key\" value=\"\(key)\">"
    }

    /// Compares in a time that does not tell how much of it was right.
    public static func isSame(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count, !a.isEmpty else { return false }
        return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
