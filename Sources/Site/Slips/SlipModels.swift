internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Paper
internal import Register
internal import Web

/// What a slip needs beyond the dossier.
struct SlipExtras: Sendable {
    /// The number over the counter where the citizen comes.
    var counter: Int?
    /// The officer's telephone at work.
    var phone: String?
    /// The entry's hash and the agency's signature over code and hash.
    var proof = ""
    /// The first letters of that hash, with which anyone can ask whether the slip is the newest.
    var check = ""
    /// The address people reach the site by.
    var publicURL = ""
}

/// From a dossier to its printed papers. Pure: papers are always in Vietnamese, whoever prints them.
struct SlipModels {
    let facts: DossierFacts
    let extras: SlipExtras
    /// The Vietnamese texts.
    let t: Texts

    var dossier: Dossier { facts.dossier }
    var filing: Submission { facts.filing }
    var code: String { facts.filing.code.rawValue }
    var procedureName: String { facts.procedureName(.vi) }

    /// The paper of this kind, or nil where the dossier has nothing to say on it.
    func form(_ kind: SlipKind, layout: ReceiptSlip.Layout = .a4) -> (any Printable)? {
        guard SlipKind.there(for: dossier).contains(kind) else { return nil }
        return switch kind {
        case .receipt: receipt(layout)
        case .supplementRequest: supplement()
        case .refusal: refusal()
        case .apology: apology()
        case .stopNotice: stopNotice()
        case .controlSheet: controlSheet()
        case .returnReceipt: returnReceipt()
        }
    }

    // MARK: Form 01

    func receipt(_ layout: ReceiptSlip.Layout = .a4) -> ReceiptSlip? {
        guard let received = dossier.receivedAt, let due = dossier.dueAt, let limit = dossier.limit else { return nil }
        let entry = facts.history.last { if case .received = $0.event { true } else { false } }
        var slip = ReceiptSlip(
            head: head(received.date, number: dossier.bookNumber.map { "\($0.number)/TNHS" }),
            forms: forms(on: received.date),
            code: code,
            card: card(due),
            party: party,
            procedure: procedureName,
            papers: papers,
            timeLimit: limit.vietnamese,
            received: received,
            due: due,
            resultAt: resultAt
        )
        slip.layout = layout
        slip.submitter = submitter
        slip.dossierCount = filing.sets
        slip.dueWarning = ReceiptSlip.warning(dossier.restsOn)
        slip.fees = [fee]
        if let book = dossier.bookNumber {
            slip.bookVolume = "\(book.volume)"
            slip.bookNumber = "\(book.number)"
        }
        slip.notes = notes(.receipt)
        slip.proof = extras.proof
        slip.check = extras.check
        slip.checkAddress = extras.publicURL.isEmpty ? "" : extras.publicURL + Path("slips", "check").description
        slip.submitterName = facts.name(filing.submitter, t)
        slip.officerName = entry.map { facts.name($0.actor, t) } ?? ""
        return slip
    }

    /// The friendly frame with its QR code.
    private func card(_ due: Instant) -> SlipCard {
        let left = filing.fee.amount == nil ? nil : dossier.amountDue ?? .zero
        let paid = dossier.feePaid
        let isForeigner = facts.persons[filing.submitter]?.details.kind == .foreigner
        func words(_ language: Invitation.Language) -> Invitation {
            Invitation.words(
                due: due,
                way: way,
                left: left,
                paid: paid,
                today: dossier.receivedAt?.date ?? facts.now.date,
                hour: !Self.openings.contains(due.minuteOfDay),
                language: language
            )
        }
        return SlipCard(
            invitation: words(.vietnamese),
            translation: isForeigner ? words(.english) : nil,
            lookUpNumber: facts.keys?.lookUp.rawValue,
            trackingAddress: facts.keys.map { "\(extras.publicURL)/t/\($0.token)" },
            site: extras.publicURL.isEmpty ? nil : extras.publicURL
        )
    }

    /// When the doors open in the morning and in the afternoon: then "in the morning" says enough.
    private static let openings: Set<Int> = [7 * 60, 7 * 60 + 30, 8 * 60, 13 * 60, 13 * 60 + 30]

    private var way: Invitation.Way {
        switch filing.delivery {
        case .counter: .counter(extras.counter.map { "\($0)" })
        case .nearHome: .counter(nil)
        case .post: .home
        case .electronic: .electronic
        }
    }

    private var resultAt: String {
        switch filing.delivery {
        case .counter: (extras.counter.map { "quầy \($0), " } ?? "") + name(filing.receiving)
        case .nearHome: filing.pickUp.map { name($0) } ?? ""
        case .post: "địa chỉ của ông/bà, qua dịch vụ bưu chính"
        case .electronic: "tài khoản định danh điện tử của ông/bà"
        }
    }

