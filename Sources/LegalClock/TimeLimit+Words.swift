extension TimeLimit {
    /// The limit within the bounds of `ClockLimits`: what a program may build by hand is read as the nearest that exists.
    public var clamped: TimeLimit {
        switch self {
        case .workingDays(let halves):
            .workingDays(halves: Swift.min(Swift.max(1, halves), ClockLimits.workingDays * 2))
        case .workingHours(let hours): .workingHours(Swift.min(Swift.max(1, hours), ClockLimits.workingHours))
        case .calendarDays(let days): .calendarDays(Swift.min(Swift.max(1, days), ClockLimits.calendarDays))
        case .months(let months): .months(Swift.min(Swift.max(1, months), ClockLimits.months))
        case .sameDay: self
        }
    }

    /// Whether the number lies within `ClockLimits`.
    public var isWithinBounds: Bool { clamped == self }

    /// `3 ngày làm việc`, `0,5 ngày làm việc`, `8 giờ làm việc`, `30 ngày`, `2 tháng`, `trong ngày`.
    public var vietnamese: String {
        switch self {
        case .workingDays(let halves): "\(halves / 2)\(halves % 2 == 0 ? "" : ",5") ngày làm việc"
        case .workingHours(let hours): "\(hours) giờ làm việc"
        case .calendarDays(let days): "\(days) ngày"
        case .months(let months): "\(months) tháng"
        case .sameDay(let cutoff): "trong ngày (nhận sau \(cutoff): ngày làm việc tiếp theo)"
        }
    }

    /// `3 working days`, `0.5 working days`, `8 working hours`, `30 days`, `2 months`, `the same day`.
    public var english: String {
        switch self {
        case .workingDays(let halves):
            "\(halves / 2)\(halves % 2 == 0 ? "" : ".5") working day\(halves == 2 || halves == 1 ? "" : "s")"
        case .workingHours(let hours): "\(hours) working hour\(hours == 1 ? "" : "s")"
        case .calendarDays(let days): "\(days) day\(days == 1 ? "" : "s")"
        case .months(let months): "\(months) month\(months == 1 ? "" : "s")"
        case .sameDay(let cutoff): "the same day (received after \(cutoff): the next working day)"
        }
    }
}
