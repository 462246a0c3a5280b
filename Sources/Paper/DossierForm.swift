/// What the forms of one dossier share: head, title, the friendly frame, the office, whose dossier it is.
protocol DossierForm: Form {
    /// Which of the set's forms it is.
    static var slip: PrintedForm { get }
    /// The title where the set of forms has none.
    static var title: String { get }
    /// What stands before the person: `Hồ sơ của`, `Kính gửi`.
    static var partyLabel: String { get }
    /// Whether the issuing office is named in a line of its own.
    static var namesOffice: Bool { get }
    var head: SlipHead { get }
    var forms: FormSet { get }
    var code: String { get }
    var party: SlipParty { get }
    /// The friendly words and the QR code, where the form has them.
    var inviting: SlipCard? { get }
    /// What makes this print special: a reprint, a replacement.
    var notes: [String] { get }
}

extension DossierForm {
    static var title: String { "" }
    static var namesOffice: Bool { false }
    var inviting: SlipCard? { nil }
    var notes: [String] { [] }
    var label: FormLabel? { forms.label(of: Self.slip) }
    public var documentTitle: String { (label?.title ?? Self.title) + (code.isEmpty ? "" : " – \(code)") }

    /// Everything above the form's own text.
    func open(_ flow: inout Flow, copy: String = "") throws(PaperError) {
        try flow.head(head, forms: forms, label: label, copy: copy, code: code)
        try flow.title(label?.title ?? Self.title, notes: notes)
        if let inviting { try flow.card(inviting) }
        if Self.namesOffice { try flow.field(forms.officeLabel, forms.officeWords(head)) }
        try flow.party(party, label: Self.partyLabel)
    }
    /// The pages, numbered with the dossier's code.
    func closed(_ flow: Flow) throws(PaperError) -> [Page] {
        try flow.finished(code.isEmpty ? "" : "Mã hồ sơ \(code)")
    }
}

/// A form of one copy, set as a letter.
protocol Letter: DossierForm {
    /// The form's own text and its signatures.
    func write(_ flow: inout Flow) throws(PaperError)
}

extension Letter {
    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        try fitted(Fit.letter) { (fit) throws(PaperError) in
            var flow = Flow(type, stock: .a4, base: fit.base, gap: fit.gap)
            try open(&flow)
            try write(&flow)
            return try closed(flow)
        }
    }
}
