internal import AssetBundle
internal import Foundation
public import Kernel

/// The languages in which every page is complete. Vietnamese is the first.
public enum Language: String, Sendable, CaseIterable, Codable {
    case vi, en
}

/// The texts of one language: `t("room.title")`, `t("room.count", ["count": 3])`.
///
/// Texts are flat keys `room.name` with named placeholders `{count}`; no markup, everything is escaped on the page.
public struct Texts: Sendable {
    public let language: Language
    let table: [String: String]
    /// Day and month by the moon, as people say them (`18/9`); set by whoever can reckon them.
    public var lunar: @Sendable (CivilDate) -> String?

    /// The text of `key` with its placeholders filled. A key that is missing shows itself: tests look for it.
    public func callAsFunction(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String {
        guard var text = table[key] else { return "⟦\(key)⟧" }
        guard !values.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        for (name, value) in values { text = text.replacingOccurrences(of: "{\(name)}", with: value.description) }
        return text
    }
    /// The text of `key`, or nil when there is none.
    public func optional(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String? {
        table[key] == nil ? nil : self(key, values)
    }
    /// The text of `one` for 1, of `many` for every other number; `{count}` is filled.
    public func count(_ count: Int, one: String, many: String) -> String {
        self(count == 1 ? one : many, ["count": count])
    }
    public var keys: [String] { table.keys.sorted() }
}

/// The texts of all languages, read once at start and checked.
public struct TextLibrary: Sendable {
    private var texts: [Language: Texts]

    public subscript(_ language: Language) -> Texts {
        texts[language] ?? Texts(language: language, table: [:], lunar: { _ in nil })
    }

    static let none = TextLibrary()
    private init() { texts = [:] }

    /// What is wrong with the texts; the start of the server stops with it.
    public struct Flaws: Error, Sendable, CustomStringConvertible {
        public let lines: [String]
        public var description: String { lines.joined(separator: "\n") }
    }

    /// The texts in the binary, with those of `folder` (`vi/*.json`, `en/*.json`) laid over them.
    public init(overrides folder: String? = nil) throws {
        texts = [:]
        var flaws: [String] = []
        for language in Language.allCases {
            var table: [String: String] = [:]
            for path in AssetBundle.paths where path.hasPrefix("Assets/strings/\(language.rawValue)/") {
                guard let text = AssetBundle.text(path), let part = Self.table(Data(text.utf8)) else {
                    flaws.append("\(path) is not a flat JSON object of texts")
                    continue
                }
                for (key, value) in part where table.updateValue(value, forKey: key) != nil {
                    flaws.append("\(path): \(key) stands in two files")
                }
            }
            if let folder { Self.overlay(folder, language, &table, &flaws) }
            texts[language] = Texts(language: language, table: table, lunar: { _ in nil })
        }
        flaws += Self.flaws(texts)
        guard flaws.isEmpty else { throw Flaws(lines: flaws) }
    }

    /// The same library with `lunar` to write dates by the moon.
    public func withLunar(_ lunar: @escaping @Sendable (CivilDate) -> String?) -> TextLibrary {
        var library = self
        for language in Language.allCases { library.texts[language]?.lunar = lunar }
        return library
    }

    private static func overlay(
        _ folder: String,
        _ language: Language,
        _ table: inout [String: String],
        _ flaws: inout [String]
    ) {
        let base = URL(filePath: folder).appending(path: language.rawValue)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
        for name in names.sorted() where name.hasSuffix(".json") {
            guard let data = try? Data(contentsOf: base.appending(path: name)), let part = Self.table(data) else {
                flaws.append("\(language.rawValue)/\(name) in \(folder) is not a flat JSON object of texts")
                continue
            }
            for (key, value) in part where table.updateValue(value, forKey: key) == nil {
                flaws.append("\(language.rawValue)/\(name) in \(folder): there is no text \(key)")
            }
        }
    }

    private static func table(_ data: Data) -> [String: String]? {
        try? JSONDecoder().decode([String: String].self, from: data)
    }

    /// Keys that one language lacks, and placeholders that differ.
    static func flaws(_ texts: [Language: Texts]) -> [String] {
        guard let first = texts[.vi], let second = texts[.en] else { return ["A language is missing"] }
        var flaws: [String] = []
        for key in Set(first.table.keys).union(second.table.keys).sorted() {
            guard let a = first.table[key], let b = second.table[key] else {
                flaws.append("\(key) stands in one language only")
                continue
            }
            if placeholders(a) != placeholders(b) { flaws.append("\(key) has other placeholders in English") }
            if a.isEmpty || b.isEmpty { flaws.append("\(key) is empty") }
        }
        return flaws
    }
    static func placeholders(_ text: String) -> Set<Substring> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.split(separator: "}").first
            }
        )
    }
}
