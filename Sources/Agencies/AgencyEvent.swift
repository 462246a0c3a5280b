public import Kernel
public import Register

/// What happens to a unit. Subject: its id.
public enum AgencyEvent: Hashable, Sendable {
    /// It exists from `from` on.
    case created(AgencyDescription)
    /// From `from` on it is called so, is of this kind and belongs there.
    case described(AgencyDescription)
    /// Its last day.
    case closed(AgencyClosed)
    case codeGiven(AgencyCode)
    /// The last day on which the code that was given on `from` belongs to the unit.
    case codeEnded(AgencyCode)
    case dutySet(DutyList)
}

/// A unit's name, kind and place from a day on.
public struct AgencyDescription: Hashable, Sendable, Codable {
    public var from: CivilDate
    public var name: String
    public var shortName: String
    public var kind: AgencyKind
    public var parent: ID<Agency>?
    public init(from: CivilDate, name: String, shortName: String, kind: AgencyKind, parent: ID<Agency>?) {
        self.from = from
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.parent = parent
    }
}

/// The end of a unit.
public struct AgencyClosed: Hashable, Sendable, Codable {
    /// The last day of its existence.
    public var lastDay: CivilDate
    public init(lastDay: CivilDate) { self.lastDay = lastDay }
}

/// Who issues a code.
public enum AgencyCodeScheme: String, Sendable, CaseIterable, Codable {
    /// Mã định danh cơ quan (Decision 20/2020/QĐ-TTg), `H28.12`; the first part of a dossier's code.
    case unit
    /// The statistics office's code of a place, `04792`; re-used for other places.
    case statistics
}

/// A code that a unit bears from a day to another. The same code may belong to another unit at another time.
public struct AgencyCode: Hashable, Sendable, Codable {
    public var scheme: AgencyCodeScheme
    public var code: String
    public var from: CivilDate
    /// The last day; nil while it is borne.
    public var to: CivilDate?
    public init(scheme: AgencyCodeScheme, code: String, from: CivilDate, to: CivilDate? = nil) {
        self.scheme = scheme
        self.code = code
        self.from = from
        self.to = to
    }

    /// Whether the code has the form of its scheme: `H28.12`, `000.00.00.H28`; two, three or five digits.
    public var isWellFormed: Bool {
        guard code.utf8.count <= AgencyLimits.codeLength else { return false }
        switch scheme {
        case .statistics: return [2, 3, 5].contains(code.utf8.count) && Self.isNumber(code)
        case .unit:
            var parts = code.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count == 4, parts[0].utf8.count == 3, Self.isNumber(parts[0]) {
                guard parts[1].utf8.count == 2, parts[2].utf8.count == 2, Self.isNumber(parts[1] + parts[2]) else {
                    return false
                }
                parts.removeFirst(3)
            }
            guard let root = parts.first, root.utf8.count == 3, root.hasPrefix("H") || root.hasPrefix("G"),
                Self.isNumber(root.dropFirst()), parts.count <= 4
            else { return false }
            return parts.dropFirst().allSatisfy { (1...4).contains($0.utf8.count) && Self.isNumber($0) }
        }
    }
    private static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}

/// Who takes work of a role at a unit when an officer is absent and named no substitute: the first who is there.
public struct DutyList: Hashable, Sendable, Codable {
    public var role: Role
    public var from: CivilDate
    public var to: CivilDate?
    /// In the order in which they are asked.
    public var staff: [ID<StaffMember>]
    public init(role: Role, from: CivilDate, to: CivilDate? = nil, staff: [ID<StaffMember>]) {
        self.role = role
        self.from = from
        self.to = to
        self.staff = staff
    }
}

extension AgencyEvent {
    func recorded() throws -> RecordedEvent {
        let (name, payload): (String, String) =
            switch self {
            case .created(let it): ("created", try RecordedJSON.encode(it))
            case .described(let it): ("described", try RecordedJSON.encode(it))
            case .closed(let it): ("closed", try RecordedJSON.encode(it))
            case .codeGiven(let it): ("codeGiven", try RecordedJSON.encode(it))
            case .codeEnded(let it): ("codeEnded", try RecordedJSON.encode(it))
            case .dutySet(let it): ("dutySet", try RecordedJSON.encode(it))
            }
        return RecordedEvent(name: "agency.\(name)", format: 1, payload: payload)
    }

    /// Reads an event of the book.
    ///
    /// - Throws: `RegisterError.unreadable` for a name or format that this program does not know.
    public init(_ recorded: RecordedEvent) throws {
        let json = recorded.payload
        switch (recorded.name, recorded.format) {
        case ("agency.created", 1): self = .created(try RecordedJSON.decode(json))
        case ("agency.described", 1): self = .described(try RecordedJSON.decode(json))
        case ("agency.closed", 1): self = .closed(try RecordedJSON.decode(json))
        case ("agency.codeGiven", 1): self = .codeGiven(try RecordedJSON.decode(json))
        case ("agency.codeEnded", 1): self = .codeEnded(try RecordedJSON.decode(json))
        case ("agency.dutySet", 1): self = .dutySet(try RecordedJSON.decode(json))
        default: throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
    }
}
