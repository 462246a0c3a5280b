internal import Access
internal import Synchronization

/// How many connections there may be, and how long one may take.
public struct ConnectionLimits: Sendable {
    /// Connections at once.
    public var total = ServerLimits.connections
    /// Connections of one address at once.
    public var perAddress = ServerLimits.connectionsPerAddress
    /// From so many on, the room that is left is kept for those who have few.
    public var crowdedFrom = ServerLimits.crowdedFrom
    /// Connections of one address while it is crowded.
    public var perAddressWhenCrowded = ServerLimits.connectionsWhenCrowded
    /// Seconds in which the head of a request must be there, counted from its first byte.
    public var headSeconds = ServerLimits.headSeconds
    /// Seconds in which a new connection must send its first byte.
    public var firstByteSeconds = ServerLimits.firstByteSeconds
    /// Seconds of a request that no least rate is asked of.
    public var graceSeconds = ServerLimits.graceSeconds
    /// Bytes a second that a body must bring on the average after that.
    public var bytesPerSecond = ServerLimits.bytesPerSecond
    /// Seconds in which a whole request must be there.
    public var requestSeconds = ServerLimits.requestSeconds
    /// Seconds for which a client may take nothing of its answer.
    public var takingSeconds = ServerLimits.takingSeconds
    /// Seconds, and bytes, that are still read and thrown away after an answer that came before its request's end.
    public var lingerSeconds = ServerLimits.lingerSeconds
    public var lingerBytes = ServerLimits.lingerBytes

    public init() {}
}

/// Counts the connections of each address and says who may open one more. Of IPv6 a network counts as one address.
public final class ConnectionCensus: Sendable {
    private struct State {
        var total = 0
        var byAddress: [String: Int] = [:]
    }
    private let state = Mutex(State())
    private let limits: ConnectionLimits
    /// The proxy, through which everybody comes.
    private let exempt: String?

    /// - Parameter exempt: an address to which only the total applies: the trusted proxy's.
    public init(_ limits: ConnectionLimits = ConnectionLimits(), exempt: String? = nil) {
        self.limits = limits
        self.exempt = exempt
    }

    /// How many are open.
    public var total: Int { state.withLock { $0.total } }

    /// Whether `address` may have one more; then it is counted, and `leave` must follow.
    public func enter(_ address: String) -> Bool {
        let key = Throttle.network(of: address)
        return state.withLock { state in
            let mine = state.byAddress[key, default: 0]
            let mayHave = state.total >= limits.crowdedFrom ? limits.perAddressWhenCrowded : limits.perAddress
            guard state.total < limits.total, address == exempt || mine < mayHave else { return false }
            state.total += 1
            state.byAddress[key] = mine + 1
            return true
        }
    }

    /// One that had entered has gone.
    public func leave(_ address: String) {
        let key = Throttle.network(of: address)
        state.withLock { state in
            state.total -= 1
            let left = state.byAddress[key, default: 1] - 1
            state.byAddress[key] = left > 0 ? left : nil
        }
    }
}
