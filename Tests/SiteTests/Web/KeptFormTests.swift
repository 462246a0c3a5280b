import Hummingbird
import Kernel
import SiteTestSupport
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// A site whose database refuses what tests choose.
private final class RefusingSite: Sendable {
    let refusal = Mutex<StorageError?>(nil)
    let sessionRefusal = Mutex<StorageError?>(nil)

    func client(signedIn: Bool = false) throws -> Client {
        let resolver = SessionResolver { _, _ in
            if let error = self.sessionRefusal.withLock({ $0 }) { throw error }
            return SmallSite.officer
        }
        let routes = RouteTable(
            WebSite(texts: try TextLibrary(), world: TestWorld().world, sessions: resolver)
        )
        routes.get("/write", for: .anyone) { context in
            if let error = self.refusal.withLock({ $0 }) { throw error }
            return context.page(
                plainPage(context, title: "Write", side: .citizen, form(context, to: Path("write"), ""))
            )
        }
        for (path, isKept) in [("/write", true), ("/secret", false)] {
            routes.post(path, for: .anyone, isKept: isKept) { form, _ in
                if let error = self.refusal.withLock({ $0 }) { throw error }
                return .text("\(form.key)|\(form.value("text"))|\(form.all("tick"))")
            }
        }
        let client = Client(routes.finish())
        if signedIn { client.set(.session, "good") }
        return client
    }
}

@Suite struct KeptFormTests {
    private let typed: KeyValuePairs = ["text": "Hồ sơ <b>\nhai dòng", "tick": "a", "tick": "b"]

    @Test(arguments: [
        (StorageError.unavailable("gone"), "mất liên lạc", 10), (.full("disk"), "hết chỗ lưu", 60),
        (.readOnly("disk"), "chỉ cho xem", 60), (.overloaded, "nhiều người dùng", 5),
        (.timedOut("slow"), "nhiều người dùng", 5), (.conflict("race"), "nhiều người dùng", 5),
    ])
    func whatTheDatabaseRefusesIsToldAndTheFormIsKept(error: StorageError, words: String, seconds: Int) async throws {
        let site = RefusingSite()
        let client = try site.client()
        let page = try await client.get("/write")
        site.refusal.withLock { $0 = error }
        let answer = try await client.submit("/write", typed, from: page)
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") == "\(seconds)")
        #expect(answer.words.contains(words))
        #expect(answer.hidden("_key") == page.hidden("_key"), "the same request key")
        #expect(answer.hidden("_csrf") == page.hidden("_csrf"))
        #expect(answer.body.contains("<textarea name=\"text\" hidden>\nHồ sơ &lt;b&gt;\nhai dòng</textarea>"))
        #expect(answer.body.contains("name=\"tick\" value=\"a\"") && answer.body.contains("name=\"tick\" value=\"b\""))
        site.refusal.withLock { $0 = nil }
        let again = try await client.submit("/write", typed, from: answer)
        #expect(again.body == "\(page.hidden("_key") ?? "")|Hồ sơ <b>\nhai dòng|[\"a\", \"b\"]")
    }

    /// Whether somebody is signed in is asked of the database too; a form must survive that as well.
    @Test func aFormIsKeptWhenTheSessionCannotBeLookedUp() async throws {
        let site = RefusingSite()
        let client = try site.client(signedIn: true)
        let page = try await client.get("/write")
        site.sessionRefusal.withLock { $0 = .unavailable("gone") }
        let answer = try await client.submit("/write", typed, from: page)
        #expect(answer.status == 503 && answer.hidden("_key") == page.hidden("_key"))
        #expect(try await client.get("/write").status == 503)
        #expect(try await client.get(StaticFiles.path("site.css").description).status == 200)
        #expect(try await client.get("/healthz").status == 200)
    }

    @Test func aPageThatCannotBeShownOffersToTryAgain() async throws {
        let site = RefusingSite()
        site.refusal.withLock { $0 = .unavailable("gone") }
        let client = try site.client()
        client.language = "en"
        let answer = try await client.get("/write?a=1")
        #expect(answer.status == 503 && answer.body.contains("href=\"/write?a=1\""))
        #expect(answer.words.contains("lost contact with its data store"))
        let json = try await client.get("/write", accept: "application/json")
        #expect(json.body.contains("/problems/storage_away") && json.header("Retry-After") == "10")
    }

    @Test func secretsAreNotKeptAndFilesAreSaidToBeLost() async throws {
        let site = RefusingSite()
        let client = try site.client()
        let page = try await client.get("/write")
        site.refusal.withLock { $0 = .full("disk") }
        let secret = try await client.submit("/secret", ["text": "mật khẩu của tôi"], from: page)
        #expect(secret.status == 503 && !secret.body.contains("mật khẩu của tôi"))
        let file = Client.File("scan", name: "a.pdf", type: "application/pdf", bytes: [1, 2, 3])
        let upload = try await client.upload("/write", ["text": "x"], files: [file], from: page)
        #expect(upload.status == 503 && upload.words.contains("Quay lại"))
        #expect(upload.hidden("text") == nil)
    }

    /// What another site sends is not given a token of ours: pressing the button is refused as the first sending was.
    @Test func aForeignFormStaysForeign() async throws {
        let site = RefusingSite()
        let client = try site.client(signedIn: true)
        site.sessionRefusal.withLock { $0 = .unavailable("gone") }
        let answer = try await client.send(
            .post,
            "/write",
            body: Array("_csrf=foreign&_key=0123456789&text=x".utf8),
            type: "application/x-www-form-urlencoded"
        )
        #expect(answer.status == 503 && answer.hidden("_csrf") == "foreign")
        site.sessionRefusal.withLock { $0 = nil }
        #expect(try await client.submit("/write", ["text": "x"], from: answer).status == 403)
    }
}
