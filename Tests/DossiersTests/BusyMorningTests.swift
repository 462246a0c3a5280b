import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import Register
import Testing

@Suite struct CertificationTests {
    /// Pages, copies, đồng: the two sums of the issue, and the ends of each step of the formula.
    @Test(arguments: [
        (5, 3, 21_000), (200, 1, 200_000), (1, 1, 2000), (2, 1, 4000), (3, 1, 5000), (198, 1, 200_000),
        (197, 1, 199_000), (199, 2, 400_000),
    ])
    func certifiedCopiesCostWhatTheCircularSays(pages: Int, copies: Int, dong: Int64) {
        let paper = PaperToCertify(title: "Bằng tốt nghiệp", pages: pages, copies: copies)
        #expect(FeeFormula.certifiedCopies.amount(for: [paper]) == Money(dong: dong))
    }

    @Test func severalPapersAreAddedUp() {
        let papers = [
            PaperToCertify(title: "Bằng", pages: 5, copies: 3), PaperToCertify(title: "Sổ", pages: 200, copies: 1),
        ]
        #expect(FeeFormula.certifiedCopies.amount(for: papers) == Money(dong: 221_000))
        #expect(FeeFormula.perCopy(Money(dong: 8000)).amount(for: papers) == Money(dong: 32_000))
        #expect(FeeFormula.certifiedCopies.amount(for: []) == .zero)
    }

    @Test func theNumberIsWrittenAsOnThePaper() {
        func line(_ number: Int) -> Certified {
            Certified(book: .copies, year: 2025, number: number, title: "", pages: 1, copies: 1)
        }
        #expect(CertificationBook.copies.reference([line(137)]) == "137 quyển số 01/2025-SCT/BS")
        #expect(CertificationBook.copies.reference([line(137), line(138)]) == "137–138 quyển số 01/2025-SCT/BS")
    }

    private func certify(pages: Int = 1, copies: Int = 1, lines: Int = 1) -> DossierError? {
        let line = Certified(book: .copies, year: 2025, number: 1, title: "Bằng", pages: pages, copies: copies)
        let atOnce = AtOnce(
            reception: Fixture.received(atOnce: true),
            rules: IntakeRules(mayBeAtOnce: true),
            number: "1",
            signature: Fixture.signature,
            returned: Fixture.returned(),
            certified: Array(repeating: line, count: lines)
        )
        do {
            _ = try Story().dossier.decide(.receiveAtOnce(atOnce), by: Fixture.reception, at: Fixture.now)
            return nil
        } catch { return error }
    }

    @Test func pagesCopiesAndPapersAreBounded() {
        #expect(certify(pages: 0) == .countOutOfRange(what: .pages, limit: DossierLimits.pages))
        #expect(certify(pages: DossierLimits.pages) == nil)
        #expect(certify(pages: DossierLimits.pages + 1) == .countOutOfRange(what: .pages, limit: DossierLimits.pages))
        #expect(certify(copies: DossierLimits.copies) == nil)
        #expect(certify(copies: 1000) == .countOutOfRange(what: .copies, limit: DossierLimits.copies))
        #expect(certify(lines: DossierLimits.certifiedAtOnce) == nil)
        #expect(
            certify(lines: DossierLimits.certifiedAtOnce + 1)
                == .tooMany(what: .certified, limit: DossierLimits.certifiedAtOnce)
        )
    }
}

@Suite struct TemplateSetTests {
    private func number(_ slip: SlipForm, _ field: String, _ date: String) -> String? {
        TemplateSet.forms(field: field, on: Fixture.date(date)).forms[slip]?.number
    }

