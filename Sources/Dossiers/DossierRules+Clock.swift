internal import Agencies
internal import Kernel

extension Dossier {
    func decideClock(
        _ command: DossierCommand,
        by performer: Performer,
        at now: Instant
    ) throws(DossierError) -> [DossierEvent] {
        switch command {
        case .proposeSupplement(let asked, let max):
            try checkSupplement(ground: asked.overrideGround, max: max)
            guard proposed == nil else { throw .alreadyThere }
            return [.supplementProposed(asked)]
        case .askSupplement(let asked, let max):
            // Only a leader gets here (vietnam.md §2.2, 4 → 5): what a specialist proposed is approved by being asked.
            try checkSupplement(ground: asked.overrideGround, max: max)
            return [.supplementAsked(asked)]
        case .confirmSupplement(let papers, let answered, let due):
            guard receivedAt != nil else { throw .notFromHere(.confirmSupplement, status: status, instead: [.receive]) }
            for paper in papers where paper.form == .comparedCopy && paper.comparedBy == nil {
                throw .comparerMissing(paper: paper.name)
            }
            // 5 → 4 with all items answered; an item that never comes ends by stopping or withdrawal.
            let open = (0..<(requestItems ?? 0)).map { $0 + 1 }.filter { !answered.contains($0) }
            guard open.isEmpty else {
                throw .itemsUnanswered(open, instead: acts(for: performer).filter { $0 != .confirmSupplement })
            }
            let brought = SupplementBrought(
                papers: papers,
                answered: requestItems.map { Array(1..<($0 + 1)) },
                dueAt: due.at,
                restsOn: due.restsOn
            )
            return [.supplementBrought(brought)]
        case .askPayment(let asked):
            guard pendingHandOver == nil else { throw .handOverPending }
            try checkNoProposal(performer)
            guard asked.amount > .zero else { throw .nothingToPay }
            return [.paymentAsked(asked)]
        case .confirmPayment(let amount, let receipt, let due):
            if let obligation, amount != obligation { throw .amountWrong(expected: obligation) }
            guard !receipt.isEmpty else { throw .numberMissing }
            return [
                .paymentMade(PaymentMade(amount: amount, receipt: receipt, dueAt: due.at, restsOn: due.restsOn))
            ]
        case .collectFee(let amount, let receipt):
            guard let left = amountDue else { throw .nothingToPay }
            guard amount == left else { throw .amountWrong(expected: left) }
            guard !receipt.isEmpty else { throw .numberMissing }
            return [.paymentMade(PaymentMade(amount: amount, receipt: receipt))]
        case .extend(let reason, let due):
            guard extended == nil else { throw .extendedBefore }
            guard let old = dueAt, due > old, due > now else { throw .newDateNotLater }
            return [.extended(Extended(reason: reason, dueAt: due, approver: performer.actor))]
        case .overrideDue(let due, let ground):
            guard !ground.isEmpty else { throw .groundMissing }
            guard due.at != dueAt else { throw .alreadyThere }
            return [
                .dueChanged(
                    DueChanged(
                        dueAt: due.at,
                        cause: .override,
                        ground: ground,
                        approver: performer.actor,
                        restsOn: due.restsOn
                    )
                )
            ]
        case .recompute(let due, let ground):
            guard !isOverridden, let before = legalDueAt else { return [] }
            guard due.at != before || due.restsOn != restsOn else { return [] }
            return [
                .dueChanged(DueChanged(dueAt: due.at, cause: .calendar, ground: ground, restsOn: due.restsOn))
            ]
        case .resume(let ground, let due):
            guard !ground.isEmpty else { throw .groundMissing }
            return [.resumed(Resumed(ground: ground, dueAt: due.at, restsOn: due.restsOn))]
        default: return []
        }
    }

    private func checkSupplement(ground: String?, max: Int) throws(DossierError) {
        guard supplements < max || ground?.isEmpty == false else { throw .supplementsUsedUp(max: max) }
        guard signature == nil else { throw .decisionMade }
        guard pendingHandOver == nil else { throw .handOverPending }
    }

    /// A proposal that waits for a leader is decided first.
    func checkNoProposal(_ performer: Performer) throws(DossierError) {
        guard proposed == nil else { throw .supplementProposed(instead: acts(for: performer)) }
    }
}
