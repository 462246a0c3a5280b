public import Kernel

/// The first words of a slip, which anyone understands: when to come, where, what to bring, what to pay.
public struct Invitation: Hashable, Sendable {
    public enum Language: Hashable, Sendable { case vietnamese, english }
    /// How the result reaches the person.
    public enum Way: Hashable, Sendable {
        /// At a counter; its number or letter where it is known.
        case counter(String?)
        case home
        case electronic
    }

    public var sentence: String
    /// What is left to pay; nil when it is not known.
    public var money: String?

    public init(sentence: String, money: String? = nil) {
        self.sentence = sentence
        self.money = money
    }

    /// The words for a result that is due at `due`.
    ///
    /// `left` is what is still to be paid (nil: not known), `paid` what was paid. The year is written when it is not
    /// that of `today`. With `hour`, the time stands in the sentence: for a result that is not ready when the doors open.
    public static func words(
        due: Instant,
        way: Way,
        left: Money?,
        paid: Money = .zero,
        today: CivilDate,
        hour: Bool = false,
        language: Language = .vietnamese
    ) -> Invitation {
        switch language {
        case .vietnamese: vietnamese(due, way, left, paid, today, hour)
        case .english: english(due, way, left, paid, today, hour)
        }
    }

    private static func vietnamese(
        _ due: Instant,
        _ way: Way,
        _ left: Money?,
        _ paid: Money,
        _ today: CivilDate,
        _ hour: Bool
    ) -> Invitation {
        let part = due.minuteOfDay < 720 ? "sáng" : due.minuteOfDay < 1080 ? "chiều" : "tối"
        let lunar = LunarDate(due.date).written
        let date = due.date.year == today.year ? dayAndMonth(due.date) : due.date.written
        let day = "\(OfficialWords.weekday(due.date.weekday)) \(date) (\(lunar) âm lịch)"
        var sentence: String
        switch way {
        case .counter(let counter):
            sentence = "Mời ông/bà đến \(hour ? "từ \(clock(due)) " : "")\(part) \(day)"
            sentence += "\(counter.map { ", quầy \($0)" } ?? ""); mang theo phiếu này và căn cước."
        case .home: sentence = "Kết quả được gửi về tận nhà, gửi đi muộn nhất \(part) \(day). Ông/bà không phải đến."
        case .electronic: sentence = "Kết quả được gửi qua mạng muộn nhất \(part) \(day). Ông/bà không phải đến."
        }
        let before = paid > .zero ? "Đã thu \(paid). " : ""
        let money = left.map { left in
            left > .zero
                ? before + (way.comes ? "Khi đến, ông/bà nộp \(left)." : "Ông/bà còn phải nộp \(left).")
                : before + (paid > .zero ? "Ông/bà không phải nộp thêm." : "Ông/bà không phải nộp tiền.")
        }
        return Invitation(sentence: sentence, money: money)
    }

    private static func english(
        _ due: Instant,
        _ way: Way,
        _ left: Money?,
        _ paid: Money,
        _ today: CivilDate,
        _ hour: Bool
    ) -> Invitation {
        let part = due.minuteOfDay < 720 ? "morning" : due.minuteOfDay < 1080 ? "afternoon" : "evening"
        let lunar = LunarDate(due.date)
        let date = due.date.year == today.year ? dayAndMonth(due.date) : due.date.written
        let moon = "\(lunar.day)/\(lunar.month)\(lunar.isLeap ? " (leap)" : "") by the moon"
        let day = "\(englishDay(due.date.weekday)) \(part) \(date) (\(moon))"
        let sentence =
            switch way {
            case .counter(let counter):
                "Please come on \(day)\(hour ? ", from \(due.timeOfDay)" : "")"
                    + "\(counter.map { ", counter \($0)" } ?? ""); bring this slip and your identity card."
            case .home: "The result is sent to your home, at the latest on \(day). You need not come."
            case .electronic: "The result is sent online, at the latest on \(day). You need not come."
            }
        let before = paid > .zero ? "Paid: \(paid). " : ""
        let money = left.map { left in
            left > .zero
                ? before + (way.comes ? "To pay when you come: \(left)." : "Still to pay: \(left).")
                : before + (paid > .zero ? "Nothing more to pay." : "Nothing to pay.")
        }
        return Invitation(sentence: sentence, money: money)
    }

    private static func dayAndMonth(_ date: CivilDate) -> String { "\(date.dayOfMonth)/\(date.month)" }

    /// `9 giờ`, `15 giờ 20`.
    private static func clock(_ instant: Instant) -> String {
        let time = instant.timeOfDay
        return "\(time.hour) giờ" + (time.minuteOfHour == 0 ? "" : " \(Digits.padded(time.minuteOfHour, 2))")
    }

    private static func englishDay(_ weekday: Weekday) -> String {
        switch weekday {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }
}

extension Invitation.Way {
    fileprivate var comes: Bool { if case .counter = self { true } else { false } }
}
