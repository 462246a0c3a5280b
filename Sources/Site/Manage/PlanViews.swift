internal import Catalogue
internal import Kernel
internal import Web

/// - Parameter report: what an import did, shown above the form.
func importPage(_ context: StaffContext, _ frame: DeskFrame, _ form: FormData, _ report: ImportReport?) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let fields = HTML.join([
        f.file("file", label: t("catalogue.import.file"), hint: t("catalogue.import.hint"), accept: ".json"),
        f.date("from", label: t("catalogue.import.from"), hint: t("catalogue.import.from.hint")),
        buttons(
            button(t("catalogue.import.do")),
            buttonLink(t("web.cancel"), to: CataloguePages.root, kind: .secondary)
        ),
    ])
    return deskPage(
        context,
        title: t("catalogue.import.title"),
        rail: frame.rail,
        """
        <div class="narrow"><p class="back">\(link(t("rail.catalogue"), to: CataloguePages.root))</p>
        \(f.errorSummary)
        <h1>\(t("catalogue.import.title"))</h1><p class="lead">\(t("catalogue.import.lead"))</p>
        \(report.map { importReport($0, t) })
        \(Web.form(context, to: CataloguePages.root / "import", files: true, fields))</div>
        """
    )
}

private func importReport(_ report: ImportReport, _ t: Texts) -> HTML {
    let values = [
        "imported": t.number(report.imported), "new": t.number(report.newVersions),
        "unchanged": t.number(report.unchanged), "flagged": t.number(report.flagged),
        "refused": t.number(report.refused.count),
    ]
    let refused = report.refused.prefix(50).map { record -> HTML in
        let cause = String(record.reason.prefix { $0.isLetter })
        let words = t.optional("catalogue.reason.\(cause)") ?? record.reason
        return "<li>\(t("catalogue.import.refused", ["place": record.place, "code": record.code])) \(words)</li>"
    }
    let list: HTML = refused.isEmpty ? .nothing : "<ul>\(HTML.join(refused))</ul>"
    let flags: HTML =
        report.flagged > 0
        ? "<p>\(link(t("catalogue.import.flags"), to: CataloguePages.root / "flags"))</p>" : .nothing
    let isSame = report.newVersions == 0 && report.refused.isEmpty
    return banner(
        report.refused.isEmpty ? .success : .warning,
        t(isSame ? "catalogue.import.same" : "catalogue.import.done"),
        "<p>\(t("catalogue.import.line", values))</p>\(list)\(flags)"
    )
}

func reviewPage(_ context: StaffContext, _ view: ReviewView, _ form: FormData) -> HTML {
    let t = context.t
    let root = CataloguePages.root / "review"
    let progress = view.progress
    let values = [
        "province": t.number(progress.publishedProvince), "commune": t.number(progress.publishedCommune),
        "planned": t.number(progress.planned), "reviewed": t.number(progress.reviewed),
    ]
    let years = ((view.year - 1)...(view.year + 1)).map { year in
        Tab("\(year)", root.query("year", "\(year)"), isCurrent: year == view.year)
    }
    let units = view.units.map { unit -> HTML in
        let path = root.query("year", "\(view.year)").query("unit", unit)
        return "<li\(if: unit == view.unit, " class=\"current\"")>\(link(unit, to: path))</li>"
    }
    let overdue: HTML =
        progress.overdue.isEmpty
        ? .nothing : banner(.warning, t("catalogue.review.overdue", ["count": progress.overdue.count]))
    let start = FormData(["year": "\(view.year)", "unit": view.ownUnit])
    let f = FormView(form.has("due") ? form : start, t)
    let planning = view.mayChange ? planForm(context, view, f, isOpen: form.has("due")) : .nothing
    return deskPage(
        context,
        title: t("catalogue.review.title"),
        rail: view.frame.rail,
        """
        <p class="back">\(link(t("rail.catalogue"), to: CataloguePages.root))</p>
        \(f.errorSummary)
        <h1>\(t("catalogue.review.title"))</h1>
        \(doneBanner(context))
        <p class="lead">\(t("catalogue.review.line", values))</p>
        \(overdue)
        \(tabs(label: t("calendar.years"), years))
        \(if: units.count > 1, "<ul class=\"plain units\">\(HTML.join(units))</ul>")
        \(reviewTable(context, view))
        \(planning)
        """
    )
}

