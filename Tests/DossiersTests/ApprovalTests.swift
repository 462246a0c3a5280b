import Agencies
import Dossiers
import Kernel
import Register
import Testing

/// A leader's hand in the work: what is asked of the citizen is approved, and what is decided is approved and signed.
@Suite struct ApprovalTests {
    private let until = Fixture.date("2025-07-27")
    private var wish: DossierCommand {
        .proposeSupplement(SupplementProposed(request: Fixture.text("txt_wish"), until: until), max: 1)
    }
    private func ask(items: Int? = nil) -> DossierCommand {
        .askSupplement(SupplementAsked(request: Fixture.text(), until: until, items: items), max: 1)
    }
    private func step(_ signature: SignedBy? = nil) -> DossierCommand {
        .completeStep(opinion: .granted, note: nil, signature: signature, seen: true)
    }
    private func refusal(_ story: Story, _ command: DossierCommand, _ performer: Performer) -> DossierError? {
        do {
            _ = try story.dossier.decide(command, by: performer, at: Fixture.now)
            return nil
        } catch { return error }
    }
    private func asked(items: Int?) throws -> Story {
        var story = try Story.at(.inProcess)
        try story.run(ask(items: items), Fixture.leader)
        return story
    }

    // MARK: 4 → 5

    @Test func aSpecialistProposesAndOnlyALeaderAsks() throws {
        var story = try Story.at(.inProcess)
        guard case .notYourRole(.askSupplement, let needs, let instead)? = refusal(story, ask(), Fixture.specialist)
        else {
            Issue.record("a specialist asked the citizen alone")
            return
        }
        #expect(needs == [.leader] && instead.contains(.proposeSupplement))
        try story.run(wish, Fixture.specialist)
        #expect(story.dossier.status == .inProcess && story.dossier.supplements == 0 && story.dossier.pauses.isEmpty)
        #expect(story.dossier.waitsForRole == .leader && story.dossier.currentStep?.role == .specialist)
        try story.run(ask(), Fixture.leader)
        #expect(story.dossier.status == .supplementAsked && story.dossier.supplements == 1)
        #expect(story.dossier.proposed == nil && story.dossier.pauses.count == 1)
    }

