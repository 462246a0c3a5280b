internal import Catalogue
internal import Kernel
internal import Web

/// A procedure with what stands around it on its page.
struct ProcedureSheet: Sendable {
    let version: ProcedureVersion
    /// The day asked for: today, or another by `?on=`.
    let date: CivilDate
    /// Whether the version is in force on that day.
    let isInForce: Bool
    /// What was typed as a day and is none.
    let wrongDate: Bool
    /// Newest first.
    let history: [ProcedureVersion]
    /// The counters of the provincial centre that serve its field.
    let counters: [String]
}

func procedurePage(_ context: AppContext, _ sheet: ProcedureSheet) -> HTML {
    let t = context.t
    let view = ProcedureView(sheet.version, t)
    let code = sheet.version.code
    let isLong = view.name.count > 120
    let leaflet = Path("procedures", code, "leaflet.pdf")
    return citizenPage(
        context,
        title: isLong ? String(view.name.prefix(100)) + "…" : view.name,
        back: Path("procedures"),
        """
        \(warnings(context, sheet))
        <p class="muted">\(sheet.version.field) · \(code)</p>
        <h1\(if: isLong, " class=\"long\"")>\(view.name)</h1>
        \(view.announcedName.map { "<p class=\"muted\" lang=\"vi\">\($0)</p>" as HTML })
        \(card(t("citizen.procedure.short"), summary(view, sheet)))
        \(buttons(
            buttonLink(t("citizen.procedure.leaflet"), to: leaflet),
            buttonLink(t("citizen.procedure.ask"), to: Path("help"), kind: .secondary)
        ))
        \(stepList(view))
        \(channelTable(view))
        \(doubtList(view))
        \(legalText(view))
        \(olderVersions(context, sheet))
        """
    )
}

private func warnings(_ context: AppContext, _ sheet: ProcedureSheet) -> HTML {
    let t = context.t
    if sheet.wrongDate { return banner(.danger, t("web.field.date")) }
    if !sheet.isInForce {
        let text = t("citizen.procedure.notInForce", ["date": sheet.date.written])
        return banner(.warning, text, "<p>\(t("citizen.procedure.notInForce.do"))</p>")
    }
    if sheet.date == context.today { return .nothing }
    let now = link(t("citizen.procedure.now"), to: Path("procedures", sheet.version.code))
    return banner(.warning, t("citizen.procedure.asOf", ["date": sheet.date.written]), "<p>\(now)</p>")
}

private func paperList(_ papers: [ProcedureView.PaperLine], _ view: ProcedureView) -> HTML {
    let items = papers.map { paper -> HTML in
        let small = [paper.amount, paper.note].filter { !$0.isEmpty }.joined(separator: "; ")
        return """
            <li><span\(attribute: "lang", view.announcedLanguage)>\(paper.name)</span>\
            \(if: !small.isEmpty, " <span class=\"muted\">(\(small))</span>")</li>
            """
    }
    return "<ul class=\"bring\">\(HTML.join(items))</ul>"
}

/// A text of the announcement below the line it belongs to; nothing when there is none.
private func announced(_ text: String, _ view: ProcedureView) -> HTML {
    guard !text.isEmpty else { return .nothing }
    return "<br><span class=\"muted\"\(attribute: "lang", view.announcedLanguage)>\(HTML.lines(text))</span>"
}

private func summary(_ view: ProcedureView, _ sheet: ProcedureSheet) -> HTML {
    let t = view.t
    var bring: HTML =
        view.bring.isEmpty && view.cases.isEmpty
        ? "<p>\(t("citizen.paper.none"))</p>" : view.bring.isEmpty ? .nothing : paperList(view.bring, view)
    for (when, papers) in view.cases {
        let title = t("citizen.paper.case", ["case": when])
        // One case alone is not worth folding: it is what most will need.
        bring +=
            view.cases.count == 1
            ? "<p class=\"case\">\(title)</p>" + paperList(papers, view) : details(title, paperList(papers, view))
    }
    let long = HTML.join(view.howLong.map { "<p>\($0)</p>" as HTML })
    let cost = HTML.join(
        view.cost.map { fee -> HTML in
            "<p>\(fee.amount)\(announced(fee.text, view))</p>"
        }
    )
    let places = view.places(sheet.counters, on: sheet.date).map { "<li>\($0)</li>" as HTML }
    return summaryList([
        SummaryRow(t("citizen.procedure.bring"), bring),
        SummaryRow(t("citizen.procedure.long"), long),
        SummaryRow(t("citizen.procedure.cost"), cost),
        SummaryRow(t("citizen.procedure.where"), "<ul class=\"plain\">\(HTML.join(places))</ul>"),
    ])
}

private func stepList(_ view: ProcedureView) -> HTML {
    guard !view.version.steps.isEmpty else { return .nothing }
    let steps = view.version.steps.map { "<li>\(HTML.lines($0))</li>" as HTML }
    return """
        <h2>\(view.t("citizen.procedure.steps"))</h2>
        <ol class="do"\(attribute: "lang", view.announcedLanguage)>\(HTML.join(steps))</ol>
        """
}

private func channelTable(_ view: ProcedureView) -> HTML {
    let t = view.t
    guard !view.channels.isEmpty else { return .nothing }
    let rows = view.channels.map { line -> [HTML] in
        let fees = line.fees.map { fee -> HTML in
            "\(fee.amount)\(announced(fee.text, view))"
        }
        let way: HTML = "\(line.channel)\(announced(line.note, view))"
        return [way, HTML(line.limit), HTML.join(fees, separator: "<br>")]
    }
    return "<h2>\(t("citizen.procedure.ways"))</h2>"
        + table(
            caption: t("citizen.procedure.ways.caption"),
            columns: [
                Column(t("citizen.procedure.way")), Column(t("citizen.procedure.long")),
                Column(t("citizen.procedure.cost")),
            ],
            rows: rows,
            hidesCaption: true
        )
}

private func doubtList(_ view: ProcedureView) -> HTML {
    let doubts = view.doubts
    guard !doubts.isEmpty else { return .nothing }
    return banner(
        .warning,
        view.t("citizen.procedure.doubts"),
        "<ul>\(each: doubts, { "<li>\($0)</li>" })</ul><p>\(view.t("citizen.procedure.doubts.do"))</p>"
    )
}

private func legalText(_ view: ProcedureView) -> HTML {
    let rows = view.legal.map { part in
        SummaryRow(
            part.name,
            HTML.join(part.lines.map { "<p\(attribute: "lang", view.announcedLanguage)>\($0)</p>" as HTML })
        )
    }
    let note: HTML = view.t.language == .en ? "<p class=\"muted\">\(view.t("citizen.legal.vietnamese"))</p>" : .nothing
    return details(view.t("citizen.legal.title"), note + summaryList(rows))
}

private func olderVersions(_ context: AppContext, _ sheet: ProcedureSheet) -> HTML {
    let t = context.t
    guard sheet.history.count > 1 else { return .nothing }
    let items = sheet.history.map { version -> HTML in
        let from = version.validFrom
        let text =
            version.validTo.map { t("citizen.legal.fromTo", ["from": from.written, "to": $0.written]) }
            ?? t("citizen.legal.from", ["from": from.written])
        if version.id == sheet.version.id { return "<li><b>\(text)</b></li>" }
        return "<li>\(link(text, to: Path("procedures", version.code).query("on", from.description)))</li>"
    }
    return details(t("citizen.procedure.versions"), "<ul>\(HTML.join(items))</ul>")
}
