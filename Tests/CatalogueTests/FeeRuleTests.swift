import Kernel
import TestSupport
import Testing

@testable import Catalogue

@Suite struct FeeRuleTests {
    static let certified = FeeFormula.perPage(
        first: Money(dong: 2000),
        pages: 2,
        next: Money(dong: 1000),
        cap: Money(dong: 200_000)
    )

    @Test(arguments: [
        (pages: 0, copies: 1, dong: 0), (1, 1, 2000), (2, 1, 4000), (3, 1, 5000), (5, 3, 21_000), (197, 1, 199_000),
        (198, 1, 200_000), (199, 1, 200_000), (200, 1, 200_000), (200, 2, 400_000), (5, 0, 0), (-4, -1, 0),
        (CatalogueLimits.pages + 1, 1, 200_000), (1, CatalogueLimits.copies + 1, 2000 * CatalogueLimits.copies),
    ])
    func certifiedCopiesArePaidByPage(pages: Int, copies: Int, dong: Int) {
        #expect(FeeRule.compute(Self.certified, pages: pages, copies: copies) == Money(dong: Int64(dong)))
    }

    private func terms(_ fees: [AnnouncedFee]) -> ChannelTerms {
        ChannelTerms(channel: .inPerson, limit: nil, limitText: "", fees: fees)
    }

    @Test func severalPapersAreEachUnderTheirOwnCap() {
        let terms = terms([AnnouncedFee(amount: Money(dong: 2000), text: "", formula: Self.certified)])
        #expect(FeeRule.compute(terms, papers: [200, 5], copies: 2) == Money(dong: 414_000))
    }

    @Test func whatIsNotStatedStaysUnknown() {
        let known = AnnouncedFee(amount: Money(dong: 8000), text: "")
        let unknown = AnnouncedFee(amount: nil, text: "theo nghị quyết")
        let unknownRate = AnnouncedFee(amount: nil, text: "", formula: .perCopy(Money(dong: 8000)))
        #expect(FeeRule.compute(terms([])) == nil)
        #expect(FeeRule.compute(terms([unknown])) == nil)
        #expect(FeeRule.compute(terms([known, unknown])) == nil)
        #expect(FeeRule.compute(terms([unknownRate])) == nil)
        #expect(FeeRule.compute(terms([unknown]), exemption: .full("hộ nghèo")) == nil)
        #expect(FeeRule.compute(terms([known, known])) == Money(dong: 16_000))
    }

    @Test func exemptionsLeaveAPart() {
        let terms = terms([AnnouncedFee(amount: Money(dong: 15_001), text: "")])
        #expect(FeeRule.compute(terms, exemption: .full("người có công")) == .zero)
        #expect(FeeRule.compute(terms, exemption: FeeExemption(percent: 50, ground: "trực tuyến")) == Money(dong: 7500))
        #expect(FeeExemption(percent: 0, ground: "").percent == 1)
        #expect(FeeExemption(percent: 101, ground: "").percent == 100)
    }

    @Test func moreCopiesOrPagesNeverCostLess() {
        for seed in UInt64(1)...200 {
            var chance = SeededGenerator(seed)
            let pages = Int.random(in: 0...400, using: &chance)
            let copies = Int.random(in: 0...40, using: &chance)
            let sum = FeeRule.compute(Self.certified, pages: pages, copies: copies)
            #expect(FeeRule.compute(Self.certified, pages: pages + 1, copies: copies) >= sum, "seed \(seed)")
            #expect(FeeRule.compute(Self.certified, pages: pages, copies: copies + 1) >= sum, "seed \(seed)")
        }
    }

    @Test func aResolutionStandsInPlaceOfTheAnnouncedFeeInItsDaysOnly() throws {
        let date = { (day: Int) in CivilDate(2025, 6, day) ?? CivilDate(day: 0) }
        let version = ProcedureVersion(
            id: ID("prc_1"),
            code: "1.001193",
            name: "Đăng ký khai sinh",
            field: "Hộ tịch",
            levels: [.commune],
            channels: [
                terms([AnnouncedFee(amount: nil, text: "theo nghị quyết")]),
                ChannelTerms(channel: .online, limit: nil, limitText: "", fees: [AnnouncedFee(amount: nil, text: "x")]),
            ],
            validFrom: date(1),
            flags: [
                CatalogueFlag(kind: .feeNotStated, channel: .inPerson, text: ""),
                CatalogueFlag(kind: .limitMissing, channel: .inPerson, text: ""),
            ]
        )
        func resolution(_ channel: ProcedureChannel?, _ dong: Int64) -> FeeResolution {
            FeeResolution(
                id: "r\(dong)",
                code: "1.001193",
                channel: channel,
                fee: AnnouncedFee(amount: Money(dong: dong), text: "NQ"),
                number: "01/NQ-HĐND",
                resolvedOn: date(1),
                validFrom: date(10),
                validTo: date(20)
            )
        }
        let fees = [resolution(nil, 8000), resolution(.online, 4000)]
        for (day, atCounter, online) in [(9, nil, nil), (10, 8000, 4000), (20, 8000, 4000), (21, nil, nil)]
            as [(Int, Int64?, Int64?)]
        {
            let then = version.with(fees, on: date(day))
            #expect(then.channels[0].fees[0].amount?.dong == atCounter, "\(day)")
            #expect(then.channels[1].fees[0].amount?.dong == online, "\(day)")
            #expect(then.flags.contains { $0.kind == .feeNotStated } == (atCounter == nil), "\(day)")
            #expect(then.flags.contains { $0.kind == .limitMissing })
        }
    }
}
