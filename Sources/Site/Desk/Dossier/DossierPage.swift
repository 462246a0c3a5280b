internal import Access
internal import Agencies
internal import Documents
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// The page of one dossier: markup only.
struct DossierPage {
    let context: StaffContext
    let facts: DossierFacts
    let view: DossierView
    /// The note and file forms as they were sent, where one was refused.
    var form = FormData()
    /// What has just been done, or what the page must say first.
    var message: HTML = .nothing

    private var t: Texts { context.t }
    private var dossier: Dossier { facts.dossier }
    static func path(_ id: ID<Dossier>) -> Path { Path("desk", "dossiers", id.rawValue) }
    private var path: Path { Self.path(dossier.id) }

    init(_ context: StaffContext, _ facts: DossierFacts, message: HTML = .nothing, form: FormData = FormData()) {
        self.context = context
        self.facts = facts
        self.form = form
        self.message = message
        view = DossierView(facts, context.t)
    }

    func html() -> HTML {
        let f = FormView(form, t)
        let words = conversation(f)
        let left: HTML = "\(papers)\(words)"
        let right: HTML = "\(steps)\(journey)"
        return deskPage(
            context,
            title: view.code,
            rail: facts.frame.rail,
            """
            \(f.errorSummary)\(message)
            \(head)
            \(next)
            \(columns(left, right))
            \(handOvers)
            \(derivation)
            \(looks)
            """
        )
    }

    // MARK: The head

    private var head: HTML {
        let rows = [
            SummaryRow(t("folder.owner"), HTML(view.owners)),
            view.contact.map { SummaryRow(t("folder.contact"), HTML($0)) },
            view.submitter.map { SummaryRow(t("folder.submitter"), HTML($0)) },
            SummaryRow(t("folder.procedure"), HTML(view.procedure)),
            SummaryRow(t("folder.place"), HTML(view.place)),
            dossier.resultNumber.map { SummaryRow(t("folder.result"), HTML($0), action: resultFile) },
            dossier.bookNumber.map { SummaryRow(t("folder.book"), HTML("\($0.volume) / \($0.number)")) },
            dossier.corrections.isEmpty ? nil : SummaryRow(t("folder.corrections"), links(dossier.corrections)),
            facts.filing.corrects.map { SummaryRow(t("folder.corrects"), links([$0])) },
        ].compactMap { $0 }
        let due =
            view.due.map { due -> HTML in
                let remarks = due.remarks.map { "<p class=\"muted\">\($0)</p>" as HTML }
                return """
                    \(callout(label: t("folder.due"), due.large, note: due.note, state: due.state))
                    \(if: due.runs, "<p>\(timeBar(used: due.used, isLate: due.isLate, due.words))</p>")
                    \(HTML.join(remarks))
                    """
            } ?? .nothing
        return """
            <h1>\(view.code)</h1><p class="tags">\(tag(view.state, view.status))</p>
            \(columns(summaryList(rows), due))
            """
    }

    private var resultFile: HTML? {
        guard let name = dossier.resultFile, facts.files.contains(where: { $0.id.rawValue == name }) else { return nil }
        return link(t("folder.result.open"), to: Path("desk", "files", name))
    }

    private func links(_ ids: [ID<Dossier>]) -> HTML {
        HTML.join(ids.map { link(facts.linked[$0] ?? $0.rawValue, to: Self.path($0)) }, separator: ", ")
    }

    // MARK: What to do

    private var next: HTML {
        let main: HTML
        if let act = view.offered.next {
            main = act == .take ? takeNow : buttons(buttonLink(t("act.\(act.rawValue)"), to: actPath(act), key: "n"))
        } else {
            main = "<p class=\"lead\">\(view.waitsFor)</p>"
        }
        let others = view.offered.others.map { act in
            buttonLink(t("act.\(act.rawValue)"), to: actPath(act), kind: .secondary)
        }
        let more: HTML =
            others.isEmpty
            ? .nothing : details(t("folder.more"), "<div class=\"buttons\">\(HTML.join(others))</div>")
        return card(t("folder.next"), id: "next", "\(main)\(more)\(slips)")
    }

