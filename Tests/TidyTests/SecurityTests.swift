import Foundation
import Testing

/// What `docs/security.md` says is held by a test is held by one.
@Suite struct SecurityTests {
    private static let page = try? Repository.text("docs/security.md")

    @Test func everyTestThatIsNamedExists() throws {
        let page = try #require(Self.page)
        let swift = try (Repository.files("Tests", ".swift")).map(Repository.text).joined(separator: "\n")
        let python = try (Repository.files("Browser", ".py")).map(Repository.text).joined(separator: "\n")
        let functions = Set(try swift.groups(#"func (\w+)\("#) + python.groups(#"def (\w+)\("#))
        let paths = Repository.files("Tests", ".swift").flatMap { $0.split(separator: "/").map(String.init) }
        let files = paths.map { $0.replacingOccurrences(of: ".swift", with: "") }
        let suites = Set(try swift.groups(#"struct (\w+Tests)\b"#) + files)
        let named = try page.groups(#"`((?:\w+Tests(?:\.\w+)?|[a-z]\w{14,}))`"#)
        #expect(named.count > 80)
        for name in named {
            let parts = name.split(separator: ".").map(String.init)
            if let suite = parts.first, suite.hasSuffix("Tests") {
                #expect(suites.contains(suite), "\(name): no such suite")
            }
            if let function = parts.last, !function.hasSuffix("Tests") {
                #expect(functions.contains(function), "\(name): no such test")
            }
        }
    }

    /// Each line of the ASVS table is met, open or not applicable, and what is met says by what.
    @Test func everyRequirementHasItsVerdict() throws {
        let page = try #require(Self.page)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
        #expect(lines.count > 90)
        var seen: Set<String> = []
        for line in lines {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(cells.count == 3 && ["met", "open", "not applicable"].contains(cells[1]), "\(line)")
            #expect(!cells[2].isEmpty)
            for number in cells[0].split(separator: ",") {
                let number = number.trimmingCharacters(in: .whitespaces)
                #expect(seen.insert(number).inserted, "\(number) has two verdicts")
            }
        }
    }

    /// Every component of `Package.swift` is named.
    @Test func everyPackageIsNamed() throws {
        let page = try #require(Self.page)
        for url in try Repository.text("Package.swift").groups(#"url: "https://[^"]*/([\w.-]+?)(?:\.git)?""#) {
            #expect(page.contains(url), "\(url) is not among the components")
        }
    }
}
