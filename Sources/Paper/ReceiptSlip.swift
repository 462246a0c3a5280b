public import Kernel

/// Form 01 (CT04 for residence): what the citizen takes home when a dossier is received, and its copy for the agency.
public struct ReceiptSlip: DossierForm, Hashable {
    public enum Copy: Hashable, Sendable { case kept, customer }
    public enum Layout: Hashable, Sendable {
        /// Each copy on its own A4.
        case a4
        /// Both copies as A5 beside each other on one A4, to be cut.
        case a5Pair
    }

    public var head: SlipHead
    public var forms: FormSet
    public var layout: Layout = .a4
    public var copies: [Copy] = [.kept, .customer]
    public var code: String
    public var card: SlipCard
    /// The person whose dossier it is.
    public var party: SlipParty
    /// Who handed it in when that is another: `Nguyễn Văn An (con)`.
    public var submitter: String = ""
    public var procedure: String
    public var papers: [SlipPaper]
    public var dossierCount: Int = 1
    /// `3 ngày làm việc`.
    public var timeLimit: String
    public var received: Instant
    public var due: Instant
    /// Printed under the due date when it rests on a day that is only expected.
    public var dueWarning: String = ""
    /// Where the result is fetched: counter, home address by post, electronic.
    public var resultAt: String
    public var fees: [SlipFee] = []
    /// The register book: volume and running number.
    public var bookVolume: String = ""
    public var bookNumber: String = ""
    /// `In lại lần 2`, `Thay cho phiếu …`.
    public var notes: [String] = []
    /// The entry's hash and the agency's signature over code and hash, made at print; small at the foot.
    public var proof: String = ""
    /// The short check, and the page where anyone may ask with it whether this slip is the newest.
    public var check: String = ""
    public var checkAddress: String = ""
    public var submitterName: String = ""
    public var officerName: String = ""

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        card: SlipCard,
        party: SlipParty,
        procedure: String,
        papers: [SlipPaper],
        timeLimit: String,
        received: Instant,
        due: Instant,
        resultAt: String
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.card = card
        self.party = party
        self.procedure = procedure
        self.papers = papers
        self.timeLimit = timeLimit
        self.received = received
        self.due = due
        self.resultAt = resultAt
    }

    /// The note of the `number`-th print of the same slip.
    public static func reprinted(_ number: Int) -> String { "In lại lần \(number)" }
    /// The note of a slip that replaces another.
    public static func replacing(_ slip: String) -> String { "Thay cho phiếu \(slip)" }
    /// The warning of a due date that rests on days not yet announced.
    public static func warning(_ days: [CivilDate]) -> String {
        guard !days.isEmpty else { return "" }
        let words = days.map { "ngày \($0.written)" }.joined(separator: ", ")
        return "Ngày hẹn tính theo lịch nghỉ dự kiến (\(words)); nếu lịch thay đổi, cơ quan sẽ báo lại ngày hẹn."
    }

    static let slip = PrintedForm.receipt
    static let partyLabel = "Tiếp nhận hồ sơ của"
    var inviting: SlipCard? { card }
    static let namesOffice = true

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        let stock: Stock = layout == .a4 ? .a4 : .a5
        let fits = layout == .a4 ? Fit.slip : Fit.smallSlip
        guard let first = copies.first else { return [] }
        // The copies differ by one line only: what fits the first fits all.
        let laid = try fitting(fits) { (fit) throws(PaperError) in try lay(first, type, stock, fit) }
        var sides = [laid.pages]
        for copy in copies.dropFirst() { sides.append(try lay(copy, type, stock, laid.fit)) }
        return layout == .a4 ? sides.flatMap { $0 } : Self.paired(sides)
    }

    /// Pages two by two on a turned A4, with the line to cut along.
    private static func paired(_ sides: [[Page]]) -> [Page] {
        let size = PageSize.a4.turned
        return (0..<(sides.map(\.count).max() ?? 0)).map { index in
            var page = Page(size: size)
            for (side, pages) in sides.prefix(2).enumerated() where index < pages.count {
                page.marks += pages[index].moved(right: Double(side) * size.width / 2)
            }
            for step in stride(from: 8, to: size.height - 8, by: 9) {
                page.marks.append(
                    .line(x0: size.width / 2, y0: step, x1: size.width / 2, y1: step + 4, width: 0.4)
                )
            }
            return page
        }
    }

    private func lay(_ copy: Copy, _ type: Typesetter, _ stock: Stock, _ fit: Fit) throws(PaperError) -> [Page] {
        var flow = Flow(type, stock: stock, base: fit.base, gap: fit.gap)
        try open(&flow, copy: copy == .kept ? "Liên 1: Lưu" : "Liên 2: Giao khách hàng")
        if !submitter.isEmpty { try flow.field("Người nộp", submitter) }
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try content(&flow)
        let handed = submitterName.isEmpty ? party.name : submitterName
        try flow.signatures([
            SlipSignature(title: "NGƯỜI NỘP HỒ SƠ", name: handed),
            SlipSignature(title: "NGƯỜI TIẾP NHẬN HỒ SƠ", name: officerName),
        ])
        try flow.remarks("Ghi chú", remarks)
        return try closed(flow)
    }

    private func content(_ flow: inout Flow) throws(PaperError) {
        try flow.text("1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:")
        let rows: [[Rich]] = papers.enumerated().map { index, paper in
            var name = Rich(paper.name)
            if paper.originalKept { name = "\(name) \(b: "(giữ bản chính, trả lại cùng kết quả)")" }
            if !paper.note.isEmpty { name = "\(name) \(i: "– " + paper.note)" }
            return ["\(index + 1)", name, Rich(paper.kind), Rich(Digits.padded(paper.count, 2))]
        }
        let columns = [
            Column(title: "STT", share: 7, align: .center), Column(title: "Tên giấy tờ", share: 61),
            Column(title: "Loại giấy tờ", share: 19, align: .center),
            Column(title: "Số lượng", share: 13, align: .center),
        ]
        if rows.isEmpty {
            try flow.text("Không có giấy tờ phải nộp.", indent: flow.base)
        } else {
            try flow.table(columns, rows)
        }
        try flow.text("2. Số lượng hồ sơ: \(b: Digits.padded(dossierCount, 2)) (bộ).")
        try flow.text("3. Thời gian giải quyết hồ sơ theo quy định là: \(b: timeLimit).")
        try flow.text("4. Thời gian nhận hồ sơ: \(b: OfficialWords.moment(received)).")
        try flow.text("5. Thời gian trả kết quả giải quyết hồ sơ: \(b: OfficialWords.moment(due)).")
        if !dueWarning.isEmpty {
            try flow.text(.italic(dueWarning), size: flow.base * 0.92, indent: flow.base * 1.2)
        }
        try flow.text("6. Đăng ký nhận kết quả tại: \(resultAt).")
        if fees.count == 1, let fee = fees.first {
            try flow.text("7. Phí, lệ phí: \(fee.words).")
        } else if fees.isEmpty {
            try flow.text("7. Phí, lệ phí: Không.")
        } else {
            try flow.text("7. Phí, lệ phí:")
            for fee in fees { try flow.text("- \(fee.words)", indent: flow.base) }
        }
        let volume = bookVolume.isEmpty ? "........" : bookVolume
        let number = bookNumber.isEmpty ? "........" : bookNumber
        try flow.text("Vào Sổ theo dõi hồ sơ, Quyển số: \(b: volume)  Số thứ tự: \(b: number).")
    }

    private var remarks: [String] {
        [
            "Phiếu được lập thành 2 liên: một liên "
                + (forms.field == .residence
                    ? "lưu" : "chuyển kèm theo Phiếu kiểm soát quá trình giải quyết hồ sơ và lưu")
                + " tại \(forms.officeWords(head)); một liên giao cho cá nhân, tổ chức nộp hồ sơ.",
            "Khi nhận kết quả, mang theo phiếu này, căn cước, phí, lệ phí (nếu chưa nộp) và giấy ủy quyền nếu nhận "
                + "thay. Có thể đăng ký nhận kết quả tại nhà qua dịch vụ bưu chính.",
        ] + (check.isEmpty ? [] : ["Mã kiểm tra: \(check)\(asked)."])
            + (proof.isEmpty ? [] : ["Dấu xác thực: \(proof)"])
    }

    private var asked: String {
        let address = checkAddress.split(separator: "/").dropFirst().joined(separator: "/")
        return address.isEmpty ? "" : " (xem phiếu có phải bản mới nhất không tại \(address))"
    }
}
