public import Agencies

/// What a person can do to a dossier.
public enum DossierAct: String, Sendable, CaseIterable, Codable {
    case submit, askAtIntake, refuseAtIntake, receive, receiveAtOnce
    case forward, take, completeStep, sendBack, reassign
    case proposeSupplement, askSupplement, confirmSupplement, askPayment, confirmPayment, collectFee
    case extend, overrideDue, withdraw, stop, resume
    case finish, reopen, returnResult, decline
    case reroute, void, correct, moveFolder, giveBackOriginals, printSlip, undo
    case openCorrection
}

/// One line of the transition table (`vietnam.md` §2.2): printed in the docs from here and tested whole.
public struct Transition: Hashable, Sendable {
    public let act: DossierAct
    /// The states from which it leads; nil is "not there yet".
    public let from: [Status?]
    /// The state it leads to; nil keeps the state.
    public let to: Status?
    /// Who may do it. Empty: the citizen, through the officer at the counter or online.
    public let roles: [Role]
    /// At which unit the officer must stand.
    public let at: Side
    /// The form it prints, by its number in regime B.
    public let form: String?
    /// What the rules want beyond state, role and unit, in words for the printed table (`vietnam.md` §2.2).
    public var guards: String?

    /// Which of a dossier's units an act belongs to.
    public enum Side: String, Sendable { case receiving, competent, either }
}

