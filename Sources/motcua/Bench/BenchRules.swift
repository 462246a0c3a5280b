internal import AssetBundle
internal import Catalogue
internal import Kernel
internal import LegalClock
internal import Paper
internal import Web

/// Due instants on one core.
enum BenchClock {
    /// Three years of receptions at every hour of the day, the same in every run.
    private static let moments: [Instant] = {
        var dice = SeededGenerator(3)
        return (0..<4096).map { _ in
            Instant(
                CivilDate(day: 19_723 + Int32.random(in: 0..<1096, using: &dice)),
                minute: Int.random(in: 0..<1440, using: &dice)
            )
        }
    }()

    static func figures() -> [BenchFigure] {
        let days = (1...30).map { TimeLimit.workingDays($0) }
        return [
            due("due instant, 1–30 working days", days, goal: "5 million"),
            due("due instant, 1–30 calendar days", (1...30).map { .calendarDays($0) }, goal: "5 million"),
            due("due instant, 1–80 working hours", (1...80).map { .workingHours($0) }, goal: "5 million"),
            derivation("due date with derivation, 1–30 working days", days),
        ]
    }

    private static func due(_ name: String, _ limits: [TimeLimit], goal: String) -> BenchFigure {
        let (calendar, moments, each) = (WorkCalendar.standard, moments, 400_000)
        var sum: Int64 = 0
        let seconds = benchSeconds(7) {
            var limit = 0
            for index in 0..<each {
                sum &+= calendar.dueInstant(received: moments[index & 4095], limit: limits[limit]).milliseconds
                limit = limit + 1 == limits.count ? 0 : limit + 1
            }
        }
        return sum == 0 ? .rate(name, each: each, []) : .rate(name, each: each, seconds, goal: goal)
    }

    private static func derivation(_ name: String, _ limits: [TimeLimit]) -> BenchFigure {
        let (calendar, moments, each) = (WorkCalendar.standard, moments, 4000)
        var sum = 0
        let seconds = benchSeconds(5) {
            for index in 0..<each {
                let due = calendar.due(received: moments[index & 4095], limit: limits[index % limits.count])
                sum &+= ClockReport.text(due, in: [.vi]).utf8.count
            }
        }
        return sum == 0 ? .rate(name, each: each, []) : .rate(name, each: each, seconds)
    }
}

/// Questions to the finder.
enum BenchFinder {
    /// As many as the national catalogue had versions.
    static let versions = 2640
    private static let questions = [
        "khai sinh", "làm giấy khai sinh cho con", "khao sinh", "dang ky ket hon", "xác nhận cư trú", "so do",
        "giấy phép xây dựng nhà ở riêng lẻ", "chứng thực bản sao", "birth certificate", "1.010041",
        "đổi giấy phép lái xe", "trợ cấp người khuyết tật", "mở hộ kinh doanh", "lý lịch tư pháp",
    ]

    /// The demo's procedures, told apart by places until they are as many as the nation's.
    static func figure() throws -> BenchFigure {
        let paths = AssetBundle.paths.filter { $0.hasPrefix("Demo/procedures/") && $0.hasSuffix(".json") }.sorted()
        let known = try paths.flatMap { try ProcedureFile.decode(AssetBundle.text($0) ?? "") }.map(FinderEntry.init)
        let synonyms = try Synonyms.decode(AssetBundle.text("Demo/synonyms.json") ?? "{}")
        let places = ["cấp tỉnh", "khu vực biên giới", "vùng đồng bào", "đảo xa", "khu công nghiệp", "cấp xã"]
        let entries = (0..<versions).map { index in
            var entry = known[index % known.count]
            let round = index / known.count
            if round > 0 {
                entry.code += ".\(round)"
                entry.name += " tại \(places[round % places.count]) \(round)"
            }
            return entry
        }
        let finder = Finder(entries, synonyms: synonyms)
        let each = questions.count * 4
        var found = 0
        let seconds = benchSeconds(7) {
            for index in 0..<each { found += finder.find(questions[index % questions.count]).count }
        }
        return .rate("finder over \(versions) versions", each: each, found > 0 ? seconds : [])
    }
}

/// Paper and pages.
enum BenchPaper {
    /// The receipt slip with the copy that is kept: two pages.
    static func receipt() throws -> BenchFigure {
        let day = CivilDate(day: 20_750)
        let received = Instant(day, minute: 9 * 60)
        var slip = ReceiptSlip(
            head: SlipHead(superior: "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH", place: "Hòa Bình", date: day),
            forms: FormSet(field: .general, on: day),
            code: "H28.13-261023-0012",
            card: SlipCard(
                invitation: Invitation.words(due: received.adding(days: 3), way: .counter("3"), left: nil, today: day),
                lookUpNumber: "48217730",
                trackingAddress: "https://motcua.example.vn/h/7f3k2m9q4w8x1c5v6b2n",
                site: "motcua.example.vn"
            ),
            party: SlipParty(
                name: "Bùi Thị Thương",
                identity: "017185001234",
                address: "Xóm Lác, xã Mai Châu, tỉnh Phú Thọ",
                phone: "0912 345 678",
                email: "thuong.bui@example.vn"
            ),
            procedure: "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới",
            papers: [
                SlipPaper(name: "Tờ khai đăng ký khai sinh theo mẫu", kind: "Bản chính", count: 1),
                SlipPaper(name: "Giấy chứng nhận kết hôn của cha, mẹ", kind: "Bản sao", count: 2),
            ],
            timeLimit: "3 ngày làm việc",
            received: received,
            due: received.adding(days: 3),
            resultAt: "Quầy số 3"
        )
        slip.officerName = "Bùi Thị Lan"
        let pages = slip.copies.count * 4
        let seconds = try benchSeconds(9) {
            for _ in 0..<4 { _ = try slip.pdf(made: received) }
        }
        return .time("PDF receipt, a page", "ms", each: pages, seconds)
    }

    /// The table of fifty dossiers, names and bars in place; nothing is read from a database.
    static func list() throws -> BenchFigure {
        let texts = try TextLibrary()[.vi]
        let columns = ["desk.col.code", "desk.col.person", "desk.col.procedure", "desk.col.where", "desk.col.time"]
            .map { Column(texts($0)) }
        var size = 0
        let seconds = benchSeconds(9) {
            for _ in 0..<40 {
                let rows: [[HTML]] = (0..<50).map { index in
                    [
                        link("H28.13-261023-00\(index)", to: Path("desk", "dossiers", "dos_\(index)")),
                        "Bùi Thị Thương \(index)", "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới",
                        "Công an phường Hòa Bình – Nguyễn Văn An",
                        timeBar(used: index, isLate: index > 45, texts.timeLeft(workingMinutes: 60 * index)),
                    ]
                }
                size += table(caption: "Hồ sơ", columns: columns, rows: rows).text.utf8.count
            }
        }
        return .time("HTML table of 50 dossiers", "µs", each: 40, size > 0 ? seconds : [])
    }
}
