import Foundation
import Kernel
import LegalClock
import Testing

@testable import Catalogue

/// Records of our own in the portal's shape, with its traps.
enum Portal {
    static let channelHead = "Hình thức nộpThời gianPhí, lệ phíMô tả"
    static let paperHead = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"

    static func record(
        code: String = "9.000001",
        name: String = "Cấp thẻ hội viên câu lạc bộ đọc sách",
        channels: String = "Trực tiếp3 Ngày làm việcMiễn phí",
        papers: String = "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn xin cấp thẻ1 bản chính",
        steps: String = "Bước 1: Nộp đơn.\nBước 2: Nhận thẻ.",
        more: [String: String] = [:]
    ) -> NationalRecord {
        var fields = [
            "ma_thu_tuc": code, "ten_thu_tuc": name, "so_quyet_dinh": "12/QĐ-BVH", "cap_thuc_hien": "Cấp xã",
            "linh_vuc": "Thư viện", "doi_tuong_thuc_hien": "Công dân Việt Nam", "co_quan_thuc_hien": "Thư viện xã",
            "trinh_tu_thuc_hien": steps, "cach_thuc_thuc_hien": channelHead + channels, "thanh_phan_ho_so": papers,
            "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thư viện 201946/2019/QH14Hướng dẫn Luật93/2020/NĐ-CP",
            "yeu_cau_dieu_kien": "Không có thông tin",
            "ket_qua_xu_ly": "Thẻ hội viênMã: KQ.G99.000001Từ khóaKhông có thông tinMô tảKhông có thông tin"
                + "Chọn cơ quan thực hiệnTỉnh/ Thành phố",
        ]
        fields.merge(more) { $1 }
        return NationalRecord(fields: fields)
    }
    static func version(_ record: NationalRecord) throws -> ProcedureVersion {
        try record.version(id: ID("prc_1"), validFrom: CivilDate(day: 20_000))
    }
    static func channels(_ text: String, steps: String = "Bước 1: Nộp đơn.") throws -> ProcedureVersion {
        try version(record(channels: text, steps: steps))
    }
    static func papers(_ text: String) throws -> ProcedureVersion { try version(record(papers: text)) }
}

