/// What storage can refuse. Engines map their own codes to these and to nothing else.
public enum StorageError: Error, Sendable, Equatable {
    case noSuchColumn(String)
    case unreadable(column: String, value: SQLValue)
    /// A UNIQUE or PRIMARY KEY constraint refused the write.
    case notUnique(String)
    /// A FOREIGN KEY, CHECK or NOT NULL constraint refused the write.
    case constraint(String)
    /// The transaction lost a race and may be tried again.
    case conflict(String)
    /// Too many writes are waiting; try again after some seconds (503 with Retry-After).
    case overloaded
    /// A statement ran longer than its time-out.
    case timedOut(String)
    /// The database cannot be reached, or the connection was lost; whether a commit arrived may be unknown.
    case unavailable(String)
    /// The disk, or the database's own limit, is full.
    case full(String)
    /// The database may not be written (a read-only disk, a replica, a write inside a read).
    case readOnly(String)
    /// A row that the code relies on is not there.
    case missing(String)
    case failed(code: String, message: String)
}

extension StorageError: CustomStringConvertible {
    /// What goes into logs: the cause and where, never the value that stood in the column.
    public var description: String {
        if case .unreadable(let column, _) = self { return "unreadable(column: \"\(column)\")" }
        guard let (label, value) = Mirror(reflecting: self).children.first, let label else { return "overloaded" }
        return "\(label)(\(value))"
    }
}
