internal import Access
internal import Agencies
internal import Kernel
internal import LegalClock
internal import Web

/// One year of a unit's calendar.
struct CalendarView: Sendable {
    let frame: DeskFrame
    let unit: String
    let year: Int
    let calendar: WorkCalendar
    let mayChange: Bool
    /// Dossiers of the officer's unit whose date the calendar moved earlier and nobody has acted on.
    let moved: Int
    let job: Job<RecomputeReport>.State

    var days: [DayException] { calendar.exceptions.filter { $0.date.year == year } }
    var off: Int { days.count { $0.isOff } }
    var worked: Int { days.count { !$0.isOff } }
    var expected: Int { days.count { $0.status == .expected } }
    var isKnown: Bool { calendar.knownYears.contains(year) }
}

func calendarPage(_ context: StaffContext, _ view: CalendarView) -> HTML {
    let t = context.t
    let years = (view.year - 1)...(view.year + 1)
    let unit = context.query("unit")
    let chooser = tabs(
        label: t("calendar.years"),
        years.map { year in
            let path = CalendarPages.root.query("year", "\(year)").query("unit", unit.isEmpty ? nil : unit)
            return Tab("\(year)", path, isCurrent: year == view.year)
        }
    )
    let acts: HTML =
        view.mayChange
        ? buttons(
            buttonLink(t("calendar.notice.title"), to: CalendarPages.root / "notice"),
            buttonLink(t("calendar.day.title"), to: CalendarPages.root / "day", kind: .secondary),
            buttonLink(t("calendar.sessions.title"), to: CalendarPages.root / "sessions", kind: .secondary)
        ) : .nothing
    let counts = ["off": view.off, "worked": view.worked]
    return deskPage(
        context,
        title: t("calendar.title", ["year": view.year]),
        rail: view.frame.rail,
        """
        <h1>\(t("calendar.title", ["year": view.year]))</h1>
        \(doneBanner(context))
        <p class="lead">\(t("calendar.lead", ["unit": view.unit]))</p>
        \(recomputeState(view, t))
        \(acts)
        \(chooser)
        \(yearNotes(view, t))
        \(if: !view.days.isEmpty, "<p>\(t("calendar.counts", counts))</p>")
        \(dayTable(view.days, t))
        <h2>\(t("calendar.sessions.now"))</h2>
        \(ruleTable(view.calendar.rules.filter { $0.validTo.map { context.today <= $0 } ?? true }, t))
        """
    )
}

private func yearNotes(_ view: CalendarView, _ t: Texts) -> HTML {
    if !view.isKnown {
        return banner(.warning, t("calendar.unknown", ["year": view.year]), "<p>\(t("calendar.unknown.do"))</p>")
    }
    guard view.expected > 0 else { return .nothing }
    return banner(.info, t("calendar.expected", ["count": view.expected]), "<p>\(t("calendar.expected.do"))</p>")
}

private func recomputeState(_ view: CalendarView, _ t: Texts) -> HTML {
    var pieces: [HTML] = []
    switch view.job {
    case .never: break
    case .running(let since, let count):
        let values: [String: any CustomStringConvertible] = ["at": t.short(since), "count": t.number(count)]
        pieces.append(banner(.info, t("calendar.job.running", values), "<p>\(t("calendar.job.running.do"))</p>"))
    case .done(let at, let report):
        let values = ["at": t.short(at), "moved": t.number(report.moved), "earlier": t.number(report.earlier)]
        pieces.append(banner(.success, t("calendar.job.done", values)))
    case .failed(let at, _):
        pieces.append(
            banner(.warning, t("calendar.job.failed", ["at": t.short(at)]), "<p>\(t("calendar.job.failed.do"))</p>")
        )
    }
    if view.moved > 0 {
        let list = link(t("list.moved"), to: Path("desk", "lists", "moved"))
        pieces.append(banner(.warning, t("calendar.moved", ["count": t.counted(view.moved)]), "<p>\(list)</p>"))
    }
    return HTML.join(pieces)
}

