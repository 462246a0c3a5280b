import HTTPTypes
import SiteTestSupport
import Testing
import Web

@Suite struct RequestTests {
    @Test func everyAnswerCarriesTheSecurityFields() async throws {
        for path in ["/notes", "/nowhere", "/broken", "/healthz"] {
            let answer = try await SmallSite().client().get(path)
            let policy = try #require(answer.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(policy.contains("object-src 'none'") && policy.contains("base-uri 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(answer.header("Referrer-Policy") == "same-origin")
            #expect(answer.header("Cross-Origin-Resource-Policy") == "same-origin")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("X-Frame-Options") == "DENY")
            #expect(answer.header("Strict-Transport-Security") == nil)
        }
        let secure = try await SmallSite(isSecure: true).client().get("/notes")
        #expect(secure.header("Strict-Transport-Security") == "max-age=31536000; includeSubDomains")
        let cookie = try #require(secure.header("Set-Cookie"))
        #expect(cookie.hasPrefix("__Host-mc-visitor=") && cookie.contains("; Secure") && cookie.contains("HttpOnly"))
    }

    @Test func pagesHoldNothingInline() async throws {
        for page in [try await SmallSite().client().get("/notes"), try await SmallSite().officerClient().get("/desk")] {
            #expect(page.status == 200)
            #expect(!page.body.contains(" style=") && !page.body.contains("<style") && !page.body.contains(" onclick"))
            #expect(!page.body.contains("⟦"))
        }
    }

    @Test func aPostWithoutTheVisitorsTokenIsRefused() async throws {
        let client = try SmallSite().client()
        let page = try await client.get("/notes")
        let done = try await client.submit("/notes", ["name": "Mận", "tick": "a", "tick": "b"], from: page)
        #expect(done.status == 200 && done.body == #"Mận|-|["a", "b"]"#)
        let without = try await client.send(
            .post,
            "/notes",
            body: Array("name=x".utf8),
            type: "application/x-www-form-urlencoded"
        )
        #expect(without.status == 403)
        #expect(without.body.contains("tải lại trang"))
        let stranger = try SmallSite().client()
        let stolen = try await stranger.submit("/notes", ["name": "x"], from: page)
        #expect(stolen.status == 403)
    }

    @Test func aRefusedFormKeepsWhatWasTyped() async throws {
        let client = try SmallSite().client()
        let answer = try await client.submit("/notes", ["name": "Hoàng Thị <b>Bưởi</b> Rất Dài", "day": "31/2/2026"])
        #expect(answer.status == 422)
        #expect(answer.body.contains("value=\"Hoàng Thị &lt;b&gt;Bưởi&lt;/b&gt; Rất Dài\""))
        #expect(answer.body.contains("value=\"31/2/2026\""))
        #expect(answer.body.contains("Không có ngày này trong lịch"))
        #expect(answer.body.contains("href=\"#f-day\"") && answer.body.contains("aria-invalid=\"true\""))
        client.language = "en"
        let english = try await client.submit("/notes", ["name": ""])
        #expect(english.body.contains("Please fill in this field"))
    }

    @Test func filesComeWithAForm() async throws {
        let client = try SmallSite().client()
        let page = try await client.get("/notes")
        let file = Client.File(
            "scan",
            name: "C:\\giấy.pdf",
            type: "application/pdf",
            bytes: [0, 255, 13, 10, 45, 45, 1]
        )
        let answer = try await client.upload("/notes", ["name": "Mận"], files: [file], from: page)
        #expect(answer.body == "Mận|-|[] giấy.pdf 7")
        for (size, status) in [(3000, 200), (4097, 413)] {
            let large = Client.File("scan", name: "a", type: "image/png", bytes: [UInt8](repeating: 7, count: size))
            #expect(try await client.upload("/notes", ["name": "x"], files: [large], from: page).status == status)
        }
    }

    @Test(arguments: ["name=%FF", "name=a%00b", "name=a%7Fb", "name=%C2%85"])
    func whatCannotBeReadIsRefusedAtItsField(body: String) async throws {
        let client = try SmallSite().client()
        let page = try await client.get("/notes")
        let token = page.hidden("_csrf") ?? ""
        let answer = try await client.send(
            .post,
            "/notes",
            body: Array("_csrf=\(token)&\(body)".utf8),
            type: "application/x-www-form-urlencoded"
        )
        #expect(answer.status == 422)
        #expect(answer.body.contains("id=\"f-name-error\""))
    }

    @Test func strangersAreSentToSignInAndOthersSeeNothing() async throws {
        let stranger = try SmallSite().client()
        let answer = try await stranger.get("/desk?tab=2")
        #expect(answer.status == 303)
        #expect(answer.header("Location") == "/sign-in?next=%2Fdesk%3Ftab%3D2")
        #expect(try await stranger.get("/desk", accept: "application/json").status == 401)
        let officer = try SmallSite().officerClient()
        #expect(try await officer.get("/desk").status == 200)
        #expect(try await officer.get("/desk/sign").status == 404)
        let forward = try await officer.submit("/desk/receive/H28%2F1", from: officer.get("/desk"))
        #expect(forward.header("Location") == "/desk/H28%2F1")
    }

