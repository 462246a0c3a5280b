internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// Reads the body of an act into what the desk understands. The rules decide; here are only the places that a form of the
/// pages would point at.
struct ActBody {
    let body: JSON
    let facts: DossierFacts
    let act: DossierAct
    private(set) var errors: [PlaceError] = []

    init(_ body: JSON, _ facts: DossierFacts, _ act: DossierAct) {
        self.body = body
        self.facts = facts
        self.act = act
    }

    private func text(_ name: String) -> String { body[name]?.text ?? "" }
    private var money: Money { Money(dong: Int64(body["amount"]?.number ?? 0)) }
    private mutating func wrong(_ pointer: String, _ key: String) {
        errors.append(PlaceError(.body(pointer), key))
    }

    /// The act as a form has it.
    ///
    /// - Throws: `APIProblem.refused` with every place that is wrong.
    mutating func form(in tx: Transaction) throws -> ActForm {
        let form =
            switch act {
            case .forward, .take, .completeStep, .sendBack, .reassign, .reroute, .moveFolder: try work(in: tx)
            case .proposeSupplement, .askSupplement, .confirmSupplement, .askPayment, .confirmPayment, .collectFee,
                .extend, .overrideDue, .resume:
                clock()
            default: end()
            }
        guard errors.isEmpty else { throw APIProblem.refused(errors) }
        return form
    }

    private mutating func work(in tx: Transaction) throws -> ActForm {
        switch act {
        case .forward: return .forward(to: unit(), note: text("note"), bag: "")
        case .completeStep:
            let opinion = Outcome(rawValue: text("opinion")) ?? .granted
            let member = try StaffStore.load(facts.officer.id, in: tx)
            let block = member?.signature(for: facts.officer.agency, on: facts.now.date)?.lines.map(\.description)
                .joined(separator: " / ")
            if opinion != .granted, text("note").isEmpty { wrong("/note", "refusal.reasonMissing") }
            if facts.dossier.currentStep?.kind == .sign, block == nil, text("block").isEmpty {
                wrong("/block", "api.error.missing")
            }
            // A program has the whole dossier before it, as an officer who opened it.
            return .completeStep(opinion: opinion, note: text("note"), block: block ?? text("block"), seen: true)
        case .sendBack: return .sendBack(reason: text("reason"))
        case .reassign:
            let to = try colleague(in: tx)
            return .reassign(to: to, ground: text("ground"), until: date("until"))
        case .reroute: return .reroute(to: unit(), reason: text("reason"))
        case .moveFolder: return .moveFolder(place: text("place"))
        default: return .take
        }
    }

    private mutating func clock() -> ActForm {
        switch act {
        case .proposeSupplement:
            return .proposeSupplement(
                request: text("request"),
                until: future("until"),
                overrideGround: text("overrideGround")
            )
        case .askSupplement:
            return .askSupplement(
                request: text("request"),
                until: future("until"),
                overrideGround: text("overrideGround")
            )
        case .confirmSupplement:
            return .confirmSupplement(
                papers: papers(before: []),
                answered: (body["answered"]?.list ?? []).compactMap(\.number)
            )
        case .askPayment: return .askPayment(amount: money, text: text("text"), until: future("until"))
        case .confirmPayment: return .confirmPayment(amount: money, receipt: text("receipt"))
        case .collectFee: return .collectFee(amount: money, receipt: text("receipt"))
        case .extend: return .extend(reason: text("reason"), newDate: future("newDate"))
        case .overrideDue: return .overrideDue(newDate: date("newDate") ?? facts.now.date, ground: text("ground"))
        default: return .resume(ground: text("ground"))
        }
    }

    private mutating func end() -> ActForm {
        switch act {
        case .withdraw: return .withdraw(reason: text("reason"))
        case .stop: return .stop(reason: text("reason"), ground: text("ground"))
        case .reopen: return .reopen(fault: text("fault"))
        case .returnResult:
            return .returnResult(
                collector: text("collector"),
                isSubmitter: text("collector").isEmpty,
                proof: CollectionProof(rawValue: text("proof")) ?? .identityCard,
                how: facts.filing.delivery,
                copies: body["copies"]?.number ?? 1,
                mark: mark,
                slipLost: body["slipLost"]?.flag ?? false,
                originals: names("originals")
            )
        case .decline: return .decline(reason: text("reason"))
        case .void: return .void(reason: text("reason"), ground: text("ground"))
        case .correct:
            let filing = facts.filing
            return .correct(
                Corrected(
                    owners: filing.owners,
                    submitter: filing.submitter,
                    capacity: Capacity(rawValue: text("capacity")) ?? filing.capacity,
                    papers: papers(before: filing.papers),
                    delivery: ResultDelivery(rawValue: text("delivery")) ?? filing.delivery
                ),
                reason: text("reason"),
                proof: text("proof")
            )
        case .giveBackOriginals: return .giveBackOriginals(papers: names("papers"), mark: mark)
        case .printSlip: return .printSlip(SlipForm(rawValue: text("form")) ?? .receipt, because: text("because"))
        case .askAtIntake: return .askAtIntake(request: text("request"))
        case .refuseAtIntake: return .refuseAtIntake(reason: text("reason"), ground: text("ground"))
        default: return .undo(reason: text("reason"))
        }
    }

    // MARK: Parts

    private var mark: ReceiptMark { ReceiptMark(rawValue: text("mark")) ?? .signature }
    private func names(_ name: String) -> [String] { (body[name]?.list ?? []).compactMap(\.text) }
    private func date(_ name: String) -> CivilDate? { body[name]?.text.flatMap { CivilDate(iso: $0) } }
    private mutating func future(_ name: String) -> CivilDate {
        let date = date(name) ?? facts.now.date
        if date <= facts.now.date { wrong("/\(name)", "folder.error.past") }
        return date
    }
    /// One of the units to which the desk's page would send it.
    private mutating func unit() -> ID<Agency> {
        let found = facts.directory.unit(named: text("to"), on: facts.now.date)
        guard let found, ActDesk.units(act, facts).contains(where: { $0.id == found }) else {
            wrong("/to", "api.error.unit")
            return facts.officer.agency
        }
        return found
    }
    private mutating func colleague(in tx: Transaction) throws -> Actor? {
        guard let name = body["to"]?.text else { return nil }
        let role = facts.dossier.currentStep?.role ?? facts.dossier.steps.first?.role ?? .specialist
        let found = try StaffStore.find(logIn: name.lowercased(), in: tx).flatMap { try StaffStore.load($0, in: tx) }
        guard let found, found.holds(role, at: facts.officer.agency, on: facts.now.date) else {
            wrong("/to", "api.error.colleague")
            return nil
        }
        return Actor(found.id.rawValue)
    }
    /// The papers given. Who compares a copy now is this officer; who compared it before stays.
    func papers(before: [Dossiers.Paper]) -> [Dossiers.Paper] {
        (body["papers"]?.list ?? []).map { item in
            let (name, form) = (item["name"]?.text ?? "", item["form"]?.text.flatMap(PaperForm.init) ?? .original)
            let old = before.first { $0.name == name && $0.form == form }
            return Dossiers.Paper(
                name: name,
                form: form,
                count: item["count"]?.number ?? 1,
                comparedBy: form == .comparedCopy ? old?.comparedBy ?? facts.officer.actor : nil,
                file: old?.file
            )
        }
    }
}
