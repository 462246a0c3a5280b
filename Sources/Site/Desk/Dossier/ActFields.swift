internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// The fields that one act needs, and no others.
struct ActFields {
    let desk: ActDesk
    let f: FormView
    let t: Texts

    private var facts: DossierFacts { desk.facts }
    private var dossier: Dossier { desk.facts.dossier }

    func html() -> HTML {
        let fields: HTML =
            switch desk.act {
            case .forward, .take, .completeStep, .sendBack, .reassign, .reroute, .moveFolder, .finish, .undo: work
            case .proposeSupplement, .askSupplement, .confirmSupplement, .askPayment, .confirmPayment, .collectFee,
                .extend, .overrideDue, .resume:
                clock
            default: end
            }
        let sure: HTML =
            desk.act.leavesTheHouse
            ? f.checkbox("sure", label: t("folder.sure"), hint: t("folder.sure.hint")) : .nothing
        return "\(fields)\(sure)\(f.hidden("seen", "\(dossier.version)"))"
    }

    // MARK: The folder and the steps

    private var work: HTML {
        switch desk.act {
        case .forward: return "\(to)\(f.textarea("note", label: t("folder.act.note"), rows: 2, isOptional: true))"
        case .completeStep: return step
        case .sendBack:
            let index = dossier.stepBack ?? dossier.step
            let name = dossier.steps.indices.contains(index) ? dossier.steps[index].name : ""
            return "<p>\(t("folder.act.backTo", ["name": name]))</p>\(reason)"
        case .reassign:
            let choices = desk.colleagues.map { Choice($0.id.rawValue, $0.name, hint: $0.title) }
            return """
                \(f.select("to", label: t("folder.act.colleague"), choices: choices, empty: t("folder.act.duty")))\
                \(ground)\(f.date("until", label: t("folder.act.absentUntil"), isOptional: true))
                """
        case .reroute: return "\(to)\(reason)"
        case .moveFolder: return f.field("place", label: t("folder.act.place"), hint: t("folder.act.place.hint"))
        case .finish:
            let accept = "application/pdf,image/jpeg,image/png"
            let file = f.file(
                "file",
                label: t("folder.act.resultFile"),
                hint: t("folder.file.hint"),
                accept: accept,
                isOptional: !facts.rules.needsResultFile
            )
            return """
                <p>\(t("folder.act.decided", ["outcome": t("outcome.\((dossier.opinion ?? .granted).rawValue)")]))</p>
                \(f.field("number", label: t("folder.act.number"), hint: t("folder.act.number.hint"), width: .half))
                \(file)
                """
        case .undo: return "\(whatIsUndone)\(reason)"
        default: return "<p>\(t("folder.act.take"))</p>"
        }
    }

    private var step: HTML {
        let outcomes = Outcome.allCases.map { Choice($0.rawValue, t("outcome.\($0.rawValue)")) }
        let isSigning = dossier.currentStep?.kind == .sign
        var block = HTML.nothing
        if dossier.signsWithApproval {
            let hint = t("folder.act.signToo.hint")
            let typed = desk.block == nil ? f.field("block", label: t("folder.act.block"), isOptional: true) : .nothing
            block = "\(f.checkbox("signToo", label: t("folder.act.signToo"), hint: hint))\(typed)"
        }
        if isSigning {
            // The block is data of the officer; where none is given yet it is typed.
            block =
                desk.block.map { block in
                    """
                    \(summaryList([SummaryRow(t("folder.act.block"), HTML(block))]))\(f.hidden("block", block))
                    """
                } ?? f.field("block", label: t("folder.act.block"), hint: t("folder.act.block.hint"))
        }
        let legend = t(isSigning ? "folder.act.decision" : "folder.act.opinion")
        return """
            \(f.radios("opinion", legend: legend, choices: outcomes))\
            \(f.textarea("note", label: t("folder.act.why"), hint: t("folder.act.why.hint"), isOptional: true))\(block)
            """
    }

    private var whatIsUndone: HTML {
        let words = PathWords(facts: facts, t: t)
        let versions = Dossier.undoable(facts.history, by: facts.officer.performer, at: facts.now)
        let lines = facts.history.filter { versions.contains($0.version) }.map { words.sentence($0) }
        return "<ul>\(each: lines, { "<li>\($0)</li>" })</ul>"
    }

    private var to: HTML {
        let choices = desk.units.map { Choice($0.id.rawValue, $0.name) }
        return f.select("to", label: t("folder.act.to"), choices: choices)
    }
    private var reason: HTML { f.textarea("reason", label: t("folder.act.reason"), hint: t("folder.act.reason.hint")) }
    private var ground: HTML { f.field("ground", label: t("folder.act.ground"), hint: t("folder.act.ground.hint")) }
    private var amount: HTML {
        f.field("amount", label: t("folder.act.amount"), width: .short, inputMode: "numeric", suffix: "đ")
    }
    private var receipt: HTML { f.field("receipt", label: t("folder.act.receipt"), width: .half) }
    private var until: HTML { f.date("until", label: t("folder.act.until")) }

    // MARK: The clock and money

