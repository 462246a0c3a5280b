internal import Agencies
internal import Documents
internal import Dossiers
internal import Kernel
internal import Web

/// What each act wants, as a tagged union by `act`. `submit` and `receiveAtOnce` begin a dossier and stand in the intake.
enum ActShapes {
    /// Acts that are done on a dossier which is there.
    static let acts = DossierAct.allCases.filter { $0 != .submit && $0 != .receiveAtOnce }

    static let body = Shape.named(
        "Act",
        .variants(
            by: "act",
            acts.map { act in
                Shape.Variant(
                    act.rawValue,
                    [.init("version", .integer(min: 1, max: 1_000_000), "The version that the client has read.")]
                        + properties(act)
                )
            }
        )
    )

    private static let reason = Shape.Property("reason", .words(), "In words; it is kept beside the book.")
    private static let ground = Shape.Property("ground", .line(max: DossierLimits.groundLength), "The legal ground.")
    private static let note = Shape.Property("note", .words(), required: .optional)
    private static let amount = Shape.Property("amount", .integer(min: 1, max: 10_000_000_000), "Đồng.")
    private static let receipt = Shape.Property("receipt", .line(max: DossierLimits.numberLength))
    private static let until = Shape.Property("until", .date, "A day that is still to come.")
    private static let mark = Shape.Property("mark", .words(of: ReceiptMark.allCases))
    private static let papers = Shape.Property("papers", .list(paper, min: 1, max: DossierLimits.papers))
    private static let paper = Shape.named(
        "PaperNamed",
        .object([
            .init("name", .line(max: DossierLimits.paperNameLength)), .init("form", .words(of: PaperForm.allCases)),
            .init("count", .integer(min: 1, max: DossierLimits.copies), required: .optional, "1 when left out."),
        ])
    )
    private static let names = Shape.list(.line(max: DossierLimits.paperNameLength), min: 1, max: DossierLimits.papers)

    private static func properties(_ act: DossierAct) -> [Shape.Property] {
        switch act {
        case .take, .submit, .receiveAtOnce: []
        case .forward: [.init("to", APIShapes.unitCode, "The unit whose turn it is."), note]
        case .completeStep:
            [
                .init("opinion", .words(of: Outcome.allCases)), note,
                .init("block", .line(), required: .optional, "How the leader signs, where no block is recorded."),
            ]
        case .sendBack, .withdraw, .decline, .undo: [reason]
        case .reassign:
            [
                .init("to", .code(max: 40), required: .optional, "A log-in name; left out, the duty list."), ground,
                .init("until", .date, required: .optional),
            ]
        case .askSupplement, .proposeSupplement:
            [
                .init("request", .words(), "What is missing, one line each."), until,
                .init("overrideGround", .line(max: DossierLimits.groundLength), required: .optional),
            ]
        case .receive: [papers]
        case .confirmSupplement:
            [
                papers,
                .init(
                    "answered",
                    .list(.integer(min: 1, max: 1000), min: 0, max: 1000),
                    required: .optional,
                    "The items of the request that were answered, from 1; all must be."
                ),
            ]
        case .askPayment: [amount, .init("text", .line()), until]
        case .confirmPayment, .collectFee: [amount, receipt]
        case .extend: [reason, .init("newDate", .date)]
        case .overrideDue: [.init("newDate", .date), ground]
        case .stop, .void, .refuseAtIntake: [reason, ground]
        case .resume: [ground]
        case .finish:
            [.init("number", .line(max: DossierLimits.numberLength)), .init("file", file, required: .optional)]
        case .reopen, .openCorrection: [.init("fault", .words(), "What the agency did wrong.")]
        case .returnResult: returned
        case .reroute: [.init("to", APIShapes.unitCode), reason]
        case .correct: corrected
        case .moveFolder: [.init("place", .line(max: DossierLimits.placeLength))]
        case .giveBackOriginals: [.init("papers", names), mark]
        case .printSlip:
            [.init("form", .words(of: SlipForm.allCases)), .init("because", .words(), required: .optional)]
        case .askAtIntake: [.init("request", .words())]
        }
    }
    private static let returned: [Shape.Property] = [
        .init("collector", .line(max: Limits.nameLength), required: .optional, "Left out it is the submitter."),
        .init("proof", .words(of: CollectionProof.allCases)),
        .init("copies", .integer(min: 1, max: DossierLimits.copies)), mark,
        .init("slipLost", .flag, required: .optional),
        .init("originals", names, required: .optional, "Kept originals that are given back with it."),
    ]
    private static let corrected: [Shape.Property] = [
        .init("capacity", .words(of: Capacity.allCases)), .init("delivery", .words(of: ResultDelivery.allCases)),
        .init("papers", .list(paper, min: 0, max: DossierLimits.papers)),
        .init("proof", .line(), required: .optional), reason,
    ]
    /// A file that comes with the result: PDF, JPEG or PNG, in base 64.
    private static let file = Shape.named(
        "FileGiven",
        .object([
            .init("name", .line(max: Limits.nameLength)),
            .init(
                "content",
                .text(
                    TextRule(
                        min: 4,
                        max: APILimits.fileCharacters,
                        pattern: "^[A-Za-z0-9+/]+={0,2}$",
                        check: { text in
                            text.utf8.allSatisfy {
                                (47...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 43
                                    || $0 == 61
                            }
                        }
                    )
                ),
                "Base 64."
            ),
        ])
    )

    /// What came of an act. No person is named in it: it is kept under the request key.
    static let outcome = Shape.named(
        "ActOutcome",
        .object([
            .init("code", .anyText), .init("version", .count, "For the next act."), .init("status", APIShapes.status),
            .init("dueAt", .orNull(.moment)), .init("finance", .words(of: FinanceState.allCases)),
            .init("delivery", .words(of: DeliveryState.allCases)),
            .init("holder", .orNull(APIShapes.unit)), .init("movingTo", .orNull(APIShapes.unit)),
            .init("opened", .orNull(.anyText), "The code of the correction that was opened."),
        ])
    )
}
