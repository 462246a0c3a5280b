public import Kernel
public import Storage

/// Mã hồ sơ: `<unit code>-<YYMMDD>-<serial of the day>`, `H28.25.07-250627-0012`.
///
/// Codes issued by the national portal or a ministry (`G01.…`, old style `000.00.00.H38-…`) are kept unchanged.
public struct DossierCode: Hashable, Sendable, Codable, RawRepresentable, SQLConvertible {
    public let rawValue: String

    /// The code, or nil when it has not the form of `vietnam.md` §3.
    public init?(rawValue: String) {
        guard Self.isWellFormed(rawValue) else { return nil }
        self.rawValue = rawValue
    }
    /// The code as a person typed it: spaces dropped, letters raised, long dashes taken for hyphens.
    public init?(typed text: some StringProtocol) {
        var clean = ""
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            clean.unicodeScalars.append(
                "\u{2010}\u{2011}\u{2013}\u{2014}\u{2212}".unicodeScalars.contains(scalar) ? "-" : scalar
            )
        }
        self.init(rawValue: clean.uppercased())
    }
    /// The code of the `serial`-th dossier that `unitCode` received on `date`.
    public init?(unitCode: String, date: CivilDate, serial: Int) {
        self.init(rawValue: "\(unitCode)-\(date.yymmdd)-\(Digits.padded(serial, 4))")
    }

    /// The part before the date.
    public var unitCode: String { String(rawValue.prefix(while: { $0 != "-" })) }

    /// The most characters a code may have: the unit code has at most 35 (Decision 20/2020/QĐ-TTg).
    public static let length = 35 + 7 + 7

    private static func isWellFormed(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count <= length, parts.count == 3, parts[1].count == 6, (4...6).contains(parts[2].count),
            parts[1].allSatisfy({ (48...57).contains($0) }), parts[2].allSatisfy({ (48...57).contains($0) })
        else { return false }
        var levels = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)[...]
        // Old style, read right to left: 000.00.00.H38.
        if levels.count == 4, levels[0].count == 3, levels[0].allSatisfy({ (48...57).contains($0) }) {
            levels = levels.suffix(1)
        }
        guard let head = levels.popFirst(), head.count == 3, let letter = head.first,
            letter == UInt8(ascii: "G") || letter == UInt8(ascii: "H"),
            head.dropFirst().allSatisfy({ (48...57).contains($0) }), levels.count <= 3
        else { return false }
        return levels.allSatisfy { level in
            (1...4).contains(level.count) && level.allSatisfy { (48...57).contains($0) }
        }
    }
}

/// The eight digits on a slip with which anyone may ask by phone: seven by chance and a check digit (Luhn).
public struct LookUpNumber: Hashable, Sendable, RawRepresentable, SQLConvertible {
    public let rawValue: String

    /// The number as typed, spaces and dots allowed; nil when it has not eight digits or the check digit is wrong.
    public init?(typed text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != 32 && $0 != 46 && $0 != 45 }
        guard digits.count == 8, digits.allSatisfy({ (48...57).contains($0) }),
            Self.checkDigit(digits.dropLast().map { Int($0 - 48) }) == Int(digits[7] - 48)
        else { return nil }
        rawValue = String(decoding: digits, as: UTF8.self)
    }
    public init?(rawValue: String) { self.init(typed: rawValue) }

    /// A number made from four bytes of chance.
    public init(chance: [UInt8]) {
        var value = chance.prefix(4).reduce(0) { $0 << 8 | Int($1) } % 10_000_000
        var digits: [Int] = []
        for _ in 0..<7 {
            digits.insert(value % 10, at: 0)
            value /= 10
        }
        rawValue = (digits + [Self.checkDigit(digits)]).map(String.init).joined()
    }

    /// In two groups, as it is printed and spoken: `1234 5678`.
    public var grouped: String { "\(rawValue.prefix(4)) \(rawValue.suffix(4))" }

    private static func checkDigit(_ digits: [Int]) -> Int {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = digit * 2
            sum += index % 2 == 0 ? (doubled > 9 ? doubled - 9 : doubled) : digit
        }
        return (10 - sum % 10) % 10
    }
}
