internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

/// Does the acts of the demo's history: who does what, in which words.
struct DemoActs: Sendable {
    let desk: DossierDesk
    let vault: Vault
    /// The clock that the desk reads; set before each act.
    let clock: DemoWorld
    let calendar: WorkCalendar

    /// One act; a refusal of the rules leaves the dossier as it is: in life somebody would come back later.
    func perform(_ step: DemoStep, _ before: DemoCase, in tx: Transaction) throws -> DemoCase {
        clock.now = step.at
        var it = before
        do {
            if step.act == .intake { try intake(step, &it, in: tx) } else { try act(step, &it, in: tx) }
        } catch is DossierError {
            if step.act == .intake { it.isLost = true }
        }
        if let status = it.held?.dossier.status, [.returned, .withdrawn, .notAccepted, .stopped].contains(status) {
            // What is closed is not needed any more.
            it.held = nil
        }
        return it
    }

    private func act(_ step: DemoStep, _ it: inout DemoCase, in tx: Transaction) throws {
        guard let held = it.held, let performer = performer(step.act, it, held.dossier) else { return }
        let command = try command(step, it, held.dossier, performer, in: tx)
        let events = try held.dossier.decide(command, by: performer, at: step.at)
        guard !events.isEmpty else { return }
        it.held = try DossierStore.save(
            events,
            of: held.dossier,
            history: held.history,
            by: performer.actor,
            agency: performer.agency,
            at: step.at,
            in: tx
        )
    }

    /// Who does it: at the counter, or at the unit that decides.
    private func performer(_ act: DemoStep.Act, _ it: DemoCase, _ dossier: Dossier) -> Performer? {
        let (office, role): (DemoOffice, Role) =
            switch act {
            case .intake, .forward, .bringSupplement, .withdraw: (it.receiving, .reception)
            case .bringBack, .collect: (it.receiving, .resultOfficer)
            case .take, .proposeSupplement: (it.decider, .specialist)
            case .askSupplement, .extend, .stop: (it.decider, .leader)
            case .work: (it.decider, dossier.currentStep?.role ?? .clerk)
            }
        return office.performers[role]
    }

    private func command(
        _ step: DemoStep,
        _ it: DemoCase,
        _ dossier: Dossier,
        _ performer: Performer,
        in tx: Transaction
    ) throws -> DossierCommand {
        func text(_ body: String) throws -> TextReference {
            try TextStore.write(body, subject: dossier.id.rawValue, world: desk.world, in: tx)
        }
        switch step.act {
        case .intake, .take, .bringBack: return .take
        case .forward: return .forward(to: it.decider.unit.id, note: nil, bag: nil)
        case .work:
            guard let current = dossier.currentStep else { return .take }
            if current.kind == .number {
                let sign = it.decider.unit.code.split(separator: ".").last ?? ""
                let number = "\(step.number)/\(step.at.date.year)/\(sign)"
                return .finish(number: number, file: nil, needsFile: false)
            }
            return .completeStep(
                opinion: it.isRefused ? .refused : .granted,
                note: it.isRefused ? try text(DemoWords.refusal) : nil,
                signature: current.kind == .appraise ? nil : it.decider.signature,
                seen: true
            )
        case .extend:
            guard let due = dossier.dueAt else { return .take }
            let later = calendar.due(received: due, limit: .workingDays(halves: 10)).at
            return .extend(reason: try text(DemoWords.extension), due: later)
        case .proposeSupplement:
            let until = step.at.date.adding(days: it.procedure.rules.supplementDays)
            let wish = SupplementProposed(request: try text(DemoWords.supplement), until: until)
            return .proposeSupplement(wish, max: it.procedure.rules.maxSupplements)
        case .askSupplement:
            guard let wish = dossier.proposed else { return .take }
            let asked = SupplementAsked(request: wish.request, until: wish.until, items: 1)
            return .askSupplement(asked, max: it.procedure.rules.maxSupplements)
        case .bringSupplement:
            let paper = Paper(name: "Giấy tờ bổ sung", form: .copy, count: 1)
            let due = try dossier.due(after: step.at, in: calendar)
            return .confirmSupplement(papers: [paper], answered: [1], due: due)
        case .stop:
            return .stop(
                Closed(reason: try text(DemoWords.stop), ground: "Nghị định 118/2025/NĐ-CP")
            )
        case .withdraw: return .withdraw(Closed(reason: try text("Người nộp đề nghị rút hồ sơ.")))
        case .collect:
            return .returnResult(
                Returned(
                    collector: nil,
                    isSubmitter: true,
                    proof: .identityCard,
                    how: .counter,
                    copies: dossier.filing?.copies ?? 1,
                    mark: step.serial % 40 == 0 ? .thumbprint : .signature,
                    slipLost: step.serial % 60 == 0,
                    originals: dossier.originalsKept
                )
            )
        }
    }

    // MARK: Intake

