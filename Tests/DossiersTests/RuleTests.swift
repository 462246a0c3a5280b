import Access
import Agencies
import Dossiers
import Kernel
import LegalClock
import Register
import Testing

/// Runs a command that must be refused and gives the refusal.
private func refusal(_ story: Story, _ command: DossierCommand, _ performer: Performer, at now: Instant = Fixture.now)
    -> DossierError?
{
    do {
        _ = try story.dossier.decide(command, by: performer, at: now)
        return nil
    } catch { return error }
}

@Suite struct IntakeRuleTests {
    private func receive(_ submission: Submission, _ rules: IntakeRules = IntakeRules()) -> DossierError? {
        refusal(Story(), .receive(Fixture.received(submission), rules: rules), Fixture.reception)
    }

    @Test func anOwnerOrANewbornIsNamed() {
        #expect(receive(Fixture.submission(owners: [])) == .ownerMissing)
        var newborn = Fixture.submission(owners: [])
        newborn.unnamedOwner = true
        #expect(receive(newborn) == .ownerMissing)
        #expect(receive(newborn, IntakeRules(ownerMayBeUnnamed: true)) == nil)
        #expect(receive(Fixture.submission(owners: [ID("per_1"), ID("per_1")])) == .ownerTwice)
    }

    @Test(arguments: Capacity.allCases)
    func everyCapacityButOnesOwnIsProven(capacity: Capacity) {
        let refused = receive(Fixture.submission(capacity: capacity, proof: nil))
        #expect(refused == (capacity == .oneself ? nil : .proofMissing(capacity)))
        #expect(receive(Fixture.submission(capacity: capacity)) == nil)
    }

    @Test(arguments: [Capacity.proxy, .representative, .postalAgent])
    func marriageWantsThePersonInPerson(capacity: Capacity) {
        #expect(receive(Fixture.submission(capacity: capacity), IntakeRules(forbidsProxy: true)) == .proxyForbidden)
    }

    @Test func boundsHoldAtTheirNumberAndOneMore() {
        func papers(_ count: Int) -> Submission {
            Fixture.submission(papers: (0..<count).map { Paper(name: "Giấy \($0)", form: .copy, count: 1) })
        }
        #expect(receive(papers(DossierLimits.papers)) == nil)
        #expect(receive(papers(DossierLimits.papers + 1)) == .tooMany(what: .papers, limit: DossierLimits.papers))
        func owners(_ count: Int) -> Submission { Fixture.submission(owners: (0..<count).map { ID("per_\($0)") }) }
        #expect(receive(owners(DossierLimits.owners)) == nil)
        #expect(receive(owners(DossierLimits.owners + 1)) == .tooMany(what: .owners, limit: DossierLimits.owners))
        #expect(receive(Fixture.submission(copies: DossierLimits.copies)) == nil)
        #expect(
            receive(Fixture.submission(copies: DossierLimits.copies + 1))
                == .countOutOfRange(what: .copies, limit: DossierLimits.copies)
        )
        #expect(receive(Fixture.submission(copies: 0)) == .countOutOfRange(what: .copies, limit: DossierLimits.copies))
    }

    @Test func whoComparedACopyIsNamed() {
        let compared = Paper(name: "Sổ hồng", form: .comparedCopy, count: 1)
        #expect(receive(Fixture.submission(papers: [compared])) == .comparerMissing(paper: "Sổ hồng"))
        var named = compared
        named.comparedBy = Fixture.reception.actor
        #expect(receive(Fixture.submission(papers: [named])) == nil)
    }

    @Test func papersAskedAtIntakeStartNoClock() throws {
        var story = Story()
        try story.run(
            .askAtIntake(IntakeRequest(submission: Fixture.submission(), request: Fixture.text())),
            Fixture.reception
        )
        #expect(story.dossier.status == .supplementAsked)
        #expect(story.dossier.dueAt == nil && story.dossier.pauses.isEmpty && story.dossier.supplements == 0)
        try story.run(.receive(Fixture.received(), rules: IntakeRules()), Fixture.reception)
        #expect(story.dossier.status == .received && story.dossier.dueAt != nil)
    }

    @Test func anActAtOnceIsOneEntryAStep() throws {
        var story = Story()
        let fee = Fee(amount: Money(dong: 21_000), text: "2.000 đ/trang")
        let reception = Fixture.received(Fixture.submission(fee: fee, copies: 3), atOnce: true)
        func atOnce(receipt: String?) -> DossierCommand {
            .receiveAtOnce(
                AtOnce(
                    reception: reception,
                    rules: IntakeRules(mayBeAtOnce: true),
                    number: "137",
                    signature: Fixture.signature,
                    receipt: receipt,
                    returned: Fixture.returned(copies: 3)
                )
            )
        }
        #expect(refusal(story, atOnce(receipt: nil), Fixture.reception) == .feeUnpaid(Money(dong: 21_000)))
        try story.run(atOnce(receipt: "BL-1"), Fixture.reception)
        #expect(story.dossier.status == .returned)
        #expect(story.dossier.handOvers.isEmpty)
        #expect(story.dossier.outcome == .granted && story.dossier.amountDue == nil)
        #expect(story.history.count == 7)  // received, appraised, approved, signed, paid, issued, returned
    }
}

