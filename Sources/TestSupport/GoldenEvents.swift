internal import Foundation

/// Golden files of events: one for each name and format, kept for ever, so that old books can still be read.
///
/// A context's test records one example of each event and asks for `problem`; nil means that the event is still
/// written as in its file and that the file still decodes to it. With `UPDATE_SNAPSHOTS=1` a missing file is written.
/// A file that is there is never written over: another meaning or shape is another format.
///
///     #expect(golden.problem(name: e.name, format: e.format, payload: e.payload, of: event) { try decode($0) } == nil)
public struct GoldenEvents: Sendable {
    private let folder: URL
    private let accepts: Bool

    /// The files lie in `Golden/` beside the test.
    public init(beside file: String = #filePath) {
        folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden")
        accepts = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1"
    }

    /// The files lie in `folder`; for the helper's own test.
    public init(folder: String, accepts: Bool) {
        self.folder = URL(filePath: folder)
        self.accepts = accepts
    }

    /// An event as it was once written.
    public struct Stored: Hashable, Sendable {
        public let name: String
        public let format: Int
        public let payload: String
        public init(name: String, format: Int, payload: String) {
            self.name = name
            self.format = format
            self.payload = payload
        }
    }

    /// Every golden file, by name and format: a test decodes them all, those of old formats too.
    public func stored() -> [Stored] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { file in
            let parts = file.split(separator: ".")
            guard parts.count >= 3, parts.last == "json", let format = Int(parts[parts.count - 2]),
                let payload = read(file)
            else { return nil }
            return Stored(name: parts.dropLast(2).joined(separator: "."), format: format, payload: payload)
        }
    }

    /// What is wrong with the golden file of this event, or nil.
    public func problem<Event: Equatable>(
        name: String,
        format: Int,
        payload: String,
        of event: Event,
        decode: (_ payload: String) throws -> Event
    ) -> String? {
        let file = "\(name).\(format).json"
        guard let golden = read(file) else {
            guard accepts else { return "\(file) is not there: write it with UPDATE_SNAPSHOTS=1 and look at it" }
            return write(payload, file)
        }
        if golden != payload {
            return
                "\(file) is written otherwise now: \(payload); a new shape needs a new format, and the old file stays"
        }
        do {
            return try decode(golden) == event ? nil : "\(file) decodes to another event"
        } catch {
            return "\(file) does not decode any more: \(error)"
        }
    }

    private func read(_ file: String) -> String? {
        guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else { return nil }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private func write(_ payload: String, _ file: String) -> String? {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data((payload + "\n").utf8).write(to: folder.appending(path: file))
            return nil
        } catch {
            return "\(file) cannot be written: \(error)"
        }
    }
}
