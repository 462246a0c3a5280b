public import Kernel

/// Form 06 (05 until June 2025): every hand-over of a dossier, one row each, never written over.
public struct ControlSheet: Form, Hashable {
    public struct Row: Hashable, Sendable {
        public enum Outcome: Hashable, Sendable { case early, onTime, late, open }
        public var agency: String
        public var givenBy: String
        public var givenAt: Instant
        public var receivedBy: String
        /// Nil while the other side has not taken it.
        public var receivedAt: Instant?
        public var outcome: Outcome
        public var note: String

        public init(
            agency: String,
            givenBy: String,
            givenAt: Instant,
            receivedBy: String,
            receivedAt: Instant?,
            outcome: Outcome,
            note: String = ""
        ) {
            self.agency = agency
            self.givenBy = givenBy
            self.givenAt = givenAt
            self.receivedBy = receivedBy
            self.receivedAt = receivedAt
            self.outcome = outcome
            self.note = note
        }
    }

    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    public var procedure: String
    public var owner: String
    public var received: Instant
    public var due: Instant
    public var rows: [Row]

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        procedure: String,
        owner: String,
        received: Instant,
        due: Instant,
        rows: [Row]
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.procedure = procedure
        self.owner = owner
        self.received = received
        self.due = due
        self.rows = rows
    }

    public var documentTitle: String { "\(forms.label(of: .controlSheet)?.title ?? "") – \(code)" }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        var flow = Flow(type, stock: .a4, base: 12.4)
        let label = forms.label(of: .controlSheet)
        try flow.head(head, forms: forms, label: label, code: code)
        try flow.title(label?.title ?? "")
        try flow.field("Chủ hồ sơ", owner, bold: true)
        try flow.field("Nội dung yêu cầu giải quyết", procedure)
        try flow.field("Thời gian nhận hồ sơ", OfficialWords.moment(received))
        try flow.field("Thời gian trả kết quả", OfficialWords.moment(due), bold: true)
        flow.space(4)
        let columns = [
            Column(title: "TÊN CƠ QUAN", share: 24),
            Column(title: "THỜI GIAN GIAO, NHẬN HỒ SƠ", share: 41),
            Column(title: "KẾT QUẢ GIẢI QUYẾT HỒ SƠ", share: 17, align: .center),
            Column(title: "GHI CHÚ", share: 18),
        ]
        try flow.table(
            columns,
            rows.map { row in
                let taken = row.receivedAt.map { OfficialWords.inTable($0) } ?? "...................."
                let times: Rich =
                    """
                    \(b: "1. Giao:") \(OfficialWords.inTable(row.givenAt))\nNgười giao: \(row.givenBy)\n\(b: "2. Nhận:") \
                    \(taken)\nNgười nhận: \(row.receivedBy)
                    """
                return [.bold(row.agency), times, Rich(row.outcome.words), Rich(row.note)]
            },
            size: 11
        )
        return try flow.finished("Mã hồ sơ \(code)")
    }
}

extension ControlSheet.Row.Outcome {
    var words: String {
        switch self {
        case .early: "Trước hạn"
        case .onTime: "Đúng hạn"
        case .late: "Quá hạn"
        case .open: ""
        }
    }
}

/// Form 07 (06 until June 2025): the running list of a unit, on turned A4.
public struct RegisterBook: Form, Hashable {
    public struct Row: Hashable, Sendable {
        public var number: Int
        public var code: String
        public var procedure: String
        public var count: Int
        public var person: String
        public var addressAndPhone: String
        public var competent: String
        /// Days as they are to be read; empty where nothing happened yet.
        public var received: String
        public var due: String
        public var forwarded: String
        public var resultReceived: String
        public var returned: String
        public var way: String
        public var signed: String
        public var note: String

        public init(
            number: Int,
            code: String,
            procedure: String,
            count: Int = 1,
            person: String,
            addressAndPhone: String,
            competent: String,
            received: String,
            due: String,
            forwarded: String = "",
            resultReceived: String = "",
            returned: String = "",
            way: String = "",
            signed: String = "",
            note: String = ""
        ) {
            self.number = number
            self.code = code
            self.procedure = procedure
            self.count = count
            self.person = person
            self.addressAndPhone = addressAndPhone
            self.competent = competent
            self.received = received
            self.due = due
            self.forwarded = forwarded
            self.resultReceived = resultReceived
            self.returned = returned
            self.way = way
            self.signed = signed
            self.note = note
        }
    }

    public var head: SlipHead
    public var forms: FormSet
    /// `Quyển số 02 năm 2026`, or the span of days.
    public var volume: String
    public var rows: [Row]

    public init(head: SlipHead, forms: FormSet, volume: String, rows: [Row]) {
        self.head = head
        self.forms = forms
        self.volume = volume
        self.rows = rows
    }

    public var documentTitle: String { "\(forms.label(of: .registerBook)?.title ?? "") – \(volume)" }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        var flow = Flow(type, stock: .a4Turned, base: 11)
        let label = forms.label(of: .registerBook)
        try flow.head(head, forms: forms, label: label)
        try flow.title(label?.title ?? "", notes: [volume])
        let columns: [Column] = [
            Column(title: "STT", share: 4, align: .center), Column(title: "Mã hồ sơ", share: 12.6),
            Column(title: "Tên thủ tục hành chính", share: 15),
            Column(title: "Số bộ", share: 4, align: .center),
            Column(title: "Tên cá nhân, tổ chức", share: 10), Column(title: "Địa chỉ, số điện thoại", share: 11),
            Column(title: "Cơ quan chủ trì giải quyết", share: 9),
            Column(title: "Nhận hồ sơ", share: 7.4, align: .center),
            Column(title: "Hẹn trả kết quả", share: 7.4, align: .center),
            Column(title: "Chuyển đến cơ quan giải quyết", share: 7.4, align: .center),
            Column(title: "Nhận kết quả", share: 7.4, align: .center),
            Column(title: "Trả kết quả", share: 7.4, align: .center),
            Column(title: "Phương thức nhận", share: 7), Column(title: "Ký nhận", share: 6),
            Column(title: "Ghi chú", share: 7),
        ]
        try flow.table(
            columns,
            rows.map { row in
                [
                    "\(row.number)", Rich(row.code), Rich(row.procedure), "\(row.count)", Rich(row.person),
                    Rich(row.addressAndPhone), Rich(row.competent), Rich(row.received), Rich(row.due),
                    Rich(row.forwarded), Rich(row.resultReceived), Rich(row.returned), Rich(row.way), Rich(row.signed),
                    Rich(row.note),
                ]
            },
            size: 7.6
        )
        return try flow.finished("\(label?.title ?? "") – \(volume)")
    }
}
