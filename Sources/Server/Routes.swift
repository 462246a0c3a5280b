internal import Access
internal import Agencies
internal import Kernel
public import Site
internal import Storage
public import Web

/// Every page of the site, and who an officer's cookie belongs to.
public enum Routes {
    /// The table of every route.
    public static func table(_ rooms: Rooms, _ site: WebSite) -> RouteTable {
        let routes = RouteTable(site)
        DesignPages().addRoutes(to: routes)
        return routes
    }

    /// The officer of a session that is fully signed in.
    public static func sessions(_ rooms: Rooms) -> SessionResolver {
        SessionResolver { token, _ in
            let token = SessionToken(rawValue: token)
            guard let current = try await rooms.signIn.current(token), current.session.stage == .full else {
                return nil
            }
            let officer = current.officer
            let today = rooms.world.now().date
            let agency = try await rooms.database.read { tx in
                try rooms.directory(in: tx).agency(officer.agency, on: today)
            }
            return Web.SignedIn(
                staffID: officer.id.rawValue,
                name: officer.name,
                agencyID: officer.agency.rawValue,
                agencyName: agency?.shortName ?? "",
                roles: Set(officer.rolesHere.map(\.rawValue)),
                csrf: token.formToken(rooms.vault),
                sessionID: Hex.encode(rooms.vault.lookUpHash("session:\(token.rawValue)").prefix(8))
            )
        }
    }

    /// The site as the web layer knows it.
    ///
    /// - Parameter strings: a folder of texts laid over the shipped ones.
    public static func site(
        _ platform: Platform,
        strings: String? = nil,
        trustedProxy: String? = nil,
        metrics: Metrics = Metrics(),
        isReady: @escaping @Sendable () async -> Bool = { true }
    ) throws -> WebSite {
        let rooms = platform.rooms
        let texts = try TextLibrary(overrides: strings).withLunar { LunarDate($0).written }
        return WebSite(
            texts: texts,
            world: rooms.world,
            isSecure: rooms.publicURL.hasPrefix("https://"),
            trustedProxy: trustedProxy,
            sessions: sessions(rooms),
            metrics: metrics,
            isReady: isReady,
            notice: notice(platform)
        )
    }

    /// What stands on top of every page of a demo.
    private static func notice(_ platform: Platform) -> @Sendable (Texts) -> String? {
        guard let demo = platform.demo else { return { _ in nil } }
        let world = platform.world
        return { t in
            demo.shift == 0
                ? t("demo.notice")
                : t("demo.notice.shifted", ["now": t.dateTime(world.now())])
        }
    }
}