/// The one table of what leads where. A refusal is anything that does not stand here.
public enum Transitions {
    public static let table: [Transition] = [
        .init(act: .submit, from: [nil], to: .submitted, roles: [], at: .either, form: nil),
        .init(
            act: .receive,
            from: [nil, .submitted, .supplementAsked],
            to: .received,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "01",
            guards: "owner, proof of capacity, papers; the procedure's limit"
        ),
        .init(
            act: .receiveAtOnce,
            from: [nil, .submitted],
            to: .returned,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: nil,
            guards: "the procedure allows it; signed, numbered, paid"
        ),
        .init(
            act: .askAtIntake,
            from: [nil, .submitted],
            to: .supplementAsked,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "02"
        ),
        .init(
            act: .refuseAtIntake,
            from: [nil, .submitted, .supplementAsked],
            to: .notAccepted,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "03",
            guards: "legal ground; not received before"
        ),
        .init(
            act: .forward,
            from: [.received, .inProcess, .finished],
            to: nil,
            roles: [.reception, .centreHead, .specialist, .clerk, .resultOfficer],
            at: .either,
            form: "06",
            guards: "the folder is here; no proposal waits"
        ),
        .init(
            act: .take,
            from: [.received, .inProcess, .finished],
            to: nil,
            roles: [.specialist, .leader, .clerk, .reception, .resultOfficer],
            at: .either,
            form: "06",
            guards: "by the other side"
        ),
        .init(
            act: .completeStep,
            from: [.inProcess],
            to: nil,
            roles: [.specialist, .leader, .clerk],
            at: .competent,
            form: nil,
            guards: "the step's role; a reason against the citizen; no proposal waits; signing wants its block"
        ),
        .init(
            act: .sendBack,
            from: [.inProcess],
            to: nil,
            roles: [.leader, .clerk],
            at: .competent,
            form: nil,
            guards: "reason; of a proposal: to who made it"
        ),
        .init(
            act: .reassign,
            from: [.received, .inProcess, .supplementAsked, .paymentAsked],
            to: nil,
            roles: [.leader, .centreHead],
            at: .either,
            form: nil
        ),
        .init(
            act: .proposeSupplement,
            from: [.inProcess],
            to: nil,
            roles: [.specialist],
            at: .competent,
            form: nil,
            guards: "not signed; requests left, or a ground"
        ),
        .init(
            act: .askSupplement,
            from: [.inProcess],
            to: .supplementAsked,
            roles: [.leader],
            at: .competent,
            form: "02",
            guards: "by a leader: approves what was proposed; not signed; requests left, or a ground"
        ),
        .init(
            act: .confirmSupplement,
            from: [.supplementAsked],
            to: .inProcess,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: nil,
            guards: "every item of the request answered"
        ),
        .init(
            act: .askPayment,
            from: [.inProcess],
            to: .paymentAsked,
            roles: [.specialist, .leader, .cashier],
            at: .competent,
            form: nil
        ),
        .init(
            act: .confirmPayment,
            from: [.paymentAsked],
            to: .inProcess,
            roles: [.cashier, .reception, .centreHead],
            at: .either,
            form: nil,
            guards: "the sum that was asked for"
        ),
        .init(
            act: .collectFee,
            from: [.received, .inProcess, .supplementAsked, .finished],
            to: nil,
            roles: [.cashier, .reception, .resultOfficer, .centreHead],
            at: .receiving,
            form: nil,
            guards: "the sum that is due"
        ),
        .init(
            act: .extend,
            from: [.received, .inProcess],
            to: nil,
            roles: [.leader],
            at: .competent,
            form: "04",
            guards: "once; a later working day"
        ),
        .init(
            act: .overrideDue,
            from: [.received, .inProcess],
            to: nil,
            roles: [.leader],
            at: .competent,
            form: nil
        ),
        .init(
            act: .withdraw,
            from: [.submitted, .received, .inProcess, .supplementAsked, .paymentAsked],
            to: .withdrawn,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "05",
            guards: "no signed decision yet"
        ),
        .init(
            act: .stop,
            from: [.inProcess, .supplementAsked, .paymentAsked],
            to: .stopped,
            roles: [.leader],
            at: .competent,
            form: nil,
            guards: "legal ground; received before"
        ),
        .init(act: .resume, from: [.stopped], to: .inProcess, roles: [.leader], at: .competent, form: nil),
        .init(
            act: .finish,
            from: [.inProcess],
            to: .finished,
            roles: [.clerk],
            at: .competent,
            form: nil,
            guards: "signed; number; file where the procedure wants one"
        ),
        .init(
            act: .reopen,
            from: [.finished],
            to: .inProcess,
            roles: [.leader],
            at: .competent,
            form: nil,
            guards: "nothing handed over yet"
        ),
        .init(
            act: .returnResult,
            from: [.finished],
            to: .returned,
            roles: [.resultOfficer, .reception, .centreHead],
            at: .receiving,
            form: nil,
            guards: "at the counter; fee paid; receiver's proof"
        ),
        .init(
            act: .decline,
            from: [.finished],
            to: nil,
            roles: [.resultOfficer, .reception, .centreHead],
            at: .receiving,
            form: nil
        ),
        .init(
            act: .reroute,
            from: [.received, .inProcess],
            to: nil,
            roles: [.centreHead],
            at: .receiving,
            form: "06",
            guards: "another unit; not signed"
        ),
        .init(
            act: .void,
            from: [.received],
            to: .voided,
            roles: [.centreHead],
            at: .receiving,
            form: nil,
            guards: "on the day of reception; ground"
        ),
        .init(
            act: .correct,
            from: [.received, .inProcess],
            to: nil,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "01"
        ),
        .init(
            act: .moveFolder,
            from: [.received, .inProcess, .supplementAsked, .paymentAsked, .stopped, .finished, .withdrawn],
            to: nil,
            roles: [.reception, .specialist, .clerk, .resultOfficer, .centreHead],
            at: .either,
            form: nil
        ),
        .init(
            act: .giveBackOriginals,
            from: [.notAccepted, .withdrawn, .stopped, .finished, .returned],
            to: nil,
            roles: [.reception, .resultOfficer, .centreHead],
            at: .receiving,
            form: nil
        ),
        .init(
            act: .printSlip,
            from: Status.allCases.map { $0 },
            to: nil,
            roles: [.reception, .resultOfficer, .centreHead, .specialist, .leader],
            at: .either,
            form: nil
        ),
        .init(
            act: .undo,
            from: [.received, .inProcess, .supplementAsked, .paymentAsked, .finished],
            to: nil,
            roles: [.reception, .specialist, .leader, .clerk, .centreHead],
            at: .either,
            form: nil,
            guards: "the newest act, the same day, inside the house"
        ),
        .init(
            act: .openCorrection,
            from: [.returned],
            to: nil,
            roles: [.reception, .centreHead],
            at: .receiving,
            form: "01"
        ),
    ]

    /// The line for `act`.
    public static func line(for act: DossierAct) -> Transition? { table.first { $0.act == act } }

    /// Whether `act` may start from `status`.
    public static func allows(_ act: DossierAct, from status: Status?) -> Bool {
        line(for: act)?.from.contains(status) ?? false
    }

    /// What can be done from `status` by somebody with `roles`: the answer to every refusal.
    public static func acts(from status: Status?, roles: Set<Role>) -> [DossierAct] {
        table.filter { $0.from.contains(status) && ($0.roles.isEmpty || !roles.isDisjoint(with: $0.roles)) }.map(\.act)
    }
}
