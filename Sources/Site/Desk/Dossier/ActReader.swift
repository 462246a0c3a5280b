internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Register
internal import Web

/// Reads the form of one act. What is wrong stands in `form.errors`, and then nothing is given.
struct ActReader {
    let desk: ActDesk
    var form: FormData
    /// Owners and submitter where a correction names others.
    private(set) var persons = CorrectedPersons()

    private var facts: DossierFacts { desk.facts }
    private var performer: Performer { desk.facts.officer.performer }

    init(_ desk: ActDesk, _ form: FormData) {
        self.desk = desk
        self.form = form
    }

    /// The act as the form has it; acts with orders of their own (`receive`, `openCorrection`) are read elsewhere.
    mutating func read() -> ActForm? {
        let act: ActForm? =
            switch desk.act {
            case .forward, .take, .completeStep, .sendBack, .reassign, .reroute, .moveFolder: work()
            case .proposeSupplement, .askSupplement, .confirmSupplement, .askPayment, .confirmPayment, .collectFee,
                .extend, .overrideDue, .resume:
                clock()
            default: end()
            }
        checkSure()
        return form.errors.isEmpty ? act : nil
    }

    /// What leaves the house wants its tick.
    mutating func checkSure() {
        if desk.act.leavesTheHouse, !form.flag("sure") { form.errors.add("sure", "folder.error.sure") }
    }

    private mutating func work() -> ActForm? {
        switch desk.act {
        case .forward: return unit().map { .forward(to: $0, note: text("note") ?? "", bag: "") }
        case .take: return .take
        case .completeStep: return step()
        case .sendBack: return reason().map { .sendBack(reason: $0) }
        case .reassign:
            let to = form.choice("to", of: desk.colleagues.map(\.id.rawValue), required: false)
            let until = form.date("until")
            return ground().map { .reassign(to: to.map { Actor($0) }, ground: $0, until: until) }
        case .reroute:
            let to = unit()
            let why = reason()
            guard let to, let why else { return nil }
            return .reroute(to: to, reason: why)
        default:
            return form.line("place", max: DossierLimits.placeLength, required: true).map { .moveFolder(place: $0) }
        }
    }

    private mutating func step() -> ActForm? {
        let opinion = form.choice("opinion", of: Outcome.allCases.map(\.rawValue)).flatMap(Outcome.init)
        let note = text("note") ?? ""
        let isSigning = facts.dossier.currentStep?.kind == .sign
        // Where the officer has a block of data, no other may be typed.
        let signsToo = facts.dossier.signsWithApproval && form.flag("signToo")
        let signs = isSigning || signsToo
        let typed = form.line("block", required: signs && desk.block == nil)
        guard let opinion else { return nil }
        if opinion != .granted, note.isEmpty { form.errors.add("note", "refusal.reasonMissing") }
        let block = signs ? desk.block ?? typed ?? "" : ""
        return .completeStep(opinion: opinion, note: note, block: block, seen: true)
    }

    private mutating func clock() -> ActForm? {
        switch desk.act {
        case .proposeSupplement, .askSupplement:
            let request = form.text("request", required: true)
            let until = future("until")
            let isOver = facts.dossier.supplements >= facts.rules.maxSupplements
            let ground = form.line("ground", max: DossierLimits.groundLength, required: isOver)
            guard let request, let until else { return nil }
            return desk.act == .proposeSupplement
                ? .proposeSupplement(request: request, until: until, overrideGround: ground ?? "")
                : .askSupplement(request: request, until: until, overrideGround: ground ?? "")
        case .confirmSupplement:
            let papers = PaperRows.read(&form, by: performer.actor, before: [])
            if papers.isEmpty { form.errors.add("paper1", "folder.error.papers") }
            return .confirmSupplement(papers: papers, answered: form.all("answered").compactMap { Int($0) })
        case .askPayment:
            let amount = amount()
            let words = form.line("text", required: true)
            let until = future("until")
            guard let amount, let words, let until else { return nil }
            return .askPayment(amount: amount, text: words, until: until)
        case .confirmPayment, .collectFee:
            let amount = amount()
            let receipt = form.line("receipt", max: DossierLimits.numberLength, required: true)
            guard let amount, let receipt else { return nil }
            return desk.act == .collectFee
                ? .collectFee(amount: amount, receipt: receipt) : .confirmPayment(amount: amount, receipt: receipt)
        case .extend:
            let why = reason()
            let date = future("date")
            guard let why, let date else { return nil }
            return .extend(reason: why, newDate: date)
        case .overrideDue:
            let date = form.date("date", required: true)
            let why = ground()
            guard let date, let why else { return nil }
            return .overrideDue(newDate: date, ground: why)
        default: return ground().map { .resume(ground: $0) }
        }
    }

