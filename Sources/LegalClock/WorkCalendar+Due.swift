public import Kernel

extension WorkCalendar {
    /// The due date with its derivation (`vietnam.md` §4.1).
    ///
    /// - Parameters:
    ///   - received: the moment of valid reception; cut to the minute.
    ///   - limit: a number outside `ClockLimits` is read as the nearest that exists.
    ///   - pauses: may overlap and touch; overlaps count once. Each counts in the limit's own unit (rule 13a) from the
    ///     reception on, when it began before the limit was over. One that is still open moves nothing yet.
    public func due(received: Instant, limit: TimeLimit, pauses: [Pause] = []) -> DueDate {
        due(received, limit, pauses, isTold: true)
    }

    /// The due date and the days it rests on, without its derivation: the lines are empty.
    public func untoldDue(received: Instant, limit: TimeLimit, pauses: [Pause] = []) -> DueDate {
        due(received, limit, pauses, isTold: false)
    }

    private func due(_ received: Instant, _ limit: TimeLimit, _ pauses: [Pause], isTold: Bool) -> DueDate {
        var reckoning = Reckoning(self, received: received, limit: limit, pauses: pauses, isTold: isTold)
        let at = reckoning.run()
        let days = daysRelied(on: reckoning, due: at)
        let expected = exceptions(in: days).filter { $0.status == .expected }
        let unknown = unknownYears(in: days)
        let open = pauses.filter { $0.to == nil && $0.from < at }.min { $0.from < $1.from }
        reckoning.trail.close(due: at, expected: expected, unknownYears: unknown, open: open)
        return DueDate(
            at: at,
            restsOn: (expected.map(\.date) + unknown.compactMap { CivilDate($0, 1, 1) }).sorted(),
            lines: reckoning.trail.lines
        )
    }

    /// The due instant alone, without pauses and derivation: the fast way, equal to `due(received:limit:).at`.
    public func dueInstant(received: Instant, limit: TimeLimit) -> Instant {
        if let found = index.due(received: received, limit: limit) { return found }
        var reckoning = Reckoning(self, received: received, limit: limit, pauses: [], isTold: false)
        return reckoning.run()
    }

    /// The due instant with pauses, without its derivation.
    public func dueInstant(received: Instant, limit: TimeLimit, pauses: [Pause]) -> Instant {
        if pauses.isEmpty { return dueInstant(received: received, limit: limit) }
        var reckoning = Reckoning(self, received: received, limit: limit, pauses: pauses, isTold: false)
        return reckoning.run()
    }

    /// The days whose nature decided: every day of a count in working time, only the roll at the end of civil days.
    private func daysRelied(on reckoning: Reckoning, due: Instant) -> ClosedRange<CivilDate> {
        let first = reckoning.rolledFrom ?? reckoning.received.date
        return first...max(first, due.date)
    }

    private func exceptions(in days: ClosedRange<CivilDate>) -> ArraySlice<DayException> {
        let start = exceptions.firstIndex { $0.date >= days.lowerBound } ?? exceptions.endIndex
        return exceptions[start...].prefix { $0.date <= days.upperBound }
    }

    private func unknownYears(in days: ClosedRange<CivilDate>) -> [Int] {
        (days.lowerBound.year...days.upperBound.year).filter { !knownYears.contains($0) }
    }
}

extension DueDate {
    /// The derivation as one sentence: `3 working days, received … → …; … → Mon 4/5/2026 15:20`. Weekends are left out.
    public var summary: (vi: String, en: String) {
        let middle = lines.dropFirst().dropLast().filter { $0.rule != "weekend" }
        let end = ClockWords.moment(at)
        func joined(_ text: (DerivationLine) -> String, _ end: String) -> String {
            [lines.first.map(text) ?? "", middle.map(text).joined(separator: "; "), end]
                .filter { !$0.isEmpty }.joined(separator: " → ")
        }
        return (joined(\.vi, end.vi), joined(\.en, end.en))
    }
}
