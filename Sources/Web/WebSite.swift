public import Kernel

/// What the web layer needs to know about the site it serves: put together once, in `Server`.
public struct WebSite: Sendable {
    public var texts: TextLibrary
    public var world: World
    /// True when people reach the site by https: cookies are then `Secure` and carry the `__Host-` prefix.
    public var isSecure: Bool
    /// The address of the reverse proxy whose `X-Forwarded-For` is believed; nil believes nobody.
    public var trustedProxy: String?
    public var sessions: SessionResolver
    /// Where an officer who is not signed in is sent.
    public var signIn: Path
    /// Where the button in the head of the officers' pages posts.
    public var signOut: Path
    public var metrics: Metrics
    /// Whether the server can do its work now; asked by `/readyz`.
    public var readiness: @Sendable () async -> Readiness
    /// A line on top of every page (a demo whose clock is shifted says so), or nil.
    public var notice: @Sendable (Texts) -> String?
    /// The rail of an officer's pages, for a page that stands outside of any room (a problem); empty when it cannot be
    /// loaded.
    public var rail: @Sendable (StaffContext) async -> [RailItem]

    public init(
        texts: TextLibrary,
        world: World,
        isSecure: Bool = false,
        trustedProxy: String? = nil,
        sessions: SessionResolver = .none,
        signIn: Path = Path("sign-in"),
        signOut: Path = Path("sign-out"),
        metrics: Metrics = Metrics(),
        readiness: @escaping @Sendable () async -> Readiness = { .ready },
        notice: @escaping @Sendable (Texts) -> String? = { _ in nil },
        rail: @escaping @Sendable (StaffContext) async -> [RailItem] = { _ in [] }
    ) {
        self.texts = texts
        self.world = world
        self.isSecure = isSecure
        self.trustedProxy = trustedProxy
        self.sessions = sessions
        self.signIn = signIn
        self.signOut = signOut
        self.metrics = metrics
        self.readiness = readiness
        self.notice = notice
        self.rail = rail
    }
}

/// Whether the server can do its work, and in plain words why not.
public enum Readiness: Hashable, Sendable {
    case ready
    case notReady(String)
}

extension WebSite {
    /// What a context holds before the first middleware has seen it: no texts, no sessions.
    static let unset = WebSite(
        texts: .none,
        world: World(
            now: { Instant(milliseconds: 0) },
            newID: { $0.rawValue },
            secret: { [UInt8](repeating: 0, count: $0) }
        )
    )
}

/// An officer who is signed in, as the pages see one.
public struct SignedIn: Sendable, Hashable {
    public var staffID: String
    public var name: String
    public var agencyID: String
    public var agencyName: String
    public var roles: Set<String>
    /// The token that every form of this session must carry.
    public var csrf: String
    public var sessionID: String

    public init(
        staffID: String,
        name: String,
        agencyID: String,
        agencyName: String,
        roles: Set<String>,
        csrf: String,
        sessionID: String
    ) {
        self.staffID = staffID
        self.name = name
        self.agencyID = agencyID
        self.agencyName = agencyName
        self.roles = roles
        self.csrf = csrf
        self.sessionID = sessionID
    }
}

/// Finds the officer to whom the token in the session cookie belongs. `Access` is behind it; nil is a stranger.
public struct SessionResolver: Sendable {
    public var resolve: @Sendable (_ token: String, _ now: Instant) async throws -> SignedIn?
    public init(resolve: @escaping @Sendable (_ token: String, _ now: Instant) async throws -> SignedIn?) {
        self.resolve = resolve
    }
    /// Nobody is ever signed in.
    public static let none = SessionResolver { _, _ in nil }
}
