public import Kernel

/// What was given back, to whom, on which proof; signed or marked with the thumb.
public struct ReturnReceipt: Form, Hashable {
    public struct Item: Hashable, Sendable {
        public var name: String
        /// Copies given now, and copies there are in all: 3 of 5.
        public var given: Int
        public var total: Int
        public var note: String
        public init(name: String, given: Int, total: Int, note: String = "") {
            self.name = name
            self.given = given
            self.total = total
            self.note = note
        }
    }
    public enum Mark: Hashable, Sendable { case signature, thumbprint }

    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    public var procedure: String
    public var owner: String
    /// Who takes it, in what capacity, and what they showed (`Căn cước số …`, `Giấy ủy quyền số …`).
    public var collector: String
    public var capacity: String
    public var proof: String
    public var returned: Instant
    public var results: [Item]
    /// Originals that the agency had kept.
    public var originals: [Item] = []
    public var fees: [SlipFee] = []
    public var mark: Mark = .signature
    /// `Mất giấy hẹn`, `Còn 2 bản trả sau`.
    public var remarks: [String] = []
    public var officerName: String = ""
    /// Which print it is, from the second on.
    public var notes: [String] = []

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        procedure: String,
        owner: String,
        collector: String,
        capacity: String,
        proof: String,
        returned: Instant,
        results: [Item]
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.procedure = procedure
        self.owner = owner
        self.collector = collector
        self.capacity = capacity
        self.proof = proof
        self.returned = returned
        self.results = results
    }

    public var documentTitle: String { "PHIẾU TRẢ KẾT QUẢ – \(code)" }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        try fitted(Fit.letter) { (fit) throws(PaperError) in
            var flow = Flow(type, stock: .a4, base: fit.base, gap: fit.gap)
            try flow.head(head, forms: forms, label: nil, code: code)
            try flow.title("PHIẾU TRẢ KẾT QUẢ GIẢI QUYẾT HỒ SƠ", notes: notes)
            try flow.field("Chủ hồ sơ", owner, bold: true)
            try flow.field("Nội dung yêu cầu giải quyết", procedure)
            try flow.field("Người nhận kết quả", "\(collector) (\(capacity))", bold: true)
            try flow.field("Giấy tờ xuất trình", proof)
            try flow.field("Thời gian trả kết quả", OfficialWords.moment(returned))
            flow.space(4)
            let columns = [
                Column(title: "STT", share: 8, align: .center), Column(title: "Kết quả, giấy tờ trả lại", share: 54),
                Column(title: "Số bản trả", share: 16, align: .center), Column(title: "Ghi chú", share: 22),
            ]
            let kept = originals.map {
                Item(
                    name: $0.name,
                    given: $0.given,
                    total: $0.total,
                    note: $0.note.isEmpty ? "Bản chính đã giữ" : $0.note
                )
            }
            try flow.table(
                columns,
                (results + kept).enumerated().map { index, item in
                    let count = item.given == item.total ? "\(item.given)" : "\(item.given) trên \(item.total)"
                    return ["\(index + 1)", Rich(item.name), Rich(count), Rich(item.note)]
                }
            )
            for fee in fees { try flow.text("Phí, lệ phí: \(fee.words).") }
            for remark in remarks { try flow.text(.italic(remark)) }
            let note = mark == .signature ? "(Ký và ghi rõ họ tên)" : "(Điểm chỉ)"
            try flow.signatures([
                SlipSignature(title: "NGƯỜI NHẬN KẾT QUẢ", note: note, name: collector),
                SlipSignature(title: "NGƯỜI TRẢ KẾT QUẢ", name: officerName),
            ])
            return try flow.finished("Mã hồ sơ \(code)")
        }
    }
}
