public import Kernel

/// The working time of one agency: sessions by weekday and season, days off and make-up days, each with dates.
///
/// Two ways lead to a due instant. `due` walks the days one by one and writes down why (`Reckoning`); `dueInstant`
/// looks them up in an index made once. A property test holds them equal.
public struct WorkCalendar: Sendable {
    /// Monday to Friday 07:30–11:30 and 13:30–17:30, with the national holidays that the project ships.
    public static let standard = WorkCalendar()

    /// The session rules, weakest first: where several hold on a day the last one counts.
    public let rules: [SessionRule]
    /// One for each day that differs, in order of date.
    public let exceptions: [DayException]
    /// The years for which days off are known.
    public let knownYears: Set<Int>
    let exceptionByDay: [Int32: DayException]
    let index: WorkTimeIndex

    /// A calendar from its rules and exceptions.
    ///
    /// - Parameters:
    ///   - rules: a rule with a later first day goes before an earlier one; of two with the same first day the one with
    ///     a season; of two such the later in the list.
    ///   - exceptions: of two for the same day the later in the list counts.
    ///   - indexed: the days for which the fast path is prepared; others are walked.
    public init(
        rules: [SessionRule] = SessionRule.office,
        exceptions: [DayException] = NationalDays.all,
        indexed: ClosedRange<CivilDate> = WorkCalendar.usualIndex
    ) {
        self.rules = rules.enumerated().sorted { a, b in
            (a.element.validFrom.day, a.element.season == nil ? 0 : 1, a.offset)
                < (b.element.validFrom.day, b.element.season == nil ? 0 : 1, b.offset)
        }.map(\.element)
        var byDay: [Int32: DayException] = [:]
        for exception in exceptions { byDay[exception.date.day] = exception }
        exceptionByDay = byDay
        self.exceptions = byDay.values.sorted { $0.date < $1.date }
        knownYears = Set(byDay.values.map(\.date.year))
        index = WorkTimeIndex(rules: self.rules, exceptions: self.exceptions, covering: indexed)
    }

    /// 2016 to 2035: the years that dossiers of today touch.
    public static let usualIndex = CivilDate(day: 16_801)...CivilDate(day: 24_105)

    /// Whether the day has working sessions that count.
    public func isWorkingDay(_ date: CivilDate) -> Bool { day(date).isWorked }

    /// The sessions of that day, reception sessions among them; none on a day off.
    public func sessions(on date: CivilDate) -> [Session] { day(date).sessions }

    /// What makes the day differ from its weekday, or nil.
    public func exception(on date: CivilDate) -> DayException? { exceptionByDay[date.day] }

    /// Whether dossiers are taken in at that moment, in working or reception sessions.
    public func isOpen(at moment: Instant) -> Bool {
        let minute = moment.minuteOfDay
        return day(moment.date).sessions.contains { ($0.from.minute..<$0.to.minute).contains(minute) }
    }

    /// The first working day after `date`.
    public func workingDay(after date: CivilDate) -> CivilDate {
        var day = date.adding(days: 1)
        var closed = 0
        while !isWorkingDay(day), closed < ClockLimits.closedDays {
            day = day.adding(days: 1)
            closed += 1
        }
        return day
    }
}

extension WorkCalendar {
    func day(_ date: CivilDate) -> WorkDay {
        guard let exception = exceptionByDay[date.day] else {
            return WorkDay(date: date, sessions: Self.scheduled(by: rules, on: date, as: date.weekday), exception: nil)
        }
        if exception.isOff { return WorkDay(date: date, sessions: [], exception: exception) }
        let weekday = Self.weekday(worked: exception)
        return WorkDay(
            date: date,
            sessions: Self.scheduled(by: rules, on: date, as: weekday),
            exception: exception
        )
    }

    /// A make-up day has the sessions of the weekday it replaces (rule 3a); unknown, those of the Friday before.
    static func weekday(worked exception: DayException) -> Weekday {
        if let replaced = exception.pairedWith { return replaced.weekday }
        let own = exception.date.weekday
        return own.rawValue > Weekday.friday.rawValue ? .friday : own
    }

    static func scheduled(by rules: [SessionRule], on date: CivilDate, as weekday: Weekday) -> [Session] {
        rules.last { $0.weekdays.contains(weekday) && $0.holds(on: date) }?.sessions ?? []
    }
}

/// One day as the calendar sees it.
struct WorkDay {
    let date: CivilDate
    let sessions: [Session]
    let exception: DayException?

    var worked: [Session] { sessions.filter { $0.kind == .work } }
    var isWorked: Bool { sessions.contains { $0.kind == .work } }
    var opening: Int? { worked.first?.from.minute }
    var closing: Int? { worked.last?.to.minute }

    /// The clock time on this day: at the earliest its opening, over lunch the afternoon's start, at the latest its end.
    func placing(_ minute: Int) -> Int {
        let worked = worked
        guard let last = worked.last else { return minute }
        for session in worked where minute <= session.to.minute { return max(minute, session.from.minute) }
        return last.to.minute
    }

    /// Working minutes between two clock times of this day.
    func minutes(from: Int, to: Int) -> Int {
        worked.reduce(0) { $0 + max(0, min(to, $1.to.minute) - max(from, $1.from.minute)) }
    }
}
