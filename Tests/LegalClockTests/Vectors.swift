import Foundation
import Kernel
import LegalClock
import Testing

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

/// A moment written in a test; a wrong one is a failure of the test.
func at(_ text: String) -> Instant { known(Instant(iso: text), text) ?? Instant(milliseconds: 0) }
func day(_ text: String) -> CivilDate { known(CivilDate(iso: text), text) ?? CivilDate(day: 0) }
func sessions(_ text: String) -> [Session] { known(Session.list(text), text) ?? [] }
func pause(_ text: String) -> Pause {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return Pause(from: at(String(parts[0])), to: parts[1].isEmpty ? nil : at(String(parts[1])))
}
private func known<T>(_ value: T?, _ text: String) -> T? {
    if value == nil { Issue.record("The test does not write \(text) right") }
    return value
}
