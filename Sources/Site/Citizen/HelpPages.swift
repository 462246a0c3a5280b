internal import Agencies
internal import Kernel
internal import Storage
public import Web

/// The ways to a person, and what is kept about people.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /help` | anyone | whom to ask and when the house is open |
/// | `GET /privacy` | anyone | what is kept, why, for how long, and who looks |
public struct HelpPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let rooms = rooms
        routes.get("/help", for: .anyone) { context in
            let now = context.now
            let hours = try await rooms.database.read(.mayLag) { tx in try OpeningHours.load(rooms, at: now, in: tx) }
            return context.page(helpPage(context, hours))
        }
        routes.get("/privacy", for: .anyone) { context in context.page(privacyPage(context)) }
    }
}

private func helpPage(_ context: AppContext, _ hours: OpeningHours) -> HTML {
    let t = context.t
    let place = hours.centre?.name ?? t("web.name.sub")
    let week = summaryList(hours.week(t).map { SummaryRow($0.day, HTML($0.hours)) })
    let today = hours.todayLine(t)
    return citizenPage(
        context,
        title: t("citizen.help.title"),
        back: .home,
        """
        <h1>\(t("citizen.help.title"))</h1>
        <p class="lead">\(t("citizen.help.lead"))</p>
        <div class="callout process"><p class="callout-label">\(t("citizen.help.call"))</p>
        <p class="callout-large"><a href="tel:1022">1022</a></p>
        <p class="callout-note">\(t("citizen.help.call.note"))</p></div>
        <h2>\(t("citizen.help.come"))</h2>
        <p>\(t("citizen.help.come.text", ["place": place]))</p>
        \(banner(today.isOpen ? .info : .warning, today.text))
        <h3>\(t("citizen.help.week"))</h3>
        \(week)
        <p>\(t("citizen.help.together"))</p>
        <h2>\(t("citizen.help.zalo"))</h2>
        <p>\(t("citizen.help.zalo.text"))</p>
        <h2>\(t("citizen.help.follow"))</h2>
        <ol>\(each: 1...3, { "<li>\(t("citizen.help.follow.\($0)"))</li>" })</ol>
        <p>\(buttonLink(t("citizen.door.track"), to: Path("track"), kind: .secondary))</p>
        <h2>\(t("citizen.help.wrong"))</h2>
        <p>\(t("citizen.help.wrong.text"))</p>
        <p>\(link(t("citizen.privacy.title"), to: Path("privacy")))</p>
        """
    )
}

private func privacyPage(_ context: AppContext) -> HTML {
    let t = context.t
    let parts = ["kept", "why", "seen", "long", "shown", "browser", "harm", "rights"].map { part -> HTML in
        "<h2>\(t("citizen.privacy.\(part)"))</h2><p>\(HTML.lines(t("citizen.privacy.text.\(part)")))</p>"
    }
    return citizenPage(
        context,
        title: t("citizen.privacy.title"),
        back: Path("help"),
        """
        <h1>\(t("citizen.privacy.title"))</h1>
        <p class="lead">\(t("citizen.privacy.lead"))</p>
        \(HTML.join(parts))
        <p>\(buttonLink(t("citizen.procedure.ask"), to: Path("help"), kind: .secondary))</p>
        <p class="muted">\(t("citizen.privacy.law"))</p>
        """
    )
}
