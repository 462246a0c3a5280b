internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// What the tracking page says: decided here, written in `TrackingPage`.
struct TrackingView: Sendable {
    let file: TrackingFile
    let situation: TrackingSituation
    let t: Texts
    let now: Instant

    init(_ file: TrackingFile, _ t: Texts, at now: Instant) {
        self.file = file
        self.t = t
        self.now = now
        situation = TrackingSituation(file.dossier, at: now)
    }

    var dossier: Dossier { file.dossier }
    var code: String { dossier.filing?.code.rawValue ?? "" }
    var procedure: String {
        guard let version = file.procedure else { return dossier.filing?.procedureCode ?? "" }
        return ProcedureView(version, t).name
    }
    var procedureCode: String { dossier.filing?.procedureCode ?? "" }
    var owners: String {
        if dossier.filing?.unnamedOwner == true { return t("citizen.track.unnamed") }
        return file.owners.joined(separator: ", ")
    }

    func agency(_ id: ID<Agency>?) -> String { id.flatMap { file.agencies[$0] } ?? t("web.name.sub") }

    /// Where the citizen collects the result.
    var place: String {
        guard let filing = dossier.filing else { return t("web.name.sub") }
        return agency(filing.delivery == .nearHome ? filing.pickUp ?? filing.receiving : filing.receiving)
    }

    // MARK: The large line

    /// What the texts of a situation may speak of.
    private var values: [String: any CustomStringConvertible] {
        let filing = dossier.filing
        let left = max(0, (filing?.copies ?? 1) - dossier.copiesReturned)
        return [
            "place": place, "competent": agency(filing?.competent),
            "due": dossier.dueAt.map(t.dateTime) ?? "",
            "until": (dossier.supplementUntil ?? dossier.paymentUntil).map(t.dateWithLunar) ?? "",
            "amount": amountAsked ?? "", "left": left, "number": dossier.resultNumber ?? "",
        ]
    }
    /// What was asked for while the clock stands still, or what is left of the fee.
    private var amountAsked: String? {
        for entry in file.history.reversed() {
            if case .paymentAsked(let asked) = entry.event { return t.money(asked.amount) }
        }
        return dossier.amountDue.map(t.money)
    }

    var label: String { t("citizen.now.\(situation.rawValue).label", values) }
    var large: String {
        guard situation.showsDate, let due = dossier.dueAt, let way = dossier.filing?.delivery else {
            return t("citizen.now.\(situation.rawValue).large", values)
        }
        return t("citizen.come.\(way.rawValue)", ["when": t.halfDayWithLunar(due)])
    }
    var note: String? {
        if situation.showsDate, let due = dossier.dueAt {
            return t("citizen.come.note", ["time": t.dateTime(due), "place": place])
        }
        return t.optional("citizen.now.\(situation.rawValue).note", values)
    }

    // MARK: What comes next, what to do

