import Access
import Agencies
import Dossiers
import Kernel
import LegalClock
import Register
import Testing

private func refusal(_ story: Story, _ command: DossierCommand, _ performer: Performer, at now: Instant = Fixture.now)
    -> DossierError?
{
    do {
        _ = try story.dossier.decide(command, by: performer, at: now)
        return nil
    } catch { return error }
}

@Suite struct ReturnTests {
    private let near = ID<Agency>("agc_near")

    private func ready() throws -> Story {
        var story = try Story.at(.finished)
        try story.run(.take, Fixture.reception)
        return story
    }

    @Test func aResultIsKeptAtAUnitNearHome() throws {
        let nearby = Performer(actor: Actor("stf_near"), agency: near, roles: [.resultOfficer])
        var story = try ready()
        #expect(
            refusal(story, .returnResult(Fixture.returned()), nearby)
                == .notYourUnit(.returnResult, belongsTo: Fixture.centre)
        )
        try story.run(.forward(to: near, note: nil, bag: "TÚI-2025-0001"), Fixture.reception)
        #expect(story.dossier.delivery == .onTheWay)
        #expect(refusal(story, .returnResult(Fixture.returned()), nearby) != nil)
        try story.run(.take, nearby)
        #expect(story.dossier.delivery == .ready && story.dossier.holder == near)
        try story.run(.returnResult(Fixture.returned()), nearby)
        #expect(story.dossier.status == .returned)
    }

    @Test func aResultAskedForNearHomeGoesThereAtOnce() throws {
        var submission = Fixture.submission()
        submission.delivery = .nearHome
        let receive = { DossierCommand.receive(Fixture.received($0), rules: IntakeRules()) }
        #expect(refusal(Story(), receive(submission), Fixture.reception) == .pickUpMissing)
        submission.pickUp = near
        var story = Story()
        try story.run(receive(submission), Fixture.reception)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
        let unsigned = SignedBy(officer: Fixture.leader.actor, block: "")
        try story.run(.completeStep(opinion: .granted, note: nil, signature: unsigned, seen: true), Fixture.leader)
        #expect(story.dossier.signature == nil && story.dossier.currentStep?.kind == .sign)
        #expect(
            refusal(
                story,
                .completeStep(opinion: .granted, note: nil, signature: unsigned, seen: true),
                Fixture.leader
            ) == .notSigned
        )
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
            Fixture.leader
        )
        try story.run(.finish(number: "1", file: nil, needsFile: false), Fixture.clerk)
        #expect(story.dossier.pendingHandOver?.to == near)
    }

    @Test func aResultIsNotSentOnBeforeItIsThere() throws {
        let story = try Story.at(.finished)
        #expect(refusal(story, .forward(to: near, note: nil, bag: nil), Fixture.reception) == .handOverPending)
    }

    @Test func aDeclinedResultCanStillBeCollected() throws {
        var story = try ready()
        let decline = DossierCommand.decline(Closed(reason: Fixture.text()))
        try story.run(decline, Fixture.reception)
        #expect(story.dossier.delivery == .declined && story.dossier.status == .finished)
        #expect(refusal(story, decline, Fixture.reception) == .alreadyThere)
        try story.run(.returnResult(Fixture.returned()), Fixture.reception)
        #expect(story.dossier.status == .returned)
    }

    @Test func originalsGoBackAgainstTheSameSignatureOrLater() throws {
        let paper = "Tờ khai CT01"
        var story = try ready()
        #expect(story.dossier.originalsKept == [paper])
        var with = Fixture.returned()
        with.originals = ["Sổ đỏ"]
        #expect(refusal(story, .returnResult(with), Fixture.reception) == .originalUnknown("Sổ đỏ"))
        with.originals = [paper]
        var other = story
        try story.run(.returnResult(with), Fixture.reception)
        #expect(story.dossier.originalsKept.isEmpty)
        try other.run(.returnResult(Fixture.returned()), Fixture.reception)
        #expect(other.dossier.originalsKept == [paper])
        try other.run(.giveBackOriginals(papers: [paper], mark: .thumbprint), Fixture.reception)
        #expect(other.dossier.originalsKept.isEmpty)
    }

    @Test func aFaultFoundAfterReturnIsLinkedAndCounted() throws {
        let opened = DossierCommand.openCorrection(CorrectionOpened(dossier: ID("dsr_2"), fault: Fixture.text()))
        var story = try Story.at(.returned)
        #expect(refusal(story, opened, Fixture.clerk) != nil)
        try story.run(opened, Fixture.reception)
        #expect(story.dossier.corrections == [ID("dsr_2")] && story.dossier.status == .returned)
        #expect(refusal(story, opened, Fixture.reception) == .alreadyThere)
        #expect(refusal(try Story.at(.finished), opened, Fixture.reception) != nil)
    }

    @Test func aCorrectionCostsNothing() {
        var submission = Fixture.submission(fee: Fee(amount: Money(dong: 1), text: ""))
        submission.corrects = ID("dsr_1")
        let receive = DossierCommand.receive(Fixture.received(submission), rules: IntakeRules())
        #expect(refusal(Story(), receive, Fixture.reception) == .correctionIsFree)
        submission.fee = .free
        #expect(
            refusal(Story(), .receive(Fixture.received(submission), rules: IntakeRules()), Fixture.reception) == nil
        )
    }

    @Test func theControlSheetHasARowForEachHandOver() throws {
        let rows = ControlSheet.rows(of: try ready().dossier, by: .standard)
        #expect(rows.map(\.handOver.purpose) == [.work, .result])
        #expect(rows.map(\.result) == [nil, .early])
        #expect(rows.allSatisfy { $0.handOver.takenAt != nil })
    }

    @Test func onTimeIsUntilTheMinute() {
        let due = Fixture.instant("2025-06-30T08:30")
        #expect(Timeliness(Fixture.instant("2025-06-29T23:59"), due: due) == .early)
        #expect(Timeliness(due, due: due) == .onTime)
        #expect(Timeliness(due.adding(minutes: 1), due: due) == .late)
    }
}

