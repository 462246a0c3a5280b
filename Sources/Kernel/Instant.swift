/// A moment, in milliseconds since 1970-01-01T00:00Z.
///
/// Vietnam keeps UTC+7 all the year, so civil time is integer arithmetic and no time-zone table is asked.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// `minute` minutes after midnight of `date`, Vietnamese time.
    public init(_ date: CivilDate, minute: Int = 0) {
        milliseconds = (Int64(date.day) * 1440 + Int64(minute) - Self.offsetMinutes) * 60_000
    }

    /// Minutes that Vietnamese civil time is ahead of UTC.
    public static let offsetMinutes: Int64 = 7 * 60

    /// The civil date in Vietnam.
    public var date: CivilDate { CivilDate(day: Int32(clamping: Self.floor(localMinutes, 1440))) }
    /// Minutes since midnight in Vietnam, 0–1439.
    public var minuteOfDay: Int { Int(localMinutes - Self.floor(localMinutes, 1440) * 1440) }
    public var timeOfDay: TimeOfDay { TimeOfDay(minute: minuteOfDay) }

    /// The moment without its seconds: receipts are cut to the minute (`LegalClock`, rule 3a).
    public var cutToMinute: Instant { Instant(milliseconds: Self.floor(milliseconds, 60_000) * 60_000) }

    public func adding(minutes: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(minutes) * 60_000) }
    public func adding(seconds: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1000) }
    public func adding(milliseconds more: Int64) -> Instant { Instant(milliseconds: milliseconds + more) }
    public func adding(days: Int) -> Instant { adding(minutes: days * 1440) }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    private var localMinutes: Int64 { Self.floor(milliseconds, 60_000) + Self.offsetMinutes }
    private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
        value >= 0 ? value / unit : -((-value + unit - 1) / unit)
    }
}

extension Instant {
    /// Reads `2026-03-02T08:00`, `…:00`, with `+07:00`, another offset or `Z`; without an offset it is Vietnamese time.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == 32, bytes[13] == UInt8(ascii: ":"),
            let date = CivilDate(iso: String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = Digits.value(bytes[11..<13]), hour < 24,
            let minute = Digits.value(bytes[14..<16]), minute < 60
        else { return nil }
        var rest = bytes[16...]
        var second = 0
        if rest.first == UInt8(ascii: ":") {
            guard rest.count >= 3, let value = Digits.value(rest.dropFirst().prefix(2)), value < 60 else { return nil }
            second = value
            rest = rest.dropFirst(3)
        }
        var thousandths: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: { (48...57).contains($0) })
            guard !digits.isEmpty, digits.count <= 9 else { return nil }
            thousandths = Int64(Digits.value((Array(digits) + [48, 48]).prefix(3)) ?? 0)
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let minutes = Int64(date.day) * 1440 + Int64(hour * 60 + minute) - offset
        milliseconds = (minutes * 60 + Int64(second)) * 1000 + thousandths
    }

    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return offsetMinutes }
        let rest = Array(bytes.dropFirst())
        if sign == UInt8(ascii: "Z") { return rest.isEmpty ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count == 5, rest[2] == UInt8(ascii: ":"),
            let hours = Digits.value(rest[..<2]), hours < 24, let minutes = Digits.value(rest[3...]), minutes < 60
        else { return nil }
        let sum = Int64(hours * 60 + minutes)
        return sign == UInt8(ascii: "-") ? -sum : sum
    }
}

extension Instant: CustomStringConvertible {
    /// `2026-03-02T08:00:00+07:00`.
    public var description: String {
        let seconds = Int(Self.floor(milliseconds, 1000) - Self.floor(milliseconds, 60_000) * 60)
        return "\(date)T\(timeOfDay):\(Digits.padded(seconds, 2))+07:00"
    }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// A time of the day in whole minutes.
public struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Minutes since midnight, 0–1440 (24:00 ends a day).
    public let minute: Int
    public init(minute: Int) { self.minute = minute }

    /// Reads `07:30`; anything else is nil.
    public init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = Digits.value(parts[0]),
            let minute = Digits.value(parts[1]), minute < 60, hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        self.minute = hour * 60 + minute
    }
    public var hour: Int { minute / 60 }
    public var minuteOfHour: Int { minute % 60 }
    public var description: String { "\(Digits.padded(hour, 2)):\(Digits.padded(minuteOfHour, 2))" }
    public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.minute < b.minute }
}

extension TimeOfDay: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a time: \(text)")
        }
        self = time
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
