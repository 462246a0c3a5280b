public import Kernel

/// Cán bộ, công chức, viên chức: a person who works for a unit and signs in.
public struct StaffMember: Hashable, Sendable {
    public let id: ID<StaffMember>
    /// The version of the newest entry in the officer's chain.
    public internal(set) var version = 0
    public internal(set) var name = ""
    /// Unique; small letters.
    public internal(set) var logInName = ""
    /// The number at work.
    public internal(set) var phone: Phone?
    /// The unit the officer belongs to; roles may be held at others too.
    public internal(set) var agency: ID<Agency>
    /// `Phó Chủ tịch`, `Công chức Tư pháp – Hộ tịch`.
    public internal(set) var title: String
    /// The last day.
    public internal(set) var leftOn: CivilDate?
    public internal(set) var grants: [RoleGrant] = []
    public internal(set) var absences: [Absence] = []
    public internal(set) var signatures: [SignatureBlock] = []

    init(id: ID<StaffMember>, agency: ID<Agency>, title: String) {
        self.id = id
        self.agency = agency
        self.title = title
    }

    public func works(on date: CivilDate) -> Bool { leftOn.map { date <= $0 } ?? true }

    /// What the officer may do where on `date`.
    public func roles(on date: CivilDate) -> [ID<Agency>: Set<Role>] {
        guard works(on: date) else { return [:] }
        var roles: [ID<Agency>: Set<Role>] = [:]
        for grant in grants where grant.holds(on: date) { roles[grant.agency, default: []].insert(grant.role) }
        return roles
    }
    public func holds(_ role: Role, at agency: ID<Agency>, on date: CivilDate) -> Bool {
        works(on: date) && grants.contains { $0.role == role && $0.agency == agency && $0.holds(on: date) }
    }
    /// The absence or delegation that covers `date`.
    public func absence(on date: CivilDate) -> Absence? {
        absences.first { Span.holds(date, from: $0.from, to: $0.to) }
    }
    /// How the officer signs for `agency` on `date`.
    public func signature(for agency: ID<Agency>, on date: CivilDate) -> SignatureBlock? {
        signatures.filter { $0.agency == agency && Span.holds(date, from: $0.from, to: $0.to) }
            .max { $0.from < $1.from }
    }
}

/// A role held at a unit from a day to another.
public struct RoleGrant: Hashable, Sendable, Codable {
    public var agency: ID<Agency>
    public var role: Role
    public var from: CivilDate
    /// The last day; nil while it is held.
    public var to: CivilDate?
    public init(agency: ID<Agency>, role: Role, from: CivilDate, to: CivilDate? = nil) {
        self.agency = agency
        self.role = role
        self.from = from
        self.to = to
    }
    public func holds(on date: CivilDate) -> Bool { Span.holds(date, from: from, to: to) }
}

/// Days on which another takes an officer's work. Why is not recorded: illness is nobody's business here.
public struct Absence: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Not there.
        case away
        /// There, and the work is given to another (ủy quyền, phân công).
        case delegated
    }
    /// Counted within the officer's absences, from 1.
    public var number: Int
    public var kind: Kind
    public var from: CivilDate
    /// The last day.
    public var to: CivilDate
    /// Who takes the work; nil leaves it to the duty list.
    public var substitute: ID<StaffMember>?
    public init(number: Int, kind: Kind, from: CivilDate, to: CivilDate, substitute: ID<StaffMember>?) {
        self.number = number
        self.kind = kind
        self.from = from
        self.to = to
        self.substitute = substitute
    }
}

/// What stands before a line over a signature (Decree 30/2020/NĐ-CP, annex I, part II, point 7).
public enum SignaturePrefix: String, Sendable, CaseIterable, Codable {
    /// Thay mặt: for a body that decides together.
    case onBehalf = "TM."
    /// Ký thay: a deputy for the head.
    case deputy = "KT."
    /// Thừa lệnh: the head of a division, by the head's order.
    case byOrder = "TL."
    /// Thừa ủy quyền: by the head's written authority.
    case byAuthority = "TUQ."
    /// Quyền: acting head.
    case acting = "Q."
}

/// One line over a signature.
public struct SignatureLine: Hashable, Sendable, Codable, CustomStringConvertible {
    public var prefix: SignaturePrefix?
    public var text: String
    public init(_ prefix: SignaturePrefix?, _ text: String) {
        self.prefix = prefix
        self.text = text
    }
    /// `TM. ỦY BAN NHÂN DÂN`.
    public var description: String { prefix.map { "\($0.rawValue) \(text)" } ?? text }
}

/// How an officer signs for a unit: `TM. ỦY BAN NHÂN DÂN` / `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH`, and the name under it.
public struct SignatureBlock: Hashable, Sendable, Codable {
    public var agency: ID<Agency>
    public var lines: [SignatureLine]
    public var from: CivilDate
    public var to: CivilDate?
    public init(agency: ID<Agency>, lines: [SignatureLine], from: CivilDate, to: CivilDate? = nil) {
        self.agency = agency
        self.lines = lines
        self.from = from
        self.to = to
    }
}