    private mutating func end() -> ActForm? {
        switch desk.act {
        case .withdraw: return reason().map { .withdraw(reason: $0) }
        case .decline: return reason().map { .decline(reason: $0) }
        case .reopen: return reason().map { .reopen(fault: $0) }
        case .undo: return reason().map { .undo(reason: $0) }
        case .askAtIntake: return form.text("request", required: true).map { .askAtIntake(request: $0) }
        case .stop, .void, .refuseAtIntake:
            let why = reason()
            let ground = ground()
            guard let why, let ground else { return nil }
            switch desk.act {
            case .stop: return .stop(reason: why, ground: ground)
            case .void: return .void(reason: why, ground: ground)
            default: return .refuseAtIntake(reason: why, ground: ground)
            }
        case .returnResult: return returned()
        case .giveBackOriginals:
            let papers = form.all("originals")
            if papers.isEmpty { form.errors.add("originals", "folder.error.originals") }
            return mark().map { .giveBackOriginals(papers: papers, mark: $0) }
        case .correct: return corrected()
        default: return nil
        }
    }

    private mutating func returned() -> ActForm? {
        let who = form.choice("who", of: ["submitter", "other"])
        let collector = form.line("collector", max: Limits.nameLength, required: who == "other")
        let proof = form.choice("proof", of: CollectionProof.allCases.map(\.rawValue)).flatMap(CollectionProof.init)
        let left = max(1, facts.filing.copies - facts.dossier.copiesReturned)
        let copies = form.integer("copies", in: 1...left, required: true)
        guard let who, let proof, let copies, let mark = mark() else { return nil }
        return .returnResult(
            collector: collector ?? "",
            isSubmitter: who == "submitter",
            proof: proof,
            how: facts.filing.delivery,
            copies: copies,
            mark: mark,
            slipLost: form.flag("slipLost"),
            originals: form.all("originals")
        )
    }

    private mutating func corrected() -> ActForm? {
        let capacity = form.choice("capacity", of: Capacity.allCases.map(\.rawValue)).flatMap(Capacity.init)
        let delivery = form.choice("delivery", of: ResultDelivery.allCases.map(\.rawValue)).flatMap(ResultDelivery.init)
        let proof = form.line("proofText") ?? ""
        let papers = PaperRows.read(&form, by: performer.actor, before: facts.filing.papers)
        let why = reason()
        persons = CorrectedPersons.read(&form, facts, capacity ?? facts.filing.capacity)
        guard let capacity, let delivery, let why else { return nil }
        return .correct(
            Corrected(
                owners: facts.filing.owners,
                submitter: facts.filing.submitter,
                capacity: capacity,
                papers: papers,
                delivery: delivery
            ),
            reason: why,
            proof: proof
        )
    }

    // MARK: Parts

    private mutating func unit() -> ID<Agency>? {
        form.choice("to", of: desk.units.map(\.id.rawValue)).map { ID($0) }
    }
    private mutating func text(_ name: String) -> String? { form.text(name) }
    mutating func reason() -> String? { form.text("reason", required: true) }
    private mutating func ground() -> String? { form.line("ground", max: DossierLimits.groundLength, required: true) }
    private mutating func amount() -> Money? {
        form.integer("amount", in: 1...100_000_000_000, required: true).map { Money(dong: Int64($0)) }
    }
    private mutating func mark() -> ReceiptMark? {
        form.choice("mark", of: ReceiptMark.allCases.map(\.rawValue)).flatMap(ReceiptMark.init)
    }
    /// A day that is still to come.
    private mutating func future(_ name: String) -> CivilDate? {
        guard let date = form.date(name, required: true) else { return nil }
        guard date > facts.now.date else {
            form.errors.add(name, "folder.error.past")
            return nil
        }
        return date
    }
}
