public import Access
public import Agencies
public import Kernel
public import Register

/// A folder given by one side; it counts when the other side has signed.
public struct HandOver: Hashable, Sendable, Codable {
    public var from: ID<Agency>
    public var to: ID<Agency>
    public var purpose: HandOverPurpose
    public var note: TextReference?
    /// The manifest of the bag it travels in, between a centre and a commune.
    public var bag: String?
    public init(
        from: ID<Agency>,
        to: ID<Agency>,
        purpose: HandOverPurpose,
        note: TextReference? = nil,
        bag: String? = nil
    ) {
        self.from = from
        self.to = to
        self.purpose = purpose
        self.note = note
        self.bag = bag
    }
}
public enum HandOverPurpose: String, Sendable, CaseIterable, Codable { case work, result }

public struct HandOverTaken: Hashable, Sendable, Codable {
    /// The officer who takes the work on.
    public var officer: Actor
    public init(officer: Actor) { self.officer = officer }
}

public struct StepDone: Hashable, Sendable, Codable {
    public var step: Int
    /// What the officer proposes or decides.
    public var opinion: Outcome
    public var note: TextReference?
    /// Set at the signing step: who signs and how (TM., KT., TL., TUQ., Q.).
    public var signature: SignedBy?
    /// Whether the dossier was opened before it was signed (signing many at once marks the unseen).
    public var seen: Bool
    public init(
        step: Int,
        opinion: Outcome,
        note: TextReference? = nil,
        signature: SignedBy? = nil,
        seen: Bool = true
    ) {
        self.step = step
        self.opinion = opinion
        self.note = note
        self.signature = signature
        self.seen = seen
    }
}

public struct SignedBy: Hashable, Sendable, Codable {
    public var officer: Actor
    /// The signature block as it stands over the name, `KT. CHỦ TỊCH / PHÓ CHỦ TỊCH`.
    public var block: String
    public init(officer: Actor, block: String) {
        self.officer = officer
        self.block = block
    }
}

public struct SentBack: Hashable, Sendable, Codable {
    public var toStep: Int
    public var reason: TextReference
    public init(toStep: Int, reason: TextReference) {
        self.toStep = toStep
        self.reason = reason
    }
}

public struct Reassigned: Hashable, Sendable, Codable {
    /// Nil: back to the list of the unit's duty, for anybody with the step's role.
    public var to: Actor?
    /// Why: absence with its substitute, delegation, workload.
    public var ground: String
    /// The last day of the absence or delegation, where there is one.
    public var until: CivilDate?
    public init(to: Actor?, ground: String, until: CivilDate? = nil) {
        self.until = until
        self.to = to
        self.ground = ground
    }
}

/// What a specialist would have the citizen bring. The letter goes out when a leader has approved it.
public struct SupplementProposed: Hashable, Sendable, Codable {
    public var request: TextReference
    /// The day until which the citizen would have to answer.
    public var until: CivilDate
    /// The ground for more than the usual number of requests.
    public var overrideGround: String?
    public init(request: TextReference, until: CivilDate, overrideGround: String? = nil) {
        self.request = request
        self.until = until
        self.overrideGround = overrideGround
    }
}

public struct SupplementAsked: Hashable, Sendable, Codable {
    public var request: TextReference
    /// The day until which the citizen may answer.
    public var until: CivilDate
    /// The ground by which a leader allows more than the usual number of requests.
    public var overrideGround: String?
    /// How many items the request lists; each must be answered. Nil in entries from before they were counted.
    public var items: Int?
    public init(request: TextReference, until: CivilDate, overrideGround: String? = nil, items: Int? = nil) {
        self.request = request
        self.until = until
        self.overrideGround = overrideGround
        self.items = items
    }

    /// The items of a request, a line each.
    public static func items(of request: String) -> [String] {
        request.split(whereSeparator: \.isNewline).map(String.init).filter { line in
            line.unicodeScalars.contains { !$0.properties.isWhitespace }
        }
    }
}

