internal import Access
public import Agencies
public import Kernel
public import LegalClock
public import Register

/// A dossier: what a person asked of the administration, and everything that has happened to it since.
///
/// A value whose state nobody can set: `decide` gives events, `apply` folds them. The current-state tables are a function
/// of this value, and this value is a function of the book.
public struct Dossier: Sendable, Hashable {
    public let id: ID<Dossier>
    /// The version of the newest entry in its chain.
    public private(set) var version = 0

    // The four axes.
    public private(set) var status: Status?
    public private(set) var finance = FinanceState.nothingDue
    public private(set) var delivery = DeliveryState.notReady
    public private(set) var sync = SyncState.local

    public private(set) var filing: Submission?
    public private(set) var submittedAt: Instant?
    public private(set) var receivedAt: Instant?
    public private(set) var limit: TimeLimit?
    private var competentAtReception: ID<Agency>?
    public private(set) var dueAt: Instant?
    /// The due date before any extension: lateness is judged by the law's date.
    public private(set) var legalDueAt: Instant?
    public private(set) var restsOn: [CivilDate] = []
    public private(set) var pauses: [Pause] = []
    public private(set) var atOnce = false
    /// Vào Sổ theo dõi hồ sơ: volume and number.
    public private(set) var bookNumber: (volume: Int, number: Int)? {
        get { bookVolume.flatMap { volume in bookSerial.map { (volume, $0) } } }
        set {
            bookVolume = newValue?.volume
            bookSerial = newValue?.number
        }
    }
    private var bookVolume: Int?
    private var bookSerial: Int?

    public private(set) var steps: [StepPlan] = []
    /// The step that is being done, an index into `steps`.
    public private(set) var step = 0
    public private(set) var stepSince: Instant?
    /// The step that was finished since the folder last changed hands.
    private var doneStep: StepTime?
    /// The unit that holds the folder now, and the officer who took it on.
    public private(set) var holder: ID<Agency>?
    public private(set) var officer: Actor?
    /// A hand-over that one side has signed.
    public private(set) var pendingHandOver: HandOver?
    public private(set) var handOvers: [HandOverRow] = []
    public private(set) var opinion: Outcome?
    public private(set) var signature: SignedBy?
    public private(set) var supplements = 0
    public private(set) var supplementUntil: CivilDate?
    public private(set) var paymentUntil: CivilDate?
    /// What a specialist would ask of the citizen, while it waits for a leader.
    public private(set) var proposed: SupplementProposed?
    /// How many items the open request lists, where they were counted.
    public private(set) var requestItems: Int?
    public private(set) var lastRequest: TextReference?
    public private(set) var extended: Extended?
    public private(set) var outcome: Outcome?
    public private(set) var resultNumber: String?
    public private(set) var resultFile: String?
    public private(set) var finishedAt: Instant?
    public private(set) var closedAt: Instant?
    public private(set) var copiesReturned = 0
    public private(set) var paid: [PaymentMade] = []
    /// What of `paid` went to the counter's fee; the rest settled the obligation of status 6.
    public private(set) var feePaid = Money.zero
    /// What status 6 asks for.
    public private(set) var obligation: Money?
    public private(set) var reopenings = 0
    public private(set) var place: String?
    public private(set) var originalsKept: [String] = []
    /// How often each form was printed.
    public private(set) var slips: [SlipForm: Int] = [:]
    /// The print that replaced a wrong one, where there is one.
    public private(set) var replacements: [SlipForm: Int] = [:]
    public private(set) var certified: [Certified] = []
    /// Corrections that faults of the agency made necessary after the return.
    public private(set) var corrections: [ID<Dossier>] = []
    /// Whether a person set the due date: a change of the calendar then leaves it alone.
    public private(set) var isOverridden = false
    /// Whether the calendar moved the due date earlier and no officer has acted since.
    public private(set) var movedEarlier = false
    public private(set) var forwardedAt: Instant?
    /// When the counter signed for the result.
    public private(set) var resultAt: Instant?
    public private(set) var lastReturn: Returned?
    public private(set) var lastActor: Actor?
    public private(set) var lastAt: Instant?

    public init(id: ID<Dossier>) { self.id = id }

    /// Folds one entry.
    public mutating func apply(_ event: DossierEvent, by actor: Actor, agency: ID<Agency>?, at now: Instant) {
        version += 1
        lastActor = actor
        lastAt = now
        if !actor.isSystem { movedEarlier = false }
        switch event {
        case .submitted, .papersAskedAtIntake, .refusedAtIntake, .received, .corrected:
            applyIntake(event, by: actor, at: now)
        case .handedOver, .handOverTaken, .stepDone, .sentBack, .reassigned, .rerouted, .folderMoved:
            applyWork(event, by: actor, at: now)
        case .supplementProposed, .supplementAsked, .supplementBrought, .paymentAsked, .paymentMade, .extended,
            .dueChanged, .resumed, .stopped:
            applyClock(event, at: now)
        case .withdrawn, .voided, .finished, .reopened, .returned, .declined, .originalsGivenBack, .slipPrinted,
            .undone, .certified, .correctionOpened:
            applyEnd(event, at: now)
        }
    }

