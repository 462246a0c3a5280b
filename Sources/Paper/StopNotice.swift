public import Kernel

/// Form 05, since July 2025: the citizen asked to stop and no decision had been made.
public struct StopNotice: Letter, Hashable {
    public var head: SlipHead
    public var forms: FormSet
    public var code: String
    public var party: SlipParty
    public var procedure: String
    public var received: Instant
    /// When the citizen asked, and why in their words.
    public var asked: Instant
    public var request: String
    /// How far the work was: `Đang thẩm định`.
    public var stage: String
    /// What was decided: `Dừng giải quyết hồ sơ kể từ …`.
    public var decision: String
    /// What becomes of the money.
    public var settlement: String
    /// Originals given back, in words.
    public var papersBack: String = ""
    public var recipients: [String] = ["Như trên", "Lưu: VT"]
    public var signature: SlipSignature

    public init(
        head: SlipHead,
        forms: FormSet,
        code: String,
        party: SlipParty,
        procedure: String,
        received: Instant,
        asked: Instant,
        request: String,
        stage: String,
        decision: String,
        settlement: String,
        signature: SlipSignature
    ) {
        self.head = head
        self.forms = forms
        self.code = code
        self.party = party
        self.procedure = procedure
        self.received = received
        self.asked = asked
        self.request = request
        self.stage = stage
        self.decision = decision
        self.settlement = settlement
        self.signature = signature
    }

    static let title = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"
    static let slip = PrintedForm.stopNotice
    static let partyLabel = "Kính gửi"

    func write(_ flow: inout Flow) throws(PaperError) {
        try flow.field("Nội dung yêu cầu giải quyết", procedure, bold: true)
        try flow.field("Thời gian nhận hồ sơ", OfficialWords.moment(received))
        try flow.field("Thời gian ông/bà đề nghị dừng", OfficialWords.moment(asked), bold: true)
        try flow.field("Nội dung đề nghị", request)
        try flow.field("Hồ sơ đang ở bước", stage)
        try flow.text(.bold(decision))
        try flow.field("Phí, lệ phí", settlement)
        if !papersBack.isEmpty { try flow.field("Giấy tờ trả lại", papersBack) }
        try flow.text(
            """
            Ông/bà có thể nộp lại hồ sơ bất cứ lúc nào. \(forms.officeWords(head)) xin thông báo để \
            ông/bà được biết./.
            """
        )
        try flow.signed(signature, recipients: recipients)
    }
}