@Suite struct WorkRuleTests {
    @Test func aHandOverCountsWhenBothSidesSigned() throws {
        var story = try Story.at(.received)
        try story.run(.forward(to: Fixture.police, note: nil, bag: "TÚI-7"), Fixture.reception)
        #expect(story.dossier.status == .received)
        #expect(
            refusal(story, .forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception) == .handOverPending
        )
        #expect(refusal(story, .take, Fixture.reception) == .notYourUnit(.take, belongsTo: Fixture.police))
        try story.run(.take, Fixture.specialist)
        #expect(story.dossier.status == .inProcess && story.dossier.holder == Fixture.police)
        #expect(story.dossier.handOvers.last?.taker == Fixture.specialist.actor)
    }

    @Test func eachStepWantsItsRole() throws {
        var story = try Story.at(.inProcess)
        let done = DossierCommand.completeStep(opinion: .granted, note: nil, signature: nil, seen: true)
        #expect(refusal(story, done, Fixture.leader) == .wrongStep(needs: .specialist, name: "Thẩm định hồ sơ"))
        try story.run(done, Fixture.specialist)
        let finish = DossierCommand.finish(number: "1", file: nil, needsFile: false)
        #expect(refusal(story, finish, Fixture.clerk) == .wrongStep(needs: .leader, name: "Phê duyệt"))
        try story.run(done, Fixture.leader)
        #expect(refusal(story, done, Fixture.leader) == .notSigned)
        #expect(refusal(story, finish, Fixture.clerk) == .wrongStep(needs: .leader, name: "Ký duyệt"))
    }

    @Test func anOpinionAgainstTheCitizenHasAReason() throws {
        let story = try Story.at(.inProcess)
        #expect(
            refusal(story, .completeStep(opinion: .refused, note: nil, signature: nil, seen: true), Fixture.specialist)
                == .reasonMissing
        )
    }

    @Test func aResultIsSignedNumberedAndFiled() throws {
        var story = try Story.at(.inProcess)
        try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: false),
            Fixture.leader
        )
        #expect(refusal(story, .finish(number: "", file: "fil_1", needsFile: true), Fixture.clerk) == .numberMissing)
        #expect(refusal(story, .finish(number: "1", file: nil, needsFile: true), Fixture.clerk) == .fileMissing)
        try story.run(.finish(number: "1", file: "fil_1", needsFile: true), Fixture.clerk)
        #expect(story.dossier.status == .finished && story.dossier.delivery == .onTheWay)
        #expect(refusal(story, .returnResult(Fixture.returned()), Fixture.reception) == .notReadyToCollect)
    }

    @Test func theLastActIsUndoneWithItsReason() throws {
        var story = try Story.at(.received)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        let versions = Dossier.undoable(story.history, by: Fixture.reception, at: Fixture.now)
        #expect(versions == [2])
        #expect(Dossier.undoable(story.history, by: Fixture.specialist, at: Fixture.now) == [])
        #expect(Dossier.undoable(story.history, by: Fixture.reception, at: Fixture.now.adding(days: 1)) == [])
        try story.run(.undo(versions: versions, reason: Fixture.text()), Fixture.reception)
        #expect(story.dossier.pendingHandOver == nil && story.dossier.handOvers.isEmpty)
        #expect(story.history.count == 3 && story.dossier.version == 3)
    }

    @Test func issuingIsUndoneAsAWhole() throws {
        var story = try Story.at(.finished)
        let versions = Dossier.undoable(story.history, by: Fixture.clerk, at: Fixture.now)
        #expect(versions.count == 2)
        try story.run(.undo(versions: versions, reason: Fixture.text()), Fixture.clerk)
        #expect(story.dossier.status == .inProcess && story.dossier.currentStep?.kind == .number)
    }

    @Test func aReroutedDossierKeepsCodeAndDate() throws {
        var story = try Story.at(.inProcess)
        let before = story.dossier
        try story.run(.reroute(to: ID("agc_other"), reason: Fixture.text()), Fixture.head)
        #expect(story.dossier.filing?.code == before.filing?.code && story.dossier.dueAt == before.dueAt)
        #expect(story.dossier.filing?.competent == ID("agc_other"))
    }
}

