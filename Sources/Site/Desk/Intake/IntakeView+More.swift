internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Web

extension IntakeView {
    // MARK: Channel, result, who decides

    func wayPart(_ f: FormView) -> HTML {
        let channels = IntakeChannel.allCases.filter { $0 != .onlineSelf }.map {
            Choice($0.rawValue, t("channel.\($0.rawValue)"), hint: t.optional("intake.channel.\($0.rawValue)"))
        }
        let deliveries = ResultDelivery.allCases.map { Choice($0.rawValue, t("delivery.\($0.rawValue)")) }
        let units = unitChoices
        let channel = f.radios("channel", legend: t("intake.channel"), choices: channels)
        let delivery = f.select("delivery", label: t("intake.delivery"), choices: deliveries)
        let pickUp = f.select(
            "pickup",
            label: t("intake.pickup"),
            choices: units,
            empty: t("intake.pickup.none"),
            isOptional: true
        )
        let usual = scene.usualCompetent.flatMap { scene.directory.name(of: $0, on: scene.today) }
        let competent = f.select(
            "competent",
            label: t("intake.competent"),
            choices: units,
            hint: t("intake.competent.hint"),
            empty: usual.map { t("intake.competent.usual", ["name": $0]) } ?? t("intake.competent.ask")
        )
        return card(t("intake.part.way"), id: "way", "\(competent)\(channel)\(delivery)\(pickUp)")
    }
    private var unitChoices: [Choice] {
        scene.directory.all(on: scene.today).filter { $0.kind != .centre }
            .sorted { VietnameseText.folded($0.shortName) < VietnameseText.folded($1.shortName) }
            .map { Choice($0.id.rawValue, $0.name) }
    }

    // MARK: Money

    func moneyPart(_ f: FormView, _ preview: IntakePreview) -> HTML {
        let amount = preview.fee.map { t.money($0) } ?? t("intake.fee.unstated")
        let text: HTML =
            preview.feeText.isEmpty
            ? .nothing
            : details(t("intake.fee.text"), isOpen: preview.fee == nil, "<p>\(HTML.lines(preview.feeText))</p>")
        let fee = f.field(
            "fee",
            label: t("intake.fee.other"),
            hint: t("intake.fee.hint"),
            width: .short,
            inputMode: "numeric",
            isOptional: true,
            suffix: "đ"
        )
        let exempt = f.checkbox("exempt", label: t("intake.exempt"))
        let percent = f.field(
            "percent",
            label: t("intake.exempt.percent"),
            width: .tiny,
            inputMode: "numeric",
            suffix: "%"
        )
        let ground = f.field("ground", label: t("intake.exempt.ground"), hint: t("intake.exempt.ground.hint"))
        let isExempt = form.flag("exempt") || form.errors["ground"] != nil || form.errors["percent"] != nil
        let less = details(t("intake.exempt.title"), isOpen: isExempt, "\(exempt)\(percent)\(ground)")
        let pay = f.radios(
            "pay",
            legend: t("intake.pay"),
            choices: [Choice("later", t("intake.pay.later")), Choice("now", t("intake.pay.now"))],
            isInline: true
        )
        let receipt = f.field("receipt", label: t("intake.receipt"), width: .half, isOptional: true)
        // Where nothing is to be paid nothing is asked about paying.
        let isFree = preview.fee == .zero && form.errors["receipt"] == nil
        let paying: HTML = isFree ? f.hidden("pay", "later") : "\(pay)\(receipt)"
        let limit =
            scene.version.limit(of: IntakeForm.channel(form)) == nil
            ? f.field("limit", label: t("intake.limit"), hint: t("intake.limit.hint"), width: .half) : HTML.nothing
        return card(
            t("intake.part.money"),
            id: "money",
            """
            \(summaryList([SummaryRow(t("intake.fee"), "<b>\(amount)</b>")]))\(text)\(fee)\(less)\(paying)\(limit)
            """
        )
    }

    // MARK: What the slip will say

