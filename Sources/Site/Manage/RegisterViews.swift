internal import Access
internal import Agencies
internal import Kernel
internal import Register
internal import Web

func registerPage(_ context: StaffContext, _ view: RegisterView) -> HTML {
    let t = context.t
    var rows = [
        SummaryRow(t("manage.register.position"), HTML(t.number(Int(view.position)))),
        SummaryRow(t("manage.register.sealed"), HTML(t.number(Int(view.sealed)))),
        SummaryRow(t("manage.register.unsealed"), HTML(t.number(Int(view.unsealed)))),
    ]
    if let head = view.head {
        let values: [String: any CustomStringConvertible] = [
            "n": t.number(Int(head.number)), "at": t.dateTime(head.at),
        ]
        let root = Hex.encode(head.root)
        rows.append(SummaryRow(t("manage.register.head"), HTML(t("manage.register.head.line", values))))
        rows.append(SummaryRow(t("manage.register.root"), "<code class=\"long\">\(root)</code>"))
    } else {
        rows.append(SummaryRow(t("manage.register.head"), HTML(t("manage.register.head.none"))))
    }
    let verify = Web.form(
        context,
        to: RegisterPages.root / "verify",
        button(t("manage.register.verify"), kind: .secondary)
    )
    let rebuild = Web.form(
        context,
        to: RegisterPages.root / "rebuild",
        button(t("manage.register.rebuild"), kind: .secondary)
    )
    let looks = Path("manage", "register", "looks")
    let verifying: HTML = "<p>\(t("manage.register.verify.text"))</p>\(verifyState(view.verified, t))\(verify)"
    let comparing: HTML = "<p>\(t("manage.register.rebuild.text"))</p>\(rebuildState(view.compared, t))\(rebuild)"
    return deskPage(
        context,
        title: t("rail.register"),
        rail: view.frame.rail,
        """
        <h1>\(t("rail.register"))</h1>
        \(doneBanner(context))
        <p class="lead">\(t("manage.register.lead"))</p>
        \(card(t("manage.register.book"), summaryList(rows)))
        \(card(t("manage.register.verify.title"), verifying))
        \(card(t("manage.register.rebuild.title"), comparing))
        \(dutyCard(context, view))
        \(if: view.mayViewLooks, "<p>\(link(t("manage.looks.title"), to: looks))</p>")
        """
    )
}

private func verifyState(_ state: Job<VerifyReport>.State, _ t: Texts) -> HTML {
    switch state {
    case .never: return "<p class=\"muted\">\(t("manage.job.never"))</p>"
    case .running(let since, let count): return running(since, count, t)
    case .failed(let at, let error): return failed(at, error, t)
    case .done(let at, let report):
        let values = [
            "at": t.dateTime(at), "entries": t.number(Int(report.entries)), "chains": t.number(Int(report.subjects)),
            "heads": t.number(Int(report.heads)), "unsealed": t.number(Int(report.unsealed)),
        ]
        let line: HTML = "<p>\(t("manage.register.verify.line", values))</p>"
        guard !report.isWhole else { return banner(.success, t("manage.register.whole"), line) }
        let findings = report.findings.prefix(50).map { "<li>\(findingWords($0, t))</li>" as HTML }
        let rest = Int(report.more) + max(0, report.findings.count - 50)
        let more: HTML = rest > 0 ? "<p>\(t("manage.register.more", ["count": t.number(rest)]))</p>" : .nothing
        return banner(
            .danger,
            t("manage.register.notWhole"),
            "\(line)<p>\(t("manage.register.notWhole.do"))</p><ul>\(HTML.join(findings))</ul>\(more)"
        )
    }
}

/// One finding in words; the numbers are those of the book's entries.
private func findingWords(_ finding: Finding, _ t: Texts) -> String {
    func range(_ first: Int64, _ last: Int64) -> String { first == last ? "\(first)" : "\(first)–\(last)" }
    return switch finding {
    case .changed(let position, let subject, let version):
        t("manage.finding.changed", ["n": position, "subject": subject, "version": version])
    case .moved(let position, let subject, _, let from):
        t("manage.finding.moved", ["n": position, "subject": subject, "from": from])
    case .missing(let first, let last, let sealed):
        t(sealed ? "manage.finding.missing.sealed" : "manage.finding.missing", ["range": range(first, last)])
    case .missingVersions(let subject, let first, let last):
        t("manage.finding.versions", ["subject": subject, "range": range(Int64(first), Int64(last))])
    case .brokenLink(let position, let subject, _):
        t("manage.finding.link", ["n": position, "subject": subject])
    case .outside(let position, let subject): t("manage.finding.outside", ["n": position, "subject": subject])
    case .counter(let says, let newest): t("manage.finding.counter", ["says": says, "newest": newest])
    case .forgedHead(let number, let position): t("manage.finding.forged", ["head": number, "n": position])
    case .unknownKey(let number, let position): t("manage.finding.key", ["head": number, "n": position])
    case .missingHead(let number): t("manage.finding.head", ["head": number])
    case .rewritten(let first, let last, let head):
        t("manage.finding.rewritten", ["range": range(first, last), "head": head])
    case .wrongNode(let first, let last): t("manage.finding.node", ["range": range(first, last)])
    }
}