public struct SupplementBrought: Hashable, Sendable, Codable {
    public var papers: [Paper]
    /// The items of the request that this answers, from 1. Nil in entries from before they were counted.
    public var answered: [Int]?
    public var dueAt: Instant
    public var restsOn: [CivilDate]
    public init(papers: [Paper], answered: [Int]? = nil, dueAt: Instant, restsOn: [CivilDate]) {
        self.answered = answered
        self.papers = papers
        self.dueAt = dueAt
        self.restsOn = restsOn
    }
}

public struct PaymentAsked: Hashable, Sendable, Codable {
    public var amount: Money
    public var text: String
    public var until: CivilDate
    public init(amount: Money, text: String, until: CivilDate) {
        self.amount = amount
        self.text = text
        self.until = until
    }
}

public struct PaymentMade: Hashable, Sendable, Codable {
    public var amount: Money
    /// The number of the receipt or of the treasury's slip.
    public var receipt: String
    /// The new due date where the clock had stood still for the payment.
    public var dueAt: Instant?
    public var restsOn: [CivilDate]?
    public init(amount: Money, receipt: String, dueAt: Instant? = nil, restsOn: [CivilDate]? = nil) {
        self.amount = amount
        self.receipt = receipt
        self.dueAt = dueAt
        self.restsOn = restsOn
    }
}

/// The letter of apology with its new date: at most once, on a leader's ground.
public struct Extended: Hashable, Sendable, Codable {
    public var reason: TextReference
    public var dueAt: Instant
    public var approver: Actor
    public init(reason: TextReference, dueAt: Instant, approver: Actor) {
        self.reason = reason
        self.dueAt = dueAt
        self.approver = approver
    }
}

public struct DueChanged: Hashable, Sendable, Codable {
    public enum Cause: String, Sendable, Codable, CaseIterable { case calendar, override }
    public var dueAt: Instant
    public var cause: Cause
    public var ground: String
    public var approver: Actor?
    public var restsOn: [CivilDate]
    public init(dueAt: Instant, cause: Cause, ground: String, approver: Actor? = nil, restsOn: [CivilDate]) {
        self.dueAt = dueAt
        self.cause = cause
        self.ground = ground
        self.approver = approver
        self.restsOn = restsOn
    }
}

/// A dossier that ends before its result, or a result that was declined.
public struct Closed: Hashable, Sendable, Codable {
    public var reason: TextReference
    /// The legal ground, where the agency closes it.
    public var ground: String?
    public init(reason: TextReference, ground: String? = nil) {
        self.reason = reason
        self.ground = ground
    }
}

public struct Resumed: Hashable, Sendable, Codable {
    public var ground: String
    public var dueAt: Instant
    public var restsOn: [CivilDate]
    public init(ground: String, dueAt: Instant, restsOn: [CivilDate]) {
        self.ground = ground
        self.dueAt = dueAt
        self.restsOn = restsOn
    }
}

public struct Finished: Hashable, Sendable, Codable {
    public var outcome: Outcome
    /// Number and date of the document issued.
    public var number: String
    public var file: String?
    public init(outcome: Outcome, number: String, file: String?) {
        self.outcome = outcome
        self.number = number
        self.file = file
    }
}

public struct Reopened: Hashable, Sendable, Codable {
    /// What was wrong: counts against the agency, the due date stands.
    public var fault: TextReference
    public init(fault: TextReference) { self.fault = fault }
}

public struct Returned: Hashable, Sendable, Codable {
    /// Who took it: the submitter, an owner or somebody else with a proxy.
    public var collector: TextReference?
    public var isSubmitter: Bool
    /// How the receiver was identified: card, proxy paper, known to the officer when the slip is lost.
    public var proof: CollectionProof
    public var how: ResultDelivery
    public var copies: Int
    /// Signature or thumbprint.
    public var mark: ReceiptMark
    public var slipLost: Bool
    /// Kept originals that are given back in the same act, against the same signature.
    public var originals: [String]
    public init(
        collector: TextReference?,
        isSubmitter: Bool,
        proof: CollectionProof,
        how: ResultDelivery,
        copies: Int,
        mark: ReceiptMark,
        slipLost: Bool,
        originals: [String] = []
    ) {
        self.originals = originals
        self.collector = collector
        self.isSubmitter = isSubmitter
        self.proof = proof
        self.how = how
        self.copies = copies
        self.mark = mark
        self.slipLost = slipLost
    }
}
public enum CollectionProof: String, Sendable, CaseIterable, Codable {
    case identityCard, proxyPaper, postalReceipt, electronicAccount
}
public enum ReceiptMark: String, Sendable, CaseIterable, Codable { case signature, thumbprint, none }