    /// The official name of a unit on the day of reception.
    private func name(_ unit: ID<Agency>) -> String {
        facts.directory.name(of: unit, on: dossier.receivedAt?.date ?? facts.now.date) ?? facts.unit(unit)
    }

    private var papers: [SlipPaper] {
        filing.papers.map { paper in
            SlipPaper(
                name: paper.name,
                kind: t("paper_form.\(paper.form.rawValue)"),
                count: paper.count,
                originalKept: paper.isKept,
                note: paper.comparedBy.map { "người đối chiếu: \(facts.name($0, t))" } ?? ""
            )
        }
    }

    var fee: SlipFee {
        let state: SlipFee.State =
            dossier.amountDue != nil ? .toPay : dossier.feePaid > .zero ? .paid : .none
        // The slip ends the sentence itself.
        let announced = filing.fee.text.hasSuffix(".") ? String(filing.fee.text.dropLast()) : filing.fee.text
        let text = filing.fee.exemption.map { "\(announced) (miễn, giảm: \($0))" } ?? announced
        // The text of a fee that is free says so already.
        let amount = filing.fee.amount == .zero && !text.isEmpty ? nil : filing.fee.amount
        return SlipFee(text: text, amount: amount, state: state)
    }

    /// What this print is: the second of the same, or one that replaces a wrong one.
    func notes(_ form: SlipForm) -> [String] {
        let number = dossier.slips[form] ?? 0
        if let replaced = dossier.replacements[form], replaced == number {
            // A slip that was shown and not counted is replaced all the same.
            return [ReceiptSlip.replacing(number > 1 ? "in lần \(number - 1)" : "đã đưa trước")]
        }
        guard number > 1 else { return [] }
        return [ReceiptSlip.reprinted(number)]
    }

    // MARK: Heads and persons

    /// The set of forms by the procedure's field and the day.
    func forms(on date: CivilDate) -> FormSet {
        let number = TemplateSet.forms(field: filing.field, on: date).forms[.receipt]?.number ?? ""
        return FormSet(field: number.hasPrefix("CT") ? .residence : .general, on: date)
    }

    /// The head in the name of the unit that issues: the receiving one, or for letters the competent one.
    func head(_ date: CivilDate, of unit: ID<Agency>? = nil, number: String? = nil) -> SlipHead {
        let unit = unit ?? filing.receiving
        let name = facts.directory.name(of: unit, on: date) ?? facts.unit(unit)
        let above = facts.directory.ancestors(of: unit, on: date)
        return SlipHead(
            superior: above.first.map { $0.name.uppercased() } ?? "",
            office: name.uppercased(),
            officeWords: name,
            place: Self.place([facts.directory.agency(unit, on: date)].compactMap { $0 } + above),
            date: date,
            number: number
        )
    }

    /// Where a letter is written: the nearest place without the word for its kind.
    static func place(_ lineage: [Agency]) -> String {
        let kinds: Set<AgencyKind> = [.commune, .ward, .township, .district, .province]
        guard let place = lineage.first(where: { kinds.contains($0.kind) }) else { return "" }
        var name = place.name
        for word in [
            "Ủy ban nhân dân ", "UBND ", "tỉnh ", "thành phố ", "huyện ", "thị xã ", "phường ", "xã ", "thị trấn ",
        ]
        where name.lowercased().hasPrefix(word.lowercased()) {
            name = String(name.dropFirst(word.count))
        }
        return name
    }

    /// Whose dossier it is, with the number and address that the form asks for.
    var party: SlipParty {
        let names = facts.owners(t).joined(separator: ", ")
        // A newborn without a name is reached through whoever hands the dossier in.
        let person = (filing.owners.first ?? filing.submitter).flatMap { facts.persons[$0] }
        guard let details = person?.details else { return SlipParty(name: names) }
        return SlipParty(
            name: names,
            identityLabel: Self.label(details.identity.kind),
            identity: filing.owners.isEmpty ? "" : details.identity.text,
            address: details.address ?? "",
            phone: (details.phone ?? facts.persons[filing.submitter]?.details.phone)?.national ?? ""
        )
    }

    private static func label(_ kind: IdentityNumber.Kind) -> String {
        switch kind {
        case .citizen: "Số định danh/CCCD"
        case .oldCitizen: "Số CMND"
        case .passport: "Số hộ chiếu"
        case .taxCode: "Mã số thuế"
        case .none: "CCCD/MST"
        }
    }

    /// Who handed it in, where that is another than the owner.
    var submitter: String {
        guard filing.capacity != .oneself || filing.owners != [filing.submitter] else { return "" }
        return "\(facts.name(filing.submitter, t)) (\(t("capacity.\(filing.capacity.rawValue)").lowercased()))"
    }
}

extension ID {
    /// `Optional.flatMap` for what is always there: keeps chains in one line.
    fileprivate func flatMap<T>(_ change: (ID) -> T?) -> T? { change(self) }
}