private func rebuildState(_ state: Job<RebuildReport>.State, _ t: Texts) -> HTML {
    switch state {
    case .never: return "<p class=\"muted\">\(t("manage.job.never"))</p>"
    case .running(let since, let count): return running(since, count, t)
    case .failed(let at, let error): return failed(at, error, t)
    case .done(let at, let report):
        let rows = report.rows.values.reduce(0, +)
        let values = ["at": t.dateTime(at), "chains": t.number(report.subjects), "rows": t.number(rows)]
        let line: HTML = "<p>\(t("manage.register.rebuild.line", values))</p>"
        guard !report.isSame else { return banner(.success, t("manage.register.same"), line) }
        let places = report.differences.prefix(50).map { "<li>\(differenceWords($0, t))</li>" as HTML }
        let rest = report.more + max(0, report.differences.count - 50)
        let more: HTML = rest > 0 ? "<p>\(t("manage.register.more", ["count": t.number(rest)]))</p>" : .nothing
        return banner(
            .danger,
            t("manage.register.differs"),
            "\(line)<p>\(t("manage.register.differs.do"))</p><ul>\(HTML.join(places))</ul>\(more)"
        )
    }
}

/// Which row differs; what stands in it may be about persons and is left to the command line.
private func differenceWords(_ difference: Difference, _ t: Texts) -> String {
    switch difference {
    case .missingRow(let table, _, let key): t("manage.difference.missing", ["table": table, "key": key])
    case .extraRow(let table, _, let key): t("manage.difference.extra", ["table": table, "key": key])
    case .column(let table, let key, let column, _, _):
        t("manage.difference.column", ["table": table, "key": key, "column": column])
    case .unreadable(let subject, let error):
        t("manage.difference.unreadable", ["subject": subject, "error": error])
    }
}

private func running(_ since: Instant, _ count: Int, _ t: Texts) -> HTML {
    let text = t("manage.job.running", ["at": t.dateTime(since), "count": t.number(count)])
    return banner(.info, text, "<p>\(link(t("manage.job.again"), to: RegisterPages.root))</p>")
}

private func failed(_ at: Instant, _ error: String, _ t: Texts) -> HTML {
    banner(
        .warning,
        t("manage.job.failed", ["at": t.dateTime(at), "error": error]),
        "<p>\(t("manage.job.failed.do"))</p>"
    )
}

private func dutyCard(_ context: StaffContext, _ view: RegisterView) -> HTML {
    let t = context.t
    let rows = view.duties.map { duty -> [HTML] in
        let isWorking = duty.claimedUntil.map { context.now < $0 } ?? false
        let isWell = duty.failures == 0
        let failure = t("manage.duty.failures", ["count": duty.failures, "error": duty.lastError ?? "–"])
        let state =
            isWorking
            ? tag(.process, t("manage.duty.working"))
            : isWell ? tag(.done, t("manage.duty.well")) : tag(.late, failure)
        let wake =
            isWorking
            ? HTML.nothing
            : Web.form(
                context,
                to: RegisterPages.root / "wake",
                FormView(FormData(), t).hidden("duty", duty.name) + button(t("manage.duty.wake"), kind: .quiet)
            )
        return [
            HTML(t.optional("manage.duty.name.\(duty.name)") ?? duty.name), state,
            HTML(duty.lastDoneAt.map { t.short($0) } ?? "–"), HTML(t.short(duty.nextAt)), wake,
        ]
    }
    let columns = ["name", "state", "last", "next", "act"].map { Column(t("manage.duty.column.\($0)")) }
    let list =
        rows.isEmpty
        ? emptyState(t("manage.duty.none"), t("manage.duty.none.do"))
        : table(caption: t("manage.duty.title"), columns: columns, rows: rows, hidesCaption: true)
    return card(t("manage.duty.title"), id: "duties", list)
}

func looksPage(_ context: StaffContext, _ view: LooksView) -> HTML {
    let t = context.t
    let path = Path("manage", "register", "looks")
    let form = FormData(["staff": view.member?.id.rawValue ?? "", "from": view.from.written])
    let f = FormView(form, t)
    let people = view.staff.map { Choice($0.id.rawValue, "\($0.name), \($0.title)") }
    let ask: HTML = """
        <form class="narrow" action="\(path)" method="get">
        <input type="hidden" name="unit" value="\(view.unit.id.rawValue)">
        \(f.select("staff", label: t("manage.looks.staff"), choices: people, empty: t("manage.looks.choose")))
        \(f.date("from", label: t("manage.looks.from")))
        \(button(t("manage.looks.show"), kind: .secondary))</form>
        """
    let rows = view.rows.map { row -> [HTML] in
        let target =
            row.code.map { link($0, to: Path("desk", "dossiers", row.look.target)) }
            ?? HTML(t("manage.looks.person", ["id": row.look.target]))
        let purpose = row.look.purpose.map { t("manage.purpose.\($0.rawValue)") } ?? "–"
        return [HTML(t.dateTime(row.look.at)), target, HTML(purpose)]
    }
    let columns = ["at", "what", "why"].map { Column(t("manage.looks.column.\($0)")) }
    let list: HTML
    if let member = view.member {
        let caption = t("manage.looks.of", ["name": member.name, "count": view.rows.count])
        list =
            rows.isEmpty
            ? emptyState(t("manage.looks.none"), t("manage.looks.none.do"))
            : table(caption: caption, columns: columns, rows: rows)
    } else {
        list = .nothing
    }
    return deskPage(
        context,
        title: t("manage.looks.title"),
        rail: view.frame.rail,
        """
        <h1>\(t("manage.looks.title"))</h1>
        <p class="lead">\(t("manage.looks.lead"))</p>
        \(unitChooser(context, view.units, current: view.unit.id, to: path))
        \(ask)
        \(list)
        """
    )
}
