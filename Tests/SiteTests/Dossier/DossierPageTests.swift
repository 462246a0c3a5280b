import Access
import Agencies
import Dossiers
import Kernel
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

@Suite struct DossierPageTests {
    @Test(arguments: Language.allCases) func aDossierInWorkShowsItself(_ language: Language) async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await bench.childsDossier()
        office.test.advance(minutes: 5)
        try await office.act(.forward(to: Office.police, note: "Cháu cần gấp", bag: ""), on: id, by: .hanh)
        office.test.advance(minutes: 20)
        try await office.act(.take, on: id, by: .tuan)
        try await office.rooms.dossiers.note("Đã gọi cho mẹ cháu", on: id, by: Office.Name.hanh.actor, key: "note-key")
        let client = try await office.client(signedInAs: .tuan, language: language.rawValue)
        try expectSnapshot(try await client.get("/desk/dossiers/\(id)"), named: "work.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func aReturnedDossierShowsItself(_ language: Language) async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.returned)
        let client = try await bench.office.client(signedInAs: .dung, language: language.rawValue)
        try expectSnapshot(try await client.get("/desk/dossiers/\(id)"), named: "returned.\(language.rawValue)")
    }

    @Test func eachLookIsAnEntryThatHeadsSee() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        _ = try await bench.office.client(signedInAs: .tuan).get("/desk/dossiers/\(id)")
        let page = try await bench.office.client(signedInAs: .khanh).get("/desk/dossiers/\(id)")
        #expect(page.words.contains("Ai đã xem hồ sơ này"))
        let looks = try await bench.office.rooms.database.read { tx in try Looks.all(at: id.rawValue, in: tx) }
        #expect(looks.map(\.actor) == [Office.Name.khanh.actor, Office.Name.tuan.actor])
        // Others do not see who looked.
        let other = try await bench.office.client(signedInAs: .tuan).get("/desk/dossiers/\(id)")
        #expect(!other.words.contains("Ai đã xem hồ sơ này"))
    }

    @Test func whatIsNotTheirsDoesNotExist() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let pages = [
            "/desk/dossiers/\(id)", "/desk/dossiers/dsr_none", "/desk/dossiers/\(id)/acts/take",
            "/desk/dossiers/\(id)/slips/receipt.pdf", "/desk/dossiers/\(id)/due.pdf",
        ]
        // An administrator sees no dossiers.
        let client = try await bench.office.client(signedInAs: .thao)
        for page in pages { #expect(try await client.get(page).status == 404, "\(page)") }
        // A specialist does not sign; a word that is no act is nothing.
        let specialist = try await bench.office.client(signedInAs: .tuan)
        for act in ["void", "extend", "printSlip", "submit", "fly"] {
            #expect(try await specialist.get("/desk/dossiers/\(id)/acts/\(act)").status == 404, "\(act)")
        }
    }

    @Test func aLateDossierSaysHowLate() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let early = DossierView(try await bench.facts(id, seenBy: .tuan), bench.texts())
        #expect(early.due?.isLate == false && early.state == .process)
        bench.office.test.now = Instant(iso: "2025-07-01T08:30:00+07:00") ?? bench.office.test.now
        let late = DossierView(try await bench.facts(id, seenBy: .tuan), bench.texts())
        #expect(late.due?.isLate == true && late.state == .late && late.due?.used == 100)
        #expect(late.due?.words.hasPrefix("trễ") == true)
    }

    @Test func aPausedDossierIsNotLate() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let until = bench.office.test.now.date.adding(days: 30)
        let ask = ActForm.askSupplement(request: "Giấy khai sinh", until: until, overrideGround: "")
        try await bench.office.act(ask, on: id, by: .khanh)
        bench.office.test.advance(minutes: 10 * 24 * 60)
        let view = DossierView(try await bench.facts(id, seenBy: .tuan), bench.texts())
        #expect(view.due?.isLate == false && view.state == .waiting)
        #expect(view.waitsFor == "Đang chờ người dân.")
    }

    @Test func notesAreKeptAndAnEmptyOneIsAskedFor() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let client = try await bench.office.client(signedInAs: .tuan)
        let page = try await client.get("/desk/dossiers/\(id)")
        let path = "/desk/dossiers/\(id)/notes"
        let empty = try await client.submit(path, ["note": "  "], from: page)
        #expect(empty.status == 422 && empty.body.contains("f-note-error"))
        let sent = try await client.submit(path, ["note": "Đã gọi\nngày mai đến"], from: page)
        #expect(sent.status == 303)
        // Sent twice, it stands there once.
        _ = try await client.submit(path, ["note": "Đã gọi\nngày mai đến"], from: page)
        let notes = try await bench.office.rooms.database.read { tx in try DossierStore.notes(of: id, in: tx) }
        #expect(notes.map(\.body) == ["Đã gọi\nngày mai đến"])
    }
}