public struct Rerouted: Hashable, Sendable, Codable {
    public var to: ID<Agency>
    public var reason: TextReference
    public init(to: ID<Agency>, reason: TextReference) {
        self.to = to
        self.reason = reason
    }
}

public struct FolderMoved: Hashable, Sendable, Codable {
    /// Where the paper folder is now: a shelf, a desk, a bag.
    public var place: String
    public init(place: String) { self.place = place }
}

public struct OriginalsGivenBack: Hashable, Sendable, Codable {
    public var papers: [String]
    public var mark: ReceiptMark
    public init(papers: [String], mark: ReceiptMark) {
        self.papers = papers
        self.mark = mark
    }
}

/// A slip that left the printer: reprints are numbered, a replacement says what it replaces.
public struct SlipPrinted: Hashable, Sendable, Codable {
    public var form: SlipForm
    public var number: Int
    /// What was wrong on the one before, when this one replaces it.
    public var replacesBecause: TextReference?
    public init(form: SlipForm, number: Int, replacesBecause: TextReference? = nil) {
        self.form = form
        self.number = number
        self.replacesBecause = replacesBecause
    }
}
public enum SlipForm: String, Sendable, CaseIterable, Codable {
    case receipt, supplementRequest, refusal, apology, stopNotice, controlSheet, returnReceipt
}

/// What was written wrongly at intake and is put right; the slip is replaced.
public struct Corrected: Hashable, Sendable, Codable {
    public var owners: [ID<Person>]
    public var submitter: ID<Person>
    public var capacity: Capacity
    public var papers: [Paper]
    public var delivery: ResultDelivery
    /// A new proof of the capacity; nil keeps the one before.
    public var proof: TextReference?
    public var reason: TextReference
    public init(
        owners: [ID<Person>],
        submitter: ID<Person>,
        capacity: Capacity,
        papers: [Paper],
        delivery: ResultDelivery,
        proof: TextReference? = nil,
        reason: TextReference = TextReference(id: "", hash: "")
    ) {
        self.proof = proof
        self.owners = owners
        self.submitter = submitter
        self.capacity = capacity
        self.papers = papers
        self.delivery = delivery
        self.reason = reason
    }
}

/// A wrong act taken back: the entries stay, their effect does not.
public struct Undone: Hashable, Sendable, Codable {
    /// The versions of the entries that no longer count.
    public var versions: [Int]
    public var reason: TextReference
    public init(versions: [Int], reason: TextReference) {
        self.versions = versions
        self.reason = reason
    }
}

/// A paper entered into a book of certification.
public struct Certified: Hashable, Sendable, Codable {
    public var book: CertificationBook
    public var year: Int
    /// The number in the book of the unit and year: from 1, without gaps.
    public var number: Int
    /// What was certified, in few words and without a person's name: `Bằng tốt nghiệp`.
    public var title: String
    /// Pages of the original.
    public var pages: Int
    public var copies: Int
    public init(book: CertificationBook, year: Int, number: Int, title: String, pages: Int, copies: Int) {
        self.book = book
        self.year = year
        self.number = number
        self.title = title
        self.pages = pages
        self.copies = copies
    }
}

/// A fault of the agency, found after the result was returned: it opened a correction, free and with its own clock.
public struct CorrectionOpened: Hashable, Sendable, Codable {
    /// The dossier that puts it right.
    public var dossier: ID<Dossier>
    public var fault: TextReference
    public init(dossier: ID<Dossier>, fault: TextReference) {
        self.dossier = dossier
        self.fault = fault
    }
}
