/// Limits of the server.
public enum ServerLimits {
    /// Connections at once; more wait in the system's queue.
    public static let connections = 1000
    /// Connections above them that are told so before they are closed.
    public static let refusalsAtOnce = 100
    /// Files the process may have open, where the system allows it.
    public static let openFiles = 8192
    /// Connections of one address at once; an office of fifty behind one address uses six each at most.
    public static let connectionsPerAddress = 300
    /// Connections from which on one address may have few, so that room is left for others.
    public static let crowdedFrom = 700
    /// Connections of one address from then on.
    public static let connectionsWhenCrowded = 24
    /// Seconds in which a new connection must send its first byte.
    public static let firstByteSeconds = 20
    /// Seconds in which the head of a request must be there.
    public static let headSeconds = 10
    /// Seconds of a body that no least rate is asked of.
    public static let graceSeconds = 10
    /// Bytes a second that a body must bring on the average after that.
    public static let bytesPerSecond = 1024
    /// Seconds in which a whole request must be there.
    public static let requestSeconds = 600
    /// Seconds for which a client may take nothing of its answer.
    public static let takingSeconds = 60
    /// Seconds, and bytes, that are read and thrown away after an answer that came before its request's end.
    public static let lingerSeconds = 5
    public static let lingerBytes = 16 * 1024 * 1024
    /// Seconds after which a silent connection is closed.
    public static let idleSeconds = 60
    /// Bytes of one header field, and of all of them.
    public static let headerBytes = 16 * 1024
    /// Header fields of one request.
    public static let headerFields = 100
    /// Seconds that running requests get to end when the server stops.
    public static let shutdownSeconds = 10
    /// Days that a request key is kept.
    public static let keptRequestDays = 7
    /// Keys forgotten in one write.
    public static let forgottenAtOnce = 200
    /// Days after its last use that a session is kept; it ended long before.
    public static let keptSessionDays = 2
    /// Milliseconds by which the newest entry may be ahead of the clock before the log says so.
    public static let clockBehindMilliseconds: Int64 = 60_000
    /// Minute of the day from which absent officers' work is passed on.
    public static let dayOpens = 7 * 60
}
