public import Kernel

/// What the catalogue refuses. The texts are the pages'.
public enum CatalogueError: Error, Hashable, Sendable {
    /// The file is no JSON array.
    case fileUnreadable
    case fileTooLong(limit: Int)
    case noSuchProcedure(String)
    case noSuchVersion(ID<ProcedureVersion>)
    case noSuchFlag(String)
    /// The flag was resolved before.
    case flagResolved(String)
    /// The answer does not fit the flag's kind.
    case answerDoesNotFit(CatalogueFlag.Kind)
    /// A decision needs its number.
    case decisionMissing
    /// The last day lies before the first.
    case datesReversed
    /// The version ended before.
    case endedBefore(CivilDate)
    case noSuchReview(String)
    /// Somebody else changed the procedure since it was read.
    case stale(String)
    case amountOutOfRange
}
