import Dossiers
import Kernel
import Testing

/// Fee and obligation are two things: the counter's fee, and the tax of status 6 (`vietnam.md` §9).
@Suite struct MoneyTests {
    private let fee = Money(dong: 8_000)
    private let tax = Money(dong: 50_000)

    private func asked() throws -> Story {
        var story = Story()
        let submission = Fixture.submission(fee: Fee(amount: fee, text: "8.000 đồng"))
        try story.run(.receive(Fixture.received(submission), rules: IntakeRules()), Fixture.reception)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        let request = PaymentAsked(amount: tax, text: "Thuế", until: Fixture.date("2025-07-27"))
        try story.run(.askPayment(request), Fixture.specialist)
        return story
    }

    @Test func taxDoesNotSettleTheFee() throws {
        var story = try asked()
        try story.run(.confirmPayment(amount: tax, receipt: "1", due: Fixture.due), Fixture.cashier)
        #expect(story.dossier.finance == .due && story.dossier.amountDue == fee)
        try story.run(.collectFee(amount: fee, receipt: "2"), Fixture.reception)
        #expect(story.dossier.finance == .paid && story.dossier.amountDue == nil)
        #expect(story.dossier.paid.map(\.amount) == [tax, fee])
    }

    @Test func aFeePaidBeforeTheTaxStaysPaid() throws {
        var story = Story()
        let submission = Fixture.submission(fee: Fee(amount: fee, text: "8.000 đồng"))
        try story.run(.receive(Fixture.received(submission), rules: IntakeRules()), Fixture.reception)
        try story.run(.collectFee(amount: fee, receipt: "1"), Fixture.reception)
        try story.run(.forward(to: Fixture.police, note: nil, bag: nil), Fixture.reception)
        try story.run(.take, Fixture.specialist)
        let request = PaymentAsked(amount: tax, text: "Thuế", until: Fixture.date("2025-07-27"))
        try story.run(.askPayment(request), Fixture.specialist)
        #expect(story.dossier.finance == .due)
        try story.run(.confirmPayment(amount: tax, receipt: "2", due: Fixture.due), Fixture.cashier)
        #expect(story.dossier.finance == .paid && story.dossier.amountDue == nil)
    }

    @Test(arguments: [Int64(49_999), 50_001])
    func theObligationIsPaidAsItWasAsked(dong: Int64) throws {
        let story = try asked()
        let pay = DossierCommand.confirmPayment(amount: Money(dong: dong), receipt: "1", due: Fixture.due)
        #expect(throws: DossierError.amountWrong(expected: tax)) {
            try story.dossier.decide(pay, by: Fixture.cashier, at: Fixture.now)
        }
    }
}
