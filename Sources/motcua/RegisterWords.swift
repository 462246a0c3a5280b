internal import Kernel
internal import Register
internal import Storage

/// What the commands about the register say, in either language.
struct RegisterWords: Sendable {
    private let language: RegisterLanguage
    init(_ language: RegisterLanguage) { self.language = language }

    private func say(_ vietnamese: String, _ english: String) -> String { language == .vi ? vietnamese : english }

    func progress(_ count: Int) -> String { say("… đã đọc \(count)", "… \(count) read") }

    func written(_ subjects: Int) -> String {
        say("Đã dựng lại bảng cho \(subjects) đối tượng.", "Wrote the tables of \(subjects) subjects anew.")
    }

    // MARK: The book

    func lines(_ report: VerifyReport) -> [String] {
        var lines = [
            say(
                "Sổ cái: \(report.entries) bút toán, \(report.subjects) chuỗi; bút toán mới nhất là số \(report.position).",
                "The book: \(report.entries) entries in \(report.subjects) chains; the newest is number \(report.position)."
            )
        ]
        if let head = report.newestHead {
            lines.append(
                say(
                    "Niêm phong: \(report.heads) lần ký đúng; lần mới nhất là lần \(head.number), "
                        + "đến bút toán \(head.position), mã gốc \(Hex.encode(head.root)).",
                    "Seals: \(report.heads) heads are right; the newest is head \(head.number), "
                        + "up to entry \(head.position), root \(Hex.encode(head.root))."
                )
            )
        } else {
            lines.append(say("Sổ chưa được niêm phong lần nào.", "Nothing has been sealed yet."))
        }
        lines.append(
            say("Chưa niêm phong: \(report.unsealed) bút toán.", "Not sealed yet: \(report.unsealed) entries.")
        )
        lines += report.findings.map { "✗ " + text($0) }
        if report.more > 0 {
            lines.append(say("✗ … và \(report.more) phát hiện nữa.", "✗ … and \(report.more) more findings."))
        }
        if report.headsNotCompared > 0 {
            lines.append(
                say(
                    "\(report.headsNotCompared) lần niêm phong sau chỗ hỏng không so được mã gốc.",
                    "The roots of \(report.headsNotCompared) heads after the damage could not be compared."
                )
            )
        }
        lines.append(
            report.isWhole
                ? say("Sổ nguyên vẹn.", "The book is whole.")
                : say(
                    "Sổ KHÔNG nguyên vẹn. Giữ nguyên hiện trạng, sao lưu thư mục dữ liệu và báo người quản trị.",
                    "The book is NOT whole. Leave everything as it is, copy the data folder and tell the administrator."
                )
        )
        return lines
    }

    func text(_ finding: Finding) -> String {
        switch finding {
        case .changed(let position, let subject, let version):
            say(
                "Bút toán \(position) (\(subject), lần \(version)): nội dung đã bị sửa.",
                "Entry \(position) (\(subject), version \(version)): its contents were changed."
            )
        case .moved(let position, let subject, let version, let from):
            say(
                "Bút toán \(position) (\(subject), lần \(version)): đã bị đổi chỗ, vốn ở số \(from).",
                "Entry \(position) (\(subject), version \(version)): it was moved here from number \(from)."
            )
        case .missing(let first, let last, let sealed):
            missing(first, last, sealed)
        case .missingVersions(let subject, let first, let last):
            say(
                "\(subject): trong chuỗi thiếu lần \(Self.range(first, last)).",
                "\(subject): its chain lacks version \(Self.range(first, last))."
            )
        case .brokenLink(let position, let subject, let version):
            say(
                "Bút toán \(position) (\(subject), lần \(version)): không nối đúng vào bút toán trước nó.",
                "Entry \(position) (\(subject), version \(version)): it does not follow the one before it."
            )
        case .outside(let position, let subject):
            say(
                "Bút toán \(position) (\(subject)): sổ không bao giờ cấp số này.",
                "Entry \(position) (\(subject)): the book never gives this number."
            )
        case .counter(let says, let newest):
            say(
                "Bộ đếm của sổ ghi \(says), nhưng bút toán mới nhất là \(newest).",
                "The book's counter says \(says), but the newest entry is \(newest)."
            )
        case .forgedHead, .unknownKey, .missingHead, .rewritten, .wrongNode:
            sealText(finding)
        }
    }

