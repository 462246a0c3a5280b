internal import Catalogue
internal import Kernel
internal import LegalClock
internal import Web

extension TimeLimit {
    /// In the reader's language.
    func words(_ t: Texts) -> String { t.language == .vi ? vietnamese : english }
}
extension Texts {
    func channel(_ channel: ProcedureChannel?) -> String {
        channel.map { self("catalogue.channel.\($0.rawValue)") } ?? self("catalogue.channel.all")
    }
}

func catalogueListPage(_ context: StaffContext, _ view: CatalogueListView) -> HTML {
    let t = context.t
    let root = CataloguePages.root
    let acts: HTML =
        view.mayChange
        ? buttons(
            buttonLink(t("catalogue.flags.title"), to: root / "flags", kind: .secondary),
            buttonLink(t("catalogue.import.title"), to: root / "import", kind: .secondary),
            buttonLink(t("catalogue.review.title"), to: root / "review", kind: .secondary)
        ) : buttons(buttonLink(t("catalogue.review.title"), to: root / "review", kind: .secondary))
    let open: HTML =
        view.mayChange && view.openFlags > 0
        ? banner(
            .info,
            t("catalogue.open", ["count": t.number(view.openFlags)]),
            "<p>\(link(t("catalogue.open.do"), to: root / "flags"))</p>"
        ) : .nothing
    let list: HTML
    if view.query.isEmpty && view.field.isEmpty {
        let lines = view.fields.map { field -> HTML in
            let path = root.query("field", field.name)
            return "<li>\(link(field.name, to: path)) <span class=\"muted\">\(t.number(field.count))</span></li>"
        }
        list =
            lines.isEmpty
            ? emptyState(t("catalogue.empty"), t("catalogue.empty.do"))
            : "<h2>\(t("catalogue.fields"))</h2><ul class=\"plain fields\">\(HTML.join(lines))</ul>"
    } else {
        list = procedureTable(view, t)
    }
    return deskPage(
        context,
        title: t("rail.catalogue"),
        rail: view.frame.rail,
        """
        <h1>\(t("rail.catalogue"))</h1>
        <p class="lead">\(t("catalogue.lead", ["count": t.number(view.total)]))</p>
        \(open)
        \(searchForm(to: root, label: t("catalogue.search"), button: t("web.desk.search.do"), value: view.query))
        \(acts)
        \(list)
        """
    )
}

private func procedureTable(_ view: CatalogueListView, _ t: Texts) -> HTML {
    let back = "<p>\(link(t("catalogue.allFields"), to: CataloguePages.root))</p>" as HTML
    guard !view.hits.isEmpty else {
        return emptyState(t("catalogue.none"), t("catalogue.none.do"), action: back)
    }
    let rows = view.hits.map { version -> [HTML] in
        let name = t.language == .vi ? version.name : version.nameEnglish ?? version.name
        let state =
            version.flags.isEmpty
            ? tag(.done, t("catalogue.clear"))
            : tag(.waiting, t("catalogue.unclear", ["count": version.flags.count]))
        return [
            link(name, to: CataloguePages.root / version.code), HTML(version.code),
            HTML(version.terms(.inPerson)?.limit?.words(t) ?? "–"), state,
        ]
    }
    let columns = ["name", "code", "limit", "state"].map { Column(t("catalogue.column.\($0)")) }
    let caption = view.query.isEmpty ? view.field : t("catalogue.found", ["count": view.hits.count])
    return "\(back)\(table(caption: caption, columns: columns, rows: rows))"
}

// MARK: One procedure

func procedurePage(_ context: StaffContext, _ view: CatalogueProcedureView) -> HTML {
    let t = context.t
    let version = view.shown
    let here = CataloguePages.root / version.code
    let decision = version.decision
    let rows = [
        SummaryRow(t("catalogue.column.code"), HTML(version.code)),
        SummaryRow(t("catalogue.field"), link(version.field, to: CataloguePages.root.query("field", version.field))),
        SummaryRow(
            t("catalogue.levels"),
            HTML(version.levels.map { t("catalogue.level.\($0.rawValue)") }.joined(separator: ", "))
        ),
        SummaryRow(
            t("catalogue.state"),
            view.isInForce ? tag(.done, t("catalogue.inForce")) : tag(.closed, t("catalogue.notInForce"))
        ),
        SummaryRow(t("catalogue.dates"), HTML(span(version.validFrom, version.validTo, t))),
        SummaryRow(t("catalogue.decision"), HTML(decisionWords(decision, t))),
    ]
    let acts: HTML =
        view.mayChange
        ? buttons(
            buttonLink(t("catalogue.publish"), to: here / "publish", kind: .secondary),
            buttonLink(t("catalogue.fee"), to: here / "fee", kind: .secondary),
            buttonLink(t("catalogue.repeal"), to: here / "repeal", kind: .secondary)
        ) : .nothing
    return deskPage(
        context,
        title: version.code,
        rail: view.frame.rail,
        """
        <p class="back">\(link(t("rail.catalogue"), to: CataloguePages.root))</p>
        <h1>\(version.name)</h1>
        \(doneBanner(context))
        \(summaryList(rows))
        \(acts)
        \(flagCard(context, view))
        \(termsCard(version, t))
        \(feeCard(view, t))
        \(versionsCard(view, t))
        """
    )
}

