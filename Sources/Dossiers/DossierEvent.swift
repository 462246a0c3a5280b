public import Access
public import Agencies
public import Kernel
public import LegalClock
public import Register

/// What can happen to a dossier. Names and formats are for ever; a golden file shows that old ones still decode.
public enum DossierEvent: Hashable, Sendable {
    case submitted(Submission)
    case papersAskedAtIntake(IntakeRequest)
    case refusedAtIntake(Refusal)
    case received(Reception)
    case handedOver(HandOver)
    case handOverTaken(HandOverTaken)
    case stepDone(StepDone)
    case sentBack(SentBack)
    case reassigned(Reassigned)
    case supplementProposed(SupplementProposed)
    case supplementAsked(SupplementAsked)
    case supplementBrought(SupplementBrought)
    case paymentAsked(PaymentAsked)
    case paymentMade(PaymentMade)
    case extended(Extended)
    case dueChanged(DueChanged)
    case withdrawn(Closed)
    case stopped(Closed)
    case resumed(Resumed)
    case finished(Finished)
    case reopened(Reopened)
    case returned(Returned)
    case declined(Closed)
    case rerouted(Rerouted)
    case voided(Closed)
    case folderMoved(FolderMoved)
    case originalsGivenBack(OriginalsGivenBack)
    case slipPrinted(SlipPrinted)
    case corrected(Corrected)
    case undone(Undone)
    case certified(Certified)
    case correctionOpened(CorrectionOpened)
}

/// Everything that is known when a dossier is filed, before it is received.
public struct Submission: Hashable, Sendable, Codable {
    public var code: DossierCode
    /// Whether the code was issued elsewhere (national portal, ministry) and is kept unchanged.
    public var codeIssuedElsewhere: Bool
    public var procedureCode: String
    /// The version of the procedure that governs, frozen.
    public var procedureVersion: String
    public var field: String
    public var owners: [ID<Person>]
    /// A short word for an owner who has no name yet: a newborn.
    public var unnamedOwner: Bool
    public var submitter: ID<Person>
    public var capacity: Capacity
    /// The paper that proves the capacity.
    public var proof: TextReference?
    public var channel: IntakeChannel
    public var delivery: ResultDelivery
    /// The unit that helped the citizen file, the one that receives, the one that decides.
    public var supporting: ID<Agency>?
    public var receiving: ID<Agency>
    public var competent: ID<Agency>
    public var papers: [Paper]
    /// Sets of the dossier.
    public var sets: Int
    public var fee: Fee
    /// Copies of the result asked for.
    public var copies: Int
    /// The dossier that this one puts right, where it is a correction.
    public var corrects: ID<Dossier>?
    /// The unit near the citizen's home where the result is kept, where that was asked for.
    public var pickUp: ID<Agency>?

    public init(
        code: DossierCode,
        codeIssuedElsewhere: Bool = false,
        procedureCode: String,
        procedureVersion: String,
        field: String,
        owners: [ID<Person>],
        unnamedOwner: Bool = false,
        submitter: ID<Person>,
        capacity: Capacity,
        proof: TextReference? = nil,
        channel: IntakeChannel,
        delivery: ResultDelivery,
        supporting: ID<Agency>? = nil,
        receiving: ID<Agency>,
        competent: ID<Agency>,
        papers: [Paper],
        sets: Int = 1,
        fee: Fee,
        copies: Int = 1,
        corrects: ID<Dossier>? = nil,
        pickUp: ID<Agency>? = nil
    ) {
        self.code = code
        self.codeIssuedElsewhere = codeIssuedElsewhere
        self.procedureCode = procedureCode
        self.procedureVersion = procedureVersion
        self.field = field
        self.owners = owners
        self.unnamedOwner = unnamedOwner
        self.submitter = submitter
        self.capacity = capacity
        self.proof = proof
        self.channel = channel
        self.delivery = delivery
        self.supporting = supporting
        self.receiving = receiving
        self.competent = competent
        self.papers = papers
        self.sets = sets
        self.fee = fee
        self.copies = copies
        self.corrects = corrects
        self.pickUp = pickUp
    }
}

/// One kind of paper in a dossier.
public struct Paper: Hashable, Sendable, Codable {
    public var name: String
    public var form: PaperForm
    public var count: Int
    /// Who compared a copy with its original.
    public var comparedBy: Actor?
    public var file: String?
    /// Whether it is an original that the person gets back with the result. What is handed in for good (`filed`) stays.
    public var isKept: Bool { form == .original }
    public init(name: String, form: PaperForm, count: Int, comparedBy: Actor? = nil, file: String? = nil) {
        self.name = name
        self.form = form
        self.count = count
        self.comparedBy = comparedBy
        self.file = file
    }
}

/// What is to be paid, as it was told to the citizen.
public struct Fee: Hashable, Sendable, Codable {
    /// Nil where the amount is not fixed yet (nghĩa vụ tài chính set by another agency).
    public var amount: Money?
    /// The full text of the fee, exemptions included.
    public var text: String
    /// The ground of an exemption that was granted.
    public var exemption: String?
    public init(amount: Money?, text: String, exemption: String? = nil) {
        self.amount = amount
        self.text = text
        self.exemption = exemption
    }
    public static let free = Fee(amount: .zero, text: "Không thu phí, lệ phí")
}

public struct IntakeRequest: Hashable, Sendable, Codable {
    public var submission: Submission
    /// What is missing, one line each.
    public var request: TextReference
    public init(submission: Submission, request: TextReference) {
        self.submission = submission
        self.request = request
    }
}

public struct Refusal: Hashable, Sendable, Codable {
    public var submission: Submission
    /// The legal reason, never a technical code.
    public var reason: TextReference
    /// The article that grounds it.
    public var ground: String
    public init(submission: Submission, reason: TextReference, ground: String) {
        self.submission = submission
        self.reason = reason
        self.ground = ground
    }
}

public struct Reception: Hashable, Sendable, Codable {
    public var submission: Submission
    public var submittedAt: Instant
    /// The start of the clock, cut to the minute.
    public var receivedAt: Instant
    public var limit: TimeLimit
    public var dueAt: Instant
    /// Days in the count whose status is still `expected`.
    public var restsOn: [CivilDate]
    public var steps: [StepPlan]
    /// Whether it is done while the person waits: no form 01, no hand-overs.
    public var atOnce: Bool
    /// Book volume and number: Vào Sổ theo dõi hồ sơ, Quyển số … Số thứ tự ….
    public var bookVolume: Int
    public var bookNumber: Int
    public init(
        submission: Submission,
        submittedAt: Instant,
        receivedAt: Instant,
        limit: TimeLimit,
        dueAt: Instant,
        restsOn: [CivilDate],
        steps: [StepPlan],
        atOnce: Bool,
        bookVolume: Int,
        bookNumber: Int
    ) {
        self.submission = submission
        self.submittedAt = submittedAt
        self.receivedAt = receivedAt
        self.limit = limit
        self.dueAt = dueAt
        self.restsOn = restsOn
        self.steps = steps
        self.atOnce = atOnce
        self.bookVolume = bookVolume
        self.bookNumber = bookNumber
    }
}
