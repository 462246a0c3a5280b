import Kernel
import LegalClock
import TestSupport
import Testing

/// Properties over random receipts, limits, pauses and calendars; a failure names its seed.
@Suite struct PropertyTests {
    static let seeds: [UInt64] = Array(1...24)

    /// Receipts crowd where rules change: opening, lunch, closing, the cut-off, holidays.
    static func receipt(_ g: inout SeededGenerator) -> Instant {
        let date = CivilDate(day: Int32.random(in: 17_540...20_900, using: &g))
        let edges = [449, 450, 451, 689, 690, 691, 809, 810, 811, 900, 901, 1049, 1050, 1051, 0, 1439]
        let minute =
            Bool.random(using: &g)
            ? edges[Int.random(in: 0..<edges.count, using: &g)] : Int.random(in: 0...1439, using: &g)
        return Instant(date, minute: minute)
    }
    static func limit(_ g: inout SeededGenerator) -> TimeLimit {
        switch Int.random(in: 0...5, using: &g) {
        case 0: .workingDays(Int.random(in: 1...30, using: &g))
        case 1: .workingDays(halves: Int.random(in: 1...60, using: &g))
        case 2: .workingHours(Int.random(in: 1...100, using: &g))
        case 3: .calendarDays(Int.random(in: 1...60, using: &g))
        case 4: .months(Int.random(in: 1...6, using: &g))
        default: .sameDay
        }
    }
    static func pauses(after start: Instant, _ g: inout SeededGenerator) -> [Pause] {
        (0..<Int.random(in: 0...4, using: &g)).map { _ in
            let from = start.adding(minutes: Int.random(in: -3000...40_000, using: &g))
            return Pause(from: from, to: from.adding(minutes: Int.random(in: 0...20_000, using: &g)))
        }
    }
    /// A calendar with seasons, a Saturday morning and a few more days off and on than the nation's.
    static func calendar(_ g: inout SeededGenerator, seasonal: Bool = true) -> WorkCalendar {
        var rules = SessionRule.office
        if seasonal {
            let summer = ["07:00-11:30,13:30-17:00", "08:00-12:00", "07:30-11:00,11:00-12:00,14:00-17:45"]
            rules.append(
                SessionRule(
                    weekdays: [.monday, .tuesday, .thursday, .friday],
                    sessions: LegalClockTests.sessions(summer[Int.random(in: 0..<summer.count, using: &g)]),
                    season: Season(fromMonth: 4, day: 16, toMonth: 10, day: 15),
                    validFrom: day("2019-01-01")
                )
            )
            rules.append(
                SessionRule(
                    weekdays: [.saturday],
                    sessions: LegalClockTests.sessions(Bool.random(using: &g) ? "07:30-11:30r" : "07:30-11:30"),
                    validFrom: day("2020-06-01"),
                    validTo: day("2025-06-30")
                )
            )
        }
        let extra = (0..<30).map { _ in holiday(on: Int32.random(in: 17_540...20_900, using: &g)) }
        return WorkCalendar(
            rules: rules,
            exceptions: NationalDays.all + extra,
            indexed: day("2018-01-01")...day("2028-12-31")
        )
    }
    static func holiday(on day: Int32) -> DayException {
        DayException(date: CivilDate(day: day), kind: .statutory, status: .announced, nameVI: "Nghỉ", nameEN: "Off")
    }

    @Test(arguments: seeds) func theFastPathEqualsTheSlowOne(seed: UInt64) {
        var g = SeededGenerator(seed)
        let calendar = Self.calendar(&g)
        for _ in 0..<120 {
            let (received, limit) = (Self.receipt(&g), Self.limit(&g))
            let fast = calendar.dueInstant(received: received, limit: limit)
            let slow = calendar.due(received: received, limit: limit).at
            #expect(fast == slow, "seed \(seed): \(received) \(limit)")
        }
    }

