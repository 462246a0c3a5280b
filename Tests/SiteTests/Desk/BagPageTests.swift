import Access
import Agencies
import Dossiers
import Kernel
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// A bag on its way from the centre to the ward's police.
@Suite struct BagPageTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in BagPages(rooms).addRoutes(to: routes) }
    }
    private func open(_ client: Client, to unit: ID<Agency> = Office.police) async throws -> String {
        let answer = try await client.submit("/desk/bags", ["to": unit.rawValue])
        return try #require(answer.header("Location"))
    }

    @Test(arguments: ["vi", "en"]) func aBagIsPackedSentAndOpenedWithADifference(_ language: String) async throws {
        let office = try await office()
        let first = try await office.dossier(.received)
        let second = try await office.dossier(.received, of: try await office.person("Đinh Công Lâm"))
        let third = try await office.dossier(.received)
        let client = try await office.client(signedInAs: .hanh, language: language)
        try expectSnapshot(try await client.get("/desk/bags"), named: "bags-none.\(language)")
        let bag = try await open(client)
        // One is ticked, one typed by the last digits of its code; a third is put in and taken out again.
        let page = try await client.get(bag)
        let codes = [try await office.code(of: first), try await office.code(of: third)]
        let added = try await client.submit(
            bag,
            ["act": "add", "pick": codes[0], "pick": codes[1], "code": "2"],
            from: page
        )
        #expect(added.header("Location") == bag)
        #expect(try await client.submit(bag, ["act": "remove", "dossier": third.rawValue]).status == 303)
        try expectSnapshot(try await client.get(bag), named: "bag-open.\(language)")
        #expect(try await client.submit(bag, ["act": "send"]).status == 303)
        let sheet = try await client.get(bag + "/manifest")
        #expect(sheet.status == 200 && sheet.bytes.starts(with: Array("%PDF".utf8)))

        let clerk = try await office.client(signedInAs: .oanh, language: language)
        #expect(try await clerk.get("/desk/bags").body.contains(bag))
        try expectSnapshot(try await clerk.get(bag), named: "bag-sent.\(language)")
        let odd = "H28.01-250620-0007"
        let opened = try await clerk.submit(bag, ["act": "receive", "found": first.rawValue, "extra": odd])
        #expect(opened.header("Location") == bag)
        try expectSnapshot(try await clerk.get(bag), named: "bag-differs.\(language)")
        #expect(try await office.load(first).holder == Office.police)
        // What was missing still waits for a signature.
        #expect(try await office.load(second).pendingHandOver?.to == Office.police)
        #expect(try await office.load(second).holder == Office.centre)
    }

    @Test func whatCannotGoIntoABagIsToldAndKeptAsTyped() async throws {
        let office = try await office()
        let elsewhere = try await office.code(of: try await office.dossier(.taken))
        let client = try await office.client(signedInAs: .hanh)
        let bag = try await open(client)
        let empty = try await client.submit(bag, ["act": "send"])
        #expect(empty.status == 422 && empty.words.contains("Túi chưa có hồ sơ nào."))
        let unknown = try await client.submit(bag, ["act": "add", "code": "H28.01-250627-9999"])
        #expect(unknown.status == 422 && unknown.body.contains("value=\"H28.01-250627-9999\""))
        let moved = try await client.submit(bag, ["act": "add", "code": elsewhere])
        #expect(moved.status == 422 && moved.words.contains("không ở đơn vị mình"))
        let nothing = try await client.submit(bag, ["act": "add", "code": ""])
        #expect(nothing.status == 422)
        #expect(try await client.submit(bag, ["act": "burn"]).status == 400)
    }

    @Test func aBagIsForItsTwoUnitsAlone() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        let bag = try await open(client)
        let clerk = try await office.client(signedInAs: .oanh)
        // While it is packed it is its maker's.
        #expect(try await clerk.get(bag).status == 404)
        #expect(try await office.client(signedInAs: .tuan).get("/desk/bags").status == 404)
        let own = try await client.submit("/desk/bags", ["to": Office.centre.rawValue])
        #expect(own.status == 422 && own.words.contains("Nơi gửi và nơi nhận là một"))
        #expect(try await client.submit("/desk/bags", ["to": "agc_none"]).status == 422)
    }

    @Test func theSameFormTwiceMakesOneBag() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        let page = try await client.get("/desk/bags")
        let first = try await client.submit("/desk/bags", ["to": Office.police.rawValue], from: page)
        let again = try await client.submit("/desk/bags", ["to": Office.police.rawValue], from: page)
        #expect(first.header("Location") == again.header("Location"))
    }
}
