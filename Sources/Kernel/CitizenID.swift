/// Số định danh cá nhân, số căn cước: twelve digits `PPP G YY NNNNNN` (Law on Identification 26/2023; Circular
/// 59/2021/TT-BCA art. 4): where the birth was registered, century and sex, year of birth, chance. No check digit.
///
/// Strict on structure; the place is never a reason to refuse, since codes are added and people are born abroad.
public struct CitizenID: Hashable, Sendable {
    /// The twelve digits.
    public let digits: String

    /// Reads a number as people write it; spaces, dots and hyphens between the digits are passed over.
    public init(parsing text: some StringProtocol) throws(IdentityNumberError) {
        digits = try IdentityNumberError.digits(text, count: 12)
    }

    /// The three digits of the place where the birth was registered, `017`.
    public var place: String { String(digits.prefix(3)) }
    /// The province's name before July 2025, where the code is known.
    public var placeName: String? { Self.places[place] }
    /// The digit of century and sex.
    private var century: Int { Digits.value(digits.utf8.dropFirst(3).prefix(1)) ?? 0 }
    /// Even digits are men's.
    public var sex: Sex { century % 2 == 0 ? .male : .female }
    /// 0 and 1 are 1900–1999, 2 and 3 are 2000–2099, and so on.
    public var birthYear: Int { 1900 + century / 2 * 100 + (Digits.value(digits.utf8.dropFirst(4).prefix(2)) ?? 0) }

    /// What an officer should look at again; none of these is a refusal.
    public func doubts(birth: PartialDate?, sex entered: Sex?) -> [CitizenIDDoubt] {
        var doubts: [CitizenIDDoubt] = []
        if let birth, birth.year != birthYear { doubts.append(.birthYear(inNumber: birthYear, entered: birth.year)) }
        if let entered, entered != .other, entered != sex { doubts.append(.sex(inNumber: sex, entered: entered)) }
        if placeName == nil { doubts.append(.unknownPlace(place)) }
        return doubts
    }

    /// Codes of the 63 provinces of 2008–2025 (Circular 59/2021/TT-BCA, annex).
    public static let places: [String: String] = [
        "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
        "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
        "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
        "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
        "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
        "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
        "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
        "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
        "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
        "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
        "079": "Thành phố Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh",
        "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
        "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
    ]
}

/// What in a number does not agree with what was entered beside it.
public enum CitizenIDDoubt: Hashable, Sendable {
    case birthYear(inNumber: Int, entered: Int)
    case sex(inNumber: Sex, entered: Sex)
    case unknownPlace(String)
}

/// Số chứng minh nhân dân: nine digits, issued until 2016 and without force since 1 January 2025; met in old papers.
public struct OldCitizenID: Hashable, Sendable {
    public let digits: String
    /// Reads nine digits; spaces, dots and hyphens are passed over.
    public init(parsing text: some StringProtocol) throws(IdentityNumberError) {
        digits = try IdentityNumberError.digits(text, count: 9)
    }
}

/// Why a number of fixed length cannot be read, with what a sentence about it needs.
public enum IdentityNumberError: Error, Hashable, Sendable {
    case empty(needed: Int)
    /// `entered` digits were typed.
    case wrongLength(entered: Int, needed: Int)
    /// A character that is no digit.
    case notDigit(Character, needed: Int)

    static func digits(_ text: some StringProtocol, count: Int) throws(IdentityNumberError) -> String {
        var digits = ""
        for character in text where !Phone.separators.contains(character) {
            guard let value = character.asciiValue, (48...57).contains(value) else {
                throw .notDigit(character, needed: count)
            }
            digits.append(character)
        }
        guard !digits.isEmpty else { throw .empty(needed: count) }
        guard digits.utf8.count == count else { throw .wrongLength(entered: digits.utf8.count, needed: count) }
        return digits
    }
}

/// Nam, nữ, khác: as the national identity data have it.
public enum Sex: String, Sendable, CaseIterable, Codable { case male, female, other }

/// A number with its middle hidden, for lists: `017185001234` → `0171******34` (`vietnam.md` §14).
public enum Masking {
    /// The first four and the last two characters stand, where there are at least nine; of fewer only the last two.
    public static func number(_ text: String) -> String {
        let letters = Array(text)
        let shownFirst = letters.count >= 9 ? 4 : 0
        let shownLast = letters.count >= 5 ? 2 : 0
        let hidden = letters.count - shownFirst - shownLast
        return String(letters.prefix(shownFirst)) + String(repeating: "*", count: hidden)
            + String(letters.suffix(shownLast))
    }
}

extension CitizenID {
    public var masked: String { Masking.number(digits) }
}
