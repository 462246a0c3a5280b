import Access
import Kernel
import Testing

@Suite struct CitizenIDTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let digits: String
        let place: String
        let year: Int
        let sex: Sex
        var testDescription: String { digits }
    }
    /// Constructed numbers: place, century and sex, year.
    static let vectors = [
        Vector(digits: "001089000123", place: "001", year: 1989, sex: .male),
        Vector(digits: "017085001234", place: "017", year: 1985, sex: .male),
        Vector(digits: "017185001234", place: "017", year: 1985, sex: .female),
        Vector(digits: "017203000001", place: "017", year: 2003, sex: .male),
        Vector(digits: "017303000001", place: "017", year: 2003, sex: .female),
        Vector(digits: "017410000001", place: "017", year: 2110, sex: .male),
        Vector(digits: "025090123456", place: "025", year: 1990, sex: .male),
        Vector(digits: "026188654321", place: "026", year: 1988, sex: .female),
        Vector(digits: "017500000001", place: "017", year: 2100, sex: .female),
        Vector(digits: "017600000001", place: "017", year: 2200, sex: .male),
    ]

    @Test(arguments: vectors) func aNumberTellsPlaceYearAndSex(_ vector: Vector) throws {
        let number = try CitizenID(parsing: vector.digits)
        #expect(number.place == vector.place)
        #expect(number.birthYear == vector.year)
        #expect(number.sex == vector.sex)
    }

    @Test func spacesDotsAndHyphensArePassedOver() throws {
        #expect(try CitizenID(parsing: " 017 185.001-234 ").digits == "017185001234")
    }

    @Test func aWrongLengthIsToldWithBothCounts() {
        #expect(throws: IdentityNumberError.wrongLength(entered: 11, needed: 12)) {
            try CitizenID(parsing: "01718500123")
        }
        #expect(throws: IdentityNumberError.wrongLength(entered: 13, needed: 12)) {
            try CitizenID(parsing: "0171850012345")
        }
        #expect(throws: IdentityNumberError.notDigit("O", needed: 12)) { try CitizenID(parsing: "O17185001234") }
        #expect(throws: IdentityNumberError.empty(needed: 12)) { try CitizenID(parsing: " ") }
        #expect(throws: IdentityNumberError.notDigit("٣", needed: 12)) { try CitizenID(parsing: "٣17185001234") }
    }

    @Test func anUnknownPlaceIsADoubtAndNoRefusal() throws {
        let number = try CitizenID(parsing: "999085001234")
        #expect(number.placeName == nil)
        #expect(number.doubts(birth: PartialDate(1985), sex: .male) == [.unknownPlace("999")])
    }

    @Test func aYearOrSexThatDoesNotAgreeIsADoubt() throws {
        let number = try CitizenID(parsing: "017185001234")
        #expect(
            number.doubts(birth: PartialDate(1986, 2, 3), sex: .male) == [
                .birthYear(inNumber: 1985, entered: 1986), .sex(inNumber: .female, entered: .male),
            ]
        )
        #expect(number.doubts(birth: nil, sex: .other).isEmpty)
    }

    @Test func thereAreSixtyThreePlaces() { #expect(CitizenID.places.count == 63) }

    @Test func oldNumbersHaveNineDigits() throws {
        #expect(try OldCitizenID(parsing: "113 456 789").digits == "113456789")
        #expect(throws: IdentityNumberError.wrongLength(entered: 10, needed: 9)) {
            try OldCitizenID(parsing: "1134567890")
        }
    }

    @Test(arguments: [
        ("017385001245", "0173******45"), ("0912345678", "0912****78"), ("123456789", "1234***89"),
        ("12345678", "******78"),
        ("1234", "****"), ("", ""),
    ])
    func theMiddleOfANumberIsHidden(_ number: String, _ masked: String) { #expect(Masking.number(number) == masked) }
}

@Suite struct TaxCodeTests {
    @Test(arguments: [
        "0100109106", "0300588569", "5400123453", "0100109106-001", "4001170925", "0200747399", "2000730546-015",
        "0311 916 028", "8463763902", "5800199577-002", "0100233488", "1600699712-004", "3300273243005",
    ])
    func aRightCodeIsTaken(_ text: String) throws { _ = try TaxCode(parsing: text) }

    @Test func aDependentUnitKeepsItsThreeDigits() throws {
        let code = try TaxCode(parsing: "2000730546015")
        #expect(code.digits == "2000730546")
        #expect(code.branch == "015")
        #expect(code.description == "2000730546-015")
    }

    @Test func oneMistypedDigitIsFound() throws {
        #expect(throws: TaxCodeError.wrongCheckDigit(entered: 7)) { try TaxCode(parsing: "0100109107") }
        let digits = Array("0300588569")
        for place in 0..<9 {
            for other in Array("0123456789") where other != digits[place] {
                var wrong = digits
                wrong[place] = other
                #expect(throws: TaxCodeError.self, "\(String(wrong))") { try TaxCode(parsing: String(wrong)) }
            }
        }
    }

    @Test func otherFormsAreToldApart() throws {
        #expect(throws: TaxCodeError.notDigit("A")) { try TaxCode(parsing: "AAAA233488") }
        #expect(throws: TaxCodeError.wrongLength(entered: 9)) { try TaxCode(parsing: "010010910") }
        #expect(throws: TaxCodeError.wrongLength(entered: 11)) { try TaxCode(parsing: "01001091066") }
        #expect(throws: TaxCodeError.branchZero) { try TaxCode(parsing: "0100109106-000") }
        #expect(throws: TaxCodeError.empty) { try TaxCode(parsing: "") }
        // 0 · 31 + … with a remainder of 0: the check digit would be 10.
        #expect(throws: TaxCodeError.impossible) { try TaxCode(parsing: "0000000000") }
        #expect(try TaxCode(parsing: "017185001234").isPersonal)
    }
}

