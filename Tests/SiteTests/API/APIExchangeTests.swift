import Access
import Dossiers
import HTTPTypes
import Kernel
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// Whole exchanges of the API in both languages: what a program sends and gets, kept as it was.
@Suite struct APIExchangeTests {
    @Test(arguments: ["vi", "en"])
    func whatEverybodyMayAskStaysAsItWas(_ language: String) async throws {
        let api = try await APIOffice(language)
        try expectSnapshot(
            try await api.ask(.get, "/procedures?q=khai%20sinh&limit=2"),
            named: "procedures.\(language)"
        )
        try expectSnapshot(try await api.ask(.get, "/procedures/1.010041"), named: "procedure.\(language)")
        try expectSnapshot(try await api.ask(.get, "/units?limit=3"), named: "units.\(language)")
        let due = try await api.ask(
            .post,
            "/due",
            ["received": "2025-06-27T15:30:00+07:00", "limit": "3 ngày làm việc", "unit": "H28.01"]
        )
        try expectSnapshot(due, named: "due.\(language)")
    }

    @Test(arguments: ["vi", "en"])
    func aDossierGoesThroughTheAPI(_ language: String) async throws {
        let api = try await APIOffice(language)
        let token = try await api.token()
        let made = try await api.ask(.post, "/dossiers", APIOffice.intake, token: token, key: "intake-0001")
        try expectSnapshot(made, named: "intake.\(language)")
        #expect(made.status == 201)
        let code = try #require(made.json["code"]?.text)
        #expect(made.header("Location") == "/api/v1/dossiers/\(code)")
        let number = try #require(made.json["lookUpNumber"]?.text)
        let tracked = try await api.ask(.post, "/tracking", ["code": .text(code), "number": .text(number)])
        try expectSnapshot(tracked, named: "tracking.\(language)")
        let forward: JSON = ["act": "forward", "version": 1, "to": "H28.18.01", "note": "Gấp"]
        let sent = try await api.ask(.post, "/dossiers/\(code)/acts", forward, token: token, key: "act-00001")
        try expectSnapshot(sent, named: "act.\(language)")
        try expectSnapshot(try await api.ask(.get, "/dossiers/\(code)", token: token), named: "dossier.\(language)")
        let path = try await api.ask(.get, "/dossiers/\(code)/timeline", token: token)
        try expectSnapshot(path, named: "timeline.\(language)")
        try expectSnapshot(try await api.ask(.get, "/dossiers?list=work", token: token), named: "list.\(language)")
        let slip = try await api.ask(.get, "/dossiers/\(code)/slips/receipt", token: token)
        #expect(slip.status == 200 && slip.bytes.starts(with: Array("%PDF".utf8)))
    }

    @Test(arguments: ["vi", "en"])
    func whatGoesWrongIsToldInTheReadersLanguage(_ language: String) async throws {
        let api = try await APIOffice(language)
        let token = try await api.token()
        let wrong = APIOffice.intake.with("foo", 1).with("channel", "fax").with("answer", nil)
        let places = try await api.ask(.post, "/dossiers", wrong, token: token, key: "wrong-0001")
        try expectSnapshot(places, named: "problem.places.\(language)")
        #expect(places.status == 400 && Set(places.pointers) == ["/foo", "/channel", "/answer"])
        let body = APIOffice.intake.with("capacity", "proxy").with(
            "owners",
            [["kind": "citizen", "name": "Đinh Văn Ba"]]
        )
        let refused = try await api.ask(.post, "/dossiers", body, token: token, key: "wrong-0002")
        try expectSnapshot(refused, named: "problem.refused.\(language)")
        #expect(refused.status == 422 && refused.json["refusal"] == "proofMissing")
        let code = try await api.dossier(token: token)
        let move: JSON = ["act": "moveFolder", "version": 1, "place": "Kệ 3"]
        #expect(try await api.ask(.post, "/dossiers/\(code)/acts", move, token: token, key: "move-0001").status == 200)
        let stale = try await api.ask(.post, "/dossiers/\(code)/acts", move, token: token, key: "move-0002")
        try expectSnapshot(stale, named: "problem.stale.\(language)")
        #expect(stale.status == 409 && stale.json["since"]?.list?.first?["by"] == "Đinh Thị Hạnh")
        try expectSnapshot(try await api.ask(.get, "/dossiers"), named: "problem.token.\(language)")
    }