    @Test func everyRouteStandsInTheTable() throws {
        let table = try SmallSite().routes.entries
        #expect(table.contains { $0.pattern == "/desk/sign" && $0.who == .staff(["leader"]) })
        #expect(table.contains { $0.method == .post && $0.pattern == "/notes" && $0.who == .anyone })
        #expect(!Who.staff([]).admits(roles: nil) && Who.staff([]).admits(roles: ["clerk"]))
        #expect(!Who.staff(["leader"]).admits(roles: ["clerk"]) && Who.anyone.admits(roles: nil))
    }

    @Test func methodsThatARouteHasNotAreNamed() async throws {
        let client = try SmallSite().client()
        let answer = try await client.send(.delete, "/notes")
        #expect(answer.status == 405 && answer.header("Allow") == "GET, POST")
        let head = try await client.send(.head, "/notes")
        #expect(head.status == 200 && head.bytes.isEmpty)
        #expect(try await client.send(.post, "/desk/sign").status == 405)
    }

    @Test func problemsNeverTellWhatHappenedInside() async throws {
        let client = try SmallSite().client()
        let page = try await client.get("/broken")
        #expect(page.status == 500 && !page.body.contains("password"))
        #expect(page.body.contains("req-1") && page.body.contains("1022"))
        let json = try await client.get("/broken", accept: "application/json")
        #expect(json.header("Content-Type") == "application/problem+json" && !json.body.contains("password"))
        #expect(json.body.contains(#""type":"/problems/unexpected""#))
        #expect(try await client.get("/problems/unexpected").status == 200)
        #expect(try await client.get("/problems/nonsense").status == 404)
        let late = try await client.get("/late")
        #expect(late.status == 429 && late.header("Retry-After") == "60")
    }

    @Test func theLanguageIsAskedThenKeptThenGuessed() async throws {
        let client = try SmallSite().client()
        client.language = "fr-FR, en;q=0.5"
        #expect(try await client.get("/nowhere").header("Content-Language") == "en")
        client.language = "fr"
        #expect(try await client.get("/nowhere").body.contains("<html lang=\"vi\""))
        #expect(try await client.get("/notes?lang=en").body.contains("<html lang=\"en\""))
        #expect(try await client.get("/notes").body.contains("<html lang=\"en\""))
        let large = try await client.get("/notes?text=large&q=a%20b")
        #expect(large.body.contains("class=\"citizen large\"") && large.body.contains("?q=a%20b&amp;text=normal"))
        #expect(try await client.get("/notes").body.contains("class=\"citizen large\""))
    }

    @Test func onlyTheTrustedProxyNamesTheAddress() async throws {
        let forwarded: HTTPFields = [try #require(HTTPField.Name("X-Forwarded-For")): "10.0.0.9, 203.0.113.7"]
        for (proxy, address) in [("192.0.2.1", "203.0.113.7"), ("192.0.2.2", "192.0.2.1")] {
            let client = try SmallSite(trustedProxy: proxy).client()
            #expect(try await client.send(.get, "/where", headers: forwarded).body == address)
        }
    }

    @Test func staticFilesStayInTheBrowser() async throws {
        let client = try SmallSite().client()
        let path = StaticFiles.path("site.css").description
        let file = try await client.get(path)
        #expect(file.status == 200 && file.header("Cache-Control")?.contains("immutable") == true)
        #expect(file.bytes.count < 40_000)
        let tag = try #require(file.header("ETag"))
        #expect(try await client.send(.get, path, headers: [.ifNoneMatch: tag]).status == 304)
        #expect(try await client.get("/static/0000/site.css").header("Cache-Control") == "no-cache")
        #expect(try await client.get("/static/0000/..%2Fstrings%2Fvi%2Fweb.json").status == 404)
    }

    @Test(arguments: ["X-Forwarded-For", "Forwarded"])
    func figuresAreNotThereForWhoComesThroughAProxy(_ field: String) async throws {
        let client = try SmallSite().client()
        let forwarded: HTTPFields = [try #require(HTTPField.Name(field)): "for=203.0.113.7"]
        #expect(try await client.send(.get, "/metrics", headers: forwarded).status == 404)
        #expect(try await client.get("/metrics").status == 200)
    }

    @Test func figuresAreBoundedByTheCode() async throws {
        let client = try SmallSite().client()
        _ = try await client.get("/notes")
        _ = try await client.get("/nowhere/H28-1")
        _ = try await client.send(try #require(HTTPRequest.Method("ANYTHING")), "/notes")
        let text = try await client.get("/metrics").body
        #expect(!text.contains("ANYTHING") && text.contains("method=\"other\""))
        #expect(text.contains(#"motcua_http_requests_total{method="GET",route="/notes",status="200"} 1"#))
        #expect(text.contains("motcua_http_request_seconds_count{route=\"/notes\"} 1"))
        #expect(!text.contains("H28-1"))
        #expect(try await client.get("/readyz").body == "ready\n")
    }
}
