internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
internal import Web

/// What came of an intake, for the officer who turns to the citizen with it.
struct IntakeDone: Sendable {
    let frame: DeskFrame
    let dossier: Dossier
    let filing: Submission
    let procedure: String
    let names: [ID<Person>: String]
    let competent: String
    let lookUp: String
    /// Numbers in a book of certification, `137–139 quyển số …`.
    let certified: String

    /// Which slip is printed now; none where the result was given at once.
    var slip: SlipForm? {
        switch dossier.status {
        case .supplementAsked: .supplementRequest
        case .notAccepted: .refusal
        case .received: .receipt
        default: nil
        }
    }
}

extension IntakePages {
    func done(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let id = ID<Dossier>(try context.parameter("id"))
        let done = try await rooms.database.write("intake done") { tx -> IntakeDone in
            let frame = try DeskFrame.load(rooms, context, current: "desk/intake", in: tx)
            let dossier = try rooms.dossier(id, for: frame.officer, on: context.today, in: tx).dossier
            guard let filing = dossier.filing else { throw Problem.notFound }
            try Looks.record(at: id.rawValue, by: frame.officer, for: .intake, at: context.now, in: tx)
            let version = try CatalogueStore.version(id: ID(filing.procedureVersion), in: tx)
            let unit = try rooms.directory(in: tx).name(of: filing.competent, on: context.today)
            return IntakeDone(
                frame: frame,
                dossier: dossier,
                filing: filing,
                procedure: version?.name ?? filing.procedureCode,
                names: try PersonStore.names(of: filing.owners + [filing.submitter], in: tx),
                competent: unit ?? "",
                lookUp: try DossierStore.keys(of: id, in: tx)?.lookUp.grouped ?? "",
                certified: dossier.certified.first?.book.reference(dossier.certified) ?? ""
            )
        }
        return context.page(donePage(context, done))
    }
}

private func donePage(_ context: StaffContext, _ done: IntakeDone) -> HTML {
    let t = context.t
    let kind = done.slip?.rawValue ?? "returned"
    return deskPage(
        context,
        title: t("intake.done.\(kind)"),
        rail: done.frame.rail,
        """
        <div class="narrow">
        \(banner(done.slip == .refusal ? .warning : .success, t("intake.done.\(kind)"), "<p>\(t("intake.done.\(kind).say"))</p>"))
        <h1>\(done.filing.code.rawValue)</h1>
        \(large(t, done))
        \(summaryList(rows(t, done)))
        \(next(t, done))
        </div>
        """
    )
}

private func large(_ t: Texts, _ done: IntakeDone) -> HTML {
    guard done.slip == .receipt, let due = done.dossier.dueAt else { return .nothing }
    return callout(
        label: t("intake.slip.due"),
        t.halfDay(due),
        note: t.time(due.timeOfDay) + ", " + t.dateWithLunar(due.date),
        state: .process
    )
}

private func rows(_ t: Texts, _ done: IntakeDone) -> [SummaryRow] {
    let filing = done.filing
    let owners = filing.owners.compactMap { done.names[$0] }
    var rows = [
        SummaryRow(t("intake.done.procedure"), HTML(done.procedure)),
        SummaryRow(t("intake.submitter"), HTML(done.names[filing.submitter] ?? "")),
        SummaryRow(
            t("intake.owner"),
            HTML(owners.isEmpty ? t("intake.done.unnamed") : owners.joined(separator: ", "))
        ),
    ]
    if done.slip != .refusal { rows.append(SummaryRow(t("intake.slip.decides"), HTML(done.competent))) }
    if !done.lookUp.isEmpty { rows.append(SummaryRow(t("intake.done.lookUp"), "<b>\(done.lookUp)</b>")) }
    if !done.certified.isEmpty { rows.append(SummaryRow(t("certify.numbers"), HTML(done.certified))) }
    if let number = done.dossier.resultNumber, done.certified.isEmpty {
        rows.append(SummaryRow(t("intake.atonce.number"), HTML(number)))
    }
    let paid = done.dossier.paid.reduce(Money.zero) { $0 + $1.amount }
    if paid > .zero {
        rows.append(SummaryRow(t("intake.done.paid"), HTML(t.money(paid))))
    } else if done.slip != .refusal {
        let due = filing.fee.amount.map { t.money($0) } ?? t("intake.fee.unstated")
        rows.append(SummaryRow(t("intake.slip.fee"), HTML(due)))
    }
    return rows
}

private func next(_ t: Texts, _ done: IntakeDone) -> HTML {
    let dossier = Path("desk", "dossiers", done.dossier.id.rawValue)
    let same = Path("desk", "intake").query("person", done.filing.submitter.rawValue)
    let print = done.slip.map { slip in
        buttons(
            buttonLink(t("intake.print.\(slip.rawValue)"), to: dossier / "slips" / "\(slip.rawValue).pdf", key: "i")
        )
    }
    return """
        \(print)
        \(buttons(
            buttonLink(t("intake.next.same"), to: same, kind: .secondary),
            buttonLink(t("intake.next.other"), to: Path("desk", "intake"), kind: .secondary, key: "n")
        ))
        <p>\(link(t("intake.done.open"), to: dossier))</p>
        """
}
