import Access
import Agencies
import Dossiers
import Kernel
import Register
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// Whether a slip in somebody's hand is the newest: by code and check, and by the address in its QR.
@Suite struct SlipCheckTests {
    private func entries(_ office: CitizenOffice, _ id: ID<Dossier>) async throws -> [Entry] {
        try await office.rooms.database.read { tx in try Book.entries(of: id.rawValue, in: tx) }
    }
    private func code(_ office: CitizenOffice, _ id: ID<Dossier>) async throws -> String {
        try await office.rooms.database.read { tx in try DossierStore.load(id, in: tx)?.dossier.filing?.code.rawValue }
            ?? ""
    }
    private func check(_ office: CitizenOffice, _ id: ID<Dossier>) async throws -> String {
        SlipCheck.printed(try #require(try SlipCheck.slips(try await entries(office, id)).newest).hash)
    }
    @Test(arguments: ["vi", "en"])
    func theNewestSlipIsTheNewest(_ language: String) async throws {
        let office = try await CitizenOffice()
        let client = office.client(language)
        let id = try await office.dossier()
        let check = try await check(office, id)
        let form = try await client.get("/slips/check")
        try expectSnapshot(form, named: "check.\(language)")
        let typed: KeyValuePairs = [
            "code": try await code(office, id).lowercased(), "check": " " + check.lowercased() + " ",
        ]
        let answer = try await client.submit("/slips/check", typed, from: form)
        #expect(answer.status == 200)
        try expectSnapshot(answer, named: "check-newest.\(language)")
        for hidden in ["Gia Bảo", "Thị Mận", CitizenOffice.motherNumber, id.rawValue, "Xác nhận thông tin"] {
            #expect(!answer.body.contains(hidden), "\(hidden)")
        }
    }

    @Test func aReplacedSlipIsKnownByItsCheckAndByItsAddress() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let id = try await office.dossier()
        let code = try await code(office, id)
        let old = (check: try await check(office, id), token: try await office.keys(id).token)
        try await office.act(.printSlip(.receipt, because: "Ghi sai địa chỉ"), id, CitizenOffice.reception)
        let new = (check: try await check(office, id), token: try await office.keys(id).token)
        #expect(old.check != new.check && old.token != new.token)
        let site = "https://motcua.example/t/"
        for (typed, check, word) in [
            (code, old.check, "đã được thay"), (code, new.check, "giấy mới nhất"),
            (site + old.token, "", "đã được thay"), (site + new.token, "", "giấy mới nhất"),
        ] {
            let answer = try await client.submit("/slips/check", ["code": typed, "check": check])
            #expect(answer.status == 200 && answer.words.contains(word), "\(typed) \(answer.words)")
        }
        let answer = try await client.submit("/slips/check", ["code": code, "check": old.check])
        #expect(answer.words.contains("lúc 8 giờ 35, thứ Sáu 27/6/2025"))
    }

    @Test func whatWasNeverPrintedIsUnknownWhateverIsWrong() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let id = try await office.dossier()
        let (code, check) = (try await code(office, id), try await check(office, id))
        let wrong = String(check.map { $0 == "0" ? "1" : $0 == " " ? " " : "0" })
        for (code, check) in [(code, wrong), ("H28.01-250627-0999", check), ("nothing", check), ("/t/abc", check)] {
            let answer = try await client.submit("/slips/check", ["code": code, "check": check])
            #expect(answer.status == 422 && answer.words.contains("Không có giấy hẹn nào"), "\(code) \(check)")
        }
        let gone: KeyValuePairs = ["code": "https://motcua.example/t/0123456789abcdefghjkmnpq", "check": ""]
        #expect(try await client.submit("/slips/check", gone).status == 422)
        // One letter short asks for the rest and looks nothing up.
        let short = try await client.submit("/slips/check", ["code": code, "check": String(check.dropLast())])
        #expect(short.status == 422 && short.words.contains("mới nhập 7"))
        #expect(try await client.submit("/slips/check", ["code": code, "check": ""]).status == 422)
    }

    @Test func lettersThatAreMistakenForDigitsAreTakenForThem() throws {
        #expect(SlipCheck.typed("7k-O i.L") == "7k011")
        let hash = [UInt8](repeating: 0, count: 32)
        #expect(SlipCheck.printed(hash) == "0000 0000")
    }

    @Test func aVoidedDossiersSlipIsNoLongerGood() async throws {
        let office = try await CitizenOffice()
        let id = try await office.dossier()
        let check = try await check(office, id)
        let head = Performer(actor: Actor("stf_head"), agency: CitizenOffice.centre, roles: [.centreHead])
        try await office.act(.void(reason: "Ghi nhầm người", ground: "Ghi trùng"), id, head)
        let answer = try await office.client().submit(
            "/slips/check",
            ["code": try await code(office, id), "check": check]
        )
        #expect(answer.words.contains("không còn dùng được"))
    }

    @Test func thirtyTriesAreAnsweredTheNextIsNot() async throws {
        let office = try await CitizenOffice()
        let client = office.client()
        let form = try await client.get("/slips/check")
        let typed: KeyValuePairs = ["code": "H28.01-250627-0001", "check": "00000000"]
        for _ in 1...ThrottleRule.tracking.attempts {
            #expect(try await client.submit("/slips/check", typed, from: form).status == 422)
        }
        let refused = try await client.submit("/slips/check", typed, from: form)
        #expect(refused.status == 429 && refused.header("Retry-After") == "600")
        // Following a dossier is counted for itself.
        #expect(try await client.submit("/track", ["code": "x", "number": "1"]).status == 422)
    }
}
