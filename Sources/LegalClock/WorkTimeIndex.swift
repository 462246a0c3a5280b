internal import Kernel

/// Working time counted beforehand: how many working days and minutes lie before each day, and which day is the Nth.
///
/// Flat arrays of integers, made once for a calendar: a due instant is a handful of look-ups.
final class WorkTimeIndex: Sendable {
    /// The shape of a day, shared by all days alike.
    struct Pattern: Hashable {
        var firstSession: Int32
        var sessions: Int32
        var opening: Int32
        var closing: Int32
        var minutes: Int32
    }
    private let first: Int32
    private let count: Int32
    /// For each day and one beyond: the working days before it.
    private let daysBefore: [Int32]
    /// For each day and one beyond: the working minutes before it.
    private let minutesBefore: [Int32]
    /// The day number of each working day.
    private let workingDays: [Int32]
    private let patternOf: [UInt16]
    private let patterns: [Pattern]
    private let starts: [Int32]
    private let ends: [Int32]
    /// Above it minutes no longer fit into 32 bits (the year 5138).
    private static let latest: Int64 = 100_000_000_000_000
    /// Working minutes of the longest day, at least 1.
    private let longest: Int32

    init(rules: [SessionRule], exceptions: [DayException], covering range: ClosedRange<CivilDate>) {
        let first = range.lowerBound.day
        let count = Int(range.upperBound.day - first) + 1
        let sessions = Self.sessionLists(rules, exceptions, first: first, count: count)
        var known: [[Session]: UInt16] = [:]
        var patterns: [Pattern] = []
        var starts: [Int32] = []
        var ends: [Int32] = []
        var patternOf = [UInt16](repeating: 0, count: count)
        var daysBefore = [Int32](repeating: 0, count: count + 1)
        var minutesBefore = [Int32](repeating: 0, count: count + 1)
        var workingDays: [Int32] = []
        for offset in 0..<count {
            let worked = sessions[offset]
            let number: UInt16
            if let seen = known[worked] {
                number = seen
            } else {
                number = UInt16(clamping: patterns.count)
                known[worked] = number
                patterns.append(
                    Pattern(
                        firstSession: Int32(starts.count),
                        sessions: Int32(worked.count),
                        opening: Int32(worked.first?.from.minute ?? 0),
                        closing: Int32(worked.last?.to.minute ?? 0),
                        minutes: Int32(worked.reduce(0) { $0 + $1.minutes })
                    )
                )
                starts += worked.map { Int32($0.from.minute) }
                ends += worked.map { Int32($0.to.minute) }
            }
            let pattern = patterns[Int(number)]
            patternOf[offset] = number
            daysBefore[offset + 1] = daysBefore[offset] + (pattern.sessions > 0 ? 1 : 0)
            minutesBefore[offset + 1] = minutesBefore[offset] + pattern.minutes
            if pattern.sessions > 0 { workingDays.append(first + Int32(offset)) }
        }
        self.first = first
        self.count = Int32(count)
        self.daysBefore = daysBefore
        self.minutesBefore = minutesBefore
        self.workingDays = workingDays
        self.patternOf = patternOf
        self.patterns = patterns
        self.starts = starts
        self.ends = ends
        longest = max(1, patterns.map(\.minutes).max() ?? 1)
    }

    /// The working sessions of each day: rules painted over one another, then the exceptions.
    private static func sessionLists(
        _ rules: [SessionRule],
        _ exceptions: [DayException],
        first: Int32,
        count: Int
    ) -> [[Session]] {
        var lists = [[Session]](repeating: [], count: count)
        for rule in rules {
            let worked = rule.sessions.filter { $0.kind == .work }
            let from = max(0, Int(rule.validFrom.day) - Int(first))
            let to = min(count - 1, Int((rule.validTo?.day ?? first + Int32(count)) - first))
            guard from <= to else { continue }
            for offset in from...to {
                let date = CivilDate(day: first + Int32(offset))
                if rule.weekdays.contains(date.weekday), rule.season?.contains(date) ?? true { lists[offset] = worked }
            }
        }
        for exception in exceptions {
            let offset = Int(exception.date.day) - Int(first)
            guard lists.indices.contains(offset) else { continue }
            lists[offset] =
                exception.isOff
                ? []
                : WorkCalendar.scheduled(
                    by: rules,
                    on: exception.date,
                    as: WorkCalendar.weekday(worked: exception)
                ).filter { $0.kind == .work }
        }
        return lists
    }
}

