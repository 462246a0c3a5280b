internal import Kernel

extension Dossier {
    func decideEnd(
        _ command: DossierCommand,
        by performer: Performer,
        at now: Instant
    ) throws(DossierError) -> [DossierEvent] {
        switch command {
        case .withdraw(let closed):
            // Only before the result decision (vietnam.md §2.3): once it is signed there is a result to collect.
            guard signature == nil else { throw .decisionMade }
            return [.withdrawn(closed)]
        case .stop(let closed):
            // Before the reception there is nothing to stop: it is received, refused or withdrawn.
            guard receivedAt != nil else {
                throw .notFromHere(.stop, status: status, instead: acts(for: performer))
            }
            guard closed.ground?.isEmpty == false else { throw .groundMissing }
            return [.stopped(closed)]
        case .reopen(let fault):
            guard copiesReturned == 0 else { throw .decisionMade }
            return [.reopened(Reopened(fault: fault))]
        case .returnResult(let returned): return try decideReturn(returned)
        case .decline(let closed):
            guard isAtCounter else { throw .notReadyToCollect }
            guard delivery != .declined else { throw .alreadyThere }
            return [.declined(closed)]
        case .void(let closed):
            guard receivedAt?.date == now.date else { throw .notSameDay }
            guard closed.ground?.isEmpty == false else { throw .groundMissing }
            return [.voided(closed)]
        case .giveBackOriginals(let papers, let mark):
            for paper in papers where !originalsKept.contains(paper) { throw .originalUnknown(paper) }
            return [.originalsGivenBack(OriginalsGivenBack(papers: papers, mark: mark))]
        case .printSlip(let form, let because):
            return [
                .slipPrinted(SlipPrinted(form: form, number: (slips[form] ?? 0) + 1, replacesBecause: because))
            ]
        case .undo(let versions, let reason):
            guard !versions.isEmpty else { throw .nothingToUndo }
            return [.undone(Undone(versions: versions, reason: reason))]
        case .openCorrection(let opened):
            guard !corrections.contains(opened.dossier) else { throw .alreadyThere }
            return [.correctionOpened(opened)]
        default: return []
        }
    }

    private func decideReturn(_ returned: Returned) throws(DossierError) -> [DossierEvent] {
        guard isAtCounter else { throw .notReadyToCollect }
        if let left = amountDue { throw .feeUnpaid(left) }
        let left = (filing?.copies ?? 1) - copiesReturned
        guard returned.copies >= 1, returned.copies <= left else { throw .tooManyCopies(left: left) }
        guard
            returned.isSubmitter || returned.proof == .proxyPaper || returned.proof == .postalReceipt
                || (returned.collector != nil && returned.proof == .identityCard)
        else { throw .collectorUnproven }
        for paper in returned.originals where !originalsKept.contains(paper) { throw .originalUnknown(paper) }
        guard returned.isSubmitter || returned.collector != nil else { throw .collectorUnproven }
        return [.returned(returned)]
    }
}
