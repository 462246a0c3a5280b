internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Web

/// What the page of a dossier says, decided here; `dossierPage` only lays it out.
struct DossierView: Sendable {
    struct Due: Sendable {
        /// The day, large.
        let large: String
        /// The hour; where the clock does not run, also why.
        let note: String
        let words: String
        let isLate: Bool
        /// Whether time is still counted: then the bar stands below.
        let runs: Bool
        /// The part of the limit that is gone, in percent.
        let used: Int
        let state: TagState
        /// Why the clock does not run, or on which days the date rests.
        let remarks: [String]
    }
    struct Step: Sendable {
        let name: String
        let role: String
        let limit: String
        let due: String
        let state: TimelineItem.State
        let officer: String?
    }

    let code: String
    let owners: String
    let submitter: String?
    /// Numbers of the owners and of the submitter, masked: the whole ones stand on the slip alone.
    let contact: String?
    let procedure: String
    let state: TagState
    let status: String
    let place: String
    let due: Due?
    let offered: OfferedActs
    /// Whom it waits for, where it is not this officer's turn.
    let waitsFor: String?
    let steps: [Step]

    init(_ facts: DossierFacts, _ t: Texts) {
        let dossier = facts.dossier
        code = facts.filing.code.rawValue
        owners = facts.owners(t).joined(separator: ", ")
        procedure = facts.procedureName(t.language)
        let submitterName = facts.name(facts.filing.submitter, t)
        let capacity = t("capacity.\(facts.filing.capacity.rawValue)")
        submitter =
            facts.filing.capacity == .oneself && facts.filing.owners == [facts.filing.submitter]
            ? nil : "\(submitterName) (\(capacity))"
        contact = Self.contact(facts)
        due = Self.due(facts, t)
        state = Self.state(dossier, isLate: due?.isLate ?? false)
        status = dossier.status.map { t("status.\($0)") } ?? ""
        place = Self.place(facts, t)
        let undoable = Dossier.undoable(facts.history, by: facts.officer.performer, at: facts.now)
        offered = OfferedActs(
            dossier,
            by: facts.officer.performer,
            undoable: !undoable.isEmpty,
            today: facts.now.date
        )
        waitsFor = offered.next == nil ? Self.waitsFor(facts, t) : nil
        steps = Self.steps(facts, t)
    }

