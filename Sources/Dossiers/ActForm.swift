public import Agencies
public import Catalogue
public import Kernel
public import LegalClock
public import Register
public import Storage

/// An act as it stands on a form: plain words and numbers. The desk turns it into a command: it keeps the words as texts
/// beside the book and asks the clock for dates.
public enum ActForm: Hashable, Sendable {
    case forward(to: ID<Agency>, note: String, bag: String)
    case take
    case completeStep(opinion: Outcome, note: String, block: String, seen: Bool)
    case sendBack(reason: String)
    case reassign(to: Actor?, ground: String, until: CivilDate? = nil)
    case proposeSupplement(request: String, until: CivilDate, overrideGround: String)
    case askSupplement(request: String, until: CivilDate, overrideGround: String)
    /// `answered`: the items of the request that were answered, from 1.
    case confirmSupplement(papers: [Paper], answered: [Int] = [])
    case askPayment(amount: Money, text: String, until: CivilDate)
    case confirmPayment(amount: Money, receipt: String)
    case collectFee(amount: Money, receipt: String)
    case extend(reason: String, newDate: CivilDate)
    case overrideDue(newDate: CivilDate, ground: String)
    case withdraw(reason: String)
    case stop(reason: String, ground: String)
    case resume(ground: String)
    case finish(number: String, file: String?)
    case reopen(fault: String)
    case returnResult(
        collector: String,
        isSubmitter: Bool,
        proof: CollectionProof,
        how: ResultDelivery,
        copies: Int,
        mark: ReceiptMark,
        slipLost: Bool,
        originals: [String] = []
    )
    case decline(reason: String)
    case reroute(to: ID<Agency>, reason: String)
    case void(reason: String, ground: String)
    /// What was wrong, in words; `proof` where the capacity changes and needs another.
    case correct(Corrected, reason: String, proof: String = "")
    case moveFolder(place: String)
    case giveBackOriginals(papers: [String], mark: ReceiptMark)
    case printSlip(SlipForm, because: String)
    case undo(reason: String)
    /// Of a dossier that was filed online and waits.
    case askAtIntake(request: String)
    case refuseAtIntake(reason: String, ground: String)
}

extension DossierDesk {
    /// Does what a form asks, once for each key.
    ///
    /// - Parameters:
    ///   - seen: the version the page showed.
    ///   - rules: of the version of the procedure that governs: supplements, result as a file, who may file.
    /// - Throws: `DossierError`, `StaleDossier`, `DossierNotFound`.
    @discardableResult
    public func act(
        _ form: ActForm,
        on id: ID<Dossier>,
        seen: Int?,
        by performer: Performer,
        calendar: WorkCalendar,
        rules: ProcedureRules = ProcedureRules(),
        key: String
    ) async throws -> Dossier {
        let desk = self
        return try await act(on: id, seen: seen, by: performer, key: key) { dossier, history, tx in
            let writer = ActWriter(
                dossier: dossier,
                history: history,
                performer: performer,
                calendar: calendar,
                rules: rules,
                desk: desk,
                tx: tx
            )
            return try writer.command(for: form)
        }
    }

    /// The same inside a transaction, whose caller sees to the key.
    public func act(
        _ form: ActForm,
        on id: ID<Dossier>,
        seen: Int?,
        by performer: Performer,
        calendar: WorkCalendar,
        rules: ProcedureRules,
        in tx: Transaction
    ) throws -> Dossier {
        try act(on: id, seen: seen, by: performer, in: tx) { dossier, history in
            let writer = ActWriter(
                dossier: dossier,
                history: history,
                performer: performer,
                calendar: calendar,
                rules: rules,
                desk: self,
                tx: tx
            )
            return try writer.command(for: form)
        }
    }
}

extension Dossier {
    /// The due date when the clock goes on at `now`: the legal limit with every pause so far.
    public func due(after now: Instant, in calendar: WorkCalendar) throws(DossierError) -> DueResult {
        guard let receivedAt, let limit else { throw .stillPaused }
        let ended = pauses.map { Pause(from: $0.from, to: $0.to ?? now) }
        let due = calendar.due(received: receivedAt, limit: limit, pauses: ended)
        return DueResult(at: due.at, restsOn: due.restsOn)
    }
}

/// Turns a form into a command inside one transaction.
private struct ActWriter {
    let dossier: Dossier
    let history: [DossierEntry]
    let performer: Performer
    let calendar: WorkCalendar
    let rules: ProcedureRules
    let desk: DossierDesk
    let tx: Transaction

    func command(for form: ActForm) throws -> DossierCommand {
        switch form {
        case .forward, .take, .completeStep, .sendBack, .reassign, .reroute, .moveFolder, .finish: try work(form)
        case .proposeSupplement, .askSupplement, .confirmSupplement, .askPayment, .confirmPayment, .collectFee,
            .extend, .overrideDue, .resume:
            try clock(form)
        default: try end(form)
        }
    }

