/// What the QR code of an identity card says: seven fields split by `|`, read by a scanner that types like a keyboard.
///
/// `number|old number|name|ddMMyyyy of birth|sex|address|ddMMyyyy of issue`. An input method may garble what the scanner
/// types, letters above all. So digits are trusted, and they alone decide; names and address are shown to be confirmed.
public struct IdentityCard: Hashable, Sendable {
    public let number: CitizenID
    /// The nine digits of the card before, where the person had one.
    public let oldNumber: OldCitizenID?
    /// As typed by the scanner; to be confirmed by a person.
    public let name: String
    public let birth: PartialDate
    /// From the number, whose digits are trusted, never from the garbled word.
    public var sex: Sex { number.sex }
    /// As typed by the scanner; to be confirmed by a person.
    public let address: String
    public let issuedOn: CivilDate?
    /// Whether the letters show signs of an input method or of a lost alphabet: digits or marks inside a name.
    public let looksGarbled: Bool

    /// Reads what the scanner typed.
    public init(scanned text: some StringProtocol) throws(IdentityCardError) {
        let bars: Set<Character> = ["|", "\u{FF5C}", "\u{A6}"]
        var fields = text.split(omittingEmptySubsequences: false, whereSeparator: { bars.contains($0) })
            .map { VietnameseText.normalized(Self.trimmed($0)) }
        guard fields.count >= 6, fields.count <= 12 else { throw .notACard(fields: fields.count) }
        // A card without an old number leaves the field empty, or leaves it out.
        let hasOldField = fields[1].isEmpty || Self.isNumber(fields[1])
        if !hasOldField { fields.insert("", at: 1) }
        guard fields.count >= 7 else { throw .notACard(fields: fields.count) }
        do {
            number = try CitizenID(parsing: fields[0])
        } catch {
            throw .number(error)
        }
        oldNumber = try? OldCitizenID(parsing: fields[1])
        guard let birth = PartialDate(ddMMyyyy: fields[3]) else { throw .birthDate(fields[3]) }
        guard birth.year == number.birthYear else {
            throw .disagree(inNumber: number.birthYear, inDate: birth.year)
        }
        self.birth = birth
        name = fields[2]
        address = fields[5]
        issuedOn = PartialDate(ddMMyyyy: fields[6])?.day
        looksGarbled =
            name.isEmpty
            || !name.allSatisfy { $0.isLetter || $0 == " " || $0 == "'" || $0 == "-" }
            || !address.allSatisfy { $0 != "?" && $0 != "\u{FFFD}" } || !VietnameseText.isCleanLine(name + address)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let isEdge: (Character) -> Bool = { $0.isWhitespace || $0.isNewline || $0 == "\u{FEFF}" }
        return String(text.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
    }
    private static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }
}

/// Why what was scanned is not a card.
public enum IdentityCardError: Error, Hashable, Sendable {
    /// There are not the seven fields of a card.
    case notACard(fields: Int)
    case number(IdentityNumberError)
    /// The date of birth is none.
    case birthDate(String)
    /// Number and date of birth name different years: digits were lost; scan again.
    case disagree(inNumber: Int, inDate: Int)
}

/// A date of which the day, or day and month, may be unknown: many elders' papers have the year only.
public struct PartialDate: Hashable, Sendable {
    public let year: Int
    public let month: Int?
    public let dayOfMonth: Int?

    /// The date, or nil when there is no such day; a day needs a month.
    public init?(_ year: Int, _ month: Int? = nil, _ day: Int? = nil) {
        guard CivilDate(year, month ?? 1, day ?? 1) != nil, month != nil || day == nil else { return nil }
        self.year = year
        self.month = month
        dayOfMonth = day
    }
    public init(_ date: CivilDate) {
        let (year, month, day) = date.parts
        self.year = year
        self.month = month
        dayOfMonth = day
    }

    /// Reads `1950`, `1950-03`, `1950-03-02`.
    public init?(iso text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].count == 4, parts.dropFirst().allSatisfy({ $0.count == 2 }),
            let year = Digits.value(parts[0])
        else { return nil }
        var rest: [Int] = []
        for part in parts.dropFirst() {
            guard let value = Digits.value(part) else { return nil }
            rest.append(value)
        }
        self.init(year, rest.first, rest.count > 1 ? rest[1] : nil)
    }

    /// Reads what people write: `1950`, `3/1950`, `2/3/1950`.
    public init?(written text: some StringProtocol) {
        if let date = CivilDate(written: text) {
            self.init(date)
            return
        }
        let parts = text.utf8.filter { $0 != 32 }.split(
            omittingEmptySubsequences: false,
            whereSeparator: { [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0) }
        )
        guard let last = parts.last, last.count == 4, let year = Digits.value(last), parts.count <= 2 else {
            return nil
        }
        if parts.count == 1 {
            self.init(year)
        } else {
            guard let month = Digits.value(parts[0]) else { return nil }
            self.init(year, month)
        }
    }

    /// Reads `02031950`; zeros stand for what is not known (`00001950`).
    public init?(ddMMyyyy text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, let day = Digits.value(bytes[..<2]), let month = Digits.value(bytes[2..<4]),
            let year = Digits.value(bytes[4...])
        else { return nil }
        self.init(year, month == 0 ? nil : month, day == 0 ? nil : day)
    }

    /// The day, where it is known.
    public var day: CivilDate? {
        guard let month, let dayOfMonth else { return nil }
        return CivilDate(year, month, dayOfMonth)
    }
    /// As people write it: `2/3/1950`, `3/1950`, `1950`.
    public var written: String {
        [dayOfMonth, month, year].compactMap { $0.map { String($0) } }.joined(separator: "/")
    }
    /// Whether both can be the same day, unknown parts agreeing with anything.
    public func agrees(with other: PartialDate) -> Bool {
        guard year == other.year else { return false }
        guard let month, let theirs = other.month else { return true }
        guard month == theirs else { return false }
        guard let dayOfMonth, let theirDay = other.dayOfMonth else { return true }
        return dayOfMonth == theirDay
    }
}

extension PartialDate: CustomStringConvertible {
    /// `1950`, `1950-03`, `1950-03-02`.
    public var description: String {
        var out = Digits.padded(year, 4)
        if let month { out += "-" + Digits.padded(month, 2) }
        if let dayOfMonth { out += "-" + Digits.padded(dayOfMonth, 2) }
        return out
    }
}
