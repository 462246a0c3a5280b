import Agencies
import Dossiers
import Kernel
import LegalClock
import Testing

/// What the control sheet and the rules say about time.
@Suite struct StepTimeTests {
    private func at(_ text: String) -> Instant { Fixture.instant(text) }

    /// Received on Friday 08:30 with two working days; the specialist has four working hours.
    private func story(appraisedAt done: Instant, issuedAt issued: Instant) throws -> Story {
        var story = Story()
        var reception = Fixture.received()
        reception.limit = .workingDays(2)
        reception.dueAt = at("2025-07-01T08:30")
        reception.steps = StepPlan.usual
        reception.steps[0].limit = .workingHours(4)
        try story.run(.receive(reception, rules: IntakeRules()), Fixture.reception)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        let done = (done, DossierCommand.completeStep(opinion: .granted, note: nil, signature: nil, seen: true))
        try story.run(done.1, Fixture.specialist, at: done.0)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.specialist, at: done.0)
        try story.run(.take, Fixture.leader, at: done.0)
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
            Fixture.leader,
            at: issued
        )
        try story.run(.finish(number: "12/XN", file: nil, needsFile: false), Fixture.clerk, at: issued)
        return story
    }

    @Test(arguments: [
        ("2025-06-27T14:30", Timeliness.onTime), ("2025-06-27T14:31", .late),
    ]) func aHandOverIsJudgedByTheStepsOwnLimit(given: String, result: Timeliness) throws {
        let story = try story(appraisedAt: at(given), issuedAt: at("2025-06-30T16:00"))
        #expect(ControlSheet.rows(of: story.dossier, by: .standard).map(\.result) == [nil, result, .early])
    }

    /// Leader and clerk have no limit of their own: the law's date is theirs.
    @Test(arguments: [
        ("2025-06-30T16:00", Timeliness.early), ("2025-07-01T08:30", .onTime), ("2025-07-01T08:31", .late),
    ]) func aStepWithoutLimitIsJudgedByTheLawsDate(issued: String, result: Timeliness) throws {
        let story = try story(appraisedAt: at("2025-06-27T10:00"), issuedAt: at(issued))
        #expect(ControlSheet.rows(of: story.dossier, by: .standard).map(\.result) == [nil, .onTime, result])
    }

    @Test func aDossierIsReturnedAsUnmetWithinTheLimitOnly() throws {
        let story = try Story.at(.inProcess)
        let due = try #require(story.dossier.dueAt)
        func propose(_ opinion: Outcome, _ story: Story, at now: Instant) -> DossierError? {
            let step = DossierCommand.completeStep(opinion: opinion, note: Fixture.text(), signature: nil, seen: true)
            do {
                _ = try story.dossier.decide(step, by: Fixture.specialist, at: now)
                return nil
            } catch { return error }
        }
        #expect(propose(.returnedUnmet, story, at: due) == nil)
        #expect(propose(.returnedUnmet, story, at: due.adding(minutes: 1)) == .returnTooLate)
        #expect(propose(.refused, story, at: due.adding(minutes: 1)) == nil)
        #expect(propose(.granted, story, at: due.adding(minutes: 1)) == nil)
        var promised = story
        try promised.run(.extend(reason: Fixture.text(), due: due.adding(days: 1)), Fixture.leader)
        #expect(propose(.returnedUnmet, promised, at: due.adding(minutes: 1)) == nil)
    }

    @Test func theClockRunsByTheUnitThatWasCompetentAtTheReception() throws {
        var story = try Story.at(.received)
        #expect(story.dossier.clockAgency == Fixture.police)
        try story.run(.reroute(to: ID("agc_other"), reason: Fixture.text()), Fixture.head)
        #expect(story.dossier.filing?.competent == ID("agc_other"))
        #expect(story.dossier.clockAgency == Fixture.police)
        #expect(try Story.at(.submitted).dossier.clockAgency == Fixture.police)
    }

    /// After a stop the clock's date holds, and a later promise before it.
    @Test func resumingKeepsTheLaterDate() throws {
        var story = try Story.at(.inProcess)
        let promise = at("2025-07-10T08:30")
        try story.run(.extend(reason: Fixture.text(), due: promise), Fixture.leader)
        try story.run(.stop(Closed(reason: Fixture.text(), ground: "Điều 9")), Fixture.leader)
        var early = story
        try early.run(.resume(ground: "Điều 9", due: DueResult(at: at("2025-07-02T08:30"))), Fixture.leader)
        #expect(early.dossier.dueAt == promise && early.dossier.legalDueAt == at("2025-07-02T08:30"))
        try story.run(.resume(ground: "Điều 9", due: DueResult(at: at("2025-07-15T08:30"))), Fixture.leader)
        #expect(story.dossier.dueAt == at("2025-07-15T08:30"))
    }
}
