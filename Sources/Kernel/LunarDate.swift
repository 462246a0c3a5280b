/// A day of the Vietnamese lunar calendar, reckoned for the meridian of UTC+7.
///
/// Re-implements the method that Hồ Ngọc Đức published ("Thuật toán tính âm lịch"): months begin on the civil day of the
/// new moon at UTC+7, the month that holds the winter solstice is the eleventh, and of thirteen months between two
/// solstices the first without a principal solar term is the leap month. New moons are right within some two minutes, so
/// a day can be wrong only where one falls that close to midnight; checked day by day for 1900–2100.
public struct LunarDate: Hashable, Sendable {
    public let year: Int
    /// 1–12; a leap month bears the number of the month before it.
    public let month: Int
    public let day: Int
    /// True in the second month of that number (`tháng nhuận`).
    public let isLeap: Bool

    /// The lunar day on that civil day.
    public init(_ date: CivilDate) {
        let today = Int(date.day) + Self.julianDayOfEpoch
        // A real month differs from the mean one by up to 14 hours: step to the new moon that today follows.
        var k = Self.floor((Double(today) - Self.firstNewMoon) / Self.synodicMonth)
        while Self.newMoonDay(k + 1) <= today { k += 1 }
        while Self.newMoonDay(k) > today { k -= 1 }
        let start = Self.newMoonDay(k)
        let civilYear = date.year
        var eleventh = Self.eleventhMonth(civilYear)
        var next = eleventh
        var lunarYear = civilYear
        if eleventh >= start {
            eleventh = Self.eleventhMonth(civilYear - 1)
        } else {
            lunarYear += 1
            next = Self.eleventhMonth(civilYear + 1)
        }
        let offset = (start - eleventh) / 29
        var number = offset + 11
        var leap = false
        if next - eleventh > 365 {
            let leapOffset = Self.leapOffset(eleventh)
            if offset >= leapOffset {
                number = offset + 10
                leap = offset == leapOffset
            }
        }
        if number > 12 { number -= 12 }
        if number >= 11, offset < 4 { lunarYear -= 1 }
        (year, month, day, isLeap) = (lunarYear, number, today - start + 1, leap)
    }

    /// The lunar day with these numbers, or nil when that year has no such day or leap month.
    public init?(year: Int, month: Int, day: Int, isLeap: Bool = false) {
        guard (1...9998).contains(year), (1...12).contains(month), day >= 1,
            let start = Self.start(year, month, isLeap)
        else { return nil }
        let date = CivilDate(day: Int32(clamping: start + day - 1 - Self.julianDayOfEpoch))
        let found = LunarDate(date)
        guard found.month == month, found.isLeap == isLeap, found.day == day, found.year == year else { return nil }
        self = found
    }

    /// The same day in the civil calendar.
    public var civil: CivilDate {
        let start = Self.start(year, month, isLeap) ?? 0
        return CivilDate(day: Int32(clamping: start + day - 1 - Self.julianDayOfEpoch))
    }

    /// The first day of the lunar year, `mồng một Tết`.
    public static func newYear(_ year: Int) -> CivilDate? { LunarDate(year: year, month: 1, day: 1)?.civil }

    /// `18/9`, in a leap month `18/6 nhuận`.
    public var written: String { "\(day)/\(month)\(isLeap ? " nhuận" : "")" }

    /// The name of the year in the cycle of sixty: `Bính Ngọ`.
    public var yearName: String {
        let stems = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
        let branches = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
        return "\(stems[(year + 6) % 10]) \(branches[(year + 8) % 12])"
    }
}

extension LunarDate {
    private static let julianDayOfEpoch = 2_440_588
    private static let synodicMonth = 29.530588853
    private static let firstNewMoon = 2_415_021.076998695
    private static let zone = 7.0 / 24

    private static func floor(_ value: Double) -> Int { Int(value.rounded(.down)) }

