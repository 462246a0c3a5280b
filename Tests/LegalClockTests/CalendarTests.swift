import Kernel
import LegalClock
import Testing

@Suite struct CalendarTests {
    /// The police of a ward: office hours, and Saturday morning for reception (`vietnam.md` §4.1, rule 8).
    private let police = WorkCalendar(
        rules: SessionRule.office + [
            SessionRule(
                weekdays: [.saturday],
                sessions: [Session(from: TimeOfDay(minute: 450), to: TimeOfDay(minute: 690), kind: .reception)],
                validFrom: day("2021-07-01")
            )
        ]
    )

    @Test func aReceptionSessionIsOpenAndNoWorkingDay() {
        #expect(police.isOpen(at: at("2026-03-07T08:00")))
        #expect(!police.isOpen(at: at("2026-03-07T14:00")))
        #expect(!police.isWorkingDay(day("2026-03-07")))
        let due = police.due(received: at("2026-03-07T08:00"), limit: .workingDays(1))
        #expect(due.at == at("2026-03-09T17:30"))
        #expect(due.lines[1].en.hasPrefix("received in a reception session"))
        #expect(police.due(received: at("2026-03-06T09:00"), limit: .workingDays(1)).at == at("2026-03-09T09:00"))
    }

    @Test func aReceptionSessionIsClosedOnAHolidayAndWorkedOnAMakeUpDay() {
        #expect(!police.isOpen(at: at("2024-02-10T08:00")))
        #expect(police.isWorkingDay(day("2026-08-22")))
        #expect(police.isOpen(at: at("2026-08-22T15:00")))
    }

    /// Winter 07:30–11:30 and 13:00–17:00, summer from 16/4 to 15/10 07:00–11:00 and 13:30–17:30, from 2025 on.
    private let seasonal = WorkCalendar(
        rules: SessionRule.office + [
            SessionRule(
                weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
                sessions: sessions("07:30-11:30,13:00-17:00"),
                validFrom: day("2025-01-01")
            ),
            SessionRule(
                weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
                sessions: sessions("07:00-11:00,13:30-17:30"),
                season: Season(fromMonth: 4, day: 16, toMonth: 10, day: 15),
                validFrom: day("2025-01-01")
            ),
        ]
    )

    @Test(arguments: [
        ("2024-12-31T17:20", "2025-01-02T17:00"), ("2025-04-15T07:15", "2025-04-16T07:30"),
        ("2025-04-15T11:20", "2025-04-16T13:30"), ("2025-10-15T17:20", "2025-10-16T17:00"),
        ("2025-10-15T07:00", "2025-10-16T07:30"), ("2025-04-15T17:00", "2025-04-16T17:00"),
        ("2025-04-15T17:01", "2025-04-16T17:30"),
    ])
    func theSessionsOfTheDueDayCount(received: String, due: String) {
        #expect(seasonal.due(received: at(received), limit: .workingDays(1)).at == at(due))
        #expect(seasonal.dueInstant(received: at(received), limit: .workingDays(1)) == at(due))
    }

    @Test func aSeasonMayRunOverNewYear() throws {
        let winter = try #require(Season(fromMonth: 10, day: 16, toMonth: 4, day: 15))
        for (date, inside) in [
            ("2025-10-15", false), ("2025-10-16", true), ("2026-01-01", true), ("2026-04-15", true),
            ("2026-04-16", false),
        ] {
            #expect(winter.contains(day(date)) == inside, "\(date)")
        }
        #expect(Season(fromMonth: 2, day: 29, toMonth: 3, day: 1) != nil)
        #expect(Season(fromMonth: 2, day: 30, toMonth: 3, day: 1) == nil)
    }

    @Test func aMakeUpDayHasTheSessionsOfTheDayItReplaces() {
        let short = WorkCalendar(
            rules: SessionRule.office + [
                SessionRule(weekdays: [.monday], sessions: sessions("08:00-12:00"), validFrom: day("2020-01-01"))
            ]
        )
        #expect(short.sessions(on: day("2024-05-04")) == Session.list("08:00-12:00"))
        #expect(short.due(received: at("2024-05-03T15:00"), limit: .workingDays(1)).at == at("2024-05-04T12:00"))
    }

    @Test func aDayInAYearIsExactlyWhatItsRuleSays() {
        #expect(seasonal.sessions(on: day("2024-07-01")) == Session.list("07:30-11:30,13:30-17:30"))
        #expect(seasonal.sessions(on: day("2025-07-01")) == Session.list("07:00-11:00,13:30-17:30"))
        #expect(seasonal.sessions(on: day("2025-12-01")) == Session.list("07:30-11:30,13:00-17:00"))
    }

