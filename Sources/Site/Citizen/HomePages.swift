internal import Kernel
internal import Storage
public import Web

/// The first page: what people look for, three doors, and whether the house is open.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /` | anyone | the start page |
public struct HomePages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let rooms = rooms
        routes.get("/", for: .anyone) { context in
            let now = context.now
            let hours = try await rooms.database.read(.mayLag) { tx in try OpeningHours.load(rooms, at: now, in: tx) }
            return context.page(homePage(context, hours))
        }
    }
}

private func homePage(_ context: AppContext, _ hours: OpeningHours) -> HTML {
    let t = context.t
    let today = hours.todayLine(t)
    let notices = hours.notices(t)
    let examples = (1...4).map { number -> HTML in
        let words = t("citizen.home.example.\(number)")
        return "<li>\(link(words, to: Path("procedures").query("q", words)))</li>"
    }
    let news: HTML = """
        <h2>\(t("citizen.home.notices"))</h2>
        <ul class="notes">\(each: notices, { "<li>\($0)</li>" })</ul>
        """
    return citizenPage(
        context,
        title: t("citizen.home.title"),
        """
        <h1>\(t("citizen.home.title"))</h1>
        \(searchForm(
            to: Path("procedures"),
            label: t("citizen.find.label"),
            button: t("citizen.find.do"),
            hint: t("citizen.find.hint")
        ))
        <div class="examples"><p>\(t("citizen.home.examples"))</p><ul>\(HTML.join(examples))</ul></div>
        \(banner(today.isOpen ? .info : .warning, today.text))
        \(doors([
            Door(t("citizen.door.find"), t("citizen.door.find.text"), to: Path("procedures")),
            Door(t("citizen.door.track"), t("citizen.door.track.text"), to: Path("track")),
            Door(t("citizen.door.talk"), t("citizen.door.talk.text"), to: Path("help")),
        ]))
        \(if: !notices.isEmpty, news)
        """
    )
}
