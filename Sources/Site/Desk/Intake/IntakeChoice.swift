internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// What the page that begins an intake shows.
struct IntakeChoice: Sendable {
    /// An intake laid aside.
    struct Parked: Sendable, Hashable {
        let id: String
        let code: String
        let name: String
        let who: String
        let at: Instant
    }
    let query: String
    let counter: Int?
    let counters: [ServiceCounter]
    let hits: [ProcedureVersion]
    /// What this unit took in most often of late.
    let often: [ProcedureVersion]
    /// The fields of the counter, each with its procedures.
    let fields: [(name: String, versions: [ProcedureVersion])]
    let parked: [Parked]
    let person: Person?

    /// Entries of the register book that are looked at for what comes often.
    static let lookedAt = 200
    static let shown = 8

    static func load(
        _ rooms: Rooms,
        _ context: StaffContext,
        _ officer: Officer,
        in tx: Transaction
    ) throws -> IntakeChoice {
        let shelf = try rooms.procedures(on: context.today, mayLag: true, in: tx)
        let query = context.query("q")
        let counters = try AgencyStore.counters(of: officer.agency, on: context.today, in: tx)
        let number = Digits.value(Array(context.query("counter").utf8))
        let counter = counters.first { $0.number == number }
        let lately = try lately(of: officer.agency, year: context.today.year, in: tx)
        let often = ranked(lately).compactMap { shelf[$0] }.filter { counter?.serves($0.field) ?? true }
        let units = try rooms.scope(officer, on: context.today, in: tx).units
        let asked = ID<Person>(context.query("person"))
        let isKnown = try PersonStore.isKnown(asked, to: units, in: tx)
        return IntakeChoice(
            query: query,
            counter: counter?.number,
            counters: counters,
            hits: query.isEmpty ? [] : found(query, shelf, counter),
            often: Array(often.prefix(shown)),
            fields: grouped(shelf, counter),
            parked: try parked(rooms, officer, shelf, in: tx),
            person: isKnown ? try PersonStore.load(asked, rooms.vault, in: tx) : nil
        )
    }

    /// The finder's answer, the counter's fields first.
    private static func found(_ query: String, _ shelf: ProcedureShelf, _ counter: ServiceCounter?)
        -> [ProcedureVersion]
    {
        let hits = shelf.finder.find(query, limit: 20).compactMap { shelf[$0.entry.code] }
        guard let counter else { return hits }
        return hits.filter { counter.serves($0.field) } + hits.filter { !counter.serves($0.field) }
    }

    private static func grouped(
        _ shelf: ProcedureShelf,
        _ counter: ServiceCounter?
    ) -> [(name: String, versions: [ProcedureVersion])] {
        let byField = Dictionary(grouping: shelf.versions, by: \.field)
        let first = shelf.fields.filter { counter?.serves($0) ?? true }
        let rest = counter == nil ? [] : shelf.fields.filter { counter?.serves($0) == false }
        return (first + rest).map { ($0, byField[$0] ?? []) }
    }

    /// Codes by how often they stand there, the most frequent first.
    static func ranked(_ codes: [String]) -> [String] {
        let counts = codes.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
    }

    /// The codes of the last lines of the unit's register book. Its end is found by doubling and halving.
    private static func lately(of unit: ID<Agency>, year: Int, in tx: Transaction) throws -> [String] {
        func isThere(after number: Int) throws -> Bool {
            try !RegisterBook.page(of: unit, year: year, after: number, limit: 1, in: tx).isEmpty
        }
        var high = lookedAt
        while try isThere(after: high), high < 10_000_000 { high *= 2 }
        var low = high / 2
        while high - low > lookedAt / 2 {
            let middle = (low + high) / 2
            if try isThere(after: middle) { low = middle } else { high = middle }
        }
        let rows = try RegisterBook.page(
            of: unit,
            year: year,
            after: max(0, high - lookedAt),
            limit: lookedAt,
            in: tx
        )
        return rows.map(\.procedureCode)
    }

    private static func parked(
        _ rooms: Rooms,
        _ officer: Officer,
        _ shelf: ProcedureShelf,
        in tx: Transaction
    ) throws -> [Parked] {
        try DossierStore.drafts(of: officer.actor.rawValue, in: tx).map { draft in
            let form = try ParkedForm.open(draft.form, over: FormData(), rooms.vault)
            return Parked(
                id: draft.id,
                code: draft.title,
                name: shelf[draft.title]?.name ?? draft.title,
                who: form.value("who"),
                at: draft.at
            )
        }
    }
}

