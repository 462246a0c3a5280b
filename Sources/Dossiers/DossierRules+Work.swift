internal import Agencies
internal import Kernel

extension Dossier {
    func decideWork(
        _ command: DossierCommand,
        by performer: Performer,
        at now: Instant
    ) throws(DossierError) -> [DossierEvent] {
        switch command {
        case .forward(let target, let note, let bag):
            guard pendingHandOver == nil else { throw .handOverPending }
            try checkNoProposal(performer)
            guard status != .finished || isAtCounter else { throw .notReadyToCollect }
            guard holder == performer.agency else {
                throw .notYourUnit(.forward, belongsTo: holder ?? performer.agency)
            }
            let purpose: HandOverPurpose = status == .finished ? .result : .work
            return [.handedOver(HandOver(from: performer.agency, to: target, purpose: purpose, note: note, bag: bag))]
        case .take:
            guard let handOver = pendingHandOver else { throw .noHandOver }
            guard handOver.to == performer.agency else { throw .notYourUnit(.take, belongsTo: handOver.to) }
            // A small commune has one officer for both desks; a hand-over inside a unit may be signed by the same hand
            // only when nobody else could take it: the two signatures are then the same name, told as it is.
            guard handOver.from == handOver.to || handOvers.last?.giver != performer.actor else { throw .takerIsGiver }
            return [.handOverTaken(HandOverTaken(officer: performer.actor))]
        case .completeStep(let opinion, let note, let signature, let seen):
            try checkNoProposal(performer)
            guard let current = currentStep else { throw .lastStepIsIssuing }
            guard performer.roles.contains(current.role) else {
                throw .wrongStep(needs: current.role, name: current.name)
            }
            guard current.kind != .number else { throw .lastStepIsIssuing }
            guard current.kind != .sign || signature?.block.isEmpty == false else { throw .notSigned }
            guard opinion == .granted || note != nil else { throw .reasonMissing }
            // A promise by an apology letter is the limit too; late, it is granted or refused by a decision.
            guard opinion != .returnedUnmet || dueAt.map({ now <= $0 }) ?? true else { throw .returnTooLate }
            // Who approves and signs does both in one act, and each step is an entry all the same.
            let signsToo = current.kind == .approve && signsWithApproval && signature?.block.isEmpty == false
            let signed = current.kind == .sign ? signature : nil
            let done = StepDone(step: step, opinion: opinion, note: note, signature: signed, seen: seen)
            guard signsToo else { return [.stepDone(done)] }
            let sign = StepDone(step: step + 1, opinion: opinion, note: note, signature: signature, seen: seen)
            return [.stepDone(done), .stepDone(sign)]
        case .sendBack(let reason):
            // A proposal waits for a leader, and a leader alone sends it back.
            guard proposed == nil || performer.roles.contains(.leader) else {
                throw .notYourRole(.sendBack, needs: [.leader], instead: acts(for: performer))
            }
            guard let back = stepBack else { throw .nothingToUndo }
            return [.sentBack(SentBack(toStep: back, reason: reason))]
        case .reassign(let to, let ground, let until):
            guard !ground.isEmpty else { throw .groundMissing }
            return [.reassigned(Reassigned(to: to, ground: ground, until: until))]
        case .reroute(let target, let reason):
            guard target != filing?.competent else { throw .alreadyThere }
            // What the wrong unit signed would stand in the right one's name: it is sent back first.
            guard signature == nil else { throw .decisionMade }
            return [.rerouted(Rerouted(to: target, reason: reason))]
        case .moveFolder(let place): return [.folderMoved(FolderMoved(place: place))]
        case .finish(let number, let file, let needsFile):
            return try decideFinish(number: number, file: file, needsFile: needsFile, by: performer)
        default: return []
        }
    }

    private func decideFinish(
        number: String,
        file: String?,
        needsFile: Bool,
        by performer: Performer
    ) throws(DossierError) -> [DossierEvent] {
        try checkNoProposal(performer)
        guard let current = currentStep else { throw .notSigned }
        guard current.kind == .number else { throw .wrongStep(needs: current.role, name: current.name) }
        guard signature != nil || !steps.contains(where: { $0.kind == .sign }), let opinion else { throw .notSigned }
        guard !number.isEmpty else { throw .numberMissing }
        guard file != nil || !needsFile else { throw .fileMissing }
        var events: [DossierEvent] = [.finished(Finished(outcome: opinion, number: number, file: file))]
        if let filing {
            events.append(
                .handedOver(HandOver(from: filing.competent, to: filing.pickUp ?? filing.receiving, purpose: .result))
            )
        }
        return events
    }
}
