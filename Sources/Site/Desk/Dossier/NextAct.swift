internal import Agencies
internal import Dossiers
internal import Kernel

/// What an officer is offered on the page of a dossier: the one clear next act, and the others.
struct OfferedActs: Hashable, Sendable {
    /// The act that moves the dossier on, when it is this officer's turn.
    let next: DossierAct?
    /// What else can be done, in the order of the transition table.
    let others: [DossierAct]

    /// Acts that have pages of their own elsewhere: the intake, and the slips on the page.
    private static let elsewhere: Set<DossierAct> = [.submit, .receiveAtOnce, .printSlip]

    /// - Parameters:
    ///   - undoable: whether this officer's undo would take something back.
    ///   - today: an entry made by mistake is struck out on its day only.
    init(_ dossier: Dossier, by performer: Performer, undoable: Bool, today: CivilDate) {
        let acts = dossier.acts(for: performer).filter { act in
            switch act {
            case _ where Self.elsewhere.contains(act): false
            case .undo: undoable
            case .void: dossier.receivedAt?.date == today
            default: true
            }
        }
        next = Self.order(dossier).first { act in
            acts.contains(act) && (act != .take || Self.isAwaited(performer, by: dossier))
        }
        let chosen = next
        others = acts.filter { $0 != chosen }
    }

    /// Whether the folder on its way is for somebody with this officer's role; others may sign for it too.
    private static func isAwaited(_ performer: Performer, by dossier: Dossier) -> Bool {
        if dossier.pendingHandOver?.purpose == .result { return true }
        guard let role = dossier.currentStep?.role ?? dossier.steps.first?.role else { return true }
        return performer.roles.contains(role)
    }

    /// The acts that may be the next, the likeliest first, after the state alone.
    private static func order(_ dossier: Dossier) -> [DossierAct] {
        switch dossier.status {
        case .submitted: [.receive]
        case .received: [.take, .forward]
        // A proposal waits for a leader before the work goes on.
        case .inProcess: dossier.proposed == nil ? [.take, .finish, .completeStep] : [.askSupplement]
        case .supplementAsked: [.receive, .confirmSupplement]
        case .paymentAsked: [.confirmPayment]
        case .stopped: [.resume]
        // The result is handed over when the fee is paid.
        case .finished: dossier.amountDue == nil ? [.take, .returnResult] : [.take, .collectFee]
        case .notAccepted, .withdrawn, .returned: [.giveBackOriginals]
        case .voided, nil: []
        }
    }
}

extension DossierAct {
    /// Whether the act reaches the citizen, or cannot be taken back: the form asks once more.
    var leavesTheHouse: Bool {
        switch self {
        case .askAtIntake, .refuseAtIntake, .askSupplement, .askPayment, .extend, .withdraw, .stop, .finish, .reroute,
            .returnResult, .decline, .void, .giveBackOriginals, .openCorrection:
            true
        case .submit, .receive, .receiveAtOnce, .forward, .take, .completeStep, .sendBack, .reassign,
            .proposeSupplement, .confirmSupplement, .confirmPayment, .collectFee, .overrideDue, .resume, .reopen,
            .correct,
            .moveFolder, .printSlip, .undo:
            false
        }
    }

    /// Whether it ends the dossier or goes against the citizen: its button is red.
    var isHard: Bool { [.void, .withdraw, .stop, .refuseAtIntake, .decline].contains(self) }

    /// The slip that the act leads to, to be printed at once.
    var slip: SlipForm? {
        switch self {
        case .receive, .correct: .receipt
        case .askAtIntake, .askSupplement: .supplementRequest
        case .refuseAtIntake: .refusal
        case .extend: .apology
        case .withdraw: .stopNotice
        case .returnResult: .returnReceipt
        default: nil
        }
    }
}
