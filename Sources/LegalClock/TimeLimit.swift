public import Kernel

/// How long the law gives for an act, in the unit the law uses (`vietnam.md` §4.1, rules 1–6).
public enum TimeLimit: Hashable, Sendable {
    /// Ngày làm việc, in halves: 1 is half a working day, 6 are three.
    case workingDays(halves: Int)
    /// Giờ làm việc.
    case workingHours(Int)
    /// Ngày (calendar days).
    case calendarDays(Int)
    /// Tháng.
    case months(Int)
    /// Within the day; received after the cut-off, the next working day.
    case sameDay(cutoff: TimeOfDay)

    public static func workingDays(_ days: Int) -> TimeLimit { .workingDays(halves: days * 2) }
    /// Trong ngày, with the usual cut-off at 15:00.
    public static let sameDay = TimeLimit.sameDay(cutoff: TimeOfDay(minute: 15 * 60))
}
