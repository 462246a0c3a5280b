internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Units: the tree with a search, one unit with its names and codes in time, a new dated code.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/units?q=` | administrators | the units in reach, by the unit above |
/// | `GET /manage/units/{id}` | administrators | names and codes in time |
/// | `POST /manage/units/{id}/code` | administrators of a unit above, or of the topmost | give a code from a day on |
/// | `POST /manage/units/{id}/name` | the same | a new name from a day on |
public struct UnitPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    private var desk: AgencyDesk { AgencyDesk(database: rooms.database, world: rooms.world) }
    static let root = Path("manage", "units")

    public func addRoutes(to routes: RouteTable) {
        let administrators = Audience.staff(["administrator"])
        routes.get("/manage/units", for: administrators) { context in try await list(context) }
        routes.get("/manage/units/{id}", for: administrators) { context in
            context.page(unitPage(context, try await view(context), nil))
        }
        routes.post("/manage/units/{id}/code", for: administrators) { form, context in
            try await giveCode(form, context)
        }
        routes.post("/manage/units/{id}/name", for: administrators) { form, context in
            try await rename(form, context)
        }
    }

    private func list(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx -> (DeskFrame, UnitListView) in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            return (frame, UnitListView(reach, query: context.query("q")))
        }
        return context.page(unitListPage(context, frame, view))
    }

    private func view(_ context: StaffContext) async throws -> UnitView {
        let id = ID<Agency>(try context.parameter("id"))
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            guard let record = try AgencyStore.record(id, in: tx), let unit = record.newest,
                reach.covers(id, .manageUnits)
            else { throw Problem.notFound }
            let above = reach.directory.ancestors(of: id, on: context.today)
            let mayChange = above.first.map { reach.covers($0.id, .manageUnits) } ?? true
            return UnitView(
                frame: frame,
                reach: reach,
                record: record,
                unit: record.agency(on: context.today) ?? unit,
                above: above,
                below: reach.directory.children(of: id, on: context.today),
                mayChange: mayChange
            )
        }
    }

    private func giveCode(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await view(context)
        guard view.mayChange else { throw Problem.notFound }
        let schemes = AgencyCodeScheme.allCases.map(\.rawValue)
        let scheme = form.choice("scheme", of: schemes).flatMap(AgencyCodeScheme.init)
        let code = form.line("code", max: AgencyLimits.codeLength, required: true)
        let from = form.date("from", required: true)
        let to = form.date("to")
        guard form.errors.isEmpty, let scheme, let code, let from else {
            return context.refused(unitPage(context, view, form))
        }
        let new = AgencyCode(scheme: scheme, code: code, from: from, to: to)
        let (desk, id, actor) = (desk, view.unit.id, view.frame.officer.actor)
        return try await act(form, context, view, done: "code") { try await desk.giveCode(new, to: id, by: actor) }
    }

    private func rename(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await view(context)
        guard view.mayChange else { throw Problem.notFound }
        let name = form.line("name", max: AgencyLimits.nameLength, required: true)
        let short = form.line("shortName", max: AgencyLimits.nameLength, required: true)
        let from = form.date("nameFrom", required: true)
        guard form.errors.isEmpty, let name, let short, let from else {
            return context.refused(unitPage(context, view, form))
        }
        let description = AgencyDescription(
            from: from,
            name: name,
            shortName: short,
            kind: view.unit.kind,
            parent: view.unit.parent
        )
        let (desk, id, actor) = (desk, view.unit.id, view.frame.officer.actor)
        return try await act(form, context, view, done: "name") { try await desk.describe(id, description, by: actor) }
    }

    private func act(
        _ form: FormData,
        _ context: StaffContext,
        _ view: UnitView,
        done: String,
        _ work: () async throws -> Void
    ) async throws -> Response {
        let here = Self.root / view.unit.id.rawValue
        guard try await rooms.isFirst(form, context) else { return .redirect(to: here) }
        do {
            try await work()
        } catch {
            var form = form
            try form.take(error, context.t, view.reach.directory)
            return context.refused(unitPage(context, view, form))
        }
        return .redirect(to: here.query("done", done))
    }
}

/// The units in reach: with a search the hits alone, without one grouped by the unit above.
struct UnitListView: Sendable {
    struct Group: Sendable {
        let above: Agency?
        let units: [Agency]
    }
    let query: String
    let groups: [Group]
    let count: Int
    let codes: [ID<Agency>: String]

    init(_ reach: Reach, query: String) {
        self.query = query
        let words = VietnameseText.folded(query).split(separator: " ")
        let all = reach.units(.manageUnits)
        var codes: [ID<Agency>: String] = [:]
        for unit in all { codes[unit.id] = reach.directory.code(of: unit.id, .unit, on: reach.today) }
        let hits = all.filter { unit in
            let text = VietnameseText.folded("\(unit.name) \(unit.shortName) \(codes[unit.id] ?? "")")
            return words.allSatisfy { text.contains($0) }
        }
        self.codes = codes
        count = hits.count
        let byParent = Dictionary(grouping: hits) { $0.parent.map { reach.directory[$0]?.id } ?? nil }
        groups = byParent.map { Group(above: $0.key.flatMap { reach.directory[$0] }, units: $0.value) }.sorted {
            // The topmost first, then the largest: what is looked for stands there most of the time.
            ($0.above == nil ? 0 : 1, -$0.units.count, $0.above?.id.rawValue ?? "")
                < ($1.above == nil ? 0 : 1, -$1.units.count, $1.above?.id.rawValue ?? "")
        }
    }
}

/// One unit in time.
struct UnitView: Sendable {
    let frame: DeskFrame
    let reach: Reach
    let record: AgencyRecord
    let unit: Agency
    let above: [Agency]
    let below: [Agency]
    let mayChange: Bool
}

func unitListPage(_ context: StaffContext, _ frame: DeskFrame, _ view: UnitListView) -> HTML {
    let t = context.t
    let groups = view.groups.map { group -> HTML in
        let title = group.above.map(\.shortName) ?? t("manage.units.top")
        let lines = group.units.map { unit -> HTML in
            let code = view.codes[unit.id].map { " <span class=\"muted\">\($0)</span>" as HTML }
            return "<li>\(link(unit.shortName, to: UnitPages.root / unit.id.rawValue))\(code)</li>"
        }
        let isOpen = !view.query.isEmpty || view.groups.count < 4 || group.above == nil
        return details(
            t("manage.units.group", ["name": title, "count": group.units.count]),
            isOpen: isOpen,
            "<ul class=\"plain units\">\(HTML.join(lines))</ul>"
        )
    }
    let search = searchForm(
        to: UnitPages.root,
        label: t("manage.units.search"),
        button: t("web.desk.search.do"),
        value: view.query
    )
    let list =
        groups.isEmpty ? emptyState(t("manage.units.empty"), t("manage.units.empty.do")) : HTML.join(groups)
    return deskPage(
        context,
        title: t("manage.units.title"),
        rail: frame.rail,
        """
        <p class="back">\(link(t("manage.staff.title"), to: StaffPages.root))</p>
        <h1>\(t("manage.units.title"))</h1>
        \(search)
        <p class="muted">\(t("manage.units.count", ["count": view.count]))</p>
        \(list)
        """
    )
}

/// - Parameter form: what was typed when a form was refused.
func unitPage(_ context: StaffContext, _ view: UnitView, _ form: FormData?) -> HTML {
    let t = context.t
    let names = view.record.descriptions.reversed().map { part -> [HTML] in
        let above = part.parent.map { view.reach.name($0) } ?? "–"
        return [
            HTML(part.from.written), HTML(part.name), HTML(t("manage.kind.\(part.kind.rawValue)")), HTML(above),
        ]
    }
    let codes = view.record.codes.reversed().map { code -> [HTML] in
        [HTML(code.code), HTML(t("manage.scheme.\(code.scheme.rawValue)")), HTML(span(code.from, code.to, t))]
    }
    let nameColumns = ["from", "name", "kind", "above"].map { Column(t("manage.units.column.\($0)")) }
    let codeColumns = ["code", "scheme", "dates"].map { Column(t("manage.units.code.\($0)")) }
    let above = view.above.map(\.shortName).joined(separator: ", ")
    let below = view.below.map { "<li>\(link($0.shortName, to: UnitPages.root / $0.id.rawValue))</li>" as HTML }
    let belowPart: HTML =
        below.isEmpty
        ? .nothing
        : details(
            t("manage.units.below", ["count": below.count]),
            "<ul class=\"plain units\">\(HTML.join(below))</ul>"
        )
    let codeTable: HTML =
        codes.isEmpty
        ? "<p>\(t("manage.units.noCode"))</p>"
        : table(caption: t("manage.units.codes"), columns: codeColumns, rows: codes)
    let f = FormView(form ?? FormData(), t)
    let forms = view.mayChange ? unitForms(context, view, f) : .nothing
    return deskPage(
        context,
        title: view.unit.shortName,
        rail: view.frame.rail,
        """
        <p class="back">\(link(t("manage.units.title"), to: UnitPages.root))</p>
        \(f.errorSummary)
        <h1>\(view.unit.name)</h1>
        \(doneBanner(context))
        \(if: !above.isEmpty, "<p class=\"lead\">\(t("manage.units.within", ["units": above]))</p>")
        \(table(caption: t("manage.units.names"), columns: nameColumns, rows: names))
        \(codeTable)
        \(belowPart)
        <p>\(link(t("manage.units.staff"), to: StaffPages.root.query("unit", view.unit.id.rawValue)))</p>
        \(forms)
        """
    )
}

private func unitForms(_ context: StaffContext, _ view: UnitView, _ f: FormView) -> HTML {
    let t = context.t
    let here = UnitPages.root / view.unit.id.rawValue
    let schemes = AgencyCodeScheme.allCases.map { Choice($0.rawValue, t("manage.scheme.\($0.rawValue)")) }
    let code = HTML.join([
        f.radios("scheme", legend: t("manage.units.code.scheme"), choices: schemes),
        f.field("code", label: t("manage.units.code.code"), hint: t("manage.units.code.hint"), width: .short),
        f.date("from", label: t("manage.from")), f.date("to", label: t("manage.to"), isOptional: true),
        button(t("manage.units.code.give"), kind: .secondary),
    ])
    let name = HTML.join([
        f.field("name", label: t("manage.units.name"), hint: view.unit.name),
        f.field("shortName", label: t("manage.units.shortName"), hint: view.unit.shortName, width: .half),
        f.date("nameFrom", label: t("manage.units.nameFrom")),
        button(t("manage.units.rename"), kind: .secondary),
    ])
    let isCode = f.form.has("code")
    let isName = f.form.has("name")
    return details(
        t("manage.units.code.give"),
        isOpen: isCode,
        "<p>\(t("manage.units.code.lead"))</p>\(Web.form(context, to: here / "code", code))"
    )
        + details(
            t("manage.units.rename"),
            isOpen: isName,
            "<p>\(t("manage.units.rename.lead"))</p>\(Web.form(context, to: here / "name", name))"
        )
}
