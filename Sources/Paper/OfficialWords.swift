public import Kernel

/// Dates and times as official papers write them.
public enum OfficialWords {
    /// `ngày 05 tháng 3 năm 2024`: days below ten and the months 1 and 2 have two digits (Nghị định 30/2020, appendix I).
    public static func day(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        return "ngày \(Digits.padded(day, 2)) tháng \(month <= 2 ? Digits.padded(month, 2) : "\(month)") năm \(year)"
    }
    /// `Hòa Bình, ngày 05 tháng 3 năm 2024`.
    public static func placeAndDay(_ place: String, _ date: CivilDate) -> String { "\(place), \(day(date))" }
    /// `08 giờ 37 phút, ngày 20 tháng 11 năm 2019`.
    public static func moment(_ instant: Instant) -> String {
        let time = instant.timeOfDay
        return "\(Digits.padded(time.hour, 2)) giờ \(Digits.padded(time.minuteOfHour, 2)) phút, \(day(instant.date))"
    }
    /// `08 giờ 37 phút, ngày 20/11/2019`, in the control sheet's narrow column.
    public static func inTable(_ instant: Instant) -> String {
        let time = instant.timeOfDay
        return "\(Digits.padded(time.hour, 2)) giờ \(Digits.padded(time.minuteOfHour, 2)) phút, "
            + "ngày \(instant.date.written)"
    }
    /// `8 giờ 37 thứ Tư 20/11/2019`, in the tables of working papers.
    public static func short(_ instant: Instant) -> String {
        let time = instant.timeOfDay
        let minutes = time.minuteOfHour == 0 ? "" : " \(Digits.padded(time.minuteOfHour, 2))"
        return "\(time.hour) giờ\(minutes) \(weekday(instant.date.weekday)) \(instant.date.written)"
    }
    /// `thứ Tư`, `Chủ nhật`.
    public static func weekday(_ weekday: Weekday) -> String {
        switch weekday {
        case .monday: "thứ Hai"
        case .tuesday: "thứ Ba"
        case .wednesday: "thứ Tư"
        case .thursday: "thứ Năm"
        case .friday: "thứ Sáu"
        case .saturday: "thứ Bảy"
        case .sunday: "Chủ nhật"
        }
    }
}

extension OfficialWords {
    /// The text with its first letter large, at the beginning of a sentence.
    static func capital(_ text: String) -> String {
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }
}
