/// Mã số thuế (Circular 86/2024/TT-BTC art. 5): ten digits with a check digit; a dependent unit adds three; persons and
/// households use their twelve-digit identity number since 1 July 2025.
public struct TaxCode: Hashable, Sendable {
    /// Ten digits, or twelve of a person.
    public let digits: String
    /// The three digits of a dependent unit, `001`.
    public let branch: String?

    /// Reads a code as people write it: `0100109106`, `0100109106-001`, `0311 916 028`.
    public init(parsing text: some StringProtocol) throws(TaxCodeError) {
        var digits: [UInt8] = []
        for character in text where !Phone.separators.contains(character) {
            guard let value = character.asciiValue, (48...57).contains(value) else { throw .notDigit(character) }
            digits.append(value - 48)
        }
        guard !digits.isEmpty else { throw .empty }
        let written = String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
        switch digits.count {
        case 12:
            self.digits = written
            branch = nil
        case 10, 13:
            guard let expected = Self.checkDigit(of: digits) else { throw .impossible }
            guard Int(digits[9]) == expected else { throw .wrongCheckDigit(entered: Int(digits[9])) }
            let suffix = String(written.dropFirst(10))
            guard suffix != "000" else { throw .branchZero }
            self.digits = String(written.prefix(10))
            branch = suffix.isEmpty ? nil : suffix
        default: throw .wrongLength(entered: digits.count)
        }
    }

    /// The tenth digit that belongs to the first nine; nil where no code exists.
    ///
    /// 10 − (Σ digit · weight mod 11). The result 10 has no digit: such numbers are not given out.
    private static func checkDigit(of digits: [UInt8]) -> Int? {
        let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
        let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
        let digit = 10 - sum % 11
        return digit == 10 ? nil : digit
    }

    /// Whether it is the identity number of a person.
    public var isPersonal: Bool { digits.utf8.count == 12 }
}

extension TaxCode: CustomStringConvertible {
    public var description: String { branch.map { "\(digits)-\($0)" } ?? digits }
}

/// Why a tax code cannot be read.
public enum TaxCodeError: Error, Hashable, Sendable {
    case empty
    /// It has ten digits, thirteen with a dependent unit's, or twelve of a person; `entered` were typed.
    case wrongLength(entered: Int)
    case notDigit(Character)
    /// One digit is mistyped somewhere: the tenth does not fit the first nine.
    case wrongCheckDigit(entered: Int)
    /// No code begins with these nine digits.
    case impossible
    /// Dependent units are counted from 001.
    case branchZero
}
