internal import Kernel

/// Why a text is no time limit.
public enum TimeLimitError: Error, Hashable, Sendable {
    case empty
    /// More than `ClockLimits.limitText` characters.
    case tooLong(max: Int)
    /// Neither the number nor the unit could be made out.
    case notUnderstood(String)
    /// "Giờ" alone may be hours of the clock or of work: the law's text must say which.
    case hoursUnclear(String)
    /// Only working days have halves, and nothing has other parts.
    case notInHalves(String)
    /// The number is zero or above the limit of its unit.
    case outOfBounds(String)
}

extension TimeLimit {
    /// Reads a limit as people and laws write it, in Vietnamese or English, with or without accents.
    ///
    /// `3 ngày làm việc`, `0,5 ngày làm việc`, `½ ngày làm việc`, `08 giờ làm việc`, `30 ngày`, `2 tháng`, `trong ngày`,
    /// `không quá 05 ngày làm việc`, `3 working days`, `half a working day`, `same day`, and the stable form `3wd`.
    public init(parsing text: String) throws(TimeLimitError) {
        let folded = VietnameseText.folded(text)
        guard folded.unicodeScalars.count <= ClockLimits.limitText else { throw .tooLong(max: ClockLimits.limitText) }
        var words = Self.spaced(folded).split(separator: " ").map(String.init)
        guard !words.isEmpty else { throw .empty }
        if let limit = TimeLimit(code: words.joined()) {
            self = limit
            return
        }
        if Self.sameDayWords.contains(words) {
            self = .sameDay
            return
        }
        Self.dropLead(&words)
        guard let (halves, rest) = Self.number(words) else { throw .notUnderstood(text) }
        if Self.clockHours.contains(rest) { throw .hoursUnclear(text) }
        guard let unit = Self.units[rest] else { throw .notUnderstood(text) }
        guard let halves else { throw .notInHalves(text) }
        if halves % 2 != 0, unit != "wd" { throw .notInHalves(text) }
        guard let limit = Self.made(halves: halves, unit: unit) else { throw .outOfBounds(text) }
        self = limit
    }

    /// Like `init(parsing:)`, nil where that throws.
    public init?(written text: String) {
        guard let limit = try? TimeLimit(parsing: text) else { return nil }
        self = limit
    }

    /// The folded text with a space between number and word, hyphens as spaces, without brackets and a full stop.
    private static func spaced(_ text: String) -> String {
        var out = ""
        var lastWasNumber = false
        for character in text {
            switch character {
            case "-", "_", "(", ")": out.append(" ")
            case "½":
                out.append(lastWasNumber ? " ½ " : "½ ")
            default:
                let isNumber = character.isASCII && (character.isNumber || ".,/".contains(character))
                if lastWasNumber != isNumber, !isNumber, character.isLetter { out.append(" ") }
                out.append(character)
                lastWasNumber = isNumber
                continue
            }
            lastWasNumber = false
        }
        while out.last == "." || out.last == " " { out.removeLast() }
        return out
    }

    /// The number in front, in halves (nil when it is no multiple of a half), and the words after it.
    private static func number(_ words: [String]) -> (halves: Int?, rest: [String])? {
        guard let first = words.first else { return nil }
        let second = words.dropFirst().first
        if first == "½" || first == "1/2" || first == "nua" { return (1, Array(words.dropFirst())) }
        if first == "half" { return (1, Array(words.dropFirst(second == "a" ? 2 : 1))) }
        if let named = numberWords[first] { return (named * 2, Array(words.dropFirst())) }
        guard first.utf8.first.map({ (48...57).contains($0) }) == true else { return nil }
        let digits = first.hasSuffix(",") || first.hasSuffix(".") ? String(first.dropLast()) : first
        if let halves = halves(digits), second == "½" || second == "1/2" {
            return (halves % 2 == 0 ? halves + 1 : nil, Array(words.dropFirst(2)))
        }
        return (halves(digits), Array(words.dropFirst()))
    }

    /// Takes off "không quá", "trong thời hạn", "tối đa", "within" and the like.
    private static func dropLead(_ words: inout [String]) {
        var dropped = true
        while dropped {
            dropped = false
            for lead in leads where words.starts(with: lead) && words.count > lead.count {
                words.removeFirst(lead.count)
                dropped = true
                break
            }
        }
    }

    private static let leads: [[String]] = [
        ["trong", "thoi", "han"], ["trong", "thoi", "gian"], ["thoi", "han"], ["khong", "qua"], ["toi", "da"],
        ["trong"], ["within"], ["at", "most"], ["up", "to"],
    ]
    private static let sameDayWords: Set<[String]> = [
        ["trong", "ngay"], ["trong", "ngay", "lam", "viec"], ["ngay", "trong", "ngay"],
        ["giai", "quyet", "trong", "ngay"],
        ["ngay", "trong", "ngay", "lam", "viec"], ["same", "day"], ["the", "same", "day"], ["sameday"],
        ["same", "working", "day"], ["within", "the", "day"],
    ]
    private static let clockHours: Set<[String]> = [["gio"], ["tieng"], ["hour"], ["hours"], ["h"]]
    private static let units: [[String]: String] = [
        ["ngay", "lam", "viec"]: "wd", ["working", "day"]: "wd", ["working", "days"]: "wd", ["business", "day"]: "wd",
        ["business", "days"]: "wd", ["wd"]: "wd",
        ["gio", "lam", "viec"]: "wh", ["working", "hour"]: "wh", ["working", "hours"]: "wh", ["wh"]: "wh",
        ["ngay"]: "d", ["ngay", "lich"]: "d", ["day"]: "d", ["days"]: "d", ["calendar", "day"]: "d",
        ["calendar", "days"]: "d", ["d"]: "d",
        ["thang"]: "m", ["month"]: "m", ["months"]: "m", ["m"]: "m",
    ]
    private static let numberWords: [String: Int] = [
        "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    ]
}