    var next: String {
        if situation == .late, dossier.extended != nil { return t("citizen.now.late.again", values) }
        return t("citizen.now.\(situation.rawValue).next", values)
    }
    /// What the citizen must do; nil when there is nothing to do but wait.
    var todo: String? {
        let act = situation.asksCitizen ? t("citizen.now.\(situation.rawValue).do", values) : nil
        let isVisit = situation.showsDate || situation == .resultReady || situation == .partly
        let comes = dossier.filing?.delivery == .counter || dossier.filing?.delivery == .nearHome
        let money = isVisit && comes ? dossier.amountDue.map { t("citizen.money.bring", ["amount": t.money($0)]) } : nil
        let parts = [act, money].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
    /// What the agency wrote to the citizen about what is wanted or why.
    var letter: String? {
        guard [.papersWanted, .papersFirst, .notAccepted, .stopped, .postponed, .late].contains(situation) else {
            return nil
        }
        for entry in file.history.reversed() {
            switch (entry.event, situation) {
            case (.extended, .postponed), (.extended, .late), (.supplementAsked, .papersWanted),
                (.papersAskedAtIntake, .papersFirst), (.refusedAtIntake, .notAccepted), (.stopped, .stopped):
                return TrackingFile.letter(entry.event).flatMap { file.texts[$0.id] }
            default: continue
            }
        }
        return nil
    }
    /// The article of law behind a refusal or a stop.
    var ground: String? {
        for entry in file.history.reversed() {
            switch (entry.event, situation) {
            case (.refusedAtIntake(let refusal), .notAccepted): return refusal.ground
            case (.stopped(let closed), .stopped): return closed.ground
            default: continue
            }
        }
        return nil
    }
    /// How it was decided, where it is; an answer that is no "yes" is said plainly.
    var outcome: String? {
        guard dossier.status == .finished || dossier.status == .returned else { return nil }
        return dossier.outcome.map { t("citizen.outcome.\($0.rawValue)", ["number": dossier.resultNumber ?? ""]) }
    }
    /// The apology for a date that was not kept.
    var apology: String? {
        if let extended = dossier.extended, situation == .postponed {
            return t(
                "citizen.track.sorry",
                ["old": dossier.legalDueAt.map(t.dateTime) ?? "", "new": t.dateTime(extended.dueAt)]
            )
        }
        if let done = dossier.finishedAt, let promised = dossier.legalDueAt, promised < done {
            return t("citizen.track.sorry.late", ["old": t.dateTime(promised)])
        }
        return nil
    }
    /// What makes the date uncertain.
    var warnings: [String] {
        var out: [String] = []
        if let replaced = file.replacedAt {
            out.append(t("citizen.track.replaced", ["date": t.dateTime(replaced)]))
        }
        if !dossier.restsOn.isEmpty, !situation.isOver, dossier.status?.isOpen == true {
            let days = dossier.restsOn.map(\.written).joined(separator: ", ")
            out.append(t("citizen.track.expected", ["days": days]))
        }
        return out
    }

    // MARK: Papers and money

    /// Whether nothing is with the agency: no papers, no money.
    private var isEmptyHanded: Bool { situation == .notAccepted || situation == .voided }

    /// The papers with what became of them; none where they went home with the citizen.
    var papers: [(name: String, form: String)] {
        let keeping = t(situation.isOver ? "citizen.track.keptOver" : "citizen.track.kept")
        return isEmptyHanded
            ? []
            : (dossier.filing?.papers ?? []).map { paper in
                let form = t("paper_form.\(paper.form.rawValue)")
                let kept = dossier.originalsKept.contains(paper.name) && paper.isKept
                let count = t("citizen.track.paperCount", ["count": paper.count, "form": form])
                return (paper.name, kept ? count + ". " + keeping : count)
            }
    }
    /// How the money stands, and the full text of the fee; nil where nothing is paid any more.
    var fee: (state: String, text: String)? {
        if dossier.finance == .due && situation.isOver && situation != .returned { return nil }
        if isEmptyHanded || situation == .papersFirst { return nil }
        let announced = dossier.filing?.fee.text ?? ""
        let text = ProcedureView.saysOnlyFree(announced) ? "" : announced
        let paid = dossier.paid.reduce(Money.zero) { $0 + $1.amount }
        if situation == .moneyWanted, let amount = amountAsked {
            return (t("citizen.money.asked", ["amount": amount]), text)
        }
        switch dossier.finance {
        case .due:
            return (
                dossier.amountDue.map { t("citizen.money.left", ["amount": t.money($0)]) } ?? t("citizen.money.open"),
                text
            )
        case .paid: return (t("citizen.money.paid", ["amount": t.money(paid)]), text)
        case .nothingDue:
            return (t(dossier.filing?.fee.amount == nil ? "citizen.fee.notStated" : "citizen.money.none"), text)
        }
    }

    // MARK: The derivation

    /// How the date was reckoned, line by line; empty before the clock started.
    var derivation: [String] {
        guard let received = dossier.receivedAt, let limit = dossier.limit, !isEmptyHanded, situation != .withdrawn
        else { return [] }
        let due = file.calendar.due(received: received, limit: limit, pauses: dossier.pauses)
        var lines = due.lines.map { t.language == .vi ? $0.vi : $0.en }
        if let extended = dossier.extended {
            lines.append(t("citizen.track.derivation.extended", ["date": t.dateTime(extended.dueAt)]))
        } else if let now = dossier.dueAt, now != due.at {
            lines.append(t("citizen.track.derivation.decided", ["date": t.dateTime(now)]))
        }
        return lines
    }
}
