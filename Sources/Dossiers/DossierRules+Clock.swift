internal import Agencies
internal import Kernel

extension Dossier {
    func decideClock(
        _ command: DossierCommand,
        by performer: Performer,
        at now: Instant
    ) throws(DossierError) -> [DossierEvent] {
        switch command {
        case .askSupplement(let asked, let max):
            guard supplements < max || performer.roles.contains(.leader) && asked.overrideGround?.isEmpty == false
            else {
                throw .supplementsUsedUp(max: max)
            }
            guard signature == nil else { throw .decisionMade }
            return [.supplementAsked(asked)]
        case .confirmSupplement(let papers, let due):
            guard receivedAt != nil else { throw .notFromHere(.confirmSupplement, status: status, instead: [.receive]) }
            for paper in papers where paper.form == .comparedCopy && paper.comparedBy == nil {
                throw .comparerMissing(paper: paper.name)
            }
            return [.supplementBrought(SupplementBrought(papers: papers, dueAt: due.at, restsOn: due.restsOn))]
        case .askPayment(let asked):
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
}
