public import Agencies
public import Kernel
public import Register
public import Storage

/// Every SQL statement about calendars.
public enum CalendarStore {
    // MARK: Reading

    /// What the caches of calendars hang on; equal marks mean equal calendars.
    public struct Revision: Hashable, Sendable {
        /// How many changes there have been.
        public var number: Int
        /// The hash of the newest entry: a change that was rolled back never leaves its mark to another.
        public var mark: [UInt8]
        /// Before the first change the shipped calendar holds.
        public static let none = Revision(number: 0, mark: [])
    }

    public static func revision(in tx: Transaction) throws -> Revision {
        try tx.rows("SELECT number, mark FROM calendar_revision ORDER BY number DESC LIMIT 1").first.map {
            Revision(number: try $0.get("number"), mark: try $0.get("mark"))
        } ?? .none
    }

    /// The changes after a revision, oldest first: what a duty that computes due dates again has still to look at.
    public static func changes(after number: Int, limit: Int = 200, in tx: Transaction) throws -> [CalendarChange] {
        try tx.all("SELECT * FROM calendar_revision WHERE number > \(number) ORDER BY number LIMIT \(limit)")
    }

    /// The calendar of an agency.
    ///
    /// - Parameter lineage: the agency, then its parents, nearest first. Sessions come from the nearest with any of its
    ///   own, else from the nation; a day that a nearer one entered goes before a farther one's. With nothing stored
    ///   at all, the calendar that the project ships.
    public static func load(lineage: [ID<Agency>], in tx: Transaction) throws -> WorkCalendar {
        try load(lineage.map(CalendarKey.agency) + [.national], in: tx)
    }

    static func load(_ keys: [CalendarKey], in tx: Transaction) throws -> WorkCalendar {
        var rules: [SessionRule]?
        var days: [DayException] = []
        for key in keys {
            if rules == nil {
                let own = try self.rules(of: key, in: tx).map(\.rule)
                if !own.isEmpty { rules = own }
            }
            // Of two for the same day the later in the list counts: the farthest come first.
            days = try self.days(of: key, in: tx) + days
        }
        let shipped = try version(of: .national, in: tx) == 0
        return WorkCalendar(
            rules: rules ?? SessionRule.office,
            exceptions: shipped ? NationalDays.all + days : days
        )
    }

    /// The session rules that were set for this calendar itself.
    public static func rules(of key: CalendarKey, in tx: Transaction) throws -> [PlacedRule] {
        try tx.all("SELECT * FROM calendar_rule WHERE calendar = \(key.subject) ORDER BY place LIMIT 1000")
    }

    /// The days that were entered for this calendar itself, of one year or of all.
    public static func days(of key: CalendarKey, year: Int? = nil, in tx: Transaction) throws -> [DayException] {
        let (from, to) = year.map { ("\($0)-01-01", "\($0)-12-31") } ?? ("0000-00-00", "9999-99-99")
        return try tx.all(
            """
            SELECT * FROM calendar_day WHERE calendar = \(key.subject) AND date >= \(from) AND date <= \(to)
            ORDER BY date LIMIT 20000
            """
        )
    }

    /// The newest entry's number in the calendar's chain; 0 when nothing was entered yet.
    public static func version(of key: CalendarKey, in tx: Transaction) throws -> Int {
        try Book.entries(of: key.subject, in: tx).last?.version ?? 0
    }

    /// The calendars that have anything of their own.
    static func own(in tx: Transaction) throws -> Set<String> {
        let rules: [String] = try tx.values(
            "SELECT DISTINCT calendar FROM calendar_rule ORDER BY calendar LIMIT 100000"
        )
        let days: [String] = try tx.values("SELECT DISTINCT calendar FROM calendar_day ORDER BY calendar LIMIT 100000")
        return Set(rules + days)
    }

    // MARK: Writing