    private static func contact(_ facts: DossierFacts) -> String? {
        let owners = facts.filing.owners.compactMap { facts.persons[$0]?.details }
        let phone = facts.persons[facts.filing.submitter]?.details.phone?.masked
        let parts = owners.map(\.identity.masked).filter { !$0.isEmpty } + [phone].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static func state(_ dossier: Dossier, isLate: Bool) -> TagState {
        switch dossier.status {
        case .submitted, .received, .inProcess: isLate ? .late : .process
        case .supplementAsked, .paymentAsked: .waiting
        case .finished, .returned: .done
        case .notAccepted, .withdrawn, .stopped, .voided, nil: .closed
        }
    }

    private static func due(_ facts: DossierFacts, _ t: Texts) -> Due? {
        let dossier = facts.dossier
        guard let at = dossier.dueAt, let received = dossier.receivedAt, dossier.status != .voided else { return nil }
        let end = dossier.finishedAt ?? dossier.closedAt
        let now = end ?? facts.now
        let isLate = now > at
        let minutes =
            isLate
            ? -max(1, facts.calendar.workingMinutes(from: at, to: now))
            : facts.calendar.workingMinutes(from: now, to: at)
        let whole = max(1, facts.calendar.workingMinutes(from: received, to: at))
        let gone = facts.calendar.workingMinutes(from: received, to: min(now, at))
        let isPaused = dossier.status?.isPaused ?? false
        let words: String
        if let timeliness = dossier.timeliness {
            words = t("timeliness.\(timeliness.rawValue)")
        } else if isPaused {
            words = t("folder.due.paused")
        } else if dossier.closedAt != nil {
            words = t("folder.due.closed")
        } else {
            words = t.timeLeft(workingMinutes: minutes)
        }
        var remarks: [String] = []
        if let until = facts.handOverDue { remarks.append(t("folder.due.handOver", ["time": t.dateTime(until)])) }
        if dossier.extended != nil, let legal = dossier.legalDueAt, legal != at {
            remarks.append(t("folder.due.legal", ["date": t.dateTime(legal)]))
        }
        if dossier.isOverridden { remarks.append(t("folder.due.overridden")) }
        if dossier.movedEarlier { remarks.append(t("folder.due.earlier")) }
        if !dossier.restsOn.isEmpty {
            let days = dossier.restsOn.map(\.written).joined(separator: ", ")
            remarks.append(t("folder.due.expected", ["days": days]))
        }
        let runs = end == nil && !isPaused
        return Due(
            large: t.dateWithLunar(at.date),
            note: runs ? t.time(at.timeOfDay) : t.time(at.timeOfDay) + " · " + words,
            words: words,
            isLate: isLate && runs,
            runs: runs,
            used: min(100, gone * 100 / whole),
            state: end != nil ? (isLate ? .late : .done) : isPaused ? .waiting : isLate ? .late : .process,
            remarks: remarks
        )
    }

    private static func place(_ facts: DossierFacts, _ t: Texts) -> String {
        let dossier = facts.dossier
        if let pending = dossier.pendingHandOver {
            return t("folder.place.pending", ["from": facts.unit(pending.from), "to": facts.unit(pending.to)])
        }
        if dossier.status == .finished || dossier.status == .returned {
            return t("where.\(dossier.delivery.rawValue)") + (dossier.place.map { " · " + $0 } ?? "")
        }
        var parts = [facts.unit(dossier.holder ?? facts.filing.receiving)]
        if let officer = dossier.officer { parts.append(facts.name(officer, t)) }
        if let place = dossier.place { parts.append(place) }
        return parts.joined(separator: " · ")
    }

    private static func waitsFor(_ facts: DossierFacts, _ t: Texts) -> String {
        let dossier = facts.dossier
        if let pending = dossier.pendingHandOver { return t("folder.waits.take", ["unit": facts.unit(pending.to)]) }
        if dossier.proposed != nil { return t("folder.waits.proposal") }
        if let step = dossier.currentStep {
            let who = dossier.officer.map { facts.name($0, t) } ?? t("role.\(step.role.rawValue)")
            return t("folder.waits.step", ["step": step.name, "who": who])
        }
        switch dossier.status {
        case .submitted, .received: return t("folder.waits.counter", ["unit": facts.unit(facts.filing.receiving)])
        case .supplementAsked, .paymentAsked: return t("folder.waits.citizen")
        case .stopped: return t("folder.waits.stopped")
        case .finished:
            guard let left = dossier.amountDue else {
                return t("folder.waits.collect", ["unit": facts.unit(dossier.holder)])
            }
            return t("folder.waits.fee", ["amount": t.money(left)])
        default: return t("folder.waits.nothing")
        }
    }

    private static func steps(_ facts: DossierFacts, _ t: Texts) -> [Step] {
        let dossier = facts.dossier
        let isWorking = dossier.status.map { [.inProcess, .supplementAsked, .paymentAsked].contains($0) } ?? false
        let isDone = dossier.finishedAt != nil
        return dossier.steps.enumerated().map { index, step in
            let isNow = isWorking && index == dossier.step
            var due = ""
            var state: TimelineItem.State =
                isDone || (isWorking && index < dossier.step) ? .past : isNow ? .now : .coming
            if isNow, let since = dossier.stepSince, let legal = dossier.legalDueAt {
                let at = facts.calendar.stepDue(
                    entered: since,
                    limit: step.limit,
                    legalDue: legal,
                    pauses: dossier.pauses
                )
                due = t("folder.step.due", ["date": t.dateTime(at)])
                if facts.now > at { state = .late }
            }
            let limit = step.limit.map { t.language == .vi ? $0.vietnamese : $0.english }
            return Step(
                name: step.name,
                role: t("role.\(step.role.rawValue)"),
                limit: limit ?? t("folder.step.noLimit"),
                due: due,
                state: state,
                officer: isNow ? dossier.officer.map { facts.name($0, t) } : nil
            )
        }
    }
}

/// How the due date was reached, computed again with the calendar of today and the pauses.
struct DerivationView: Sendable {
    let lines: [DerivationLine]
    let limit: TimeLimit
    let received: Instant
    let at: Instant
    /// The date that holds, where a person or a promise set another.
    let holds: Instant?

    init?(_ facts: DossierFacts) {
        guard let received = facts.dossier.receivedAt, let limit = facts.dossier.limit,
            let due = facts.dossier.dueAt
        else { return nil }
        let computed = facts.calendar.due(received: received, limit: limit, pauses: facts.dossier.pauses)
        lines = computed.lines
        self.limit = limit
        self.received = received
        at = computed.at
        holds = computed.at == due ? nil : due
    }

    /// The words of a line in the reader's language.
    func words(_ line: DerivationLine, _ language: Language) -> String { language == .vi ? line.vi : line.en }
}
