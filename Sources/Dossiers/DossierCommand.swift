public import Agencies
public import Kernel
public import Register

/// An order to a dossier, with everything computed that the rules need: codes, due dates, references to texts.
public enum DossierCommand: Hashable, Sendable {
    case submit(Submission)
    case receive(Reception, rules: IntakeRules)
    case receiveAtOnce(AtOnce)
    case askAtIntake(IntakeRequest)
    case refuseAtIntake(Refusal)
    case forward(to: ID<Agency>, note: TextReference?, bag: String?)
    case take
    case completeStep(opinion: Outcome, note: TextReference?, signature: SignedBy?, seen: Bool)
    case sendBack(reason: TextReference)
    case reassign(to: Actor?, ground: String, until: CivilDate?)
    /// What the specialist would ask for: a leader approves it (`askSupplement`) or sends it back.
    case proposeSupplement(SupplementProposed, max: Int)
    case askSupplement(SupplementAsked, max: Int)
    /// `answered` names the items of the request that were answered, from 1.
    case confirmSupplement(papers: [Paper], answered: [Int] = [], due: DueResult)
    case askPayment(PaymentAsked)
    case confirmPayment(amount: Money, receipt: String, due: DueResult)
    case collectFee(amount: Money, receipt: String)
    case extend(reason: TextReference, due: Instant)
    case overrideDue(DueResult, ground: String)
    case recompute(DueResult, ground: String)
    case withdraw(Closed)
    case stop(Closed)
    case resume(ground: String, due: DueResult)
    case finish(number: String, file: String?, needsFile: Bool)
    case reopen(fault: TextReference)
    case returnResult(Returned)
    case decline(Closed)
    case reroute(to: ID<Agency>, reason: TextReference)
    case void(Closed)
    case correct(Corrected, rules: IntakeRules)
    case moveFolder(place: String)
    case giveBackOriginals(papers: [String], mark: ReceiptMark)
    case printSlip(SlipForm, replacesBecause: TextReference?)
    case undo(versions: [Int], reason: TextReference)
    case openCorrection(CorrectionOpened)

    /// The act that the command is, as the transition table names it.
    public var act: DossierAct {
        switch self {
        case .submit: .submit
        case .receive: .receive
        case .receiveAtOnce: .receiveAtOnce
        case .askAtIntake: .askAtIntake
        case .refuseAtIntake: .refuseAtIntake
        case .forward: .forward
        case .take: .take
        case .completeStep: .completeStep
        case .sendBack: .sendBack
        case .reassign: .reassign
        case .proposeSupplement: .proposeSupplement
        case .askSupplement: .askSupplement
        case .confirmSupplement: .confirmSupplement
        case .askPayment: .askPayment
        case .confirmPayment: .confirmPayment
        case .collectFee: .collectFee
        case .extend: .extend
        case .overrideDue, .recompute: .overrideDue
        case .withdraw: .withdraw
        case .stop: .stop
        case .resume: .resume
        case .finish: .finish
        case .reopen: .reopen
        case .returnResult: .returnResult
        case .decline: .decline
        case .reroute: .reroute
        case .void: .void
        case .correct: .correct
        case .moveFolder: .moveFolder
        case .giveBackOriginals: .giveBackOriginals
        case .printSlip: .printSlip
        case .undo: .undo
        case .openCorrection: .openCorrection
        }
    }
}

/// What a procedure asks of an intake.
public struct IntakeRules: Hashable, Sendable {
    /// Some procedures want the person in person (marriage).
    public var forbidsProxy: Bool
    /// Birth registration: the owner gets a number with the result.
    public var ownerMayBeUnnamed: Bool
    /// Whether it may be done while the person waits.
    public var mayBeAtOnce: Bool
    public init(forbidsProxy: Bool = false, ownerMayBeUnnamed: Bool = false, mayBeAtOnce: Bool = false) {
        self.forbidsProxy = forbidsProxy
        self.ownerMayBeUnnamed = ownerMayBeUnnamed
        self.mayBeAtOnce = mayBeAtOnce
    }
}

/// A due date as the clock gave it.
public struct DueResult: Hashable, Sendable {
    public var at: Instant
    public var restsOn: [CivilDate]
    public init(at: Instant, restsOn: [CivilDate] = []) {
        self.at = at
        self.restsOn = restsOn
    }
}

/// A same-day procedure that is received, done, numbered, paid and returned while the person waits.
public struct AtOnce: Hashable, Sendable {
    public var reception: Reception
    public var rules: IntakeRules
    /// The number in its book (of certification, of civil status).
    public var number: String
    public var signature: SignedBy
    public var file: String?
    /// The receipt of the fee; nil where nothing is due.
    public var receipt: String?
    public var returned: Returned
    /// Lines of the certification book, where papers are certified.
    public var certified: [Certified]
    public init(
        reception: Reception,
        rules: IntakeRules,
        number: String,
        signature: SignedBy,
        file: String? = nil,
        receipt: String? = nil,
        returned: Returned,
        certified: [Certified] = []
    ) {
        self.certified = certified
        self.reception = reception
        self.rules = rules
        self.number = number
        self.signature = signature
        self.file = file
        self.receipt = receipt
        self.returned = returned
    }
}
