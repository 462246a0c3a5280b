internal import Agencies
internal import Catalogue
internal import Kernel
internal import LegalClock
internal import Paper
internal import Storage
public import Web

/// The procedures for everybody: found by the words people use, read in one look, taken home on one page.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /procedures` | anyone | the finder (`?q=`), the procedures of a field (`?field=`), or the fields |
/// | `GET /procedures/{code}` | anyone | one procedure, of today or of the day `?on=YYYY-MM-DD` |
/// | `GET /procedures/{code}/leaflet.pdf` | anyone | what to bring, how long, how much, where, on one page with a QR |
public struct ProcedurePages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let rooms = rooms
        routes.get("/procedures", for: .anyone) { context in
            let (query, field, today) = (context.query("q"), context.query("field"), context.today)
            let list = try await rooms.database.read(.mayLag) { tx in
                ProcedureList(query: query, field: field, try rooms.procedures(on: today, mayLag: true, in: tx))
            }
            return context.page(procedureListPage(context, list))
        }
        routes.get("/procedures/{code}", for: .anyone) { context in
            context.page(procedurePage(context, try await self.sheet(context)))
        }
        routes.get("/procedures/{code}/leaflet.pdf", for: .anyone) { context in
            let sheet = try await self.sheet(context)
            let leaflet = self.leaflet(sheet, context.site.texts[.vi], on: context.today)
            let name = "\(sheet.version.code).pdf"
            return .file(
                try leaflet.pdf(made: context.now),
                type: "application/pdf",
                name: name,
                isDownload: false
            )
        }
    }

    /// Loads what the page shows.
    ///
    /// - Throws: `Problem.notFound` for a code that never was.
    private func sheet(_ context: AppContext) async throws -> ProcedureSheet {
        let code = try context.parameter("code")
        let typed = context.query("on")
        let asked = typed.isEmpty ? nil : CivilDate(written: typed)
        let date = asked ?? context.today
        let (rooms, now) = (rooms, context.now)
        return try await rooms.database.read(.mayLag) { tx in
            let history = try CatalogueStore.history(code: code, in: tx)
            let current = try CatalogueStore.current(code: code, on: date, in: tx)
            guard let version = current ?? history.first(where: { $0.validFrom <= date }) ?? history.last else {
                throw Problem.notFound
            }
            let centre = try OpeningHours.load(rooms, at: now, in: tx).centre
            let counters = try centre.map { try AgencyStore.counters(of: $0.id, on: now.date, in: tx) } ?? []
            return ProcedureSheet(
                version: version,
                date: date,
                isInForce: current != nil,
                wrongDate: !typed.isEmpty && asked == nil,
                history: history,
                counters: counters.filter { !$0.fields.isEmpty && $0.serves(version.field) }
                    .map { "\($0.number) – \($0.name)" }
            )
        }
    }

    /// The page to take home, in the language of the announcement.
    func leaflet(_ sheet: ProcedureSheet, _ t: Texts, on today: CivilDate) -> Leaflet {
        let view = ProcedureView(sheet.version, t)
        let papers = view.bring.map { Leaflet.Paper(name: $0.name, amount: Self.joined($0.amount, $0.note)) }
        let cases = view.cases.flatMap { group in
            group.papers.map { paper in
                Leaflet.Paper(
                    name: t("citizen.leaflet.case", ["case": group.when, "paper": paper.name]),
                    amount: Self.joined(paper.amount, paper.note)
                )
            }
        }
        let address = rooms.publicURL + Path("procedures", sheet.version.code).description
        var leaflet = Leaflet(
            office: t("web.name.sub"),
            procedure: sheet.version.name,
            field: sheet.version.field,
            bring: papers + cases,
            howLong: view.howLong,
            cost: view.cost.map { $0.text.isEmpty ? $0.amount : "\($0.amount) – \($0.text)" },
            places: view.places(sheet.counters, on: sheet.date),
            source: t(
                "citizen.leaflet.source",
                ["code": sheet.version.code, "decision": sheet.version.decision.number, "date": today.written]
            ),
            address: address,
            site: rooms.publicURL.split(separator: "/").last.map(String.init) ?? rooms.publicURL
        )
        leaflet.help = [t("citizen.leaflet.help")] + view.doubts
        return leaflet
    }
    private static func joined(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: "; ") }
}

