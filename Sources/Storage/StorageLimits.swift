/// Limits of the seam, the same on both engines.
public enum StorageLimits {
    /// Milliseconds a write body may use before it is named in the log.
    public static let writeBudget = 250
    /// Writes in one shared transaction.
    public static let batch = 256
    /// Writes that may wait; one more is refused with `StorageError.overloaded`.
    public static let waitingWrites = 2000
    /// Seconds a statement may run.
    public static let statementSeconds = 30
    /// Seconds to wait for another process that holds the write lock.
    public static let busySeconds = 5
}
