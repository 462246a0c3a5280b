internal import Access
internal import Agencies
internal import Kernel
public import Site
internal import Storage
public import Web

/// Every page of the site, and who an officer's cookie belongs to.
public enum Routes {
    /// The table of every route.
    public static func table(_ rooms: Rooms, _ site: WebSite, publicKeys: [[UInt8]] = []) -> RouteTable {
        let routes = RouteTable(site)
        DesignPages().addRoutes(to: routes)

        HomePages(rooms).addRoutes(to: routes)
        ProcedurePages(rooms).addRoutes(to: routes)
        TrackingPages(rooms).addRoutes(to: routes)
        SlipCheckPages(rooms).addRoutes(to: routes)
        HelpPages(rooms).addRoutes(to: routes)

        SignInPages(rooms).addRoutes(to: routes)
        DeskPages(rooms).addRoutes(to: routes)
        ListPages(rooms).addRoutes(to: routes)
        BookPages(rooms).addRoutes(to: routes)
        BagPages(rooms).addRoutes(to: routes)
        MePages(rooms).addRoutes(to: routes)
        TokenPages(rooms).addRoutes(to: routes)

        IntakePages(rooms).addRoutes(to: routes)
        CertifyPages(rooms).addRoutes(to: routes)
        SheetPages(rooms).addRoutes(to: routes)
        PersonPages(rooms).addRoutes(to: routes)

        DossierPages(rooms).addRoutes(to: routes)
        SlipPages(rooms).addRoutes(to: routes)
        FilePages(rooms).addRoutes(to: routes)

        StaffPages(rooms).addRoutes(to: routes)
        StaffSheetPages(rooms).addRoutes(to: routes)
        CounterPages(rooms).addRoutes(to: routes)
        UnitPages(rooms).addRoutes(to: routes)
        CalendarPages(rooms).addRoutes(to: routes)
        CataloguePages(rooms).addRoutes(to: routes)
        RegisterPages(rooms, publicKeys: publicKeys).addRoutes(to: routes)

        APIPages(rooms).addRoutes(to: routes)

        return routes
    }

    /// The site as the web layer knows it.
    ///
    /// - Parameter strings: a folder of texts laid over the shipped ones.
    public static func site(
        _ platform: Platform,
        strings: String? = nil,
        trustedProxy: String? = nil,
        metrics: Metrics = Metrics(),
        readiness: @escaping @Sendable () async -> Readiness = { .ready }
    ) throws -> WebSite {
        let rooms = platform.rooms
        let texts = try TextLibrary(overrides: strings).withLunar { LunarDate($0).written }
        return WebSite(
            texts: texts,
            world: rooms.world,
            isSecure: rooms.publicURL.hasPrefix("https://"),
            trustedProxy: trustedProxy,
            sessions: OfficerSessions.resolver(rooms),
            metrics: metrics,
            readiness: readiness,
            notice: notice(platform),
            rail: { context in
                (try? await rooms.database.read { tx in try DeskFrame.load(rooms, context, in: tx).rail }) ?? []
            }
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
