public import Agencies
public import Kernel
public import LegalClock

/// What the administration announced about a procedure, between two dates; a dossier keeps the version it was received under.
public struct ProcedureVersion: Hashable, Sendable, Codable {
    public var id: ID<ProcedureVersion>
    /// Mã TTHC, `1.010041`.
    public var code: String
    public var name: String
    public var nameEnglish: String?
    /// Lĩnh vực.
    public var field: String
    public var levels: [ProcedureLevel]
    /// Toàn trình, một phần or none.
    public var onlineLevel: OnlineLevel
    /// Who decides, as announced.
    public var agency: String
    public var subjects: String
    /// Trình tự thực hiện, one paragraph each.
    public var steps: [String]
    public var channels: [ChannelTerms]
    public var papers: [RequiredPaper]
    public var results: [String]
    public var conditions: String
    public var legalBasis: [LegalBasis]
    /// The steps of the work inside; empty: the usual ones.
    public var workflow: [WorkflowStep]
    /// Quyết định công bố.
    public var decision: Decision
    public var validFrom: CivilDate
    public var validTo: CivilDate?
    public var rules: ProcedureRules
    /// What could not be understood, for a person to decide.
    public var flags: [CatalogueFlag]
    /// Texts of the source that found no other place: nothing is lost.
    public var leftOver: [String: String]

    public init(
        id: ID<ProcedureVersion>,
        code: String,
        name: String,
        nameEnglish: String? = nil,
        field: String,
        levels: [ProcedureLevel],
        onlineLevel: OnlineLevel = .none,
        agency: String = "",
        subjects: String = "",
        steps: [String] = [],
        channels: [ChannelTerms] = [],
        papers: [RequiredPaper] = [],
        results: [String] = [],
        conditions: String = "",
        legalBasis: [LegalBasis] = [],
        workflow: [WorkflowStep] = [],
        decision: Decision = Decision(number: "", on: nil),
        validFrom: CivilDate,
        validTo: CivilDate? = nil,
        rules: ProcedureRules = ProcedureRules(),
        flags: [CatalogueFlag] = [],
        leftOver: [String: String] = [:]
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.field = field
        self.levels = levels
        self.onlineLevel = onlineLevel
        self.agency = agency
        self.subjects = subjects
        self.steps = steps
        self.channels = channels
        self.papers = papers
        self.results = results
        self.conditions = conditions
        self.legalBasis = legalBasis
        self.workflow = workflow
        self.decision = decision
        self.validFrom = validFrom
        self.validTo = validTo
        self.rules = rules
        self.flags = flags
        self.leftOver = leftOver
    }

    /// The terms for `channel`; where it is not announced, those of another: a channel missing from a record never
    /// stops the counter.
    public func terms(_ channel: ProcedureChannel) -> ChannelTerms? {
        channels.first { $0.channel == channel } ?? channels.first { $0.limit != nil } ?? channels.first
    }
}

public enum ProcedureLevel: String, Sendable, CaseIterable, Codable { case province, district, commune, other }
public enum OnlineLevel: String, Sendable, CaseIterable, Codable { case full, partial, none }
/// KenhThucHien: 1 in person, 2 online, 3 by post.
public enum ProcedureChannel: Int, Sendable, CaseIterable, Codable { case inPerson = 1, online = 2, post = 3 }

/// Time and fee of one way to file.
public struct ChannelTerms: Hashable, Sendable, Codable {
    public var channel: ProcedureChannel
    /// Nil where the record gives none or contradicts itself; then there is a flag.
    public var limit: TimeLimit?
    /// The words of the record about time.
    public var limitText: String
    public var fees: [AnnouncedFee]
    /// Mô tả: what the record adds about this way; two entries of one channel differ by it (the case).
    public var note: String
    public init(
        channel: ProcedureChannel,
        limit: TimeLimit?,
        limitText: String,
        fees: [AnnouncedFee],
        note: String = ""
    ) {
        self.channel = channel
        self.limit = limit
        self.limitText = limitText
        self.fees = fees
        self.note = note
    }
}

