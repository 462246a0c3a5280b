import Access
import Foundation
import HTTPTypes
import Server
import Site
import SiteTestSupport
import TestSupport
import Testing

@testable import Web

/// Every route with every officer: who may call it is one table, printed in `docs/routes.md`.
@Suite struct RouteTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/routes.md")

    private static func table(_ office: Office) -> RouteTable { Routes.table(office.rooms, office.routes.site) }

    private static func path(_ pattern: String) -> String {
        pattern.split(separator: "/").map { $0.hasPrefix("{") ? "x" : String($0) }.reduce("") { $0 + "/" + $1 }
    }

    @Test func theTableStandsInTheDocuments() async throws {
        let table = Self.table(try await Office())
        let rows = table.entries.map { "| \($0.method.rawValue) | `\($0.pattern)` | \($0.who) |" }.sorted()
        let text =
            "# Routes\n\nWho may call what; roles are those at the unit an officer acts for. What an officer may not "
            + "see is a 404.\nPrinted by `RouteTests` (`UPDATE_DOCS=1`).\n\n| method | path | who |\n| --- | --- | --- |\n"
            + rows.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
        #expect(rows.count > 90)
    }

    @Test func strangersReachNoOfficersPage() async throws {
        let office = try await Office()
        let table = Self.table(office)
        let client = Client(table.finish())
        for entry in table.entries where entry.who != .anyone {
            let answer = try await client.send(entry.method, Self.path(entry.pattern))
            #expect([303, 401].contains(answer.status), "\(entry.method) \(entry.pattern): \(answer.status)")
            if answer.status == 303 { #expect(answer.header("Location")?.hasPrefix("/sign-in") == true) }
        }
    }

    @Test(arguments: Office.Name.allCases)
    func whatIsNotAnOfficersDoesNotExist(name: Office.Name) async throws {
        let office = try await Office()
        let table = Self.table(office)
        let signed = try await office.rooms.signIn.signIn(
            name: name.rawValue,
            password: Office.password,
            address: "192.0.2.9"
        )
        let client = Client(table.finish())
        client.set(.session, signed.token.rawValue)
        let roles = Set(name.post.roles.map(\.rawValue))
        var refused = 0
        for entry in table.entries where entry.who != .anyone {
            let answer = try await client.send(entry.method, Self.path(entry.pattern))
            if case .token = entry.who {
                // A session opens nothing of the API; tokens have their table in `APIRightsTests`.
                #expect(answer.status == 401, "\(entry.method) \(entry.pattern): \(answer.status)")
            } else if entry.who.admits(roles: roles) {
                #expect(answer.status < 500, "\(entry.method) \(entry.pattern): \(answer.status)")
            } else {
                refused += 1
                #expect(answer.status == 404, "\(entry.method) \(entry.pattern): \(answer.status)")
            }
        }
        #expect(refused > 10)
    }
}