    private func missing(_ first: Int64, _ last: Int64, _ sealed: Bool) -> String {
        let seal = sealed ? say(" (đã niêm phong)", " (sealed)") : say(" (chưa niêm phong)", " (not sealed)")
        return say("Bút toán \(Self.range(first, last))", "Entry \(Self.range(first, last))") + seal
            + say(": đã bị xóa khỏi sổ.", ": it is gone from the book.")
    }

    private func sealText(_ finding: Finding) -> String {
        switch finding {
        case .forgedHead(let number, let position):
            say(
                "Niêm phong lần \(number) (đến bút toán \(position)): chữ ký sai.",
                "Head \(number) (up to entry \(position)): its signature is wrong."
            )
        case .unknownKey(let number, let position):
            say(
                "Niêm phong lần \(number) (đến bút toán \(position)): ký bằng khóa không có trong thư mục khóa.",
                "Head \(number) (up to entry \(position)): signed with a key that the key folder does not hold."
            )
        case .missingHead(let number):
            say("Niêm phong lần \(number): đã bị xóa.", "Head \(number): it is gone.")
        case .rewritten(let first, let last, let head):
            say(
                "Bút toán trong khoảng \(Self.range(first, last)): không phải là những gì đã ký ở lần niêm phong \(head).",
                "Entries among \(Self.range(first, last)): they are not what head \(head) signed."
            )
        case .wrongNode(let first, let last):
            say(
                "Mã lưu của cây trên bút toán \(Self.range(first, last)): không khớp.",
                "The kept node over entries \(Self.range(first, last)): it does not fit."
            )
        case .changed, .moved, .missing, .missingVersions, .brokenLink, .outside, .counter: ""
        }
    }

    private static func range(_ first: some BinaryInteger, _ last: some BinaryInteger) -> String {
        first == last ? "\(first)" : "\(first)–\(last)"
    }

    // MARK: The tables

    func lines(_ report: RebuildReport) -> [String] {
        let rows = report.rows.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        var lines = [
            say(
                "Đã dựng lại \(report.subjects) chuỗi và so từng dòng: \(rows.isEmpty ? "không có dòng nào" : rows).",
                "Folded \(report.subjects) chains and compared each row: \(rows.isEmpty ? "no rows" : rows)."
            )
        ]
        for (prefix, count) in report.withoutTables.sorted(by: { $0.key < $1.key }) {
            lines.append(
                say(
                    "\(prefix)…: \(count) chuỗi không có bảng dẫn xuất.",
                    "\(prefix)…: \(count) chains lead to no table."
                )
            )
        }
        lines += report.differences.map { "✗ " + text($0) }
        if report.more > 0 {
            lines.append(say("✗ … và \(report.more) chỗ khác nữa.", "✗ … and \(report.more) more differences."))
        }
        lines.append(
            report.isSame
                ? say("Các bảng khớp với sổ.", "The tables say what the book says.")
                : say("Các bảng KHÔNG khớp với sổ.", "The tables do NOT say what the book says.")
        )
        return lines
    }

    func text(_ difference: Difference) -> String {
        switch difference {
        case .missingRow(let table, _, let key):
            say("\(table), \(key): bảng thiếu dòng này.", "\(table), \(key): the table lacks this row.")
        case .extraRow(let table, _, let key):
            say(
                "\(table), \(key): dòng này không có trong sổ.",
                "\(table), \(key): nothing in the book leads to this row."
            )
        case .column(let table, let key, let column, let stored, let rebuilt):
            say(
                "\(table), \(key), cột \(column): bảng ghi “\(stored.written)”, theo sổ là “\(rebuilt.written)”.",
                "\(table), \(key), column \(column): the table says “\(stored.written)”, the book “\(rebuilt.written)”."
            )
        case .unreadable(let subject, let error):
            say(
                "\(subject): không đọc được chuỗi (\(error)).",
                "\(subject): its chain cannot be read (\(error))."
            )
        }
    }
}