func dayTable(_ days: [DayException], _ t: Texts) -> HTML {
    guard !days.isEmpty else { return .nothing }
    let rows = days.map { day -> [HTML] in
        let isExpected = day.status == .expected
        let name = t.language == .vi ? day.nameVI : day.nameEN
        let pair = day.pairedWith.map { t("calendar.pair.\(day.kind.rawValue)", ["date": t.date($0)]) } ?? ""
        return [
            HTML(t.date(day.date)), tag(day.isOff ? .closed : .process, t("calendar.kind.\(day.kind.rawValue)")),
            "\(name)\(if: !pair.isEmpty, "<br><span class=\"muted\">\(pair)</span>")",
            tag(isExpected ? .waiting : .done, t("calendar.status.\(day.status.rawValue)")), HTML(day.source),
        ]
    }
    let columns = ["date", "kind", "name", "status", "source"].map { Column(t("calendar.column.\($0)")) }
    return table(caption: t("calendar.table"), columns: columns, rows: rows, hidesCaption: true)
}

func ruleTable(_ rules: [SessionRule], _ t: Texts) -> HTML {
    let rows = rules.map { rule -> [HTML] in
        [
            HTML(rule.weekdays.map { t.weekday($0) }.joined(separator: ", ")), HTML(sessionWords(rule, t)),
            HTML(seasonWords(rule, t)),
            HTML(rule.validFrom.year < 1990 ? t("calendar.always") : span(rule.validFrom, rule.validTo, t)),
        ]
    }
    let columns = ["days", "sessions", "season", "dates"].map { Column(t("calendar.rule.\($0)")) }
    return table(caption: t("calendar.sessions.now"), columns: columns, rows: rows, hidesCaption: true)
}

private func sessionWords(_ rule: SessionRule, _ t: Texts) -> String {
    if rule.sessions.isEmpty { return t("calendar.closed") }
    return rule.sessions.map { session in
        let time = "\(session.from)–\(session.to)"
        return session.kind == .reception ? t("calendar.reception", ["time": time]) : time
    }.joined(separator: ", ")
}

private func seasonWords(_ rule: SessionRule, _ t: Texts) -> String {
    guard let season = rule.season else { return t("calendar.wholeYear") }
    return "\(season.from % 100)/\(season.from / 100) – \(season.to % 100)/\(season.to / 100)"
}

// MARK: The forms

private func changePage(
    _ context: StaffContext,
    _ view: CalendarFrame,
    title: String,
    lead: String,
    _ f: FormView,
    _ body: HTML
) -> HTML {
    deskPage(
        context,
        title: title,
        rail: view.frame.rail,
        """
        <p class="back">\(link(context.t("calendar.back"), to: CalendarPages.root))</p>
        \(f.errorSummary)
        <h1>\(title)</h1><p class="lead">\(lead)</p>
        \(body)
        """
    )
}

private func scopeField(_ f: FormView, _ view: CalendarFrame, _ t: Texts) -> HTML {
    if view.scopes == [CalendarFrame.own] {
        return f.hidden("scope", CalendarFrame.own)
            + "<p>\(t("calendar.scope.only", ["unit": view.reach.name(view.frame.officer.agency)]))</p>"
    }
    let name = ["unit": view.reach.name(view.frame.officer.agency)]
    let choices = view.scopes.map { Choice($0, t("calendar.scope.\($0)", name)) }
    return f.radios("scope", legend: t("calendar.scope"), choices: choices)
}

