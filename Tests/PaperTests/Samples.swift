import Kernel
import Paper

/// One filled-in sheet of each kind; the people are invented.
enum Samples {
    static func instant(_ text: String) -> Instant { Instant(iso: text) ?? Instant(milliseconds: 0) }
    static func date(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }
    static let made = instant("2026-10-23T15:20")
    static let code = "H28.13-261023-0012"
    static let address = "https://motcua.example.vn/h/7f3k2m9q4w8x1c5v6b2n"
    static let since2025 = FormSet(field: .general, on: date("2026-10-23"))
    static let until2025 = FormSet(field: .general, on: date("2025-06-30"))
    static let residence = FormSet(field: .residence, on: date("2026-10-23"))

    static let head = SlipHead(
        superior: "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH",
        place: "Hòa Bình",
        date: date("2026-10-23"),
        number: "12/HDHS"
    )
    static let oldHead = SlipHead(superior: "ỦY BAN NHÂN DÂN XÃ MAI CHÂU", place: "Mai Châu", date: date("2024-03-05"))
    static let policeHead = SlipHead(
        superior: "CÔNG AN TỈNH PHÚ THỌ",
        office: "CÔNG AN XÃ MAI CHÂU",
        officeWords: "Công an xã Mai Châu",
        place: "Mai Châu",
        date: date("2026-10-23")
    )

    static let invitation = Invitation.words(
        due: instant("2026-10-28T09:00"),
        way: .counter("3"),
        left: Money(dong: 150_000),
        paid: Money(dong: 21_000),
        today: date("2026-10-23")
    )
    static let card = SlipCard(
        invitation: invitation,
        lookUpNumber: "48217730",
        trackingAddress: address,
        site: "motcua.example.vn"
    )
    static let party = SlipParty(
        name: "Bùi Thị Thương",
        identity: "017185001234",
        address: "Xóm Lác, xã Mai Châu, tỉnh Phú Thọ",
        phone: "0912 345 678",
        email: "thuong.bui@example.vn"
    )
    static let procedure = "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới"
    static let papers = [
        SlipPaper(name: "Tờ khai đăng ký khai sinh theo mẫu", kind: "Bản chính", count: 1),
        SlipPaper(
            name: "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp; nếu không có thì văn bản của người làm chứng",
            kind: "Bản chính",
            count: 1,
            originalKept: true
        ),
        SlipPaper(
            name: "Giấy chứng nhận kết hôn của cha, mẹ",
            kind: "Bản sao",
            count: 2,
            note: "đã đối chiếu với bản chính (Trần Văn Đức)"
        ),
        SlipPaper(name: "Căn cước của người đi đăng ký", kind: "Bản điện tử", count: 1),
    ]

    /// A name as long as the longest in the national catalogue: 1,094 characters.
    static let longName: String = {
        let clauses = [
            "Cấp, cấp lại, điều chỉnh, gia hạn giấy phép cho tổ chức, cá nhân, hộ gia đình, cộng đồng dân cư sử dụng đất",
            "trong trường hợp chuyển đổi, chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho quyền sử dụng đất",
            "góp vốn bằng quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất đã được chứng nhận",
            "thỏa thuận của các thành viên hộ gia đình, của vợ và chồng, của nhóm người sử dụng đất theo quy định",
        ]
        var name = clauses[0]
        var index = 1
        while name.count < 1094 {
            name += "; " + clauses[index % clauses.count]
            index += 1
        }
        return String(name.prefix(1094))
    }()

    static let slipHead = SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-10-23"))

    static func receipt(_ forms: FormSet = since2025, head: SlipHead = slipHead) -> ReceiptSlip {
        var slip = ReceiptSlip(
            head: head,
            forms: forms,
            code: code,
            card: card,
            party: party,
            procedure: procedure,
            papers: papers,
            timeLimit: "3 ngày làm việc",
            received: instant("2026-10-23T09:00"),
            due: instant("2026-10-28T09:00"),
            resultAt: "Quầy 3, Trung tâm Phục vụ hành chính công"
        )
        slip.fees = [
            SlipFee(text: "Lệ phí đăng ký khai sinh (Nghị quyết HĐND tỉnh)", amount: Money(dong: 21_000), state: .paid),
            SlipFee(text: "Phí cấp bản sao trích lục, 5 bản", amount: Money(dong: 150_000), state: .toPay),
        ]
        slip.bookVolume = "02"
        slip.bookNumber = "00092"
        slip.officerName = "Trần Văn Đức"
        return slip
    }

    static func longReceipt() -> ReceiptSlip {
        var slip = receipt()
        slip.procedure = longName
        slip.notes = [ReceiptSlip.reprinted(2), ReceiptSlip.replacing("H28.13-261023-0009, lập lúc 08 giờ 45")]
        slip.dueWarning = ReceiptSlip.warning([date("2026-10-27")])
        slip.papers += (1...9).map {
            SlipPaper(name: "Văn bản thứ \($0): \(longName.prefix(180 + 20 * $0))", kind: "Bản sao", count: $0)
        }
        slip.party.name = "Nguyễn Hoàng Thị Phương Thảo"
        return slip
    }

    static func pair() -> ReceiptSlip {
        var slip = receipt()
        slip.layout = .a5Pair
        return slip
    }

