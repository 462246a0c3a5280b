internal import Kernel

/// The derivation while it grows: days of one cause become one line.
struct Trail {
    private let calendar: WorkCalendar
    private let received: Instant
    private let words: ClockWords
    /// False where nobody reads the derivation: then no line is worded.
    private let isKept: Bool
    private(set) var lines: [DerivationLine] = []
    private var skipped: [WorkDay] = []
    /// Counted days that follow one another, and of how many the limit is.
    private var run: [(date: CivilDate, number: Int)] = []

    init(calendar: WorkCalendar, received: Instant, limit: TimeLimit, isKept: Bool = true) {
        self.calendar = calendar
        self.isKept = isKept
        self.received = received
        words = ClockWords(year: received.date.year)
        if isKept { add(received, "received", words.received(limit, at: received)) }
    }

    private mutating func add(_ at: Instant, _ rule: String, _ phrase: Phrase) {
        guard isKept else { return }
        lines.append(DerivationLine(at: at, rule: rule, vi: phrase.vi, en: phrase.en))
    }

    // MARK: Arrival

    /// Writes down how the moment of receipt is normalised; gives the clock time that counts, or nil for the day's end.
    @discardableResult
    mutating func arrival(on day: WorkDay, endsLastDay: Bool) -> Int? {
        let minute = received.minuteOfDay
        guard let opening = day.opening, let closing = day.closing else {
            add(received, "arrival", words.arrivedOnDayOff(reception: calendar.isOpen(at: received), endsLastDay))
            return nil
        }
        if minute > closing {
            add(received, "arrival", words.arrivedAfterClosing(endsLastDay))
            return nil
        }
        let placed = day.placing(minute)
        if minute < opening {
            add(received, "arrival", words.arrivedBeforeOpening(countedFrom: placed))
        } else if placed != minute {
            add(received, "arrival", words.arrivedAtLunch(countedFrom: placed))
        }
        return placed
    }

    /// A same-day dossier that came too late for its day.
    mutating func late(on day: WorkDay, cutoff: TimeOfDay) {
        guard isKept else { return }
        if !day.isWorked {
            add(received, "arrival", words.arrivedOnDayOff(reception: calendar.isOpen(at: received), false))
        } else if received.minuteOfDay > cutoff.minute {
            add(received, "cutoff", words.afterCutoff(cutoff))
        } else {
            add(received, "arrival", words.arrivedAfterClosing(false))
        }
    }

    // MARK: Days

    mutating func skip(_ day: WorkDay) {
        guard isKept else { return }
        flushRun()
        skipped.append(day)
    }

    /// A counted working day. Up to five stand one by one, more are told in runs.
    mutating func count(_ day: WorkDay, number: Int, of total: Int) {
        guard isKept else { return }
        flushSkipped()
        if let exception = day.exception, !exception.isOff {
            flushRun()
            add(Instant(day.date), "day", words.makeUp(day.date, number: number, exception))
        } else if total <= 5 {
            add(Instant(day.date), "day", words.counted(day.date, number: number))
        } else {
            run.append((day.date, number))
        }
    }

    /// Working time used on one day of a walk.
    mutating func work(_ day: WorkDay, minutes: Int) {
        guard isKept else { return }
        flushSkipped()
        add(Instant(day.date), "day", words.worked(day.date, minutes: minutes))
    }

    mutating func counted(to last: CivilDate, days: Int?) {
        guard isKept else { return }
        add(Instant(last), "counted", words.civil(from: received.date.adding(days: 1), to: last, days: days))
    }
    mutating func sameDay(_ date: CivilDate) {
        guard isKept else { return }
        flush()
        add(Instant(date), "day", words.sameDay(date))
    }
    mutating func moved(to date: CivilDate) {
        guard isKept else { return }
        flush()
        add(Instant(date), "moved", words.moved(to: date))
    }

    // MARK: Pauses

    mutating func pause(_ span: PauseSpan, minutes: Int) { pause(span, words.minutes(minutes)) }
    mutating func pause(_ span: PauseSpan, days: Int) { pause(span, words.days(days)) }
    mutating func pause(_ span: PauseSpan, workingDays: Int) { pause(span, words.workingDays(workingDays)) }
    private mutating func pause(_ span: PauseSpan, _ length: Phrase) {
        guard isKept else { return }
        flush()
        add(span.from, "pause", words.pause(span, length))
    }

    // MARK: The end

    mutating func close(due: Instant, expected: [DayException], unknownYears: [Int], open: Pause?) {
        guard isKept else { return }
        flush()
        if !expected.isEmpty { add(Instant(expected[0].date), "expected", words.expected(expected)) }
        for year in unknownYears {
            add(Instant(CivilDate(year, 1, 1) ?? due.date), "unknown-year", words.unknownYear(year))
        }
        if let open { add(open.from, "open-pause", words.openPause(since: open.from)) }
        add(due, "due", words.due(due))
    }

    private mutating func flush() {
        flushRun()
        flushSkipped()
    }

    private mutating func flushRun() {
        if let first = run.first, let last = run.last {
            if run.count == 1 {
                add(Instant(first.date), "day", words.counted(first.date, number: first.number))
            } else {
                add(Instant(first.date), "days", words.countedRun(from: first, to: last))
            }
        }
        run = []
    }

    private mutating func flushSkipped() {
        for group in SkippedGroup.groups(skipped) {
            add(Instant(group.days[0]), group.isWeekend ? "weekend" : "skipped", words.skipped(group))
        }
        skipped = []
    }
}

/// Days off one after the other that have one cause.
struct SkippedGroup {
    var days: [CivilDate]
    /// The exceptions behind it; none is a plain weekend or a closed day.
    var exceptions: [DayException]

    var isWeekend: Bool { exceptions.isEmpty }
    var kind: DayException.Kind? { exceptions.first?.kind }

    /// Each cause once. A holiday that falls on the weekend counts as weekend, unless its like stands beside it (Tết).
    static func groups(_ days: [WorkDay]) -> [SkippedGroup] {
        var out: [SkippedGroup] = []
        for (place, day) in days.enumerated() {
            var cause = day.exception
            if let own = cause, own.kind == .statutory, day.date.weekday.rawValue > 5 {
                let beside = [place - 1, place + 1].filter(days.indices.contains).map { days[$0].exception }
                if !beside.contains(where: { $0?.kind == .statutory && $0?.nameVI == own.nameVI }) { cause = nil }
            }
            if let last = out.last, last.takes(cause) {
                out[out.count - 1].days.append(day.date)
                if let cause, !last.exceptions.contains(where: { $0.nameVI == cause.nameVI }) {
                    out[out.count - 1].exceptions.append(cause)
                }
            } else {
                out.append(SkippedGroup(days: [day.date], exceptions: cause.map { [$0] } ?? []))
            }
        }
        return out
    }

    /// Weekends join weekends, holidays holidays; a swapped day and one in place of another stand alone.
    private func takes(_ cause: DayException?) -> Bool {
        guard let cause else { return isWeekend }
        return cause.kind == .statutory && kind == .statutory
    }
}
