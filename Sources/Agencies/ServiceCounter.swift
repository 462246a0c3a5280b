public import Kernel
public import Register
public import Storage

/// Quầy: a numbered desk of a centre with the fields it serves.
public struct ServiceCounter: Hashable, Sendable {
    public let id: ID<ServiceCounter>
    /// The version of the newest entry in its chain.
    public var version: Int
    public var agency: ID<Agency>
    /// The number over the desk.
    public var number: Int
    /// `Tư pháp – Hộ tịch`.
    public var name: String
    /// Codes of the fields it serves; none means all.
    public var fields: [String]
    public var validFrom: CivilDate
    public var validTo: CivilDate?

    /// Whether a dossier of `field` is received here.
    public func serves(_ field: String) -> Bool { fields.isEmpty || fields.contains(field) }
}

/// What a counter is from a day on.
public struct CounterPlan: Hashable, Sendable, Codable {
    public var agency: ID<Agency>
    public var number: Int
    public var name: String
    public var fields: [String]
    public var from: CivilDate
    public init(agency: ID<Agency>, number: Int, name: String, fields: [String], from: CivilDate) {
        self.agency = agency
        self.number = number
        self.name = name
        self.fields = fields
        self.from = from
    }
}

/// The end of a counter.
struct CounterClosed: Hashable, Sendable, Codable {
    /// The last day on which it serves.
    var lastDay: CivilDate
}

/// What happens to a counter. Subject: its id.
enum CounterEvent: Hashable, Sendable {
    case opened(CounterPlan)
    case changed(CounterPlan)
    case closed(CounterClosed)

    func recorded() throws -> RecordedEvent {
        let (name, payload): (String, String) =
            switch self {
            case .opened(let plan): ("opened", try RecordedJSON.encode(plan))
            case .changed(let plan): ("changed", try RecordedJSON.encode(plan))
            case .closed(let end): ("closed", try RecordedJSON.encode(end))
            }
        return RecordedEvent(name: "counter.\(name)", format: 1, payload: payload)
    }

    init(_ recorded: RecordedEvent) throws {
        switch (recorded.name, recorded.format) {
        case ("counter.opened", 1): self = .opened(try RecordedJSON.decode(recorded.payload))
        case ("counter.changed", 1): self = .changed(try RecordedJSON.decode(recorded.payload))
        case ("counter.closed", 1): self = .closed(try RecordedJSON.decode(recorded.payload))
        default: throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
    }
}

extension ServiceCounter {
    /// The counter that a chain leads to; nil for an empty one.
    init?(folding chain: [Entry], of id: ID<ServiceCounter>) throws {
        var counter: ServiceCounter?
        for entry in chain {
            switch try CounterEvent(entry.event) {
            case .opened(let plan), .changed(let plan):
                counter = ServiceCounter(
                    id: id,
                    version: entry.version,
                    agency: plan.agency,
                    number: plan.number,
                    name: plan.name,
                    fields: plan.fields,
                    validFrom: counter?.validFrom ?? plan.from,
                    validTo: counter?.validTo
                )
            case .closed(let end):
                counter?.validTo = end.lastDay
                counter?.version = entry.version
            }
        }
        guard let counter else { return nil }
        self = counter
    }

    var row: [String: SQLValue] {
        get throws {
            [
                "id": id.sqlValue, "version": version.sqlValue, "agency": agency.sqlValue,
                "number": number.sqlValue, "name": name.sqlValue,
                "fields": try RecordedJSON.encode(fields).sqlValue, "valid_from": validFrom.sqlValue,
                "valid_to": validTo?.sqlValue ?? .null,
            ]
        }
    }
}

extension ServiceCounter: RowDecodable {
    public init(row: Row) throws {
        self.init(
            id: try row.get("id"),
            version: try row.get("version"),
            agency: try row.get("agency"),
            number: try row.get("number"),
            name: try row.get("name"),
            fields: try RecordedJSON.decode(try row.get("fields")),
            validFrom: try row.get("valid_from"),
            validTo: try row.getIfPresent("valid_to")
        )
    }
}

/// How the counters' derived table follows from the book.
public struct CounterRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "cnt_"
    public let derivedTables = [DerivedTable("service_counter", subject: "id", key: ["id"])]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first, let counter = try ServiceCounter(folding: chain, of: ID(first.subject)) else {
            return [:]
        }
        return ["service_counter": [try counter.row]]
    }
}
