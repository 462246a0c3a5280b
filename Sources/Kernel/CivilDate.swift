/// A day of the civil (proleptic Gregorian) calendar, without a time zone.
///
/// Own integer arithmetic: the platform's calendars are wrong or absent on Linux (`docs/adr/0010`).
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let day: Int32

    /// The day that lies `day` days after 1970-01-01.
    public init(day: Int32) { self.day = day }

    /// The date with these numbers, or nil when there is no such day (31/2) or the year is outside 1–9999.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.day = Self.dayNumber(year, month, day)
    }

    /// Reads `2026-11-23`; any other form is nil.
    public init?(iso text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Digits.value(parts[0]), let month = Digits.value(parts[1]), let day = Digits.value(parts[2])
        else { return nil }
        self.init(year, month, day)
    }

    /// Reads a date as people write it: `5/3/2026`, `05/03/2026`, `5-3-2026`, `5.3.2026`; also the ISO form.
    public init?(written text: some StringProtocol) {
        let trimmed = text.utf8.drop(while: { $0 == 32 })
        let bytes = Array(trimmed.reversed().drop(while: { $0 == 32 }).reversed())
        let separators: [UInt8] = [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")]
        let parts = bytes.split(omittingEmptySubsequences: false, whereSeparator: { separators.contains($0) })
        guard parts.count == 3, let a = Digits.value(parts[0]), let b = Digits.value(parts[1]),
            let c = Digits.value(parts[2])
        else { return nil }
        if parts[0].count == 4 {
            self.init(a, b, c)
        } else if parts[2].count == 4 {
            self.init(c, b, a)
        } else {
            return nil
        }
    }

    /// Year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        // Days from civil, after Howard Hinnant's public-domain derivation.
        let z = Int(day) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
    public var year: Int { parts.year }
    public var month: Int { parts.month }
    public var dayOfMonth: Int { parts.day }

    public var weekday: Weekday {
        let index = (Int(day) + 3) % 7  // 1970-01-01 was a Thursday
        return Weekday(rawValue: (index < 0 ? index + 7 : index) + 1) ?? .monday
    }

    /// The day `days` later (earlier when negative).
    public func adding(days: Int) -> CivilDate { CivilDate(day: day + Int32(clamping: days)) }

    /// The same day number `months` later, or the last day of that month where it has no such day.
    public func adding(months: Int) -> CivilDate {
        let (year, month, dayOfMonth) = parts
        let index = year * 12 + month - 1 + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        return CivilDate(
            day: Self.dayNumber(newYear, newMonth, min(dayOfMonth, Self.days(inMonth: newMonth, of: newYear)))
        )
    }

    public static func < (a: CivilDate, b: CivilDate) -> Bool { a.day < b.day }

    /// How many days that month has.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}

/// Monday (1) to Sunday (7), as ISO 8601 counts them.
public enum Weekday: Int, Sendable, CaseIterable, Codable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday
}

extension CivilDate: CustomStringConvertible {
    /// The ISO form, `2026-11-23`.
    public var description: String {
        let (year, month, day) = parts
        return "\(Digits.padded(year, 4))-\(Digits.padded(month, 2))-\(Digits.padded(day, 2))"
    }
    /// As people write it on both sides of the counter: `23/11/2026`.
    public var written: String {
        let (year, month, day) = parts
        return "\(day)/\(month)/\(year)"
    }
    /// `231126` turned round: the six digits of a dossier code, `261123`.
    public var yymmdd: String {
        let (year, month, day) = parts
        return Digits.padded(year % 100, 2) + Digits.padded(month, 2) + Digits.padded(day, 2)
    }
}

extension CivilDate: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CivilDate(iso: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a date: \(text)")
        }
        self = date
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Decimal digits, read and written without Foundation.
public enum Digits {
    /// The value of one to nine ASCII digits, or nil when there is anything else.
    public static func value(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
        var sum = 0
        for byte in bytes {
            guard (48...57).contains(byte) else { return nil }
            sum = sum * 10 + Int(byte - 48)
        }
        return sum
    }
    /// `number` with zeros in front up to `width` digits.
    public static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
    }
    /// `number` with a dot between groups of three, as money is written in Vietnamese: `1.000.000`.
    public static func grouped(_ number: Int64) -> String {
        let digits = Array(String(number.magnitude))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(".") }
            out.append(digit)
        }
        return (number < 0 ? "-" : "") + out
    }
}
