internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register

/// The life of one dossier, decided act by act without a database.
struct BulkLife {
    private(set) var dossier: Dossier
    let calendar: WorkCalendar
    let choice: BulkChoice
    let counter: BulkCounter
    let decider: DemoOffice
    private(set) var acts: [BulkAct] = []

    init(dossier: Dossier, calendar: WorkCalendar, choice: BulkChoice, counter: BulkCounter, decider: DemoOffice) {
        self.dossier = dossier
        self.calendar = calendar
        self.choice = choice
        self.counter = counter
        self.decider = decider
    }

    /// Received, paid or certified or signed, numbered and returned while the person waits: four entries.
    mutating func atOnce(
        _ submission: Submission,
        book: Int,
        line: Certified?,
        serial: Int,
        at moment: Instant
    ) throws {
        guard let signature = decider.signature, let performer = counter.office.performers[.reception] else { return }
        let isFree = (submission.fee.amount ?? .zero) == .zero
        let kinds: Set<StepKind> = isFree && line == nil ? [.sign, .number] : [.number]
        let reception = try Reception(
            submission,
            choice.procedure,
            steps: StepPlan.usual.filter { kinds.contains($0.kind) },
            calendar: calendar,
            at: moment,
            atOnce: true,
            bookNumber: book
        )
        let returned = Returned(
            collector: nil,
            isSubmitter: true,
            proof: .identityCard,
            how: .counter,
            copies: submission.copies,
            mark: serial % 40 == 0 ? .thumbprint : .signature,
            slipLost: false
        )
        var atOnce = AtOnce(
            reception: reception,
            rules: IntakeRules(mayBeAtOnce: true),
            number: line.map { "\($0.number) quyển số 01/\($0.year)-\($0.book.symbol)" }
                ?? "\(book)/\(moment.date.year)",
            signature: signature,
            receipt: isFree ? nil : "BL\(Digits.padded(serial, 7))",
            returned: returned
        )
        if let line { atOnce.certified = [line] }
        try act(.receiveAtOnce(atOnce), by: performer, at: moment)
    }

    /// From hand to hand until the person has the result, or until `end`.
    mutating func throughTheHouse(
        _ submission: Submission,
        book: Int,
        serial: Int,
        at moment: Instant,
        _ days: DemoDays,
        end: Instant,
        _ dice: inout SeededGenerator
    ) throws {
        let reception = try Reception(
            submission,
            choice.procedure,
            steps: StepPlan.usual,
            calendar: calendar,
            at: moment,
            atOnce: false,
            bookNumber: book
        )
        let front = counter.office.performers
        let back = decider.performers
        try act(.receive(reception, rules: IntakeRules(mayBeAtOnce: true)), by: front[.reception], at: moment)
        if let amount = dossier.amountDue {
            let receipt = "BL\(Digits.padded(serial, 7))"
            try act(.collectFee(amount: amount, receipt: receipt), by: front[.cashier] ?? front[.reception], at: moment)
        }
        // One in twelve is late, one in two hundred is forgotten on a desk.
        let isLate = Int.random(in: 0..<12, using: &dice) == 0
        let share = Double.random(in: isLate ? 1.05..<1.8 : 0.2..<0.9, using: &dice)
        let work = max(60, Int(Double(choice.limitMinutes) * share))
        if Int.random(in: 0..<200, using: &dice) == 0 { return }
        var at = days.open(moment.adding(minutes: Int.random(in: 20...150, using: &dice)))
        let signature = decider.signature
        let steps: [(DossierCommand, Performer?, Int)] = [
            (.forward(to: decider.unit.id, note: nil, bag: nil), front[.reception], 0),
            (.take, back[.specialist], 30),
            (.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), back[.specialist], work * 7 / 10),
            (.completeStep(opinion: .granted, note: nil, signature: signature, seen: true), back[.leader], work / 4),
            (.finish(number: "\(serial)/\(at.date.year)", file: nil, needsFile: false), back[.clerk], 30),
            (.take, front[.resultOfficer], 45),
        ]
        for (command, performer, minutes) in steps {
            at = minutes == 0 ? at : days.worked(minutes, from: at)
            guard at < end else { return }
            try act(command, by: performer, at: at)
        }
        // One in thirty is never collected.
        guard Int.random(in: 0..<30, using: &dice) > 0 else { return }
        at = days.open(at.adding(minutes: Int.random(in: 60...7200, using: &dice)))
        guard at < end else { return }
        let returned = Returned(
            collector: nil,
            isSubmitter: true,
            proof: .identityCard,
            how: .counter,
            copies: submission.copies,
            mark: .signature,
            slipLost: false,
            originals: dossier.originalsKept
        )
        try act(.returnResult(returned), by: front[.resultOfficer], at: at)
    }

    private mutating func act(_ command: DossierCommand, by performer: Performer?, at moment: Instant) throws {
        guard let performer else { throw DemoFault.missing("an officer of \(counter.office.unit.name)") }
        for event in try dossier.decide(command, by: performer, at: moment) {
            dossier.apply(event, by: performer.actor, agency: performer.agency, at: moment)
            acts.append(
                BulkAct(
                    event: try event.recorded(),
                    actor: performer.actor,
                    agency: performer.agency.rawValue,
                    at: moment
                )
            )
        }
    }
}