extension IntakePages {
    func choose(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let (frame, choice) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/intake", in: tx)
            guard frame.officer.may(.receiveDossier) else { throw Problem.notFound }
            return (frame, try IntakeChoice.load(rooms, context, frame.officer, in: tx))
        }
        return context.page(choicePage(context, frame, choice))
    }
}

private func choicePage(_ context: StaffContext, _ frame: DeskFrame, _ choice: IntakeChoice) -> HTML {
    let t = context.t
    let person = choice.person.map { person -> HTML in
        banner(.info, t("intake.for", ["name": person.name]), "<p>\(PersonFields.line(person, t))</p>")
    }
    let counters = choice.counters.map { counter in
        Tab(
            t("intake.counter", ["number": counter.number, "name": counter.name]),
            path(choice).replacing("counter", "\(counter.number)"),
            isCurrent: counter.number == choice.counter
        )
    }
    let ways = buttons(
        buttonLink(t("intake.certify"), to: Path("desk", "certify"), kind: .secondary),
        buttonLink(t("intake.sheet"), to: Path("desk", "intake", "sheet"), kind: .secondary)
    )
    return deskPage(
        context,
        title: t("intake.title"),
        rail: frame.rail,
        """
        <h1>\(t("intake.title"))</h1>
        \(person)
        \(search(context, choice))
        \(ways)
        \(if: !counters.isEmpty, tabs(label: t("intake.counters"), counters))
        \(hits(t, choice))
        \(parkedPart(context, choice))
        \(fieldsPart(t, choice))
        """
    )
}

private func path(_ choice: IntakeChoice) -> Path { Path("desk", "intake").query("person", choice.person?.id.rawValue) }

private func search(_ context: StaffContext, _ choice: IntakeChoice) -> HTML {
    let t = context.t
    let kept = [("person", choice.person?.id.rawValue), ("counter", choice.counter.map { "\($0)" })]
        .compactMap { name, value in value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" as HTML } }
    return """
        <form class="search" action="\(Path("desk", "intake"))" method="get" role="search" data-search="hits">
        <label for="q">\(t("intake.search"))</label>
        <p class="hint" id="q-hint">\(t("intake.search.hint"))</p>
        <div class="search-row"><input id="q" name="q" type="search" value="\(choice.query)" autocomplete="off" \
        aria-describedby="q-hint" autofocus>\(HTML.join(kept))\
        <button class="button primary">\(t("intake.search.do"))</button></div>
        </form>
        """
}

private func hits(_ t: Texts, _ choice: IntakeChoice) -> HTML {
    let body: HTML
    if choice.query.isEmpty {
        body = choice.often.isEmpty ? .nothing : "<h2>\(t("intake.often"))</h2>\(list(t, choice.often, choice))"
    } else if choice.hits.isEmpty {
        body = emptyState(t("intake.none"), t("intake.none.do"))
    } else {
        body = "<h2>\(t("intake.hits"))</h2>\(list(t, choice.hits, choice))"
    }
    return "<div id=\"hits\">\(body)</div>"
}

private func list(_ t: Texts, _ versions: [ProcedureVersion], _ choice: IntakeChoice) -> HTML {
    doors(
        versions.map { version in
            Door(
                t.language == .en ? version.nameEnglish ?? version.name : version.name,
                "\(version.code) · \(version.field)",
                to: (Path("desk", "intake") / version.code).query("person", choice.person?.id.rawValue)
            )
        }
    )
}

private func parkedPart(_ context: StaffContext, _ choice: IntakeChoice) -> HTML {
    guard !choice.parked.isEmpty else { return .nothing }
    let t = context.t
    let rows = choice.parked.map { draft -> [HTML] in
        let drop = Web.form(
            context,
            to: Path("desk", "intake", "drop"),
            confirm: t("intake.parked.drop.sure"),
            """
            <input type="hidden" name="draft" value="\(draft.id)">\(button(t("intake.parked.drop"), kind: .quiet))
            """
        )
        return [
            link(draft.name, to: (Path("desk", "intake") / draft.code).query("draft", draft.id)),
            HTML(draft.who), HTML(t.short(draft.at)), drop,
        ]
    }
    let columns = [
        Column(t("intake.parked.procedure")), Column(t("intake.parked.who")), Column(t("intake.parked.at")),
        Column(t("intake.parked.act")),
    ]
    return "<section id=\"parked\">\(table(caption: t("intake.parked"), columns: columns, rows: rows))</section>"
}

private func fieldsPart(_ t: Texts, _ choice: IntakeChoice) -> HTML {
    let parts = choice.fields.map { field -> HTML in
        let title = t("intake.field", ["name": field.name, "count": field.versions.count])
        return details(title, list(t, field.versions, choice))
    }
    return "<h2>\(t("intake.fields"))</h2>\(HTML.join(parts))"
}
