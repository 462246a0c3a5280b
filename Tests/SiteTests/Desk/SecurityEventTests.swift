import Access
import Agencies
import HTTPTypes
import Kernel
import Site
import SiteTestSupport
import TestSupport
import Testing
import Web

/// Whoever tries the doors leaves a line in the log and a count; nobody's secret is in it.
@Suite struct SecurityEventTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in
            SignInPages(rooms).addRoutes(to: routes)
            DeskPages(rooms).addRoutes(to: routes)
            ListPages(rooms).addRoutes(to: routes)
        }
    }
    private func events(_ client: Client) -> [String] {
        client.log.lines.filter { $0.contains("Security") }.compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("event=") }.map { String($0.dropFirst(6)) }
        }
    }

    @Test func theWayInAndOutIsWrittenDown() async throws {
        let office = try await office()
        let client = office.client()
        for _ in 0..<5 { _ = try await client.submit("/sign-in", ["name": "hanh", "password": "sai mật khẩu"]) }
        _ = try await client.submit("/sign-in", ["name": "hanh", "password": "sai mật khẩu"])
        office.test.advance(minutes: 15)
        _ = try await client.submit("/sign-in", ["name": "hanh", "password": Office.password])
        let desk = try await client.get("/desk")
        let out = try await client.submit("/sign-out", from: desk)
        #expect(out.header("Clear-Site-Data") == #""cache", "storage""#)
        let refused = [String](repeating: "signInRefused", count: 5)
        #expect(events(client) == refused + ["signInThrottled", "signedIn", "signedOut"])
        let figures = try await client.get("/metrics").body
        #expect(figures.contains(#"motcua_security_events_total{event="signInRefused"} 5"#))
        let line = try #require(client.log.lines.first { $0.contains("event=signedIn ") })
        #expect(line.contains("address=192.0.2.1") && line.contains("staff=") && line.contains("route=/sign-in"))
    }

    @Test func aPageThatRolesDoNotOpenAndAFormWithoutItsTokenAreWrittenDown() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        #expect(try await client.get("/desk/lists/nothing").status == 404)
        let type = "application/x-www-form-urlencoded"
        let answer = try await client.send(.post, "/sign-out", body: Array("_csrf=guess".utf8), type: type)
        #expect(answer.status == 403)
        #expect(events(client) == ["formRefused"])
    }

    @Test func whatWasTypedStandsNowhereInTheLog() async throws {
        let office = try await office()
        let client = office.client()
        let typed = ["con trâu ăn rơm", Office.password, "017190900001"]
        for word in typed { _ = try await client.submit("/sign-in", ["name": word, "password": word]) }
        _ = try await client.submit("/sign-in", ["name": "hanh", "password": Office.password])
        _ = try await client.get("/desk/lists/today?q=\(Percent.encoded(typed[0]))")
        let token = try #require(client.cookies["mc-session"])
        let log = client.log.lines.joined(separator: "\n")
        #expect(log.contains("Security") && log.contains("Request"))
        for secret in typed + [token, Percent.encoded(typed[0])] { #expect(!log.contains(secret), "\(secret)") }
    }

    @Test(arguments: [("10.0.0.1", "10.0.0.1"), ("fe80::1%2", "fe80::1%2"), ("a\nevent=x", "a?e?e????"), ("", "")])
    func anAddressInTheLogIsAnAddress(_ address: String, _ written: String) {
        #expect(LogText.address(address) == written)
    }
}