    @Test func aCalendarThatIsAlwaysClosedStillAnswers() {
        let closed = WorkCalendar(rules: [], exceptions: [])
        for limit in [TimeLimit.workingDays(3), .workingHours(3), .calendarDays(3), .months(1), .sameDay] {
            #expect(closed.due(received: at("2026-03-02T09:00"), limit: limit).at >= at("2026-03-02T00:00"))
        }
    }

    // MARK: Measures

    @Test func workingTimeIsToldInDaysAndMinutes() {
        let calendar = WorkCalendar.standard
        #expect(calendar.workingTime(from: at("2026-03-02T09:00"), to: at("2026-03-04T10:15")) == (2, 75))
        #expect(calendar.workingTime(from: at("2026-04-29T17:30"), to: at("2026-05-04T07:30")) == (0, 0))
        #expect(calendar.workingTime(from: at("2026-03-04T10:15"), to: at("2026-03-02T09:00")) == (0, 0))
        #expect(calendar.workingMinutes(from: at("2026-03-02T11:00"), to: at("2026-03-02T14:00")) == 60)
    }

    @Test(arguments: [
        ("2026-03-02T09:00", "2026-03-02T17:30"), ("2026-03-02T15:00", "2026-03-02T17:30"),
        ("2026-03-02T15:01", "2026-03-03T07:30"), ("2026-04-24T15:20", "2026-04-28T07:30"),
        ("2026-03-07T08:00", "2026-03-09T07:30"),
    ])
    func handOverWaitsAfterThree(received: String, due: String) {
        #expect(WorkCalendar.standard.handOverDue(received: at(received)) == at(due))
    }

    @Test func aStepNeverStretchesTheLegalLimit() {
        let calendar = WorkCalendar.standard
        let received = at("2026-03-02T09:00")
        let legal = calendar.dueInstant(received: received, limit: .sameDay)
        let hours = [2, 3, 2, 1].map { TimeLimit.workingHours($0) }
        let (dues, exceeds) = calendar.stepDues(received: received, limits: hours, legalDue: legal)
        #expect(
            dues.map(\.description) == [
                "2026-03-02T11:00:00+07:00", "2026-03-02T16:00:00+07:00", legal.description, legal.description,
            ]
        )
        #expect(exceeds)
        #expect(calendar.stepDue(entered: received, limit: .workingHours(2), legalDue: legal) == at("2026-03-02T11:00"))
        #expect(calendar.stepDue(entered: received, limit: .workingDays(3), legalDue: legal) == legal)
        #expect(calendar.stepDue(entered: received, limit: nil, legalDue: legal) == legal)
        let fits = calendar.stepDues(received: received, limits: [.workingHours(2), nil], legalDue: legal)
        #expect(!fits.exceedsLegalLimit && fits.dues.last == legal)
    }

    // MARK: Rules that are refused

    @Test func sessionsAreReadAndWritten() {
        #expect(
            Session.text(Session.list("07:30-11:30,13:30-17:30,18:00-19:00r")!)
                == "07:30-11:30,13:30-17:30,18:00-19:00r"
        )
        #expect(Session.list("") == [])
        for text in [
            "07:30", "07:30-07:30", "11:30-07:30", "07:30-25:00", "7h30-11h30", "07:30-11:30,", "07:30-11:30rr",
        ] {
            #expect(Session.list(text) == nil, "\(text)")
        }
    }

    @Test func aFaultyRuleNamesItsFault() {
        func rule(_ text: String, _ weekdays: [Weekday] = [.monday], to: String? = nil) -> SessionRule {
            SessionRule(
                weekdays: weekdays,
                sessions: LegalClockTests.sessions(text),
                validFrom: day("2026-01-01"),
                validTo: to.map(day)
            )
        }
        #expect(rule("07:00-08:00,08:00-09:00,09:00-10:00,10:00-11:00").fault == nil)
        #expect(rule("07:00-08:00,08:00-09:00,09:00-10:00,10:00-11:00,11:00-12:00").fault == .tooManySessions(max: 4))
        #expect(rule("07:30-11:30", []).fault == .noWeekday)
        #expect(rule("07:30-11:30", to: "2025-12-31").fault == .endsBeforeItBegins)
        #expect(rule("07:30-11:30", to: "2026-01-01").fault == nil)
        let (a, b) = (Session("07:30-11:30")!, Session("11:29-12:00")!)
        #expect(rule("07:30-11:30,11:29-12:00").fault == .sessionsOverlap(a, b))
        #expect(rule("07:30-11:30,11:30-12:00").fault == nil)
    }
}