    /// To sign for a folder is one press.
    private var takeNow: HTML {
        let seen: HTML = "<input type=\"hidden\" name=\"seen\" value=\"\(dossier.version)\">"
        return Web.form(context, to: actPath(.take), "\(seen)\(buttons(button(t("act.take"), key: "n")))")
    }

    private func actPath(_ act: DossierAct) -> Path { path / "acts" / act.rawValue }

    private var slips: HTML {
        let items = SlipKind.there(for: dossier).map { kind -> HTML in
            let pdf = path / "slips" / "\(kind.rawValue).pdf"
            let small =
                kind == .receipt
                ? buttonLink(t("slip.do.a5"), to: pdf.query("layout", "a5"), kind: .quiet) : .nothing
            let open: HTML = "\(buttonLink(t("slip.\(kind.rawValue)"), to: pdf, kind: .quiet))\(small)"
            guard let form = kind.form, facts.officer.may(.printSlip) else { return buttons(open) }
            let count = dossier.slips[form] ?? 0
            let words = count == 0 ? t("slip.do.print") : t("slip.do.again", ["number": count + 1])
            let press = Web.form(
                context,
                to: path / "slips" / kind.rawValue,
                class: "inline",
                button(words, kind: .secondary)
            )
            return buttons(press, open)
        }
        guard !items.isEmpty else { return .nothing }
        return details(t("slip.do.title"), HTML.join(items))
    }

    // MARK: Papers and money

    private var papers: HTML {
        let kept = Set(dossier.originalsKept)
        let rows: [[HTML]] = facts.filing.papers.map { paper in
            var kind = t("paper_form.\(paper.form.rawValue)")
            if let officer = paper.comparedBy {
                kind += " · " + t("folder.paper.compared", ["name": facts.name(officer, t)])
            }
            let note = kept.contains(paper.name) && paper.isKept ? t("folder.paper.kept") : ""
            return [HTML(paper.name), HTML(kind), HTML(t.number(paper.count)), HTML(note)]
        }
        let list: HTML =
            rows.isEmpty
            ? "<p>\(t("folder.papers.none"))</p>"
            : table(
                caption: t("folder.papers"),
                columns: [
                    Column(t("folder.paper.name")), Column(t("folder.paper.kind")),
                    Column(t("folder.paper.count"), isNumber: true), Column(t("folder.paper.note")),
                ],
                rows: rows,
                hidesCaption: true
            )
        return "\(card(t("folder.papers"), id: "papers", list))\(money)"
    }

    private var money: HTML {
        let fee = facts.filing.fee
        let rows = [
            SummaryRow(t("folder.fee"), HTML(fee.text)),
            SummaryRow(t("folder.fee.amount"), HTML(fee.amount.map { t.money($0) } ?? t("folder.fee.unknown"))),
            fee.exemption.map { SummaryRow(t("folder.fee.exemption"), HTML($0)) },
            SummaryRow(t("folder.fee.state"), HTML(t("finance.\(dossier.finance.rawValue)"))),
            dossier.amountDue.map { SummaryRow(t("folder.fee.left"), HTML(t.money($0))) },
            SummaryRow(t("folder.channel"), HTML(t("channel.\(facts.filing.channel.rawValue)"))),
            SummaryRow(t("folder.delivery"), HTML(delivery)),
            SummaryRow(t("folder.sync"), HTML(t("sync.\(dossier.sync.rawValue)"))),
            SummaryRow(t("folder.copies"), HTML("\(dossier.copiesReturned) / \(facts.filing.copies)")),
        ].compactMap { $0 }
        let paid = dossier.paid.map { made in
            "<li>\(t("folder.path.paid", ["amount": t.money(made.amount), "receipt": made.receipt]))</li>" as HTML
        }
        let list: HTML = paid.isEmpty ? .nothing : "<ul class=\"plain\">\(HTML.join(paid))</ul>"
        return card(t("folder.money"), id: "money", "\(summaryList(rows))\(list)")
    }

    private var delivery: String {
        let how = t("delivery.\(facts.filing.delivery.rawValue)")
        return facts.filing.pickUp.map { how + " · " + facts.unit($0) } ?? how
    }
}
