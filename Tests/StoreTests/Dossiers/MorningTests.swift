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

@Suite struct SlipTests {
    @Test(arguments: Engine.available)
    func aReplacedSlipStillLeadsToItsDossierAndSaysSo(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        let old = try #require(try await office.database.read { tx in try DossierStore.keys(of: id, in: tx) })
        try await office.act(.printSlip(.receipt, because: ""), id, DeskFixture.reception)
        let reprinted = try await office.act(.printSlip(.receipt, because: ""), id, DeskFixture.reception)
        #expect(reprinted.slips[.receipt] == 2 && reprinted.replacements[.receipt] == nil)
        office.test.advance(minutes: 5)
        let correction = Corrected(
            owners: [ID("per_other")],
            submitter: ID("per_mother"),
            capacity: .parentOrGuardian,
            papers: [],
            delivery: .post
        )
        let corrected = try await office.desk.correctSlip(
            id,
            seen: reprinted.version,
            to: correction,
            reason: "Ghi sai tên con",
            proof: "Trích lục khai sinh",
            rules: ProcedureRules(),
            by: DeskFixture.reception,
            key: "correct-1"
        )
        #expect(corrected.slips[.receipt] == 3 && corrected.replacements[.receipt] == 3)
        let now = office.test.now
        let (new, byOld, byNew, none, owners) = try await office.database.read { tx in
            let new = try DossierStore.keys(of: id, in: tx)
            return (
                new, try LookUp.track(token: old.token, in: tx), try LookUp.track(token: new?.token ?? "", in: tx),
                try LookUp.track(token: "", in: tx), try DossierStore.owners(of: [id], in: tx)[id]
            )
        }
        #expect(new?.token != old.token && new?.lookUp == old.lookUp)
        #expect(byOld?.id == id && byOld?.replacedAt == now)
        #expect(byNew?.id == id && byNew?.replacedAt == nil)
        #expect(none == nil && owners == [ID("per_other")])
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func trackingAnswersTheSameForAWrongCodeAndAWrongNumber(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        let found = try await office.database.read { tx in
            let keys = try DossierStore.keys(of: id, in: tx)
            let number = keys?.lookUp.grouped ?? ""
            func track(_ code: String, _ answer: String) throws -> ID<Dossier>? {
                try LookUp.track(code: code, answer: answer, in: tx) { typed, persons in
                    typed == "017190000018" && persons.contains(ID("per_child"))
                        || typed == "017190000019" && persons.contains(ID("per_mother"))
                }
            }
            return [
                try track("h28.01-250627-0001", number), try track("H28.01-250627-0001", "017190000018"),
                try track("H28.01-250627-0001", "017190000019"), try track("H28.01-250627-0001", "017190000017"),
                try track("H28.01-250627-0001", "12345678"), try track("H28.01-250627-0001", ""),
                try track("H28.01-250627-0002", number), try track("xyz", number), try track("", ""),
            ]
        }
        #expect(found == [id, id, id, nil, nil, nil, nil, nil, nil])
    }
}

@Suite struct CorrectionTests {
    @Test(arguments: Engine.available)
    func aFaultFoundAfterReturnOpensAFreeLinkedDossier(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.returned(key: "intake-1")
        let version = try await office.dossier(id).version
        let paid = DeskFixture.order(fee: Fee(amount: Money(dong: 9000), text: "9.000 đ"))
        func open(_ id: ID<Dossier>, seen: Int?, key: String) async throws -> ID<Dossier> {
            try await office.desk.openCorrection(
                of: id,
                seen: seen,
                fault: "Ghi sai ngày sinh",
                paid,
                by: DeskFixture.reception,
                unitCode: "H28.01",
                calendar: office.calendar,
                key: key
            )
        }
        let made = try await open(id, seen: version, key: "correction-1")
        #expect(try await open(id, seen: version, key: "correction-1") == made)
        let (first, second) = (try await office.dossier(id), try await office.dossier(made))
        #expect(first.corrections == [made] && first.status == .returned)
        #expect(second.filing?.corrects == id && second.filing?.fee == .free && second.amountDue == nil)
        #expect(second.status == .received && second.dueAt != nil)
        let faults = try await office.database.read { tx in
            try tx.value("SELECT faults FROM dossier WHERE id = \(id)", as: Int.self)
        }
        #expect(faults == 1)
        await #expect(throws: StaleDossier.self) { try await open(id, seen: version, key: "correction-2") }
        await #expect(throws: DossierError.correctionOfUnreturned) {
            try await open(made, seen: nil, key: "correction-3")
        }
        #expect(try await office.differences() == [])
    }
}