    private func intake(_ step: DemoStep, _ it: inout DemoCase, in tx: Transaction) throws {
        guard let performer = it.receiving.performers[.reception], let officer = it.receiving.officers[.reception]
        else {
            it.isLost = true
            return
        }
        if let (id, details) = it.newcomer {
            _ = try PersonDesk.create(id, details, by: officer, vault, at: step.at, in: tx)
        }
        guard let person = it.person ?? it.newcomer?.id else { return }
        let order = order(step, it, person)
        let taken = try desk.takeIn(
            order,
            by: performer,
            unitCode: it.receiving.unit.code,
            calendar: calendar,
            in: tx
        )
        it.newcomer = nil
        guard taken.dossier.status != .returned else { return }
        it.held = taken
        try collectFee(step, &it, in: tx)
    }

    /// What is due is paid when it is handed in, by most.
    private func collectFee(_ step: DemoStep, _ it: inout DemoCase, in tx: Transaction) throws {
        let cashier = it.receiving.performers[.cashier] ?? it.receiving.performers[.reception]
        guard let held = it.held, let amount = held.dossier.amountDue, held.dossier.status == .received, let cashier
        else { return }
        let events = try held.dossier.decide(
            .collectFee(amount: amount, receipt: "BL\(Digits.padded(step.serial + 1, 6))"),
            by: cashier,
            at: step.at
        )
        it.held = try DossierStore.save(
            events,
            of: held.dossier,
            history: held.history,
            by: cashier.actor,
            agency: cashier.agency,
            at: step.at,
            in: tx
        )
    }

    private func order(_ step: DemoStep, _ it: DemoCase, _ person: ID<Person>) -> IntakeOrder {
        let rules = it.procedure.rules
        let papers = it.procedure.papers.filter { !$0.isShownOnly && $0.onlyWhen.isEmpty }.prefix(5).map { paper in
            let usual = PaperForm.usual(for: paper)
            // Most originals are compared and taken home again; a certificate is kept.
            let isKept = usual == .original && paper.name.hasPrefix("Giấy chứng nhận")
            let form: PaperForm = isKept || usual == .filed ? usual : .copy
            return Paper(
                name: String(paper.name.prefix(DossierLimits.paperNameLength)),
                form: isKept || it.channel == .counter ? form : .electronic,
                count: 1
            )
        }
        let isBirth = rules.ownerMayBeUnnamed
        return IntakeOrder(
            answer: answer(step, it),
            procedure: it.procedure,
            owners: isBirth ? [] : [person],
            unnamedOwner: isBirth,
            submitter: person,
            capacity: isBirth ? .parentOrGuardian : .oneself,
            proof: isBirth ? "Giấy chứng sinh" : "",
            channel: it.channel,
            competent: it.decider.unit.id,
            papers: Array(papers),
            fee: fee(it)
        )
    }

    private func answer(_ step: DemoStep, _ it: DemoCase) -> IntakeOrder.Answer {
        if it.stop == .submitted { return .submit }
        guard it.isAtOnce, let signature = it.decider.signature else { return .receive }
        let receipt = "BL\(Digits.padded(step.serial + 1, 6))"
        guard it.procedure.field == "Chứng thực" else {
            return .atOnce(
                number: "\(step.number)/\(step.at.date.year)/TLKS",
                signature: signature,
                receipt: receipt,
                mark: .signature
            )
        }
        let copies = 1 + step.serial % 5
        let paper = PaperToCertify(
            title: DemoWords.papers[step.serial % DemoWords.papers.count],
            pages: 2,
            copies: copies
        )
        let book: CertificationBook = it.procedure.name.contains("chữ ký") ? .signatures : .copies
        return .certify([paper], book: book, signature: signature, receipt: receipt, mark: .signature)
    }

    private func fee(_ it: DemoCase) -> Fee {
        let terms = it.procedure.terms(ProcedureChannel(rawValue: it.channel.nationalCode) ?? .inPerson)
        guard let fee = terms?.fees.first, let amount = fee.amount else { return .free }
        return Fee(amount: amount, text: fee.text)
    }
}

/// What officers of the demo write.
private enum DemoWords {
    static let supplement = "Giấy tờ chứng minh chưa có trang ghi địa chỉ. Đề nghị ông/bà bổ sung trang này."
    static let refusal = "Hồ sơ không đáp ứng điều kiện đã công bố của thủ tục."
    static let `extension` = "Cần xác minh thêm tại thực địa; cơ quan xin lỗi và hẹn lại ngày trả kết quả."
    static let stop = "Đã quá thời hạn bổ sung mà cơ quan chưa nhận được giấy tờ."
    static let papers = [
        "Căn cước", "Bằng tốt nghiệp trung học phổ thông", "Giấy khai sinh", "Giấy chứng nhận quyền sử dụng đất",
        "Sổ hộ khẩu cũ", "Giấy phép lái xe", "Bằng đại học",
    ]
}
