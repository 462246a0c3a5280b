import Foundation
import Kernel
import LegalClock

/// The vectors that the project publishes, read from where they are published.
struct VectorFile: Decodable {
    struct Vector: Decodable, Sendable, CustomStringConvertible {
        var name: String
        var received: String
        var limit: String
        var pauses: [String]?
        var due: String
        var description: String { "\(received) + \(limit): \(name)" }
    }
    var daysOff: [CivilDate]
    var makeUpDays: [CivilDate]
    var expectedFrom: CivilDate
    var vectors: [Vector]

    static func read() throws -> VectorFile {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "docs/api/legal-clock-vectors.json"))
        return try JSONDecoder().decode(VectorFile.self, from: data)
    }
}

/// A moment written in a test; a test with a wrong one stops at once.
func at(_ text: String) -> Instant { Instant(iso: text)! }
func day(_ text: String) -> CivilDate { CivilDate(iso: text)! }
func pause(_ text: String) -> Pause {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return Pause(from: at(String(parts[0])), to: parts[1].isEmpty ? nil : at(String(parts[1])))
}
