import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct IntakeTests {
    @Test(arguments: Engine.available)
    func aDossierIsReceivedWithCodeBookNumberAndKeys(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        let dossier = try await office.dossier(id)
        #expect(dossier.status == .received)
        #expect(dossier.filing?.code.rawValue == "H28.01-250627-0001")
        #expect(dossier.bookNumber.map { [$0.volume, $0.number] } == [2025, 1])
        #expect(dossier.limit != nil && dossier.dueAt != nil && dossier.receivedAt == office.test.now.cutToMinute)
        let (keys, proof) = try await office.database.read { tx in
            (
                try DossierStore.keys(of: id, in: tx),
                try TextStore.read(dossier.filing?.proof?.id ?? "", in: tx)
            )
        }
        #expect(keys?.token.count == 24 && keys?.lookUp.rawValue.count == 8)
        #expect(proof == "Giấy khai sinh của con")
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func aFormPostedTwiceGivesTheFirstsOutcome(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let first = try await office.intake(key: "intake-1")
        let second = try await office.intake(key: "intake-1")
        #expect(first == second)
        let once = try await office.act(
            .forward(to: DeskFixture.police, note: "", bag: ""),
            first,
            DeskFixture.reception,
            key: "act-0001"
        )
        let twice = try await office.act(
            .forward(to: DeskFixture.police, note: "", bag: ""),
            first,
            DeskFixture.reception,
            key: "act-0001"
        )
        #expect(once == twice && once.version == 2)
    }

    @Test(arguments: Engine.available)
    func codesAndBookNumbersAreUniqueUnderConcurrency(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let ids = try await withThrowingTaskGroup(of: ID<Dossier>.self) { group in
            for number in 0..<24 { group.addTask { try await office.intake(key: "intake-\(number)") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let book = try await office.database.read { tx in
            try RegisterBook.page(of: DeskFixture.centre, year: 2025, in: tx)
        }
        #expect(Set(ids).count == 24 && book.map(\.number) == Array(1...24) && Set(book.map(\.code)).count == 24)
        #expect(book.allSatisfy { $0.owners == [ID("per_child")] })
    }

    @Test(arguments: Engine.available)
    func aCodeIssuedElsewhereIsKeptAndTakenOnce(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let code = try #require(DossierCode(rawValue: "G01.899-250701-123456"))
        let id = try await office.intake(DeskFixture.order(code: code), key: "intake-1")
        #expect(try await office.dossier(id).filing?.code == code)
        await #expect(throws: DossierError.codeTaken(code)) {
            try await office.intake(DeskFixture.order(code: code), key: "intake-2")
        }
    }

    @Test(arguments: Engine.available)
    func papersAreAskedForOnceAndTheClockStartsWithThem(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(DeskFixture.order(.askPapers("Thiếu giấy khai sinh")), key: "intake-1")
        let asked = try await office.dossier(id)
        #expect(asked.status == .supplementAsked && asked.dueAt == nil && asked.filing != nil)
        await #expect(throws: DossierError.self) {
            try await office.act(.askAtIntake(request: "Thiếu nữa"), id, DeskFixture.reception)
        }
        let received = try await office.desk.receive(
            id,
            seen: 1,
            procedure: DeskFixture.procedure(),
            papers: [],
            by: DeskFixture.reception,
            calendar: office.calendar,
            key: "receive-1"
        )
        #expect(received.status == .received && received.filing?.code == asked.filing?.code)
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func aRefusalWantsALegalReason(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        await #expect(throws: DossierError.reasonMissing) {
            try await office.intake(DeskFixture.order(.refuse(reason: " ", ground: "Điều 5")), key: "intake-1")
        }
        await #expect(throws: DossierError.groundMissing) {
            try await office.intake(
                DeskFixture.order(.refuse(reason: "Không thuộc thẩm quyền", ground: "")),
                key: "intake-1"
            )
        }
        let long = String(repeating: "a", count: Limits.textLength + 1)
        await #expect(throws: DossierError.tooLong(what: .text, limit: Limits.textLength)) {
            try await office.intake(DeskFixture.order(.refuse(reason: long, ground: "Điều 5")), key: "intake-1")
        }
        let id = try await office.intake(
            DeskFixture.order(.refuse(reason: String(long.dropLast()), ground: "Điều 5")),
            key: "intake-1"
        )
        #expect(try await office.dossier(id).status == .notAccepted)
        // What was refused left nothing half-written.
        let first = try await office.database.read { tx in try Book.position(in: tx) }
        #expect(first == 1)
    }

    @Test(arguments: Engine.available)
    func anOnlineFilingWaitsAndIsAnswered(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(DeskFixture.order(.submit), key: "intake-1")
        let waiting = try await office.database.read { tx in
            try DossierStore.list(.toReceive, of: DeskFixture.centre, in: tx).map(\.id)
        }
        #expect(waiting == [id])
        let refused = try await office.act(
            .refuseAtIntake(reason: "Không thuộc thẩm quyền", ground: "Điều 5"),
            id,
            DeskFixture.reception
        )
        #expect(refused.status == .notAccepted)
    }

    @Test(arguments: Engine.available)
    func aChannelMissingFromTheRecordNeverStopsTheCounter(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        var order = DeskFixture.order(procedure: DeskFixture.procedure(channels: []))
        await #expect(throws: DossierError.limitMissing) { try await office.intake(order, key: "intake-1") }
        order.limit = .workingDays(1)
        #expect(try await office.dossier(office.intake(order, key: "intake-1")).limit == .workingDays(1))
        // Announced online only, and brought to the counter all the same.
        let counter = try await office.intake(key: "intake-2")
        #expect(try await office.dossier(counter).status == .received)
    }

    @Test(arguments: Engine.available)
    func aUnitWithoutACodeSaysSo(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        await #expect(throws: DossierError.unitCodeMissing) {
            try await office.desk.intake(
                DeskFixture.order(),
                by: DeskFixture.reception,
                unitCode: "",
                calendar: office.calendar,
                key: "intake-1"
            )
        }
    }

    @Test(arguments: Engine.available)
    func fortyDossiersOfOneVisitAreEachTheirOwn(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        var orders = (0..<40).map { DeskFixture.order(owners: [ID("per_\($0)")]) }
        orders[7].owners = []
        func run() async throws -> [Result<ID<Dossier>, any Error>] {
            try await office.desk.intakeMany(
                orders,
                by: DeskFixture.reception,
                unitCode: "H28.01",
                calendar: office.calendar,
                key: "visit-1"
            )
        }
        let results = try await run()
        #expect(throws: DossierError.ownerMissing) { try results[7].get() }
        #expect(results.count { (try? $0.get()) != nil } == 39)
        orders[7].owners = [ID("per_7")]
        let again = try await run()
        #expect(try again[0].get() == results[0].get())
        let owned = try await office.database.read { tx in try DossierStore.find(persons: [ID("per_7")], in: tx) }
        #expect(try owned.map(\.id) == [again[7].get()])
        let tooMany = Array(repeating: orders[0], count: DossierLimits.spreadsheetRows + 1)
        await #expect(throws: DossierError.tooMany(what: .dossiers, limit: DossierLimits.spreadsheetRows)) {
            try await office.desk.intakeMany(
                tooMany,
                by: DeskFixture.reception,
                unitCode: "H28.01",
                calendar: office.calendar,
                key: "visit-2"
            )
        }
    }
}