/// One fee as announced.
public struct AnnouncedFee: Hashable, Sendable, Codable {
    /// Nil: not stated (another authority sets it), never taken for 0.
    public var amount: Money?
    public var kind: Kind
    /// The full text, exemptions included.
    public var text: String
    public var formula: FeeFormula?
    public enum Kind: String, Sendable, CaseIterable, Codable { case fee, charge, unknown }
    public init(amount: Money?, kind: Kind = .unknown, text: String, formula: FeeFormula? = nil) {
        self.amount = amount
        self.kind = kind
        self.text = text
        self.formula = formula
    }
}

/// A fee that is computed from what is brought.
public enum FeeFormula: Hashable, Sendable, Codable {
    /// Per copy: `first` đồng a page up to `pages` pages, `next` after, at most `cap` a copy (certified copies).
    case perPage(first: Money, pages: Int, next: Money, cap: Money)
    /// So much for each copy of the result.
    case perCopy(Money)
}

/// One paper of the dossier as announced.
public struct RequiredPaper: Hashable, Sendable, Codable {
    public var name: String
    public var originals: Int
    public var copies: Int
    /// Trường hợp: empty where it is always asked.
    public var onlyWhen: String
    public var form: String?
    public var isRequired: Bool
    /// Giấy tờ phải xuất trình: it is shown at the counter and taken home again.
    public var isShownOnly: Bool
    public init(
        name: String,
        originals: Int,
        copies: Int,
        onlyWhen: String = "",
        form: String? = nil,
        isRequired: Bool = true,
        isShownOnly: Bool = false
    ) {
        self.name = name
        self.originals = originals
        self.copies = copies
        self.onlyWhen = onlyWhen
        self.form = form
        self.isRequired = isRequired
        self.isShownOnly = isShownOnly
    }
}

public struct LegalBasis: Hashable, Sendable, Codable {
    public var number: String
    public var title: String
    /// From when it holds, where that is known.
    public var effectiveOn: CivilDate?
    public init(number: String, title: String, effectiveOn: CivilDate? = nil) {
        self.number = number
        self.title = title
        self.effectiveOn = effectiveOn
    }
}

/// One step of the work inside the competent agency.
public struct WorkflowStep: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable { case appraise, approve, sign, number }
    public var kind: Kind
    public var name: String
    public var role: Role
    public var limit: TimeLimit?
    public init(kind: Kind, name: String, role: Role, limit: TimeLimit? = nil) {
        self.kind = kind
        self.name = name
        self.role = role
        self.limit = limit
    }
}

public struct Decision: Hashable, Sendable, Codable {
    public var number: String
    public var on: CivilDate?
    public init(number: String, on: CivilDate?) {
        self.number = number
        self.on = on
    }
}

/// What a procedure asks of an intake, beyond papers.
public struct ProcedureRules: Hashable, Sendable, Codable {
    /// Some procedures want the person in person (marriage).
    public var forbidsProxy: Bool
    /// Birth registration: the owner gets a number with the result.
    public var ownerMayBeUnnamed: Bool
    /// Whether it may be done while the person waits.
    public var mayBeAtOnce: Bool
    public var maxSupplements: Int
    /// Days the citizen has for a supplement; 30 by default, a setting.
    public var supplementDays: Int
    public var needsResultFile: Bool
    public init(
        forbidsProxy: Bool = false,
        ownerMayBeUnnamed: Bool = false,
        mayBeAtOnce: Bool = false,
        maxSupplements: Int = 1,
        supplementDays: Int = 30,
        needsResultFile: Bool = false
    ) {
        self.forbidsProxy = forbidsProxy
        self.ownerMayBeUnnamed = ownerMayBeUnnamed
        self.mayBeAtOnce = mayBeAtOnce
        self.maxSupplements = maxSupplements
        self.supplementDays = supplementDays
        self.needsResultFile = needsResultFile
    }
}

/// Something in a record that a person must decide: never guessed silently.
public struct CatalogueFlag: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// A number of days without its unit.
        case limitWithoutUnit
        /// Structure and text disagree (`7 Ngày` against `07 ngày làm việc`).
        case limitDisagrees
        case limitMissing
        /// `Miễn phí` beside a text that names another authority or sum.
        case feeNotStated
        case feeUnclear
        case papersUnclear
        case channelUnknown
        case other
    }
    public var kind: Kind
    public var channel: ProcedureChannel?
    public var text: String
    public init(kind: Kind, channel: ProcedureChannel? = nil, text: String) {
        self.kind = kind
        self.channel = channel
        self.text = text
    }
}
