/// A telephone number on which a person can be reached, kept in the form of E.164: `+84912345678`.
///
/// Vietnamese mobiles have ten digits (03, 05, 07, 08, 09), landlines eleven (02…); numbers of other countries are taken
/// with their `+` (Circular 22/2014/TT-BTTTT and the change of mobile prefixes of 2018).
public struct Phone: Hashable, Sendable {
    /// `+` and up to fifteen digits.
    public let e164: String

    /// Reads a number as people write it: `0912 345 678`, `+84 912.345.678`, `84912345678`, `0218 3 852 xxx`.
    public init(parsing text: some StringProtocol) throws(PhoneError) {
        var digits = ""
        var international = false
        for character in text where !Self.separators.contains(character) {
            if character == "+", digits.isEmpty, !international {
                international = true
            } else if let value = character.asciiValue, (48...57).contains(value) {
                digits.append(character)
            } else {
                throw .notDigit(character)
            }
        }
        guard !digits.isEmpty else { throw .empty }
        if !international, digits.hasPrefix("00") {
            international = true
            digits.removeFirst(2)
        }
        if international, !digits.hasPrefix("84") {
            guard (8...15).contains(digits.utf8.count), !digits.hasPrefix("0") else {
                throw .wrongLength(entered: digits.utf8.count)
            }
            e164 = "+" + digits
            return
        }
        if international || (digits.hasPrefix("84") && digits.utf8.count >= 11) {
            digits.removeFirst(2)
            if !digits.hasPrefix("0") { digits = "0" + digits }
        }
        e164 = "+84" + (try Self.national(digits)).dropFirst()
    }

    private static func national(_ digits: String) throws(PhoneError) -> String {
        let count = digits.utf8.count
        guard digits.hasPrefix("0") else { throw .noLeadingZero(entered: count) }
        if count == 11, let today = renamed[String(digits.prefix(4))] {
            throw .oldMobile(today: today + digits.dropFirst(4))
        }
        switch digits.dropFirst().first {
        case "3", "5", "7", "8", "9":
            guard count == 10 else { throw .wrongLength(entered: count) }
        case "2":
            guard count == 11 else { throw .wrongLength(entered: count) }
        default: throw .unknownPrefix(String(digits.prefix(3)))
        }
        return digits
    }

    /// What people put between digits.
    static let separators: Set<Character> = [" ", "\u{A0}", "\t", ".", "-", "\u{2011}", "\u{2013}", "(", ")"]

    /// Eleven-digit mobile prefixes that got shorter in September to November 2018.
    private static let renamed: [String: String] = [
        "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
        "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083",
        "0124": "084", "0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
    ]

    public var isVietnamese: Bool { e164.hasPrefix("+84") }
    /// Whether a text message can reach it, as far as the number tells; false for foreign numbers.
    public var isMobile: Bool { isVietnamese && !e164.hasPrefix("+842") }
    /// As it is dialled here: `0912345678`; a foreign number keeps its `+`.
    public var national: String { isVietnamese ? "0" + e164.dropFirst(3) : e164 }
    /// `0912****78`.
    public var masked: String { Masking.number(national) }
}

extension Phone: CustomStringConvertible {
    /// In groups, as on a slip: `0912 345 678`.
    public var description: String {
        guard isVietnamese else { return e164 }
        let digits = Array(national)
        return String(digits.prefix(4)) + " " + String(digits[4..<7]) + " " + String(digits[7...])
    }
}

/// Why a telephone number cannot be read.
public enum PhoneError: Error, Hashable, Sendable {
    case empty
    case notDigit(Character)
    /// Mobiles have ten digits and landlines eleven; `entered` were typed.
    case wrongLength(entered: Int)
    /// A number of this country begins with 0.
    case noLeadingZero(entered: Int)
    /// No numbers begin like this.
    case unknownPrefix(String)
    /// An eleven-digit mobile of before 2018, and what it is called since.
    case oldMobile(today: String)
}
