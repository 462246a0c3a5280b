internal import Logging
internal import Synchronization

/// What the site wrote into its log, line by line, as a test reads it.
public final class KeptLog: Sendable {
    private let state = Mutex<[String]>([])
    public var lines: [String] { state.withLock { $0 } }

    /// A logger that keeps every line of `level` and above.
    func logger(_ level: Logger.Level = .trace) -> Logger {
        var logger = Logger(label: "test") { _ in Keeper(log: self) }
        logger.logLevel = level
        return logger
    }
    private func add(_ line: String) { state.withLock { $0.append(line) } }

    private struct Keeper: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(
            level: Logger.Level,
            message: Logger.Message,
            metadata more: Logger.Metadata?,
            source: String,
            file: String,
            function: String,
            line: UInt
        ) {
            let all = metadata.merging(more ?? [:]) { $1 }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            log.add("\(level): \(message) " + all.joined(separator: " "))
        }
    }
}
