public import Web

/// The gallery: every component with its states, for eyes and for the snapshot test.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /design` | anyone | every component on a citizen's page |
/// | `POST /design` | anyone | the same page with the errors of its form |
public struct DesignPages: Sendable {
    public init() {}

    public func addRoutes(to routes: RouteTable) {
        routes.get("/design", for: .anyone) { context in context.page(designPage(context, FormData())) }
        routes.post("/design", for: .anyone) { form, context in
            var form = form
            _ = form.line("name", max: 60, required: true)
            _ = form.date("born", required: true)
            _ = form.choice("channel", of: ["counter", "online"])
            return context.refused(designPage(context, form))
        }
    }
}

private func designPage(_ context: AppContext, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let fields = formPart(context, f)
    return citizenPage(
        context,
        title: t("design.title"),
        back: .home,
        """
        \(f.errorSummary)
        <h1>\(t("design.title"))</h1>
        <p class="lead">\(t("design.lead"))</p>
        \(words(context))
        \(fields)
        \(listPart(context))
        """
    )
}

private func words(_ context: AppContext) -> HTML {
    let t = context.t
    return """
        \(callout(label: t("design.callout.label"), t("design.callout.large"), note: t("design.callout.note"), state: .done))
        \(searchForm(to: Path("procedures"), label: t("design.search"), button: t("web.desk.search.do"), hint: t("design.search.hint")))
        \(doors([
            Door(t("design.door.find"), t("design.door.find.text"), to: Path("procedures")),
            Door(t("design.door.follow"), t("design.door.follow.text"), to: Path("track")),
            Door(t("design.door.talk"), t("design.door.talk.text"), to: Path("talk")),
        ]))
        <h2>\(t("design.banners"))</h2>
        \(banner(.info, t("design.banner.info")))
        \(banner(.success, t("design.banner.success"), "<p>\(t("design.banner.success.text"))</p>"))
        \(banner(.warning, t("design.banner.warning")))
        \(banner(.danger, t("design.banner.danger")))
        <h2>\(t("design.tags"))</h2>
        <p class="tags">\(each: TagState.allCases, { tag($0, t("design.tag.\($0.rawValue)")) })</p>
        <h2>\(t("design.buttons"))</h2>
        \(buttons(
            button(t("design.button.primary"), key: "s"),
            buttonLink(t("design.button.secondary"), to: Path("design"), kind: .secondary, key: "p"),
            button(t("design.button.danger"), kind: .danger),
            button(t("design.button.quiet"), kind: .quiet)
        ))
        """
}

private func formPart(_ context: AppContext, _ f: FormView) -> HTML {
    let t = context.t
    let channels = [
        Choice("counter", t("design.channel.counter")),
        Choice("online", t("design.channel.online"), hint: t("design.channel.online.hint")),
    ]
    return """
        <h2>\(t("design.form"))</h2>
        \(steps([t("design.step.1"), t("design.step.2"), t("design.step.3")], current: 1, t))
        \(form(context, to: Path("design"), """
        \(f.field("name", label: t("design.name"), hint: t("design.name.hint"), autocomplete: "name"))
        \(f.field("identity", label: t("design.identity"), width: .half, inputMode: "numeric", isOptional: true))
        \(f.date("born", label: t("design.born")))
        \(f.radios("channel", legend: t("design.channel"), choices: channels))
        \(f.checkboxes("papers", legend: t("design.papers"), choices: channels, isInline: true))
        \(f.select("unit", label: t("design.unit"), choices: channels, empty: t("design.unit.empty")))
        \(f.field("fee", label: t("design.fee"), width: .short, suffix: "đ"))
        \(f.textarea("note", label: t("design.note"), isOptional: true))
        \(f.file("scan", label: t("design.scan"), isOptional: true))
        \(f.checkbox("agree", label: t("design.agree")))
        \(button(t("design.button.primary")))
        """))
        """
}

private func listPart(_ context: AppContext) -> HTML {
    let t = context.t
    let columns = [
        Column(t("design.col.code")), Column(t("design.col.person")), Column(t("design.col.state")),
        Column(t("design.col.left")), Column(t("design.col.fee"), isNumber: true),
    ]
    let late = timeBar(used: 100, isLate: true, t.timeLeft(workingMinutes: -180))
    let soon = timeBar(used: 80, isLate: false, t.timeLeft(workingMinutes: 200))
    let calm = timeBar(used: 30, isLate: false, t.timeLeft(workingMinutes: 960))
    let rows: [[HTML]] = [
        [
            link("H28.18-261028-0001", to: Path("design")), HTML(t("design.person.1")),
            tag(.late, t("design.tag.late")), late, "21.000 đ",
        ],
        [
            link("H28.18-261028-0002", to: Path("design")), HTML(t("design.person.2")),
            tag(.waiting, t("design.tag.waiting")), soon, "0 đ",
        ],
        [
            link("H28.18-261028-0003", to: Path("design")), HTML(t("design.person.3")),
            tag(.process, t("design.tag.process")), calm, "150.000 đ",
        ],
    ]
    return """
        <h2>\(t("design.lists"))</h2>
        \(tabs(label: t("design.lists"), [
            Tab(t("design.tab.1"), Path("design"), isCurrent: true), Tab(t("design.tab.2"), Path("design").query("tab", "2")),
        ]))
        \(table(caption: t("design.table"), columns: columns, rows: rows))
        \(pager(t, page: 2, previous: Path("design").query("page", "1"), next: Path("design").query("page", "3")))
        \(emptyState(t("design.empty"), t("design.empty.text"), action: buttonLink(t("design.button.primary"), to: Path("design"), kind: .secondary)))
        \(card(t("design.card"), summaryList([
            SummaryRow(t("design.row.bring"), HTML(t("design.row.bring.value"))),
            SummaryRow(t("design.row.time"), HTML(t("design.row.time.value"))),
            SummaryRow(t("design.row.fee"), "21.000 đ", action: link(t("design.row.change"), to: Path("design"))),
        ])))
        <h2>\(t("design.path"))</h2>
        \(timeline([
            TimelineItem(.past, t("design.path.1"), when: t("design.path.1.when")),
            TimelineItem(.late, t("design.path.2"), when: t("design.path.2.when")),
            TimelineItem(.now, t("design.path.3"), when: t("design.path.3.when"), body: "<p>\(t("design.path.3.text"))</p>"),
            TimelineItem(.coming, t("design.path.4"), when: t("design.path.4.when")),
        ]))
        \(details(t("design.details"), "<p>\(t("design.details.text"))</p>"))
        \(details(t("design.details.2"), isOpen: true, "<p>\(t("design.details.text"))</p>"))
        """
}
