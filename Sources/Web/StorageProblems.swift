internal import HTTPTypes
public import Storage

/// What people are told when the database refuses: what happened, that nothing typed is lost, when to try again.
extension StorageError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .overloaded, .conflict, .timedOut: .busy()
        case .unavailable: Problem("storage_away", status: .serviceUnavailable, retryAfter: 10)
        case .full: Problem("storage_full", status: .serviceUnavailable, retryAfter: 60)
        case .readOnly: Problem("storage_read_only", status: .serviceUnavailable, retryAfter: 60)
        case .noSuchColumn, .unreadable, .notUnique, .constraint, .missing, .failed: .unexpected
        }
    }
}
