internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// Somebody on the form: a record that was chosen, or one to be entered.
enum PersonChoice: Sendable, Hashable {
    case known(ID<Person>)
    case new(PersonDetails)
}

/// What is done with the form.
enum IntakeAnswer: String, Sendable { case accept, ask, refuse, atonce }

/// The form as it was read: an order where nothing is wrong, else the errors in `form`.
struct IntakeReading: Sendable {
    var form: FormData
    var submitter: PersonChoice?
    var owners: [PersonChoice] = []
    var order: IntakeOrder?
    /// The sum that is paid now, with the number of its receipt.
    var payment: (amount: Money, receipt: String)?
}

/// Reads one intake. Pure: form and scene in, order or errors out.
struct IntakeReader {
    let scene: IntakeScene
    let answer: IntakeAnswer
    private var form: FormData
    private var version: ProcedureVersion { scene.version }

    static func read(_ form: FormData, _ scene: IntakeScene, _ answer: IntakeAnswer) -> IntakeReading {
        var reader = IntakeReader(scene: scene, answer: answer, form: form)
        return reader.reading()
    }

    private init(scene: IntakeScene, answer: IntakeAnswer, form: FormData) {
        self.scene = scene
        self.answer = answer
        self.form = form
    }

    private mutating func reading() -> IntakeReading {
        let submitter = person(IntakeForm.submitter)
        let capacity = Capacity(
            rawValue: form.choice("capacity", of: Capacity.allCases.map(\.rawValue)) ?? ""
        )
        let proof = proof(capacity ?? .oneself)
        let owners = owners(submitter, capacity ?? .oneself)
        let channel = IntakeChannel(rawValue: form.choice("channel", of: IntakeChannel.allCases.map(\.rawValue)) ?? "")
        let delivery = ResultDelivery(
            rawValue: form.choice("delivery", of: ResultDelivery.allCases.map(\.rawValue)) ?? ""
        )
        let pickUp = pickUp(delivery)
        let competent = form.choice(
            "competent",
            of: scene.directory.all(on: scene.today).map(\.id.rawValue),
            required: false
        )
        let decides = competent.map { ID<Agency>($0) } ?? scene.usualCompetent
        if decides == nil { form.errors.add("competent", "intake.competent.missing") }
        let papers = papers()
        let sets = form.integer("sets", in: 1...DossierLimits.sets, required: true)
        let copies = form.integer("copies", in: 1...DossierLimits.copies, required: true)
        let fee = fee(channel ?? .counter, copies: copies ?? 1)
        let payment = payment(fee)
        let limit = limit(channel ?? .counter)
        let said = said(payment)
        var reading = IntakeReading(form: form, submitter: submitter, owners: owners, payment: payment)
        guard form.errors.isEmpty, let submitter, let capacity, let channel, let delivery, let sets, let copies,
            let said, let decides
        else { return reading }
        reading.order = IntakeOrder(
            answer: said,
            procedure: version,
            owners: [],
            unnamedOwner: form.flag("unnamed"),
            submitter: submitter.id ?? ID(""),
            capacity: capacity,
            proof: proof,
            channel: channel,
            delivery: delivery,
            competent: decides,
            papers: papers,
            sets: sets,
            copies: copies,
            fee: fee,
            limit: limit,
            pickUp: pickUp
        )
        return reading
    }

    // MARK: Persons

    private mutating func person(_ fields: PersonFields) -> PersonChoice? {
        if let known = scene.persons[fields.prefix] { return .known(known.id) }
        return fields.read(&form, on: scene.today).map { .new($0) }
    }

    private mutating func proof(_ capacity: Capacity) -> String {
        let proof = form.line("proof", max: Limits.lineLength) ?? ""
        if capacity != .oneself, version.rules.forbidsProxy {
            if answer != .refuse { form.errors.add("capacity", "intake.noProxy") }
        } else if capacity.needsProof, proof.isEmpty {
            form.errors.add("proof", "intake.proof.missing")
        }
        return proof
    }

    private mutating func owners(_ submitter: PersonChoice?, _ capacity: Capacity) -> [PersonChoice] {
        var owners: [PersonChoice] = []
        if capacity == .oneself, !form.flag("unnamed"), let submitter { owners.append(submitter) }
        for fields in IntakeForm.owners(form) where !fields.isEmpty(form) {
            if let owner = person(fields) { owners.append(owner) }
        }
        let first = IntakeForm.owners(form)[0]
        if owners.isEmpty, !form.flag("unnamed"), capacity != .oneself, form.errors[first.field("name")] == nil {
            form.errors.add(
                first.field("name"),
                version.rules.ownerMayBeUnnamed ? "intake.owner.missing.birth" : "intake.owner.missing"
            )
        }
        return owners
    }

    // MARK: Papers

