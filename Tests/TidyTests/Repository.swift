import Foundation
import Testing

/// The repository as files, read from where this test stands.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Paths below `folder` that end with `suffix`, relative to the root, sorted.
    static func files(_ folder: String, _ suffix: String) -> [String] {
        let base = root.appending(path: folder)
        guard let all = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return all.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
    }
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
    static let sources = files("Sources", ".swift")

    /// The module a source file belongs to.
    static func module(of path: String) -> String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }
}

extension String {
    /// Every match of `pattern` with its first group.
    func groups(_ pattern: String) throws -> [String] {
        let regex = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
        return regex.matches(in: self, range: NSRange(startIndex..., in: self)).compactMap { match in
            Range(match.range(at: match.numberOfRanges > 1 ? 1 : 0), in: self).map { String(self[$0]) }
        }
    }
}
