internal import Kernel

extension TimeLimit: CustomStringConvertible {
    /// The stable form, for storage and programs: `3wd`, `0.5wd`, `8wh`, `30d`, `2m`, `sameday@15:00`.
    public var description: String {
        switch self {
        case .workingDays(let halves): "\(halves / 2)\(halves % 2 == 0 ? "" : ".5")wd"
        case .workingHours(let hours): "\(hours)wh"
        case .calendarDays(let days): "\(days)d"
        case .months(let months): "\(months)m"
        case .sameDay(let cutoff): "sameday@\(cutoff)"
        }
    }

    /// Reads the stable form; nil when it is another, or a number outside `ClockLimits`.
    public init?(code text: some StringProtocol) {
        if text.hasPrefix("sameday@") {
            guard let cutoff = TimeOfDay(text.dropFirst(8)) else { return nil }
            self = .sameDay(cutoff: cutoff)
            return
        }
        let unit = text.drop { $0.isNumber || $0 == "." }
        guard let halves = Self.halves(text.prefix(text.count - unit.count)),
            let limit = Self.made(halves: halves, unit: String(unit))
        else { return nil }
        self = limit
    }

    /// `halves` of a unit named by its stable letters; nil when the unit has no halves, or the number is out of bounds.
    static func made(halves: Int, unit: String) -> TimeLimit? {
        guard halves > 0 else { return nil }
        let whole = halves % 2 == 0 ? halves / 2 : nil
        let limit: TimeLimit? =
            switch unit {
            case "wd": .workingDays(halves: halves)
            case "wh": whole.map(TimeLimit.workingHours)
            case "d": whole.map(TimeLimit.calendarDays)
            case "m": whole.map(TimeLimit.months)
            default: nil
            }
        return limit?.isWithinBounds == true ? limit : nil
    }

    /// Twice the number written `3`, `03`, `0.5`, `0,5`; nil when it is no multiple of a half.
    static func halves(_ text: some StringProtocol) -> Int? {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == 46 || $0 == 44 }
        guard parts.count <= 2, let first = parts.first, let whole = Digits.value(first) else { return nil }
        guard parts.count == 2 else { return whole * 2 }
        let fraction = Array(parts[1])
        guard let digit = fraction.first, fraction.count <= 4, fraction.dropFirst().allSatisfy({ $0 == 48 }) else {
            return nil
        }
        return switch digit {
        case 48: whole * 2
        case 53: whole * 2 + 1
        default: nil
        }
    }
}

extension TimeLimit: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let limit = TimeLimit(code: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a time limit: \(text)")
        }
        self = limit
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
