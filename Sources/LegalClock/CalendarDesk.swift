public import Kernel
public import Register
public import Storage

/// What the calendar's desk refuses.
public enum CalendarError: Error, Hashable, Sendable {
    case sourceMissing
    case sourceTooLong(max: Int)
    case nothingEntered
    case tooManyDays(max: Int)
    case dateTwice(CivilDate)
    case tooManyRules(max: Int)
    /// The rule at this place of the list, from 0, cannot be used.
    case ruleFaulty(Int, SessionFault)
    case noSuchRule(place: Int)
    /// Without any rule of its own the nation would have no working time.
    case lastNationalRule
}

/// Enters notices and changes sessions: each change is an entry in the book and a new revision.
public struct CalendarDesk: Sendable {
    private let database: any Database
    private let world: World

    public init(database: any Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Enters the days of a notice; a day that was there before is replaced.
    ///
    /// - Parameter expected: the version that the reader saw; nil when it does not matter.
    /// - Returns: the change, or nil when everything stood there already.
    /// - Throws: `CalendarError`; `RegisterError.stale` when somebody else changed the calendar since.
    public func enter(
        _ notice: Notice,
        in key: CalendarKey = .national,
        expecting expected: Int? = nil,
        by actor: Actor
    ) async throws -> CalendarChange? {
        let source = try Self.source(notice.source)
        let count = notice.days.count + notice.removed.count
        guard count > 0 else { throw CalendarError.nothingEntered }
        guard count <= ClockLimits.noticeDays else { throw CalendarError.tooManyDays(max: ClockLimits.noticeDays) }
        var seen: Set<CivilDate> = []
        for date in notice.days.map(\.date) + notice.removed where !seen.insert(date).inserted {
            throw CalendarError.dateTwice(date)
        }
        let event = CalendarEvent.daysEntered(.init(source: source, days: notice.days, removed: notice.removed))
        return try await record(event, in: key, expecting: expected, by: actor)
    }

    /// Sets sessions from a day on; earlier rules stay for the days before.
    public func setSessions(
        _ rules: [SessionRule],
        source: String,
        in key: CalendarKey,
        expecting expected: Int? = nil,
        by actor: Actor
    ) async throws -> CalendarChange? {
        let source = try Self.source(source)
        guard !rules.isEmpty else { throw CalendarError.nothingEntered }
        guard rules.count <= ClockLimits.rulesPerChange else {
            throw CalendarError.tooManyRules(max: ClockLimits.rulesPerChange)
        }
        for (place, rule) in rules.enumerated() {
            if let fault = rule.fault { throw CalendarError.ruleFaulty(place, fault) }
        }
        let event = CalendarEvent.sessionsSet(.init(source: source, rules: rules))
        return try await record(event, in: key, expecting: expected, by: actor)
    }

    /// Takes session rules back that were set wrongly.
    public func withdrawSessions(
        places: [Int],
        source: String,
        in key: CalendarKey,
        by actor: Actor
    ) async throws -> CalendarChange? {
        let source = try Self.source(source)
        let now = world.now()
        return try await database.write { tx in
            try Self.seedFirst(key, at: now, in: tx)
            let there = Set(try CalendarStore.rules(of: key, in: tx).map(\.place))
            for place in places where !there.contains(place) { throw CalendarError.noSuchRule(place: place) }
            if key == .national, there.isSubset(of: Set(places)) { throw CalendarError.lastNationalRule }
            let event = CalendarEvent.sessionsWithdrawn(.init(source: source, places: places))
            return try CalendarStore.record([event], of: key, expecting: nil, by: actor, at: now, in: tx)
        }
    }

    private func record(
        _ event: CalendarEvent,
        in key: CalendarKey,
        expecting expected: Int?,
        by actor: Actor
    ) async throws -> CalendarChange? {
        let now = world.now()
        return try await database.write { tx in
            let seeded = try Self.seedFirst(key, at: now, in: tx)
            return try CalendarStore.record(
                [event],
                of: key,
                expecting: seeded ? nil : expected,
                by: actor,
                at: now,
                in: tx
            )
        }
    }

    /// The nation's first change goes on top of what is shipped, never instead of it.
    @discardableResult
    private static func seedFirst(_ key: CalendarKey, at now: Instant, in tx: Transaction) throws -> Bool {
        guard key == .national else { return false }
        return try CalendarStore.seedNational(in: tx, at: now) != nil
    }

    private static func source(_ text: String) throws(CalendarError) -> String {
        let text = VietnameseText.normalized(text)
        guard text.contains(where: { !$0.isWhitespace }) else { throw .sourceMissing }
        guard text.unicodeScalars.count <= ClockLimits.nameLength else {
            throw .sourceTooLong(max: ClockLimits.nameLength)
        }
        return text
    }
}