@Suite struct PromisedDateTests {
    private let duty = Performer(actor: .system("calendar"), agency: Fixture.centre, roles: [])
    private func at(_ text: String) -> DueResult { DueResult(at: Fixture.instant(text)) }

    @Test func theCalendarMovesTheLawsDateUnderAnExtension() throws {
        var story = try Story.at(.inProcess)
        let promised = Fixture.instant("2025-07-10T08:30")
        try story.run(.extend(reason: Fixture.text(), due: promised), Fixture.leader)
        try story.run(.recompute(at("2025-07-01T08:30"), ground: "Nghỉ bù"), duty)
        #expect(story.dossier.dueAt == promised)
        #expect(story.dossier.legalDueAt == Fixture.instant("2025-07-01T08:30"))
    }

    @Test func aDateThatAPersonSetIsLeftAlone() throws {
        var story = try Story.at(.inProcess)
        let set = at("2025-07-03T08:30")
        try story.run(.overrideDue(set, ground: "Điều 7"), Fixture.leader)
        try story.run(.recompute(at("2025-07-01T08:30"), ground: "Nghỉ bù"), duty)
        #expect(story.dossier.dueAt == set.at && story.history.count == 4)
    }

    @Test func noDateMovesEarlierUnnoticed() throws {
        var story = try Story.at(.inProcess)
        try story.run(.recompute(at("2025-06-28T08:30"), ground: "Làm bù"), duty)
        #expect(story.dossier.movedEarlier && story.dossier.dueAt == Fixture.instant("2025-06-28T08:30"))
        try story.run(.moveFolder(place: "Kệ 3"), Fixture.specialist)
        #expect(!story.dossier.movedEarlier)
        try story.run(.recompute(at("2025-06-29T08:30"), ground: "Nghỉ bù"), duty)
        #expect(!story.dossier.movedEarlier)
    }

    @Test func wordsInAnEntryAreShort() throws {
        let story = try Story.at(.inProcess)
        func move(_ count: Int) -> DossierError? {
            refusal(story, .moveFolder(place: String(repeating: "k", count: count)), Fixture.specialist)
        }
        #expect(move(DossierLimits.placeLength) == nil)
        #expect(move(DossierLimits.placeLength + 1) == .tooLong(what: .place, limit: DossierLimits.placeLength))
        func override(_ count: Int) -> DossierError? {
            refusal(
                story,
                .overrideDue(at("2025-07-03T08:30"), ground: String(repeating: "k", count: count)),
                Fixture.leader
            )
        }
        #expect(override(DossierLimits.groundLength) == nil)
        #expect(override(DossierLimits.groundLength + 1) == .tooLong(what: .ground, limit: DossierLimits.groundLength))
    }
}