    @Test func outsideTheIndexTheDaysAreWalked() {
        let small = WorkCalendar(indexed: day("2026-03-02")...day("2026-03-10"))
        for offset in 0..<14 {
            for limit in [TimeLimit.workingDays(3), .workingHours(20), .calendarDays(5), .months(1), .sameDay] {
                let received = Instant(day("2026-02-27").adding(days: offset), minute: 600)
                let expected = WorkCalendar.standard.dueInstant(received: received, limit: limit)
                #expect(small.dueInstant(received: received, limit: limit) == expected, "\(received) \(limit)")
                let later = received.adding(days: offset * 3)
                #expect(
                    small.workingMinutes(from: received, to: later)
                        == WorkCalendar.standard.workingMinutes(from: received, to: later)
                )
            }
        }
    }

    @Test(arguments: seeds) func pausingNeverShortens(seed: UInt64) {
        var g = SeededGenerator(seed)
        let calendar = Self.calendar(&g)
        for _ in 0..<40 {
            let (received, limit) = (Self.receipt(&g), Self.limit(&g))
            var pauses: [Pause] = []
            var due = calendar.due(received: received, limit: limit).at
            for pause in Self.pauses(after: received, &g) {
                pauses.append(pause)
                let next = calendar.due(received: received, limit: limit, pauses: pauses).at
                #expect(next >= due, "seed \(seed): \(received) \(limit) \(pauses)")
                due = next
            }
        }
    }

    @Test(arguments: seeds) func overlappingPausesEqualTheirUnion(seed: UInt64) {
        var g = SeededGenerator(seed)
        let calendar = Self.calendar(&g)
        for _ in 0..<40 {
            let (received, limit) = (Self.receipt(&g), Self.limit(&g))
            let from = received.adding(minutes: Int.random(in: 0...5000, using: &g))
            let length = Int.random(in: 1...20_000, using: &g)
            let whole = [Pause(from: from, to: from.adding(minutes: length))]
            let cut = Int.random(in: 0...length, using: &g)
            let over = Int.random(in: cut...length, using: &g)
            let parts = [
                Pause(from: from.adding(minutes: cut), to: from.adding(minutes: length)),
                Pause(from: from, to: from.adding(minutes: over)), Pause(from: from, to: from.adding(minutes: cut)),
            ]
            #expect(
                calendar.due(received: received, limit: limit, pauses: parts).at
                    == calendar.due(received: received, limit: limit, pauses: whole).at,
                "seed \(seed): \(received) \(limit) \(parts)"
            )
        }
    }

    @Test(arguments: seeds) func aLaterReceiptIsNeverDueEarlier(seed: UInt64) {
        var g = SeededGenerator(seed)
        let calendar = Self.calendar(&g)
        for _ in 0..<60 {
            let (received, limit) = (Self.receipt(&g), Self.limit(&g))
            let later = received.adding(minutes: Int.random(in: 1...4000, using: &g))
            let first = calendar.dueInstant(received: received, limit: limit)
            #expect(
                first <= calendar.dueInstant(received: later, limit: limit),
                "seed \(seed): \(received) \(later) \(limit)"
            )
            #expect(first >= received, "seed \(seed): due before it was received: \(received) \(limit)")
        }
    }

    @Test(arguments: seeds) func aLaterReceiptWithPausesIsNeverDueEarlier(seed: UInt64) {
        var g = SeededGenerator(seed)
        let calendar = Self.calendar(&g, seasonal: false)
        for _ in 0..<30 {
            let (received, limit) = (Self.receipt(&g), Self.limit(&g))
            let pauses = Self.pauses(after: received, &g)
            let later = received.adding(minutes: Int.random(in: 1...4000, using: &g))
            #expect(
                calendar.dueInstant(received: received, limit: limit, pauses: pauses)
                    <= calendar.dueInstant(received: later, limit: limit, pauses: pauses),
                "seed \(seed): \(received) \(later) \(limit) \(pauses)"
            )
        }
    }

    @Test(arguments: seeds) func aFurtherHolidayIsNeverDueEarlier(seed: UInt64) {
        var g = SeededGenerator(seed)
        let before = Self.calendar(&g, seasonal: false)
        for _ in 0..<4 {
            let extra = Self.holiday(on: Int32.random(in: 17_540...20_900, using: &g))
            let after = WorkCalendar(
                rules: before.rules,
                exceptions: before.exceptions + [extra],
                indexed: day("2018-01-01")...day("2028-12-31")
            )
            for _ in 0..<20 {
                let shift = Int.random(in: -30...1, using: &g)
                let received = Instant(extra.date.adding(days: shift), minute: Int.random(in: 0...1439, using: &g))
                let limit = Self.limit(&g)
                let pauses = Self.pauses(after: received, &g)
                #expect(
                    before.dueInstant(received: received, limit: limit, pauses: pauses)
                        <= after.dueInstant(received: received, limit: limit, pauses: pauses),
                    "seed \(seed): \(received) \(limit) \(pauses), holiday \(extra.date)"
                )
            }
        }
    }
}

@Suite struct UntoldTests {
    /// The due date without its derivation is the same date and rests on the same days.
    @Test(arguments: [UInt64(1), 2, 3]) func whatIsNotToldIsTheSame(seed: UInt64) {
        var dice = SeededGenerator(seed)
        let calendar = WorkCalendar.standard
        for _ in 0..<400 {
            let day = CivilDate(day: 19_723 + Int32.random(in: 0..<2200, using: &dice))
            let received = Instant(day, minute: Int.random(in: 0..<1440, using: &dice))
            let number = Int.random(in: 1...40, using: &dice)
            let limits: [TimeLimit] = [
                .workingDays(number), .workingDays(halves: number), .workingHours(number), .calendarDays(number),
                .months(number % 12 + 1),
            ]
            let from = received.adding(minutes: Int.random(in: 0..<20_000, using: &dice))
            let pauses = Bool.random(using: &dice) ? [Pause(from: from, to: from.adding(days: number))] : []
            for limit in limits {
                let told = calendar.due(received: received, limit: limit, pauses: pauses)
                let untold = calendar.untoldDue(received: received, limit: limit, pauses: pauses)
                #expect(told.at == untold.at && told.restsOn == untold.restsOn, "\(received) \(limit)")
                #expect(untold.lines.isEmpty && !told.lines.isEmpty)
            }
        }
    }
}