    private var clock: HTML {
        switch desk.act {
        case .proposeSupplement, .askSupplement:
            let isOver = dossier.supplements >= facts.rules.maxSupplements
            let more: HTML =
                isOver
                ? "\(banner(.warning, t("folder.act.supplementsUsed", ["max": facts.rules.maxSupplements])))\(ground)"
                : .nothing
            let about: HTML =
                desk.act == .proposeSupplement
                ? "<p>\(t("folder.act.propose"))</p>"
                : dossier.proposed == nil ? .nothing : banner(.info, t("folder.act.proposed"))
            return """
                \(about)
                \(f.textarea("request", label: t("folder.act.request"), hint: t("folder.act.request.hint")))
                \(until)\(more)
                """
        case .confirmSupplement:
            let asked: HTML =
                facts.text(dossier.lastRequest).map { "<p>\(t("folder.act.asked"))</p><p>\(HTML.lines($0))</p>" }
                ?? .nothing
            return "\(dossier.requestItems == nil ? asked : items)\(PaperRows.fields(f, t))"
        case .askPayment: return "\(amount)\(f.field("text", label: t("folder.act.payFor")))\(until)"
        case .confirmPayment, .collectFee: return "\(amount)\(receipt)"
        case .extend: return "\(reason)\(newDate)<p class=\"muted\">\(t("folder.act.once"))</p>"
        case .overrideDue: return "\(newDate)\(ground)"
        default: return ground
        }
    }

    /// The items of the request, each to be ticked when it is answered.
    private var items: HTML {
        let lines = SupplementAsked.items(of: facts.text(dossier.lastRequest) ?? "")
        let choices = (0..<(dossier.requestItems ?? 0)).map { index in
            Choice("\(index + 1)", lines.indices.contains(index) ? lines[index] : "\(index + 1)")
        }
        return f.checkboxes("answered", legend: t("folder.act.answered"), choices: choices)
    }

    private var newDate: HTML {
        let now = dossier.dueAt.map { t.dateTime($0) } ?? ""
        return f.date("date", label: t("folder.act.newDate"), hint: t("folder.act.newDate.hint", ["date": now]))
    }

    // MARK: The end

    private var end: HTML {
        switch desk.act {
        case .returnResult: return returnResult
        case .giveBackOriginals: return "\(originals)\(mark)"
        case .reopen: return f.textarea("reason", label: t("folder.act.fault"), hint: t("folder.act.fault.hint"))
        case .openCorrection:
            return """
                <p>\(t("folder.act.correction"))</p>\
                \(f.textarea("reason", label: t("folder.act.fault"), hint: t("folder.act.fault.hint")))
                """
        case .stop, .void, .refuseAtIntake: return "\(reason)\(ground)"
        case .askAtIntake:
            return f.textarea("request", label: t("folder.act.request"), hint: t("folder.act.request.hint"))
        case .receive: return "<p>\(t("folder.act.receive"))</p>\(PaperRows.fields(f, t))"
        case .correct: return correct
        default: return reason
        }
    }

    private var correct: HTML {
        let capacities = Capacity.allCases.map { Choice($0.rawValue, t("capacity.\($0.rawValue)")) }
        let ways = ResultDelivery.allCases.map { Choice($0.rawValue, t("delivery.\($0.rawValue)")) }
        let proof = f.field(
            "proofText",
            label: t("folder.act.capacityProof"),
            hint: t("folder.act.capacityProof.hint"),
            isOptional: true
        )
        return """
            <p>\(t("folder.act.correct"))</p>
            \(CorrectedPersons.fields(facts, f, t))
            \(f.select("capacity", label: t("folder.act.capacity"), choices: capacities))\(proof)
            \(f.select("delivery", label: t("folder.delivery"), choices: ways))
            \(PaperRows.fields(f, t))\(reason)
            """
    }

    private var returnResult: HTML {
        let who = [
            Choice("submitter", t("folder.act.submitter", ["name": facts.name(facts.filing.submitter, t)])),
            Choice("other", t("folder.act.other"), hint: t("folder.act.other.hint")),
        ]
        let proofs = CollectionProof.allCases.map { Choice($0.rawValue, t("proof.\($0.rawValue)")) }
        let left = facts.filing.copies - dossier.copiesReturned
        let copies: HTML =
            left > 1
            ? f.field(
                "copies",
                label: t("folder.act.copies"),
                hint: t("folder.act.copies.hint", ["left": left]),
                width: .tiny,
                inputMode: "numeric"
            ) : f.hidden("copies", "\(left)")
        let due: HTML =
            dossier.amountDue.map { banner(.warning, t("folder.waits.fee", ["amount": t.money($0)])) } ?? .nothing
        return """
            \(due)\(f.radios("who", legend: t("folder.act.who"), choices: who))\
            \(f.field("collector", label: t("folder.act.collector"), isOptional: true))\
            \(f.radios("proof", legend: t("folder.act.proof"), choices: proofs))\
            \(f.checkbox("slipLost", label: t("folder.act.slipLost"), hint: t("folder.act.slipLost.hint")))\
            \(copies)\(dossier.originalsKept.isEmpty ? .nothing : originals)\(mark)
            """
    }

    private var originals: HTML {
        f.checkboxes(
            "originals",
            legend: t("folder.act.originals"),
            choices: dossier.originalsKept.map { Choice($0, $0) }
        )
    }
    private var mark: HTML {
        let marks = ReceiptMark.allCases.map { Choice($0.rawValue, t("mark.\($0.rawValue)")) }
        return f.radios("mark", legend: t("folder.act.mark"), choices: marks, isInline: true)
    }
}
