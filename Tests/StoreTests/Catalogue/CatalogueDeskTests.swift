import Agencies
import Catalogue
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

private func day(_ month: Int, _ day: Int) -> CivilDate { CivilDate(2026, month, day) ?? CivilDate(day: 0) }

@Suite struct CatalogueDeskTests {
    private static func office(_ engine: Engine, _ count: Int = 1) async throws -> CatalogueOffice {
        let office = try await CatalogueOffice(engine)
        let records = (1...count).map {
            PortalFile.record($0, channels: "Trực tiếp3 Ngày làm việcMiễn phí(Theo nghị quyết của HĐND tỉnh)")
        }
        _ = try await office.desk.importNational(PortalFile.text(records), validFrom: day(3, 2))
        return office
    }

    @Test(arguments: Engine.available)
    func aFlagIsAnsweredOnceAndFitsItsKind(engine: Engine) async throws {
        let office = try await Self.office(engine)
        let flag = try #require(try await office.openFlags().first)
        #expect(flag.flag.kind == .feeNotStated)
        await #expect(throws: CatalogueError.answerDoesNotFit(.feeNotStated)) {
            try await office.desk.resolve(flag.id, with: .limit(.workingDays(1)))
        }
        await #expect(throws: CatalogueError.noSuchFlag("x")) { try await office.desk.resolve("x", with: .accepted) }
        await #expect(throws: CatalogueError.amountOutOfRange) {
            try await office.desk.resolve(flag.id, with: .fee(Money(dong: -1)))
        }
        let version = try await office.desk.resolve(flag.id, with: .fee(Money(dong: 8000)))
        #expect(version.channels.first?.fees.first?.amount == Money(dong: 8000))
        #expect(version.flags.isEmpty)
        await #expect(throws: CatalogueError.flagResolved(flag.id)) {
            try await office.desk.resolve(flag.id, with: .accepted)
        }
        let stored = try await office.database.read { tx in try CatalogueStore.flags(of: version.id, in: tx) }
        #expect(stored.first?.answer == .fee(Money(dong: 8000)))
        #expect(stored.first?.answeredBy == Actor("stf_ha"))
    }

    @Test(arguments: Engine.available)
    func theProvincesFeeHoldsInItsDays(engine: Engine) async throws {
        let office = try await Self.office(engine)
        let fee = AnnouncedFee(amount: Money(dong: 8000), kind: .charge, text: "8.000 đồng; miễn cho hộ nghèo")
        let resolution = Decision(number: "05/2026/NQ-HĐND", on: day(3, 1))
        await #expect(throws: CatalogueError.decisionMissing) {
            try await office.desk.setFee(
                code: "9.000001",
                channel: nil,
                fee: fee,
                resolution: Decision(number: " ", on: nil),
                validFrom: day(4, 1)
            )
        }
        await #expect(throws: CatalogueError.noSuchProcedure("9.999999")) {
            try await office.desk.setFee(
                code: "9.999999",
                channel: nil,
                fee: fee,
                resolution: resolution,
                validFrom: day(4, 1)
            )
        }
        await #expect(throws: CatalogueError.datesReversed) {
            try await office.desk.setFee(
                code: "9.000001",
                channel: nil,
                fee: fee,
                resolution: resolution,
                validFrom: day(4, 2),
                validTo: day(4, 1)
            )
        }
        try await office.desk.setFee(
            code: "9.000001",
            channel: nil,
            fee: fee,
            resolution: resolution,
            validFrom: day(4, 1)
        )
        var later = fee
        later.amount = Money(dong: 9000)
        try await office.desk.setFee(
            code: "9.000001",
            channel: nil,
            fee: later,
            resolution: resolution,
            validFrom: day(7, 1)
        )
        for (date, dong) in [(day(3, 31), nil), (day(4, 1), 8000), (day(6, 30), 8000), (day(7, 1), 9000)]
            as [(CivilDate, Int64?)]
        {
            let version = try #require(try await office.current("9.000001", on: date))
            #expect(version.channels.first?.fees.first?.amount?.dong == dong, "\(date)")
            let all = try await office.database.read { tx in try CatalogueStore.all(on: date, in: tx) }
            #expect(all == [version])
        }
    }

    @Test(arguments: Engine.available)
    func publishingAndRepealingNeedADecisionAndSetTheDays(engine: Engine) async throws {
        let office = try await Self.office(engine)
        let version = try #require(try await office.current("9.000001", on: day(3, 2)))
        await #expect(throws: CatalogueError.decisionMissing) {
            try await office.desk.publish(version.id, decision: Decision(number: "", on: nil), validFrom: day(4, 1))
        }
        await #expect(throws: CatalogueError.noSuchVersion(ID("prc_x"))) {
            try await office.desk.publish(ID("prc_x"), decision: Decision(number: "1", on: nil), validFrom: day(4, 1))
        }
        let decision = Decision(number: "120/QĐ-UBND", on: day(3, 20))
        try await office.desk.publish(version.id, decision: decision, validFrom: day(4, 1))
        #expect(try await office.current("9.000001", on: day(3, 31)) == nil)
        #expect(try await office.current("9.000001", on: day(4, 1))?.decision == decision)
        let repeal = Decision(number: "130/QĐ-UBND", on: day(5, 1))
        await #expect(throws: CatalogueError.datesReversed) {
            try await office.desk.repeal(code: "9.000001", decision: repeal, lastDay: day(3, 31))
        }
        try await office.desk.repeal(code: "9.000001", decision: repeal, lastDay: day(5, 31))
        #expect(try await office.current("9.000001", on: day(5, 31)) != nil)
        #expect(try await office.current("9.000001", on: day(6, 1)) == nil)
        await #expect(throws: CatalogueError.endedBefore(day(5, 31))) {
            try await office.desk.repeal(code: "9.000001", decision: repeal, lastDay: day(6, 30))
        }
    }

    @Test(arguments: Engine.available)
    func theProvincesDecisionIsNoChangeOfTheRecord(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        let channels = "Trực tiếp3 Ngày làm việc5,000 VNĐ"
        _ = try await office.desk.importNational(
            PortalFile.text([PortalFile.record(1, channels: channels)]),
            validFrom: day(3, 2)
        )
        let version = try #require(try await office.current("9.000001", on: day(3, 2)))
        let decision = Decision(number: "120/QĐ-UBND", on: day(3, 2))
        try await office.desk.publish(version.id, decision: decision, validFrom: day(3, 2))
        let changed = PortalFile.record(1, name: "Cấp thẻ", channels: channels)
        _ = try await office.desk.importNational(PortalFile.text([changed]), validFrom: day(4, 1))
        let after = try #require(try await office.current("9.000001", on: day(4, 1)))
        let changes = try await office.database.read { tx in try CatalogueStore.changes(of: after.id, in: tx) }
        #expect(changes.map(\.part) == ["name"])
    }

    @Test(arguments: Engine.available)
    func thePlanOfAYearShowsWhatIsOverdue(engine: Engine) async throws {
        let office = try await Self.office(engine, 3)
        let codes = ["9.000001", "9.000002", "9.000003"]
        try await office.desk.planReview(year: 2026, unit: "agc_1", codes: codes, dueOn: day(6, 30))
        try await office.desk.planReview(year: 2026, unit: "agc_1", codes: ["9.000003"], dueOn: day(9, 30))
        let plan = try await office.database.read { tx in try CatalogueStore.reviews(year: 2026, in: tx) }
        #expect(plan.map(\.code) == codes)
        try await office.desk.recordReview(plan[0].id, doneOn: day(5, 5), outcome: .simplify)
        await #expect(throws: CatalogueError.noSuchReview("x")) {
            try await office.desk.recordReview("x", doneOn: day(5, 5), outcome: .keep)
        }
        for (date, overdue) in [(day(6, 30), []), (day(7, 1), ["9.000002"]), (day(10, 1), ["9.000002", "9.000003"])] {
            let progress = try await office.database.read { tx in
                try CatalogueStore.reviewProgress(year: 2026, on: date, in: tx)
            }
            #expect(progress.planned == 3 && progress.reviewed == 1)
            #expect(progress.publishedCommune == 3 && progress.publishedProvince == 0)
            #expect(progress.overdue.map(\.code) == overdue, "\(date)")
        }
    }

    @Test(arguments: Engine.available)
    func everyActStandsInTheBookWithWhatItLeft(engine: Engine) async throws {
        let office = try await Self.office(engine)
        let version = try #require(try await office.current("9.000001", on: day(3, 2)))
        let before = try await office.revision()
        office.world.advance(minutes: 1)
        try await office.desk.publish(version.id, decision: Decision(number: "1/QĐ", on: nil), validFrom: day(3, 2))
        #expect(try await office.revision() > before)
        let flag = try #require(try await office.openFlags().first)
        let left = try await office.desk.resolve(flag.id, with: .accepted)
        let entries = try await office.database.read { tx in try Book.entries(after: 0, limit: 10, in: tx) }
        #expect(
            entries.map(\.event.name) == ["procedure.announced", "procedure.published", "procedure.flagsAnswered"]
        )
        #expect(Set(entries.map(\.subject)).count == 1)
        #expect(entries.allSatisfy { $0.subject.hasPrefix("prc_") && $0.hash == $0.expectedHash })
        let content = try RecordedJSON.encode(try RecordedJSON.encode(left))
        #expect(entries.last?.event.payload.contains(content) == true)
    }

    @Test(arguments: Engine.available)
    func theFinderIsMadeFromWhatIsInForce(engine: Engine) async throws {
        let office = try await Self.office(engine, 3)
        let finder = try await office.database.read { tx in
            try CatalogueStore.finder(on: day(3, 2), synonyms: .none, in: tx)
        }
        #expect(finder.find("the doc sach so 2").first?.entry.code == "9.000002")
        let none = try await office.database.read { tx in
            try CatalogueStore.finder(on: day(3, 1), synonyms: .none, in: tx)
        }
        #expect(none.count == 0)
    }
}