    /// Passes over an entry that was undone.
    mutating func skip() { version += 1 }

    private mutating func applyIntake(_ event: DossierEvent, by actor: Actor, at now: Instant) {
        switch event {
        case .submitted(let submission):
            filing = submission
            status = .submitted
            submittedAt = now
            setFee(submission.fee)
        case .papersAskedAtIntake(let request):
            filing = request.submission
            submittedAt = submittedAt ?? now
            status = .supplementAsked
            lastRequest = request.request
        case .refusedAtIntake(let refusal):
            filing = refusal.submission
            submittedAt = submittedAt ?? now
            status = .notAccepted
            lastRequest = refusal.reason
            closedAt = now
        case .received(let reception):
            filing = reception.submission
            status = .received
            submittedAt = reception.submittedAt
            receivedAt = reception.receivedAt
            competentAtReception = reception.submission.competent
            limit = reception.limit
            dueAt = reception.dueAt
            legalDueAt = reception.dueAt
            restsOn = reception.restsOn
            steps = reception.steps
            atOnce = reception.atOnce
            bookNumber = (reception.bookVolume, reception.bookNumber)
            holder = reception.submission.receiving
            officer = actor
            originalsKept = reception.submission.papers.filter(\.isKept).map(\.name)
            setFee(reception.submission.fee)
        case .corrected(let correction):
            filing?.owners = correction.owners
            filing?.submitter = correction.submitter
            filing?.capacity = correction.capacity
            filing?.papers = correction.papers
            filing?.delivery = correction.delivery
            if let proof = correction.proof { filing?.proof = proof }
            originalsKept = correction.papers.filter(\.isKept).map(\.name)
        default: break
        }
    }

    private mutating func applyWork(_ event: DossierEvent, by actor: Actor, at now: Instant) {
        switch event {
        case .handedOver(let handOver):
            pendingHandOver = handOver
            handOvers.append(
                HandOverRow(
                    from: handOver.from,
                    to: handOver.to,
                    purpose: handOver.purpose,
                    giver: actor,
                    givenAt: now,
                    note: handOver.note,
                    bag: handOver.bag,
                    work: doneStep ?? stepSince.map { StepTime(step: step, since: $0) }
                )
            )
            if handOver.purpose == .result { delivery = .onTheWay }
            if handOver.purpose == .work, forwardedAt == nil { forwardedAt = now }
        case .handOverTaken(let taken):
            guard let handOver = pendingHandOver else { break }
            pendingHandOver = nil
            doneStep = nil
            holder = handOver.to
            officer = taken.officer
            if let last = handOvers.indices.last {
                handOvers[last].taker = taken.officer
                handOvers[last].takenAt = now
            }
            switch handOver.purpose {
            case .result:
                delivery = copiesReturned > 0 ? .partly : .ready
                resultAt = resultAt ?? now
            case .work where status == .received:
                status = .inProcess
                step = 0
                stepSince = now
            case .work: stepSince = now
            }
        case .stepDone(let done):
            opinion = done.opinion
            if let signed = done.signature { signature = signed }
            // Approved and signed in one act: the time is that of the approval.
            if doneStep?.step != done.step - 1 || stepSince != now {
                doneStep = stepSince.map { StepTime(step: done.step, since: $0) }
            }
            step = done.step + 1
            stepSince = now
            officer = nil
        // What a leader does not approve goes back to who proposed it: the step and its time stay.
        case .sentBack where proposed != nil: proposed = nil
        case .sentBack(let back):
            step = back.toStep
            stepSince = now
            doneStep = nil
            officer = nil
            if back.toStep <= (steps.firstIndex { $0.kind == .sign } ?? 0) { signature = nil }
        case .reassigned(let reassigned): officer = reassigned.to
        case .rerouted(let rerouted):
            filing?.competent = rerouted.to
            pendingHandOver = nil
            proposed = nil
            forwardedAt = nil
            status = .received
            step = 0
            officer = nil
            holder = filing?.receiving
        case .folderMoved(let moved): place = moved.place
        default: break
        }
    }

