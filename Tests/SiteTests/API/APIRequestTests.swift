import Access
import Dossiers
import HTTPTypes
import Kernel
import SiteTestSupport
import TestSupport
import Testing

@testable import Site
@testable import Web

/// What a request must be, and that the same one sent twice is done once.
@Suite struct APIRequestTests {
    private let path = "/api/v1/dossiers"
    private func headers(_ token: String, _ key: String = "request-1") -> HTTPFields {
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if let name = HTTPField.Name(APILimits.keyHeader) { headers[name] = key }
        return headers
    }

    @Test func theSecondOfTwoEqualRequestsGetsTheFirstsAnswerByteForByte() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let first = try await api.ask(.post, "/dossiers", APIOffice.intake, token: token, key: "twice-001")
        api.office.test.advance(minutes: 30)
        let second = try await api.ask(.post, "/dossiers", APIOffice.intake, token: token, key: "twice-001")
        #expect(first.status == 201 && second.status == 201 && first.bytes == second.bytes)
        #expect(second.header("Location") == first.header("Location"))
        #expect(try await api.count() == 1)
        // Another body under the same key is a mistake of the client, and told.
        let other = APIOffice.intake.with("copies", 2)
        let reused = try await api.ask(.post, "/dossiers", other, token: token, key: "twice-001")
        #expect(reused.status == 422 && reused.code == "key_reused")
        // The key belongs to the officer: another's is another.
        let elsewhere = try await api.ask(
            .post,
            "/dossiers",
            other,
            token: try await api.token(.dung),
            key: "twice-001"
        )
        #expect(elsewhere.status == 201)
        #expect(try await api.count() == 2)
    }

    @Test func anActIsDoneOnceWhateverTheDossierLooksLikeByThen() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let code = try await api.dossier(token: token)
        let move: JSON = ["act": "moveFolder", "version": 1, "place": "Kệ 3"]
        let first = try await api.ask(.post, "/dossiers/\(code)/acts", move, token: token, key: "move-0001")
        let next: JSON = ["act": "moveFolder", "version": 2, "place": "Kệ 4"]
        #expect(try await api.ask(.post, "/dossiers/\(code)/acts", next, token: token, key: "move-0002").status == 200)
        let again = try await api.ask(.post, "/dossiers/\(code)/acts", move, token: token, key: "move-0001")
        #expect(again.status == 200 && again.bytes == first.bytes)
        #expect(try await api.ask(.get, "/dossiers/\(code)", token: token).json["place"] == "Kệ 4")
    }

    @Test func aRefusedRequestKeepsItsKeyFree() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let body = APIOffice.intake.with("capacity", "proxy")
        #expect(try await api.ask(.post, "/dossiers", body, token: token, key: "free-0001").status == 422)
        let mended = body.with("proof", "Giấy ủy quyền")
            .with("owners", [["kind": "citizen", "name": "Đinh Văn Ba"]])
        #expect(try await api.ask(.post, "/dossiers", mended, token: token, key: "free-0001").status == 201)
    }

    @Test func theKeyHasItsForm() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let none = try await api.ask(.post, "/dossiers", APIOffice.intake, token: token)
        #expect(none.status == 400 && none.body.contains(APILimits.keyHeader))
        let (low, high) = (APILimits.key.lowerBound, APILimits.key.upperBound)
        for (length, status) in [(low - 1, 400), (low, 201), (high, 201), (high + 1, 400)] {
            let key = String(repeating: "k", count: length)
            let answer = try await api.ask(.post, "/dossiers", APIOffice.intake, token: token, key: key)
            #expect(answer.status == status, "\(length)")
        }
        #expect(try await api.ask(.post, "/dossiers", APIOffice.intake, token: token, key: "có dấu 123").status == 400)
    }

    @Test func bodiesOfOtherKindsAndSizesAreRefused() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        func send(_ body: [UInt8], _ type: String?, limit: Int = 0) async throws -> Exchange {
            try await api.client.send(.post, path, body: body, type: type, accept: "*/*", headers: headers(token))
        }
        let body = Array(APIOffice.intake.written.utf8)
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", nil] {
            #expect(try await send(body, type).status == 415, "\(type ?? "none")")
        }
        #expect(try await send([0x7B, 0xFF, 0x7D], "application/json").body.contains("UTF-8"))
        #expect(try await send([], "application/json").status == 400)
        let spaces = [UInt8](repeating: 32, count: APILimits.body - body.count)
        #expect(try await send(body + spaces, "application/json").status == 201)
        #expect(try await send(body + spaces + [32], "application/json").status == 413)
        let twice = Array(APIOffice.intake.written.dropLast().utf8) + Array(#","channel":"post"}"#.utf8)
        #expect(try await send(twice, "application/json").status == 400)
        #expect(try await send(body, "application/json; charset=UTF-8").status == 201)
    }

    @Test func otherMethodsKindsOfAnswerAndQueriesAreRefused() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let methods: [HTTPRequest.Method] = [.put, .patch, .delete, .options, .trace]
        for method in methods {
            let answer = try await api.client.send(method, path, accept: "text/html", headers: headers(token))
            #expect(answer.status == 405 && answer.header("Allow") == "GET, POST", "\(method)")
            #expect(answer.header("Content-Type") == "application/problem+json")
        }
        let html = try await api.client.send(.get, path, accept: "text/html", headers: headers(token))
        #expect(html.status == 406 && html.code == "not_acceptable")
        for accept in ["application/json", "application/*", "*/*", "text/html, application/json;q=0.5", ""] {
            let answer = try await api.client.send(.get, path, accept: accept, headers: headers(token))
            #expect(answer.status == 200, "\(accept)")
        }
        for query in ["?foo=1", "?limit=0", "?limit=201", "?limit=x", "?limit=1&limit=1", "?list=nothing", "?list=%FF"]
        {
            #expect(try await api.ask(.get, "/dossiers" + query, token: token).status == 400, "\(query)")
        }
        #expect(try await api.ask(.get, "/dossiers?limit=200", token: token).status == 200)
        let nowhere = try await api.client.send(.get, "/api/v1/nothing", accept: "text/html")
        #expect(nowhere.status == 404 && nowhere.header("Content-Type") == "application/problem+json")
    }

    @Test func anIntakeIsHeldToTheRulesOfTheCounter() async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        var serial = 0
        func refused(_ body: JSON) async throws -> [String] {
            serial += 1
            let answer = try await api.ask(.post, "/dossiers", body, token: token, key: "rules-\(serial)-00")
            #expect(answer.status == 422, "\(body.written): \(answer.body)")
            return answer.pointers
        }
        let body = APIOffice.intake
        #expect(try await refused(body.with("procedure", "9.999999")) == ["/procedure"])
        #expect(try await refused(body.with("competent", "H99")) == ["/competent"])
        #expect(try await refused(body.with("procedure", "1.004222")).contains("/papers"))
        #expect(try await refused(body.with("papersNotNeeded", [99])) == ["/papersNotNeeded/0"])
        #expect(try await refused(body.with("papers", [["form": "copy"]])) == ["/papers/0", "/papers"])
        #expect(try await refused(body.with("limit", "3 ngày")) == ["/limit"])
        #expect(try await refused(body.with("code", "x-1")) == ["/code"])
        let person = try #require(body["submitter"])
        let short: JSON = ["kind": "citizen", "number": "12"]
        #expect(
            try await refused(body.with("submitter", person.with("identity", short))) == ["/submitter/identity/number"]
        )
        #expect(try await refused(body.with("submitter", person.with("birth", "2023-02-30"))) == ["/submitter/birth"])
        #expect(try await refused(body.with("submitter", person.with("phone", "12"))) == ["/submitter/phone"])
        #expect(try await api.count() == 0)
        // The same number under another name is one of two mistakes.
        _ = try await api.dossier(token: token)
        #expect(try await refused(body.with("submitter", person.with("name", "Đinh Văn Ba"))) == ["/submitter/name"])
        #expect(try await api.count() == 1)
    }

    @Test(arguments: ["submit", "askPapers", "refuse"])
    func otherAnswersOfTheCounterAreGivenToo(_ kind: String) async throws {
        let api = try await APIOffice()
        let token = try await api.token()
        let answers: [String: JSON] = [
            "submit": ["kind": "submit"], "askPapers": ["kind": "askPapers", "request": "Thiếu tờ khai CT01"],
            "refuse": ["kind": "refuse", "reason": "Không thuộc thẩm quyền", "ground": "Luật Cư trú, Điều 21"],
        ]
        let statuses = ["submit": "submitted", "askPapers": "supplementAsked", "refuse": "notAccepted"]
        let body = APIOffice.intake.with("answer", answers[kind])
        let made = try await api.ask(.post, "/dossiers", body, token: token, key: "answer-01")
        #expect(made.status == 201 && made.json["status"]?["name"]?.text == statuses[kind])
        guard kind == "submit", let code = made.json["code"]?.text else { return }
        let receive: JSON = ["act": "receive", "version": 1, "papers": [["name": "Tờ khai", "form": "electronic"]]]
        let received = try await api.ask(.post, "/dossiers/\(code)/acts", receive, token: token, key: "receive-1")
        #expect(received.status == 200 && received.json["status"]?["name"] == "received")
    }
}
