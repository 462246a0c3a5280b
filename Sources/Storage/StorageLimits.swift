/// Limits of the seam, the same on both engines.
public enum StorageLimits {
    /// Milliseconds a write body may use before it is named in the log.
    public static let writeBudget = 250
    /// Writes in one shared transaction.
    public static let batch = 256
    /// Writes that may wait; one more is refused with `StorageError.overloaded`.
    public static let waitingWrites = 2000
    /// Reads that run at once; the others wait in order.
    public static let readers = 4
    /// Reads that may wait for a connection; one more is refused with `StorageError.overloaded`.
    public static let waitingReads = 2000
    /// Seconds a statement may run.
    public static let statementSeconds = 30
    /// Seconds to wait for another process that holds the write lock.
    public static let busySeconds = 5
    /// Seconds a body may leave an open transaction without a statement before PostgreSQL ends it.
    public static let pausedSeconds = 5
}

/// How an engine is opened: the limits of `StorageLimits` unless a test or an operator says otherwise.
public struct StorageOptions: Sendable {
    /// Reads that run at once.
    public var readers = StorageLimits.readers
    /// Reads that may wait; one more is `StorageError.overloaded`.
    public var waitingReads = StorageLimits.waitingReads
    /// Writes in one shared transaction.
    public var batch = StorageLimits.batch
    /// Writes that may wait; one more is `StorageError.overloaded`.
    public var waitingWrites = StorageLimits.waitingWrites
    /// Milliseconds a statement may run; longer is `StorageError.timedOut`.
    public var statementMilliseconds = StorageLimits.statementSeconds * 1000
    /// Milliseconds to wait for another process that writes; longer is `StorageError.conflict`.
    public var busyMilliseconds = StorageLimits.busySeconds * 1000
    /// Milliseconds a body may leave an open transaction without a statement: PostgreSQL then ends the connection, and
    /// a write is run once more.
    public var pausedMilliseconds = StorageLimits.pausedSeconds * 1000
    /// Milliseconds a write body may use.
    public var writeBudget = StorageLimits.writeBudget
    /// Told the name and the milliseconds of every write body that used more than `writeBudget`; the server logs it.
    public var overBudget: @Sendable (_ name: String, _ milliseconds: Int) -> Void = { _, _ in }

    public init() {}
}
