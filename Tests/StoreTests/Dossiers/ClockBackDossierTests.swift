import Dossiers
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// The clock set back an hour in the middle of a dossier's way.
@Suite struct ClockBackDossierTests {
    @Test(arguments: Engine.available) func aPauseNeverEndsBeforeItBegan(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.inProcess(key: "intake-1")
        let due = try await office.dossier(id).dueAt
        office.test.advance(minutes: 10)
        let day = office.test.now.date.adding(days: 7)
        try await office.act(
            .proposeSupplement(request: "Bản sao", until: day, overrideGround: ""),
            id,
            DeskFixture.specialist
        )
        try await office.act(
            .askSupplement(request: "Bản sao", until: day, overrideGround: ""),
            id,
            DeskFixture.leader
        )
        let asked = office.test.now
        office.test.advance(minutes: -60)
        try await office.act(.confirmSupplement(papers: [], answered: [1]), id, DeskFixture.reception)
        let dossier = try await office.dossier(id)
        #expect(dossier.pauses.allSatisfy { pause in pause.to.map { pause.from <= $0 } ?? true })
        let entries = try await office.database.read { tx in try Book.entries(of: id.rawValue, in: tx) }
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(entries.last?.at == asked)
        #expect(
            dossier.dueAt.map { after in due.map { after >= $0 } ?? false } == true,
            "the due date does not move back"
        )
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available) func theWholeWayGoesOnAndTheTablesFollowTheBook(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        office.test.advance(minutes: -60)
        try await office.act(.forward(to: DeskFixture.police, note: "", bag: ""), id, DeskFixture.reception)
        try await office.act(.take, id, DeskFixture.specialist)
        let bag = try await office.desk.makeBag(to: DeskFixture.centre, by: DeskFixture.specialist, key: "make-bag-1")
        office.test.advance(minutes: -60)
        _ = try? await office.desk.addToBag(
            bag,
            try #require(try await office.dossier(id).filing?.code),
            by: DeskFixture.specialist,
            key: "add-to-bag-1"
        )
        #expect(try await office.differences() == [])
    }
}
