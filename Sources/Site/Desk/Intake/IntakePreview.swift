internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Web

/// What the slip will say if the dossier is accepted now, as far as the form tells already.
struct IntakePreview: Sendable {
    let limit: TimeLimit?
    let due: DueDate?
    /// Nil: not stated by the record and not typed.
    let fee: Money?
    let feeText: String
    let papers: [String]
    let missing: [String]
    let submitter: String
    /// Nil while it is not known who decides.
    let competent: String?

    init(_ form: FormData, _ scene: IntakeScene) {
        let channel = IntakeForm.channel(form)
        let version = scene.version
        limit = version.limit(of: channel) ?? TimeLimit(written: form.value("limit"))
        due = limit.map { scene.calendar.due(received: scene.now.cutToMinute, limit: $0) }
        fee = Self.fee(form, version, channel)
        feeText = version.feeText(of: channel)
        missing = IntakeReader.missing(form, version)
        let announced = version.papers.enumerated().filter { form.value("paper_\($0.offset)") == "in" }
            .map(\.element.name)
        let extra = (0..<IntakeForm.extraCount(form)).map { form.value("extra_\($0)_name") }.filter { !$0.isEmpty }
        papers = announced + extra
        submitter = scene.persons["p"]?.name ?? form.value("p_name")
        competent = scene.competentIsKnown ? scene.directory.name(of: scene.competent, on: scene.today) : nil
    }

    private static func fee(_ form: FormData, _ version: ProcedureVersion, _ channel: IntakeChannel) -> Money? {
        var form = form
        if let typed = form.integer("fee", in: 0...Int(FeeRule.greatest.dong)) { return Money(dong: Int64(typed)) }
        let copies = form.integer("copies", in: 1...DossierLimits.copies) ?? 1
        let percent = form.flag("exempt") ? form.integer("percent", in: 1...100) : nil
        let exemption = percent.map { FeeExemption(percent: $0, ground: form.value("ground")) }
        return version.terms(of: channel).flatMap { FeeRule.compute($0, copies: copies, exemption: exemption) }
    }
}
