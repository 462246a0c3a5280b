internal import Catalogue
internal import Kernel
internal import Web

func flagListPage(_ context: StaffContext, _ view: FlagListView) -> HTML {
    let t = context.t
    let root = CataloguePages.root / "flags"
    let kinds = CatalogueFlag.Kind.allCases.filter { view.counts[$0] != nil }
    let total = view.counts.values.reduce(0, +)
    var choices = [Tab(t("catalogue.flags.all", ["count": t.number(total)]), root, isCurrent: view.kind == nil)]
    choices += kinds.map { kind in
        let count = t.number(view.counts[kind] ?? 0)
        return Tab(
            "\(t("catalogue.flag.\(kind.rawValue)")) (\(count))",
            root.query("kind", kind.rawValue),
            isCurrent: view.kind == kind
        )
    }
    let field = view.field.isEmpty ? nil : view.field
    let rows = view.flags.map { flag -> [HTML] in
        let narrowed = root.query("kind", flag.flag.kind.rawValue).query("field", flag.field)
        return [
            link(flag.code, to: CataloguePages.root / flag.code), HTML(t("catalogue.flag.\(flag.flag.kind.rawValue)")),
            "“\(flag.flag.text)”<br><span class=\"muted\">\(t.channel(flag.flag.channel))</span>",
            link(flag.field, to: narrowed), link(t("catalogue.flag.answer"), to: root / flag.id),
        ]
    }
    let columns = ["code", "kind", "text", "field", "act"].map { Column(t("catalogue.flags.column.\($0)")) }
    let bulk: HTML
    if let kind = view.kind, !view.flags.isEmpty {
        let path = (root / "bulk").query("kind", kind.rawValue).query("field", field)
        bulk = buttons(buttonLink(t("catalogue.bulk.title"), to: path, kind: .secondary))
    } else {
        bulk = .nothing
    }
    let narrow: HTML =
        field.map {
            let all = link(t("catalogue.flags.allFields"), to: root.query("kind", view.kind?.rawValue))
            return "<p>\(t("catalogue.flags.field", ["field": $0])) \(all)</p>"
        }
        ?? .nothing
    let next =
        view.hasMore
        ? root.query("kind", view.kind?.rawValue).query("field", field).query("after", view.flags.last?.id) : nil
    let list =
        rows.isEmpty
        ? emptyState(t("catalogue.flags.none"), t("catalogue.flags.none.do"))
        : table(caption: t("catalogue.flags.title"), columns: columns, rows: rows, hidesCaption: true)
    let more = next.map { "<p>\(link(t("web.pager.next"), to: $0))</p>" as HTML }
    return deskPage(
        context,
        title: t("catalogue.flags.title"),
        rail: view.frame.rail,
        """
        <p class="back">\(link(t("rail.catalogue"), to: CataloguePages.root))</p>
        <h1>\(t("catalogue.flags.title"))</h1>
        \(doneBanner(context))
        <p class="lead">\(t("catalogue.flags.lead"))</p>
        \(tabs(label: t("catalogue.flags.kinds"), choices))
        \(narrow)
        \(bulk)
        \(list)
        \(more)
        """
    )
}

/// The fields of an answer: the choices, and what a limit or a fee needs.
private func answerFields(_ f: FormView, _ name: String, _ choices: [Choice], _ t: Texts) -> HTML {
    let values = Set(choices.map(\.value))
    return HTML.join([
        f.radios(name, legend: t("catalogue.answer"), choices: choices),
        values.contains("limit")
            ? f.field(
                "limit",
                label: t("catalogue.answer.limit"),
                hint: t("catalogue.answer.limit.hint"),
                width: .half,
                isOptional: true
            )
            : .nothing,
        values.contains("fee")
            ? f.field(
                "amount",
                label: t("catalogue.amount"),
                width: .short,
                inputMode: "numeric",
                isOptional: true,
                suffix: "đ"
            )
            : .nothing,
    ])
}