    @Test func nothingElseIsDoneWhileAProposalWaits() throws {
        var story = try Story.at(.inProcess)
        try story.run(wish, Fixture.specialist)
        let money = PaymentAsked(amount: Money(dong: 1), text: "Thuế", until: until)
        let commands = [step(), .forward(to: Fixture.centre, note: nil, bag: nil), .askPayment(money)]
        for command in commands {
            let instead = story.dossier.acts(for: Fixture.specialist)
            #expect(refusal(story, command, Fixture.specialist) == .supplementProposed(instead: instead))
            #expect(!instead.contains(command.act))
        }
        #expect(refusal(story, wish, Fixture.specialist) == .alreadyThere)
        #expect(story.dossier.acts(for: Fixture.leader).contains(.askSupplement))
        #expect(story.dossier.acts(for: Fixture.leader).contains(.sendBack))
        let instead = story.dossier.acts(for: Fixture.clerk)
        #expect(!instead.contains(.sendBack))
        #expect(
            refusal(story, .sendBack(reason: Fixture.text()), Fixture.clerk)
                == .notYourRole(.sendBack, needs: [.leader], instead: instead)
        )
    }

    @Test func aProposalThatIsSentBackLeavesTheStepAndItsTime() throws {
        var story = try Story.at(.inProcess)
        let before = story.dossier
        try story.run(wish, Fixture.specialist)
        try story.run(.sendBack(reason: Fixture.text()), Fixture.leader, at: Fixture.now.adding(minutes: 50))
        let after = story.dossier
        #expect(after.proposed == nil && after.step == before.step && after.stepSince == before.stepSince)
        #expect(after.officer == before.officer && after.waitsForRole == .specialist)
        #expect(refusal(story, step(), Fixture.specialist) == nil)
    }

    @Test func aProposalIsUndone() throws {
        var story = try Story.at(.inProcess)
        try story.run(wish, Fixture.specialist)
        let versions = Dossier.undoable(story.history, by: Fixture.specialist, at: Fixture.now)
        try story.run(.undo(versions: versions, reason: Fixture.text()), Fixture.specialist)
        #expect(story.dossier.proposed == nil && story.dossier.status == .inProcess)
    }

    @Test func whoIsLeaderTooAsksAtOnce() throws {
        let both = Performer(actor: Actor("stf_both"), agency: Fixture.police, roles: [.specialist, .leader])
        let story = try Story.at(.inProcess)
        #expect(refusal(story, ask(), both) == nil)
        #expect(!story.dossier.acts(for: both).contains(.proposeSupplement))
    }

    @Test func theCitizenIsNotAskedWhileTheFolderIsOnItsWay() throws {
        var story = try Story.at(.inProcess)
        try story.run(.forward(to: Fixture.centre, note: nil, bag: nil), Fixture.specialist)
        #expect(refusal(story, ask(), Fixture.leader) == .handOverPending)
        #expect(refusal(story, wish, Fixture.specialist) == .handOverPending)
    }

    // MARK: 5 → 4

    @Test func everyItemIsAnsweredBeforeTheWorkGoesOn() throws {
        var story = try asked(items: 3)
        func bring(_ items: [Int]) -> DossierCommand {
            .confirmSupplement(papers: [], answered: items, due: Fixture.due)
        }
        for (items, open) in [([], [1, 2, 3]), ([2], [1, 3]), ([1, 2], [3]), ([0, 1, 2, 4], [3])] {
            guard case .itemsUnanswered(open, let instead)? = refusal(story, bring(items), Fixture.reception) else {
                Issue.record("items \(items) were enough")
                continue
            }
            #expect(instead.contains(.withdraw) && !instead.contains(.confirmSupplement))
        }
        try story.run(bring([3, 1, 2]), Fixture.reception)
        #expect(story.dossier.status == .inProcess && story.dossier.requestItems == nil)
    }

    @Test func aRequestFromBeforeItemsWereCountedIsAnsweredAsBefore() throws {
        let story = try asked(items: nil)
        #expect(refusal(story, .confirmSupplement(papers: [], due: Fixture.due), Fixture.reception) == nil)
    }

    @Test func theItemsAreTheLinesWithWords() {
        #expect(SupplementAsked.items(of: "Ảnh 4x6\n\n  \r\nGiấy khai sinh\n") == ["Ảnh 4x6", "Giấy khai sinh"])
        #expect(SupplementAsked.items(of: " \n").isEmpty)
    }

    // MARK: Approve, sign

    @Test func theUsualStepsAreAppraiseApproveSignNumber() {
        #expect(StepPlan.usual.map(\.kind) == [.appraise, .approve, .sign, .number])
    }

    @Test func whoApprovesMayOnlyApprove() throws {
        var story = try Story.at(.inProcess)
        try story.run(step(), Fixture.specialist)
        try story.run(step(), Fixture.leader)
        #expect(story.dossier.currentStep?.kind == .sign && story.dossier.signature == nil)
        try story.run(step(Fixture.signature), Fixture.leader)
        #expect(story.dossier.currentStep?.kind == .number && story.dossier.signature == Fixture.signature)
    }

    @Test func approvedAndSignedInOneActAreTwoEntriesAndUndoneTogether() throws {
        var story = try Story.at(.inProcess)
        try story.run(step(), Fixture.specialist)
        let before = story.history.count
        try story.run(step(Fixture.signature), Fixture.leader)
        #expect(story.history.count == before + 2 && story.dossier.currentStep?.kind == .number)
        let versions = Dossier.undoable(story.history, by: Fixture.leader, at: Fixture.now)
        #expect(versions == [before + 1, before + 2])
        try story.run(.undo(versions: versions, reason: Fixture.text()), Fixture.leader)
        #expect(story.dossier.currentStep?.kind == .approve && story.dossier.signature == nil)
    }

    @Test func theSignerSendsBackToWhoAppraised() throws {
        var story = try Story.at(.inProcess)
        try story.run(step(), Fixture.specialist)
        try story.run(step(), Fixture.leader)
        try story.run(.sendBack(reason: Fixture.text()), Fixture.leader)
        #expect(story.dossier.currentStep?.kind == .appraise)
    }

    // MARK: What goes with the folder

    @Test func withdrawnOrStoppedNoFolderIsOnItsWay() throws {
        for close in ["withdraw", "stop"] {
            var story = try Story.at(.inProcess)
            try story.run(.forward(to: Fixture.centre, note: nil, bag: nil), Fixture.specialist)
            let closed = Closed(reason: Fixture.text(), ground: "Điều 9")
            if close == "stop" {
                try story.run(.stop(closed), Fixture.leader)
            } else {
                try story.run(.withdraw(closed), Fixture.reception)
            }
            #expect(story.dossier.pendingHandOver == nil)
        }
    }

    @Test func aDeclarationIsHandedInForGoodAndAnOriginalComesBack() throws {
        let papers = [
            Paper(name: "Tờ khai CT01", form: .filed, count: 1), Paper(name: "Sổ đỏ", form: .original, count: 1),
            Paper(name: "Căn cước", form: .copy, count: 1),
        ]
        var story = Story()
        let reception = Fixture.received(Fixture.submission(papers: papers))
        try story.run(.receive(reception, rules: IntakeRules()), Fixture.reception)
        #expect(story.dossier.originalsKept == ["Sổ đỏ"])
    }

    @Test func eachReturnHasItsReceiptAndOnlyAReprintIsNumbered() throws {
        var story = Story()
        let reception = Fixture.received(Fixture.submission(copies: 3))
        try story.run(.receive(reception, rules: IntakeRules()), Fixture.reception)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        try story.run(step(), Fixture.specialist)
        try story.run(step(Fixture.signature), Fixture.leader)
        try story.run(.finish(number: "1", file: nil, needsFile: false), Fixture.clerk)
        try story.run(.take, Fixture.reception)
        let paper = DossierCommand.printSlip(.returnReceipt, replacesBecause: nil)
        var numbers: [Int?] = []
        for _ in 0..<2 {
            try story.run(.returnResult(Fixture.returned(copies: 1)), Fixture.reception)
            numbers.append(story.dossier.slips[.returnReceipt])
            try story.run(paper, Fixture.reception)
            numbers.append(story.dossier.slips[.returnReceipt])
            try story.run(paper, Fixture.reception)
            numbers.append(story.dossier.slips[.returnReceipt])
        }
        #expect(numbers == [nil, 1, 2, nil, 1, 2])
    }

    @Test func aCorrectionNamesAnotherOwnerAndSubmitter() throws {
        var story = try Story.at(.received)
        let filing = try #require(story.dossier.filing)
        let corrected = Corrected(
            owners: [ID("per_right"), ID("per_second")],
            submitter: ID("per_father"),
            capacity: filing.capacity,
            papers: filing.papers,
            delivery: filing.delivery,
            reason: Fixture.text()
        )
        try story.run(.correct(corrected, rules: IntakeRules()), Fixture.reception)
        #expect(story.dossier.filing?.owners == [ID("per_right"), ID("per_second")])
        #expect(story.dossier.filing?.submitter == ID("per_father"))
        var twice = corrected
        twice.owners = [ID("per_right"), ID("per_right")]
        #expect(refusal(story, .correct(twice, rules: IntakeRules()), Fixture.reception) == .ownerTwice)
    }
}
