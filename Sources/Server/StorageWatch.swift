internal import Logging
public import Storage
internal import Synchronization
internal import Web

/// What a database can refuse for a while, for everybody.
enum StorageFault: String, CaseIterable, Sendable {
    case away, full, readOnly, crowded

    init?(_ error: any Error) {
        switch error as? StorageError {
        case .unavailable: self = .away
        case .full: self = .full
        case .readOnly: self = .readOnly
        case .overloaded: self = .crowded
        default: return nil
        }
    }
    /// The line in the log when it begins.
    var message: String {
        switch self {
        case .away: "The database cannot be reached"
        case .full: "The disk is full: nothing can be saved"
        case .readOnly: "The database is read-only: nothing can be saved"
        case .crowded: "Too many requests wait for the database"
        }
    }
    /// What `/readyz` says while it lasts; nil where the server is ready all the same.
    var notReady: String? {
        switch self {
        case .away: "the database cannot be reached"
        case .full: "the disk is full"
        case .readOnly: "the database is read-only"
        case .crowded: nil
        }
    }
}

/// Stands before the database and watches what it refuses: one line in the log when a fault begins, one a minute while
/// it lasts with how many were refused, one when it is over; figures; what `/readyz` says.
public final class StorageWatch: Database {
    private struct Standing {
        var since: ContinuousClock.Instant
        var newest: ContinuousClock.Instant
        var refused = 0
        /// A read that goes well does not end what a write has met: a disk that fails still shows what it holds.
        var isOfWrites = false
        /// Whether its beginning was said, so that its end is.
        var isSaid = false
    }
    private struct State {
        var standing: [StorageFault: Standing] = [:]
        var saidAt: [StorageFault: ContinuousClock.Instant] = [:]
    }
    private static let pause = Duration.seconds(60)

    private let base: any Database
    private let metrics: Metrics
    private let logger: Logger
    private let state = Mutex(State())
    public var dialect: Dialect { base.dialect }

    init(_ base: any Database, metrics: Metrics, logger: Logger) {
        self.base = base
        self.metrics = metrics
        self.logger = logger
        for fault in StorageFault.allCases { metrics.set("motcua_storage_fault", 0, ["kind": fault.rawValue]) }
    }

    /// Why the server cannot do its work now, in plain words; nil when it can.
    var notReady: String? {
        let standing = state.withLock { Set($0.standing.keys) }
        return StorageFault.allCases.first { standing.contains($0) && $0.notReady != nil }?.notReady
    }

    public func read<T: Sendable>(
        _ freshness: Freshness,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await watched([.away, .crowded], isWrite: false) { try await base.read(freshness, body) }
    }

    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await watched(Set(StorageFault.allCases), isWrite: true) { try await base.write(name, body) }
    }

    /// - Parameter shown: the faults that this work would have met.
    private func watched<T>(
        _ shown: Set<StorageFault>,
        isWrite: Bool,
        _ work: () async throws -> T
    ) async throws -> T {
        let began = ContinuousClock.now
        do {
            let result = try await work()
            over(shown, isWrite: isWrite, since: began)
            return result
        } catch {
            if let fault = StorageFault(error), shown.contains(fault) { met(fault, isWrite: isWrite, error) }
            throw error
        }
    }

    private func met(_ fault: StorageFault, isWrite: Bool, _ error: any Error) {
        metrics.count("motcua_storage_faults_total", ["kind": fault.rawValue])
        metrics.set("motcua_storage_fault", 1, ["kind": fault.rawValue])
        let now = ContinuousClock.now
        let line = state.withLock { state -> Logger.Metadata? in
            var standing = state.standing[fault] ?? Standing(since: now, newest: now)
            standing.newest = now
            standing.refused += 1
            standing.isOfWrites = standing.isOfWrites || isWrite
            defer { state.standing[fault] = standing }
            guard state.saidAt[fault].map({ now - $0 >= Self.pause }) ?? true else { return nil }
            state.saidAt[fault] = now
            standing.isSaid = true
            return standing.refused == 1
                ? [:] : ["refused": "\(standing.refused)", "seconds": "\((now - standing.since).components.seconds)"]
        }
        guard var line else { return }
        line["error"] = .string("\(error)".split(whereSeparator: \.isNewline).joined(separator: " "))
        logger.error("\(fault.message)", metadata: line)
    }

    /// Ends the faults that the work begun at `began` would have met and did not.
    private func over(_ shown: Set<StorageFault>, isWrite: Bool, since began: ContinuousClock.Instant) {
        let now = ContinuousClock.now
        let ended = state.withLock { state -> [(StorageFault, Standing)] in
            if state.standing.isEmpty { return [] }
            let ended = state.standing.filter {
                shown.contains($0.key) && $0.value.newest < began && (isWrite || !$0.value.isOfWrites)
            }
            for (fault, standing) in ended {
                state.standing[fault] = nil
                // The next one is told at once when the end of this one was.
                if standing.isSaid, fault != .crowded { state.saidAt[fault] = nil }
            }
            return ended.map { ($0.key, $0.value) }
        }
        for (fault, standing) in ended {
            metrics.set("motcua_storage_fault", 0, ["kind": fault.rawValue])
            guard standing.isSaid else { continue }
            logger.notice(
                "The database works again",
                metadata: [
                    "after": "\(fault.rawValue)", "refused": "\(standing.refused)",
                    "seconds": "\((now - standing.since).components.seconds)",
                ]
            )
        }
    }
}