@Suite struct CertificationStoreTests {
    private func order(_ papers: [PaperToCertify], receipt: String?) -> IntakeOrder {
        let fee = AnnouncedFee(amount: nil, text: "2.000 đ/trang", formula: .certifiedCopies)
        var order = DeskFixture.order(
            .certify(
                papers,
                book: .copies,
                signature: SignedBy(officer: Actor("stf_chairman"), block: "KT. CHỦ TỊCH"),
                receipt: receipt,
                mark: .signature
            ),
            procedure: DeskFixture.procedure(rules: ProcedureRules(mayBeAtOnce: true), fees: [fee]),
            fee: Fee(amount: nil, text: "2.000 đ/trang")
        )
        order.capacity = .oneself
        order.competent = DeskFixture.centre
        return order
    }

    @Test(arguments: Engine.available)
    func theBookHasNoGapsEvenAfterRefusals(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let papers = [
            PaperToCertify(title: "Bằng", pages: 5, copies: 3), PaperToCertify(title: "Sổ", pages: 200, copies: 1),
        ]
        for number in 0..<4 {
            await #expect(throws: DossierError.feeUnpaid(Money(dong: 221_000))) {
                try await office.intake(order(papers, receipt: nil), key: "refused-\(number)")
            }
            let id = try await office.intake(order(papers, receipt: "BL-\(number)"), key: "certify-\(number)")
            let dossier = try await office.dossier(id)
            #expect(dossier.status == .returned && dossier.certified.map(\.number) == [number * 2 + 1, number * 2 + 2])
            #expect(dossier.resultNumber == CertificationBook.copies.reference(dossier.certified))
            #expect(dossier.paid.map(\.amount) == [Money(dong: 221_000)] && dossier.copiesReturned == 4)
            #expect(dossier.originalsKept.isEmpty && dossier.handOvers.isEmpty && dossier.slips.isEmpty)
        }
        let lines = try await office.database.read { tx in
            try CertificationBook.copies.lines(of: DeskFixture.centre, year: 2025, in: tx)
        }
        #expect(lines.map(\.number) == Array(1...8))
        #expect(lines[0].pages == 5 && lines[0].copies == 3)
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func aNewYearBeginsANewBook(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let paper = [PaperToCertify(title: "Bằng", pages: 1, copies: 1)]
        _ = try await office.intake(order(paper, receipt: "1"), key: "certify-1")
        office.test.now = Instant(CivilDate(2026, 1, 2) ?? office.test.now.date, minute: 600)
        let id = try await office.intake(order(paper, receipt: "2"), key: "certify-2")
        #expect(try await office.dossier(id).resultNumber == "1 quyển số 01/2026-SCT/BS")
        await #expect(throws: DossierError.nothingToCertify) {
            try await office.intake(order([], receipt: "2"), key: "certify-3")
        }
    }
}
