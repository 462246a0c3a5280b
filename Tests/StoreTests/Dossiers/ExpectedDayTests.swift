import Dossiers
import Kernel
import LegalClock
import Storage
import StoreTestSupport
import Testing

/// A due date that rests on a day whose notice has not come out says so until it comes.
@Suite struct ExpectedDayTests {
    private func calendar(_ status: DayException.Status?) throws -> WorkCalendar {
        let monday = try #require(CivilDate(2025, 6, 30))
        let standard = WorkCalendar.standard
        guard let status else { return standard }
        let day = DayException(date: monday, kind: .swapOff, status: status, nameVI: "Nghỉ", nameEN: "Off")
        return WorkCalendar(rules: standard.rules, exceptions: standard.exceptions + [day])
    }

    @Test(arguments: Engine.available)
    func itIsComputedAgainWhenTheNoticeIsEntered(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let monday = try #require(CivilDate(2025, 6, 30))
        // Friday 27/6 08:30 and one working day, over a Monday that is off as far as one knows.
        let id = try await office.desk.intake(
            DeskFixture.order(),
            by: DeskFixture.reception,
            unitCode: "H28.01",
            calendar: try calendar(.expected),
            key: "intake"
        )
        let received = try await office.dossier(id)
        #expect(received.restsOn == [monday] && received.dueAt == Instant(iso: "2025-07-01T08:30"))

        let announced = try calendar(.announced)
        _ = try await office.desk.recompute(ground: "Thông báo 1") { _ in announced }
        let sure = try await office.dossier(id)
        #expect(sure.restsOn == [] && sure.dueAt == received.dueAt && sure.version == received.version + 1)
        let entry = try await office.database.read { tx in try DossierStore.load(id, in: tx)?.history.last?.event }
        guard case .dueChanged(let changed) = entry else {
            Issue.record("no entry says that the day is sure")
            return
        }
        #expect(changed.ground == "Thông báo 1" && changed.cause == .calendar)

        let worked = try calendar(nil)
        let moved = try await office.desk.recompute(ground: "Thông báo 2") { _ in worked }
        #expect(moved.earlier.map(\.id) == [id])
        #expect(try await office.dossier(id).dueAt == Instant(iso: "2025-06-30T08:30"))
        #expect(try await office.dossier(id).movedEarlier)
        #expect(try await office.differences() == [])
    }
}
