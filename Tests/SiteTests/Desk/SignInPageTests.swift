import Access
import Agencies
import HTTPTypes
import Kernel
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// The way in, as a browser meets it.
@Suite struct SignInPageTests {
    private func office(_ secondFactor: [Role] = []) async throws -> Office {
        try await Office(secondFactor: secondFactor) { rooms, routes in
            SignInPages(rooms).addRoutes(to: routes)
            DeskPages(rooms).addRoutes(to: routes)
            ListPages(rooms).addRoutes(to: routes)
        }
    }
    /// The page without what is drawn anew each time, and without the name that was typed.
    private func face(_ answer: Exchange, but name: String) -> String {
        answer.body.replacing(/name="_(csrf|key)" value="[^"]*"/, with: "").replacing("value=\"\(name)\"", with: "")
    }
    private func begin(_ client: Client, _ name: String, _ password: String = Office.password) async throws -> Exchange
    {
        try await client.submit("/sign-in", ["name": name, "password": password])
    }

    @Test func anOfficerSignsInAndComesToTheDeskWithANewToken() async throws {
        let office = try await office()
        let client = office.client()
        client.set(.session, "guessed")
        let answer = try await begin(client, " Hanh ")
        #expect(answer.status == 303 && answer.header("Location") == "/desk")
        let cookies = answer.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
        let cookie = try #require(cookies.first { $0.hasPrefix("mc-session=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        let first = try #require(client.cookies["mc-session"])
        #expect(first != "guessed")
        #expect(try await client.get("/desk").words.contains("Đinh Thị Hạnh"))

        // A second sign-in from the same browser gives another token, and the first is worth nothing.
        let again = try await client.submit("/sign-out", from: try await client.get("/desk"))
        #expect(again.header("Location") == "/sign-in?out=1" && client.cookies["mc-session"] == nil)
        client.set(.session, first)
        #expect(try await client.get("/desk").status == 303)
    }

    @Test func anUnknownNameIsAnsweredLikeAWrongPassword() async throws {
        let office = try await office()
        let wrong = try await begin(office.client(), "hanh", "con trâu ăn rơm")
        let unknown = try await begin(office.client(), "nobody", "con trâu ăn rơm")
        #expect(wrong.status == 422 && unknown.status == 422)
        #expect(face(wrong, but: "hanh").utf8.elementsEqual(face(unknown, but: "nobody").utf8))
        #expect(wrong.body.contains("value=\"hanh\"") && !wrong.body.contains("ăn rơm"))
    }

    @Test func fiveAttemptsAreLookedAtAndTheSixthIsNot() async throws {
        let office = try await office()
        let client = office.client()
        for _ in 0..<5 { #expect(try await begin(client, "hanh", "sai mật khẩu").status == 422) }
        let sixth = try await begin(client, "hanh")
        #expect(sixth.status == 429 && sixth.header("Retry-After") == "900")
        #expect(sixth.words.contains("8 giờ 45"))
        office.test.advance(minutes: 15)
        #expect(try await begin(client, "hanh").status == 303)
    }

    @Test func aFormWithoutTheTokenIsRefused() async throws {
        let office = try await office()
        let client = office.client()
        _ = try await client.get("/sign-in")
        let body = "name=hanh&password=\(Percent.encoded(Office.password))"
        let type = "application/x-www-form-urlencoded"
        let answer = try await client.send(.post, "/sign-in", body: Array(body.utf8), type: type)
        #expect(answer.status == 403 && client.cookies["mc-session"] == nil)
    }

    @Test func theWantedPageComesAfterwardsAndNoOtherSites() async throws {
        let office = try await office()
        let client = office.client()
        let turned = try await client.get("/desk/lists/today?page=2")
        let ask = try #require(turned.header("Location"))
        #expect(turned.status == 303 && ask == "/sign-in?next=%2Fdesk%2Flists%2Ftoday%3Fpage%3D2")
        let page = try await client.get(ask)
        #expect(page.hidden("next") == "/desk/lists/today?page=2")
        for (next, wanted) in [
            ("/desk/lists/today?page=2", "/desk/lists/today?page=2"), ("//evil.example/desk", "/desk"),
            ("https://evil.example", "/desk"), ("/procedures", "/desk"), ("", "/desk"),
        ] {
            let fields: KeyValuePairs = ["name": "hanh", "password": Office.password, "next": next]
            let answer = try await office.client().submit("/sign-in", fields)
            #expect(answer.header("Location") == wanted, "\(next)")
        }
    }

    @Test func aSessionEndsAfterHalfAnHourWithoutUse() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        office.test.advance(minutes: 29)
        #expect(try await client.get("/desk").status == 200)
        office.test.advance(minutes: 30)
        #expect(try await client.get("/desk").status == 303)
    }

    @Test func aSecondFactorIsSetUpAndAskedForAtTheNextSignIn() async throws {
        let office = try await office([.reception])
        let client = office.client()
        let first = try await begin(client, "hanh")
        #expect(first.header("Location") == "/sign-in/enrol")
        #expect(try await client.get("/desk").status == 303, "a session that owes its second factor is a stranger")
        let shown = try await client.submit("/sign-in/enrol")
        let secret = try #require(shown.hidden("secret"))
        #expect(shown.status == 200 && shown.body.contains("<svg class=\"qr\""))
        let wrong = try await client.submit("/sign-in/enrol", enrolment(shown, "000000"), from: shown)
        #expect(wrong.status == 422 && wrong.hidden("secret") == secret)
        let code = code(secret, office)
        let done = try await client.submit("/sign-in/enrol", enrolment(wrong, code), from: wrong)
        #expect(done.status == 200 && done.body.components("<li><code>") == 8)
        #expect(try await client.get("/desk").status == 200)

        office.test.advance(minutes: 1)
        let other = office.client()
        #expect(try await begin(other, "hanh").header("Location") == "/sign-in/second")
        #expect(try await other.submit("/sign-in/second", ["code": "000000"]).status == 422)
        let before = other.cookies["mc-session"]
        let passed = try await other.submit("/sign-in/second", ["code": self.code(secret, office)])
        #expect(passed.header("Location") == "/desk" && other.cookies["mc-session"] != before)

        let third = office.client()
        _ = try await begin(third, "hanh")
        let recovery = try #require(done.body.between("<li><code>", "</code>"))
        #expect(try await third.submit("/sign-in/second", ["recovery": recovery]).status == 303)
        #expect(try await third.get("/desk").status == 200)
    }
    private func enrolment(_ page: Exchange, _ code: String) -> KeyValuePairs<String, String> {
        let uri = (page.hidden("uri") ?? "").replacing("&amp;", with: "&")
        return ["secret": page.hidden("secret") ?? "", "uri": uri, "code": code]
    }
    private func code(_ secret: String, _ office: Office) -> String {
        var (bytes, held, bits): ([UInt8], Int, Int) = ([], 0, 0)
        for letter in secret.utf8 {
            held = (held << 5 | Int(letter >= 65 ? letter - 65 : letter - 24)) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(held >> bits & 255))
            }
        }
        return TOTP.code(secret: bytes, step: TOTP.step(at: office.test.now), hmac: office.rooms.vault.hmacSHA1)
    }

    @Test func aOneTimePasswordLeadsToAPasswordOfOnesOwn() async throws {
        let office = try await office()
        let accounts = AccountDesk(
            database: office.rooms.database,
            world: office.rooms.world,
            vault: office.rooms.vault
        )
        let given = try await accounts.givePassword(to: Office.Name.hanh.id, by: .system("test"))
        let client = office.client()
        #expect(try await begin(client, "hanh", given).header("Location") == "/sign-in/password")
        let short = try await client.submit("/sign-in/password", ["new": "ngắn", "again": "ngắn"])
        #expect(short.status == 422 && short.words.contains("ít nhất 10 ký tự"))
        let unlike = try await client.submit("/sign-in/password", ["new": "mưa rơi trên mái lá", "again": "mưa"])
        #expect(unlike.status == 422)
        let new = "mưa rơi trên mái lá"
        let done = try await client.submit("/sign-in/password", ["new": new, "again": new])
        #expect(done.status == 303 && done.header("Location") == "/desk")
        #expect(try await begin(office.client(), "hanh", new).header("Location") == "/desk")
    }

    @Test(arguments: ["vi", "en"]) func thePagesOfTheWayInStayAsTheyWere(_ language: String) async throws {
        let office = try await office()
        let client = office.client(language: language)
        try expectSnapshot(try await client.get("/sign-in?next=/desk/book"), named: "sign-in.\(language)")
        try expectSnapshot(try await begin(client, "hanh", "sai mật khẩu"), named: "sign-in-refused.\(language)")
    }
}

extension String {
    /// How often `part` stands in the text.
    func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
    /// What stands between `start` and the next `end`.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = firstRange(of: start) else { return nil }
        let rest = self[from.upperBound...]
        return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
    }
}