    private func work(_ form: ActForm) throws -> DossierCommand {
        switch form {
        case .forward(let to, let note, let bag):
            return .forward(to: to, note: try optional(note), bag: bag.isEmpty ? nil : bag)
        case .completeStep(let opinion, let note, let block, let seen):
            let signs = dossier.currentStep?.kind == .sign || dossier.signsWithApproval
            let signature = signs && !block.isEmpty ? SignedBy(officer: performer.actor, block: block) : nil
            return .completeStep(opinion: opinion, note: try optional(note), signature: signature, seen: seen)
        case .sendBack(let reason): return .sendBack(reason: try text(reason))
        case .reassign(let to, let ground, let until): return .reassign(to: to, ground: ground, until: until)
        case .reroute(let to, let reason): return .reroute(to: to, reason: try text(reason))
        case .moveFolder(let place): return .moveFolder(place: place)
        case .finish(let number, let file): return .finish(number: number, file: file, needsFile: rules.needsResultFile)
        default: return .take
        }
    }

    private func clock(_ form: ActForm) throws -> DossierCommand {
        let now = desk.world.now(notBefore: history.last?.at)
        switch form {
        case .proposeSupplement(let request, let until, let ground):
            let wish = SupplementProposed(
                request: try text(request),
                until: until,
                overrideGround: ground.isEmpty ? nil : ground
            )
            return .proposeSupplement(wish, max: rules.maxSupplements)
        case .askSupplement(let request, let until, let ground):
            let asked = SupplementAsked(
                request: try text(request),
                until: until,
                overrideGround: ground.isEmpty ? nil : ground,
                items: SupplementAsked.items(of: request).count
            )
            return .askSupplement(asked, max: rules.maxSupplements)
        case .confirmSupplement(let papers, let answered):
            let due = try dossier.due(after: now, in: calendar)
            return .confirmSupplement(papers: papers, answered: answered, due: due)
        case .askPayment(let amount, let words, let until):
            return .askPayment(PaymentAsked(amount: amount, text: words, until: until))
        case .confirmPayment(let amount, let receipt):
            return .confirmPayment(amount: amount, receipt: receipt, due: try dossier.due(after: now, in: calendar))
        case .collectFee(let amount, let receipt): return .collectFee(amount: amount, receipt: receipt)
        case .extend(let reason, let date):
            return .extend(reason: try text(reason), due: try promised(date))
        case .overrideDue(let date, let ground):
            return .overrideDue(DueResult(at: try promised(date)), ground: ground)
        case .resume(let ground): return .resume(ground: ground, due: try dossier.due(after: now, in: calendar))
        default: return .take
        }
    }

    private func end(_ form: ActForm) throws -> DossierCommand {
        switch form {
        case .withdraw(let reason): return .withdraw(Closed(reason: try text(reason)))
        case .stop(let reason, let ground): return .stop(Closed(reason: try text(reason), ground: ground))
        case .reopen(let fault): return .reopen(fault: try text(fault))
        case .returnResult(
            let collector,
            let isSubmitter,
            let proof,
            let how,
            let copies,
            let mark,
            let slipLost,
            let originals
        ):
            return .returnResult(
                Returned(
                    collector: try optional(collector),
                    isSubmitter: isSubmitter,
                    proof: proof,
                    how: how,
                    copies: copies,
                    mark: mark,
                    slipLost: slipLost,
                    originals: originals
                )
            )
        case .decline(let reason): return .decline(Closed(reason: try text(reason)))
        case .void(let reason, let ground): return .void(Closed(reason: try text(reason), ground: ground))
        case .correct(let correction, let reason, let proof):
            var correction = correction
            correction.reason = try text(reason)
            correction.proof = try optional(proof)
            return .correct(correction, rules: IntakeRules(rules))
        case .giveBackOriginals(let papers, let mark): return .giveBackOriginals(papers: papers, mark: mark)
        case .printSlip(let form, let because): return .printSlip(form, replacesBecause: try optional(because))
        case .askAtIntake(let request):
            guard let filing = dossier.filing else { throw DossierNotFound(id: dossier.id) }
            return .askAtIntake(IntakeRequest(submission: filing, request: try text(request)))
        case .refuseAtIntake(let reason, let ground):
            guard let filing = dossier.filing else { throw DossierNotFound(id: dossier.id) }
            return .refuseAtIntake(Refusal(submission: filing, reason: try text(reason), ground: ground))
        case .undo(let reason):
            let versions = Dossier.undoable(history, by: performer, at: desk.world.now(notBefore: history.last?.at))
            guard !versions.isEmpty else {
                throw DossierError.cannotUndo(instead: dossier.acts(for: performer).filter { $0 != .undo })
            }
            return .undo(versions: versions, reason: try text(reason))
        default: return .take
        }
    }

    /// A promised day keeps the clock time of the due date, as the law's own dates do; it must be a working day.
    private func promised(_ date: CivilDate) throws -> Instant {
        guard calendar.isWorkingDay(date) else { throw DossierError.newDateOffDay }
        return Instant(date, minute: dossier.dueAt?.minuteOfDay ?? 0)
    }
    private func text(_ body: String) throws -> TextReference { try desk.text(body, of: dossier.id, in: tx) }
    private func optional(_ body: String) throws -> TextReference? { body.isEmpty ? nil : try text(body) }
}
