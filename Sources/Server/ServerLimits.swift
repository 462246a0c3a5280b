/// Limits of the server.
public enum ServerLimits {
    /// Connections at once; more wait in the system's queue.
    public static let connections = 1000
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
    /// Minute of the day from which absent officers' work is passed on.
    public static let dayOpens = 7 * 60
}
