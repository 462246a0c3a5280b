internal import Access
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Web

func sheetPage(
    _ context: StaffContext,
    _ frame: DeskFrame,
    _ versions: [ProcedureVersion],
    _ reading: SheetReading
) -> HTML {
    let t = context.t
    let f = FormView(reading.form, t)
    let choices = versions.map { Choice($0.code, "\($0.name) (\($0.code))") }
    let procedure = f.select(
        "code",
        label: t("intake.sheet.procedure"),
        choices: choices,
        empty: t("intake.sheet.choose")
    )
    let organisation = card(t("intake.sheet.organisation"), "\(procedure)\(IntakeForm.submitter.html(f))")
    let file = f.file("list", label: t("intake.sheet.file"), hint: t("intake.sheet.file.hint"), accept: ".csv,text/csv")
    let look = button(t("intake.sheet.look"), kind: reading.isGood ? .secondary : .primary, name: "do", value: "look")
    let accept =
        reading.isGood
        ? button(t("intake.sheet.accept", ["count": reading.lines.count]), name: "do", value: "accept") : HTML.nothing
    let kept = reading.text.isEmpty ? HTML.nothing : f.hidden("rows", reading.text)
    let body: HTML = """
        \(columns(organisation, card(t("intake.sheet.list"), "\(file)\(kept)\(look)")))
        \(preview(t, reading))
        \(buttons(accept))
        """
    return deskPage(
        context,
        title: t("intake.sheet.title"),
        rail: frame.rail,
        """
        <p class="back"><a href="\(Path("desk", "intake"))">\(t("intake.back"))</a></p>
        \(f.errorSummary)
        <h1>\(t("intake.sheet.title"))</h1>
        <p class="lead">\(t("intake.sheet.lead", ["limit": DossierLimits.spreadsheetRows]))</p>
        \(form(context, to: Path("desk", "intake", "sheet"), files: true, body))
        """
    )
}

private func preview(_ t: Texts, _ reading: SheetReading) -> HTML {
    if let refusal = reading.refusal { return banner(.danger, words(refusal, t)) }
    guard !reading.lines.isEmpty || !reading.flaws.isEmpty else { return .nothing }
    let flaws = reading.flaws.map { flaw -> [HTML] in
        [HTML("\(flaw.line)"), HTML(t("sheet_column.\(flaw.column)")), HTML(t(flaw.key, flaw.values))]
    }
    let wrong =
        flaws.isEmpty
        ? HTML.nothing
        : banner(.danger, t("intake.sheet.flaws", ["count": flaws.count]), "<p>\(t("intake.sheet.flaws.do"))</p>")
            + table(
                caption: t("intake.sheet.flaws.caption"),
                columns: [
                    Column(t("intake.sheet.line"), isNumber: true), Column(t("intake.sheet.column")),
                    Column(t("intake.sheet.what")),
                ],
                rows: flaws
            )
    let rows = reading.lines.map { line -> [HTML] in
        let person = line.person
        return [
            HTML("\(line.number)"), HTML(person.name), HTML(person.birth?.written ?? ""),
            HTML(person.identity == .none ? t("person.number.none") : person.identity.masked),
            HTML("\(line.copies)"), HTML(line.note),
        ]
    }
    let columns = [
        Column(t("intake.sheet.line"), isNumber: true), Column(t("person.name")), Column(t("person.birth")),
        Column(t("person.number")), Column(t("sheet_column.copies"), isNumber: true), Column(t("sheet_column.note")),
    ]
    return wrong + table(caption: t("intake.sheet.good", ["count": rows.count]), columns: columns, rows: rows)
}

private func words(_ refusal: OrganisationSheet.Refusal, _ t: Texts) -> String {
    switch refusal {
    case .empty: t("sheet.empty")
    case .noNameColumn: t("sheet.noNameColumn")
    case .text(let error): csvWords(error, t)
    }
}

/// What is wrong with a spreadsheet that was sent as text.
func csvWords(_ error: CSVError, _ t: Texts) -> String {
    switch error {
    case .notUTF8: t("csv.notUTF8")
    case .tooManyRows(let limit): t("csv.tooManyRows", ["limit": limit - 1])
    case .quoteNotClosed(let line): t("csv.quoteNotClosed", ["line": line])
    case .textAfterQuote(let line): t("csv.textAfterQuote", ["line": line])
    case .cellTooLong(let line, let limit): t("csv.cellTooLong", ["line": line, "limit": limit])
    }
}

func sheetResultPage(_ context: StaffContext, _ scene: IntakeScene, _ results: [SheetResult]) -> HTML {
    let t = context.t
    let done = results.filter { $0.dossier != nil }.count
    let rows = results.map { result -> [HTML] in
        let said =
            result.dossier.map { link(result.said, to: Path("desk", "dossiers", $0.rawValue)) } ?? HTML(result.said)
        let state =
            result.dossier == nil ? tag(.late, t("intake.sheet.notTaken")) : tag(.done, t("intake.sheet.taken"))
        return [HTML("\(result.line)"), HTML(result.name), state, said]
    }
    let columns = [
        Column(t("intake.sheet.line"), isNumber: true), Column(t("person.name")), Column(t("intake.sheet.state")),
        Column(t("intake.sheet.code")),
    ]
    let all = done == results.count
    return deskPage(
        context,
        title: t("intake.sheet.title"),
        rail: scene.frame.rail,
        """
        \(banner(all ? .success : .warning, t("intake.sheet.done", ["count": done, "all": results.count])))
        <h1>\(scene.version.name)</h1>
        \(table(caption: t("intake.sheet.result"), columns: columns, rows: rows))
        \(buttonLink(t("intake.next.other"), to: Path("desk", "intake")))
        """
    )
}