extension WorkTimeIndex {
    /// The due instant, or nil when the count leaves the days of the index.
    func due(received: Instant, limit: TimeLimit) -> Instant? {
        guard (0..<Self.latest).contains(received.milliseconds) else { return nil }
        let local = Int32(truncatingIfNeeded: received.milliseconds / 60_000) &+ 420
        let day = local / 1440
        let minute = local % 1440
        guard day >= first, day < first + count else { return nil }
        switch limit.clamped {
        case .workingDays(let halves):
            return halves % 2 == 0
                ? wholeDays(Int32(halves / 2), day, minute)
                : walked(Int32(halves * ClockLimits.minutesPerWorkingDay / 2), day, minute)
        case .workingHours(let hours): return walked(Int32(hours * 60), day, minute)
        case .calendarDays(let days): return closing(on: day + Int32(days))
        case .months(let months): return closing(on: CivilDate(day: day).adding(months: months).day)
        case .sameDay(let cutoff):
            let pattern = patterns[Int(patternOf[Int(day - first)])]
            let today = pattern.sessions > 0 && minute <= cutoff.minute && minute <= pattern.closing
            return closing(on: today ? day : day + 1)
        }
    }

    /// The last session's end of that day, or of the first working day after it.
    private func closing(on day: Int32) -> Instant? {
        guard day >= first, day < first + count else { return nil }
        let number = Int(daysBefore[Int(day - first)])
        guard number < workingDays.count else { return nil }
        let found = workingDays[number]
        return instant(found, patterns[Int(patternOf[Int(found - first)])].closing)
    }

    /// Rule 3a: the same clock time on the Nth working day strictly after the day of receipt.
    private func wholeDays(_ days: Int32, _ day: Int32, _ minute: Int32) -> Instant? {
        let arrival = patterns[Int(patternOf[Int(day - first)])]
        let number = Int(daysBefore[Int(day - first) + 1] + days) - 1
        guard number < workingDays.count else { return nil }
        let found = workingDays[number]
        let target = patterns[Int(patternOf[Int(found - first)])]
        if arrival.sessions == 0 || minute > arrival.closing { return instant(found, target.closing) }
        return instant(found, placing(placing(minute, arrival), target))
    }

    /// Working time walked from the normalised instant (rule 5); a walk that ends with a session ends there.
    private func walked(_ minutes: Int32, _ day: Int32, _ minute: Int32) -> Instant? {
        let total =
            minutesBefore[Int(day - first)] + elapsed(minute, patterns[Int(patternOf[Int(day - first)])]) + minutes
        var number = Int(daysBefore[Int(day - first)] + (minutes - 1) / longest)
        while number < workingDays.count, minutesBefore[Int(workingDays[number] - first) + 1] < total { number += 1 }
        guard number < workingDays.count else { return nil }
        let found = workingDays[number]
        var left = total - minutesBefore[Int(found - first)]
        let pattern = patterns[Int(patternOf[Int(found - first)])]
        for session in Int(pattern.firstSession)..<Int(pattern.firstSession + pattern.sessions) {
            let length = ends[session] - starts[session]
            if left <= length { return instant(found, starts[session] + left) }
            left -= length
        }
        return nil
    }

    private func placing(_ minute: Int32, _ pattern: Pattern) -> Int32 {
        for session in Int(pattern.firstSession)..<Int(pattern.firstSession + pattern.sessions)
        where minute <= ends[session] { return max(minute, starts[session]) }
        return pattern.closing
    }

    private func elapsed(_ minute: Int32, _ pattern: Pattern) -> Int32 {
        var sum: Int32 = 0
        for session in Int(pattern.firstSession)..<Int(pattern.firstSession + pattern.sessions) {
            sum += max(0, min(minute, ends[session]) - starts[session])
        }
        return sum
    }

    /// Working minutes before that moment, or nil when it lies outside the index.
    func minutesBefore(_ moment: Instant) -> Int32? {
        let day = moment.date.day
        guard day >= first, day < first + count else { return nil }
        return minutesBefore[Int(day - first)]
            + elapsed(Int32(moment.minuteOfDay), patterns[Int(patternOf[Int(day - first)])])
    }

    private func instant(_ day: Int32, _ minute: Int32) -> Instant {
        Instant(milliseconds: (Int64(day) * 1440 + Int64(minute) - Instant.offsetMinutes) * 60_000)
    }
}