    /// The first day (Julian day number) of that month, or nil when the year has no such leap month.
    private static func start(_ year: Int, _ month: Int, _ isLeap: Bool) -> Int? {
        let first = month < 11 ? year - 1 : year
        let eleventh = eleventhMonth(first)
        let k = floor(0.5 + (Double(eleventh) - firstNewMoon) / synodicMonth)
        var offset = month >= 11 ? month - 11 : month + 1
        if eleventhMonth(first + 1) - eleventh > 365 {
            let leap = leapOffset(eleventh)
            let leapMonth = leap < 2 ? leap + 10 : leap - 2
            if isLeap, month != (leapMonth == 0 ? 12 : leapMonth) { return nil }
            if isLeap || offset >= leap { offset += 1 }
        } else if isLeap {
            return nil
        }
        return newMoonDay(k + offset)
    }

    /// The first day of the month with the winter solstice of `year`.
    private static func eleventhMonth(_ year: Int) -> Int {
        let lastDay = Int(CivilDate(year, 12, 31)?.day ?? 0) + julianDayOfEpoch
        let k = floor(Double(lastDay - 2_415_021) / synodicMonth)
        let day = newMoonDay(k)
        return solarTerm(day) >= 9 ? newMoonDay(k - 1) : day
    }

    /// How many months after the eleventh the leap month comes.
    private static func leapOffset(_ eleventh: Int) -> Int {
        let k = floor((Double(eleventh) - firstNewMoon) / synodicMonth + 0.5)
        var index = 1
        var arc = solarTerm(newMoonDay(k + index))
        while index < 14 {
            index += 1
            let next = solarTerm(newMoonDay(k + index))
            if next == arc { break }
            arc = next
        }
        return index - 1
    }

    /// The Julian day number, at UTC+7, of the `k`-th new moon after that of 1 January 1900.
    private static func newMoonDay(_ k: Int) -> Int { floor(newMoon(Double(k)) + 0.5 + zone) }

    /// Jean Meeus, Astronomical Algorithms (1982 form): the instant of the `k`-th new moon.
    private static func newMoon(_ k: Double) -> Double {
        let t = k / 1236.85
        let t2 = t * t
        let t3 = t2 * t
        let mean =
            2_415_020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
            + 0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2)
        let sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3
        let moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3
        let node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3
        var shift = (0.1734 - 0.000393 * t) * sine(sun) + 0.0021 * sine(2 * sun)
        shift += -0.4068 * sine(moon) + 0.0161 * sine(2 * moon) - 0.0004 * sine(3 * moon)
        shift += 0.0104 * sine(2 * node) - 0.0051 * sine(sun + moon) - 0.0074 * sine(sun - moon)
        shift += 0.0004 * sine(2 * node + sun) - 0.0004 * sine(2 * node - sun) - 0.0006 * sine(2 * node + moon)
        shift += 0.0010 * sine(2 * node - moon) + 0.0005 * sine(2 * moon + sun)
        let delta =
            t < -11
            ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
            : -0.000278 + 0.000265 * t + 0.000262 * t2
        return mean + shift - delta
    }

    /// The sun's longitude at the beginning of that day at UTC+7, in twelfths of the circle, 0–11.
    private static func solarTerm(_ day: Int) -> Int {
        let t = (Double(day) - 0.5 - zone - 2_451_545) / 36_525
        let t2 = t * t
        let anomaly = 357.52910 + 35_999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2
        let mean = 280.46645 + 36_000.76983 * t + 0.0003032 * t2
        var longitude = mean + (1.914600 - 0.004817 * t - 0.000014 * t2) * sine(anomaly)
        longitude += (0.019993 - 0.000101 * t) * sine(2 * anomaly) + 0.000290 * sine(3 * anomaly)
        return floor((longitude - 360 * (longitude / 360).rounded(.down)) / 30)
    }

    /// The sine of an angle in degrees: folded into ±90°, then the series. The rules import no mathematics library.
    private static func sine(_ degrees: Double) -> Double {
        var angle = degrees.remainder(dividingBy: 360)
        if angle > 90 { angle = 180 - angle }
        if angle < -90 { angle = -180 - angle }
        let x = angle * Double.pi / 180
        var term = x
        var sum = x
        for n in 1...10 {
            term *= -x * x / Double(2 * n * (2 * n + 1))
            sum += term
        }
        return sum
    }
}
