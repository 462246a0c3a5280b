internal import Foundation
public import Testing

/// Compares `text` with `__Snapshots__/<name>.<suffix>` beside the test, or writes that file when `UPDATE_SNAPSHOTS`
/// is set. A snapshot that is not there is a failure, so a new one is always looked at.
///
/// - Parameters:
///   - name: may hold slashes; the folders are made.
///   - suffix: `txt`, or what helps the reader: `html`, `sql`, `json`.
public func expectSnapshot(
    _ text: some CustomStringConvertible,
    named name: String,
    suffix: String = "txt",
    file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let url = URL(filePath: file).deletingLastPathComponent().appending(path: "__Snapshots__/\(name).\(suffix)")
    let actual = text.description.hasSuffix("\n") ? text.description : text.description + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
        let folder = url.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: url)
        return
    }
    let expected = try? Data(contentsOf: url)
    // Bytes, since Swift takes composed and decomposed letters as equal and a reader of the file does not.
    guard expected != Data(actual.utf8) else { return }
    let before = expected.map { String(decoding: $0, as: UTF8.self) }
    let changes = before.map { difference(from: $0, to: actual) } ?? "there is no such snapshot yet"
    Issue.record("\(name) changed; UPDATE_SNAPSHOTS=1 accepts it\n\(changes)", sourceLocation: sourceLocation)
}

/// The changed lines with their numbers, at most sixty.
private func difference(from before: String, to after: String) -> String {
    let lines = after.split(separator: "\n", omittingEmptySubsequences: false)
        .difference(from: before.split(separator: "\n", omittingEmptySubsequences: false))
        .map { change in
            switch change {
            case .insert(let number, let line, _): "+\(number + 1) \(line)"
            case .remove(let number, let line, _): "-\(number + 1) \(line)"
            }
        }
    let more = lines.count > 60 ? ["and \(lines.count - 60) more"] : []
    return (lines.prefix(60) + more).joined(separator: "\n")
}