    func slipPart(_ preview: IntakePreview) -> HTML {
        let again = button(t("intake.again"), kind: .secondary, name: "do", value: "price")
        guard let due = preview.due, let limit = preview.limit else {
            return card(t("intake.part.slip"), id: "slip", "<p>\(t("intake.slip.noLimit"))</p>\(again)")
        }
        let words = t.language == .vi ? limit.vietnamese : limit.english
        let lines = due.lines.map { line -> HTML in "<li>\(t.language == .vi ? line.vi : line.en)</li>" }
        var rows = [
            SummaryRow(
                t("intake.slip.who"),
                HTML(preview.submitter.isEmpty ? t("intake.slip.nobody") : preview.submitter)
            ),
            SummaryRow(t("intake.slip.decides"), HTML(preview.competent ?? t("intake.competent.ask"))),
            SummaryRow(
                t("intake.slip.papers"),
                HTML(preview.papers.isEmpty ? t("intake.slip.noPapers") : preview.papers.joined(separator: "; "))
            ),
            SummaryRow(t("intake.slip.fee"), HTML(preview.fee.map { t.money($0) } ?? t("intake.fee.unstated"))),
        ]
        if !preview.missing.isEmpty {
            rows.insert(SummaryRow(t("intake.slip.missing"), HTML(preview.missing.joined(separator: "; "))), at: 3)
        }
        let how = details(
            t("intake.slip.how"),
            "<p>\(t("intake.slip.limit", ["limit": words]))</p><ol>\(HTML.join(lines))</ol>"
        )
        return card(
            t("intake.part.slip"),
            id: "slip",
            """
            \(callout(label: t("intake.slip.due"), t.halfDayWithLunar(due.at), note: t.dateTime(due.at), state: .process))
            \(summaryList(rows))\(how)\(again)
            """
        )
    }

    // MARK: What is done

    func actsPart(_ f: FormView) -> HTML {
        let accept = buttons(
            button(t("intake.accept"), name: "do", value: "accept", key: "s"),
            button(t("intake.park"), kind: .secondary, name: "do", value: "park", key: "p")
        )
        let ask = details(
            t("intake.ask.title"),
            isOpen: opened == .ask || form.errors["request"] != nil,
            """
            \(f.textarea("request", label: t("intake.request"), hint: t("intake.request.hint")))
            \(button(t("intake.ask"), kind: .secondary, name: "do", value: "ask"))
            """
        )
        let refuse = details(
            t("intake.refuse.title"),
            isOpen: opened == .refuse || form.errors["reason"] != nil || form.errors["legal"] != nil,
            """
            \(f.textarea("reason", label: t("intake.reason"), hint: t("intake.reason.hint")))
            \(f.field("legal", label: t("intake.legal"), hint: t("intake.legal.hint")))
            \(button(t("intake.refuse"), kind: .danger, name: "do", value: "refuse"))
            """
        )
        return card(t("intake.part.do"), id: "do", "\(accept)\(atOncePart(f))\(ask)\(refuse)")
    }

    private func atOncePart(_ f: FormView) -> HTML {
        guard scene.version.rules.mayBeAtOnce else { return .nothing }
        let signers = scene.signers.map { Choice($0.id.rawValue, "\($0.name) – \($0.block)") }
        let marks = ReceiptMark.allCases.map { Choice($0.rawValue, t("mark.\($0.rawValue)")) }
        let signer =
            signers.isEmpty
            ? banner(.warning, t("intake.signer.none"))
            : f.select("signer", label: t("intake.signer"), choices: signers)
        let isOpen = opened == .atonce || form.errors["number"] != nil || form.errors["signer"] != nil
        return details(
            t("intake.atonce.title"),
            isOpen: isOpen,
            """
            <p>\(t("intake.atonce.text"))</p>
            \(f.field("number", label: t("intake.atonce.number"), width: .half))\(signer)
            \(f.radios("mark", legend: t("intake.mark"), choices: marks, isInline: true))
            \(button(t("intake.atonce"), kind: .secondary, name: "do", value: "atonce"))
            """
        )
    }
}
