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

/// The register book as page, spreadsheet and form.
@Suite struct BookPageTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in BookPages(rooms).addRoutes(to: routes) }
    }

    @Test(arguments: ["vi", "en"]) func theBookStaysAsItWas(_ language: String) async throws {
        let office = try await office()
        let mother = try await office.person("Bùi Thị Mận", number: "017190001235", phone: "0912345678")
        _ = try await office.dossier(.returned, of: mother)
        let wrong = try await office.dossier(.received, of: try await office.person("Đinh Công Lâm"))
        try await office.act(.void(reason: "Nhập nhầm người", ground: "Nhập nhầm"), on: wrong, by: .dung)
        _ = try await office.dossier(.taken, of: mother)
        let client = try await office.client(signedInAs: .dung, language: language)
        try expectSnapshot(try await client.get("/desk/book"), named: "book.\(language)")
        try expectSnapshot(try await client.get("/desk/book/csv"), named: "book-csv.\(language)")
    }

    @Test func aSpreadsheetTakesNoNameForAFormula() async throws {
        let office = try await office()
        for name in ["=1+1", "@SUM(A1)", "-2+3", "Lê \"Út\", Mai"] {
            _ = try await office.dossier(.received, of: try await office.person(name))
        }
        let client = try await office.client(signedInAs: .dung)
        let answer = try await client.get("/desk/book/csv?year=2025")
        #expect(Array(answer.bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8")
        let lines = answer.body.split(whereSeparator: \.isNewline)
        #expect(lines.count == 5)
        #expect(lines[1].contains(",'=1+1,") && lines[2].contains(",'@SUM(A1),") && lines[3].contains(",'-2+3,"))
        #expect(lines[4].contains(#","Lê ""Út"", Mai","#))
    }

    @Test func aPageEndsWhereTheNextBegins() async throws {
        let office = try await office()
        let person = try await office.person()
        for _ in 0...Limits.pageRows { _ = try await office.dossier(.received, of: person) }
        let client = try await office.client(signedInAs: .dung)
        let first = try await client.get("/desk/book")
        #expect(first.body.components("<tr>") == Limits.pageRows + 1)
        let next = "/desk/book?unit=\(Office.centre)&amp;year=2025&amp;after=50"
        #expect(first.body.contains(next))
        let second = try await client.get(next.replacing("&amp;", with: "&"))
        #expect(second.body.components("<tr>") == 2 && !second.body.contains("rel=\"next\""))
        let sheet = try await client.get("/desk/book/pdf?after=50")
        #expect(sheet.status == 200 && sheet.bytes.starts(with: Array("%PDF".utf8)))
        #expect(try await client.get("/desk/book/pdf?after=51").status == 404)
        let looks = try await office.rooms.database.read { tx in
            try Looks.all(at: Office.centre.rawValue, in: tx)
        }
        #expect(looks.map(\.actor) == [Office.Name.dung.actor])
    }

    @Test func anotherUnitsBookDoesNotExist() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .dung)
        for query in ["unit=\(Office.police)", "unit=agc_none", "year=1999", "year=abc", "after=-1", "year=2101"] {
            #expect(try await client.get("/desk/book?\(query)").status == 404, "\(query)")
        }
        let reception = try await office.client(signedInAs: .hanh)
        #expect(try await reception.get("/desk/book").status == 200)
        #expect(try await reception.get("/desk/book/csv").status == 404)
        // The control of procedures sees every unit below.
        let control = try await office.client(signedInAs: .quang)
        #expect(try await control.get("/desk/book?unit=\(Office.centre)").status == 200)
    }
}