    static func supplement(_ forms: FormSet = since2025, head: SlipHead = head) -> SupplementRequest {
        var sheet = SupplementRequest(
            head: head,
            forms: forms,
            code: code,
            card: SlipCard(
                invitation: Invitation(
                    sentence: "Ông/bà cần bổ sung 2 nội dung. Trong lúc chờ, thời hạn giải quyết tạm dừng."
                ),
                lookUpNumber: "48217730",
                trackingAddress: address,
                site: "motcua.example.vn"
            ),
            party: party,
            procedure: procedure,
            items: [
                "Giấy chứng sinh: ghi thiếu ngày sinh của trẻ; đề nghị cơ sở y tế xác nhận lại.",
                "Văn bản ủy quyền của người cha, có chứng thực chữ ký.",
            ],
            reason: "Giấy tờ nộp chưa đủ theo khoản 1 Điều 16 Luật Hộ tịch."
        )
        sheet.until = OfficialWords.day(date("2026-11-20"))
        sheet.contact = "bà Hà Thị Nhung, quầy 3"
        sheet.contactPhone = "1022"
        sheet.officerName = "Hà Thị Nhung"
        return sheet
    }

    static func refusal(_ forms: FormSet = since2025, head: SlipHead = head) -> RefusalSlip {
        var sheet = RefusalSlip(
            head: head,
            forms: forms,
            code: code,
            party: party,
            procedure: procedure,
            reason: "Trẻ em đã được đăng ký khai sinh ngày 12/9/2026 tại xã Tân Lạc.",
            legalGround: "khoản 2 Điều 16 Luật Hộ tịch: mỗi cá nhân chỉ được đăng ký khai sinh một lần."
        )
        sheet.wayOn = "xin cấp bản sao trích lục khai sinh tại bất kỳ trung tâm nào trong tỉnh, có kết quả ngay."
        sheet.officerName = "Trần Văn Đức"
        return sheet
    }

    static func apology(_ forms: FormSet = since2025, head: SlipHead = head) -> ApologyLetter {
        ApologyLetter(
            head: head,
            forms: forms,
            code: code,
            card: SlipCard(
                invitation: Invitation.words(
                    due: instant("2026-11-03T09:00"),
                    way: .counter("3"),
                    left: nil,
                    today: date("2026-10-23")
                ),
                lookUpNumber: "48217730",
                trackingAddress: address
            ),
            party: party,
            procedure: procedure,
            field: "Hộ tịch",
            received: instant("2026-10-23T09:00"),
            due: instant("2026-10-28T09:00"),
            reason: "cơ quan phối hợp trả lời xác minh chậm 2 ngày so với thời hạn đề nghị.",
            newDue: instant("2026-11-03T09:00"),
            signature: SlipSignature(
                title: "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
                note: "(Ký tên, đóng dấu)",
                name: "Đinh Công Sứ"
            )
        )
    }

    static func stop() -> StopNotice {
        StopNotice(
            head: head,
            forms: since2025,
            code: code,
            party: party,
            procedure: procedure,
            received: instant("2026-10-23T09:00"),
            asked: instant("2026-10-26T10:15"),
            request: "Gia đình chuyển nơi cư trú, xin rút hồ sơ để nộp tại nơi ở mới.",
            stage: "Đang thẩm định",
            decision: "Dừng giải quyết hồ sơ kể từ 10 giờ 15 phút, ngày 26 tháng 10 năm 2026.",
            settlement: "hoàn trả 150.000 đ chưa sử dụng; lệ phí 21.000 đ không hoàn vì công việc đã thực hiện.",
            signature: SlipSignature(title: "GIÁM ĐỐC", note: "(Ký tên, đóng dấu)", name: "Bàn Văn Chiến")
        )
    }

    static func control(rows: Int = 4) -> ControlSheet {
        let stations = [
            "Trung tâm Phục vụ hành chính công", "Phòng Hộ tịch, Sở Tư pháp", "Lãnh đạo Sở Tư pháp", "Văn thư",
        ]
        return ControlSheet(
            head: SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-10-23")),
            forms: since2025,
            code: code,
            procedure: procedure,
            owner: party.name,
            received: instant("2026-10-23T09:00"),
            due: instant("2026-10-28T09:00"),
            rows: (0..<rows).map { index in
                let at = instant("2026-10-23T09:30").adding(minutes: index * 95)
                return ControlSheet.Row(
                    agency: stations[index % stations.count],
                    givenBy: "Trần Văn Đức",
                    givenAt: at,
                    receivedBy: index + 1 == rows ? "" : "Hà Thị Nhung",
                    receivedAt: index + 1 == rows ? nil : at.adding(minutes: 12),
                    outcome: index + 1 == rows ? .open : [.onTime, .early, .late][index % 3],
                    note: index % 3 == 2 ? "Chờ ý kiến phối hợp" : ""
                )
            }
        )
    }

    static func register(rows: Int = 60) -> RegisterBook {
        RegisterBook(
            head: SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-10-23")),
            forms: since2025,
            volume: "Quyển số 02 năm 2026",
            rows: (1...rows).map { number in
                RegisterBook.Row(
                    number: number,
                    code: "H28.13-261023-\(Digits.padded(number, 4))",
                    procedure: number % 7 == 0 ? String(longName.prefix(200)) : procedure,
                    person: party.name,
                    addressAndPhone: "Xóm Lác, xã Mai Châu\n0912 345 678",
                    competent: "Sở Tư pháp",
                    received: "23/10/2026 9:00",
                    due: "28/10/2026 9:00",
                    forwarded: "23/10/2026",
                    resultReceived: "27/10/2026",
                    returned: number % 3 == 0 ? "28/10/2026" : "",
                    way: "Tại quầy",
                    note: number % 11 == 0 ? "Trả thiếu 2 bản" : ""
                )
            }
        )
    }
}
