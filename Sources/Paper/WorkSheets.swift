public import Kernel

/// How a due date was reached, line by line, to hand to the citizen.
public struct DerivationSheet: Form, Hashable {
    public struct Line: Hashable, Sendable {
        /// The day or moment, ready to read.
        public var when: String
        public var words: String
        public init(when: String, words: String) {
            self.when = when
            self.words = words
        }
    }
    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    public var procedure: String
    public var timeLimit: String
    public var received: Instant
    public var due: Instant
    public var lines: [Line]
    /// Days that are only expected, or any other caution.
    public var warning: String = ""

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        procedure: String,
        timeLimit: String,
        received: Instant,
        due: Instant,
        lines: [Line]
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.procedure = procedure
        self.timeLimit = timeLimit
        self.received = received
        self.due = due
        self.lines = lines
    }

    private static let title = "BẢNG TÍNH NGÀY HẸN TRẢ KẾT QUẢ"
    public var documentTitle: String { "\(Self.title) – \(code)" }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        var flow = Flow(type, stock: .a4)
        try flow.head(head, forms: forms, label: nil, code: code)
        try flow.title(Self.title)
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try flow.field("Thời hạn giải quyết theo quy định", timeLimit, bold: true)
        try flow.field("Thời gian nhận hồ sơ", OfficialWords.moment(received))
        flow.space(4)
        let columns = [
            Column(title: "STT", share: 8, align: .center), Column(title: "Ngày, giờ", share: 30),
            Column(title: "Cách tính", share: 62),
        ]
        try flow.table(
            columns,
            lines.enumerated().map { ["\($0 + 1)", Rich($1.when), Rich($1.words)] },
            size: flow.base * 0.92
        )
        let lunar = LunarDate(due.date).written
        let words = "Ngày hẹn: \(OfficialWords.short(due)) (\(lunar) âm lịch)"
        try flow.card(SlipCard(invitation: Invitation(sentence: words)))
        if !warning.isEmpty { try flow.text(.italic(warning)) }
        return try flow.finished("Mã hồ sơ \(code)")
    }
}

/// What travels in one bag between two units; both sides sign.
public struct BagManifest: Form, Hashable {
    public struct Item: Hashable, Sendable {
        public var code: String
        public var owner: String
        public var procedure: String
        /// Papers in the folder, and how many of them are originals.
        public var papers: Int
        public var originals: Int
        public var note: String
        public init(
            code: String,
            owner: String,
            procedure: String,
            papers: Int,
            originals: Int = 0,
            note: String = ""
        ) {
            self.code = code
            self.owner = owner
            self.procedure = procedure
            self.papers = papers
            self.originals = originals
            self.note = note
        }
    }
    public var head: SlipHead
    public var forms: FormSet
    /// The number of the bag, also as bars.
    public var bag: String
    public var from: String
    public var to: String
    public var sent: Instant
    public var carrier: String
    public var items: [Item]
    public var giverName: String = ""
    public var takerName: String = ""

    public init(
        head: SlipHead,
        forms: FormSet,
        bag: String,
        from: String,
        to: String,
        sent: Instant,
        carrier: String,
        items: [Item]
    ) {
        self.head = head
        self.forms = forms
        self.bag = bag
        self.from = from
        self.to = to
        self.sent = sent
        self.carrier = carrier
        self.items = items
    }

    public var documentTitle: String { "BẢNG KÊ BÀN GIAO HỒ SƠ – \(bag)" }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        var flow = Flow(type, stock: .a4, base: 12.4)
        try flow.head(head, forms: forms, label: nil)
        try flow.title("BẢNG KÊ BÀN GIAO HỒ SƠ")
        try flow.field("Túi số", bag, bold: true)
        try flow.field("Bên giao", from)
        try flow.field("Bên nhận", to)
        try flow.field("Thời gian giao", OfficialWords.moment(sent))
        try flow.field("Người vận chuyển", carrier)
        flow.space(4)
        let columns = [
            Column(title: "STT", share: 7, align: .center), Column(title: "Mã hồ sơ", share: 22),
            Column(title: "Chủ hồ sơ", share: 18), Column(title: "Thủ tục", share: 30),
            Column(title: "Số giấy tờ", share: 9, align: .center),
            Column(title: "Bản chính", share: 9, align: .center), Column(title: "Ghi chú", share: 11),
        ]
        try flow.table(
            columns,
            items.enumerated().map { index, item in
                [
                    "\(index + 1)", Rich(item.code), Rich(item.owner), Rich(item.procedure), "\(item.papers)",
                    "\(item.originals)", Rich(item.note),
                ]
            },
            size: 10
        )
        let papers = items.reduce(0) { $0 + $1.papers }
        let originals = items.reduce(0) { $0 + $1.originals }
        try flow.text(
            "Cộng: \(b: "\(items.count)") hồ sơ, \(b: "\(papers)") giấy tờ, trong đó \(b: "\(originals)") bản chính."
        )
        try flow.signatures([
            SlipSignature(title: "BÊN GIAO", name: giverName), SlipSignature(title: "BÊN NHẬN", name: takerName),
        ])
        return try flow.finished("Túi số \(bag)")
    }
}