@Suite struct NationalRecordTests {
    @Test func aCleanRecordLeavesNoFlag() throws {
        let version = try Portal.version(Portal.record())
        #expect(version.flags.isEmpty)
        #expect(version.channels.map(\.limit) == [.workingDays(3)])
        #expect(version.channels.first?.fees.first?.amount == .zero)
        #expect(version.papers.map(\.name) == ["Đơn xin cấp thẻ"])
        #expect(version.steps.count == 2)
        #expect(version.levels == [.commune])
        #expect(version.results == ["Thẻ hội viên"])
        #expect(version.legalBasis.map(\.number) == ["46/2019/QH14", "93/2020/NĐ-CP"])
        #expect(version.legalBasis.map(\.title) == ["Luật Thư viện 2019", "Hướng dẫn Luật"])
        #expect(version.conditions.isEmpty)
        #expect(version.onlineLevel == .none)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var steps = "Bước 1: Nộp đơn."
        var limit: TimeLimit?
        var fee: Int64?
        var flags: Set<CatalogueFlag.Kind> = []
        var testDescription: String { text }
    }
    static let cases: [Case] = [
        Case(text: "Trực tuyến1Miễn phí", limit: nil, fee: 0, flags: [.limitWithoutUnit]),
        Case(text: "Trực tiếp0,5 Ngày làm việcMiễn phí", limit: .workingDays(halves: 1), fee: 0),
        Case(text: "Trực tiếp8 Giờ làm việcMiễn phí", limit: .workingHours(8), fee: 0),
        Case(text: "Trực tiếp24 GiờMiễn phí", limit: nil, fee: 0, flags: [.limitWithoutUnit]),
        Case(text: "Trực tiếp2 Tháng30,000 VNĐ", limit: .months(2), fee: 30_000),
        Case(text: "Trực tiếpKhông có thông tin1,250,000 VNĐ", limit: nil, fee: 1_250_000, flags: [.limitMissing]),
        Case(text: "Trực tiếp9000 NgàyMiễn phí", limit: nil, fee: 0, flags: [.limitWithoutUnit]),
        Case(text: "Trực tiếp0 NgàyMiễn phí", limit: nil, fee: 0, flags: [.limitWithoutUnit]),
        // Structure against text.
        Case(
            text: "Trực tiếp7 NgàyMiễn phíTrả thẻ trong 07 ngày làm việc.",
            limit: nil,
            fee: 0,
            flags: [.limitDisagrees]
        ),
        Case(
            text: "Trực tiếp7 NgàyMiễn phí",
            steps: "Thư viện trả thẻ sau 07 ngày làm việc.",
            limit: nil,
            fee: 0,
            flags: [.limitDisagrees]
        ),
        Case(
            text: "Trực tiếp7 Ngày làm việcMiễn phí",
            steps: "Trả thẻ sau 07 ngày làm việc, họp sau 02 ngày.",
            limit: .workingDays(7),
            fee: 0
        ),
        Case(
            text: "Trực tiếp7 Ngày làm việcMiễn phíTrong 05 ngày làm việc.",
            limit: nil,
            fee: 0,
            flags: [.limitDisagrees]
        ),
        Case(
            text: "Trực tiếp2 Ngày làm việcMiễn phíTrong 02 ngày làm việc; phải xác minh thì 30 ngày.",
            limit: .workingDays(2),
            fee: 0,
            flags: [.other]
        ),
        Case(
            text: "Trực tiếp30 NgàyMiễn phíTheo Thông tư ngày 30 tháng 6 năm 2025, ngày 15/5/2021.",
            limit: .calendarDays(30),
            fee: 0
        ),
        // "Miễn phí" that is none.
        Case(
            text: "Trực tiếp3 Ngày làm việcMiễn phí(Mức thu do Hội đồng nhân dân tỉnh quy định.)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeNotStated]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việcMiễn phí(Thẻ bìa cứng 12.000 đồng)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeNotStated]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việcMiễn phí(Xem bảng)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeUnclear]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việcMiễn phí",
            steps: "Người xin thẻ nộp lệ phí tại quầy.",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeNotStated]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việcMiễn phí((Miễn lệ phí. Bản sao thẻ thu theo Thông tư 1/2020/TT-BTC.))",
            limit: .workingDays(3),
            fee: 0
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việcKhông có thông tin",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeNotStated]
        ),
        // A sum that the text does not bear.
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 Việt Nam Đồng(Thu 7.000 đồng/lần)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeUnclear]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 Việt Nam Đồng(Thu 5000 đồng/lần)",
            limit: .workingDays(3),
            fee: 5000
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 Việt Nam Đồng(Mức lệ phí do HĐND tỉnh quyết định)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeNotStated]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 VNĐ(Bằng 50% mức thu của biểu phí)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeUnclear]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 VNĐ(Theo danh sách thu 5.000 đồng/người)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeUnclear]
        ),
        Case(
            text: "Trực tiếp3 Ngày làm việc5,000 VNĐ(Nộp trực tuyến thu 5.000 đồng)",
            limit: .workingDays(3),
            fee: nil,
            flags: [.feeUnclear]
        ),
        Case(text: "Trực tiếp3 Ngày làm việc10 USD(/bản)", limit: .workingDays(3), fee: nil, flags: [.feeUnclear]),
        Case(text: "Trực tiếp3 Ngày làm việc2,000 VNĐ(/trang)", limit: .workingDays(3), fee: nil, flags: [.feeUnclear]),
        // Time without unit and a sum: 3 and 10,000, or 310,000?
        Case(text: "Trực tiếp310,000 VNĐ", limit: nil, fee: nil, flags: [.limitWithoutUnit, .feeUnclear]),
        Case(text: "Trực tiếp58,000 VNĐ(/thẻ)", limit: nil, fee: nil, flags: [.limitWithoutUnit, .feeUnclear]),
    ]

    @Test(arguments: cases)
    func aChannelIsTakenOrFlagged(_ it: Case) throws {
        let version = try Portal.channels(it.text, steps: it.steps)
        #expect(version.channels.count == 1)
        #expect(version.channels.first?.limit == it.limit)
        #expect(version.channels.first?.fees.first?.amount?.dong == it.fee)
        #expect(Set(version.flags.map(\.kind)) == it.flags)
        #expect(version.channels.first?.fees.isEmpty == false)
    }

    @Test func channelsAreCutAtTheirNamesAndNotInProse() throws {
        let version = try Portal.channels(
            "Trực tuyến3 Ngày làm việc7,000 VNĐNộp qua mạng: Trực tuyến qua Cổng, Trực tiếp tại xã 2 lần."
                + "Trực tiếp3 Ngày làm việc9,000 VNĐ(Thu 9.000 đồng (chín nghìn))Dịch vụ bưu chính3 Ngày làm việc9,000 VNĐ"
        )
        #expect(version.channels.map(\.channel) == [.online, .inPerson, .post])
        #expect(version.channels.map { $0.fees.first?.amount?.dong } == [7000, 9000, 9000])
        #expect(version.channels[0].note.hasSuffix("2 lần."))
        #expect(version.flags.isEmpty)
    }

    @Test func aRateByPageBecomesAFormula() throws {
        let version = try Portal.channels(
            "Trực tiếp1 Ngày làm việc2,000 VNĐ(/trang)Tại xã: 2.000 đồng/trang; từ trang thứ 3 trở lên thu "
                + "1.000 đồng/trang, không quá 200.000 đồng/bản."
        )
        let terms = try #require(version.channels.first)
        #expect(FeeRule.compute(terms, copies: 3, pages: 5) == Money(dong: 21_000))
        #expect(version.flags.isEmpty)
    }

    @Test func limitsThatDifferByChannelAreNotTaken() throws {
        let version = try Portal.channels("Trực tuyến17 Ngày làm việcMiễn phíTrực tiếp20 Ngày làm việcMiễn phí")
        #expect(version.channels.allSatisfy { $0.limit == nil })
        #expect(version.flags.map(\.kind) == [.limitDisagrees, .limitDisagrees])
        #expect(version.channels.map(\.limitText) == ["17 Ngày làm việc", "20 Ngày làm việc"])
    }

    @Test func oneChannelTwiceIsACaseApart() throws {
        let version = try Portal.channels(
            "Trực tuyến1 Ngày làm việcMiễn phíCó sẵn: 01 ngày làm việc.Trực tuyến3 Ngày làm việcMiễn phíXác minh: 03 ngày làm việc."
        )
        #expect(version.channels.map(\.limit) == [.workingDays(1), .workingDays(3)])
        #expect(version.terms(.inPerson)?.limit == .workingDays(1))
        #expect(version.flags.map(\.kind) == [.limitDisagrees])
    }

    @Test(arguments: ["", "Không có thông tin", "Nộp ở đâu cũng được", "Bồ câu3 NgàyMiễn phí"])
    func unknownChannelsAreFlaggedAndKept(text: String) throws {
        let record = Portal.record(more: ["cach_thuc_thuc_hien": text])
        let version = try Portal.version(record)
        #expect(version.flags.map(\.kind) == [.channelUnknown])
        if text.count > 18 { #expect(version.leftOver["cach_thuc_thuc_hien"] == text) }
    }

    // MARK: Papers

    struct Papers: Sendable, CustomTestStringConvertible {
        var text: String
        /// Originals, copies and name of each.
        var papers: [String]
        var isFlagged = false
        var testDescription: String { text }
    }
    static let papers: [Papers] = [
        Papers(text: "--\(Portal.paperHead)Đơn1 bản chínhẢnh0 bản chính,2 bản sao", papers: ["1+0 Đơn", "0+2 Ảnh"]),
        Papers(
            text: "--\(Portal.paperHead)Đơn xin theo Mẫu số 181 bản chính",
            papers: ["1+0 Đơn xin theo Mẫu số 18"],
            isFlagged: true
        ),
        Papers(
            text: "--\(Portal.paperHead)Giấy đề nghị - Mẫu 021 bản chínhĐiều lệ1 bản chính",
            papers: ["1+0 Giấy đề nghị - Mẫu 02", "1+0 Điều lệ"],
            isFlagged: true
        ),
        Papers(
            text: "--\(Portal.paperHead)Nộp 01 bản chính và mang theo thẻ cũ1 bản chính",
            papers: ["1+0 Nộp 01 bản chính và mang theo thẻ cũ"]
        ),
        Papers(text: "--\(Portal.paperHead)02 bản vẽ tay1 bản chính", papers: ["1+0 02 bản vẽ tay"], isFlagged: true),
        Papers(text: "--\(Portal.paperHead)02 bản vẽ tay2 bản chính", papers: ["2+0 02 bản vẽ tay"]),
        Papers(text: "--\(Portal.paperHead)Bản sao thẻ cũ1 bản chính", papers: ["1+0 Bản sao thẻ cũ"], isFlagged: true),
        Papers(text: "--\(Portal.paperHead)Bản sao thẻ cũ0 bản chính,1 bản sao", papers: ["0+1 Bản sao thẻ cũ"]),
        Papers(
            text: "--\(Portal.paperHead)Bản chính hoặc bản sao thẻ1 bản chính",
            papers: ["1+0 Bản chính hoặc bản sao thẻ"],
            isFlagged: true
        ),
        Papers(
            text: "--\(Portal.paperHead)- Đơn xin. - Ảnh thẻ. - Phong bì1 bản chính",
            papers: ["1+0 Đơn xin. - Ảnh thẻ. - Phong bì"],
            isFlagged: true
        ),
        Papers(
            text: "--\(Portal.paperHead)Đơn1 bản chính* Lưu ý:\(Portal.paperHead)Người xin thẻ đi sớm.0 bản chính",
            papers: ["1+0 Đơn"]
        ),
        Papers(
            text: "--\(Portal.paperHead)Đơn1 bản chínhGiấy giới thiệu0 bản chính",
            papers: ["1+0 Đơn"],
            isFlagged: true
        ),
        Papers(text: "Nộp đơn cho thư viện.", papers: [], isFlagged: true),
        Papers(text: "", papers: [], isFlagged: true),
    ]

    @Test(arguments: papers)
    func aPaperIsTakenOrFlagged(_ it: Papers) throws {
        let version = try Portal.papers(it.text)
        #expect(version.papers.map { "\($0.originals)+\($0.copies) \($0.name)" } == it.papers)
        #expect(version.flags.contains { $0.kind == .papersUnclear } == it.isFlagged)
    }

    @Test func formsAndCasesAreCutOff() throws {
        let version = try Portal.papers(
            "Thẻ cho trẻ em:\(Portal.paperHead)Đơn (mẫu T1).1.MauT1 (2).doc1 bản chính"
                + "* Giấy tờ phải xuất trình:\(Portal.paperHead)Thẻ học sinh1 bản chính"
        )
        #expect(version.papers.map(\.form) == ["1.MauT1 (2).doc", nil])
        #expect(version.papers.map(\.name) == ["Đơn (mẫu T1).", "Thẻ học sinh"])
        #expect(version.papers.map(\.onlyWhen) == ["Thẻ cho trẻ em", ""])
        #expect(version.papers.map(\.isShownOnly) == [false, true])
    }

    // MARK: Nothing is lost

    @Test func whatIsNotUnderstoodIsKept() throws {
        let more = ["ghi_chu_la": "chưa từng thấy", "thu_tuc_lien_quan": "Không có thông tin", "_ministry": "bo-x"]
        let version = try Portal.version(
            Portal.record(
                papers: "--\(Portal.paperHead)Đơn1 bản chính* Lưu ý:\(Portal.paperHead)Đi sớm nhé.0 bản chính",
                more: more
            )
        )
        #expect(version.leftOver["ghi_chu_la"] == "chưa từng thấy")
        #expect(version.leftOver["_ministry"] == "bo-x")
        #expect(version.leftOver["thu_tuc_lien_quan"] == nil)
        #expect(version.leftOver["thanh_phan_ho_so.luu_y"] == "Đi sớm nhé.")
        #expect(version.leftOver["ket_qua_xu_ly.ma"] == "KQ.G99.000001")
    }

    // MARK: Refusals

    @Test func aRecordThatIsNoProcedureIsRefusedWithItsReason() {
        let long = String(repeating: "ă", count: CatalogueLimits.nameLength)
        #expect(throws: NationalRecordError.codeMissing) { try Portal.version(Portal.record(code: " ")) }
        for code in ["1.01004", "1.0100411", "1010041", "1.01004a", "11.010041"] {
            #expect(throws: NationalRecordError.codeMalformed(code)) { try Portal.version(Portal.record(code: code)) }
        }
        #expect(throws: NationalRecordError.nameMissing) {
            try Portal.version(Portal.record(name: "Không có thông tin"))
        }
        #expect(throws: Never.self) { try Portal.version(Portal.record(name: long)) }
        #expect(throws: NationalRecordError.tooLong(column: "ten_thu_tuc", limit: CatalogueLimits.nameLength)) {
            try Portal.version(Portal.record(name: long + "ă"))
        }
        #expect(throws: NationalRecordError.unreadable(column: "linh_vuc")) {
            try Portal.version(Portal.record(more: ["linh_vuc": "Thư\u{0}viện"]))
        }
        #expect(throws: NationalRecordError.unreadable(column: "linh_vuc")) {
            try Portal.version(Portal.record(more: ["linh_vuc": "Thư \u{FFFD}"]))
        }
    }

    @Test func aBadElementDoesNotStopTheOthers() throws {
        let text = """
            [{"ma_thu_tuc":"1.000001","so":3,"co":true,"khong":null}, 7, "x", null, [], {"a":{"b":1}}, {}]
            """
        let records = try NationalFile.decode(text)
        #expect(records.count == 7)
        let first = try records[0].get()
        #expect(first.fields == ["ma_thu_tuc": "1.000001", "so": "3", "co": "true", "khong": ""])
        for index in 1...5 { #expect(throws: NationalRecordError.notARecord) { try records[index].get() } }
        #expect(try records[6].get().fields.isEmpty)
    }

    @Test(arguments: ["", "{}", "[1,", "null", "xin chào"])
    func aFileThatIsNoArrayIsRefused(text: String) {
        #expect(throws: CatalogueError.fileUnreadable) { try NationalFile.decode(text) }
    }

    @Test func aFileHasAtMostSoManyRecords() throws {
        func file(_ count: Int) -> String { "[" + Array(repeating: "{}", count: count).joined(separator: ",") + "]" }
        #expect(try NationalFile.decode(file(CatalogueLimits.records)).count == CatalogueLimits.records)
        #expect(throws: CatalogueError.fileTooLong(limit: CatalogueLimits.records)) {
            try NationalFile.decode(file(CatalogueLimits.records + 1))
        }
    }
}