    private mutating func papers() -> [Paper] {
        var papers: [Paper] = []
        for (index, announced) in version.papers.enumerated() {
            let field = "paper_\(index)"
            switch form.value(field) {
            case "in":
                if let paper = paper(named: announced.name, field) { papers.append(paper) }
            case "none": break
            default:
                let mustBeThere = answer == .accept || answer == .atonce
                if mustBeThere, IntakeForm.isNeeded(announced) { form.errors.add(field, "intake.paper.notThere") }
            }
        }
        for index in 0..<IntakeForm.extraCount(form) {
            let field = "extra_\(index)"
            guard let name = form.line("\(field)_name", max: DossierLimits.paperNameLength) else { continue }
            if let paper = paper(named: name, field) { papers.append(paper) }
        }
        return papers
    }
    private mutating func paper(named name: String, _ field: String) -> Paper? {
        let kind = PaperForm(rawValue: form.value("\(field)_form")) ?? .original
        let typed =
            form.value("\(field)_count").isEmpty ? 1 : form.integer("\(field)_count", in: 1...DossierLimits.copies)
        guard let typed else { return nil }
        return Paper(
            name: String(name.prefix(DossierLimits.paperNameLength)),
            form: kind,
            count: typed,
            comparedBy: kind == .comparedCopy ? scene.officer.actor : nil
        )
    }

    /// The names of what is missing, one line each: what a request for papers begins with.
    static func missing(_ form: FormData, _ version: ProcedureVersion) -> [String] {
        version.papers.enumerated().filter { index, paper in
            form.value("paper_\(index)") == "missing"
                || (form.value("paper_\(index)").isEmpty && IntakeForm.isNeeded(paper))
        }.map(\.element.name)
    }

    // MARK: Money, time, what is said

    private mutating func fee(_ channel: IntakeChannel, copies: Int) -> Fee {
        let typed = form.integer("fee", in: 0...Int(FeeRule.greatest.dong))
        let exemption = exemption()
        let announced = version.terms(of: channel).flatMap { FeeRule.compute($0, copies: copies, exemption: exemption) }
        let text = version.feeText(of: channel)
        return Fee(
            amount: typed.map { Money(dong: Int64($0)) } ?? announced,
            text: text,
            exemption: exemption?.ground
        )
    }
    private mutating func exemption() -> FeeExemption? {
        guard form.flag("exempt") else { return nil }
        let percent = form.integer("percent", in: 1...100, required: true)
        let ground = form.line("ground", max: DossierLimits.groundLength)
        if ground == nil { form.errors.add("ground", "intake.exempt.ground.missing") }
        guard let percent, let ground else { return nil }
        return FeeExemption(percent: percent, ground: ground)
    }
    private mutating func payment(_ fee: Fee) -> (amount: Money, receipt: String)? {
        let isNow = answer == .atonce || (answer == .accept && form.value("pay") == "now")
        guard isNow, let amount = fee.amount, amount > .zero else { return nil }
        guard let receipt = form.line("receipt", max: DossierLimits.numberLength) else {
            if form.errors["receipt"] == nil { form.errors.add("receipt", "intake.receipt.missing") }
            return nil
        }
        return (amount, receipt)
    }

    private mutating func limit(_ channel: IntakeChannel) -> TimeLimit? {
        guard version.limit(of: channel) == nil, answer == .accept || answer == .atonce else { return nil }
        guard let text = form.line("limit", max: 100) else {
            if form.errors["limit"] == nil { form.errors.add("limit", "refusal.limitMissing") }
            return nil
        }
        guard let limit = TimeLimit(written: text) else {
            form.errors.add("limit", "intake.limit.wrong")
            return nil
        }
        return limit
    }

    private mutating func pickUp(_ delivery: ResultDelivery?) -> ID<Agency>? {
        guard delivery == .nearHome else { return nil }
        let units = scene.directory.all(on: scene.today).map(\.id.rawValue)
        if form.value("pickup").isEmpty {
            form.errors.add("pickup", "refusal.pickUpMissing")
            return nil
        }
        return form.choice("pickup", of: units).map { ID($0) }
    }

    private mutating func said(_ payment: (amount: Money, receipt: String)?) -> IntakeOrder.Answer? {
        switch answer {
        case .accept: return .receive
        case .ask:
            guard let request = form.text("request", max: Limits.textLength) else {
                if form.errors["request"] == nil { form.errors.add("request", "intake.request.missing") }
                return nil
            }
            return .askPapers(request)
        case .refuse:
            let reason = form.text("reason", max: Limits.textLength)
            let ground = form.line("legal", max: DossierLimits.groundLength)
            if reason == nil, form.errors["reason"] == nil { form.errors.add("reason", "refusal.reasonMissing") }
            if ground == nil, form.errors["legal"] == nil { form.errors.add("legal", "refusal.groundMissing") }
            guard let reason, let ground else { return nil }
            return .refuse(reason: reason, ground: ground)
        case .atonce:
            let number = form.line("number", max: DossierLimits.numberLength)
            if number == nil, form.errors["number"] == nil { form.errors.add("number", "refusal.numberMissing") }
            let signer = signer()
            guard let number, let signer else { return nil }
            let mark = ReceiptMark(rawValue: form.value("mark")) ?? .signature
            return .atOnce(number: number, signature: signer, receipt: payment?.receipt, mark: mark)
        }
    }
    private mutating func signer() -> SignedBy? {
        guard let line = scene.signers.first(where: { $0.id.rawValue == form.value("signer") }) ?? scene.signers.first
        else {
            form.errors.add("signer", "intake.signer.none")
            return nil
        }
        return SignedBy(officer: Actor(line.id.rawValue), block: line.block)
    }
}

extension PersonChoice {
    var id: ID<Person>? { if case .known(let id) = self { id } else { nil } }
}
