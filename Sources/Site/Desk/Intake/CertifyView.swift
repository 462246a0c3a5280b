internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Web

/// The page of certified copies; without a procedure in force it says so.
func certifyPage(_ context: StaffContext, _ scene: IntakeScene?, _ found: PersonFound) -> HTML {
    let t = context.t
    guard let scene else {
        return deskPage(
            context,
            title: t("certify.title"),
            """
            <h1>\(t("certify.title"))</h1>
            \(emptyState(t("certify.none"), t("certify.none.do"), action: buttonLink(t("intake.back"), to: Path("desk", "intake"))))
            """
        )
    }
    let f = FormView(found.form, t)
    let view = IntakeView(context, scene, found)
    let who = view.personBlock(f, title: t("certify.person"))
    let papers = papersPart(f, scene)
    let end = endPart(f, scene)
    return deskPage(
        context,
        title: t("certify.title"),
        rail: scene.frame.rail,
        """
        <p class="back"><a href="\(Path("desk", "intake"))">\(t("intake.back"))</a></p>
        \(f.errorSummary)\(view.actError)
        <h1>\(t("certify.title"))</h1>
        <p>\(link(t("certify.book", ["year": scene.today.year]), to: Path("desk", "certify", "book", "\(scene.today.year)")))</p>
        \(form(context, to: Path("desk", "certify"), "\(f.hidden("rows", "\(CertifyReading.rows(found.form))"))\(columns(who, papers))\(end)"))
        """
    )
}

private func papersPart(_ f: FormView, _ scene: IntakeScene) -> HTML {
    let t = f.t
    let rows = (0..<CertifyReading.rows(f.form)).map { index -> HTML in
        let parts = pair(
            f.field(
                "c\(index)_pages",
                label: t("certify.pages", ["number": index + 1]),
                width: .tiny,
                inputMode: "numeric"
            ),
            f.field(
                "c\(index)_copies",
                label: t("certify.copies", ["number": index + 1]),
                width: .tiny,
                inputMode: "numeric"
            )
        )
        return "<li>\(f.field("c\(index)_title", label: t("certify.paper", ["number": index + 1])))\(parts)</li>"
    }
    let more = button(t("certify.more"), kind: .quiet, name: "do", value: "more")
    return card(t("certify.papers"), "<ul class=\"plain\">\(HTML.join(rows))</ul>\(more)")
}

private func endPart(_ f: FormView, _ scene: IntakeScene) -> HTML {
    let t = f.t
    var form = f.form
    let papers = CertifyReading.papers(&form)
    let formula = CertifyReading.formula(scene.version)
    let lines = papers.map { paper -> HTML in
        let one = t.money(formula.amount(for: [paper]))
        return
            "<li>\(t("certify.line", ["title": paper.title, "pages": paper.pages, "copies": paper.copies, "amount": one]))</li>"
    }
    let sum = callout(label: t("certify.sum"), t.money(formula.amount(for: papers)))
    let signers = scene.signers.map { Choice($0.id.rawValue, "\($0.name) – \($0.block)") }
    let signer =
        signers.isEmpty
        ? banner(.warning, t("intake.signer.none")) : f.select("signer", label: t("intake.signer"), choices: signers)
    let marks = ReceiptMark.allCases.map { Choice($0.rawValue, t("mark.\($0.rawValue)")) }
    return card(
        t("certify.end"),
        """
        \(sum)<ul>\(HTML.join(lines))</ul>
        \(button(t("intake.again"), kind: .secondary, name: "do", value: "price"))
        \(f.field("receipt", label: t("intake.receipt"), width: .half))\(signer)
        \(f.radios("mark", legend: t("intake.mark"), choices: marks, isInline: true))
        \(buttons(button(t("certify.do"), name: "do", value: "certify", key: "s")))
        """
    )
}

/// A page of a book of certification.
struct CertificationBookView: Sendable {
    let frame: DeskFrame
    let unit: String
    let book: CertificationBook
    let year: Int
    let after: Int
    let lines: [CertificationLine]

    func html(_ context: StaffContext) -> HTML {
        let t = context.t
        let here = Path("desk", "certify", "book", "\(year)")
        let books = CertificationBook.allCases.map {
            Tab(t("certification.\($0.rawValue)"), here.query("book", $0.rawValue), isCurrent: $0 == book)
        }
        let columns = [
            Column(t("certify.number"), isNumber: true), Column(t("certify.at")), Column(t("certify.what")),
            Column(t("certify.pages.column"), isNumber: true), Column(t("certify.copies.column"), isNumber: true),
        ]
        let rows = lines.map { line -> [HTML] in
            [
                link("\(line.number)", to: Path("desk", "dossiers", line.dossier.rawValue)), HTML(t.short(line.at)),
                HTML(line.title), HTML(t.number(line.pages)), HTML(t.number(line.copies)),
            ]
        }
        let isFull = lines.count == Limits.pageRows
        let next = isFull ? lines.last.map { here.query("book", book.rawValue).query("after", "\($0.number)") } : nil
        let before =
            after > 0 ? here.query("book", book.rawValue).query("after", "\(max(0, after - Limits.pageRows))") : nil
        let list =
            lines.isEmpty
            ? emptyState(t("certify.book.empty"), t("certify.book.empty.do"))
            : table(caption: t("certify.book.caption", ["year": year, "unit": unit]), columns: columns, rows: rows)
        return deskPage(
            context,
            title: t("certify.book", ["year": year]),
            rail: frame.rail,
            """
            <h1>\(t("certify.book", ["year": year]))</h1><p class="muted">\(unit)</p>
            \(tabs(label: t("certify.books"), books))
            \(list)
            \(pager(t, page: after / Limits.pageRows + 1, previous: before, next: next))
            <p>\(link(t("certify.title"), to: Path("desk", "certify")))</p>
            """
        )
    }
}
