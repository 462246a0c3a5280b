internal import Agencies
internal import Kernel

extension Dossier {
    /// The words that stand in the entry itself are short; longer ones are texts beside the book.
    func checkLengths(_ command: DossierCommand) throws(DossierError) {
        for (part, words) in Self.written(command) {
            let limit = part.limit
            guard words.count <= limit else { throw .tooLong(what: part, limit: limit) }
        }
    }

    private static func written(_ command: DossierCommand) -> [(WrittenPart, String)] {
        switch command {
        case .refuseAtIntake(let refusal): [(.ground, refusal.ground)]
        case .receiveAtOnce(let atOnce):
            [(.number, atOnce.number), (.receipt, atOnce.receipt ?? "")] + atOnce.certified.map { (.title, $0.title) }
        case .reassign(_, let ground, _), .overrideDue(_, let ground), .resume(let ground, _): [(.ground, ground)]
        case .proposeSupplement(let asked, _): [(.ground, asked.overrideGround ?? "")]
        case .askSupplement(let asked, _): [(.ground, asked.overrideGround ?? "")]
        case .askPayment(let asked): [(.title, asked.text)]
        case .confirmPayment(_, let receipt, _), .collectFee(_, let receipt): [(.receipt, receipt)]
        case .withdraw(let closed), .stop(let closed), .decline(let closed), .void(let closed):
            [(.ground, closed.ground ?? "")]
        case .completeStep(_, _, let signature, _): [(.title, signature?.block ?? "")]
        case .finish(let number, _, _): [(.number, number)]
        case .moveFolder(let place): [(.place, place)]
        case .forward(_, _, let bag): [(.number, bag ?? "")]
        default: []
        }
    }
}

extension WrittenPart {
    /// Characters it may have (bytes for a form laid aside).
    public var limit: Int {
        switch self {
        case .ground: DossierLimits.groundLength
        case .number, .receipt: DossierLimits.numberLength
        case .place: DossierLimits.placeLength
        case .title: Limits.lineLength
        case .text: Limits.textLength
        case .paperName: DossierLimits.paperNameLength
        case .draft: DossierLimits.draftBytes
        }
    }
}
