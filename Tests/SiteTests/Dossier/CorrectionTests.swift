import Access
import Dossiers
import Kernel
import Paper
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site

/// The wrong person was chosen at the counter: owner and submitter are put right, and the slip is replaced.
@Suite struct CorrectionTests {
    @Test func anotherOwnerIsEnteredAndTheSlipSaysWhatItReplaces() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await bench.childsDossier()
        let before = try #require(try await office.load(id).filing)
        let token = try await token(of: id, office)
        let done = try await bench.press(
            .correct,
            on: id,
            by: .hanh,
            [
                "capacity": "parentOrGuardian", "delivery": "counter", "reason": "Chọn nhầm người",
                "o1_kind": "citizen",
                "o1_name": "Bùi Gia Hân", "p_kind": "citizen", "p_name": "Bùi Văn Nam", "p_idkind": "citizen",
                "p_number": "017090000026",
            ]
        )
        #expect(done.status == 303, "\(done.words.suffix(500))")
        let filing = try #require(try await office.load(id).filing)
        #expect(filing.owners.count == 1 && filing.owners != before.owners && filing.submitter != before.submitter)
        let slip = try #require(try await bench.models(id).receipt())
        #expect(slip.party.name == "Bùi Gia Hân" && slip.submitterName == "Bùi Văn Nam")
        #expect(slip.notes == ["Thay cho phiếu đã đưa trước"])
        // The rows follow: found by the new persons, not by the old ones, and the old slip's code says it was replaced.
        let rooms = office.rooms
        let (old, new, found) = try await rooms.database.read { tx in
            (
                try DossierStore.find(persons: before.owners + [before.submitter], in: tx).map(\.id),
                try DossierStore.find(persons: filing.owners, in: tx).map(\.id),
                try DossierStore.find(token: token, in: tx)
            )
        }
        #expect(old.isEmpty && new == [id] && found?.id == id && found?.replacedAt != nil)
    }

    @Test func aKnownNumberIsThatPersonAndAnotherNameIsAskedAbout() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let known = try await office.person("Bùi Văn Nam", number: "017090000026")
        let id = try await office.dossier()
        let wrong: KeyValuePairs = [
            "capacity": "oneself", "delivery": "counter", "reason": "Nhầm", "o1_kind": "citizen",
            "o1_name": "Bùi Văn Năm Khác", "o1_idkind": "citizen", "o1_number": "017090000026",
        ]
        let refused = try await bench.press(.correct, on: id, by: .hanh, wrong)
        #expect(refused.status == 422 && refused.body.contains("f-o1-name-error"))
        #expect(refused.body.contains("Bùi Văn Năm Khác"))
        let right: KeyValuePairs = [
            "capacity": "oneself", "delivery": "counter", "reason": "Nhầm", "o1_kind": "citizen",
            "o1_name": "Bùi Văn Nam", "o1_idkind": "citizen", "o1_number": "017090000026",
        ]
        let done = try await bench.press(.correct, on: id, by: .hanh, right)
        #expect(done.status == 303, "\(done.words.suffix(500))")
        // Who files for himself is owner and submitter in one.
        let filing = try #require(try await office.load(id).filing)
        #expect(filing.owners == [known] && filing.submitter == known)
    }

    @Test func anOwnerWhoWasForgottenIsAdded() async throws {
        let bench = try await DossierBench()
        let id = try await bench.childsDossier()
        let before = try #require(try await bench.office.load(id).filing)
        let done = try await bench.press(
            .correct,
            on: id,
            by: .hanh,
            [
                "capacity": "parentOrGuardian", "delivery": "counter", "reason": "Thiếu một cháu",
                "o2_kind": "citizen", "o2_name": "Bùi Gia Hân",
            ]
        )
        #expect(done.status == 303)
        let filing = try #require(try await bench.office.load(id).filing)
        #expect(filing.owners.count == 2 && filing.owners.first == before.owners.first)
        #expect(filing.submitter == before.submitter)
    }

    private func token(of id: ID<Dossier>, _ office: Office) async throws -> String {
        try #require(try await office.rooms.database.read { tx in try DossierStore.keys(of: id, in: tx)?.token })
    }
}