@Suite struct ClockRuleTests {
    @Test func papersAreAskedOnceUnlessALeaderGivesAGround() throws {
        var story = try Story.at(.supplementAsked)
        try story.run(.confirmSupplement(papers: [], due: Fixture.due), Fixture.reception)
        let again = SupplementAsked(request: Fixture.text(), until: CivilDate(2025, 8, 1)!)
        let wish = SupplementProposed(request: again.request, until: again.until)
        #expect(refusal(story, .proposeSupplement(wish, max: 1), Fixture.specialist) == .supplementsUsedUp(max: 1))
        #expect(refusal(story, .askSupplement(again, max: 1), Fixture.leader) == .supplementsUsedUp(max: 1))
        var grounded = again
        grounded.overrideGround = "Điều 12"
        let instead = story.dossier.acts(for: Fixture.specialist)
        #expect(
            refusal(story, .askSupplement(grounded, max: 1), Fixture.specialist)
                == .notYourRole(.askSupplement, needs: [.leader], instead: instead)
        )
        #expect(refusal(story, .askSupplement(grounded, max: 1), Fixture.leader) == nil)
    }

    @Test func theClockStandsStillAndGoesOn() throws {
        var story = try Story.at(.supplementAsked)
        #expect(story.dossier.pauses == [Pause(from: Fixture.now, to: nil)])
        let later = Fixture.now.adding(days: 3)
        try story.run(.confirmSupplement(papers: [], due: Fixture.due), Fixture.reception, at: later)
        #expect(story.dossier.pauses == [Pause(from: Fixture.now, to: later)])
        #expect(story.dossier.dueAt == Fixture.due.at)
    }

    @Test func anApologyIsGivenOnceAndForALaterDate() throws {
        var story = try Story.at(.inProcess)
        let later = Fixture.instant("2025-07-10T08:30")
        #expect(
            refusal(story, .extend(reason: Fixture.text(), due: Fixture.instant("2025-06-29T08:30")), Fixture.leader)
                == .newDateNotLater
        )
        try story.run(.extend(reason: Fixture.text(), due: later), Fixture.leader)
        #expect(story.dossier.dueAt == later && story.dossier.legalDueAt == Fixture.instant("2025-06-30T08:30"))
        #expect(
            refusal(story, .extend(reason: Fixture.text(), due: later.adding(days: 1)), Fixture.leader)
                == .extendedBefore
        )
    }
}

