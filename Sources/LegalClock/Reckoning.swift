internal import Kernel

/// The slow, plain way to a due instant: day by day, writing down each step (`docs/guides/legal-clock.md`).
struct Reckoning {
    let calendar: WorkCalendar
    /// The moment of valid reception, cut to the minute.
    let received: Instant
    let limit: TimeLimit
    /// The union of the pauses, in order, from the reception on.
    let spans: [PauseSpan]
    var trail: Trail
    /// For civil days: the day from which the end rolled forward.
    private(set) var rolledFrom: CivilDate?

    /// - Parameter isTold: whether somebody reads the trail.
    init(_ calendar: WorkCalendar, received: Instant, limit: TimeLimit, pauses: [Pause], isTold: Bool = true) {
        self.calendar = calendar
        self.received = received.cutToMinute
        self.limit = limit.clamped
        spans = PauseSpan.union(pauses, since: received.cutToMinute)
        trail = Trail(calendar: calendar, received: received.cutToMinute, limit: limit.clamped, isKept: isTold)
    }

    mutating func run() -> Instant {
        switch limit {
        case .workingDays(let halves):
            halves % 2 == 0 ? wholeDays(halves / 2) : walked(halves * ClockLimits.minutesPerWorkingDay / 2)
        case .workingHours(let hours): walked(hours * 60)
        case .calendarDays(let days): civil(received.date.adding(days: days), days: days)
        case .months(let months): civil(received.date.adding(months: months), days: nil)
        case .sameDay(let cutoff): sameDay(cutoff)
        }
    }

    // MARK: The units

    /// Rule 3a: the same clock time on the Nth working day strictly after the day of receipt.
    private mutating func wholeDays(_ count: Int) -> Instant {
        let today = calendar.day(received.date)
        let start = trail.arrival(on: today, endsLastDay: true)
        var date = received.date
        for number in 1...count {
            date = nextWorkingDay(after: date)
            trail.count(calendar.day(date), number: number, of: count)
        }
        let target = calendar.day(date)
        let minute = start.map(target.placing) ?? target.closing ?? received.minuteOfDay
        let base = Instant(date, minute: minute)
        let calendar = calendar
        return moved(base) { calendar.advance(base, by: $0) }
    }

    /// Hours and half days: working time walked from the normalised instant (rules 4 and 5).
    private mutating func walked(_ minutes: Int) -> Instant {
        trail.arrival(on: calendar.day(received.date), endsLastDay: false)
        let base = calendar.advance(received, by: minutes)
        var date = received.date
        while date <= base.date {
            let day = calendar.day(date)
            let used = day.minutes(
                from: date == received.date ? received.minuteOfDay : 0,
                to: date == base.date ? base.minuteOfDay : 1440
            )
            if used > 0 { trail.work(day, minutes: used) } else if !day.isWorked { trail.skip(day) }
            date = date.adding(days: 1)
        }
        let (calendar, received) = (calendar, received)
        return moved(base) { calendar.advance(received, by: minutes + $0) }
    }

    /// Days and months of the civil calendar: the last day rolls forward off days off (Civil Code 2015 art. 147, 148).
    private mutating func civil(_ last: CivilDate, days: Int?) -> Instant {
        trail.counted(to: last, days: days)
        var paused = 0
        var due = closing(onOrAfter: last)
        for span in spans where span.from < due {
            let more = Int(span.to.date.day) - Int(span.from.date.day)
            paused += more
            trail.pause(span, days: more)
            due = closing(onOrAfter: last.adding(days: paused))
        }
        if paused > 0 { trail.moved(to: last.adding(days: paused)) }
        var date = last.adding(days: paused)
        rolledFrom = date
        while date < due.date {
            trail.skip(calendar.day(date))
            date = date.adding(days: 1)
        }
        return due
    }

    /// Rule 6: the day's last session, or the next working day's after the cut-off, after closing and on days off.
    ///
    /// A pause counts in working days: those whose end it swallows.
    private mutating func sameDay(_ cutoff: TimeOfDay) -> Instant {
        let today = calendar.day(received.date)
        let minute = received.minuteOfDay
        var date = received.date
        if !today.isWorked || minute > cutoff.minute || minute > today.closing ?? 0 {
            trail.late(on: today, cutoff: cutoff)
            date = nextWorkingDay(after: date)
        }
        trail.sameDay(date)
        var due = closing(onOrAfter: date)
        let begin = Instant(date)
        for span in spans where span.from < due {
            let more = calendar.workingDays(endingAfter: max(begin, span.from), through: span.to)
            trail.pause(span, workingDays: more)
            for _ in 0..<more { date = nextWorkingDay(after: date) }
            due = closing(onOrAfter: date)
        }
        return due
    }

