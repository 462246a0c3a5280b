import Foundation
import Testing
import Web

/// The catalogue of texts against the code that uses it.
@Suite struct TextTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Keys that the code puts together: `"status.\(code)"` uses every key that begins with `status.`. That each case has
    /// its text is tested where the cases are. Those below are put together in another way.
    private static let dynamic = ["web.weekday.", "web.duration.", "web.text.", "web.problem.", "problem.", "list."]

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
        var prefixes = Set(Self.dynamic)
        let begun = /"([a-z][A-Za-z_]*\.(?:[A-Za-z0-9_-]+\.)*)\\\(/
        let literal = /"([a-z][A-Za-z]*(?:\.[A-Za-z0-9_-]+)+)"/
        for file in Self.files("Sources", ".swift") where !file.path.contains("/SiteTestSupport/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            prefixes.formUnion(text.matches(of: begun).map { String($0.1) })
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
            #expect(prefixes.contains { key.hasPrefix($0) }, "\(key) is not used")
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
