public import Kernel

/// Opening hours of one half day (buổi làm việc).
public struct Session: Hashable, Sendable {
    /// What the session is for.
    public enum Kind: Sendable, Hashable {
        /// Working time: limits run in it.
        case work
        /// Dossiers are taken in, no limit runs: the police's Saturday morning (`vietnam.md` §4.1, rule 8).
        case reception
    }
    public var from: TimeOfDay
    public var to: TimeOfDay
    public var kind: Kind

    public init(from: TimeOfDay, to: TimeOfDay, kind: Kind = .work) {
        self.from = from
        self.to = to
        self.kind = kind
    }

    /// Reads `07:30-11:30`; `07:30-11:30r` is a reception session. Nil when it is anything else or ends before it begins.
    public init?(_ text: some StringProtocol) {
        let reception = text.hasSuffix("r")
        let parts = (reception ? text.dropLast() : text[...]).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = TimeOfDay(parts[0]), let to = TimeOfDay(parts[1]), from < to else {
            return nil
        }
        self.init(from: from, to: to, kind: reception ? .reception : .work)
    }

    /// Minutes from opening to closing.
    public var minutes: Int { to.minute - from.minute }
}

extension Session: CustomStringConvertible {
    /// The form that `init(_:)` reads.
    public var description: String { "\(from)-\(to)\(kind == .reception ? "r" : "")" }

    /// The sessions of a day as one text, joined by commas; the empty text is a closed day.
    public static func text(_ sessions: [Session]) -> String { sessions.map(\.description).joined(separator: ",") }
    /// Reads what `text` wrote; nil when a part is no session.
    public static func list(_ text: some StringProtocol) -> [Session]? {
        if text.isEmpty { return [] }
        var out: [Session] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let session = Session(part.drop(while: { $0 == " " })) else { return nil }
            out.append(session)
        }
        return out
    }
}

extension Session: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let session = Session(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a session: \(text)")
        }
        self = session
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A part of every year, both ends included; it may run over New Year (16/10–15/4).
public struct Season: Hashable, Sendable, Codable {
    /// Month and day as one number: 415 is 15 April.
    public var from: Int
    public var to: Int

    /// The season between two days of the year, or nil when one of them does not exist.
    public init?(fromMonth: Int, day fromDay: Int, toMonth: Int, day toDay: Int) {
        guard CivilDate(2024, fromMonth, fromDay) != nil, CivilDate(2024, toMonth, toDay) != nil else { return nil }
        from = fromMonth * 100 + fromDay
        to = toMonth * 100 + toDay
    }

    public func contains(_ date: CivilDate) -> Bool {
        let (_, month, day) = date.parts
        let number = month * 100 + day
        return from <= to ? (from...to).contains(number) : number >= from || number <= to
    }
}

/// The sessions of some weekdays, between two dates and perhaps in one season only.
public struct SessionRule: Hashable, Sendable, Codable {
    public var weekdays: [Weekday]
    /// In order of time; none means closed.
    public var sessions: [Session]
    public var season: Season?
    public var validFrom: CivilDate
    /// The last day it holds; nil while it holds.
    public var validTo: CivilDate?

    public init(
        weekdays: [Weekday],
        sessions: [Session],
        season: Season? = nil,
        validFrom: CivilDate,
        validTo: CivilDate? = nil
    ) {
        self.weekdays = weekdays
        self.sessions = sessions
        self.season = season
        self.validFrom = validFrom
        self.validTo = validTo
    }

    func holds(on date: CivilDate) -> Bool {
        guard validFrom <= date else { return false }
        if let validTo, validTo < date { return false }
        return season?.contains(date) ?? true
    }

    /// Why the rule cannot be used, or nil.
    public var fault: SessionFault? {
        if weekdays.isEmpty { return .noWeekday }
        if sessions.count > ClockLimits.sessionsPerDay { return .tooManySessions(max: ClockLimits.sessionsPerDay) }
        if let validTo, validTo < validFrom { return .endsBeforeItBegins }
        for session in sessions where session.to <= session.from { return .sessionEndsBeforeItBegins(session) }
        for (a, b) in zip(sessions, sessions.dropFirst()) where b.from < a.to { return .sessionsOverlap(a, b) }
        return nil
    }

    /// Monday to Friday 07:30–11:30 and 13:30–17:30: 8 hours a day, 40 a week (`vietnam.md` §4.1).
    public static let office = [
        SessionRule(
            weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
            sessions: [
                Session(from: TimeOfDay(minute: 450), to: TimeOfDay(minute: 690)),
                Session(from: TimeOfDay(minute: 810), to: TimeOfDay(minute: 1050)),
            ],
            validFrom: CivilDate(day: 0)
        )
    ]
}

/// Why a session rule is refused.
public enum SessionFault: Error, Hashable, Sendable {
    case noWeekday
    case tooManySessions(max: Int)
    case endsBeforeItBegins
    case sessionEndsBeforeItBegins(Session)
    case sessionsOverlap(Session, Session)
}
