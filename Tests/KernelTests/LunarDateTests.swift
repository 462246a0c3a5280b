import Kernel
import TestSupport
import Testing

@Suite struct LunarDateTests {
    /// Tết as it was kept or announced in Việt Nam; 2007 and 2030 fall a day, 1985 a month before the Chinese new year.
    @Test(arguments: [
        (1968, "1968-01-29"), (1985, "1985-01-21"), (2007, "2007-02-17"), (2018, "2018-02-16"), (2019, "2019-02-05"),
        (2020, "2020-01-25"), (2021, "2021-02-12"), (2022, "2022-02-01"), (2023, "2023-01-22"), (2024, "2024-02-10"),
        (2025, "2025-01-29"), (2026, "2026-02-17"), (2027, "2027-02-06"), (2028, "2028-01-26"), (2029, "2029-02-13"),
        (2030, "2030-02-02"),
    ])
    func tetFallsOnItsDay(year: Int, iso: String) throws {
        #expect(LunarDate.newYear(year)?.description == iso)
        let lunar = LunarDate(try #require(CivilDate(iso: iso)))
        #expect(lunar == LunarDate(year: year, month: 1, day: 1))
        #expect(lunar.written == "1/1")
    }

    /// 10/3 of the lunar year.
    @Test(arguments: [
        (2018, "2018-04-25"), (2019, "2019-04-14"), (2020, "2020-04-02"), (2021, "2021-04-21"), (2022, "2022-04-10"),
        (2023, "2023-04-29"), (2024, "2024-04-18"), (2025, "2025-04-07"), (2026, "2026-04-26"), (2027, "2027-04-16"),
    ])
    func theDayOfTheHungKingsIsFound(year: Int, iso: String) {
        #expect(LunarDate(year: year, month: 3, day: 10)?.civil.description == iso)
    }

    /// The new moon of 10 October 2026 is at 15:50 UTC, 22:50 in Việt Nam: the ninth month begins on that day.
    @Test func theDayOnTheSlipIsRight() throws {
        let lunar = LunarDate(try #require(CivilDate(2026, 10, 28)))
        #expect(lunar.written == "19/9")
        #expect(lunar.year == 2026)
        #expect(lunar.yearName == "Bính Ngọ")
    }

    @Test(arguments: [
        (2004, 2), (2006, 7), (2009, 5), (2012, 4), (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2028, 5),
        (2031, 3), (2033, 11),
    ])
    func leapMonthsStandWhereTheyAre(year: Int, leap: Int) throws {
        for month in 1...12 {
            #expect((LunarDate(year: year, month: month, day: 1, isLeap: true) != nil) == (month == leap))
        }
        #expect(LunarDate(year: year, month: leap, day: 1, isLeap: true)?.written == "1/\(leap) nhuận")
    }

    @Test(arguments: [2018, 2019, 2021, 2022, 2024, 2026, 2027, 2029, 2030])
    func otherYearsHaveNone(year: Int) {
        for month in 1...12 { #expect(LunarDate(year: year, month: month, day: 1, isLeap: true) == nil) }
    }

    /// Each day follows the one before: the next of the month, or the first of the next month after 29 or 30.
    @Test func everyDayFrom1900To2100GoesThereAndBack() throws {
        var date = try #require(CivilDate(1900, 2, 1))
        let end = try #require(CivilDate(2100, 12, 31))
        var before = LunarDate(date)
        while date < end {
            date = date.adding(days: 1)
            let lunar = LunarDate(date)
            if lunar.day == 1 {
                #expect(before.day == 29 || before.day == 30, "\(date)")
                let next = before.month == 12 ? 1 : before.month + 1
                #expect(lunar.month == next || (lunar.isLeap && lunar.month == before.month), "\(date)")
                #expect(lunar.civil == date)
            } else {
                #expect(lunar.day == before.day + 1 && lunar.month == before.month, "\(date)")
            }
            before = lunar
        }
    }

    @Test func aDayThatTheMonthHasNotIsRefused() {
        #expect(LunarDate(year: 2026, month: 1, day: 31) == nil)
        #expect(LunarDate(year: 2026, month: 13, day: 1) == nil)
        #expect(LunarDate(year: 2026, month: 0, day: 1) == nil)
        #expect(LunarDate(year: 2026, month: 1, day: 0) == nil)
    }
}
