import Access
import Agencies
import Dossiers
import Foundation
import Kernel
import LegalClock
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

@testable import Site

/// Following a dossier: the look-up, its throttle, the link, the slip's code.
@Suite struct TrackingTests {
    private func code(_ office: CitizenOffice, _ id: ID<Dossier>) async throws -> String {
        let loaded = try await office.rooms.database.read { tx in try DossierStore.load(id, in: tx)?.dossier }
        return loaded?.filing?.code.rawValue ?? ""
    }

    @Test(arguments: ["vi", "en"])
    func theMotherFollowsHerDossier(_ language: String) async throws {
        let office = try await CitizenOffice()
        let client = office.client(language)
        let id = try await office.dossier()
        try await office.inProcess(id)
        let form = try await client.get("/track")
        let answer = try await client.submit(
            "/track",
            ["code": try await code(office, id), "number": CitizenOffice.motherNumber],
            from: form
        )
        #expect(answer.status == 303)
        let page = try await client.follow(answer)
        try expectSnapshot(page, named: "tracking.\(language)")
        #expect(page.status == 200 && !page.body.contains("⟦"))
        // Loading it again asks for nothing.
        let again = try await client.get(try #require(answer.header("Location")))
        #expect(again.body == page.body)
        for hidden in ["Bùi Gia Bảo", "Bùi Thị Mận", CitizenOffice.motherNumber, "nội bộ", "stf_", "agc_"] {
            #expect(!page.body.contains(hidden), "\(hidden)")
        }
    }

    @Test func everyNumberOfTheirsOpensIt() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let id = try await office.dossier()
        let code = try await code(office, id)
        let keys = try await office.keys(id)
        let typed = keys.lookUp.prefix(4) + " " + keys.lookUp.suffix(4)
        for number in [keys.lookUp, String(typed), CitizenOffice.motherNumber, "017 185 001 234"] {
            let answer = try await client.submit("/track", ["code": code.lowercased(), "number": number])
            #expect(answer.status == 303, "\(number)")
        }
    }

    @Test func aWrongCodeAndAWrongNumberLookTheSame() async throws {
        /// The answer with what was typed taken out: each house has the same seed, so nothing else may differ.
        func answer(_ wrongCode: Bool) async throws -> Exchange {
            let office = try await CitizenOffice()
            let client = office.client()
            let id = try await office.dossier()
            let right = try await code(office, id)
            let code = wrongCode ? "H28.01-250627-0999" : right
            let number = wrongCode ? CitizenOffice.motherNumber : "017185009999"
            return try await client.submit("/track", ["code": code, "number": number])
        }
        let (a, b) = (try await answer(true), try await answer(false))
        func bare(_ exchange: Exchange) -> String {
            exchange.body.replacingOccurrences(
                of: #"name="(code|number)" type="text"([^>]*) value="[^"]*""#,
                with: "typed",
                options: .regularExpression
            )
        }
        #expect(a.status == 422 && b.status == 422)
        #expect(bare(a).contains("typed") && Array(bare(a).utf8) == Array(bare(b).utf8))
        #expect(a.headers.map(\.name) == b.headers.map(\.name))
    }

    @Test(arguments: ["vi", "en"])
    func whatIsWrongIsSaidAndKept(_ language: String) async throws {
        let client = try await CitizenOffice().client(language)
        try expectSnapshot(
            try await client.submit("/track", ["code": "H28.01-250627-0001", "number": "1"]),
            named: "track-nothing.\(language)"
        )
        try expectSnapshot(
            try await client.submit("/track", ["code": "  ", "number": "\u{7}12"]),
            named: "track-errors.\(language)"
        )
    }

