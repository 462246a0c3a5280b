import Access
import Agencies
import Dossiers
import Kernel
import LegalClock
import Register

/// A dossier of the residence confirmation that a mother of Quỳnh Lâm ward asks for at the provincial centre.
enum Fixture {
    static let centre = ID<Agency>("agc_centre")
    static let police = ID<Agency>("agc_police")
    static let now = instant("2025-06-27T08:30")

    static func instant(_ text: String) -> Instant { Instant(iso: text) ?? Instant(milliseconds: 0) }
    static let code: DossierCode = {
        guard let code = DossierCode(rawValue: "H28.01-250627-0001") else { preconditionFailure("not a code") }
        return code
    }()
    static func date(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }
    static func text(_ id: String = "txt_1") -> TextReference { TextReference(id: id, hash: "00") }

    static let reception = Performer(actor: Actor("stf_reception"), agency: centre, roles: [.reception])
    static let head = Performer(actor: Actor("stf_head"), agency: centre, roles: [.centreHead])
    static let cashier = Performer(actor: Actor("stf_cashier"), agency: centre, roles: [.cashier])
    static let specialist = Performer(actor: Actor("stf_specialist"), agency: police, roles: [.specialist])
    static let leader = Performer(actor: Actor("stf_leader"), agency: police, roles: [.leader])
    static let clerk = Performer(actor: Actor("stf_clerk"), agency: police, roles: [.clerk])
    static let everybody = [reception, head, cashier, specialist, leader, clerk]

    static func submission(
        fee: Fee = .free,
        copies: Int = 1,
        owners: [ID<Person>] = [ID("per_child")],
        capacity: Capacity = .parentOrGuardian,
        proof: TextReference? = text("txt_proof"),
        papers: [Paper] = [Paper(name: "Tờ khai CT01", form: .original, count: 1)]
    ) -> Submission {
        Submission(
            code: code,
            procedureCode: "1.010041",
            procedureVersion: "v1",
            field: "Cư trú",
            owners: owners,
            submitter: ID("per_mother"),
            capacity: capacity,
            proof: proof,
            channel: .counter,
            delivery: .counter,
            receiving: centre,
            competent: police,
            papers: papers,
            fee: fee,
            copies: copies
        )
    }

    static func received(_ submission: Submission = submission(), atOnce: Bool = false) -> Reception {
        Reception(
            submission: submission,
            submittedAt: now,
            receivedAt: now,
            limit: .workingDays(1),
            dueAt: instant("2025-06-30T08:30"),
            restsOn: [],
            steps: StepPlan.usual,
            atOnce: atOnce,
            bookVolume: 2025,
            bookNumber: 1
        )
    }

    static func returned(copies: Int = 1) -> Returned {
        Returned(
            collector: nil,
            isSubmitter: true,
            proof: .identityCard,
            how: .counter,
            copies: copies,
            mark: .signature,
            slipLost: false
        )
    }
    static let due = DueResult(at: instant("2025-07-01T08:30"))
    static let signature = SignedBy(officer: Actor("stf_leader"), block: "TRƯỞNG CÔNG AN PHƯỜNG")
}

/// A dossier that is moved by commands and keeps its history.
struct Story {
    var history: [DossierEntry] = []
    var dossier = Dossier(id: ID("dsr_1"))

    mutating func run(_ command: DossierCommand, _ performer: Performer, at now: Instant = Fixture.now) throws {
        for event in try dossier.decide(command, by: performer, at: now) {
            history.append(
                DossierEntry(
                    version: history.count + 1,
                    event: event,
                    actor: performer.actor,
                    agency: performer.agency,
                    at: now
                )
            )
        }
        dossier = Dossier.folded(dossier.id, history)
    }

    static func at(_ status: Status) throws -> Story {
        var story = Story()
        func step(_ command: DossierCommand, _ performer: Performer) throws { try story.run(command, performer) }
        switch status {
        case .submitted: try step(.submit(Fixture.submission()), Fixture.reception)
        case .notAccepted:
            try step(
                .refuseAtIntake(Refusal(submission: Fixture.submission(), reason: Fixture.text(), ground: "Điều 5")),
                Fixture.reception
            )
        case .supplementAsked:
            story = try at(.inProcess)
            let until = Fixture.date("2025-07-27")
            try story.run(
                .proposeSupplement(SupplementProposed(request: Fixture.text(), until: until), max: 1),
                Fixture.specialist
            )
            try story.run(
                .askSupplement(SupplementAsked(request: Fixture.text(), until: until), max: 1),
                Fixture.leader
            )
        case .paymentAsked:
            story = try at(.inProcess)
            try story.run(
                .askPayment(PaymentAsked(amount: Money(dong: 50_000), text: "Thuế", until: Fixture.date("2025-07-27"))),
                Fixture.specialist
            )
        case .received: try step(.receive(Fixture.received(), rules: IntakeRules()), Fixture.reception)
        case .inProcess:
            story = try at(.received)
            try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
            try story.run(.take, Fixture.specialist)
        case .withdrawn:
            story = try at(.inProcess)
            try story.run(.withdraw(Closed(reason: Fixture.text())), Fixture.reception)
        case .stopped:
            story = try at(.inProcess)
            try story.run(.stop(Closed(reason: Fixture.text(), ground: "Điều 9")), Fixture.leader)
        case .finished:
            story = try at(.inProcess)
            try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
            try story.run(
                .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
                Fixture.leader
            )
            try story.run(.finish(number: "12/XN", file: "fil_1", needsFile: true), Fixture.clerk)
        case .returned:
            story = try at(.finished)
            try story.run(.take, Fixture.reception)
            try story.run(.returnResult(Fixture.returned()), Fixture.reception)
        case .voided:
            story = try at(.received)
            try story.run(.void(Closed(reason: Fixture.text(), ground: "Nhập nhầm")), Fixture.head)
        }
        return story
    }
}
