import Kernel
import LegalClock
import Testing

@Suite struct DerivationTests {
    private let calendar = WorkCalendar.standard

    private func english(_ received: String, _ limit: TimeLimit, _ pauses: [Pause] = []) -> [String] {
        calendar.due(received: at(received), limit: limit, pauses: pauses).lines.map(\.en)
    }

    @Test func threeDaysOverThreeHolidaysAreTold() {
        let due = calendar.due(received: at("2026-04-24T15:20"), limit: .workingDays(3))
        #expect(
            due.summary.en == """
                3 working days, received Fri 24/4/2026 15:20 → Mon 27/4 off in place of Hùng Kings' Day; Tue 28/4 first; \
                Wed 29/4 second; Thu 30/4 and Fri 1/5 off (Reunification Day, Labour Day); Mon 4/5 third → \
                Mon 4/5/2026 15:20
                """
        )
        #expect(
            due.summary.vi == """
                3 ngày làm việc, tiếp nhận thứ Sáu 24/4/2026 15:20 → thứ Hai 27/4 nghỉ bù Giỗ Tổ Hùng Vương; \
                thứ Ba 28/4: ngày thứ nhất; thứ Tư 29/4: ngày thứ hai; thứ Năm 30/4 và thứ Sáu 1/5 nghỉ \
                (Ngày Chiến thắng 30/4, Ngày Quốc tế Lao động); thứ Hai 4/5: ngày thứ ba → thứ Hai 4/5/2026 15:20
                """
        )
        #expect(
            due.lines.map(\.rule) == [
                "received", "weekend", "skipped", "day", "day", "skipped", "weekend", "day", "due",
            ]
        )
        #expect(due.lines[1].en == "Sat 25/4 and Sun 26/4 weekend")
        #expect(due.lines[2].at == Instant(day("2026-04-27")))
        #expect(due.restsOn.isEmpty)
    }

    @Test func tetIsOneLine() {
        #expect(
            english("2024-02-07T09:00", .workingDays(1)) == [
                "1 working day, received Wed 7/2/2024 09:00", "Thu 8/2 – Wed 14/2 off (Lunar New Year)",
                "Thu 15/2 first",
                "due Thu 15/2/2024 09:00",
            ]
        )
    }

    @Test func aSwapAndItsMakeUpDayAreTold() {
        #expect(
            english("2024-04-26T09:00", .workingDays(3)).dropFirst() == [
                "Sat 27/4 and Sun 28/4 weekend", "Mon 29/4 off, made up on Sat 4/5",
                "Tue 30/4 and Wed 1/5 off (Reunification Day, Labour Day)", "Thu 2/5 first", "Fri 3/5 second",
                "Sat 4/5 third (a make-up day for Mon 29/4)", "due Sat 4/5/2024 09:00",
            ]
        )
    }

    @Test func aPauseIsTold() {
        let pauses = [pause("2024-05-02T10:00/2024-05-02T17:00"), pause("2024-05-02T14:00/2024-05-03T10:00")]
        let lines = english("2024-04-26T09:00", .workingDays(3), pauses)
        #expect(
            lines.suffix(3) == [
                """
                the clock stood still from Thu 2/5/2024 10:00 to Fri 3/5/2024 10:00: 8 h of working time \
                (2 pauses that overlap, counted once)
                """,
                "Sun 5/5 weekend", "due Mon 6/5/2024 09:00",
            ]
        )
    }

    @Test func aPauseThatIsStillOpenIsTold() {
        let due = calendar.due(
            received: at("2026-03-02T09:00"),
            limit: .workingDays(3),
            pauses: [pause("2026-03-03T10:00/")]
        )
        #expect(due.at == at("2026-03-05T09:00"))
        #expect(due.lines.contains { $0.rule == "open-pause" && $0.at == at("2026-03-03T10:00") })
    }

    @Test func longLimitsAreToldInRuns() {
        #expect(
            english("2026-03-05T09:00", .workingDays(7)) == [
                "7 working days, received Thu 5/3/2026 09:00", "Fri 6/3 first", "Sat 7/3 and Sun 8/3 weekend",
                "Mon 9/3 – Fri 13/3: days 2–6", "Sat 14/3 and Sun 15/3 weekend", "Mon 16/3 seventh",
                "due Mon 16/3/2026 09:00",
            ]
        )
    }

    @Test func civilDaysTellTheirRoll() {
        let pauses = [pause("2026-03-10T09:00/2026-04-09T09:00")]
        #expect(
            english("2026-03-02T09:00", .calendarDays(30), pauses) == [
                "30 days, received Mon 2/3/2026 09:00",
                "the day of receipt is not counted: from Tue 3/3, day 30 is Wed 1/4",
                "the clock stood still from Tue 10/3/2026 09:00 to Thu 9/4/2026 09:00: 30 days", "moved to Fri 1/5",
                "Fri 1/5 off (Labour Day)", "Sat 2/5 and Sun 3/5 weekend", "due Mon 4/5/2026 17:30",
            ]
        )
    }

    @Test func halfADayTellsItsHours() {
        #expect(
            english("2026-03-02T15:30", .workingDays(halves: 1)) == [
                "0.5 working day, received Mon 2/3/2026 15:30", "Mon 2/3: 2 h of working time",
                "Tue 3/3: 2 h of working time", "due Tue 3/3/2026 09:30",
            ]
        )
    }

    /// What the derivation says of a receipt outside the sessions.
    @Test(arguments: [
        ("2026-03-02T07:15", "received before opening, counted from 07:30"),
        ("2026-03-02T11:45", "received between sessions, counted from 13:30"),
        ("2026-03-02T17:31", "received after closing, due at the end of the last day"),
        ("2026-03-07T08:00", "received on a day off, due at the end of the last day"),
    ])
    func theArrivalIsTold(received: String, line: String) {
        #expect(english(received, .workingDays(1))[1] == line)
    }

    @Test func theCutoffIsToldForSameDayLimitsOnly() {
        #expect(english("2026-03-02T15:01", .sameDay)[1] == "received after 15:00, so the next working day")
        #expect(!english("2026-03-02T15:00", .sameDay).contains { $0.contains("after 15:00, so") })
        #expect(!english("2026-03-02T15:01", .workingDays(1)).contains { $0.contains("15:00") })
    }

    @Test func aDateOnExpectedDaysSaysSo() {
        let due = calendar.due(received: at("2026-12-31T09:00"), limit: .workingDays(1))
        #expect(due.at == at("2027-01-04T09:00"))
        #expect(due.restsOn == [day("2027-01-01")])
        let line = due.lines.first { $0.rule == "expected" }
        #expect(line?.vi.hasPrefix("dự kiến, chưa có thông báo chính thức: thứ Sáu 1/1/2027") == true)
        #expect(line?.en.hasPrefix("expected, not announced yet: Fri 1/1/2027") == true)
    }

    /// Civil days rest only on the days of the roll at their end, not on holidays in between.
    @Test func civilDaysRestOnTheirEndAlone() {
        let over = calendar.due(received: at("2027-01-20T09:00"), limit: .calendarDays(30))
        #expect(over.at == at("2027-02-19T17:30"))
        #expect(over.restsOn.isEmpty)
        let into = calendar.due(received: at("2027-01-20T09:00"), limit: .calendarDays(20))
        #expect(into.at == at("2027-02-11T17:30"))
        #expect(into.restsOn == [day("2027-02-09"), day("2027-02-10")])
    }

    @Test func aYearWithoutANoticeIsTold() {
        let due = calendar.due(received: at("2027-12-30T09:00"), limit: .workingDays(3))
        #expect(due.restsOn == [day("2028-01-01")])
        #expect(due.lines.contains { $0.rule == "unknown-year" })
    }

    @Test func everyLineSpeaksBothLanguages() {
        for offset in 0..<900 {
            let received = Instant(day("2025-01-01").adding(days: offset), minute: (offset * 97) % 1440)
            for limit in [TimeLimit.workingDays(2), .workingDays(halves: 3), .calendarDays(3), .sameDay] {
                let pauses = [Pause(from: received.adding(minutes: 30), to: received.adding(minutes: 3000))]
                for line in calendar.due(received: received, limit: limit, pauses: pauses).lines {
                    #expect(!line.vi.isEmpty && !line.en.isEmpty && line.vi != line.en)
                }
            }
        }
    }
}
