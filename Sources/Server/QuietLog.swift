internal import Logging
internal import Synchronization

/// Says a line once, and the same line again only after a pause, with how often it was left out: a fault that lasts
/// fills no disk.
final class QuietLog: Sendable {
    private struct Line {
        var at: ContinuousClock.Instant
        var leftOut = 0
    }
    /// Lines that are told apart; beyond them everything is said.
    private static let lines = 100

    private let logger: Logger
    private let pause: Duration
    private let said = Mutex<[String: Line]>([:])

    init(_ logger: Logger, pause: Duration = .seconds(60)) {
        self.logger = logger
        self.pause = pause
    }

    /// - Parameter metadata: bounded by the code, for it tells lines apart.
    func warning(_ message: String, _ metadata: Logger.Metadata = [:]) {
        let now = ContinuousClock.now
        let key = message + metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let leftOut = said.withLock { said -> Int? in
            if let line = said[key], now - line.at < pause {
                said[key]?.leftOut += 1
                return nil
            }
            let before = said[key]?.leftOut ?? 0
            if said[key] != nil || said.count < Self.lines { said[key] = Line(at: now) }
            return before
        }
        guard let leftOut else { return }
        var metadata = metadata
        if leftOut > 0 { metadata["times"] = "\(leftOut + 1)" }
        logger.warning("\(message)", metadata: metadata)
    }
}
