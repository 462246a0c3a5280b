internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// One entry of a dossier's chain in plain words.
struct PathItem: Hashable, Sendable {
    let title: String
    let when: String
    let who: String
    /// What belongs to it: units, texts, sums, new dates.
    let lines: [String]
    let isUndone: Bool
}

/// Turns the entries of a dossier into a path that anyone understands.
struct PathWords {
    let facts: DossierFacts
    let t: Texts

    func items() -> [PathItem] {
        var undone = Set<Int>()
        for entry in facts.history {
            if case .undone(let taken) = entry.event { undone.formUnion(taken.versions) }
        }
        return facts.history.map { item($0, isUndone: undone.contains($0.version)) }
    }

    func item(_ entry: DossierEntry, isUndone: Bool = false) -> PathItem {
        let unit = entry.agency.map { ", " + facts.unit($0) } ?? ""
        let texts = entry.event.references.compactMap { facts.texts[$0.id] }.map {
            t("folder.path.quote", ["text": $0])
        }
        return PathItem(
            title: title(entry.event),
            when: t.dateTime(entry.at),
            who: facts.name(entry.actor, t) + unit,
            lines: details(entry.event) + texts,
            isUndone: isUndone
        )
    }

    /// `Đinh Thị Hạnh: Đã chuyển hồ sơ (8 giờ 30, thứ Tư 28/10/2026)`: for the page that tells it was old.
    func sentence(_ entry: DossierEntry) -> String {
        let item = item(entry)
        return "\(item.who): \(item.title) (\(item.when))"
    }

    private func title(_ event: DossierEvent) -> String {
        if case .stepDone(let done) = event, facts.dossier.steps.indices.contains(done.step) {
            return t("folder.path.step", ["name": facts.dossier.steps[done.step].name])
        }
        if case .handedOver(let handOver) = event {
            return t(handOver.purpose == .result ? "folder.path.result" : "folder.path.folder")
        }
        return t("event.\(event.label)")
    }

    private func details(_ event: DossierEvent) -> [String] {
        switch event {
        case .received(let reception):
            [due(reception.dueAt)] + (reception.atOnce ? [t("folder.path.atOnce")] : [])
        case .handedOver(let handOver):
            [t("folder.path.fromTo", ["from": facts.unit(handOver.from), "to": facts.unit(handOver.to)])]
                + (handOver.bag.map { [t("folder.path.bag", ["number": $0])] } ?? [])
        case .stepDone(let done): step(done)
        case .reassigned(let reassigned):
            [
                reassigned.to.map { t("folder.path.to", ["name": facts.name($0, t)]) } ?? t("folder.path.toDuty"),
                t("folder.path.ground", ["text": reassigned.ground]),
            ]
        case .rerouted(let rerouted): [t("folder.path.toUnit", ["name": facts.unit(rerouted.to)])]
        case .supplementProposed(let wish): [until(wish.until)] + ground(wish.overrideGround)
        case .supplementAsked(let asked): [until(asked.until)] + ground(asked.overrideGround)
        case .refusedAtIntake(let refusal): ground(refusal.ground)
        case .stopped(let closed), .voided(let closed): ground(closed.ground)
        case .folderMoved(let moved): [moved.place]
        default: clockOrEnd(event)
        }
    }

    private func clockOrEnd(_ event: DossierEvent) -> [String] {
        switch event {
        case .supplementBrought(let brought): brought.papers.map { "\($0.name) × \($0.count)" } + [due(brought.dueAt)]
        case .paymentAsked(let asked): ["\(t.money(asked.amount)): \(asked.text)", until(asked.until)]
        case .paymentMade(let made):
            [t("folder.path.paid", ["amount": t.money(made.amount), "receipt": made.receipt])]
                + (made.dueAt.map { [due($0)] } ?? [])
        case .extended(let extended): [due(extended.dueAt)]
        case .dueChanged(let changed): [due(changed.dueAt)] + ground(changed.ground)
        case .resumed(let resumed): [due(resumed.dueAt)] + ground(resumed.ground)
        case .finished(let finished):
            [t("outcome.\(finished.outcome.rawValue)"), t("folder.path.number", ["number": finished.number])]
        case .returned(let returned): self.returned(returned)
        case .originalsGivenBack(let given): given.papers + [t("mark.\(given.mark.rawValue)")]
        case .slipPrinted(let printed):
            [t("slip.\(printed.form.rawValue)")]
                + (printed.number > 1 ? [t("slip.reprint", ["number": printed.number])] : [])
                + (printed.replacesBecause == nil ? [] : [t("slip.replaces")])
        case .certified(let line):
            [t("folder.path.certified", ["number": line.number, "year": line.year, "title": line.title])]
        case .correctionOpened(let opened): [facts.linked[opened.dossier] ?? ""]
        default: []
        }
    }

    private func step(_ done: StepDone) -> [String] {
        var lines = [t("outcome.\(done.opinion.rawValue)")]
        if let signature = done.signature { lines.append(signature.block + " " + facts.name(signature.officer, t)) }
        if !done.seen { lines.append(t("folder.path.unseen")) }
        return lines
    }

    private func returned(_ returned: Returned) -> [String] {
        var lines = [t("folder.path.copies", ["count": returned.copies])]
        lines.append(t("proof.\(returned.proof.rawValue)") + ", " + t("mark.\(returned.mark.rawValue)"))
        if returned.slipLost { lines.append(t("folder.path.slipLost")) }
        if !returned.originals.isEmpty {
            lines.append(t("folder.path.originals", ["papers": returned.originals.joined(separator: ", ")]))
        }
        return lines
    }

    private func due(_ at: Instant) -> String { t("folder.path.due", ["date": t.dateTime(at)]) }
    private func until(_ date: CivilDate) -> String { t("folder.path.until", ["date": t.date(date)]) }
    private func ground(_ text: String?) -> [String] {
        text.flatMap { $0.isEmpty ? nil : [t("folder.path.ground", ["text": $0])] } ?? []
    }
}