func flagPage(_ context: StaffContext, _ view: FlagView, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let kind = view.flag.flag.kind
    let path = CataloguePages.root / "flags" / view.flag.id
    let sources = view.terms.map { terms -> HTML in
        let fees = terms.fees.map {
            "<li>\($0.amount.map { t.money($0) } ?? t("catalogue.fee.notStated")): \($0.text)</li>" as HTML
        }
        return """
            <li>\(t.channel(terms.channel)): \(terms.limitText) (\(terms.limit?.words(t) ?? t("catalogue.limit.none")))\
            \(if: !fees.isEmpty, "<ul>\(HTML.join(fees))</ul>")\
            \(if: !terms.note.isEmpty, "<p>\(HTML.lines(terms.note))</p>")</li>
            """
    }
    let choices = view.answers.map {
        Choice($0, t("catalogue.answer.\($0)"), hint: t.optional("catalogue.answer.\($0).text"))
    }
    let ask: HTML
    if let answer = view.flag.answer {
        ask = banner(.success, t("catalogue.flag.done"), "<p>\(answerWords(answer, t))</p>")
    } else {
        ask = Web.form(
            context,
            to: path,
            answerFields(f, "answer", choices, t)
                + buttons(
                    button(t("catalogue.answer.save")),
                    buttonLink(
                        t("web.cancel"),
                        to: (CataloguePages.root / "flags").query("kind", kind.rawValue),
                        kind: .secondary
                    )
                )
        )
    }
    let name = "\(view.version.code) \(view.version.name)"
    let words = view.flag.flag.text.isEmpty ? "–" : "“\(view.flag.flag.text)”"
    return deskPage(
        context,
        title: t("catalogue.flag.\(kind.rawValue)"),
        rail: view.frame.rail,
        """
        <div class="narrow"><p class="back">\(link(t("catalogue.flags.title"), to: CataloguePages.root / "flags"))</p>
        \(f.errorSummary)
        <h1>\(t("catalogue.flag.\(kind.rawValue)"))</h1>
        <p class="lead">\(link(name, to: CataloguePages.root / view.version.code))</p>
        <p>\(t("catalogue.flag.\(kind.rawValue).text"))</p>
        \(callout(label: t("catalogue.flag.source"), words, note: t.channel(view.flag.flag.channel)))
        \(if: !sources.isEmpty, "<h2>\(t("catalogue.flag.record"))</h2><ul>\(HTML.join(sources))</ul>")
        \(ask)</div>
        """
    )
}

private func bulkFrame(_ context: StaffContext, _ view: BulkView, _ f: FormView, _ body: HTML) -> HTML {
    let t = context.t
    let values: [String: any CustomStringConvertible] = [
        "kind": t("catalogue.flag.\(view.kind.rawValue)"), "count": t.number(view.flags.count), "field": view.field,
    ]
    return deskPage(
        context,
        title: t("catalogue.bulk.title"),
        rail: view.frame.rail,
        """
        <div class="narrow"><p class="back">\(link(t("catalogue.flags.title"), to: CataloguePages.root / "flags"))</p>
        \(f.errorSummary)
        <h1>\(t("catalogue.bulk.title"))</h1>
        <p class="lead">\(t(view.field.isEmpty ? "catalogue.bulk.lead" : "catalogue.bulk.lead.field", values))</p>
        \(body)</div>
        """
    )
}

func bulkPage(_ context: StaffContext, _ view: BulkView, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let choices = view.rules.map { Choice($0, t("catalogue.rule.\($0)")) }
    let fields = HTML.join([
        f.hidden("kind", view.kind.rawValue), f.hidden("field", view.field), answerFields(f, "rule", choices, t),
        buttons(
            button(t("catalogue.bulk.check")),
            buttonLink(t("web.cancel"), to: CataloguePages.root / "flags", kind: .secondary)
        ),
    ])
    return bulkFrame(context, view, f, Web.form(context, to: CataloguePages.root / "flags" / "bulk", fields))
}

/// How many the rule reaches, before it is done.
func bulkConfirmPage(_ context: StaffContext, _ view: BulkView, _ form: FormData, _ reached: [StoredFlag]) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let hidden = HTML.join(["kind", "field", "rule", "limit"].map { f.hidden($0) }) + f.hidden("sure", "1")
    let sample = reached.prefix(8).map { "<li>\($0.code): “\($0.flag.text)”</li>" as HTML }
    let left = view.flags.count - reached.count
    let rule = t("catalogue.rule.\(form.value("rule"))")
    let limit = form.value("rule") == "limit" ? ": \(form.value("limit"))" : ""
    let note = left == 0 ? rule + limit : rule + limit + ". " + t("catalogue.bulk.left", ["count": t.number(left)])
    let cancel = (CataloguePages.root / "flags" / "bulk").query("kind", view.kind.rawValue).query("field", view.field)
    let go: HTML =
        reached.isEmpty
        ? buttons(buttonLink(t("web.cancel"), to: cancel, kind: .secondary))
        : Web.form(
            context,
            to: CataloguePages.root / "flags" / "bulk",
            hidden
                + buttons(
                    button(t("catalogue.bulk.do", ["count": t.number(reached.count)])),
                    buttonLink(t("web.cancel"), to: cancel, kind: .secondary)
                )
        )
    return bulkFrame(
        context,
        view,
        f,
        """
        \(callout(label: t("catalogue.bulk.count"), t.number(reached.count), note: note))
        \(if: !sample.isEmpty, "<h2>\(t("catalogue.bulk.sample"))</h2><ul>\(HTML.join(sample))</ul>")
        \(go)
        """
    )
}