@Suite struct EndRuleTests {
    @Test func nothingIsWithdrawnAfterTheDecision() throws {
        var story = try Story.at(.inProcess)
        try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
        #expect(refusal(story, .withdraw(Closed(reason: Fixture.text())), Fixture.reception) == nil)
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
            Fixture.leader
        )
        #expect(refusal(story, .withdraw(Closed(reason: Fixture.text())), Fixture.reception) == .decisionMade)
    }

    @Test func aMistakenIntakeIsStruckOutOnItsDayOnly() throws {
        let story = try Story.at(.received)
        let void = DossierCommand.void(Closed(reason: Fixture.text(), ground: "Nhập nhầm"))
        #expect(refusal(story, void, Fixture.head, at: Fixture.now.adding(days: 1)) == .notSameDay)
        #expect(refusal(story, void, Fixture.head, at: Fixture.now.adding(minutes: 300)) == nil)
    }

    @Test func aResultIsHandedOverInPart() throws {
        var story = Story()
        try story.run(
            .receive(Fixture.received(Fixture.submission(copies: 5)), rules: IntakeRules()),
            Fixture.reception
        )
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
            Fixture.leader
        )
        try story.run(.finish(number: "1", file: nil, needsFile: false), Fixture.clerk)
        try story.run(.take, Fixture.reception)
        try story.run(.returnResult(Fixture.returned(copies: 3)), Fixture.reception)
        #expect(story.dossier.status == .finished && story.dossier.delivery == .partly)
        #expect(
            refusal(story, .returnResult(Fixture.returned(copies: 3)), Fixture.reception) == .tooManyCopies(left: 2)
        )
        try story.run(.returnResult(Fixture.returned(copies: 2)), Fixture.reception)
        #expect(story.dossier.status == .returned)
    }

    @Test func somebodyElseCollectsWithProofOnly() throws {
        var story = try Story.at(.finished)
        try story.run(.take, Fixture.reception)
        var other = Fixture.returned()
        other.isSubmitter = false
        #expect(refusal(story, .returnResult(other), Fixture.reception) == .collectorUnproven)
        other.collector = Fixture.text()
        other.proof = .proxyPaper
        #expect(refusal(story, .returnResult(other), Fixture.reception) == nil)
    }

    @Test func theFeeIsPaidBeforeTheResultLeaves() throws {
        var story = Story()
        let fee = Fee(amount: Money(dong: 15_000), text: "15.000 đ")
        try story.run(.receive(Fixture.received(Fixture.submission(fee: fee)), rules: IntakeRules()), Fixture.reception)
        #expect(
            refusal(story, .collectFee(amount: Money(dong: 14_999), receipt: "1"), Fixture.cashier)
                == .amountWrong(expected: Money(dong: 15_000))
        )
        try story.run(.collectFee(amount: Money(dong: 15_000), receipt: "BL-1"), Fixture.cashier)
        #expect(story.dossier.finance == .paid && story.dossier.amountDue == nil)
    }
}

@Suite struct DossierCodeTests {
    @Test(arguments: [
        "H28.12-250801-0021", "000.00.00.H28-230802-0001", "G01.899-250701-123456", "H28-250627-0001",
        "H28.1.22.333-250627-00001",
    ])
    func knownFormsAreKept(code: String) { #expect(DossierCode(rawValue: code)?.rawValue == code) }

    @Test(arguments: [
        "", "H28", "H28-25062-0001", "H28-250627-001", "X28-250627-0001", "H28.-250627-0001", "H28-250627-0001-2",
        "H28.12345-250627-0001", "H28.1.2.3.4-250627-0001", "H2-250627-0001", "h28-250627-0001",
    ])
    func otherFormsAreRefused(code: String) { #expect(DossierCode(rawValue: code) == nil) }

    @Test func whatIsTypedIsForgiven() {
        #expect(DossierCode(typed: " h28.12 – 250801 - 0021 ")?.rawValue == "H28.12-250801-0021")
    }

    @Test func aLookUpNumberKnowsItsSlips() {
        var dice = SeededGenerator(7)
        for _ in 0..<500 {
            let number = LookUpNumber(chance: (0..<4).map { _ in UInt8.random(in: 0...255, using: &dice) })
            #expect(LookUpNumber(typed: number.grouped) == number)
            var digits = Array(number.rawValue.utf8)
            let place = Int.random(in: 0..<8, using: &dice)
            digits[place] = 48 + (digits[place] - 48 + UInt8.random(in: 1...9, using: &dice)) % 10
            #expect(LookUpNumber(typed: String(decoding: digits, as: UTF8.self)) == nil)
        }
        #expect(LookUpNumber(typed: "1234567") == nil)
    }
}

@Suite struct EventCodingTests {
    @Test func everyEventOfEveryStoryReadsBack() throws {
        for status in Status.allCases {
            for entry in try Story.at(status).history {
                #expect(try DossierEvent(entry.event.recorded()) == entry.event)
            }
        }
    }
    @Test func anUnknownEventIsNamed() {
        #expect(throws: RegisterError.unreadable(event: "dossier.flown", format: 1)) {
            try DossierEvent(RecordedEvent(name: "dossier.flown", format: 1, payload: "{}"))
        }
    }
}
