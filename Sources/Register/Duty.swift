public import Kernel

/// Something the system does by itself again and again: sealing, recomputing, forgetting old keys.
public struct Duty: Sendable {
    /// Its name in the table, the log and the page of duties: `register.seal`.
    public let name: String
    /// Seconds between the end of one run and the next.
    public let every: Int
    /// Seconds after which a run that gave no answer counts as lost and another server may claim it.
    public let lease: Int
    /// One run; it works in slices and may be run again after it was cut off.
    public let work: @Sendable () async throws -> Void

    public init(
        _ name: String,
        every: Int,
        lease: Int = 300,
        work: @escaping @Sendable () async throws -> Void
    ) {
        self.name = name
        self.every = every
        self.lease = lease
        self.work = work
    }
}

/// How long a duty that failed rests before it is tried again.
public enum BackOff {
    /// Seconds after the first failure.
    public static let first = 10
    /// Seconds at most.
    public static let longest = 3600

    /// Seconds to rest after so many failures in a row: 10, 20, 40, …, an hour at most. It never gives up.
    public static func seconds(after failures: Int) -> Int {
        guard failures > 0 else { return 0 }
        guard failures < 10 else { return longest }
        return min(longest, first << (failures - 1))
    }
}

/// How a duty stands, as it is shown to an administrator.
public struct DutyState: Hashable, Sendable {
    public let name: String
    public let nextAt: Instant
    /// Failures in a row; 0 when the last run went well.
    public let failures: Int
    /// The name of the last error, without its facts, which may be about persons.
    public let lastError: String?
    public let lastErrorAt: Instant?
    public let lastDoneAt: Instant?
    /// Until when somebody works on it.
    public let claimedUntil: Instant?
}

extension DutyState {
    /// Seconds by which the clocks of two servers may differ.
    static let tolerance = 600

    /// Seconds the duty may rest from its last run on.
    func rest(_ duty: Duty) -> Int { max(duty.every, BackOff.seconds(after: failures)) }

    /// Whether its time has come and nobody works on it. A time further ahead than it can have been set is a clock's
    /// that was set back since: it would let the duty rest until the clock is there again.
    func isDue(_ duty: Duty, at now: Instant) -> Bool {
        func hasCome(_ time: Instant, within seconds: Int) -> Bool {
            time <= now || time > now.adding(seconds: seconds + Self.tolerance)
        }
        return hasCome(nextAt, within: rest(duty))
            && (claimedUntil.map { hasCome($0, within: duty.lease) } ?? true)
    }
}

/// A run that was claimed: only its holder may say how it ended.
public struct DutyClaim: Hashable, Sendable {
    public let name: String
    let number: Int64
    /// Failures in a row before this run.
    let failures: Int
}

/// The name of an error without the facts it carries: logs and tables hold nothing about persons.
public enum ErrorName {
    /// `StorageError.notUnique`.
    public static func of(_ error: any Error) -> String {
        let type = String(describing: type(of: error))
        let text = String(describing: error)
        let cause = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let isCase =
            !cause.isEmpty && cause != type && (cause.count == text.count || text.dropFirst(cause.count).first == "(")
        return String((isCase ? "\(type).\(cause)" : type).prefix(RegisterLimits.errorLength))
    }
}