/// - Parameter lines: what is wrong with the rows, line by line, in the reader's language.
func noticePage(_ context: StaffContext, _ view: CalendarFrame, _ form: FormData, _ lines: [String]) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let faults: HTML =
        lines.isEmpty
        ? .nothing
        : banner(
            .danger,
            t("calendar.lines", ["count": lines.count]),
            "<ul class=\"faults\">\(each: lines, { "<li>\($0)</li>" })</ul>"
        )
    let fields = HTML.join([
        f.field("source", label: t("calendar.source"), hint: t("calendar.source.hint")), scopeField(f, view, t),
        f.textarea("rows", label: t("calendar.rows"), hint: t("calendar.rows.hint"), rows: 12),
        f.file(
            "file",
            label: t("calendar.file"),
            hint: t("calendar.file.hint"),
            accept: ".csv,.json",
            isOptional: true
        ),
        details(t("calendar.help"), rowsHelp(t)),
        buttons(
            button(t("calendar.preview")),
            buttonLink(t("web.cancel"), to: CalendarPages.root, kind: .secondary)
        ),
    ])
    return changePage(
        context,
        view,
        title: t("calendar.notice.title"),
        lead: t("calendar.notice.lead"),
        f,
        faults
            + "<div class=\"narrow\">\(Web.form(context, to: CalendarPages.root / "notice", files: true, fields))</div>"
    )
}

private func rowsHelp(_ t: Texts) -> HTML {
    let kinds = DayException.Kind.allCases.map(\.rawValue) + ["none"]
    let lines = kinds.map { "<li><code>\($0)</code>: \(t("calendar.kind.\($0)"))</li>" as HTML }
    let example = "2027-02-05,statutory,announced,Tết Nguyên đán,Lunar New Year,"
    return """
        <p>\(t("calendar.help.columns"))</p><ul>\(HTML.join(lines))</ul>
        <p>\(t("calendar.help.status"))</p><p>\(t("calendar.help.example"))</p><pre>\(example)</pre>
        """
}

func dayPage(_ context: StaffContext, _ view: CalendarFrame, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let kinds = (DayException.Kind.allCases.map(\.rawValue) + ["none"]).map { Choice($0, t("calendar.kind.\($0)")) }
    let states = DayException.Status.allCases.map { Choice($0.rawValue, t("calendar.status.\($0.rawValue)")) }
    let fields = HTML.join([
        f.field("source", label: t("calendar.source"), hint: t("calendar.source.hint")), scopeField(f, view, t),
        f.date("date", label: t("calendar.column.date")),
        f.radios("kind", legend: t("calendar.column.kind"), choices: kinds),
        f.radios("status", legend: t("calendar.column.status"), choices: states, isInline: true),
        f.field("nameVI", label: t("calendar.nameVI"), width: .half),
        f.field("nameEN", label: t("calendar.nameEN"), width: .half),
        f.date("paired", label: t("calendar.paired"), hint: t("calendar.paired.hint"), isOptional: true),
        buttons(
            button(t("calendar.preview")),
            buttonLink(t("web.cancel"), to: CalendarPages.root, kind: .secondary)
        ),
    ])
    return changePage(
        context,
        view,
        title: t("calendar.day.title"),
        lead: t("calendar.day.lead"),
        f,
        "<div class=\"narrow\">\(Web.form(context, to: CalendarPages.root / "day", fields))</div>"
    )
}

/// What would be entered and how many dossiers it moves, before it is done.
func noticePreview(
    _ context: StaffContext,
    _ view: CalendarFrame,
    _ form: FormData,
    _ notice: Notice,
    _ moves: RecomputeReport,
    _ scope: String
) -> HTML {
    let t = context.t
    let f = FormView(form.setting("scope", scope), t)
    let isDay = form.has("date")
    let names =
        isDay
        ? ["source", "scope", "date", "kind", "status", "nameVI", "nameEN", "paired"] : ["source", "scope", "rows"]
    let hidden = HTML.join(names.map { f.hidden($0) }) + f.hidden("sure", "1")
    let removed = notice.removed.sorted().map { "<li>\(t.date($0))</li>" as HTML }
    let removing: HTML =
        removed.isEmpty ? .nothing : "<h2>\(t("calendar.removed"))</h2><ul>\(HTML.join(removed))</ul>"
    let values = ["seen": t.number(moves.seen), "earlier": t.number(moves.earlier)]
    let note = t(moves.isCut ? "calendar.moves.cut" : "calendar.moves.seen", values)
    let state: TagState = moves.earlier > 0 ? .late : .process
    let go = Web.form(
        context,
        to: CalendarPages.root / (isDay ? "day" : "notice"),
        hidden
            + buttons(
                button(t("calendar.enter")),
                buttonLink(t("web.cancel"), to: CalendarPages.root, kind: .secondary)
            )
    )
    return changePage(
        context,
        view,
        title: t("calendar.check"),
        lead: notice.source,
        f,
        """
        \(callout(label: t("calendar.moves"), t.number(moves.moved), note: note, state: state))
        \(dayTable(notice.days.sorted { $0.date < $1.date }, t))
        \(removing)
        \(go)
        """
    )
}

