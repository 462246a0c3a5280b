import Kernel
import Paper

extension Samples {
    static func derivation() -> DerivationSheet {
        var sheet = DerivationSheet(
            head: SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-04-24")),
            forms: since2025,
            code: "H28.13-260424-0012",
            procedure: procedure,
            timeLimit: "3 ngày làm việc",
            received: instant("2026-04-24T15:20"),
            due: instant("2026-05-04T15:20"),
            lines: [
                .init(when: "15 giờ 20 thứ Sáu 24/4/2026", words: "Nhận hồ sơ; tính từ ngày làm việc tiếp theo."),
                .init(when: "thứ Hai 27/4/2026", words: "Nghỉ bù Giỗ Tổ Hùng Vương (mồng 10 tháng Ba âm lịch)."),
                .init(when: "thứ Ba 28/4/2026", words: "Ngày làm việc thứ nhất."),
                .init(when: "thứ Tư 29/4/2026", words: "Ngày làm việc thứ hai."),
                .init(when: "thứ Năm 30/4 và thứ Sáu 01/5/2026", words: "Nghỉ Ngày Chiến thắng và Quốc tế Lao động."),
                .init(when: "thứ Hai 04/5/2026", words: "Ngày làm việc thứ ba: hẹn trả lúc 15 giờ 20."),
            ]
        )
        sheet.warning = ReceiptSlip.warning([date("2026-04-27")])
        return sheet
    }

    static func leaflet(name: String = "Đăng ký khai sinh", papers: Int = 4) -> Leaflet {
        var leaflet = Leaflet(
            office: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG TỈNH HÒA BÌNH",
            procedure: name,
            field: "Hộ tịch",
            bring: (0..<papers).map { index in
                Leaflet.Paper(
                    name: [
                        "Tờ khai đăng ký khai sinh (có sẵn tại quầy)", "Giấy chứng sinh do cơ sở y tế cấp",
                        "Giấy chứng nhận kết hôn của cha mẹ, nếu đã kết hôn",
                        "Căn cước của người đi đăng ký, để xem rồi trả lại ngay",
                    ][index % 4],
                    amount: ["1 bản chính", "1 bản chính", "xuất trình", ""][index % 4]
                )
            },
            howLong: ["Trong ngày. Nếu nộp sau 15 giờ thì trả kết quả ngày làm việc tiếp theo."],
            cost: ["Không mất tiền nếu đăng ký đúng hạn (trong 60 ngày sau khi sinh).", "Đăng ký quá hạn: 8.000 đ."],
            places: [
                "Bất kỳ trung tâm nào trong tỉnh, không phải về nơi cư trú.",
                "Sáng 7 giờ 30 – 11 giờ 30, chiều 13 giờ 30 – 17 giờ 30, thứ Hai đến thứ Sáu.",
            ],
            source: "Mã thủ tục 1.001193; công bố tại Quyết định 1872/QĐ-BTP. In ngày 23/10/2026.",
            address: "https://motcua.example.vn/thu-tuc/1.001193",
            site: "motcua.example.vn"
        )
        leaflet.help = ["Gọi 1022, hoặc hỏi người mặc áo xanh ở cửa: có người làm cùng ông/bà, không mất tiền."]
        return leaflet
    }

    static func bag(items: Int = 12) -> BagManifest {
        var sheet = BagManifest(
            head: SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-10-23")),
            forms: since2025,
            bag: "T-261023-004",
            from: "Điểm tiếp nhận xã Mai Châu",
            to: "Trung tâm Phục vụ hành chính công tỉnh",
            sent: instant("2026-10-23T16:30"),
            carrier: "Bưu điện tỉnh, ông Lò Văn Tính",
            items: (1...max(1, items)).map { number in
                BagManifest.Item(
                    code: "H28.13-261023-\(Digits.padded(number, 4))",
                    owner: party.name,
                    procedure: procedure,
                    papers: 3 + number % 4,
                    originals: number % 3,
                    note: number % 5 == 0 ? "Hỏa tốc" : ""
                )
            }
        )
        sheet.giverName = "Hà Thị Nhung"
        return sheet
    }

    static func returned() -> ReturnReceipt {
        var sheet = ReturnReceipt(
            head: SlipHead(superior: head.superior, place: "Hòa Bình", date: date("2026-10-28")),
            forms: since2025,
            code: code,
            procedure: procedure,
            owner: party.name,
            collector: "Bùi Văn Dậu",
            capacity: "chồng",
            proof: "Căn cước số 017 *** *** 678; giấy ủy quyền ngày 27/10/2026",
            returned: instant("2026-10-28T09:12"),
            results: [
                .init(name: "Giấy khai sinh số 123/2026", given: 1, total: 1),
                .init(name: "Bản sao trích lục khai sinh", given: 3, total: 5, note: "Còn 2 bản, hẹn 30/10"),
            ]
        )
        sheet.originals = [.init(name: "Giấy chứng sinh", given: 1, total: 1)]
        sheet.fees = [
            SlipFee(text: "Phí cấp bản sao trích lục, 5 bản", amount: Money(dong: 150_000), state: .paid)
        ]
        sheet.mark = .thumbprint
        sheet.remarks = ["Người nhận mất giấy hẹn, đã đối chiếu căn cước."]
        sheet.officerName = "Trần Văn Đức"
        return sheet
    }

    /// A name, and the sheet.
    static var all: [(name: String, sheet: any Printable)] {
        [
            ("01-receipt", receipt()), ("01-receipt-2024", receipt(until2025, head: oldHead)),
            ("01-receipt-long", longReceipt()), ("01-receipt-pair", pair()),
            ("02-supplement", supplement()), ("03-refusal", refusal()), ("04-apology", apology()),
            ("04-apology-2024", apology(until2025, head: oldHead)), ("05-stop", stop()),
            ("06-control", control()), ("06-control-long", control(rows: 23)), ("07-register", register()),
            ("ct04", receipt(residence, head: policeHead)), ("ct05", supplement(residence, head: policeHead)),
            ("ct06", refusal(residence, head: policeHead)), ("derivation", derivation()), ("leaflet", leaflet()),
            ("leaflet-long", leaflet(name: longName, papers: 24)), ("bag", bag(items: 40)), ("return", returned()),
        ]
    }
}
