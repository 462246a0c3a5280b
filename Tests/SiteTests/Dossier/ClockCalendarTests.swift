import Agencies
import Dossiers
import Kernel
import LegalClock
import Paper
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// One rule says by whose calendar a dossier's clock runs.
@Suite struct ClockCalendarTests {
    private func enter(_ status: DayException.Status, for key: CalendarKey, in office: Office) async throws {
        let monday = try #require(CivilDate(2025, 6, 30))
        let day = DayException(date: monday, kind: .swapOff, status: status, nameVI: "Nghỉ", nameEN: "Off")
        let desk = CalendarDesk(database: office.rooms.database, world: office.rooms.world)
        _ = try await desk.enter(Notice(source: "Thông báo 1", days: [day]), in: key, by: Office.system)
    }

    @Test func itRunsByTheUnitThatDecides() async throws {
        let office = try await DossierBench().office
        let id = try await office.dossier(.received)
        let dossier = try await office.load(id)
        #expect(dossier.filing?.receiving == Office.centre && dossier.filing?.competent == Office.police)
        try await enter(.announced, for: .agency(Office.police), in: office)
        let (rooms, now) = (office.rooms, office.test.now)
        let today = now.date
        let due = try await rooms.database.read { tx -> [Instant] in
            let all = try rooms.clockCalendars(on: today, in: tx)
            return try [rooms.calendar(for: dossier, on: today, in: tx), all.calendar(for: dossier)].map {
                $0.dueInstant(received: now, limit: .workingDays(1))
            }
        }
        let tuesday = try #require(Instant(iso: "2025-07-01T08:30"))
        #expect(due == [tuesday, tuesday])
        #expect(try await Recomputation(rooms).run(ground: "Thông báo 1").moved == 1)
        #expect(try await office.load(id).dueAt == tuesday)
        // A day off at the centre alone moves nothing.
        try await enter(.announced, for: .agency(Office.centre), in: office)
        #expect(try await Recomputation(rooms).run(ground: "Thông báo 1").moved == 0)
        // Sent on to a unit that works that day, it keeps its date.
        try await office.act(.reroute(to: Office.ward, reason: "Sai thẩm quyền"), on: id, by: .dung)
        #expect(try await Recomputation(rooms).run(ground: "Thông báo 1").moved == 0)
        #expect(try await office.load(id).dueAt == tuesday)
    }

    @Test func anExpectedDayIsSaidOnScreenAndSlipUntilItIsSure() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await office.dossier(.received)
        try await enter(.expected, for: .national, in: office)
        _ = try await Recomputation(office.rooms).run(ground: "Dự kiến")
        let client = try await office.client(signedInAs: .hanh)
        #expect(try await client.get("/desk/dossiers/\(id)").words.contains("lịch nghỉ dự kiến (30/6/2025)"))
        let warning = try await bench.models(id).receipt()?.dueWarning
        #expect(warning?.contains("ngày 30/6/2025") == true)
        try await enter(.announced, for: .national, in: office)
        _ = try await Recomputation(office.rooms).run(ground: "Thông báo 1")
        #expect(try await !client.get("/desk/dossiers/\(id)").words.contains("lịch nghỉ dự kiến"))
        #expect(try await bench.models(id).receipt()?.dueWarning == "")
    }

    @Test func theCounterSeesUntilWhenTheFolderIsHandedOver() async throws {
        let office = try await DossierBench().office
        let id = try await office.dossier(.received)
        let client = try await office.client(signedInAs: .hanh)
        let page = try await client.get("/desk/dossiers/\(id)")
        #expect(page.words.contains("Chuyển hồ sơ đến nơi giải quyết trước 17 giờ 30, thứ Sáu 27/6/2025"))
        try await office.act(.forward(to: Office.police, note: "", bag: ""), on: id, by: .hanh)
        #expect(try await !client.get("/desk/dossiers/\(id)").words.contains("Chuyển hồ sơ đến nơi giải quyết trước"))
    }
}
