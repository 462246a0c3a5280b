public import Kernel

extension WorkCalendar {
    /// Working minutes from one moment to a later one; 0 when the second is not later.
    public func workingMinutes(from: Instant, to: Instant) -> Int {
        index.workingMinutes(from: from, to: to) ?? workingMinutesWalked(from: from.cutToMinute, to: to.cutToMinute)
    }

    /// Working time left, or late, as people say it: whole working days of eight hours, and minutes.
    public func workingTime(from: Instant, to: Instant) -> (days: Int, minutes: Int) {
        let minutes = workingMinutes(from: from, to: to)
        return (minutes / ClockLimits.minutesPerWorkingDay, minutes % ClockLimits.minutesPerWorkingDay)
    }

    /// When the folder must be handed over: the same working day; received after 15:00 or outside working days, at the
    /// opening of the next working day (`vietnam.md` §2.3). The cut-off touches no other limit (rule 3a).
    public func handOverDue(received: Instant) -> Instant {
        let day = day(received.date)
        let minute = received.minuteOfDay
        if let closing = day.closing, minute <= min(closing, ClockLimits.handOverCutoff) {
            return Instant(day.date, minute: closing)
        }
        let next = workingDay(after: day.date)
        return Instant(next, minute: self.day(next).opening ?? 0)
    }

    /// When one step is due: its own limit from its start, never after the legal due instant (rules 10 and 11).
    ///
    /// A step without a limit is due with the dossier.
    public func stepDue(entered: Instant, limit: TimeLimit?, legalDue: Instant, pauses: [Pause] = []) -> Instant {
        guard let limit else { return legalDue }
        return min(legalDue, dueInstant(received: entered, limit: limit, pauses: pauses))
    }

    /// When the steps of a plan are due when each takes all its time, and whether together they would pass the law's
    /// limit (rule 10: sum ≤ legal limit).
    public func stepDues(
        received: Instant,
        limits: [TimeLimit?],
        legalDue: Instant
    ) -> (dues: [Instant], exceedsLegalLimit: Bool) {
        var dues: [Instant] = []
        var start = received
        var exceeds = false
        for limit in limits {
            guard let limit else {
                dues.append(legalDue)
                continue
            }
            start = dueInstant(received: start, limit: limit)
            exceeds = exceeds || start > legalDue
            dues.append(min(start, legalDue))
        }
        return (dues, exceeds)
    }
}

extension WorkTimeIndex {
    /// Working minutes between two moments, or nil when one lies outside the index.
    func workingMinutes(from: Instant, to: Instant) -> Int? {
        guard from < to else { return 0 }
        guard let start = minutesBefore(from), let end = minutesBefore(to) else { return nil }
        return Int(end - start)
    }
}
