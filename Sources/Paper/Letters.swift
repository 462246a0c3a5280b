public import Kernel

/// Form 02 (CT05): what is missing and why, asked once.
public struct SupplementRequest: Letter, Hashable {
    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    /// The friendly words and the QR code; nil leaves the frame out.
    public var card: SlipCard?
    public var party: SlipParty
    public var procedure: String
    /// What is to be put right or handed in, one line each.
    public var items: [String]
    public var reason: String
    /// By when, in words; empty when no day is set.
    public var until: String = ""
    /// Whom to ask: the officer or office, and the telephone number.
    public var contact: String = ""
    public var contactPhone: String = ""
    public var notes: [String] = []
    public var officerName: String = ""

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        card: SlipCard? = nil,
        party: SlipParty,
        procedure: String,
        items: [String],
        reason: String
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.card = card
        self.party = party
        self.procedure = procedure
        self.items = items
        self.reason = reason
    }

    static let slip = PrintedForm.supplement
    static let partyLabel = "Hồ sơ của"
    var inviting: SlipCard? { card }

    func write(_ flow: inout Flow) throws(PaperError) {
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try flow.text("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:")
        try flow.list(items)
        try flow.field("Lý do", reason)
        if !until.isEmpty { try flow.field("Thời hạn bổ sung, hoàn thiện", until, bold: true) }
        let whom = contact.isEmpty ? forms.officeWords(head) : contact
        let phone = contactPhone.isEmpty ? "...................." : contactPhone
        try flow.text(
            """
            Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông/bà liên hệ với \(whom), số điện thoại \
            \(b: phone) để được hướng dẫn./.
            """
        )
        try flow.signatures([SlipSignature(title: "NGƯỜI HƯỚNG DẪN", name: officerName)])
    }
}

/// Form 03 (CT06): why a dossier is not received, in law and in plain words, and the way on.
public struct RefusalSlip: Letter, Hashable {
    public var head: SlipHead
    public var forms: FormSet
    /// Empty when the dossier never got one.
    public var code: String
    public var party: SlipParty
    public var procedure: String
    public var reason: String
    /// The article that says so.
    public var legalGround: String
    /// What the person can do instead.
    public var wayOn: String = ""
    public var notes: [String] = []
    public var submitterName: String = ""
    public var officerName: String = ""

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        party: SlipParty,
        procedure: String,
        reason: String,
        legalGround: String
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.party = party
        self.procedure = procedure
        self.reason = reason
        self.legalGround = legalGround
    }

    static let slip = PrintedForm.refusal
    static let partyLabel = "Tiếp nhận hồ sơ của"
    static let namesOffice = true

    func write(_ flow: inout Flow) throws(PaperError) {
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try flow.text(
            """
            Qua xem xét, \(forms.officeWords(head)) thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể \
            như sau:
            """
        )
        try flow.text(.bold(reason), indent: flow.base)
        try flow.field("Căn cứ", legalGround)
        if !wayOn.isEmpty { try flow.field("Ông/bà có thể", wayOn) }
        try flow.text("Xin thông báo cho ông/bà được biết./.")
        let name = submitterName.isEmpty ? party.name : submitterName
        try flow.signatures([
            SlipSignature(title: "NGƯỜI NỘP HỒ SƠ", name: name),
            SlipSignature(title: "NGƯỜI TIẾP NHẬN HỒ SƠ", name: officerName),
        ])
    }
}

/// Form 04: the agency is late, says sorry and why, and names a new day; signed by its head.
public struct ApologyLetter: Letter, Hashable {
    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    public var card: SlipCard?
    public var party: SlipParty
    public var procedure: String
    /// The branch of law, in the text of the form of 2018.
    public var field: String
    public var received: Instant
    /// The day on the receipt slip.
    public var due: Instant
    public var reason: String
    public var newDue: Instant
    /// `Nơi nhận`, a line each.
    public var recipients: [String] = ["Như trên", "Lưu: VT"]
    public var signature: SlipSignature

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        card: SlipCard? = nil,
        party: SlipParty,
        procedure: String,
        field: String,
        received: Instant,
        due: Instant,
        reason: String,
        newDue: Instant,
        signature: SlipSignature
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.card = card
        self.party = party
        self.procedure = procedure
        self.field = field
        self.received = received
        self.due = due
        self.reason = reason
        self.newDue = newDue
        self.signature = signature
    }

    static let slip = PrintedForm.apology
    static let partyLabel = "Kính gửi"
    var inviting: SlipCard? { card }

    func write(_ flow: inout Flow) throws(PaperError) {
        let office = forms.officeWords(head)
        try flow.text(
            """
            \(OfficialWords.capital(OfficialWords.day(received.date))), \(office) tiếp nhận hồ sơ thuộc lĩnh vực \
            \(field) của ông/bà.
            """
        )
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try flow.field("Số biên nhận hồ sơ", code, bold: true)
        try flow.field("Ngày hẹn trả kết quả", OfficialWords.moment(due), bold: true)
        try flow.text(
            """
            Tuy nhiên đến nay \(office) chưa trả kết quả giải quyết hồ sơ của ông/bà đúng thời hạn quy định ghi \
            trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
            """
        )
        try flow.field("Lý do", reason)
        try flow.text("\(office) chân thành xin lỗi ông/bà vì sự chậm trễ này.")
        let words =
            forms.regime == .circular2018 ? "Thời gian hẹn trả kết quả lại" : "Thời gian đề nghị gia hạn đến"
        try flow.field(words, OfficialWords.moment(newDue), bold: true)
        try flow.text("Rất mong nhận được sự thông cảm của ông/bà./.")
        try flow.signed(signature, recipients: recipients)
    }
}

extension Flow {
    /// `Nơi nhận` on the left, the signer on the right, as in a letter.
    mutating func signed(_ signature: SlipSignature, recipients: [String]) throws(PaperError) {
        let before = pages.count
        let top = y
        try signatures([signature])
        guard !recipients.isEmpty else { return }
        let list = recipients.map { "- \(Rich.escape($0))" }.joined(separator: ";\n")
        let markup = "<b><i>Nơi nhận:</i></b>\n<span size=\"\(Int(base * 0.85 * 1024))\">\(list).</span>"
        let block = try set(Rich(markup: markup), size: base * 0.92, width: frame.width / 2 - base)
        let start = pages.count == before ? top : frame.y
        put(block, x: frame.x, y: start + base * 0.5)
        y = max(y, start + block.height + base * 0.5)
    }
}
