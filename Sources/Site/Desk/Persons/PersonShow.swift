internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// What the page of a person shows.
struct PersonView: Sendable {
    let frame: DeskFrame
    let person: Person
    let dossiers: [DossierRow]
    let procedures: [String: String]
    /// Records merged into this one.
    let merged: [Person]
    /// The record this one was merged into.
    let keptAs: Person?
    let likely: [PersonMatch]
    /// Who looked, the newest first; empty for those who may not know.
    let looks: [(who: String, why: String?, at: Instant)]

    var mayChange: Bool { frame.officer.may(.changePerson) && !person.isErased && person.mergedInto == nil }
    var mayMerge: Bool { frame.officer.may(.mergePersons) && !person.isErased }
    var mayReceive: Bool { frame.officer.may(.receiveDossier) && !person.isErased }
}

extension PersonPages {
    func show(_ context: StaffContext) async throws -> Response {
        let (frame, units) = try await frame(context, .findPerson)
        let id = ID<Person>(try context.parameter("id"))
        guard try await rooms.persons.look(at: id, for: .work, units: units, by: frame.officer) != nil else {
            throw Problem.notFound
        }
        return context.page(try await personPage(context, frame, units, id, FormData()))
    }

    func personPage(
        _ context: StaffContext,
        _ frame: DeskFrame,
        _ units: Set<ID<Agency>>,
        _ id: ID<Person>,
        _ form: FormData
    ) async throws -> HTML {
        let rooms = rooms
        let likely = try await likely(id, units)
        let view = try await rooms.database.read { tx -> PersonView in
            guard let person = try PersonStore.load(id, rooms.vault, in: tx) else { throw Problem.notFound }
            let same = try PersonStore.same(as: id, in: tx)
            let rows = try DossierStore.find(persons: same.sorted(), in: tx)
            let scope = try rooms.scope(frame.officer, on: context.today, in: tx)
            let seen = rows.filter { scope.sees([$0.receiving, $0.competent, $0.holder, $0.pendingTo]) }
            let shelf = try rooms.procedures(on: context.today, mayLag: true, in: tx)
            let others = try PersonStore.load(same.subtracting([id]), rooms.vault, in: tx)
            return PersonView(
                frame: frame,
                person: person,
                dossiers: seen,
                procedures: Dictionary(
                    seen.map { ($0.procedureCode, shelf[$0.procedureCode]?.name ?? $0.procedureCode) },
                    uniquingKeysWith: { first, _ in first }
                ),
                merged: others.values.filter { $0.mergedInto == id }.sorted { $0.id < $1.id },
                keptAs: person.mergedInto.flatMap { others[$0] },
                likely: likely.filter { !same.contains($0.person.id) },
                looks: try looks(id, frame.officer, in: tx)
            )
        }
        return view.html(context, form)
    }

    private func likely(_ id: ID<Person>, _ units: Set<ID<Agency>>) async throws -> [PersonMatch] {
        let rooms = rooms
        let person = try await rooms.database.read { tx in try PersonStore.load(id, rooms.vault, in: tx) }
        guard let person, !person.isErased, person.mergedInto == nil else { return [] }
        return Array(try await rooms.persons.doubles(of: person.details, but: id, units: units).prefix(5))
    }

    private func looks(
        _ id: ID<Person>,
        _ officer: Officer,
        in tx: Transaction
    ) throws -> [(who: String, why: String?, at: Instant)] {
        guard officer.may(.viewLooks) else { return [] }
        let looks = try Looks.all(at: id.rawValue, in: tx).prefix(Limits.pageRows)
        let names = try StaffStore.names(of: looks.map { ID<StaffMember>($0.actor.rawValue) }, in: tx)
        return looks.map { look in
            (names[ID(look.actor.rawValue)] ?? look.actor.rawValue, look.purpose?.rawValue, look.at)
        }
    }
}

extension PersonView {
    func html(_ context: StaffContext, _ form: FormData) -> HTML {
        let t = context.t
        let f = FormView(form, t)
        let here = Path("desk", "persons", person.id.rawValue)
        let kept = keptAs.map { kept in
            banner(
                .warning,
                t("person.mergedInto"),
                "<p>\(link(kept.name, to: Path("desk", "persons", kept.id.rawValue)))</p>"
            )
        }
        let edit =
            mayChange ? buttonLink(t("person.edit"), to: here / "edit", kind: .secondary, key: "e") : HTML.nothing
        let intake =
            mayReceive
            ? buttonLink(t("person.intake"), to: Path("desk", "intake").query("person", person.id.rawValue))
            : HTML.nothing
        let joins = joinPart(context, f, here)
        let title = person.isErased ? t("person.erased") : person.name
        return deskPage(
            context,
            title: title,
            rail: frame.rail,
            """
            <p class="back"><a href="\(Path("desk", "persons"))">\(t("person.back"))</a></p>
            \(f.errorSummary)
            <h1>\(title)</h1>
            \(kept)
            \(columns(
                card(t("person.details"), "\(PersonFields.summary(person, t))\(buttons(intake, edit))"),
                "\(dossierPart(t))\(joins)"
            ))
            \(looksPart(t))
            """
        )
    }

    private func dossierPart(_ t: Texts) -> HTML {
        guard !dossiers.isEmpty else { return card(t("person.dossiers"), "<p>\(t("person.dossiers.none"))</p>") }
        let rows = dossiers.map { row -> [HTML] in
            [
                link(row.code.rawValue, to: Path("desk", "dossiers", row.id.rawValue)),
                HTML(procedures[row.procedureCode] ?? row.procedureCode), HTML(t("status.\(row.status)")),
                HTML(row.dueAt.map { t.short($0) } ?? ""),
            ]
        }
        let columns = [
            Column(t("person.dossier.code")), Column(t("person.dossier.what")), Column(t("person.dossier.state")),
            Column(t("person.dossier.due")),
        ]
        return table(caption: t("person.dossiers"), columns: columns, rows: rows)
    }

