public import Register

extension DossierEvent {
    /// The event as the book keeps it.
    public func recorded() throws -> RecordedEvent {
        let (name, payload) = try encoded()
        return RecordedEvent(name: "dossier.\(name)", format: 1, payload: payload)
    }

    private func encoded() throws -> (String, String) {
        switch self {
        case .submitted(let it): ("submitted", try RecordedJSON.encode(it))
        case .papersAskedAtIntake(let it): ("papersAskedAtIntake", try RecordedJSON.encode(it))
        case .refusedAtIntake(let it): ("refusedAtIntake", try RecordedJSON.encode(it))
        case .received(let it): ("received", try RecordedJSON.encode(it))
        case .handedOver(let it): ("handedOver", try RecordedJSON.encode(it))
        case .handOverTaken(let it): ("handOverTaken", try RecordedJSON.encode(it))
        case .stepDone(let it): ("stepDone", try RecordedJSON.encode(it))
        case .sentBack(let it): ("sentBack", try RecordedJSON.encode(it))
        case .reassigned(let it): ("reassigned", try RecordedJSON.encode(it))
        case .supplementProposed(let it): ("supplementProposed", try RecordedJSON.encode(it))
        case .supplementAsked(let it): ("supplementAsked", try RecordedJSON.encode(it))
        case .supplementBrought(let it): ("supplementBrought", try RecordedJSON.encode(it))
        case .paymentAsked(let it): ("paymentAsked", try RecordedJSON.encode(it))
        case .paymentMade(let it): ("paymentMade", try RecordedJSON.encode(it))
        case .extended(let it): ("extended", try RecordedJSON.encode(it))
        case .dueChanged(let it): ("dueChanged", try RecordedJSON.encode(it))
        case .withdrawn(let it): ("withdrawn", try RecordedJSON.encode(it))
        case .stopped(let it): ("stopped", try RecordedJSON.encode(it))
        case .resumed(let it): ("resumed", try RecordedJSON.encode(it))
        case .finished(let it): ("finished", try RecordedJSON.encode(it))
        case .reopened(let it): ("reopened", try RecordedJSON.encode(it))
        case .returned(let it): ("returned", try RecordedJSON.encode(it))
        case .declined(let it): ("declined", try RecordedJSON.encode(it))
        case .rerouted(let it): ("rerouted", try RecordedJSON.encode(it))
        case .voided(let it): ("voided", try RecordedJSON.encode(it))
        case .folderMoved(let it): ("folderMoved", try RecordedJSON.encode(it))
        case .originalsGivenBack(let it): ("originalsGivenBack", try RecordedJSON.encode(it))
        case .slipPrinted(let it): ("slipPrinted", try RecordedJSON.encode(it))
        case .corrected(let it): ("corrected", try RecordedJSON.encode(it))
        case .undone(let it): ("undone", try RecordedJSON.encode(it))
        case .certified(let it): ("certified", try RecordedJSON.encode(it))
        case .correctionOpened(let it): ("correctionOpened", try RecordedJSON.encode(it))
        }
    }

    /// Reads an event of the book.
    ///
    /// - Throws: `RegisterError.unreadable` for a name or format that this program does not know.
    public init(_ recorded: RecordedEvent) throws {
        let json = recorded.payload
        guard recorded.format == 1, recorded.name.hasPrefix("dossier.") else {
            throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
        switch recorded.name.dropFirst(8) {
        case "submitted": self = .submitted(try RecordedJSON.decode(json))
        case "papersAskedAtIntake": self = .papersAskedAtIntake(try RecordedJSON.decode(json))
        case "refusedAtIntake": self = .refusedAtIntake(try RecordedJSON.decode(json))
        case "received": self = .received(try RecordedJSON.decode(json))
        case "handedOver": self = .handedOver(try RecordedJSON.decode(json))
        case "handOverTaken": self = .handOverTaken(try RecordedJSON.decode(json))
        case "stepDone": self = .stepDone(try RecordedJSON.decode(json))
        case "sentBack": self = .sentBack(try RecordedJSON.decode(json))
        case "reassigned": self = .reassigned(try RecordedJSON.decode(json))
        case "supplementProposed": self = .supplementProposed(try RecordedJSON.decode(json))
        case "supplementAsked": self = .supplementAsked(try RecordedJSON.decode(json))
        case "supplementBrought": self = .supplementBrought(try RecordedJSON.decode(json))
        case "paymentAsked": self = .paymentAsked(try RecordedJSON.decode(json))
        case "paymentMade": self = .paymentMade(try RecordedJSON.decode(json))
        case "extended": self = .extended(try RecordedJSON.decode(json))
        case "dueChanged": self = .dueChanged(try RecordedJSON.decode(json))
        case "withdrawn": self = .withdrawn(try RecordedJSON.decode(json))
        case "stopped": self = .stopped(try RecordedJSON.decode(json))
        case "resumed": self = .resumed(try RecordedJSON.decode(json))
        case "finished": self = .finished(try RecordedJSON.decode(json))
        case "reopened": self = .reopened(try RecordedJSON.decode(json))
        case "returned": self = .returned(try RecordedJSON.decode(json))
        case "declined": self = .declined(try RecordedJSON.decode(json))
        case "rerouted": self = .rerouted(try RecordedJSON.decode(json))
        case "voided": self = .voided(try RecordedJSON.decode(json))
        case "folderMoved": self = .folderMoved(try RecordedJSON.decode(json))
        case "originalsGivenBack": self = .originalsGivenBack(try RecordedJSON.decode(json))
        case "slipPrinted": self = .slipPrinted(try RecordedJSON.decode(json))
        case "corrected": self = .corrected(try RecordedJSON.decode(json))
        case "undone": self = .undone(try RecordedJSON.decode(json))
        case "certified": self = .certified(try RecordedJSON.decode(json))
        case "correctionOpened": self = .correctionOpened(try RecordedJSON.decode(json))
        default: throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
    }
}