    // MARK: Steps

    /// Moves `base` by the working time of the pauses that began before it was over.
    private mutating func moved(_ base: Instant, by advanced: (Int) -> Instant) -> Instant {
        var total = 0
        var due = base
        for span in spans where span.from < due {
            let minutes = calendar.workingMinutesWalked(from: span.from, to: span.to)
            total += minutes
            trail.pause(span, minutes: minutes)
            due = advanced(total)
        }
        var date = base.date
        while date < due.date {
            date = date.adding(days: 1)
            let day = calendar.day(date)
            if !day.isWorked { trail.skip(day) }
        }
        return due
    }

    private mutating func nextWorkingDay(after date: CivilDate) -> CivilDate {
        let next = calendar.workingDay(after: date)
        var skipped = date.adding(days: 1)
        while skipped < next {
            trail.skip(calendar.day(skipped))
            skipped = skipped.adding(days: 1)
        }
        return next
    }

    private func closing(onOrAfter date: CivilDate) -> Instant {
        let date = calendar.isWorkingDay(date) ? date : calendar.workingDay(after: date)
        return Instant(date, minute: calendar.day(date).closing ?? 0)
    }
}

/// A stretch in which the clock stood still, made of pauses that touch.
struct PauseSpan: Hashable {
    var from: Instant
    var to: Instant
    /// How many pauses it is made of.
    var pauses: Int

    /// The closed pauses after `received`, joined where they overlap or touch, in order.
    static func union(_ pauses: [Pause], since received: Instant) -> [PauseSpan] {
        var out: [PauseSpan] = []
        let closed = pauses.compactMap { pause in
            pause.to.map { (from: max(received, pause.from.cutToMinute), to: $0.cutToMinute) }
        }
        for (from, to) in closed.filter({ $0.from < $0.to }).sorted(by: { $0 < $1 }) {
            if let last = out.last, from <= last.to {
                out[out.count - 1].to = max(last.to, to)
                out[out.count - 1].pauses += 1
            } else {
                out.append(PauseSpan(from: from, to: to, pauses: 1))
            }
        }
        return out
    }
}

extension WorkCalendar {
    /// The moment `minutes` of working time after `start`. A walk that ends exactly with a session ends there: else a
    /// receipt before a pause could be due later than one inside it.
    func advance(_ start: Instant, by minutes: Int) -> Instant {
        guard minutes > 0 else { return start }
        var left = minutes
        var date = start.date
        var from = start.minuteOfDay
        var closed = 0
        while true {
            let worked = day(date).worked
            for session in worked where session.to.minute > from {
                let begin = max(from, session.from.minute)
                let available = session.to.minute - begin
                if left <= available { return Instant(date, minute: begin + left) }
                left -= available
            }
            closed = worked.isEmpty ? closed + 1 : 0
            if closed > ClockLimits.closedDays { return Instant(date, minute: from) }
            date = date.adding(days: 1)
            from = 0
        }
    }

    /// Working minutes between two moments, day by day.
    func workingMinutesWalked(from: Instant, to: Instant) -> Int {
        guard from < to else { return 0 }
        var sum = 0
        var date = from.date
        while date <= to.date {
            sum += day(date).minutes(
                from: date == from.date ? from.minuteOfDay : 0,
                to: date == to.date ? to.minuteOfDay : 1440
            )
            date = date.adding(days: 1)
        }
        return sum
    }

    /// The working days whose last session ends after `start` and not after `end`: the days that a pause swallows.
    func workingDays(endingAfter start: Instant, through end: Instant) -> Int {
        var count = 0
        var date = start.date
        while date <= end.date {
            if let closing = day(date).closing {
                let closes = Instant(date, minute: closing)
                if start < closes, closes <= end { count += 1 }
            }
            date = date.adding(days: 1)
        }
        return count
    }
}
