public import Kernel

/// Dates, times, money and durations as people say them, in both languages (`interface.md`, Words).
extension Texts {
    /// `thứ Tư 28/10/2026`.
    public func date(_ date: CivilDate) -> String { weekday(date.weekday) + " " + date.written }
    /// `thứ Tư 28/10/2026 (18/9 âm lịch)` where the moon's date is known, else `date`.
    public func dateWithLunar(_ date: CivilDate) -> String {
        guard let moon = lunar(date) else { return self.date(date) }
        return self.date(date) + " (" + self("web.lunar", ["date": moon]) + ")"
    }
    /// `8 giờ 30`, `8 giờ`.
    public func time(_ time: TimeOfDay) -> String {
        if language == .en { return "\(time.hour):\(Digits.padded(time.minuteOfHour, 2))" }
        return time.minuteOfHour == 0 ? "\(time.hour) giờ" : "\(time.hour) giờ \(Digits.padded(time.minuteOfHour, 2))"
    }
    /// `8 giờ 30, thứ Tư 28/10/2026`.
    public func dateTime(_ instant: Instant) -> String { time(instant.timeOfDay) + ", " + date(instant.date) }
    /// `28/10 08:30`: for tables of officers, where room is short.
    public func short(_ instant: Instant) -> String {
        "\(instant.date.dayOfMonth)/\(instant.date.month) \(instant.timeOfDay)"
    }
    /// `sáng thứ Tư 28/10`: the half day to which a citizen is invited.
    public func halfDay(_ instant: Instant) -> String {
        let half = instant.minuteOfDay <= 12 * 60 ? self("web.morning") : self("web.afternoon")
        let day = "\(instant.date.dayOfMonth)/\(instant.date.month)"
        return language == .vi
            ? "\(half) \(weekday(instant.date.weekday)) \(day)" : "\(weekday(instant.date.weekday)) \(half) \(day)"
    }
    /// `sáng thứ Tư 28/10 (18/9 âm lịch)`.
    public func halfDayWithLunar(_ instant: Instant) -> String {
        guard let moon = lunar(instant.date) else { return halfDay(instant) }
        return halfDay(instant) + " (" + self("web.lunar", ["date": moon]) + ")"
    }
    /// `21.000 đ`; `21,000 đ` in English.
    public func money(_ money: Money) -> String {
        let text = money.description
        return language == .vi ? text : String(text.map { $0 == "." ? "," : $0 })
    }
    /// `1.234`; `1,234` in English.
    public func number(_ number: Int) -> String {
        let text = Digits.grouped(Int64(number))
        return language == .vi ? text : String(text.map { $0 == "." ? "," : $0 })
    }
    /// `37`; `hơn 500` of a list that was counted up to `Limits.counted` and no further.
    public func counted(_ count: Int) -> String {
        count > Limits.counted ? self("web.over", ["count": number(Limits.counted)]) : number(count)
    }
    /// `còn 2 ngày làm việc`, `còn 3 giờ`, `trễ 3 giờ`, `đến hạn`: minutes of working time left, below zero when late.
    ///
    /// Days are counted down to whole ones: 1.9 days left are said as one, so that nobody is told more than there is.
    public func timeLeft(workingMinutes minutes: Int, minutesPerDay: Int = 480) -> String {
        let size = abs(minutes)
        let side = minutes < 0 ? "late" : "left"
        if size == 0 { return self("web.duration.due") }
        if size >= minutesPerDay { return duration("\(side).days", size / minutesPerDay) }
        if size >= 60 { return duration("\(side).hours", size / 60) }
        return duration("\(side).minutes", size)
    }

    public func weekday(_ weekday: Weekday) -> String { self("web.weekday.\(weekday.rawValue)") }

    private func duration(_ name: String, _ count: Int) -> String {
        self("web.duration.\(name).\(count == 1 ? "one" : "many")", ["count": count])
    }
}
