internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Paper
internal import Register
internal import Web

extension SlipModels {
    /// The newest entry that `wanted` knows.
    private func last<T>(_ wanted: (DossierEvent) -> T?) -> (entry: DossierEntry, value: T)? {
        for entry in facts.history.reversed() {
            if let value = wanted(entry.event) { return (entry, value) }
        }
        return nil
    }

    // MARK: Form 02

    func supplement() -> SupplementRequest? {
        let asked = last { event -> (TextReference, CivilDate?)? in
            switch event {
            case .supplementAsked(let asked): (asked.request, asked.until)
            case .papersAskedAtIntake(let asked): (asked.request, nil)
            default: nil
            }
        }
        guard let (entry, (request, until)) = asked else { return nil }
        let lines = (facts.text(request) ?? "").split(separator: "\n").map(String.init)
        let unit = entry.agency ?? filing.receiving
        var slip = SupplementRequest(
            head: head(entry.at.date, of: unit),
            forms: forms(on: entry.at.date),
            code: code,
            party: party,
            procedure: procedureName,
            items: lines,
            reason: "hồ sơ chưa đủ hoặc chưa đúng theo quy định của thủ tục \(filing.procedureCode)"
        )
        slip.until = until.map { "trước hết ngày \($0.written)" } ?? ""
        slip.contact = facts.name(facts.asker ?? entry.actor, t)
        slip.contactPhone = extras.phone ?? ""
        slip.notes = notes(.supplementRequest)
        slip.officerName = facts.name(entry.actor, t)
        return slip
    }

    // MARK: Form 03

    func refusal() -> RefusalSlip? {
        let refused = last { event -> Refusal? in if case .refusedAtIntake(let refusal) = event { refusal } else { nil }
        }
        guard let (entry, refusal) = refused else { return nil }
        var slip = RefusalSlip(
            head: head(entry.at.date),
            forms: forms(on: entry.at.date),
            code: code,
            party: party,
            procedure: procedureName,
            reason: facts.text(refusal.reason) ?? "",
            legalGround: refusal.ground
        )
        slip.wayOn =
            "nộp lại hồ sơ khi đủ điều kiện, hoặc phản ánh, khiếu nại "
            + "tại \(facts.unit(filing.receiving)) hay tổng đài 1022"
        slip.notes = notes(.refusal)
        slip.submitterName = facts.name(filing.submitter, t)
        slip.officerName = facts.name(entry.actor, t)
        return slip
    }

    // MARK: Form 04

    func apology() -> ApologyLetter? {
        let found = last { event -> Extended? in if case .extended(let extended) = event { extended } else { nil } }
        guard let (entry, extended) = found, let received = dossier.receivedAt,
            let due = dossier.legalDueAt
        else { return nil }
        return ApologyLetter(
            head: head(entry.at.date, of: entry.agency ?? filing.competent),
            forms: forms(on: entry.at.date),
            code: code,
            card: nil,
            party: party,
            procedure: procedureName,
            field: filing.field,
            received: received,
            due: due,
            reason: facts.text(extended.reason) ?? "",
            newDue: extended.dueAt,
            signature: signature(extended.approver)
        )
    }

    // MARK: Form 05

    func stopNotice() -> StopNotice? {
        let found = last { event -> Closed? in if case .withdrawn(let closed) = event { closed } else { nil } }
        guard let (entry, closed) = found else { return nil }
        let step = dossier.steps.indices.contains(dossier.step) ? dossier.steps[dossier.step].name : nil
        var notice = StopNotice(
            head: head(entry.at.date),
            forms: forms(on: entry.at.date),
            code: code,
            party: party,
            procedure: procedureName,
            received: dossier.receivedAt ?? dossier.submittedAt ?? entry.at,
            asked: entry.at,
            request: facts.text(closed.reason) ?? "",
            stage: dossier.stepSince == nil ? "tiếp nhận, chưa giải quyết" : step ?? "giải quyết",
            decision: "Dừng giải quyết hồ sơ kể từ \(OfficialWords.day(entry.at.date)).",
            settlement: settlement,
            signature: signature(entry.actor)
        )
        let given = facts.history.flatMap { entry -> [String] in
            if case .originalsGivenBack(let given) = entry.event { given.papers } else { [] }
        }
        notice.papersBack = given.joined(separator: ", ")
        return notice
    }

    private var settlement: String {
        let paid = dossier.paid.reduce(Money.zero) { $0 + $1.amount }
        return paid > .zero ? "đã thu \(paid), xử lý theo quy định về phí, lệ phí" : "chưa thu"
    }