/// What the list shows: hits for words, the procedures of a field, or the fields.
struct ProcedureList: Sendable {
    /// Hits that are shown.
    static let hits = 20
    /// Procedures of one field that are shown.
    static let rows = 200

    let query: String
    let field: String
    let found: [ProcedureVersion]
    /// Each field with the number of its procedures.
    let fields: [(name: String, count: Int)]

    init(query: String, field: String, _ shelf: ProcedureShelf) {
        self.query = query
        self.field = field
        let counts = Dictionary(grouping: shelf.versions, by: \.field).mapValues(\.count)
        fields = shelf.fields.map { ($0, counts[$0] ?? 0) }
        if !query.isEmpty {
            let hits = shelf.finder.find(query, limit: Self.hits).compactMap { shelf[$0.entry.code] }
            found = hits.filter { field.isEmpty || $0.field == field }
        } else if !field.isEmpty {
            found = Array(shelf.versions.filter { $0.field == field }.prefix(Self.rows))
        } else {
            found = []
        }
    }
}

private func procedureListPage(_ context: AppContext, _ list: ProcedureList) -> HTML {
    let t = context.t
    let search = searchForm(
        to: Path("procedures"),
        label: t("citizen.find.label"),
        button: t("citizen.find.do"),
        value: list.query,
        hint: t("citizen.find.hint"),
        results: "results"
    )
    return citizenPage(
        context,
        title: t("citizen.find.title"),
        back: .home,
        """
        <h1>\(t("citizen.find.title"))</h1>
        \(search)
        <div id="results">
        \(results(context, list))
        </div>
        """
    )
}

private func results(_ context: AppContext, _ list: ProcedureList) -> HTML {
    let t = context.t
    let call = buttonLink(t("citizen.procedure.ask"), to: Path("help"), kind: .secondary)
    if list.query.isEmpty && list.field.isEmpty {
        if list.fields.isEmpty { return emptyState(t("citizen.find.empty"), t("citizen.find.empty.do"), action: call) }
        return "<h2>\(t("citizen.find.fields"))</h2>" + fieldList(list, t)
    }
    guard !list.found.isEmpty else {
        let title = t("citizen.find.none", ["words": list.query.isEmpty ? list.field : list.query])
        return emptyState(title, t("citizen.find.none.do"), action: call)
            + details(t("citizen.find.fields"), fieldList(list, t))
    }
    let items = list.found.map { version -> HTML in
        let view = ProcedureView(version, t)
        let time = view.howLong.count == 1 ? " · " + view.howLong[0] : ""
        let isLong = view.name.count > 120
        return """
            <li><a href="\(Path("procedures", version.code))"><b\(if: isLong, " class=\"long\"")>\(view.name)</b>\
            <span>\(version.field)\(time)</span></a></li>
            """
    }
    let heading =
        list.query.isEmpty
        ? list.field : t.count(list.found.count, one: "citizen.find.found.one", many: "citizen.find.found.many")
    return """
        <h2>\(heading)</h2>
        <ul class="doors found">\(HTML.join(items))</ul>
        <p>\(t("citizen.find.other")) \(link(t("citizen.find.ask"), to: Path("help")))</p>
        """
}

private func fieldList(_ list: ProcedureList, _ t: Texts) -> HTML {
    let items = list.fields.map { field -> HTML in
        let path = Path("procedures").query("field", field.name)
        return "<li>\(link(field.name, to: path)) <span class=\"muted\">(\(t.number(field.count)))</span></li>"
    }
    return "<ul class=\"plain fields\">\(HTML.join(items))</ul>"
}
