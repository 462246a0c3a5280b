internal import Access
internal import Agencies
internal import Kernel
internal import Web

func staffSheetPage(
    _ context: StaffContext,
    _ frame: DeskFrame,
    _ reach: Reach,
    _ reading: StaffSheetReading,
    _ state: Job<StaffSheetPages.Report>.State
) -> HTML {
    let t = context.t
    let f = FormView(reading.form, t)
    let hint = link(t("manage.sheet.example"), to: StaffSheetPages.root / "example.csv")
    let file = f.file("list", label: t("manage.sheet.file"), hint: t("manage.sheet.file.hint"), accept: ".csv,text/csv")
    let look = button(t("manage.sheet.look"), kind: reading.isGood ? .secondary : .primary, name: "do", value: "look")
    let count = reading.plan?.newLines.count ?? 0
    let accept =
        reading.isGood
        ? button(t("manage.sheet.accept", ["count": t.number(count)]), name: "do", value: "accept") : HTML.nothing
    let kept = reading.text.isEmpty ? HTML.nothing : f.hidden("rows", reading.text)
    let body: HTML = """
        \(card(t("manage.sheet.list"), "\(file)<p class=\"hint\">\(hint)</p>\(kept)\(look)"))
        \(found(t, reach, reading))
        \(buttons(accept))
        """
    return deskPage(
        context,
        title: t("manage.sheet.title"),
        rail: frame.rail,
        """
        <p class="back">\(link(t("manage.staff.back"), to: StaffPages.root))</p>
        \(f.errorSummary)
        <h1>\(t("manage.sheet.title"))</h1>
        <p class="lead">\(t("manage.sheet.lead", ["limit": t.number(AgencyLimits.sheetRows)]))</p>
        \(last(context, state))
        \(form(context, to: StaffSheetPages.root, files: true, body))
        """
    )
}

/// What stands in the list that was sent: what is wrong first, then who would be added.
private func found(_ t: Texts, _ reach: Reach, _ reading: StaffSheetReading) -> HTML {
    if let refusal = reading.refusal { return banner(.danger, words(refusal, t)) }
    guard let plan = reading.plan else { return .nothing }
    let flaws = plan.flaws.map { flaw -> [HTML] in
        [
            HTML(t.number(flaw.line)), HTML(t("manage.sheet.column.\(flaw.column.rawValue)")), HTML(flaw.text),
            HTML(t("manage.sheet.flaw.\(flaw.cause.rawValue)")),
        ]
    }
    let wrong =
        flaws.isEmpty
        ? HTML.nothing
        : banner(
            .danger,
            t("manage.sheet.flaws", ["count": t.number(flaws.count)]),
            "<p>\(t("manage.sheet.flaws.do"))</p>"
        )
            + table(
                caption: t("manage.sheet.flaws.caption"),
                columns: [
                    Column(t("manage.sheet.line"), isNumber: true), Column(t("manage.sheet.cell")),
                    Column(t("manage.sheet.written")), Column(t("manage.sheet.what")),
                ],
                rows: flaws
            )
    let rows = plan.lines.map { line -> [HTML] in
        [
            HTML(t.number(line.line)), HTML(reach.name(line.unit)), HTML(line.name), HTML(line.title),
            HTML(line.roles.map { t("role.\($0.rawValue)") }.joined(separator: ", ")), HTML(line.logIn),
            line.isNew ? tag(.done, t("manage.sheet.new")) : tag(.closed, t("manage.sheet.kept")),
        ]
    }
    guard !rows.isEmpty else { return wrong }
    let columns =
        [Column(t("manage.sheet.line"), isNumber: true)]
        + ["unit", "name", "title", "roles", "logIn"].map { Column(t("manage.sheet.column.\($0)")) }
        + [Column(t("manage.sheet.state"))]
    let caption = t("manage.sheet.found", ["count": t.number(rows.count), "new": t.number(plan.newLines.count)])
    return wrong + table(caption: caption, columns: columns, rows: rows)
}

private func words(_ refusal: StaffSheet.Refusal, _ t: Texts) -> String {
    switch refusal {
    case .empty: t("sheet.empty")
    case .columnMissing(let column):
        t("manage.sheet.noColumn", ["column": t("manage.sheet.column.\(column.rawValue)")])
    case .text(let error): csvWords(error, t)
    }
}

/// How the last list stands: running, stopped, or done with its passwords for whoever took it in.
private func last(_ context: StaffContext, _ state: Job<StaffSheetPages.Report>.State) -> HTML {
    let t = context.t
    switch state {
    case .never: return .nothing
    case .running(let since, let count):
        let text = t("manage.sheet.running", ["at": t.dateTime(since), "count": t.number(count)])
        return banner(.info, text, "<p>\(link(t("manage.job.again"), to: StaffSheetPages.root))</p>")
    case .failed(let at, let error):
        let text = t("manage.job.failed", ["at": t.dateTime(at), "error": error])
        return banner(.warning, text, "<p>\(t("manage.sheet.failed.do"))</p>")
    case .done(let at, let report):
        guard report.by == context.officer.staffID else { return .nothing }
        let values = ["at": t.dateTime(at), "added": t.number(report.added), "kept": t.number(report.kept)]
        return banner(.success, t("manage.sheet.done", values)) + passwords(context, report)
    }
}

private func passwords(_ context: StaffContext, _ report: StaffSheetPages.Report) -> HTML {
    let t = context.t
    let forget = form(
        context,
        to: StaffSheetPages.root / "forget",
        class: "group",
        button(t("manage.sheet.forget"), kind: .secondary)
    )
    guard !report.given.isEmpty else {
        return card(t("manage.sheet.passwords"), "<p>\(t("manage.sheet.none"))</p>\(forget)")
    }
    let rows = report.given.map { one -> [HTML] in
        [
            HTML(report.units[one.line.unit] ?? ""), HTML(one.line.name), HTML(one.line.logIn),
            "<code>\(one.password)</code>",
        ]
    }
    let columns =
        ["unit", "name", "logIn"].map { Column(t("manage.sheet.column.\($0)")) } + [Column(t("manage.password.label"))]
    let file = form(
        context,
        to: StaffSheetPages.root / "passwords.csv",
        class: "group",
        button(t("manage.sheet.passwords.file"))
    )
    return card(
        t("manage.sheet.passwords"),
        """
        <p>\(t("manage.sheet.passwords.lead"))</p>\(file)
        \(table(caption: t("manage.sheet.passwords"), columns: columns, rows: rows, hidesCaption: true))
        \(forget)
        """
    )
}
