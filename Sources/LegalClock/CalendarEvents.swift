public import Agencies
public import Kernel
internal import Register

/// Whose calendar: the nation's, or the part in which an agency differs from it.
public struct CalendarKey: Hashable, Sendable, Comparable {
    /// The subject in the book: `cal_national`, or `cal_` and the agency's id.
    public let subject: String
    init(subject: String) { self.subject = subject }

    public static let national = CalendarKey(subject: "cal_national")
    public static func agency(_ id: ID<Agency>) -> CalendarKey { CalendarKey(subject: "cal_\(id.rawValue)") }
    public static func < (a: CalendarKey, b: CalendarKey) -> Bool { a.subject < b.subject }
}

/// What can happen to a calendar.
enum CalendarEvent: Hashable, Sendable {
    case daysEntered(DaysEntered)
    case sessionsSet(SessionsSet)
    case sessionsWithdrawn(SessionsWithdrawn)

    struct DaysEntered: Hashable, Sendable, Codable {
        var source: String
        var days: [DayException]
        var removed: [CivilDate]
    }
    struct SessionsSet: Hashable, Sendable, Codable {
        var source: String
        var rules: [SessionRule]
    }
    struct SessionsWithdrawn: Hashable, Sendable, Codable {
        var source: String
        var places: [Int]
    }

    func recorded() throws -> RecordedEvent {
        switch self {
        case .daysEntered(let it): try Self.recorded("calendar.daysEntered", it)
        case .sessionsSet(let it): try Self.recorded("calendar.sessionsSet", it)
        case .sessionsWithdrawn(let it): try Self.recorded("calendar.sessionsWithdrawn", it)
        }
    }
    private static func recorded(_ name: String, _ it: some Encodable) throws -> RecordedEvent {
        RecordedEvent(name: name, format: 1, payload: try RecordedJSON.encode(it))
    }

    init(_ event: RecordedEvent) throws {
        switch (event.name, event.format) {
        case ("calendar.daysEntered", 1): self = .daysEntered(try RecordedJSON.decode(event.payload))
        case ("calendar.sessionsSet", 1): self = .sessionsSet(try RecordedJSON.decode(event.payload))
        case ("calendar.sessionsWithdrawn", 1): self = .sessionsWithdrawn(try RecordedJSON.decode(event.payload))
        default: throw RegisterError.unreadable(event: event.name, format: event.format)
        }
    }
}

/// What the chain of one calendar leads to.
struct CalendarContents: Hashable {
    /// Session rules by their place: the how-manieth rule that was ever set here.
    var rules: [Int: SessionRule] = [:]
    var rulesEver = 0
    var days: [CivilDate: DayException] = [:]

    mutating func apply(_ event: CalendarEvent) {
        switch event {
        case .daysEntered(let it):
            for date in it.removed { days[date] = nil }
            for day in it.days { days[day.date] = day }
        case .sessionsSet(let it):
            for rule in it.rules {
                rulesEver += 1
                rules[rulesEver] = rule
            }
        case .sessionsWithdrawn(let it): for place in it.places { rules[place] = nil }
        }
    }

    static func folded(_ chain: [Entry]) throws -> CalendarContents {
        var contents = CalendarContents()
        for entry in chain { contents.apply(try CalendarEvent(entry.event)) }
        return contents
    }

    /// The earliest day whose working time differs between two contents, or nil when none does.
    func firstDifference(from old: CalendarContents) -> CivilDate? {
        var dates: [CivilDate] = []
        for date in Set(days.keys).union(old.days.keys) where days[date] != old.days[date] { dates.append(date) }
        for place in Set(rules.keys).union(old.rules.keys) where rules[place] != old.rules[place] {
            dates += [rules[place]?.validFrom, old.rules[place]?.validFrom].compactMap(\.self)
        }
        return dates.min()
    }
}
