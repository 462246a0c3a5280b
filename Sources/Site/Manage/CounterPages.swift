internal import Access
internal import Agencies
internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Quầy: the numbered desks of a centre with the fields each serves.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/counters?unit=` | administrators, centre heads | the open counters of a unit |
/// | `GET, POST /manage/counters/new` | the same | open a counter |
/// | `GET, POST /manage/counters/{id}` | the same, in reach | number, name, fields |
/// | `POST /manage/counters/{id}/close` | the same, in reach | its last day |
public struct CounterPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    private var desk: AgencyDesk { AgencyDesk(database: rooms.database, world: rooms.world) }
    static let root = Path("manage", "counters")

    public func addRoutes(to routes: RouteTable) {
        let heads = Audience.staff(["administrator", "centreHead"])
        routes.get("/manage/counters", for: heads) { context in
            context.page(counterListPage(context, try await view(context, counter: nil)))
        }
        routes.get("/manage/counters/new", for: heads) { context in
            let view = try await view(context, counter: nil)
            let next = (view.counters.map(\.number).max() ?? 0) + 1
            let form = FormData(["number": "\(next)", "from": context.today.written, "unit": view.unit.id.rawValue])
            return context.page(counterFormPage(context, view, form))
        }
        routes.post("/manage/counters/new", for: heads) { form, context in
            try await save(form, context, try await view(context, unit: form.value("unit"), counter: nil))
        }
        routes.get("/manage/counters/{id}", for: heads) { context in
            let view = try await view(context, counter: ID(try context.parameter("id")))
            return context.page(counterFormPage(context, view, nil))
        }
        routes.post("/manage/counters/{id}", for: heads) { form, context in
            try await save(form, context, try await view(context, counter: ID(try context.parameter("id"))))
        }
        routes.post("/manage/counters/{id}/close", for: heads) { form, context in try await close(form, context) }
    }

    /// The unit's counters, and the one that is looked at.
    ///
    /// - Throws: `Problem.notFound` for another unit's.
    private func view(
        _ context: StaffContext,
        unit wanted: String? = nil,
        counter id: ID<ServiceCounter>?
    ) async throws -> CounterView {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/counters", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            let counter = try id.map { id in
                guard let counter = try AgencyStore.counter(id, in: tx) else { throw Problem.notFound }
                return counter
            }
            let name = counter?.agency.rawValue ?? wanted ?? context.query("unit")
            let unit = try reach.unit(name, .manageCounters)
            let shelf = try rooms.procedures(on: context.today, in: tx)
            let level = CounterView.level(of: unit, reach)
            let versions = shelf.versions.filter { level.map($0.levels.contains) ?? true }
            let fields = Set(versions.map(\.field)).union(counter?.fields ?? [])
            return CounterView(
                frame: frame,
                reach: reach,
                unit: unit,
                units: reach.units(.manageCounters),
                counters: try AgencyStore.counters(of: unit.id, on: context.today, in: tx),
                counter: counter,
                fields: fields.sorted { VietnameseText.folded($0) < VietnameseText.folded($1) }
            )
        }
    }

    private func save(_ form: FormData, _ context: StaffContext, _ view: CounterView) async throws -> Response {
        var form = form
        let number = form.integer("number", in: AgencyLimits.counterNumbers, required: true)
        let name = form.line("name", max: AgencyLimits.nameLength, required: true)
        let fields = view.fields.filter { form.flag(CounterView.box($0)) }
        let from = view.counter?.validFrom ?? form.date("from", required: true)
        guard form.errors.isEmpty, let number, let name, let from else {
            return context.refused(counterFormPage(context, view, form))
        }
        let list = Self.root.query("unit", view.unit.id.rawValue)
        guard try await rooms.isFirst(form, context) else { return .redirect(to: list) }
        let plan = CounterPlan(agency: view.unit.id, number: number, name: name, fields: fields, from: from)
        let actor = view.frame.officer.actor
        do {
            if let counter = view.counter {
                let seen = Int(form.value("seen")) ?? counter.version
                _ = try await desk.changeCounter(counter.id, to: plan, seen: seen, by: actor)
            } else {
                _ = try await desk.openCounter(plan, by: actor)
            }
        } catch {
            try form.take(error, context.t, view.reach.directory)
            return context.refused(counterFormPage(context, view, form))
        }
        return .redirect(to: list.query("done", "counter"))
    }

    private func close(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await view(context, counter: ID(try context.parameter("id")))
        guard let counter = view.counter else { throw Problem.notFound }
        let lastDay = form.date("last", required: true)
        guard form.errors.isEmpty, let lastDay else {
            return context.refused(counterFormPage(context, view, form, isClosing: true))
        }
        let list = Self.root.query("unit", view.unit.id.rawValue)
        guard try await rooms.isFirst(form, context) else { return .redirect(to: list) }
        do {
            try await desk.closeCounter(counter.id, lastDay: lastDay, by: view.frame.officer.actor)
        } catch AgencyError.datesReversed(let from, _) {
            form.errors.add("last", "manage.refused.reversed", ["from": from.written])
            return context.refused(counterFormPage(context, view, form, isClosing: true))
        } catch {
            try form.take(error, context.t, view.reach.directory)
            return context.refused(counterFormPage(context, view, form, isClosing: true))
        }
        return .redirect(to: list.query("done", "counterClosed"))
    }
}

/// The counters of a unit and the fields that its procedures have.
struct CounterView: Sendable {
    let frame: DeskFrame
    let reach: Reach
    let unit: Agency
    let units: [Agency]
    let counters: [ServiceCounter]
    let counter: ServiceCounter?
    let fields: [String]

    /// The box of a field in the form, by its name without accents.
    static func box(_ field: String) -> String { "field \(VietnameseText.folded(field))" }

    /// Whose procedures a unit takes in: a commune's, or a province's; nil where its kind does not tell.
    static func level(of unit: Agency, _ reach: Reach) -> ProcedureLevel? {
        let line = [unit] + reach.directory.ancestors(of: unit.id, on: reach.today)
        for agency in line {
            switch agency.kind {
            case .commune, .ward, .township: return .commune
            case .province, .department: return .province
            default: continue
            }
        }
        return nil
    }
}

func counterListPage(_ context: StaffContext, _ view: CounterView) -> HTML {
    let t = context.t
    let rows = view.counters.map { counter -> [HTML] in
        let fields =
            counter.fields.isEmpty ? t("manage.counters.allFields") : counter.fields.joined(separator: ", ")
        let until = counter.validTo.map { t("manage.counters.until", ["date": $0.written]) } ?? ""
        return [
            link(t("manage.counters.number", ["n": counter.number]), to: CounterPages.root / counter.id.rawValue),
            HTML(counter.name), HTML(fields), HTML(span(counter.validFrom, nil, t) + until),
        ]
    }
    let columns = ["number", "name", "fields", "dates"].map { Column(t("manage.counters.column.\($0)")) }
    let new = (CounterPages.root / "new").query("unit", view.unit.id.rawValue)
    let list =
        rows.isEmpty
        ? emptyState(t("manage.counters.empty"), t("manage.counters.empty.do"))
        : table(caption: view.unit.name, columns: columns, rows: rows)
    return deskPage(
        context,
        title: t("manage.counters.title"),
        rail: view.frame.rail,
        """
        <h1>\(t("manage.counters.title"))</h1>
        \(doneBanner(context))
        <p class="lead">\(t("manage.counters.lead"))</p>
        \(unitChooser(context, view.units, current: view.unit.id, to: CounterPages.root))
        \(buttons(buttonLink(t("manage.counters.add"), to: new)))
        \(list)
        """
    )
}

/// - Parameter form: nil fills in what the counter has.
func counterFormPage(
    _ context: StaffContext,
    _ view: CounterView,
    _ form: FormData?,
    isClosing: Bool = false
) -> HTML {
    let t = context.t
    let counter = view.counter
    var start = FormData(["number": "\(counter?.number ?? 1)", "name": counter?.name ?? ""])
    for field in counter?.fields ?? [] { start = start.setting(CounterView.box(field), "1") }
    let f = FormView(isClosing ? start : form ?? start, t)
    let closing = FormView(isClosing ? form ?? start : FormData(["last": context.today.written]), t)
    let boxes = HTML.join(view.fields.enumerated().map { fieldBox($1, id: "field-\($0)", f) })
    let fields = HTML.join([
        f.hidden("unit", view.unit.id.rawValue), f.hidden("seen", "\(counter?.version ?? 0)"),
        f.field("number", label: t("manage.counters.numberField"), width: .tiny, inputMode: "numeric"),
        f.field("name", label: t("manage.counters.name"), hint: t("manage.counters.name.hint"), width: .half),
        """
        <fieldset class="group"><legend>\(t("manage.counters.fields"))</legend>
        <p class="hint">\(t("manage.counters.fields.hint"))</p><div class="boxes">\(boxes)</div></fieldset>
        """,
        counter == nil ? f.date("from", label: t("manage.counters.from")) : .nothing,
        button(t("manage.save")),
    ])
    let path = CounterPages.root / (counter?.id.rawValue ?? "new")
    let title = counter.map { t("manage.counters.number", ["n": $0.number]) } ?? t("manage.counters.add")
    let end = HTML.join([
        closing.date("last", label: t("manage.counters.last"), hint: t("manage.counters.last.hint")),
        button(t("manage.counters.close"), kind: .danger),
    ])
    let ending: HTML =
        counter == nil || counter?.validTo != nil
        ? .nothing : "<h2>\(t("manage.counters.close"))</h2>\(Web.form(context, to: path / "close", end))"
    let list = CounterPages.root.query("unit", view.unit.id.rawValue)
    return deskPage(
        context,
        title: title,
        rail: view.frame.rail,
        """
        <div class="narrow">
        <p class="back">\(link(t("manage.counters.title"), to: list))</p>
        \(isClosing ? closing.errorSummary : f.errorSummary)
        <h1>\(title)</h1><p class="lead">\(view.unit.name)</p>
        \(Web.form(context, to: path, fields))
        \(ending)</div>
        """
    )
}

private func fieldBox(_ field: String, id: String, _ f: FormView) -> HTML {
    let name = CounterView.box(field)
    return """
        <div class="box"><input id="\(id)" type="checkbox" name="\(name)" value="1"\
        \(flag: "checked", f.form.flag(name))><label for="\(id)">\(field)</label></div>
        """
}