    @Test func theRegimeChangesOnTheFirstOfJuly2025() {
        let before = TemplateSet.forms(field: "Hộ tịch", on: Fixture.date("2025-06-30"))
        let after = TemplateSet.forms(field: "Hộ tịch", on: Fixture.date("2025-07-01"))
        #expect(before.regime == .a && after.regime == .b)
        #expect(before.registerBook.number == "Mẫu số 06" && after.registerBook.number == "Mẫu số 07")
        #expect(before.forms[.stopNotice] == nil && after.forms[.stopNotice]?.number == "Mẫu số 05")
        #expect(before.forms[.controlSheet]?.number == "Mẫu số 05")
        #expect(after.forms[.controlSheet]?.number == "Mẫu số 06")
        #expect(before.forms[.apology]?.title != after.forms[.apology]?.title)
        // The receipt for the result is no prescribed form.
        #expect(Set(after.forms.keys) == Set(SlipForm.allCases).subtracting([.returnReceipt]))
    }

    @Test(arguments: ["Cư trú", "CƯ TRÚ", "Đăng ký cư trú", "Đăng ký, quản lý cư trú"])
    func thePolicePrintTheirOwn(field: String) {
        for date in ["2025-06-30", "2025-07-01"] {
            #expect(number(.receipt, field, date) == "CT04")
            #expect(number(.supplementRequest, field, date) == "CT05")
            #expect(number(.refusal, field, date) == "CT06")
            #expect(number(.apology, field, date) == "Mẫu số 04")
        }
        #expect(number(.receipt, field, "2021-06-30") == "Mẫu số 01")
        #expect(number(.receipt, field, "2021-07-01") == "CT04")
    }
}

@Suite struct ThrottleTests {
    @Test func tenTriesAreAnsweredAndTheEleventhWaits() {
        var throttle = LookUpThrottle()
        let start = Fixture.now
        for _ in 0..<10 { #expect(throttle.refusal(of: "a", at: start) == nil) }
        #expect(throttle.refusal(of: "a", at: start.adding(minutes: 14)) == start.adding(minutes: 15))
        #expect(throttle.refusal(of: "b", at: start) == nil)
        #expect(throttle.refusal(of: "a", at: start.adding(minutes: 15)) == nil)
    }

    @Test func itsMemoryIsBounded() {
        var throttle = LookUpThrottle(tries: 1, minutes: 15, places: 2)
        let start = Fixture.now
        #expect(throttle.refusal(of: "a", at: start) == nil)
        #expect(throttle.refusal(of: "b", at: start.adding(minutes: 1)) == nil)
        #expect(throttle.refusal(of: "b", at: start.adding(minutes: 1)) != nil)
        #expect(throttle.refusal(of: "c", at: start.adding(minutes: 2)) == nil)  // "a" is forgotten, "b" is not
        #expect(throttle.refusal(of: "b", at: start.adding(minutes: 2)) != nil)
    }
}

@Suite struct SheetTests {
    private func read(_ text: String) throws(OrganisationSheet.Refusal) -> (
        rows: [OrganisationSheet.Entry], problems: [OrganisationSheet.Problem]
    ) { try OrganisationSheet.read(Array(text.utf8)) }

    @Test func columnsAreFoundByWhatPeopleCallThem() throws {
        let (rows, problems) = try read(
            "STT;Họ và tên;Số định danh;Ngày sinh;Số bản\r\n1;Bùi Thị Mơ;017190000018;5/3/1990;2\r\n2;Đinh Văn Sơn;;;\r\n"
        )
        #expect(problems.isEmpty)
        #expect(rows.map(\.name) == ["Bùi Thị Mơ", "Đinh Văn Sơn"])
        #expect(rows[0].birth == CivilDate(1990, 3, 5) && rows[0].copies == 2 && rows[0].line == 2)
        #expect(rows[1].copies == 1 && rows[1].identity == "")
        #expect(try read("Full name,Identity number\nA,1\n").rows.first?.identity == "1")
    }

    @Test func everyWrongCellIsNamedWithItsLine() throws {
        let (_, problems) = try read("Họ tên,CCCD,Ngày sinh,Số lượng\n,1,31/2/1990,0\nMơ,1,,x\nSơn\u{7},,,1000\n")
        #expect(
            problems == [
                .init(line: 2, column: .name, cause: .nameMissing), .init(line: 2, column: .birth, cause: .badDate),
                .init(line: 2, column: .copies, cause: .badCount),
                .init(line: 3, column: .identity, cause: .identityTwice),
                .init(line: 3, column: .copies, cause: .badCount), .init(line: 4, column: .name, cause: .notClean),
                .init(line: 4, column: .copies, cause: .badCount),
            ]
        )
    }