func sessionsPage(_ context: StaffContext, _ view: SessionsView, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let here = CalendarPages.root / "sessions"
    let unit = view.unit?.id.rawValue ?? CalendarFrame.all
    let days = Weekday.allCases.map { Choice("\($0.rawValue)", t.weekday($0)) }
    let fields = HTML.join([
        f.hidden("unit", unit), f.hidden("seen", "\(view.version)"),
        f.field("source", label: t("calendar.sessions.source"), hint: t("calendar.sessions.source.hint")),
        f.checkboxes("days", legend: t("calendar.rule.days"), choices: days, isInline: true),
        f.field("sessions", label: t("calendar.rule.sessions"), hint: t("calendar.sessions.hint"), isOptional: true),
        f.field(
            "seasonFrom",
            label: t("calendar.season.from"),
            hint: t("calendar.season.hint"),
            width: .short,
            isOptional: true
        ),
        f.field("seasonTo", label: t("calendar.season.to"), width: .short, isOptional: true),
        f.date("from", label: t("manage.from")), f.date("to", label: t("manage.to"), isOptional: true),
        button(t("calendar.sessions.set")),
    ])
    let own = view.own.map { placed in
        Choice(
            "\(placed.place)",
            placed.rule.weekdays.map { t.weekday($0) }.joined(separator: ", ") + ": " + sessionWords(placed.rule, t)
                + ", " + span(placed.rule.validFrom, placed.rule.validTo, t)
        )
    }
    let back = HTML.join([
        f.hidden("unit", unit), f.radios("place", legend: t("calendar.withdraw.which"), choices: own),
        f.field("why", label: t("calendar.withdraw.why")), button(t("calendar.withdraw"), kind: .secondary),
    ])
    let withdrawing: HTML =
        own.isEmpty
        ? .nothing
        : details(t("calendar.withdraw"), isOpen: form.has("why"), Web.form(context, to: here / "withdraw", back))
    var units = view.frame.reach.units(.changeCalendar).map { ($0.id.rawValue, $0.shortName) }
    if view.frame.reach.coversAll(.changeCalendar) { units.insert((CalendarFrame.all, t("calendar.scope.all")), at: 0) }
    let title = view.unit.map { t("calendar.sessions.of", ["unit": $0.shortName]) } ?? t("calendar.sessions.common")
    let inherited = t(view.unit == nil ? "calendar.sessions.shipped" : "calendar.sessions.inherited")
    let chooser = unitChooser(context, units, current: unit, to: here)
    return changePage(
        context,
        view.frame,
        title: t("calendar.sessions.title"),
        lead: t("calendar.sessions.lead"),
        f,
        """
        \(doneBanner(context))
        \(chooser)
        <h2>\(title)</h2>
        \(if: view.own.isEmpty, "<p>\(inherited)</p>")
        \(ruleTable(view.inForce, t))
        <h2>\(t("calendar.sessions.set"))</h2>
        <div class="narrow">\(Web.form(context, to: here, fields))
        \(withdrawing)</div>
        """
    )
}