@Suite struct PhoneTests {
    @Test(arguments: [
        ("0912345678", "+84912345678"), ("0912 345 678", "+84912345678"), ("+84 912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"), ("0084 912345678", "+84912345678"), ("(0218) 385-2222", "+842183852222"),
        ("+84 0912345678", "+84912345678"), ("+856 20 5555 1234", "+8562055551234"), ("0345678901", "+84345678901"),
    ])
    func aNumberIsReadAsPeopleWriteIt(_ text: String, _ e164: String) throws {
        #expect(try Phone(parsing: text).e164 == e164)
    }

    @Test(arguments: [
        ("091234567", PhoneError.wrongLength(entered: 9)), ("09123456789", .wrongLength(entered: 11)),
        ("0218385222", .wrongLength(entered: 10)), ("912345678", .noLeadingZero(entered: 9)), ("", .empty),
        ("0112345678", .unknownPrefix("011")), ("09l2345678", .notDigit("l")),
        ("01681234567", .oldMobile(today: "0381234567")), ("01201234567", .oldMobile(today: "0701234567")),
        ("+1234567", .wrongLength(entered: 7)), ("+1234567890123456", .wrongLength(entered: 16)),
    ])
    func whatIsWrongIsTold(_ text: String, _ error: PhoneError) {
        #expect(throws: error) { try Phone(parsing: text) }
    }

    @Test func aNumberIsShownAsItIsDialled() throws {
        let phone = try Phone(parsing: "+84912345678")
        #expect(phone.national == "0912345678")
        #expect(phone.description == "0912 345 678")
        #expect(phone.masked == "0912****78")
        #expect(phone.isMobile)
        #expect(try !Phone(parsing: "02183852222").isMobile)
        #expect(try !Phone(parsing: "+8562055551234").isMobile)
    }
}

@Suite struct IdentityCardTests {
    static let scanned =
        "017185001234|113456789|Bùi Thị Lan|02031985|Nữ|Xóm Mường, xã Cao Sơn, Đà Bắc, Hòa Bình|20042021"

    @Test func theSevenFieldsAreRead() throws {
        let card = try IdentityCard(scanned: Self.scanned + "\r\n")
        #expect(card.number.digits == "017185001234")
        #expect(card.oldNumber?.digits == "113456789")
        #expect(card.name == "Bùi Thị Lan")
        #expect(card.birth == PartialDate(1985, 3, 2))
        #expect(card.sex == .female)
        #expect(card.issuedOn == CivilDate(2021, 4, 20))
        #expect(!card.looksGarbled)
    }

    @Test(arguments: [
        "017185001234||Bùi Thị Lan|02031985|Nữ|Cao Sơn|20042021",
        "017185001234|Bùi Thị Lan|02031985|Nữ|Cao Sơn|20042021",
        "017185001234||Bùi Thị Lan|02031985|Nữ|Cao Sơn|20042021||Bùi Văn A|Hà Thị B",
    ])
    func theOldNumberMayBeMissing(_ text: String) throws {
        let card = try IdentityCard(scanned: text)
        #expect(card.oldNumber == nil)
        #expect(card.name == "Bùi Thị Lan")
        #expect(card.birth.day == CivilDate(1985, 3, 2))
    }

    @Test func garbledLettersLeaveTheDigitsAlone() throws {
        // An input method has eaten accents and put digits into the name; the sex is unreadable.
        let card = try IdentityCard(scanned: "017185001234||Bu2i Thi5 Lan|02031985|N?|Cao S?n|20042021")
        #expect(card.number.digits == "017185001234")
        #expect(card.sex == .female)
        #expect(card.looksGarbled)
    }

    @Test func aBirthOfWhichOnlyTheYearIsKnownIsRead() throws {
        let card = try IdentityCard(scanned: "017150001234||Hà Thị Mến|00001950|Nữ|Cao Sơn|20042021")
        #expect(card.birth == PartialDate(1950))
        #expect(card.birth.written == "1950")
    }

    @Test func lostDigitsAreNoticed() {
        #expect(throws: IdentityCardError.number(.wrongLength(entered: 11, needed: 12))) {
            try IdentityCard(scanned: "17185001234||Lan|02031985|Nữ|Cao Sơn|20042021")
        }
        #expect(throws: IdentityCardError.disagree(inNumber: 1985, inDate: 1958)) {
            try IdentityCard(scanned: "017185001234||Lan|02031958|Nữ|Cao Sơn|20042021")
        }
        #expect(throws: IdentityCardError.birthDate("31021985")) {
            try IdentityCard(scanned: "017185001234||Lan|31021985|Nữ|Cao Sơn|20042021")
        }
        #expect(throws: IdentityCardError.notACard(fields: 1)) { try IdentityCard(scanned: "H28.12-250627-0001") }
    }

    @Test func aDateMayBeKnownInPart() {
        #expect(PartialDate(written: "3/1950") == PartialDate(1950, 3))
        #expect(PartialDate(written: "31/2/1950") == nil)
        #expect(PartialDate(written: "13/1950") == nil)
        #expect(PartialDate(iso: "1950-03-02")?.description == "1950-03-02")
        #expect(PartialDate(iso: "1950")?.agrees(with: PartialDate(CivilDate(day: 0))) == false)
        #expect(PartialDate(1950, nil, 3) == nil)
    }
}