    /// Enters the shipped sessions and days as the nation's calendar, once; gives nil when there is one already.
    @discardableResult
    public static func seedNational(
        in tx: Transaction,
        at now: Instant,
        by actor: Actor = .system("calendar")
    ) throws -> CalendarChange? {
        guard try version(of: .national, in: tx) == 0 else { return nil }
        let events: [CalendarEvent] = [
            .sessionsSet(.init(source: "Bộ luật Lao động 2019, Điều 105", rules: SessionRule.office)),
            .daysEntered(.init(source: "Bộ luật Lao động 2019, Điều 112", days: NationalDays.all, removed: [])),
        ]
        return try record(events, of: .national, expecting: 0, by: actor, at: now, in: tx)
    }

    /// Appends to the book, writes the rows that differ and the next revision.
    ///
    /// - Parameter expected: the version that was read before; nil takes the newest.
    /// - Returns: nil when the events change nothing; nothing is written then.
    static func record(
        _ events: [CalendarEvent],
        of key: CalendarKey,
        expecting expected: Int?,
        by actor: Actor,
        at now: Instant,
        in tx: Transaction
    ) throws -> CalendarChange? {
        let chain = try Book.entries(of: key.subject, in: tx)
        let version = chain.last?.version ?? 0
        if let expected, expected != version {
            throw RegisterError.stale(subject: key.subject, expected: expected, found: version)
        }
        let before = try CalendarContents.folded(chain)
        var after = before
        for event in events { after.apply(event) }
        guard let first = after.firstDifference(from: before) else { return nil }
        let entries = try Book.append(
            try events.map { try $0.recorded() },
            to: key.subject,
            expecting: version,
            by: actor,
            agency: nil,
            at: now,
            in: tx
        )
        try write(after, over: before, of: key.subject, in: tx)
        let number = try revision(in: tx).number + 1
        let mark = entries.last?.hash ?? []
        try tx.execute(
            """
            INSERT INTO calendar_revision (number, mark, calendar, first_day, at)
            VALUES (\(number), \(mark), \(key.subject), \(first), \(now))
            """
        )
        return CalendarChange(key: key, revision: number, from: first)
    }

    private static func write(
        _ after: CalendarContents,
        over before: CalendarContents,
        of subject: String,
        in tx: Transaction
    ) throws {
        for place in before.rules.keys where after.rules[place] == nil {
            try tx.execute("DELETE FROM calendar_rule WHERE calendar = \(subject) AND place = \(place)")
        }
        for date in before.days.keys where after.days[date] == nil {
            try tx.execute("DELETE FROM calendar_day WHERE calendar = \(subject) AND date = \(date)")
        }
        for (place, rule) in after.rules where before.rules[place] != rule {
            let row = rule.row(of: subject, place: place)
            try tx.execute(SQL.upsert(into: "calendar_rule", key: ["calendar", "place"], row: row))
        }
        for (date, day) in after.days where before.days[date] != day {
            try tx.execute(SQL.upsert(into: "calendar_day", key: ["calendar", "date"], row: day.row(of: subject)))
        }
    }
}

/// That a calendar changed: whoever has due dates in it computes them again.
public struct CalendarChange: Hashable, Sendable, RowDecodable {
    public var key: CalendarKey
    /// The number of the new revision.
    public var revision: Int
    /// The first day whose working time may differ: dossiers due before it are untouched.
    public var from: CivilDate

    init(key: CalendarKey, revision: Int, from: CivilDate) {
        self.key = key
        self.revision = revision
        self.from = from
    }
    public init(row: Row) throws {
        self.init(
            key: CalendarKey(subject: try row.get("calendar")),
            revision: try row.get("number"),
            from: try row.get("first_day")
        )
    }

    /// Whether agencies with this lineage are touched.
    public func touches(_ lineage: [ID<Agency>]) -> Bool {
        key == .national || lineage.contains { CalendarKey.agency($0) == key }
    }
}
