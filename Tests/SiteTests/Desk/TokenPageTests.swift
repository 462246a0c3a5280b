import Access
import Agencies
import Kernel
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// Tokens on the pages: an officer's own, and those of an administrator's officers.
@Suite struct TokenPageTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in
            MePages(rooms).addRoutes(to: routes)
            StaffPages(rooms).addRoutes(to: routes)
            TokenPages(rooms).addRoutes(to: routes)
        }
    }
    private func token(_ office: Office, _ name: Office.Name) async throws -> MadeToken {
        try await TokenDesk(database: office.rooms.database, world: office.rooms.world)
            .create(for: name.id, rights: [.read, .intake], label: "Phần mềm đất đai", by: .system("test"))
    }
    private func isLive(_ made: MadeToken, _ office: Office) async throws -> Bool {
        let now = office.test.now
        return try await office.rooms.database.read { tx in
            try TokenStore.load(made.token.id, in: tx)?.isLive(at: now) ?? false
        }
    }

    @Test(arguments: ["vi", "en"]) func anOfficerSeesAndRevokesTheOwn(_ language: String) async throws {
        let office = try await office()
        let made = try await token(office, .hanh)
        let client = try await office.client(signedInAs: .hanh, language: language)
        let page = try await client.get("/desk/me/tokens")
        try expectSnapshot(page, named: "tokens.\(language)")
        #expect(page.body.contains(made.token.prefix) && !page.body.contains(made.text.rawValue))
        let answer = try await client.submit("/desk/me/tokens", ["token": made.token.id.rawValue], from: page)
        #expect(answer.header("Location") == "/desk/me/tokens?done=1")
        #expect(try await !isLive(made, office))
        // A second click changes nothing and fails at nothing.
        #expect(try await client.submit("/desk/me/tokens", ["token": made.token.id.rawValue], from: page).status == 303)
    }

    @Test func anothersTokenIsNotThere() async throws {
        let office = try await office()
        let made = try await token(office, .hanh)
        let client = try await office.client(signedInAs: .mai)
        let page = try await client.get("/desk/me/tokens")
        #expect(!page.body.contains(made.token.prefix))
        #expect(try await client.submit("/desk/me/tokens", ["token": made.token.id.rawValue], from: page).status == 404)
        #expect(try await isLive(made, office))
        #expect(try await client.get("/manage/staff/stf_hanh/tokens").status == 404)
    }

    @Test func anAdministratorRevokesThoseOfTheOfficersInReach() async throws {
        let office = try await office()
        let made = try await token(office, .hanh)
        let client = try await office.client(signedInAs: .thao)
        let page = try await client.get("/manage/staff/stf_hanh/tokens")
        #expect(page.status == 200 && page.body.contains(made.token.prefix))
        // By the page of one officer no other's is revoked.
        let other = try await token(office, .mai)
        let path = "/manage/staff/stf_hanh/tokens"
        #expect(try await client.submit(path, ["token": other.token.id.rawValue], from: page).status == 404)
        #expect(try await client.submit(path, ["token": made.token.id.rawValue], from: page).status == 303)
        #expect(try await !isLive(made, office))
        #expect(try await isLive(other, office))
    }
}
