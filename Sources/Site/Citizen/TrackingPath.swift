internal import Agencies
internal import Dossiers
internal import Kernel
internal import Register
internal import Web

extension TrackingView {
    /// The path from above to below: what happened, what is now, what comes.
    var path: [TimelineItem] {
        var items: [TimelineItem] = []
        var purpose = HandOverPurpose.work
        for entry in file.history {
            if case .handedOver(let handOver) = entry.event { purpose = handOver.purpose }
            guard let step = words(entry.event, purpose) else { continue }
            let text = letterOf(entry.event).map { "<p>\(HTML.lines($0))</p>" as HTML } ?? .nothing
            items.append(TimelineItem(.past, step, when: t.dateTime(entry.at), body: text))
        }
        if situation.isOver { return items }
        let state: TimelineItem.State = situation == .late ? .late : .now
        items.append(
            TimelineItem(state, t("citizen.path.now.\(situation.rawValue)", names), when: t("citizen.path.today"))
        )
        return items + coming
    }

    private var names: [String: any CustomStringConvertible] {
        ["place": place, "competent": agency(dossier.filing?.competent)]
    }

    /// What is still to come.
    private var coming: [TimelineItem] {
        let result = t("citizen.path.coming.\(dossier.filing?.delivery.rawValue ?? "counter")", names)
        let due = dossier.status?.isPaused == true ? nil : dossier.dueAt
        switch situation {
        case .submitted, .papersFirst:
            return [
                TimelineItem(.coming, t("citizen.path.coming.receive", names), when: t("citizen.path.later")),
                TimelineItem(.coming, result, when: t("citizen.path.dateLater")),
            ]
        case .received:
            return [
                TimelineItem(.coming, t("citizen.path.coming.work", names), when: t("citizen.path.later")),
                TimelineItem(.coming, result, when: due.map(t.dateTime) ?? ""),
            ]
        case .working, .postponed, .resultOnTheWay:
            return [TimelineItem(.coming, result, when: due.map(t.dateTime) ?? t("citizen.path.later"))]
        case .late: return [TimelineItem(.coming, result, when: t("citizen.path.soon"))]
        case .papersWanted, .moneyWanted:
            return [
                TimelineItem(.coming, t("citizen.path.coming.goOn", names), when: t("citizen.path.later")),
                TimelineItem(.coming, result, when: t("citizen.path.dateAgain")),
            ]
        default: return []
        }
    }

    private func letterOf(_ event: DossierEvent) -> String? {
        TrackingFile.letter(event).flatMap { file.texts[$0.id] }
    }

    /// An entry in plain words; nil for what is the house's own business.
    private func words(_ event: DossierEvent, _ purpose: HandOverPurpose) -> String? {
        func say(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String {
            t("citizen.path.\(key)", values)
        }
        switch event {
        case .submitted: return say("submitted")
        case .papersAskedAtIntake: return say("papersAsked")
        case .refusedAtIntake: return say("refused")
        case .received(let reception): return say("received", ["place": agency(reception.submission.receiving)])
        case .handedOver(let handOver):
            let to = ["place": agency(handOver.to)]
            return handOver.purpose == .work ? say("sentToWork", to) : say("resultSent", to)
        case .handOverTaken: return say(purpose == .work ? "takenForWork" : "resultThere")
        case .stepDone(let done):
            guard dossier.steps.indices.contains(done.step) else { return nil }
            return say("step.\(dossier.steps[done.step].kind.rawValue)")
        case .supplementAsked(let asked): return say("supplementAsked", ["date": asked.until.written])
        case .supplementBrought: return say("supplementBrought")
        case .paymentAsked(let asked):
            return say("paymentAsked", ["amount": t.money(asked.amount), "date": asked.until.written])
        case .paymentMade(let made): return say("paymentMade", ["amount": t.money(made.amount)])
        case .extended(let extended): return say("extended", ["date": t.dateTime(extended.dueAt)])
        case .dueChanged(let changed): return say("dueChanged", ["date": t.dateTime(changed.dueAt)])
        case .withdrawn: return say("withdrawn")
        case .stopped: return say("stopped")
        case .resumed: return say("resumed")
        case .finished: return say("finished")
        case .reopened: return say("reopened")
        case .returned(let returned):
            return dossier.filing?.copies ?? 1 > 1 ? say("returnedCopies", ["count": returned.copies]) : say("returned")
        case .declined: return say("declined")
        case .rerouted(let rerouted): return say("rerouted", ["place": agency(rerouted.to)])
        case .voided: return say("voided")
        case .originalsGivenBack: return say("originals")
        case .slipPrinted(let printed): return printed.replacesBecause == nil ? nil : say("slipReplaced")
        case .corrected: return say("corrected")
        case .correctionOpened: return say("correction")
        case .supplementProposed, .sentBack, .reassigned, .folderMoved, .undone, .certified: return nil
        }
    }
}