private func reviewTable(_ context: StaffContext, _ view: ReviewView) -> HTML {
    let t = context.t
    guard !view.items.isEmpty else {
        return emptyState(t("catalogue.review.empty"), t("catalogue.review.empty.do"))
    }
    let sorted = view.items.sorted { a, b in
        (a.isOverdue(on: context.today) ? 0 : 1, a.dueOn, a.code) < (
            b.isOverdue(on: context.today) ? 0 : 1, b.dueOn, b.code
        )
    }
    let rows = sorted.prefix(500).map { item -> [HTML] in
        let state: HTML
        if let done = item.doneOn {
            let outcome = item.outcome.map { t("catalogue.outcome.\($0.rawValue)") } ?? ""
            state = tag(.done, t("catalogue.review.done", ["date": done.written, "outcome": outcome]))
        } else if item.isOverdue(on: context.today) {
            state = tag(.late, t("catalogue.review.late"))
        } else {
            state = tag(.process, t("catalogue.review.coming"))
        }
        let act = item.doneOn == nil && view.mayChange ? outcomeForm(context, view, item) : HTML.nothing
        let name: HTML = "<br><span class=\"muted\">\(view.names[item.code] ?? "")</span>"
        return [
            link(item.code, to: CataloguePages.root / item.code) + name,
            HTML(item.unit), HTML(t.date(item.dueOn)), state, act,
        ]
    }
    let columns = ["code", "unit", "due", "state", "act"].map { Column(t("catalogue.review.column.\($0)")) }
    return table(
        caption: t("catalogue.review.title"),
        columns: view.mayChange ? columns : Array(columns.dropLast()),
        rows: rows,
        hidesCaption: true
    )
}

private func outcomeForm(_ context: StaffContext, _ view: ReviewView, _ item: ReviewItem) -> HTML {
    let t = context.t
    let id = "outcome-\(item.id)"
    let options = HTML.join(
        ReviewOutcome.allCases.map {
            "<option value=\"\($0.rawValue)\">\(t("catalogue.outcome.\($0.rawValue)"))</option>"
        }
    )
    return details(
        t("catalogue.review.record"),
        Web.form(
            context,
            to: CataloguePages.root / "review" / "done",
            """
            <input type="hidden" name="item" value="\(item.id)"><input type="hidden" name="year" value="\(view.year)">
            <div class="group"><label for="\(id)">\(t("catalogue.review.outcome"))</label>
            <select id="\(id)" name="outcome">\(options)</select></div>
            \(button(t("manage.save"), kind: .secondary))
            """
        )
    )
}

private func planForm(_ context: StaffContext, _ view: ReviewView, _ f: FormView, isOpen: Bool) -> HTML {
    let t = context.t
    let fields = HTML.join([
        f.field("year", label: t("catalogue.review.year"), width: .tiny, inputMode: "numeric"),
        f.field("unit", label: t("catalogue.review.column.unit"), hint: t("catalogue.review.unit.hint")),
        f.select(
            "field",
            label: t("catalogue.review.field"),
            choices: view.fields.map { Choice($0, $0) },
            empty: t("catalogue.review.field.none"),
            isOptional: true
        ),
        f.textarea(
            "codes",
            label: t("catalogue.review.codes"),
            hint: t("catalogue.review.codes.hint"),
            isOptional: true
        ),
        f.date("due", label: t("catalogue.review.column.due")),
        button(t("catalogue.review.plan")),
    ])
    return details(
        t("catalogue.review.plan"),
        isOpen: isOpen,
        Web.form(context, to: CataloguePages.root / "review", fields)
    )
}