    private mutating func applyClock(_ event: DossierEvent, at now: Instant) {
        switch event {
        case .supplementProposed(let wish): proposed = wish
        case .supplementAsked(let asked):
            status = .supplementAsked
            proposed = nil
            requestItems = asked.items
            supplements += 1
            supplementUntil = asked.until
            lastRequest = asked.request
            pauses.append(Pause(from: now, to: nil))
        case .supplementBrought(let brought):
            endPause(at: now)
            status = .inProcess
            filing?.papers += brought.papers
            originalsKept += brought.papers.filter(\.isKept).map(\.name)
            supplementUntil = nil
            requestItems = nil
            setDue(brought.dueAt, brought.restsOn)
        case .paymentAsked(let asked):
            status = .paymentAsked
            finance = .due
            obligation = asked.amount
            paymentUntil = asked.until
            pauses.append(Pause(from: now, to: nil))
        case .paymentMade(let made):
            paid.append(made)
            if status == .paymentAsked {
                endPause(at: now)
                status = .inProcess
                paymentUntil = nil
                obligation = nil
                finance = feeLeft == nil ? .paid : .due
            } else {
                feePaid = feePaid + made.amount
                if filing?.fee.amount != nil, feeLeft == nil { finance = .paid }
            }
            if let due = made.dueAt { setDue(due, made.restsOn ?? []) }
        case .extended(let promise):
            extended = promise
            dueAt = promise.dueAt
        case .dueChanged(let changed):
            if changed.cause == .override {
                isOverridden = true
                dueAt = changed.dueAt
                if extended == nil { legalDueAt = changed.dueAt }
                restsOn = changed.restsOn
            } else {
                if let dueAt, changed.dueAt < dueAt, extended == nil { movedEarlier = true }
                setDue(changed.dueAt, changed.restsOn)
            }
        case .stopped:
            if pauses.last?.to != nil || pauses.isEmpty { pauses.append(Pause(from: now, to: nil)) }
            status = .stopped
            proposed = nil
            pendingHandOver = nil
        case .resumed(let resumed):
            requestItems = nil
            endPause(at: now)
            status = .inProcess
            setDue(resumed.dueAt, resumed.restsOn)
        default: break
        }
    }

    private mutating func applyEnd(_ event: DossierEvent, at now: Instant) {
        switch event {
        case .withdrawn:
            status = .withdrawn
            proposed = nil
            pendingHandOver = nil
            endPause(at: now)
            closedAt = now
        case .voided:
            status = .voided
            pendingHandOver = nil
            closedAt = now
        case .finished(let finished):
            status = .finished
            outcome = finished.outcome
            resultNumber = finished.number
            resultFile = finished.file
            finishedAt = now
            doneStep = stepSince.map { StepTime(step: step, since: $0) }
            delivery = atOnce ? .ready : .onTheWay
            pendingHandOver = nil
        case .reopened:
            status = .inProcess
            reopenings += 1
            outcome = nil
            resultNumber = nil
            resultFile = nil
            finishedAt = nil
            signature = nil
            opinion = nil
            resultAt = nil
            delivery = .notReady
            pendingHandOver = nil
            step = 0
            stepSince = now
            officer = nil
            holder = filing?.competent
        case .returned(let returned):
            copiesReturned += returned.copies
            lastReturn = returned
            // Each return has its own receipt: its first print is the first.
            slips[.returnReceipt] = nil
            originalsKept.removeAll { returned.originals.contains($0) }
            if copiesReturned >= (filing?.copies ?? 1) {
                status = .returned
                delivery = .delivered
                closedAt = now
            } else {
                delivery = .partly
            }
        case .declined: delivery = .declined
        case .originalsGivenBack(let given): originalsKept.removeAll { given.papers.contains($0) }
        case .slipPrinted(let printed):
            slips[printed.form] = printed.number
            if printed.replacesBecause != nil { replacements[printed.form] = printed.number }
        case .certified(let line): certified.append(line)
        case .correctionOpened(let opened): corrections.append(opened.dossier)
        default: break
        }
    }

    private mutating func setFee(_ fee: Fee) {
        if let amount = fee.amount, amount > .zero, finance == .nothingDue { finance = .due }
    }
    /// The clock gave a new date. A promise of a later day (extension, override) is kept.
    private mutating func setDue(_ due: Instant, _ rests: [CivilDate]) {
        let promised = isOverridden || extended != nil ? dueAt : nil
        dueAt = max(due, promised ?? due)
        legalDueAt = isOverridden && extended == nil ? dueAt : due
        restsOn = rests
    }
    private mutating func endPause(at now: Instant) {
        guard let last = pauses.indices.last, pauses[last].to == nil else { return }
        pauses[last] = Pause(from: pauses[last].from, to: now)
    }
}

extension Dossier {
    /// The unit by whose calendar the clock runs: the one that was competent at the reception. Sent on to another unit
    /// the dossier keeps its due date (`vietnam.md` §2.2), also when due dates are computed again.
    public var clockAgency: ID<Agency>? { competentAtReception ?? filing?.competent }
    /// What is still to be paid; nil where no amount is fixed.
    public var amountDue: Money? {
        finance == .due ? feeLeft : nil
    }
    /// What of the fee was not paid; tax and other obligations do not settle it.
    private var feeLeft: Money? {
        guard let amount = filing?.fee.amount, feePaid < amount else { return nil }
        return Money(dong: amount.dong - feePaid.dong)
    }
}