    @Test func twoHundredRowsAreTakenAndNotOneMore() throws {
        func sheet(_ count: Int) -> String { "Họ tên\n" + (0..<count).map { "Người \($0)\n" }.joined() }
        #expect(try read(sheet(DossierLimits.spreadsheetRows)).rows.count == 200)
        #expect(throws: OrganisationSheet.Refusal.text(.tooManyRows(limit: 201))) {
            try read(sheet(DossierLimits.spreadsheetRows + 1))
        }
    }

    @Test func aSheetWithoutNamesIsRefused() {
        #expect(throws: OrganisationSheet.Refusal.noNameColumn) { try read("CCCD\n1\n") }
        #expect(throws: OrganisationSheet.Refusal.empty) { try read("") }
        #expect(throws: OrganisationSheet.Refusal.empty) { try read("Họ tên\n") }
    }
}

@Suite struct BagRuleTests {
    private let centre = Fixture.centre
    private let commune = ID<Agency>("agc_commune")

    private func run(_ bag: inout Bag, _ command: BagCommand, at unit: ID<Agency>) throws(BagError) {
        for event in try bag.decide(command, at: unit) { bag.apply(event, by: Actor("stf_1"), at: Fixture.now) }
    }
    private func sent(_ ids: [ID<Dossier>]) throws -> Bag {
        var bag = Bag(id: ID("bag_1"))
        try run(&bag, .make(number: "TÚI-2025-0001", to: commune), at: centre)
        for id in ids { try run(&bag, .add(id), at: centre) }
        try run(&bag, .send, at: centre)
        return bag
    }

    @Test func whatIsMissingOrTooMuchIsNamed() throws {
        var bag = try sent([ID("dsr_1"), ID("dsr_2")])
        let code = try #require(DossierCode(rawValue: "H28.01-250627-0009"))
        #expect(throws: BagError.notYourUnit(commune)) { try bag.decide(.receive(found: [], extra: []), at: centre) }
        #expect(throws: BagError.notIn) { try bag.decide(.receive(found: [ID("dsr_3")], extra: []), at: commune) }
        try run(&bag, .receive(found: [ID("dsr_2")], extra: [code]), at: commune)
        #expect(bag.state == .differs && bag.missing == [ID("dsr_1")] && bag.extra == [code])
        #expect(throws: BagError.notSent) { try bag.decide(.receive(found: [], extra: []), at: commune) }
    }

    @Test func aBagThatIsAsItsManifestIsReceived() throws {
        var bag = try sent([ID("dsr_1")])
        #expect(throws: BagError.notOpen) { try bag.decide(.add(ID("dsr_2")), at: centre) }
        try run(&bag, .receive(found: [ID("dsr_1")], extra: []), at: commune)
        #expect(bag.state == .received && bag.missing.isEmpty)
    }

    @Test func aBagHasBounds() throws {
        var bag = Bag(id: ID("bag_1"))
        #expect(throws: BagError.sameUnit) { try bag.decide(.make(number: "1", to: centre), at: centre) }
        #expect(throws: BagError.notOpen) { try bag.decide(.add(ID("dsr_1")), at: centre) }
        try run(&bag, .make(number: "1", to: commune), at: centre)
        #expect(throws: BagError.empty) { try bag.decide(.send, at: centre) }
        for number in 1...DossierLimits.bagDossiers { try run(&bag, .add(ID("dsr_\(number)")), at: centre) }
        #expect(throws: BagError.alreadyIn) { try bag.decide(.add(ID("dsr_1")), at: centre) }
        #expect(throws: BagError.full(limit: 100)) { try bag.decide(.add(ID("dsr_101")), at: centre) }
        try run(&bag, .remove(ID("dsr_7")), at: centre)
        #expect(throws: BagError.notIn) { try bag.decide(.remove(ID("dsr_7")), at: centre) }
    }
}
