import Kernel
import Paper
import Testing

@Suite struct WordTests {
    static func words(
        _ due: String,
        way: Invitation.Way = .counter("3"),
        left: Int64? = 0,
        paid: Int64 = 0,
        today: String = "2026-10-23",
        hour: Bool = false,
        language: Invitation.Language = .vietnamese
    ) -> Invitation {
        Invitation.words(
            due: Samples.instant(due),
            way: way,
            left: left.map { Money(dong: $0) },
            paid: Money(dong: paid),
            today: Samples.date(today),
            hour: hour,
            language: language
        )
    }

    @Test func theFirstLineIsWhatAnyoneUnderstands() {
        let words = Self.words("2026-10-28T09:00")
        #expect(
            words.sentence
                == "Mời ông/bà đến sáng thứ Tư 28/10 (19/9 âm lịch), quầy 3; mang theo phiếu này và căn cước."
        )
        #expect(words.money == "Ông/bà không phải nộp tiền.")
        let english = Self.words("2026-10-28T09:00", language: .english)
        #expect(
            english.sentence
                == "Please come on Wednesday morning 28/10 (19/9 by the moon), counter 3; bring this slip and your "
                + "identity card."
        )
        #expect(english.money == "Nothing to pay.")
    }

    @Test(arguments: [
        ("2026-10-28T11:59", "sáng thứ Tư 28/10 "), ("2026-10-28T12:00", "chiều thứ Tư 28/10 "),
        ("2026-10-28T17:59", "chiều thứ Tư 28/10 "), ("2026-10-28T18:00", "tối thứ Tư 28/10 "),
        ("2026-11-01T08:00", "sáng Chủ nhật 1/11 "), ("2027-02-05T15:20", "chiều thứ Sáu 5/2/2027 (29/12 âm lịch)"),
        ("2028-06-23T08:00", "sáng thứ Sáu 23/6/2028 (1/5 nhuận âm lịch)"),
    ])
    func theDayIsSaidAsPeopleSayIt(due: String, words: String) {
        #expect(Self.words(due).sentence.hasPrefix("Mời ông/bà đến " + words), "\(Self.words(due).sentence)")
    }

    @Test func theHourIsSaidWhereItMatters() {
        #expect(Self.words("2026-05-04T15:20", hour: true).sentence.contains("đến từ 15 giờ 20 chiều thứ Hai 4/5 "))
        #expect(Self.words("2026-05-04T09:00", hour: true).sentence.contains("đến từ 9 giờ sáng thứ Hai 4/5 "))
        let english = Self.words("2026-05-04T09:00", hour: true, language: .english)
        #expect(english.sentence.contains("Monday morning 4/5 (18/3 by the moon), from 09:00, counter 3"))
    }

    @Test(
        arguments: [
            (nil, 0, nil), (0, 0, "Ông/bà không phải nộp tiền."),
            (0, 21_000, "Đã thu 21.000 đ. Ông/bà không phải nộp thêm."),
            (150_000, 0, "Khi đến, ông/bà nộp 150.000 đ."),
            (150_000, 21_000, "Đã thu 21.000 đ. Khi đến, ông/bà nộp 150.000 đ."),
        ] as [(Int64?, Int64, String?)]
    )
    func theMoneyIsSaid(left: Int64?, paid: Int64, words: String?) {
        #expect(Self.words("2026-10-28T09:00", left: left, paid: paid).money == words)
    }

    @Test func whoNeedNotComeIsToldSo() {
        let home = Self.words("2026-10-28T09:00", way: .home, left: 30_000)
        #expect(home.sentence.contains("gửi về tận nhà") && home.sentence.hasSuffix("Ông/bà không phải đến."))
        #expect(home.money == "Ông/bà còn phải nộp 30.000 đ.")
        #expect(Self.words("2026-10-28T09:00", way: .electronic).sentence.contains("qua mạng"))
        #expect(!Self.words("2026-10-28T09:00", way: .counter(nil)).sentence.contains("quầy"))
    }

    @Test(arguments: [
        ("2024-03-05", "ngày 05 tháng 3 năm 2024"), ("2024-01-10", "ngày 10 tháng 01 năm 2024"),
        ("2024-02-09", "ngày 09 tháng 02 năm 2024"), ("2024-12-31", "ngày 31 tháng 12 năm 2024"),
    ])
    func officialDatesFollowTheTwoDigitRule(iso: String, words: String) {
        #expect(OfficialWords.day(Samples.date(iso)) == words)
    }

    @Test func momentsFollowTheFormsPattern() {
        let words = OfficialWords.moment(Samples.instant("2019-11-20T08:37"))
        #expect(words == "08 giờ 37 phút, ngày 20 tháng 11 năm 2019")
    }
}

@Suite struct FormSetTests {
    @Test(
        arguments: [
            (PrintedForm.receipt, "01", "01"), (.supplement, "02", "02"), (.refusal, "03", "03"),
            (.apology, "04", "04"),
            (.stopNotice, nil, "05"), (.controlSheet, "05", "06"), (.registerBook, "06", "07"),
        ] as [(PrintedForm, String?, String?)]
    )
    func theNumbersChangeOnTheFirstOfJuly2025(form: PrintedForm, before: String?, after: String?) {
        #expect(FormSet(field: .general, on: Samples.date("2025-06-30")).label(of: form)?.number == before)
        #expect(FormSet(field: .general, on: Samples.date("2025-07-01")).label(of: form)?.number == after)
    }

    @Test(arguments: [(PrintedForm.receipt, "CT04"), (.supplement, "CT05"), (.refusal, "CT06"), (.apology, "04")])
    func residenceHasThePolicesForms(form: PrintedForm, number: String) {
        #expect(FormSet(field: .residence, on: Samples.date("2026-10-23")).label(of: form)?.number == number)
        #expect(FormSet(field: .residence, on: Samples.date("2021-07-01")).label(of: form)?.number == number)
        #expect(FormSet(field: .residence, on: Samples.date("2021-06-30")).label(of: .receipt)?.number == "01")
    }

    @Test func theOfficeIsNamedAsTheSetNamesIt() throws {
        let old = try ReadSheet(Samples.receipt(Samples.until2025, head: Samples.oldHead).pdf(made: Samples.made))
        #expect(old.holds("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"))
        #expect(old.holds("Mai Châu, ngày 05 tháng 3 năm 2024"))
        #expect(old.holds("Mẫu số 01 – Thông tư 01/2018/TT-VPCP"))
        #expect(!old.holds("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"))
        let police = try ReadSheet(
            Samples.receipt(Samples.residence, head: Samples.policeHead).pdf(made: Samples.made)
        )
        #expect(police.holds("PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"))
        #expect(police.holds("Mẫu CT04"))
        #expect(police.holds("CÔNG AN XÃ MAI CHÂU"))
        #expect(police.holds("một liên lưu tại Công an xã Mai Châu"))
        let letter = try ReadSheet(Samples.apology(Samples.until2025, head: Samples.oldHead).pdf(made: Samples.made))
        #expect(letter.holds("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"))
    }
}