@Suite struct NoteTests {
    @Test(arguments: Engine.available)
    func officersLeaveWordsToEachOther(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        for _ in 0..<2 {
            try await office.desk.note(
                "Người dân hẹn quay lại chiều nay",
                on: id,
                by: DeskFixture.head.actor,
                key: "note-0001"
            )
        }
        await #expect(throws: DossierError.reasonMissing) {
            try await office.desk.note(" \n", on: id, by: DeskFixture.head.actor, key: "note-0002")
        }
        await #expect(throws: DossierNotFound.self) {
            try await office.desk.note("?", on: ID("dsr_x"), by: DeskFixture.head.actor, key: "note-0003")
        }
        for number in 1..<DossierLimits.notes {
            try await office.desk.note("\(number)", on: id, by: DeskFixture.head.actor, key: "note-more-\(number)")
        }
        await #expect(throws: DossierError.notesFull(limit: DossierLimits.notes)) {
            try await office.desk.note("?", on: id, by: DeskFixture.head.actor, key: "note-0004")
        }
        let notes = try await office.database.read { tx in try DossierStore.notes(of: id, in: tx) }
        #expect(notes.count == DossierLimits.notes && notes.first?.body == "Người dân hẹn quay lại chiều nay")
    }

    @Test(arguments: Engine.available)
    func aHalfDoneIntakeIsParkedAndTakenUpByItsOfficerAlone(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        func park(_ id: String? = nil, _ size: Int = 3) async throws -> String {
            try await office.desk.park(
                id,
                title: "Xác nhận cư trú",
                form: [UInt8](repeating: 7, count: size),
                officer: DeskFixture.reception.actor,
                agency: DeskFixture.centre
            )
        }
        let id = try await park()
        #expect(try await park(id, DossierLimits.draftBytes) == id)
        await #expect(throws: DossierError.tooLong(what: .draft, limit: DossierLimits.draftBytes)) {
            _ = try await park(id, DossierLimits.draftBytes + 1)
        }
        let (mine, others) = try await office.database.read { tx in
            (
                try DossierStore.draft(id, of: DeskFixture.reception.actor.rawValue, in: tx),
                try DossierStore.draft(id, of: DeskFixture.head.actor.rawValue, in: tx)
            )
        }
        #expect(mine?.form.count == DossierLimits.draftBytes && others == nil)
        for _ in 1..<DossierLimits.drafts { _ = try await park() }
        await #expect(throws: DossierError.draftsFull(limit: DossierLimits.drafts)) { _ = try await park() }
        #expect(try await park(id) == id)
        try await office.database.write("drop") { tx in
            try DossierStore.dropDraft(id, of: DeskFixture.reception.actor.rawValue, in: tx)
        }
        _ = try await park()
    }
}

@Suite struct BagTests {
    private let commune = DeskFixture.police

    @Test(arguments: Engine.available)
    func aBagSignsForItsFoldersAndNamesDifferences(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let desk = office.desk
        let bag = try await desk.makeBag(to: commune, by: DeskFixture.reception, key: "bag-make-1")
        #expect(try await desk.makeBag(to: commune, by: DeskFixture.reception, key: "bag-make-1") == bag)
        var ids: [ID<Dossier>] = []
        for number in 0..<3 {
            let id = try await office.intake(key: "intake-\(number)")
            let code = try #require(try await office.dossier(id).filing?.code)
            _ = try await desk.addToBag(bag, code, by: DeskFixture.reception, key: "bag-add-\(number)")
            ids.append(id)
        }
        let other = try await desk.makeBag(to: commune, by: DeskFixture.reception, key: "bag-make-2")
        let code = try #require(try await office.dossier(ids[0]).filing?.code)
        await #expect(throws: BagError.inAnotherBag("TÚI-2025-0001")) {
            try await desk.addToBag(other, code, by: DeskFixture.reception, key: "bag-add-other")
        }
        _ = try await desk.removeFromBag(bag, ids[2], by: DeskFixture.reception, key: "bag-remove-1")
        #expect(try await office.differences() == [])
        _ = try await desk.sendBag(bag, by: DeskFixture.reception, key: "bag-send-1")
        #expect(try await office.dossier(ids[0]).pendingHandOver?.bag == "TÚI-2025-0001")
        #expect(try await office.dossier(ids[2]).pendingHandOver == nil)
        let received = try await desk.receiveBag(
            bag,
            found: [ids[1]],
            extra: [code],
            by: DeskFixture.specialist,
            key: "bag-receive-1"
        )
        #expect(received.state == .differs && received.missing == [ids[0]] && received.extra == [code])
        #expect(try await office.dossier(ids[1]).status == .inProcess)
        #expect(try await office.dossier(ids[0]).pendingHandOver?.to == commune)
        let rows = try await office.database.read { tx in try BagStore.list(of: commune, state: .differs, in: tx) }
        #expect(rows.map(\.number) == ["TÚI-2025-0001"])
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func resultsTravelBackInABag(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.inProcess(key: "intake-1")
        try await office.act(
            .completeStep(opinion: .granted, note: "", block: "", seen: true),
            id,
            DeskFixture.specialist
        )
        try await office.act(.completeStep(opinion: .granted, note: "", block: "X", seen: true), id, DeskFixture.leader)
        try await office.act(.finish(number: "1", file: nil), id, DeskFixture.clerk)
        let bag = try await office.desk.makeBag(to: DeskFixture.centre, by: DeskFixture.clerk, key: "bag-make-1")
        let code = try #require(try await office.dossier(id).filing?.code)
        _ = try await office.desk.addToBag(bag, code, by: DeskFixture.clerk, key: "bag-add-1")
        _ = try await office.desk.sendBag(bag, by: DeskFixture.clerk, key: "bag-send-1")
        let received = try await office.desk.receiveBag(
            bag,
            found: [id],
            by: DeskFixture.reception,
            key: "bag-receive-1"
        )
        #expect(received.state == .received)
        #expect(try await office.dossier(id).delivery == .ready)
    }

