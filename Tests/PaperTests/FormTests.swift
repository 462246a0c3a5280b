import Foundation
import Kernel
import Paper
import Testing

@Suite struct FormTests {
    /// Every sheet is whole: nothing leaves the page, nothing stands on anything else, letters are Liberation Serif.
    /// With `PAPER_SAMPLES` set to a folder the sheets are also written there, to be looked at.
    @Test(arguments: Samples.all.map(\.name))
    func theSheetIsWhole(name: String) throws {
        let sheet = try #require(Samples.all.first { $0.name == name }).sheet
        let bytes = try sheet.pdf(made: Samples.made)
        if let folder = ProcessInfo.processInfo.environment["PAPER_SAMPLES"] {
            try Data(bytes).write(to: URL(filePath: folder).appending(path: name + ".pdf"))
        }
        let read = try ReadSheet(bytes)
        #expect(read.faults == [])
        #expect(read.title.utf8.elementsEqual(sheet.documentTitle.utf8))
        let fonts = try Tools.withFile(bytes) { try Tools.run(["pdffonts", $0]) }.split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains("LiberationSerif") && font.contains("yes"), "\(font)") }
        #expect(try sheet.pdf(made: Samples.made) == bytes)
    }

    @Test(arguments: [
        ("01-receipt", 2), ("01-receipt-2024", 2), ("01-receipt-pair", 1), ("02-supplement", 1), ("03-refusal", 1),
        ("04-apology", 1), ("04-apology-2024", 1), ("05-stop", 1), ("06-control", 1), ("ct04", 2), ("ct05", 1),
        ("ct06", 1), ("derivation", 1), ("leaflet", 1), ("return", 1),
    ])
    func anOrdinarySheetHasItsPages(name: String, pages: Int) throws {
        let sheet = try #require(Samples.all.first { $0.name == name }).sheet
        #expect(try ReadSheet(sheet.pdf(made: Samples.made)).pages.count == pages)
    }

    @Test(arguments: [ReceiptSlip.Layout.a4, .a5Pair])
    func everythingOnTheReceiptIsThere(layout: ReceiptSlip.Layout) throws {
        var slip = Samples.receipt()
        slip.layout = layout
        slip.notes = [ReceiptSlip.reprinted(2), ReceiptSlip.replacing("H28.13-261023-0009")]
        slip.dueWarning = ReceiptSlip.warning([Samples.date("2026-10-27")])
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        for words in [
            "Liên 1: Lưu", "Liên 2: Giao khách hàng", "Mẫu số 01 – Thông tư 03/2025/TT-VPCP",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            "Hòa Bình, ngày 23 tháng 10 năm 2026", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Mã hồ sơ: H28.13-261023-0012", "In lại lần 2", "Thay cho phiếu H28.13-261023-0009",
            Samples.invitation.sentence, Samples.invitation.money ?? "", "Số tra cứu: 4821 7730", "motcua.example.vn",
            "Bùi Thị Thương", "CCCD/MST: 017185001234", "Xóm Lác, xã Mai Châu, tỉnh Phú Thọ", "0912 345 678",
            "thuong.bui@example.vn", Samples.procedure, "STT", "Tên giấy tờ", "Loại giấy tờ", "Số lượng",
            "(giữ bản chính, trả lại cùng kết quả)", "đã đối chiếu với bản chính (Trần Văn Đức)", "Bản điện tử",
            "2. Số lượng hồ sơ: 01 (bộ)", "3 ngày làm việc", "09 giờ 00 phút, ngày 23 tháng 10 năm 2026",
            "09 giờ 00 phút, ngày 28 tháng 10 năm 2026", "Ngày hẹn tính theo lịch nghỉ dự kiến (ngày 27/10/2026)",
            "Lệ phí đăng ký khai sinh (Nghị quyết HĐND tỉnh): 21.000 đ (đã thu)",
            "Phí cấp bản sao trích lục, 5 bản: 150.000 đ (chưa thu)", "Quyển số: 02", "Số thứ tự: 00092",
            "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Đức", "giấy ủy quyền",
        ] {
            #expect(read.holds(words), "\(words)")
        }
        #expect(read.faults == [])
    }

    @Test func theSecondLanguageAndTheProofAreThere() throws {
        var slip = Samples.receipt()
        slip.card.translation = Invitation.words(
            due: slip.due,
            way: .counter("3"),
            left: Money(dong: 150_000),
            today: Samples.date("2026-10-23"),
            language: .english
        )
        slip.proof = String(repeating: "9f86d081884c7d65", count: 12)
        slip.check = "7K2M 9QXD"
        slip.checkAddress = "https://motcua.example.vn/slips/check"
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        #expect(read.holds("Mã kiểm tra: 7K2M 9QXD"))
        #expect(read.holds("motcua.example.vn/slips/check") && !read.holds("https://motcua"))
        #expect(read.holds("Please come on Wednesday morning 28/10 (19/9 by the moon), counter 3"))
        #expect(read.holds("To pay when you come: 150.000 đ."))
        #expect(read.holds("Dấu xác thực: " + slip.proof))
        #expect(read.faults == [])
    }

    @Test func aRunHoldsAllItsSheets() throws {
        let run = PrintRun(title: "Ba phiếu", sheets: [Samples.pair(), Samples.register(rows: 3), Samples.refusal()])
        let read = try ReadSheet(run.pdf(made: Samples.made))
        #expect(read.title == "Ba phiếu")
        #expect(read.pageSizes.map { $0.width > $0.height } == [true, true, false])
        #expect(read.holds("SỔ THEO DÕI HỒ SƠ") && read.holds("PHIẾU TỪ CHỐI"))
    }

    @Test func anEmptyTableIsASheetAndNoSheetIsRefused() throws {
        var book = Samples.register(rows: 1)
        book.rows = []
        #expect(try ReadSheet(book.pdf(made: Samples.made)).pages.count == 1)
        var slip = Samples.receipt()
        slip.copies = []
        #expect(throws: PaperError.nothingToPrint) { try slip.pdf(made: Samples.made) }
        #expect(throws: PaperError.nothingToPrint) { try PrintRun(title: "", sheets: []).pdf(made: Samples.made) }
        slip.copies = [.customer]
        slip.papers = []
        slip.fees = []
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        #expect(read.pages.count == 1)
        #expect(read.holds("Không có giấy tờ phải nộp.") && read.holds("7. Phí, lệ phí: Không."))
    }

    @Test func theLongestNameIsWholeOnEverySheet() throws {
        #expect(Samples.longName.count == 1094)
        var supplement = Samples.supplement()
        supplement.procedure = Samples.longName
        var refusal = Samples.refusal()
        refusal.procedure = Samples.longName
        var apology = Samples.apology()
        apology.procedure = Samples.longName
        var stop = Samples.stop()
        stop.procedure = Samples.longName
        var control = Samples.control()
        control.procedure = Samples.longName
        var returned = Samples.returned()
        returned.procedure = Samples.longName
        var derivation = Samples.derivation()
        derivation.procedure = Samples.longName
        var pair = Samples.longReceipt()
        pair.layout = .a5Pair
        let sheets: [any Printable] = [
            Samples.longReceipt(), supplement, refusal, apology, stop, control, returned, derivation,
            Samples.leaflet(name: Samples.longName),
        ]
        for sheet in sheets {
            let read = try ReadSheet(sheet.pdf(made: Samples.made))
            #expect(read.holds(Samples.longName), "\(sheet.documentTitle)")
            #expect(read.faults == [])
        }
        // Two copies side by side go on over as many sheets as they need.
        let read = try ReadSheet(pair.pdf(made: Samples.made))
        #expect(read.pages.count >= 2)
        #expect(read.faults == [])
        #expect(read.holds("Trang 1/\(read.pages.count)"))
    }

    @Test func aTextLongerThanAPageGoesOn() throws {
        var refusal = Samples.refusal()
        refusal.reason = (1...700).map { "lý do thứ \($0)" }.joined(separator: ", ")
        let read = try ReadSheet(refusal.pdf(made: Samples.made))
        #expect(read.pages.count >= 2)
        #expect(read.faults == [])
        for number in [1, 350, 700] { #expect(read.text.contains("lýdothứ\(number)")) }
    }

    @Test func aRowLongerThanAPageGoesOn() throws {
        var slip = Samples.receipt()
        slip.copies = [.customer]
        slip.papers = [
            SlipPaper(name: (1...900).map { "giấy \($0)" }.joined(separator: ", "), kind: "Bản sao", count: 1)
        ]
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        #expect(read.pages.count >= 2)
        #expect(read.faults == [])
        for number in [1, 450, 900] { #expect(read.text.contains("giấy\(number)")) }
    }

    @Test func aWordWithoutSpacesIsBroken() throws {
        var slip = Samples.receipt()
        slip.party.email = String(repeating: "rấtdài", count: 60)
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        #expect(read.faults == [])
        #expect(read.holds(slip.party.email))
    }

    @Test func theRegisterRepeatsItsHeadingAndCountsItsPages() throws {
        let read = try ReadSheet(Samples.register(rows: 200).pdf(made: Samples.made))
        #expect(read.pages.count >= 5)
        #expect(read.faults == [])
        for (index, words) in read.pages.enumerated() {
            let page = words.map(\.text).joined()
            #expect(page.contains("Trang\(index + 1)/\(read.pages.count)"))
            #expect(page.contains("Mãhồsơ"))
        }
        for number in 1...200 { #expect(read.text.contains("261023-\(Digits.padded(number, 4))")) }
    }

    @Test func markupInATextIsText() throws {
        var slip = Samples.receipt()
        slip.procedure = "<b>A & B</b> \"C\" <span size='99'>\u{202E}đảo\u{7}"
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        #expect(read.holds("<b>A & B</b> \"C\" <span size='99'>đảo"))
    }

    /// Ten at once on as many threads: Pango's font map is each thread's own.
    @Test func sheetsAreMadeAtOnce() async throws {
        let wanted = try Samples.receipt().pdf(made: Samples.made)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask { @concurrent in try Samples.receipt().pdf(made: Samples.made) == wanted }
            }
            for try await same in group { #expect(same) }
        }
    }
}