    private func joinPart(_ context: StaffContext, _ f: FormView, _ here: Path) -> HTML {
        guard mayMerge, !likely.isEmpty || !merged.isEmpty else { return .nothing }
        let t = context.t
        let offers = likely.map { match -> HTML in
            let why = match.likeness.reasons.map(\.rawValue).sorted().map { t("person.like.\($0)") }
            return join(
                context,
                f,
                match.person,
                to: here / "merge",
                act: t("person.merge"),
                note: why.joined(separator: ", ")
            )
        }
        let apart = merged.map { person in
            join(context, f, person, to: here / "unmerge", act: t("person.unmerge"), note: "")
        }
        let first =
            offers.isEmpty
            ? HTML.nothing : card(t("person.likely"), "<p>\(t("person.likely.text"))</p>\(HTML.join(offers))")
        let second = apart.isEmpty ? HTML.nothing : card(t("person.merged"), HTML.join(apart))
        return first + second
    }
    private func join(
        _ context: StaffContext,
        _ f: FormView,
        _ other: Person,
        to path: Path,
        act: String,
        note: String
    ) -> HTML {
        let t = context.t
        let fields: HTML = """
            <p><b>\(PersonFields.line(other, t))</b></p>\(if: !note.isEmpty, "<p class=\"muted\">\(t("person.like", ["why": note]))</p>")
            \(f.hidden("double", other.id.rawValue))
            <div class="group"><label for="why-\(other.id.rawValue)">\(t("person.why"))</label>\
            <input id="why-\(other.id.rawValue)" name="why" type="text" autocomplete="off"></div>
            \(button(act, kind: .secondary))
            """
        return form(context, to: path, fields)
    }

    private func looksPart(_ t: Texts) -> HTML {
        guard frame.officer.may(.viewLooks) else { return .nothing }
        let rows = looks.map { look -> [HTML] in
            [HTML(t.short(look.at)), HTML(look.who), HTML(look.why.map { t("person.look.\($0)") } ?? "")]
        }
        let columns = [Column(t("person.look.at")), Column(t("person.look.who")), Column(t("person.look.why"))]
        return details(
            t("person.looks"),
            table(caption: t("person.looks"), columns: columns, rows: rows, hidesCaption: true)
        )
    }
}

func personSearchPage(_ context: StaffContext, _ frame: DeskFrame, _ query: String, _ found: [Person]) -> HTML {
    let t = context.t
    let rows = found.map { person -> [HTML] in
        let details = person.details
        return [
            link(person.name, to: Path("desk", "persons", person.id.rawValue)), HTML(details.birth?.written ?? ""),
            HTML(details.identity == .none ? t("person.number.none") : details.identity.masked),
            HTML(details.phone?.masked ?? ""), HTML(details.address ?? ""),
        ]
    }
    let columns = [
        Column(t("person.name")), Column(t("person.birth")), Column(t("person.number")), Column(t("person.phone")),
        Column(t("person.address")),
    ]
    let new = Path("desk", "persons", "new").query("name", query.contains { $0.isNumber } ? "" : query)
    let enter =
        frame.officer.may(.changePerson) ? buttonLink(t("person.new"), to: new, kind: .secondary) : HTML.nothing
    let list: HTML
    if query.isEmpty {
        list = .nothing
    } else if found.isEmpty {
        list = emptyState(t("person.none"), t("person.none.do"), action: enter)
    } else {
        list = table(caption: t("person.found", ["count": found.count]), columns: columns, rows: rows) + enter
    }
    return deskPage(
        context,
        title: t("person.title"),
        rail: frame.rail,
        query: query,
        """
        <h1>\(t("person.title"))</h1>
        \(searchForm(
            to: Path("desk", "persons"),
            label: t("person.search"),
            button: t("person.search.do"),
            value: query,
            hint: t("person.search.hint"),
            results: "persons"
        ))
        <div id="persons">\(list)</div>
        """
    )
}

func personFormPage(
    _ context: StaffContext,
    _ frame: DeskFrame,
    _ form: FormData,
    of person: Person?,
    likely: [Person] = []
) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let fields = PersonPages.fields.html(f)
    let lines = likely.map { other -> HTML in
        "<li>\(link(PersonFields.line(other, t), to: Path("desk", "persons", other.id.rawValue)))</li>"
    }
    let doubles =
        likely.isEmpty
        ? HTML.nothing
        : banner(
            .warning,
            t("person.maybe"),
            "<ul>\(HTML.join(lines))</ul>\(f.checkbox("p_other", label: t("person.other")))"
        )
    let title = person.map { t("person.edit.title", ["name": $0.name]) } ?? t("person.new")
    let root = Path("desk", "persons")
    let path = person.map { root / $0.id.rawValue / "edit" } ?? root / "new"
    let back = person.map { root / $0.id.rawValue } ?? root
    let seen = person == nil ? HTML.nothing : f.hidden("seen")
    let acts = buttons(button(t("person.save"), key: "s"), buttonLink(t("web.cancel"), to: back, kind: .secondary))
    return deskPage(
        context,
        title: title,
        rail: frame.rail,
        """
        <div class="narrow">\(f.errorSummary)<h1>\(title)</h1>
        \(Web.form(context, to: path, "\(seen)\(doubles)\(fields)\(acts)"))
        </div>
        """
    )
}
