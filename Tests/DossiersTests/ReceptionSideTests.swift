import Agencies
import Dossiers
import Kernel
import Testing

/// Status 5 stands on both sides of the reception; what leads on from it differs (`vietnam.md` §2.2).
@Suite struct ReceptionSideTests {
    private let refuse = DossierCommand.refuseAtIntake(
        Refusal(submission: Fixture.submission(), reason: Fixture.text(), ground: "Điều 5")
    )
    private let stop = DossierCommand.stop(Closed(reason: Fixture.text(), ground: "Điều 9"))

    private func asked() throws -> Story {
        var story = Story()
        let request = IntakeRequest(submission: Fixture.submission(), request: Fixture.text())
        try story.run(.askAtIntake(request), Fixture.reception)
        return story
    }
    private func refusal(_ story: Story, _ command: DossierCommand, _ performer: Performer) -> DossierError? {
        do {
            _ = try story.dossier.decide(command, by: performer, at: Fixture.now)
            return nil
        } catch { return error }
    }

    @Test func whatWasReceivedIsNotRefusedAtTheDoorAnyMore() throws {
        let story = try Story.at(.supplementAsked)
        #expect(story.dossier.receivedAt != nil)
        guard case .notFromHere(let act, .supplementAsked, let instead) = refusal(story, refuse, Fixture.reception)
        else {
            Issue.record("it was not refused")
            return
        }
        #expect(act == .refuseAtIntake && instead.contains(.confirmSupplement) && !instead.contains(.receive))
        #expect(!story.dossier.acts(for: Fixture.reception).contains(.refuseAtIntake))
    }

    @Test func beforeTheReceptionItMayBeRefusedReceivedOrWithdrawn() throws {
        let story = try asked()
        #expect(refusal(story, refuse, Fixture.reception) == nil)
        #expect(
            refusal(story, .receive(Fixture.received(), rules: IntakeRules()), Fixture.reception) == nil
        )
        #expect(refusal(story, .withdraw(Closed(reason: Fixture.text())), Fixture.reception) == nil)
    }

    /// Stopped and resumed it would be in work without a clock.
    @Test func beforeTheReceptionThereIsNothingToStop() throws {
        let story = try asked()
        let instead = story.dossier.acts(for: Fixture.leader)
        #expect(!instead.contains(.stop))
        #expect(
            refusal(story, stop, Fixture.leader) == .notFromHere(.stop, status: .supplementAsked, instead: instead)
        )
        #expect(refusal(try Story.at(.supplementAsked), stop, Fixture.leader) == nil)
        #expect(refusal(try Story.at(.paymentAsked), stop, Fixture.leader) == nil)
    }

    @Test func theHeadWhoReturnsAResultTakesItsFeeToo() throws {
        var story = Story()
        let fee = Fee(amount: Money(dong: 8_000), text: "8.000 đồng/bản")
        let reception = Fixture.received(Fixture.submission(fee: fee))
        try story.run(.receive(reception, rules: IntakeRules()), Fixture.reception)
        #expect(story.dossier.acts(for: Fixture.head).contains(.collectFee))
        try story.run(.collectFee(amount: Money(dong: 8_000), receipt: "AA-25E 12"), Fixture.head)
        #expect(story.dossier.finance == .paid)
    }

    @Test func whatIsSignedIsNotSentToAnotherUnit() throws {
        var story = try Story.at(.inProcess)
        let reroute = DossierCommand.reroute(to: ID("agc_other"), reason: Fixture.text())
        #expect(refusal(story, reroute, Fixture.head) == nil)
        try story.run(.completeStep(opinion: .granted, note: nil, signature: nil, seen: true), Fixture.specialist)
        try story.run(
            .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true),
            Fixture.leader
        )
        #expect(refusal(story, reroute, Fixture.head) == .decisionMade)
        try story.run(.sendBack(reason: Fixture.text()), Fixture.clerk)
        #expect(refusal(story, reroute, Fixture.head) == nil)
    }
}
