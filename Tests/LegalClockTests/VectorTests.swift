import Kernel
import LegalClock
import Testing

@Suite struct VectorTests {
    @Test func everyPublishedVectorComesOut() throws {
        let vectors = try VectorFile.read().vectors
        #expect(vectors.count >= 90)
        for vector in vectors {
            let limit = try #require(TimeLimit(code: vector.limit), "\(vector)")
            let pauses = (vector.pauses ?? []).map(pause)
            let due = WorkCalendar.standard.due(received: at(vector.received), limit: limit, pauses: pauses)
            #expect(due.at.description == vector.due, "\(vector)")
            let fast = WorkCalendar.standard.dueInstant(received: at(vector.received), limit: limit, pauses: pauses)
            #expect(fast == due.at, "\(vector)")
        }
    }

    @Test func theShippedDaysAreThePublishedOnes() throws {
        let file = try VectorFile.read()
        #expect(NationalDays.all.filter(\.isOff).map(\.date) == file.daysOff)
        #expect(NationalDays.all.filter { !$0.isOff }.map(\.date) == file.makeUpDays)
        for exception in NationalDays.all {
            #expect((exception.status == .expected) == (exception.date >= file.expectedFrom), "\(exception.date)")
        }
        #expect(Set(NationalDays.all.map(\.date.year)) == Set(NationalDays.covered))
    }

    /// Totals counted by hand from the notices (`vietnam.md` §4.2).
    @Test(arguments: [(2023, 249), (2024, 251), (2025, 250), (2026, 249)])
    func yearsHaveTheirWorkingDays(year: Int, expected: Int) throws {
        var date = try #require(CivilDate(year, 1, 1))
        var count = 0
        while date.year == year {
            if WorkCalendar.standard.isWorkingDay(date) { count += 1 }
            date = date.adding(days: 1)
        }
        #expect(count == expected)
    }

    @Test func cultureDayIsOffFrom2026() {
        #expect(WorkCalendar.standard.isWorkingDay(day("2025-11-24")))
        #expect(!WorkCalendar.standard.isWorkingDay(day("2026-11-24")))
        #expect(!WorkCalendar.standard.isWorkingDay(day("2027-11-24")))
        #expect(WorkCalendar.standard.exception(on: day("2026-11-24"))?.source == "Nghị quyết 28/2026/QH16")
    }

    @Test func bothDaysOfASwapKnowEachOther() throws {
        let swaps = NationalDays.all.filter { $0.kind == .swapOff || $0.kind == .swapWorkday }
        #expect(swaps.count == 12)
        for swap in swaps {
            let other = try #require(swap.pairedWith.flatMap { WorkCalendar.standard.exception(on: $0) })
            #expect(other.pairedWith == swap.date)
            #expect(other.isOff != swap.isOff)
        }
    }
}
