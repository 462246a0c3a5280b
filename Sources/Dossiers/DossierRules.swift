internal import Agencies
public import Kernel
internal import Register

extension Dossier {
    /// What `command` leads to, or why it may not be. Pure: nothing is changed.
    ///
    /// - Parameter now: the moment of the act.
    /// - Throws: `DossierError`, which tells what can be done instead.
    public func decide(
        _ command: DossierCommand,
        by performer: Performer,
        at now: Instant
    ) throws(DossierError) -> [DossierEvent] {
        try checkStanding(command, performer)
        try checkLengths(command)
        switch command {
        case .submit, .receive, .receiveAtOnce, .askAtIntake, .refuseAtIntake, .correct:
            return try decideIntake(command, by: performer)
        case .forward, .take, .completeStep, .sendBack, .reassign, .reroute, .moveFolder, .finish:
            return try decideWork(command, by: performer, at: now)
        case .proposeSupplement, .askSupplement, .confirmSupplement, .askPayment, .confirmPayment, .collectFee, .extend,
            .overrideDue, .recompute, .resume:
            return try decideClock(command, by: performer, at: now)
        case .withdraw, .stop, .reopen, .returnResult, .decline, .void, .giveBackOriginals, .printSlip, .undo,
            .openCorrection:
            return try decideEnd(command, by: performer, at: now)
        }
    }

    /// What this officer can do now, after the table.
    public func acts(for performer: Performer) -> [DossierAct] {
        let acts = Transitions.acts(from: status, roles: performer.roles)
        return acts.filter { act in
            guard let line = Transitions.line(for: act) else { return false }
            return stands(performer, on: line.at) && isSensible(act, performer)
        }
    }

    /// Leaves out what the table allows and the moment does not.
    private func isSensible(_ act: DossierAct, _ performer: Performer) -> Bool {
        switch act {
        case .submit, .receiveAtOnce: status == nil
        case .take: pendingHandOver?.to == performer.agency
        case .forward:
            pendingHandOver == nil && proposed == nil && holder == performer.agency
                && (status == .received || (status == .finished ? isAtCounter : !isLastStep))
        case .completeStep:
            proposed == nil && currentStep.map { performer.roles.contains($0.role) && $0.kind != .number } ?? false
        case .finish: proposed == nil && currentStep?.kind == .number
        case .sendBack: stepBack != nil && (proposed == nil || performer.roles.contains(.leader))
        case .returnResult: isAtCounter
        case .decline: isAtCounter && delivery != .declined
        case .collectFee: amountDue != nil
        case .extend: extended == nil
        case .correct: status == .received
        case .giveBackOriginals: !originalsKept.isEmpty
        case .confirmSupplement: receivedAt != nil
        case .receive, .askAtIntake, .refuseAtIntake: receivedAt == nil
        case .stop: receivedAt != nil
        case .withdraw, .reroute: signature == nil
        // Who may ask without asking a leader needs no proposal.
        case .proposeSupplement: mayAskCitizen && proposed == nil && !performer.roles.contains(.leader)
        case .askSupplement: mayAskCitizen
        case .askPayment: pendingHandOver == nil && proposed == nil
        case .reopen: copiesReturned == 0
        default: true
        }
    }

    /// Whether the result lies at a counter.
    var isAtCounter: Bool { delivery == .ready || delivery == .partly || delivery == .declined }

    /// Whether the work stands so that the citizen may be asked: not signed, and the folder in somebody's hands.
    private var mayAskCitizen: Bool { signature == nil && pendingHandOver == nil }

    var isLastStep: Bool { step >= steps.count - 1 }

    private func checkStanding(_ command: DossierCommand, _ performer: Performer) throws(DossierError) {
        let act = command.act
        guard let line = Transitions.line(for: act) else { throw .notFromHere(act, status: status, instead: []) }
        guard line.from.contains(status) else {
            throw .notFromHere(act, status: status, instead: acts(for: performer))
        }
        // The system itself (a duty) and the citizen hold no role; what they may do is decided where they act.
        if performer.actor.isSystem { return }
        guard line.roles.isEmpty || !performer.roles.isDisjoint(with: line.roles) else {
            throw .notYourRole(act, needs: line.roles, instead: acts(for: performer))
        }
        guard status == nil || stands(performer, on: line.at) else {
            let owner = line.at == .competent ? filing?.competent : filing?.receiving
            throw .notYourUnit(act, belongsTo: owner ?? performer.agency)
        }
    }

    private func stands(_ performer: Performer, on side: Transition.Side) -> Bool {
        guard let filing else { return true }
        return switch side {
        // A result kept at a unit near the citizen's home is returned there.
        case .receiving:
            performer.agency == filing.receiving || (status == .finished && performer.agency == holder)
        case .competent: performer.agency == filing.competent
        case .either: [filing.receiving, filing.competent, holder, pendingHandOver?.to].contains(performer.agency)
        }
    }
}