    @Test func thirtyTriesAreAnsweredTheNextIsNot() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let form = try await client.get("/track")
        for _ in 1...ThrottleRule.tracking.attempts {
            #expect(try await client.submit("/track", ["code": "x", "number": "1"], from: form).status == 422)
        }
        let refused = try await client.submit("/track", ["code": "x", "number": "1"], from: form)
        #expect(refused.status == 429 && refused.header("Retry-After") == "600")
        office.test.advance(minutes: 10)
        #expect(try await client.submit("/track", ["code": "x", "number": "1"], from: form).status == 422)
    }

    @Test func aLinkLivesHalfAnHour() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let id = try await office.dossier()
        let path = "/track/" + TrackingTicket(id, at: office.test.now).text(office.rooms.vault)
        office.test.advance(minutes: TrackingTicket.minutes - 1)
        #expect(try await client.get(path).status == 200)
        office.test.advance(minutes: 1)
        let over = try await client.get(path)
        #expect(over.status == 303 && over.header("Location") == "/track?over=1")
        #expect(try await client.get("/track?over=1").words.contains("tự đóng sau 30 phút"))
        let other = path.replacingOccurrences(of: id.rawValue, with: "dsr_other")
        #expect(try await client.get(other).status == 404)
        let longer = path.split(separator: "~").enumerated().map { $0 == 1 ? "99999999" : String($1) }
        #expect(try await client.get(longer.joined(separator: "~")).status == 404)
    }

    @Test func aReplacedSlipSaysSoAndShowsTheDateOfToday() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let id = try await office.dossier()
        let old = try await office.keys(id).token
        #expect(try await !client.get("/t/\(old)").words.contains("đã được thay"))
        try await office.act(.printSlip(.receipt, because: "Ghi nhầm tên"), id, CitizenOffice.reception)
        let new = try await office.keys(id).token
        #expect(old != new)
        let page = try await client.get("/t/\(old)")
        #expect(
            page.status == 200 && page.words.contains("Giấy hẹn ông/bà cầm đã được thay bằng giấy mới lúc 8 giờ 35")
        )
        #expect(page.words.contains("Mời đến sáng thứ Hai 30/6 (6/6 âm lịch)"))
        #expect(!page.body.contains("Ghi nhầm tên"))
        #expect(try await !client.get("/t/\(new)").words.contains("Giấy hẹn ông/bà cầm"))
    }

    @Test func aLateDossierApologises() async throws {
        let office = try await CitizenOffice()
        let id = try await office.dossier()
        try await office.inProcess(id)
        office.test.now = try #require(Instant(iso: "2025-07-02T09:00:00+07:00"))
        let token = try await office.keys(id).token
        let late = try await office.client().get("/t/\(token)")
        #expect(late.words.contains("Chúng tôi xin lỗi ông/bà Hồ sơ đã trễ hẹn"))
        try expectSnapshot(late, named: "tracking-late.vi")
        let day = try #require(CivilDate(2025, 7, 4))
        try await office.act(.extend(reason: "Phải xác minh ở nơi khác.", newDate: day), id, CitizenOffice.leader)
        let moved = try await office.client().get("/t/\(token)")
        #expect(moved.words.contains("Ngày hẹn mới Mời đến"))
        #expect(moved.words.contains("thứ Sáu 4/7") && moved.words.contains("Phải xác minh ở nơi khác."))
        try expectSnapshot(moved, named: "tracking-postponed.vi")
        // The new date is not kept either: no second promise, and what came late is said to be late.
        office.test.now = try #require(Instant(iso: "2025-07-07T09:00:00+07:00"))
        let again = try await office.client().get("/t/\(token)")
        #expect(again.words.contains("đã hẹn lại một lần mà vẫn chưa xong") && again.words.contains("quyền khiếu nại"))
        #expect(!again.words.contains("Ngày mới sẽ hiện ở đây"))
        try await office.finish(id)
        let done = try await office.client().get("/t/\(token)")
        #expect(done.words.contains("Kết quả có muộn hơn ngày hẹn 8 giờ 30, thứ Hai 30/6/2025"))
    }

    @Test func aLetterIsShownAndANoteIsNot() async throws {
        let office = try await CitizenOffice()
        let id = try await office.dossier()
        try await office.inProcess(id)
        let until = try #require(CivilDate(2025, 7, 28))
        try await office.act(
            .askSupplement(request: "Giấy chứng sinh của bé", until: until, overrideGround: ""),
            id,
            CitizenOffice.leader
        )
        let page = try await office.client().get("/t/\(try await office.keys(id).token)")
        #expect(page.words.contains("Đang chờ ông/bà bổ sung giấy tờ") && page.words.contains("Giấy chứng sinh của bé"))
        #expect(!page.body.contains("nội bộ"))
        try expectSnapshot(page, named: "tracking-papers.vi")
    }

    @Test(arguments: Outcome.allCases)
    func aResultIsSaidPlainly(_ outcome: Outcome) async throws {
        let office = try await CitizenOffice()
        let id = try await office.dossier()
        try await office.finished(id, opinion: outcome)
        let page = try await office.client().get("/t/\(try await office.keys(id).token)")
        #expect(page.words.contains("Mời ông/bà đến nhận kết quả") && page.words.contains("12/XN-CAP"))
        #expect(page.words.contains("khiếu nại") == (outcome == .refused))
        #expect(!page.body.contains("nội bộ") && !page.body.contains("TRƯỞNG"))
    }

    @Test func namesAreMasked() {
        #expect(MaskedName.of("Nguyễn Thị Hoa") == "Nguyễn T. H.")
        #expect(MaskedName.of("  Bùi  Gia Bảo ") == "Bùi G. B.")
        #expect(MaskedName.of("Y") == "Y." && MaskedName.of("Hoa") == "H." && MaskedName.of("") == "")
        #expect(MaskedName.of(String(repeating: "A ", count: 100)).count < 70)
    }
}