private func decisionWords(_ decision: Decision, _ t: Texts) -> String {
    guard !decision.number.isEmpty else { return t("catalogue.decision.none") }
    guard let on = decision.on else { return decision.number }
    return t("catalogue.decision.line", ["number": decision.number, "date": on.written])
}

private func flagCard(_ context: StaffContext, _ view: CatalogueProcedureView) -> HTML {
    let t = context.t
    guard !view.flags.isEmpty else { return .nothing }
    let lines = view.flags.map { flag -> HTML in
        let title = t("catalogue.flag.\(flag.flag.kind.rawValue)")
        let source: HTML = "<span class=\"source\">“\(flag.flag.text)”</span>"
        let state: HTML
        if let answer = flag.answer {
            state = tag(.done, answerWords(answer, t))
        } else if view.mayChange {
            state = link(t("catalogue.flag.answer"), to: CataloguePages.root / "flags" / flag.id)
        } else {
            state = tag(.waiting, t("catalogue.flag.open"))
        }
        return "<li><b>\(title)</b>, \(t.channel(flag.flag.channel))<br>\(source)<br>\(state)</li>"
    }
    return card(t("catalogue.flags.here"), id: "flags", "<ul class=\"flags\">\(HTML.join(lines))</ul>")
}

func answerWords(_ answer: FlagAnswer, _ t: Texts) -> String {
    switch answer {
    case .limit(let limit): t("catalogue.answered.limit", ["limit": limit.words(t)])
    case .fee(let amount): t("catalogue.answered.fee", ["amount": t.money(amount)])
    case .accepted: t("catalogue.answered.accepted")
    }
}

private func termsCard(_ version: ProcedureVersion, _ t: Texts) -> HTML {
    let rows = version.channels.map { terms -> [HTML] in
        let fees = terms.fees.map { fee -> HTML in
            "<b>\(fee.amount.map { t.money($0) } ?? t("catalogue.fee.notStated"))</b><br>\(fee.text)"
        }
        return [
            HTML(t.channel(terms.channel)), HTML(terms.limit?.words(t) ?? t("catalogue.limit.none")),
            HTML(terms.limitText), HTML.join(fees, separator: "<br>"),
        ]
    }
    guard !rows.isEmpty else { return .nothing }
    let columns = ["channel", "limit", "words", "fee"].map { Column(t("catalogue.terms.\($0)")) }
    return card(
        t("catalogue.terms"),
        table(caption: t("catalogue.terms"), columns: columns, rows: rows, hidesCaption: true)
    )
}

private func feeCard(_ view: CatalogueProcedureView, _ t: Texts) -> HTML {
    guard !view.fees.isEmpty else { return .nothing }
    let rows = view.fees.reversed().map { fee -> [HTML] in
        let number = t("catalogue.decision.line", ["number": fee.number, "date": fee.resolvedOn.written])
        return [
            HTML(fee.fee.amount.map { t.money($0) } ?? "–"), HTML(t("catalogue.feeKind.\(fee.fee.kind.rawValue)")),
            HTML(t.channel(fee.channel)), HTML(number), HTML(span(fee.validFrom, fee.validTo, t)),
        ]
    }
    let columns = ["amount", "kind", "channel", "resolution", "dates"].map { Column(t("catalogue.fees.\($0)")) }
    return card(
        t("catalogue.fees"),
        id: "fees",
        table(caption: t("catalogue.fees"), columns: columns, rows: rows, hidesCaption: true)
    )
}

