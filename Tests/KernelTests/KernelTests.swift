import Kernel
import Testing

@Suite struct CivilDateTests {
    @Test func everyDayFrom1900To2100GoesThereAndBack() throws {
        var date = try #require(CivilDate(1900, 1, 1))
        let end = try #require(CivilDate(2100, 12, 31))
        var weekday = Weekday.monday  // 1 January 1900 was a Monday
        while date <= end {
            let (year, month, day) = date.parts
            #expect(CivilDate(year, month, day) == date)
            #expect(date.weekday == weekday)
            #expect(CivilDate(iso: date.description) == date)
            date = date.adding(days: 1)
            weekday = Weekday(rawValue: weekday.rawValue % 7 + 1) ?? .monday
        }
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "", "2026-02-31", "abcd-01-01"])
    func aDayThatDoesNotExistIsRefused(text: String) { #expect(CivilDate(iso: text) == nil) }

    @Test func monthsEndOnTheirLastDay() throws {
        let date = try #require(CivilDate(2024, 1, 31))
        #expect(date.adding(months: 1).description == "2024-02-29")
        #expect(date.adding(months: 13).description == "2025-02-28")
        #expect(date.adding(months: -2).description == "2023-11-30")
    }

    @Test(arguments: [
        ("5/3/2026", "2026-03-05"), (" 05-03-2026 ", "2026-03-05"), ("2026-03-05", "2026-03-05"),
        ("5.3.2026", "2026-03-05"),
    ])
    func datesAreReadAsPeopleWriteThem(text: String, iso: String) {
        #expect(CivilDate(written: text)?.description == iso)
    }

    @Test(arguments: ["31/2/2026", "5/3", "5/3/26", "a/b/2026", ""])
    func halfDatesAreRefused(text: String) { #expect(CivilDate(written: text) == nil) }
}

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("2026-03-02T08:00:00+07:00", 1_772_413_200_000), ("2026-03-02T01:00:00Z", 1_772_413_200_000),
            ("2026-03-02T08:00", 1_772_413_200_000), ("1969-12-31T23:59:59Z", -1000),
            ("2026-03-02T08:00:00.250+07:00", 1_772_413_200_250),
        ] as [(String, Int64)]
    )
    func readsISO(text: String, milliseconds: Int64) { #expect(Instant(iso: text)?.milliseconds == milliseconds) }

    @Test(arguments: [
        "2026-03-02", "2026-03-02T24:00", "2026-03-02T08:60", "2026-02-30T08:00", "2026-03-02T08:00+7",
        "2026-03-02T08:00x",
    ])
    func refusesOtherForms(text: String) { #expect(Instant(iso: text) == nil) }

    @Test func midnightInVietnamBelongsToTheNewDay() throws {
        let instant = try #require(Instant(iso: "2026-03-01T17:00:00Z"))
        #expect(instant.date.description == "2026-03-02")
        #expect(instant.minuteOfDay == 0)
        #expect(instant.description == "2026-03-02T00:00:00+07:00")
        #expect(instant.adding(seconds: -1).date.description == "2026-03-01")
        #expect(Instant(milliseconds: -1).cutToMinute.milliseconds == -60_000)
    }
}

@Suite struct VietnameseTextTests {
    @Test(arguments: [
        ("Đăng ký", "dang ky"), ("HÒA BÌNH", "hoa binh"), ("hoà bình", "hoa binh"),
        ("Nguyễn  Thị\tThương ", "nguyen thi thuong"),
        ("Ưu tiên", "uu tien"), ("", ""),
        ("ẵẳằắặ ễểềếệ ỗổồốộ ỡởờớợ ữửừứự ỹỷỳýỵ Đđ", "aaaaa eeeee ooooo ooooo uuuuu yyyyy dd"),
    ])
    func folds(text: String, folded: String) {
        #expect(VietnameseText.folded(text).utf8.elementsEqual(folded.utf8))
        #expect(VietnameseText.folded(VietnameseText.normalized(text)) == folded)
    }

    @Test func composedAndDecomposedBecomeTheSameBytes() {
        let composed = "Ti\u{1EBF}p nh\u{1EAD}n"
        let decomposed = "Ti\u{65}\u{302}\u{301}p nh\u{61}\u{323}\u{302}n"
        #expect(!composed.utf8.elementsEqual(decomposed.utf8))
        #expect(VietnameseText.normalized(decomposed).utf8.elementsEqual(composed.utf8))
    }

    @Test(arguments: [
        ("kỹ sư", "kĩ sư"), ("lý lịch", "lí lịch"), ("Mỹ Đức", "Mĩ Đức"), ("quý", "quý"), ("ký", "kí"),
        ("hy vọng", "hi vọng"), ("sỹ quan", "sĩ quan"),
    ])
    func bothSpellingsOfIAreFound(a: String, b: String) {
        #expect(VietnameseText.searchKey(a) == VietnameseText.searchKey(b))
    }

    @Test(arguments: ["thuỷ", "nguyễn", "yên", "quyết", "tay", "thầy", "khuya"])
    func yIsKeptWhereOnlyYIsWritten(word: String) {
        #expect(VietnameseText.searchKey(word) == VietnameseText.folded(word))
    }

    @Test(arguments: [
        ("hoà", "hòa"), ("Hoà Bình", "Hòa Bình"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("hoàn", "hoàn"), ("quý", "quý"),
        ("xoá", "xóa"), ("Loan", "Loan"),
    ])
    func tonesArePlacedTheClassicWay(modern: String, classic: String) {
        #expect(VietnameseText.classicTonePlacement(modern).utf8.elementsEqual(classic.utf8))
    }

    @Test func controlCharactersAndBrokenUTF8AreSeen() {
        #expect(VietnameseText.isCleanLine("Bùi Văn Ước"))
        #expect(!VietnameseText.isCleanLine("a\u{0}b"))
        #expect(!VietnameseText.isCleanLine("a\nb"))
        #expect(VietnameseText.isCleanText("a\nb"))
        #expect(!VietnameseText.isCleanLine(String(decoding: [0x61, 0xC3, 0x28] as [UInt8], as: UTF8.self)))
    }
}

@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func matchesTheStandardsExamples(text: String, hash: String) {
        #expect(Hex.encode(SHA256.hash(Array(text.utf8))) == hash)
    }

    @Test func aMillionLettersInPieces() {
        var hasher = SHA256()
        for _ in 0..<1000 { hasher.update([UInt8](repeating: 97, count: 1000)) }
        #expect(Hex.encode(hasher.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}

@Suite struct MoneyAndIDTests {
    @Test func moneyIsWrittenWithDots() {
        #expect("\(Money(dong: 21_000))" == "21.000 đ")
        #expect("\(Money(dong: 1_000_000))" == "1.000.000 đ")
        #expect("\(Money(dong: 0))" == "0 đ")
        #expect("\(Money(dong: -500))" == "-500 đ")
    }
    @Test func idsSortByTime() {
        let early = Base32.timeOrdered(
            Instant(milliseconds: 1_700_000_000_000),
            chance: [255, 255, 255, 255, 255, 255, 255, 255, 255, 255]
        )
        let late = Base32.timeOrdered(
            Instant(milliseconds: 1_700_000_000_001),
            chance: [UInt8](repeating: 0, count: 10)
        )
        #expect(early.utf8.count == 26)
        #expect(early < late)
    }
}
