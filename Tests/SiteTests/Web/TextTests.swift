import Foundation
import Testing
import Web

/// The catalogue of texts against the code that uses it.
@Suite struct TextTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Keys that the code puts together: the part before the interpolation, and where that is done.
    private static let dynamic = [
        "web.weekday.",  // Web/Words.swift, by the day of the week
        "web.duration.",  // Web/Words.swift, by side, unit and number
        "web.text.",  // Web/Components/Layouts.swift, the size one may change to
        "web.problem.", "problem.",  // Web/ProblemMiddleware.swift, by the code of the problem
        "design.tag.",  // Site/DesignPage.swift, by the state
        // Names of the cases of Dossiers and Access (`dossier.json`); that each case has its text is tested there.
        "act.", "capacity.", "channel.", "delivery.", "mark.", "outcome.", "paper_form.", "proof.", "refusal.", "role.",
        "status.", "what.",
    ]

    private static func files(_ folder: String, _ suffix: String) -> [URL] {
        let base = root.appending(path: folder)
        let all = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(suffix) }.sorted().map { base.appending(path: $0) }
    }

    @Test func bothLanguagesHaveTheSameTexts() throws {
        let library = try TextLibrary()
        #expect(library[.vi].keys == library[.en].keys && !library[.vi].keys.isEmpty)
    }

    @Test func theFilesAreSorted() throws {
        for file in Self.files("Assets/strings", ".json") {
            let keys = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
                line.split(separator: "\"").dropFirst().first.map(String.init)
            }.filter { $0 != "{" && $0 != "}" }
            #expect(keys == keys.sorted(), "\(file.lastPathComponent)")
            #expect(Set(keys).count == keys.count, "\(file.lastPathComponent) has a key twice")
        }
    }

    @Test func everyTextIsUsedAndEveryUsedTextIsThere() throws {
        let library = try TextLibrary()
        let known = Set(library[.vi].keys)
        let rooms = Set(known.compactMap { $0.split(separator: ".").first })
        var used: Set<String> = []
        let literal = /"([a-z][A-Za-z]*(?:\.[A-Za-z0-9_-]+)+)"/
        for file in Self.files("Sources", ".swift") where !file.path.contains("/SiteTestSupport/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: literal) {
                let key = String(match.1)
                used.insert(key)
                let isCall = text[..<match.range.lowerBound].hasSuffix("t(")
                if isCall, let room = key.split(separator: ".").first, rooms.contains(room) {
                    #expect(known.contains(key), "\(file.lastPathComponent) uses \(key), which is missing")
                }
            }
        }
        for key in known.sorted() where !used.contains(key) {
            #expect(Self.dynamic.contains { key.hasPrefix($0) }, "\(key) is not used")
        }
    }

    @Test func aProvinceLaysItsOwnWordsOver() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "texts-\(ProcessInfo.processInfo.processIdentifier)"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "vi"), withIntermediateDirectories: true)
        let file = folder.appending(path: "vi/own.json")
        try Data(#"{"web.name":"Một Cửa Hòa Bình"}"#.utf8).write(to: file)
        #expect(try TextLibrary(overrides: folder.path)[.vi]("web.name") == "Một Cửa Hòa Bình")
        try Data(#"{"web.nothing":"x"}"#.utf8).write(to: file)
        #expect(throws: TextLibrary.Flaws.self) { try TextLibrary(overrides: folder.path) }
        try Data(#"{"web.pager.page":"Trang"}"#.utf8).write(to: file)
        #expect(throws: TextLibrary.Flaws.self) { try TextLibrary(overrides: folder.path) }
    }

    @Test func placeholdersAreFilledAndAMissingKeyShowsItself() throws {
        let t = try TextLibrary()[.vi]
        #expect(t("web.pager.page", ["page": 3]) == "Trang 3")
        #expect(t("web.nothing") == "⟦web.nothing⟧")
    }
}
