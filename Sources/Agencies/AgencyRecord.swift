public import Kernel
public import Register
public import Storage

/// A unit with all its times: what it was called when, which codes it bore, who is on duty.
public struct AgencyRecord: Hashable, Sendable {
    public let id: ID<Agency>
    /// The version of the newest entry in its chain; 0 before the first.
    public private(set) var version = 0
    /// Oldest first.
    public internal(set) var descriptions: [AgencyDescription] = []
    public internal(set) var validTo: CivilDate?
    public internal(set) var codes: [AgencyCode] = []
    public internal(set) var duties: [DutyList] = []

    public init(id: ID<Agency>) { self.id = id }

    public init(folding chain: [Entry], of id: ID<Agency>) throws {
        self.init(id: id)
        for entry in chain { apply(try AgencyEvent(entry.event)) }
    }

    public mutating func apply(_ event: AgencyEvent) {
        version += 1
        switch event {
        case .created(let description), .described(let description):
            descriptions.removeAll { $0.from == description.from }
            descriptions.append(description)
            descriptions.sort { $0.from < $1.from }
        case .closed(let end): validTo = end.lastDay
        case .codeGiven(let code): codes.append(code)
        case .codeEnded(let code):
            for index in codes.indices
            where codes[index].scheme == code.scheme && codes[index].code == code.code && codes[index].from == code.from
            {
                codes[index].to = code.to
            }
        case .dutySet(let duty):
            duties.removeAll { $0.role == duty.role && $0.from == duty.from }
            duties.append(duty)
        }
    }

    public var validFrom: CivilDate? { descriptions.first?.from }

    /// The unit as it is on `date`; nil where it does not exist then.
    public func agency(on date: CivilDate) -> Agency? {
        guard let first = validFrom, Span.holds(date, from: first, to: validTo) else { return nil }
        return descriptions.last(where: { $0.from <= date }).map(agency)
    }
    /// The unit as it was last described, whether it still exists or not.
    public var newest: Agency? { descriptions.last.map(agency) }

    private func agency(_ description: AgencyDescription) -> Agency {
        Agency(
            id: id,
            name: description.name,
            shortName: description.shortName,
            kind: description.kind,
            parent: description.parent,
            validFrom: validFrom ?? description.from,
            validTo: validTo
        )
    }

    /// The code it bears on `date`.
    public func code(_ scheme: AgencyCodeScheme, on date: CivilDate) -> String? {
        codes.last(where: { $0.scheme == scheme && Span.holds(date, from: $0.from, to: $0.to) })?.code
    }

    /// The rows of the derived tables, by table.
    var rows: [String: [[String: SQLValue]]] {
        guard let validFrom else { return [:] }
        let own: [String: SQLValue] = [
            "id": id.sqlValue, "version": version.sqlValue, "valid_from": validFrom.sqlValue,
            "valid_to": validTo?.sqlValue ?? .null,
        ]
        let periods = descriptions.map { it -> [String: SQLValue] in
            [
                "agency": id.sqlValue, "valid_from": it.from.sqlValue, "name": it.name.sqlValue,
                "short_name": it.shortName.sqlValue, "kind": it.kind.rawValue.sqlValue,
                "parent": it.parent?.sqlValue ?? .null,
            ]
        }
        let codes = codes.map { it -> [String: SQLValue] in
            [
                "agency": id.sqlValue, "scheme": it.scheme.rawValue.sqlValue, "code": it.code.sqlValue,
                "valid_from": it.from.sqlValue, "valid_to": it.to?.sqlValue ?? .null,
            ]
        }
        let duties = duties.flatMap { list in
            list.staff.enumerated().map { place, staff -> [String: SQLValue] in
                [
                    "agency": id.sqlValue, "role": list.role.rawValue.sqlValue, "valid_from": list.from.sqlValue,
                    "valid_to": list.to?.sqlValue ?? .null, "place": place.sqlValue, "staff": staff.sqlValue,
                ]
            }
        }
        return ["agency": [own], "agency_period": periods, "agency_code": codes, "duty_list": duties]
    }
}

/// How the units' derived tables follow from the book.
public struct AgencyRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "agc_"
    public let derivedTables = [
        DerivedTable("agency", subject: "id", key: ["id"]),
        DerivedTable("agency_period", subject: "agency", key: ["agency", "valid_from"]),
        DerivedTable("agency_code", subject: "agency", key: ["scheme", "code", "valid_from"]),
        DerivedTable("duty_list", subject: "agency", key: ["agency", "role", "valid_from", "place"]),
    ]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        return try AgencyRecord(folding: chain, of: ID(first.subject)).rows
    }
}