private func versionsCard(_ view: CatalogueProcedureView, _ t: Texts) -> HTML {
    let parts = view.versions.enumerated().map { index, part -> HTML in
        let version = part.version
        let title = t("catalogue.version", ["dates": span(version.validFrom, version.validTo, t)])
        let body: HTML =
            part.changes.isEmpty
            ? "<p>\(t("catalogue.version.first"))</p>" : changeTable(part.changes, t)
        return details(title, isOpen: index == 0, "<p>\(decisionWords(version.decision, t))</p>\(body)")
    }
    return card(t("catalogue.versions"), id: "versions", HTML.join(parts))
}

/// What a version changed, in words: before and after.
private func changeTable(_ changes: [FieldChange], _ t: Texts) -> HTML {
    let rows = changes.map { change -> [HTML] in
        let before = change.before.isEmpty ? t("catalogue.change.nothing") : change.before
        let after = change.after.isEmpty ? t("catalogue.change.nothing") : change.after
        return [HTML(partName(change.part, t)), HTML.lines(before), HTML.lines(after)]
    }
    let columns = ["part", "before", "after"].map { Column(t("catalogue.change.\($0)")) }
    return table(caption: t("catalogue.changes"), columns: columns, rows: rows, hidesCaption: true)
}

/// `channels.online.limit` as people say it; what the record calls otherwise is shown under its own name.
func partName(_ part: String, _ t: Texts) -> String {
    let words = part.split(separator: ".").map(String.init)
    if words.count >= 3, words[0] == "channels",
        let channel = ProcedureChannel.allCases.first(where: { "\($0)" == words[1] })
    {
        let what = t("catalogue.part.channel.\(words[words.count - 1])")
        return "\(what), \(t.channel(channel))"
    }
    if words.count > 1, words[0] == "leftOver" { return t("catalogue.part.leftOver", ["name": words[1]]) }
    return t.optional("catalogue.part.\(part)") ?? part
}

// MARK: Decisions

func decisionPage(
    _ context: StaffContext,
    _ view: CatalogueProcedureView,
    _ act: DecisionAct,
    _ form: FormData
) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let here = CataloguePages.root / view.shown.code
    var fields: [HTML] = []
    if act == .publish {
        let versions = view.versions.map { part in
            Choice(
                part.version.id.rawValue,
                t("catalogue.version", ["dates": span(part.version.validFrom, part.version.validTo, t)]),
                hint: part.changes.isEmpty
                    ? t("catalogue.version.first")
                    : part.changes.prefix(6).map { partName($0.part, t) }.joined(separator: "; ")
            )
        }
        fields.append(f.radios("version", legend: t("catalogue.publish.which"), choices: versions))
    }
    let number = act == .fee ? "catalogue.resolution" : "catalogue.decision.number"
    fields += [
        f.field("decision", label: t(number), hint: t("catalogue.decision.hint.\(act.rawValue)"), width: .half),
        f.date("decided", label: t("catalogue.decided")),
    ]
    if act == .fee {
        let channels =
            [Choice("all", t("catalogue.channel.all"))]
            + ProcedureChannel.allCases.map { Choice("\($0.rawValue)", t.channel($0)) }
        let kinds = AnnouncedFee.Kind.allCases.map { Choice($0.rawValue, t("catalogue.feeKind.\($0.rawValue)")) }
        fields += [
            f.radios("kind", legend: t("catalogue.fees.kind"), choices: kinds, isInline: true),
            f.field("amount", label: t("catalogue.amount"), width: .short, inputMode: "numeric", suffix: "đ"),
            f.select("channel", label: t("catalogue.fees.channel"), choices: channels),
            f.field("text", label: t("catalogue.fee.text"), hint: t("catalogue.fee.text.hint"), isOptional: true),
        ]
    }
    if act != .repeal { fields.append(f.date("from", label: t("catalogue.from"))) }
    if act == .repeal { fields.append(f.date("to", label: t("catalogue.lastDay"))) }
    if act == .fee { fields.append(f.date("to", label: t("manage.to"), isOptional: true)) }
    fields.append(
        buttons(
            button(t("catalogue.\(act.rawValue).do"), kind: act == .repeal ? .danger : .primary),
            buttonLink(t("web.cancel"), to: here, kind: .secondary)
        )
    )
    return deskPage(
        context,
        title: t("catalogue.\(act.rawValue)"),
        rail: view.frame.rail,
        """
        <div class="narrow"><p class="back">\(link(view.shown.code, to: here))</p>
        \(f.errorSummary)
        <h1>\(t("catalogue.\(act.rawValue)"))</h1><p class="lead">\(view.shown.name)</p>
        <p>\(t("catalogue.\(act.rawValue).lead"))</p>
        \(Web.form(context, to: here / act.rawValue, HTML.join(fields)))</div>
        """
    )
}