    @Test(arguments: Engine.available)
    func whatIsElsewhereCannotBePacked(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.inProcess(key: "intake-1")
        let code = try #require(try await office.dossier(id).filing?.code)
        let bag = try await office.desk.makeBag(to: commune, by: DeskFixture.reception, key: "bag-make-1")
        await #expect(throws: BagError.notHere(code)) {
            try await office.desk.addToBag(bag, code, by: DeskFixture.reception, key: "bag-add-1")
        }
        await #expect(throws: BagError.unknown) {
            try await office.desk.sendBag(ID("bag_none"), by: DeskFixture.reception, key: "bag-send-1")
        }
    }
}

@Suite struct WalkTests {
    /// Whatever officers do in whatever order, the rows are what the book says.
    @Test(arguments: Engine.available, 0..<6)
    func theRowsAfterARandomWalkAreTheBooks(engine: Engine, seed: UInt64) async throws {
        let office = try await DeskFixture(engine)
        var dice = SeededGenerator(seed)
        var ids: [ID<Dossier>] = []
        for number in 0..<4 {
            ids.append(try await office.intake(DeskFixture.order(copies: 2), key: "intake-\(number)"))
        }
        var done = 0
        for step in 0..<250 {
            office.test.advance(minutes: Int.random(in: 0...20, using: &dice))
            let id = ids[Int.random(in: 0..<ids.count, using: &dice)]
            let performer = DeskFixture.everybody[Int.random(in: 0..<DeskFixture.everybody.count, using: &dice)]
            let form = forms(office)[Int.random(in: 0..<forms(office).count, using: &dice)]
            do {
                try await office.act(form, id, performer, key: "walk-\(step)")
                done += 1
            } catch is DossierError {}
        }
        #expect(done > 20, "seed \(seed)")
        #expect(try await office.differences() == [], "seed \(seed)")
    }

    private func forms(_ office: DeskFixture) -> [ActForm] {
        let later = office.test.now.date.adding(days: 14)
        return [
            .forward(to: DeskFixture.police, note: "", bag: ""),
            .forward(to: DeskFixture.police, note: "Gấp", bag: "1"),
            .take, .take, .take, .completeStep(opinion: .granted, note: "", block: "KT.", seen: true),
            .completeStep(opinion: .granted, note: "", block: "KT.", seen: true),
            .completeStep(opinion: .granted, note: "", block: "KT.", seen: false), .sendBack(reason: "Sửa"),
            .reassign(to: Actor("stf_2"), ground: "Nghỉ"), .reassign(to: nil, ground: "Nghỉ"),
            .proposeSupplement(request: "Thiếu", until: later, overrideGround: ""),
            .askSupplement(request: "Thiếu", until: later, overrideGround: "Điều 3"),
            .confirmSupplement(papers: [], answered: [1]), .confirmSupplement(papers: []),
            .askPayment(amount: Money(dong: 5), text: "Thuế", until: later),
            .confirmPayment(amount: Money(dong: 5), receipt: "1"), .extend(reason: "Chậm", newDate: later),
            .overrideDue(newDate: later, ground: "Điều 7"), .finish(number: "9", file: nil),
            .finish(number: "9", file: nil), .reopen(fault: "Sai"), DeskFixture.give(1), DeskFixture.give(1),
            .decline(reason: "Không nhận"),
            .correct(
                Corrected(
                    owners: [ID("per_child"), ID("per_second")],
                    submitter: ID("per_mother"),
                    capacity: .parentOrGuardian,
                    papers: [],
                    delivery: .post
                ),
                reason: "Sai tên",
                proof: "Giấy khai sinh"
            ), .moveFolder(place: "Kệ 3"), .printSlip(.receipt, because: "Sai"), .undo(reason: "Nhầm"),
            .giveBackOriginals(papers: ["Tờ khai CT01"], mark: .signature), .resume(ground: "Điều 9"),
            .stop(reason: "Dừng", ground: "Điều 9"),
        ]
    }
}