    private func signature(_ actor: Actor) -> SlipSignature {
        let block = dossier.signature?.officer == actor ? dossier.signature?.block : nil
        let title = block?.replacing(" / ", with: "\n") ?? "NGƯỜI CÓ THẨM QUYỀN"
        return SlipSignature(title: title, name: facts.name(actor, t))
    }

    // MARK: Form 06

    func controlSheet() -> ControlSheetForm? {
        guard let received = dossier.receivedAt, let due = dossier.legalDueAt else { return nil }
        let rows = Dossiers.ControlSheet.rows(of: dossier, by: facts.calendar).map { row -> ControlSheetForm.Row in
            let outcome: ControlSheetForm.Row.Outcome =
                switch row.result {
                case .early: .early
                case .onTime: .onTime
                case .late: .late
                case nil: .open
                }
            return ControlSheetForm.Row(
                agency: facts.unit(row.handOver.from),
                givenBy: facts.name(row.handOver.giver, t),
                givenAt: row.handOver.givenAt,
                receivedBy: row.handOver.taker.map { facts.name($0, t) } ?? "",
                receivedAt: row.handOver.takenAt,
                outcome: outcome,
                note: facts.text(row.handOver.note) ?? row.handOver.bag.map { "Túi số \($0)" } ?? ""
            )
        }
        return ControlSheetForm(
            head: head(received.date),
            forms: forms(on: received.date),
            code: code,
            procedure: procedureName,
            owner: facts.owners(t).joined(separator: ", "),
            received: received,
            due: due,
            rows: rows
        )
    }

    // MARK: What was given back

    func returnReceipt() -> ReturnReceipt? {
        let found = last { event -> Returned? in if case .returned(let returned) = event { returned } else { nil } }
        guard let (entry, returned) = found else { return nil }
        let unit = entry.agency ?? filing.receiving
        let collector = facts.text(returned.collector) ?? facts.name(filing.submitter, t)
        let left = filing.copies - dossier.copiesReturned
        let result = ReturnReceipt.Item(
            name: dossier.resultNumber.map { "Kết quả giải quyết, số \($0)" } ?? "Kết quả giải quyết",
            given: returned.copies,
            total: filing.copies
        )
        var receipt = ReturnReceipt(
            head: head(entry.at.date, of: unit),
            forms: forms(on: entry.at.date),
            code: code,
            procedure: procedureName,
            owner: facts.owners(t).joined(separator: ", "),
            collector: collector,
            capacity: returned.isSubmitter ? "người nộp hồ sơ" : "nhận thay",
            proof: t("proof.\(returned.proof.rawValue)"),
            returned: entry.at,
            results: [result]
        )
        let kept = filing.papers.filter { returned.originals.contains($0.name) && $0.isKept }
        receipt.originals = kept.map { ReturnReceipt.Item(name: $0.name, given: $0.count, total: $0.count) }
        // Where nothing was to be paid the paper does not speak of money.
        receipt.fees = filing.fee.amount == .zero ? [] : [fee]
        receipt.mark = returned.mark == .thumbprint ? .thumbprint : .signature
        receipt.notes = notes(.returnReceipt)
        receipt.remarks =
            (returned.slipLost ? ["Người nhận báo mất giấy hẹn."] : []) + (left > 0 ? ["Còn \(left) bản trả sau."] : [])
        receipt.officerName = facts.name(entry.actor, t)
        return receipt
    }

    // MARK: The derivation

    /// Line by line how the due date was reached, to hand to the citizen.
    func derivation() -> DerivationSheet? {
        guard let view = DerivationView(facts), let due = dossier.dueAt else { return nil }
        var sheet = DerivationSheet(
            head: head(facts.now.date),
            forms: forms(on: view.received.date),
            code: code,
            procedure: procedureName,
            timeLimit: view.limit.vietnamese,
            received: view.received,
            due: due,
            lines: view.lines.map { line in
                let isMoment = ["received", "pause", "open-pause", "due"].contains(line.rule)
                return DerivationSheet.Line(
                    when: isMoment ? OfficialWords.short(line.at) : line.at.date.written,
                    words: line.vi
                )
            }
        )
        let moved = view.holds == nil ? "" : "Ngày hẹn do người có thẩm quyền ấn định hoặc đã hẹn lại. "
        sheet.warning = moved + ReceiptSlip.warning(dossier.restsOn)
        return sheet
    }
}
