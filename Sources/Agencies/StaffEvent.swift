public import Kernel
public import Register
public import Storage

/// What happens to an officer's post. Subject: the officer's id. Names and numbers stay out of the book.
public enum StaffEvent: Hashable, Sendable {
    case added(StaffPost)
    /// Name, log-in name or phone was changed; which.
    case profileChanged(StaffProfileChange)
    case placed(StaffPost)
    case granted(RoleGrant)
    /// The last day of the grant that began on `from`.
    case grantEnded(RoleGrant)
    case absent(Absence)
    /// The absence with that number has these days now.
    case absenceChanged(Absence)
    case signatureGiven(SignatureBlock)
    case left(StaffLeft)
}

/// Where an officer belongs and what they are called there.
public struct StaffPost: Hashable, Sendable, Codable {
    public var agency: ID<Agency>
    public var title: String
    public init(agency: ID<Agency>, title: String) {
        self.agency = agency
        self.title = title
    }
}
/// Names of what changed.
public struct StaffProfileChange: Hashable, Sendable, Codable {
    public var fields: [String]
    public init(fields: [String]) { self.fields = fields }
}
/// The last day of work.
public struct StaffLeft: Hashable, Sendable, Codable {
    public var lastDay: CivilDate
    public init(lastDay: CivilDate) { self.lastDay = lastDay }
}

extension StaffEvent {
    func recorded() throws -> RecordedEvent {
        let (name, payload): (String, String) =
            switch self {
            case .added(let it): ("added", try RecordedJSON.encode(it))
            case .profileChanged(let it): ("profileChanged", try RecordedJSON.encode(it))
            case .placed(let it): ("placed", try RecordedJSON.encode(it))
            case .granted(let it): ("granted", try RecordedJSON.encode(it))
            case .grantEnded(let it): ("grantEnded", try RecordedJSON.encode(it))
            case .absent(let it): ("absent", try RecordedJSON.encode(it))
            case .absenceChanged(let it): ("absenceChanged", try RecordedJSON.encode(it))
            case .signatureGiven(let it): ("signatureGiven", try RecordedJSON.encode(it))
            case .left(let it): ("left", try RecordedJSON.encode(it))
            }
        return RecordedEvent(name: "staff.\(name)", format: 1, payload: payload)
    }

    /// Reads an event of the book.
    ///
    /// - Throws: `RegisterError.unreadable` for a name or format that this program does not know.
    public init(_ recorded: RecordedEvent) throws {
        let json = recorded.payload
        switch (recorded.name, recorded.format) {
        case ("staff.added", 1): self = .added(try RecordedJSON.decode(json))
        case ("staff.profileChanged", 1): self = .profileChanged(try RecordedJSON.decode(json))
        case ("staff.placed", 1): self = .placed(try RecordedJSON.decode(json))
        case ("staff.granted", 1): self = .granted(try RecordedJSON.decode(json))
        case ("staff.grantEnded", 1): self = .grantEnded(try RecordedJSON.decode(json))
        case ("staff.absent", 1): self = .absent(try RecordedJSON.decode(json))
        case ("staff.absenceChanged", 1): self = .absenceChanged(try RecordedJSON.decode(json))
        case ("staff.signatureGiven", 1): self = .signatureGiven(try RecordedJSON.decode(json))
        case ("staff.left", 1): self = .left(try RecordedJSON.decode(json))
        default: throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
    }
}

extension StaffMember {
    /// The officer that a chain leads to, without name, log-in name and phone, which are not in the book.
    init?(folding chain: [Entry], of id: ID<StaffMember>) throws {
        guard let first = chain.first, case .added(let post) = try StaffEvent(first.event) else { return nil }
        self.init(id: id, agency: post.agency, title: post.title)
        for entry in chain { apply(try StaffEvent(entry.event)) }
    }

    /// Folds one event; every event counts, whatever it changes.
    mutating func apply(_ event: StaffEvent) {
        version += 1
        switch event {
        case .added(let post), .placed(let post):
            agency = post.agency
            title = post.title
        case .profileChanged: break
        case .granted(let grant): grants.append(grant)
        case .grantEnded(let ended):
            for index in grants.indices
            where grants[index].agency == ended.agency && grants[index].role == ended.role
                && grants[index].from == ended.from
            { grants[index].to = ended.to }
        case .absent(let absence): absences.append(absence)
        case .absenceChanged(let absence):
            for index in absences.indices where absences[index].number == absence.number { absences[index] = absence }
        case .signatureGiven(let block):
            signatures.removeAll { $0.agency == block.agency && $0.from == block.from }
            signatures.append(block)
        case .left(let end): leftOn = end.lastDay
        }
    }

    /// The rows of the derived tables, by table.
    var rows: [String: [[String: SQLValue]]] {
        let own: [String: SQLValue] = [
            "id": id.sqlValue, "version": version.sqlValue, "agency": agency.sqlValue, "title": title.sqlValue,
            "left_on": leftOn?.sqlValue ?? .null,
        ]
        let grants = grants.map { it -> [String: SQLValue] in
            [
                "staff": id.sqlValue, "agency": it.agency.sqlValue, "role": it.role.rawValue.sqlValue,
                "valid_from": it.from.sqlValue, "valid_to": it.to?.sqlValue ?? .null,
            ]
        }
        let absences = absences.map { it -> [String: SQLValue] in
            [
                "staff": id.sqlValue, "number": it.number.sqlValue, "kind": it.kind.rawValue.sqlValue,
                "valid_from": it.from.sqlValue, "valid_to": it.to.sqlValue,
                "substitute": it.substitute?.sqlValue ?? .null,
            ]
        }
        let signatures = signatures.flatMap { block in
            block.lines.enumerated().map { place, line -> [String: SQLValue] in
                [
                    "staff": id.sqlValue, "agency": block.agency.sqlValue, "valid_from": block.from.sqlValue,
                    "valid_to": block.to?.sqlValue ?? .null, "place": place.sqlValue,
                    "prefix": line.prefix?.rawValue.sqlValue ?? .null, "line": line.text.sqlValue,
                ]
            }
        }
        return [
            "staff_member": [own], "role_grant": grants, "staff_absence": absences, "staff_signature": signatures,
        ]
    }
}

/// How the officers' derived tables follow from the book.
public struct StaffRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "stf_"
    public let derivedTables = [
        DerivedTable("staff_member", subject: "id", key: ["id"]),
        DerivedTable("role_grant", subject: "staff", key: ["staff", "agency", "role", "valid_from"]),
        DerivedTable("staff_absence", subject: "staff", key: ["staff", "number"]),
        DerivedTable("staff_signature", subject: "staff", key: ["staff", "agency", "valid_from", "place"]),
    ]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        return try StaffMember(folding: chain, of: ID(first.subject))?.rows ?? [:]
    }
}
