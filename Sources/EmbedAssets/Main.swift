import Foundation

/// Writes files as Swift literals: `EmbedAssets GROUP OUTPUT ROOT PATH…`.
///
/// A text becomes a raw literal, anything else base 64. Called by the build plugin, never by hand.
@main enum EmbedAssets {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else { throw Usage() }
        let root = URL(filePath: arguments[3])
        var out = "// Written by EmbedAssets; not kept in the repository.\n\nextension AssetBundle {\n"
        out += "    static let group\(arguments[1]): [(path: String, asset: Asset)] = [\n"
        for path in arguments.dropFirst(4) {
            let data = try Data(contentsOf: root.appending(path: path))
            out += "        (\(quoted(path)), \(literal(data))),\n"
        }
        out += "    ]\n}\n"
        try Data(out.utf8).write(to: URL(filePath: arguments[2]))
    }

    struct Usage: Error, CustomStringConvertible { let description = "EmbedAssets GROUP OUTPUT ROOT PATH…" }

    /// The file as `.text(…)` when it is UTF-8 without control characters, else as `.base64(…)`.
    private static func literal(_ data: Data) -> String {
        let isText = data.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 10 || $0 == 9 }
        guard isText, let text = String(validating: data, as: UTF8.self) else {
            return ".base64(\"\(data.base64EncodedString())\")"
        }
        var marks = "#"
        while text.contains("\"" + marks) || text.contains("\\" + marks) { marks += "#" }
        return ".text(\n\(marks)\"\"\"\n\(text)\n\"\"\"\(marks))"
    }
    private static func quoted(_ path: String) -> String { "#\"\(path)\"#" }
}