    @Test func anActThatIsDoneShowsTheVersionForTheNext() async throws {
        let api = try await APIOffice()
        let (reception, specialist) = (try await api.token(), try await api.token(.tuan))
        let (leader, clerk) = (try await api.token(.khanh), try await api.token(.oanh))
        let code = try await api.dossier(token: reception)
        var version = 1
        var serial = 0
        func act(_ token: String, _ body: JSON) async throws {
            serial += 1
            let whole = body.with("version", JSON(version))
            let answer = try await api.ask(
                .post,
                "/dossiers/\(code)/acts",
                whole,
                token: token,
                key: "way-\(serial)-000"
            )
            try #require(answer.status == 200, "\(body.written): \(answer.body)")
            version = try #require(answer.json["version"]?.number)
        }
        try await act(reception, ["act": "forward", "to": "H28.18.01"])
        try await act(specialist, ["act": "take"])
        try await act(specialist, ["act": "completeStep", "opinion": "granted"])
        try await act(leader, ["act": "completeStep", "opinion": "granted"])
        let broken: JSON = ["name": "ket-qua.pdf", "content": "JVBERi0x="]
        let finish: JSON = ["act": "finish", "number": "12/XN-CAP", "version": JSON(version)]
        let acts = "/dossiers/\(code)/acts"
        for file in [broken, ["name": "ket-qua.txt", "content": "eGluIGNow6Bv"]] {
            let answer = try await api.ask(.post, acts, finish.with("file", file), token: clerk, key: "file-0001")
            #expect(answer.status == 422 && answer.pointers == ["/file/content"], "\(answer.body)")
        }
        let pdf: JSON = ["name": "ket-qua.pdf", "content": "JVBERi0xLjQKJSVFT0YK"]
        try await act(clerk, ["act": "finish", "number": "12/XN-CAP", "file": pdf])
        try await act(reception, ["act": "take"])
        try await act(reception, ["act": "returnResult", "proof": "identityCard", "copies": 1, "mark": "signature"])
        let end = try await api.ask(.get, "/dossiers/\(code)", token: reception)
        #expect(end.json["status"]?["name"] == "returned" && end.json["resultNumber"] == "12/XN-CAP")
        let path = try await api.ask(.get, "/dossiers/\(code)/timeline", token: reception)
        #expect(path.json["items"]?.list?.count == version)
    }

    @Test func aDossierThatIsKnownIsNotSentAgain() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let code = try await api.dossier(token: token)
        let first = try await api.ask(.get, "/dossiers/\(code)", token: token)
        let tag = try #require(first.header("ETag"))
        let second = try await api.ask(.get, "/dossiers/\(code)", token: token, headers: [.ifNoneMatch: tag])
        #expect(second.status == 304 && second.bytes.isEmpty)
        let move: JSON = ["act": "moveFolder", "version": 1, "place": "Kệ 3"]
        _ = try await api.ask(.post, "/dossiers/\(code)/acts", move, token: token, key: "move-0001")
        let third = try await api.ask(.get, "/dossiers/\(code)", token: token, headers: [.ifNoneMatch: tag])
        #expect(third.status == 200 && third.json["place"] == "Kệ 3")
    }

    @Test func pagesFollowEachOtherWithoutHolesAndWithoutDoubles() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        var made: Set<String> = []
        for number in 0..<7 { made.insert(try await api.dossier(token: token, key: "intake-000\(number)")) }
        for (path, name) in [("/dossiers", "code"), ("/procedures", "code"), ("/units", "code")] {
            let whole = try await api.ask(.get, "\(path)?limit=200", token: token).json["items"]?.list ?? []
            var found: [JSON] = []
            var cursor: String?
            repeat {
                let query = "?limit=3" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await api.ask(.get, path + query, token: token).json
                found += page["items"]?.list ?? []
                cursor = page["next"]?.text
            } while cursor != nil && found.count < 1000
            #expect(found == whole && !whole.isEmpty, "\(path)")
            if path == "/dossiers" { #expect(Set(found.compactMap { $0[name]?.text }) == made) }
        }
        let strange = try await api.ask(.get, "/dossiers?cursor=ab12", token: token)
        #expect(strange.status == 422)
    }

    @Test func eachLookAtADossierIsWrittenDown() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let code = try await api.dossier(token: token)
        _ = try await api.ask(.get, "/dossiers/\(code)", token: token)
        let looks = try await api.rooms.database.read { tx in
            try Looks.all(by: Office.Name.hanh.actor, since: Instant(milliseconds: 0), in: tx)
        }
        #expect(looks.count == 1)
    }
}
