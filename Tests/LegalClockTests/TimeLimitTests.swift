import Foundation
import Kernel
import LegalClock
import Testing

@Suite struct TimeLimitTests {
    @Test(arguments: [
        ("3 ngày làm việc", "3wd"), ("03 ngày làm việc", "3wd"), ("3 Ngày làm việc", "3wd"), ("3 ngay lam viec", "3wd"),
        ("3 NGÀY LÀM VIỆC", "3wd"), ("  3   ngày\u{00A0}làm việc. ", "3wd"), ("ba ngày làm việc", "3wd"),
        ("0,5 ngày làm việc", "0.5wd"), ("0.5 ngày làm việc", "0.5wd"), ("½ ngày làm việc", "0.5wd"),
        ("1/2 ngày làm việc", "0.5wd"), ("01/2 ngày làm việc", nil), ("nửa ngày làm việc", "0.5wd"),
        ("1,5 ngày làm việc", "1.5wd"), ("1½ ngày làm việc", "1.5wd"), ("2 1/2 ngày làm việc", "2.5wd"),
        ("08 giờ làm việc", "8wh"), ("8 giờ làm việc", "8wh"), ("30 ngày", "30d"), ("07 Ngày", "7d"), ("30ngày", "30d"),
        ("2 tháng", "2m"), ("02 Tháng", "2m"), ("trong ngày", "sameday@15:00"),
        ("Trong ngày làm việc", "sameday@15:00"),
        ("ngay trong ngày", "sameday@15:00"), ("trong 3 ngày làm việc", "3wd"), ("không quá 05 ngày làm việc", "5wd"),
        ("trong thời hạn 15 ngày", "15d"), ("tối đa 2 tháng", "2m"),
        ("3 working days", "3wd"), ("1 working day", "1wd"), ("half a working day", "0.5wd"),
        ("0.5 working days", "0.5wd"),
        ("three working days", "3wd"), ("within 3 working days", "3wd"), ("8 working hours", "8wh"), ("30 days", "30d"),
        ("30 calendar days", "30d"), ("1 month", "1m"), ("same day", "sameday@15:00"), ("Same-day", "sameday@15:00"),
        ("3wd", "3wd"), ("0.5wd", "0.5wd"), ("8wh", "8wh"), ("30d", "30d"), ("2m", "2m"),
        ("sameday@11:30", "sameday@11:30"),
    ])
    func limitsAreReadAsPeopleWriteThem(text: String, code: String?) {
        #expect(TimeLimit(written: text)?.description == code)
    }

    @Test(arguments: [
        ("", TimeLimitError.empty), (" . ", .empty), ("soon", .notUnderstood("soon")), ("ngày", .notUnderstood("ngày")),
        ("3", .notUnderstood("3")), ("3 tuần", .notUnderstood("3 tuần")),
        ("-3 fortnights", .notUnderstood("-3 fortnights")),
        ("8 giờ", .hoursUnclear("8 giờ")), ("24 hours", .hoursUnclear("24 hours")),
        ("1,5 ngày", .notInHalves("1,5 ngày")), ("0,3 ngày làm việc", .notInHalves("0,3 ngày làm việc")),
        ("0 ngày làm việc", .outOfBounds("0 ngày làm việc")), ("0,0 ngày làm việc", .outOfBounds("0,0 ngày làm việc")),
        ("1000 ngày làm việc", nil), ("1001 ngày làm việc", .outOfBounds("1001 ngày làm việc")),
        ("1000,5 ngày làm việc", .outOfBounds("1000,5 ngày làm việc")),
        ("8000 giờ làm việc", nil), ("8001 giờ làm việc", .outOfBounds("8001 giờ làm việc")),
        ("3660 ngày", nil), ("3661 ngày", .outOfBounds("3661 ngày")),
        ("120 tháng", nil), ("121 tháng", .outOfBounds("121 tháng")),
    ])
    func whatIsNoLimitIsRefusedWithItsCause(text: String, cause: TimeLimitError?) {
        do {
            _ = try TimeLimit(parsing: text)
            #expect(cause == nil)
        } catch { #expect(error == cause) }
    }

    @Test func aTextThatIsTooLongIsNotRead() {
        let words = "3 ngày làm việc"
        let long = "không quá " + String(repeating: "không quá ", count: 5)
        #expect(
            TimeLimit(written: long + words + String(repeating: ".", count: 80 - long.count - words.count))
                == .workingDays(3)
        )
        #expect(throws: TimeLimitError.tooLong(max: 80)) {
            try TimeLimit(parsing: long + words + String(repeating: ".", count: 81 - long.count - words.count))
        }
    }

    @Test func theStableFormIsReadBack() throws {
        for limit in [
            TimeLimit.workingDays(3), .workingDays(halves: 1), .workingDays(halves: 2000), .workingHours(8),
            .calendarDays(30), .months(2), .sameDay, .sameDay(cutoff: TimeOfDay(minute: 690)),
        ] {
            #expect(TimeLimit(code: limit.description) == limit)
            let stored = try JSONEncoder().encode([limit])
            #expect(String(decoding: stored, as: UTF8.self) == "[\"\(limit)\"]")
            #expect(try JSONDecoder().decode([TimeLimit].self, from: stored) == [limit])
        }
        for text in ["3", "wd", "0wd", "1.3wd", "1.5d", "3 wd", "sameday", "sameday@24:30", "1001wd", "3WD"] {
            #expect(TimeLimit(code: text) == nil, "\(text)")
        }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([TimeLimit].self, from: Data("[\"3\"]".utf8)) }
    }

    @Test func limitsAreWrittenInBothLanguagesAndReadBack() {
        for limit in [
            TimeLimit.workingDays(1), .workingDays(3), .workingDays(halves: 1), .workingDays(halves: 5),
            .workingHours(1),
            .workingHours(8), .calendarDays(1), .calendarDays(30), .months(1), .months(2),
        ] {
            #expect(TimeLimit(written: limit.vietnamese) == limit, "\(limit.vietnamese)")
            #expect(TimeLimit(written: limit.english) == limit, "\(limit.english)")
        }
        #expect(TimeLimit.workingDays(halves: 1).vietnamese == "0,5 ngày làm việc")
        #expect(TimeLimit.workingDays(halves: 1).english == "0.5 working day")
        #expect(TimeLimit.workingDays(1).english == "1 working day")
    }

    @Test func aNumberOutOfBoundsIsReadAsTheNearest() {
        #expect(TimeLimit.workingDays(0).clamped == .workingDays(halves: 1))
        #expect(TimeLimit.workingDays(1001).clamped == .workingDays(1000))
        #expect(TimeLimit.months(1000).clamped == .months(120))
        let calendar = WorkCalendar.standard
        #expect(
            calendar.dueInstant(received: at("2026-03-02T09:00"), limit: .calendarDays(-5))
                == calendar.dueInstant(received: at("2026-03-02T09:00"), limit: .calendarDays(1))
        )
    }
}
