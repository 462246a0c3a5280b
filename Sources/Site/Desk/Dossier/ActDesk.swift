internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// What the form of one act needs to know beyond the dossier: whom and where it can go to.
struct ActDesk: Sendable {
    let act: DossierAct
    let facts: DossierFacts
    /// Units a folder can go to, the likeliest first.
    let units: [Agency]
    /// Officers of the unit who may do the step.
    let colleagues: [StaffMember]
    /// How this officer signs here today: `KT. CHỦ TỊCH / PHÓ CHỦ TỊCH`.
    let block: String?
    /// The code of this officer's unit, from which a correction gets its own.
    let unitCode: String?
    /// The procedure as it is in force today.
    let current: ProcedureVersion?

    static func load(
        _ rooms: Rooms,
        _ context: StaffContext,
        _ id: ID<Dossier>,
        _ act: DossierAct,
        in tx: Transaction
    ) throws -> ActDesk {
        let facts = try DossierFacts.load(rooms, context, id, in: tx)
        let officer = facts.officer
        let member = try StaffStore.load(officer.id, in: tx)
        let block = member?.signature(for: officer.agency, on: context.today)
        var colleagues: [StaffMember] = []
        if act == .reassign {
            let role = facts.dossier.currentStep?.role ?? facts.dossier.steps.first?.role ?? .specialist
            colleagues = try StaffStore.all(of: officer.agency, in: tx).filter {
                $0.holds(role, at: officer.agency, on: context.today)
            }
        }
        let current =
            act == .openCorrection
            ? try CatalogueStore.current(code: facts.filing.procedureCode, on: context.today, in: tx) : nil
        return ActDesk(
            act: act,
            facts: facts,
            units: Self.units(act, facts),
            colleagues: colleagues,
            block: block.map { $0.lines.map(\.description).joined(separator: " / ") },
            unitCode: facts.directory.code(of: officer.agency, .unit, on: context.today),
            current: current
        )
    }

    /// Where a folder can go: to the unit whose turn it is, then to the units around it.
    static func units(_ act: DossierAct, _ facts: DossierFacts) -> [Agency] {
        guard act == .forward || act == .reroute else { return [] }
        let date = facts.now.date
        let filing = facts.filing
        let directory = facts.directory
        var ids: [ID<Agency>] = []
        if act == .forward {
            ids =
                facts.dossier.status == .finished
                ? [filing.pickUp, filing.receiving].compactMap { $0 } : [filing.competent, filing.receiving]
        }
        for unit in [filing.competent, filing.receiving] {
            ids += directory.children(of: unit, on: date).map(\.id)
            if let parent = directory.agency(unit, on: date)?.parent {
                ids += [parent] + directory.children(of: parent, on: date).map(\.id)
            }
        }
        var seen: Set<ID<Agency>> = act == .reroute ? [filing.competent] : []
        return ids.filter { seen.insert($0).inserted }.compactMap { directory.agency($0, on: date) }
    }

    /// The form as it is first shown.
    func start(_ t: Texts) -> FormData {
        let facts = facts
        var values: [String: String] = ["seen": "\(facts.dossier.version)"]
        switch act {
        case .forward: values["to"] = units.first?.id.rawValue
        case .completeStep:
            values["opinion"] = (facts.dossier.opinion ?? .granted).rawValue
            values["block"] = block
        case .proposeSupplement, .askSupplement:
            let until = facts.dossier.proposed?.until ?? facts.now.date.adding(days: facts.rules.supplementDays)
            values["until"] = until.written
            values["request"] = facts.text(facts.dossier.proposed?.request)
            values["ground"] = facts.dossier.proposed?.overrideGround
        case .askPayment: values["until"] = facts.now.date.adding(days: facts.rules.supplementDays).written
        case .collectFee, .confirmPayment: values["amount"] = amountAsked.map { Digits.grouped($0.dong) }
        case .returnResult:
            values["who"] = "submitter"
            values["proof"] = CollectionProof.identityCard.rawValue
            values["mark"] = ReceiptMark.signature.rawValue
            values["copies"] = "\(facts.filing.copies - facts.dossier.copiesReturned)"
        case .giveBackOriginals: values["mark"] = ReceiptMark.signature.rawValue
        case .correct:
            values["capacity"] = facts.filing.capacity.rawValue
            values["delivery"] = facts.filing.delivery.rawValue
            values.merge(PaperRows.values(facts.filing.papers, more: 2)) { $1 }
        case .receive: values.merge(PaperRows.values(facts.filing.papers, more: 2)) { $1 }
        case .confirmSupplement: values.merge(PaperRows.values([], more: 4)) { $1 }
        case .moveFolder: values["place"] = facts.dossier.place
        default: break
        }
        return FormData(values)
    }

    /// What is to be paid now: what was asked for last, or the fee that is left.
    var amountAsked: Money? {
        if act == .confirmPayment {
            for entry in facts.history.reversed() {
                if case .paymentAsked(let asked) = entry.event { return asked.amount }
            }
        }
        return facts.dossier.amountDue
    }
}

/// Papers on a form, a row each: name, form and count.
enum PaperRows {
    /// The rows of `papers`, and `more` empty ones to fill in.
    static func values(_ papers: [Dossiers.Paper], more: Int) -> [String: String] {
        var values: [String: String] = [:]
        for row in papers.count..<max(papers.count, min(papers.count + more, DossierLimits.papers)) {
            values["kind\(row + 1)"] = PaperForm.copy.rawValue
            values["count\(row + 1)"] = "1"
        }
        for (index, paper) in papers.enumerated() {
            values["paper\(index + 1)"] = paper.name
            values["kind\(index + 1)"] = paper.form.rawValue
            values["count\(index + 1)"] = "\(paper.count)"
        }
        return values
    }

    static func count(_ form: FormData) -> Int {
        var count = 0
        while form.has("count\(count + 1)"), count < DossierLimits.papers { count += 1 }
        return count
    }

    static func fields(_ f: FormView, _ t: Texts) -> HTML {
        let kinds = PaperForm.allCases.map { Choice($0.rawValue, t("paper_form.\($0.rawValue)")) }
        let lines = (1...max(1, count(f.form))).map { row -> HTML in
            let name = f.field("paper\(row)", label: t("folder.paper.row", ["number": row]), isOptional: row > 1)
            let kind = f.select("kind\(row)", label: t("folder.paper.kind"), choices: kinds)
            let count = f.field("count\(row)", label: t("folder.paper.count"), width: .tiny, inputMode: "numeric")
            return "\(columns(name, "\(kind)\(count)"))"
        }
        return HTML.join(lines)
    }

    /// The rows with a name. Who compares a copy now is this officer; who compared it before stays.
    static func read(_ form: inout FormData, by officer: Actor, before: [Dossiers.Paper]) -> [Dossiers.Paper] {
        var papers: [Dossiers.Paper] = []
        for row in 1...max(1, count(form)) {
            guard let name = form.line("paper\(row)", max: DossierLimits.paperNameLength) else { continue }
            let kind = form.choice("kind\(row)", of: PaperForm.allCases.map(\.rawValue)).flatMap(PaperForm.init)
            let count = form.integer("count\(row)", in: 1...DossierLimits.copies, required: true)
            guard let kind, let count else { continue }
            let old = before.first { $0.name == name && $0.form == kind }
            papers.append(
                Dossiers.Paper(
                    name: name,
                    form: kind,
                    count: count,
                    comparedBy: kind == .comparedCopy ? old?.comparedBy ?? officer : nil,
                    file: old?.file
                )
            )
        }
        return papers
    }
}