extension Dossier {
    private func decideIntake(
        _ command: DossierCommand,
        by performer: Performer
    ) throws(DossierError) -> [DossierEvent] {
        switch command {
        case .submit(let submission):
            try check(submission, rules: IntakeRules(ownerMayBeUnnamed: true))
            return [.submitted(submission)]
        case .askAtIntake(let request):
            try check(request.submission, rules: IntakeRules(ownerMayBeUnnamed: true))
            return [.papersAskedAtIntake(request)]
        case .refuseAtIntake(let refusal):
            // What was received is decided: returned with its reason, or stopped, and never "not accepted".
            guard receivedAt == nil else {
                throw .notFromHere(.refuseAtIntake, status: status, instead: acts(for: performer))
            }
            guard !refusal.ground.isEmpty else { throw .groundMissing }
            return [.refusedAtIntake(refusal)]
        case .receive(let reception, let rules):
            guard receivedAt == nil else { throw .alreadyThere }
            try check(reception.submission, rules: rules)
            guard !reception.atOnce else { throw .notAtOnce }
            guard reception.steps.count <= DossierLimits.steps else {
                throw .tooMany(what: .steps, limit: DossierLimits.steps)
            }
            return [.received(reception)]
        case .receiveAtOnce(let atOnce): return try decideAtOnce(atOnce)
        case .correct(let correction, let rules):
            guard var corrected = filing else { throw .noHandOver }
            corrected.owners = correction.owners
            corrected.submitter = correction.submitter
            corrected.capacity = correction.capacity
            corrected.papers = correction.papers
            corrected.proof = correction.proof ?? corrected.proof
            try check(corrected, rules: rules)
            return [.corrected(correction)]
        default: return []
        }
    }

    /// One entry for each step all the same, and neither form 01 nor hand-overs (`vietnam.md` §2.2, "at once").
    private func decideAtOnce(_ atOnce: AtOnce) throws(DossierError) -> [DossierEvent] {
        guard atOnce.rules.mayBeAtOnce, atOnce.reception.atOnce else { throw .notAtOnce }
        guard !atOnce.number.isEmpty else { throw .numberMissing }
        let submission = atOnce.reception.submission
        try check(submission, rules: atOnce.rules)
        guard atOnce.returned.copies == submission.copies else { throw .tooManyCopies(left: submission.copies) }
        var events: [DossierEvent] = [.received(atOnce.reception)]
        for (index, step) in atOnce.reception.steps.enumerated() where step.kind != .number {
            let signed = step.kind == .sign ? atOnce.signature : nil
            events.append(.stepDone(StepDone(step: index, opinion: .granted, signature: signed)))
        }
        if let amount = submission.fee.amount, amount > .zero {
            guard let receipt = atOnce.receipt, !receipt.isEmpty else { throw .feeUnpaid(amount) }
            events.append(.paymentMade(PaymentMade(amount: amount, receipt: receipt)))
        }
        guard atOnce.certified.count <= DossierLimits.certifiedAtOnce else {
            throw .tooMany(what: .certified, limit: DossierLimits.certifiedAtOnce)
        }
        for line in atOnce.certified {
            guard (1...DossierLimits.pages).contains(line.pages) else {
                throw .countOutOfRange(what: .pages, limit: DossierLimits.pages)
            }
            guard (1...DossierLimits.copies).contains(line.copies) else {
                throw .countOutOfRange(what: .copies, limit: DossierLimits.copies)
            }
            events.append(.certified(line))
        }
        events.append(.finished(Finished(outcome: .granted, number: atOnce.number, file: atOnce.file)))
        events.append(.returned(atOnce.returned))
        return events
    }

    private func check(_ submission: Submission, rules: IntakeRules) throws(DossierError) {
        let owners = submission.owners
        guard !owners.isEmpty || (submission.unnamedOwner && rules.ownerMayBeUnnamed) else { throw .ownerMissing }
        guard Set(owners).count == owners.count else { throw .ownerTwice }
        guard owners.count <= DossierLimits.owners else { throw .tooMany(what: .owners, limit: DossierLimits.owners) }
        guard submission.papers.count <= DossierLimits.papers else {
            throw .tooMany(what: .papers, limit: DossierLimits.papers)
        }
        guard (1...DossierLimits.sets).contains(submission.sets) else {
            throw .countOutOfRange(what: .sets, limit: DossierLimits.sets)
        }
        guard (1...DossierLimits.copies).contains(submission.copies) else {
            throw .countOutOfRange(what: .copies, limit: DossierLimits.copies)
        }
        for paper in submission.papers {
            guard (1...DossierLimits.copies).contains(paper.count) else {
                throw .countOutOfRange(what: .papers, limit: DossierLimits.copies)
            }
            guard paper.name.count <= DossierLimits.paperNameLength else {
                throw .tooLong(what: .paperName, limit: DossierLimits.paperNameLength)
            }
            guard paper.form != .comparedCopy || paper.comparedBy != nil else {
                throw .comparerMissing(paper: paper.name)
            }
        }
        // Marriage: nobody acts for another, not even a parent (Circular 04/2020/TT-BTP art. 2).
        if rules.forbidsProxy, submission.capacity != .oneself { throw .proxyForbidden }
        guard submission.delivery != .nearHome || submission.pickUp != nil else { throw .pickUpMissing }
        if submission.corrects != nil {
            guard submission.fee.amount == .zero else { throw .correctionIsFree }
        }
        guard !submission.capacity.needsProof || submission.proof != nil else {
            throw .proofMissing(submission.capacity)
        }
    }
}
