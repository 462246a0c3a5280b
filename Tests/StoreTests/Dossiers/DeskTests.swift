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

@Suite struct DeskTests {
    @Test(arguments: Engine.available)
    func aStalePageTellsWhoDidWhatSince(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        try await office.act(.forward(to: DeskFixture.police, note: "Gấp", bag: ""), id, DeskFixture.reception, seen: 1)
        do {
            try await office.act(.moveFolder(place: "Kệ 3"), id, DeskFixture.reception, seen: 1)
            Issue.record("a stale page was taken")
        } catch let stale as StaleDossier {
            #expect(stale.since.map(\.actor) == [DeskFixture.reception.actor] && stale.since.map(\.version) == [2])
        }
        await #expect(throws: DossierNotFound(id: ID("dsr_none"))) {
            try await office.act(.take, ID("dsr_none"), DeskFixture.reception)
        }
    }

    @Test(arguments: Engine.available)
    func theWholeWayIsInTheRowsAndTheSheets(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.returned(key: "intake-1")
        let dossier = try await office.dossier(id)
        #expect(dossier.status == .returned && dossier.resultNumber == "12/XN")
        #expect(ControlSheet.rows(of: dossier, by: .standard).count == 2)
        let (row, book) = try await office.database.read { tx in
            (
                try DossierStore.row(id, in: tx),
                try RegisterBook.page(of: DeskFixture.centre, year: 2025, in: tx)
            )
        }
        #expect(row?.status == .returned && row?.version == dossier.version)
        #expect(book.first?.returnedHow == .counter && book.first?.mark == .signature)
        #expect(book.first?.forwardedAt != nil && book.first?.resultAt != nil && book.first?.closedAt != nil)
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func listsAndCountsAgree(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let received = try await office.intake(key: "intake-1")
        let working = try await office.inProcess(key: "intake-2")
        let ready = try await office.finished(key: "intake-3")
        let given = try await office.intake(key: "intake-4")
        try await office.act(.forward(to: DeskFixture.police, note: "", bag: ""), given, DeskFixture.reception)
        func check(_ list: DossierList, _ unit: ID<Agency>, _ expected: Set<ID<Dossier>>) async throws {
            let (rows, count) = try await office.database.read { tx in
                (
                    try DossierStore.list(list, of: unit, in: tx).map(\.id),
                    try DossierStore.count(list, of: unit, in: tx)
                )
            }
            #expect(Set(rows) == expected && count == expected.count, "\(list)")
        }
        let (centre, police) = (DeskFixture.centre, DeskFixture.police)
        try await check(.toForward, centre, [received])
        try await check(.toTake, police, [given])
        try await check(.atStep(.specialist), police, [working])
        try await check(.inWork, police, [working])
        try await check(.mine(DeskFixture.specialist.actor), police, [working])
        try await check(.toReturn, centre, [ready])
        try await check(.stopped, police, [])
        // A proposal is a leader's turn, and no longer the specialist's.
        let wish = ActForm.proposeSupplement(
            request: "Bổ sung",
            until: office.test.now.adding(days: 30).date,
            overrideGround: ""
        )
        try await office.act(wish, working, DeskFixture.specialist)
        try await check(.atStep(.specialist), police, [])
        try await check(.atStep(.leader), police, [working])
        try await office.act(.sendBack(reason: "Đã có trong hồ sơ"), working, DeskFixture.leader)
        try await check(.atStep(.specialist), police, [working])
        let later = office.test.now.adding(days: 30)
        try await check(.overdue(at: later), police, [working])
        try await check(.due(from: office.test.now.adding(days: -1), to: later), police, [working])
        try await office.act(
            .askSupplement(request: "Bổ sung", until: later.date, overrideGround: ""),
            working,
            DeskFixture.leader
        )
        try await check(.waitingForCitizen, centre, [working])
        try await check(.waitOver(before: later.date), police, [])
        try await check(.waitOver(before: later.date.adding(days: 1)), police, [working])
        try await check(.uncollected(since: office.test.now), centre, [])
        try await check(.uncollected(since: office.test.now.adding(minutes: 1)), centre, [ready])
        try await check(.inWork, police, [])
        try await office.act(.confirmSupplement(papers: [], answered: [1]), working, DeskFixture.reception)
        try await check(.inWork, police, [working])
    }

    @Test(arguments: Engine.available)
    func aPageOfAListIsBounded(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        for number in 0...Limits.pageRows { _ = try await office.intake(key: "intake-\(number)") }
        let (first, second, back, count) = try await office.database.read { tx in
            let centre = DeskFixture.centre
            let first = try DossierStore.list(.toForward, of: centre, in: tx)
            let second = try DossierStore.list(.toForward, of: centre, after: first.last.map(ListCursor.init), in: tx)
            let back = try DossierStore.list(.toForward, of: centre, before: second.first.map(ListCursor.init), in: tx)
            return (first, second, back, try DossierStore.count(.toForward, of: centre, in: tx))
        }
        #expect(first.count == Limits.pageRows && second.count == 1 && count == Limits.pageRows + 1)
        #expect(Set(first.map(\.id)).isDisjoint(with: second.map(\.id)))
        #expect(back.map(\.id) == first.map(\.id))
    }

    /// Dossiers with the same due date, and those without one, are each on one page and on no other.
    @Test(arguments: Engine.available)
    func aListIsReadWholeByItsCursors(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        for number in 0..<7 {
            _ = try await office.intake(DeskFixture.order(.submit), key: "submitted-\(number)")
            let asked = DeskFixture.order(.askPapers("Thiếu giấy tờ"))
            _ = try await office.intake(asked, key: "asked-\(number)")
            let id = try await office.inProcess(key: "working-\(number)")
            let until = office.test.now.date.adding(days: 9)
            try await office.act(
                .proposeSupplement(request: "Bổ sung", until: until, overrideGround: ""),
                id,
                DeskFixture.specialist
            )
            try await office.act(
                .askSupplement(request: "Bổ sung", until: until, overrideGround: ""),
                id,
                DeskFixture.leader
            )
        }
        for (list, expected) in [(DossierList.toReceive, 7), (.waitingForCitizen, 14)] {
            var seen: [ID<Dossier>] = []
            var cursor: ListCursor?
            repeat {
                let after = cursor
                let page = try await office.database.read { tx in
                    try DossierStore.list(list, of: DeskFixture.centre, after: after, limit: 3, in: tx)
                }
                seen += page.map(\.id)
                cursor = page.last.map(ListCursor.init)
                if let kept = cursor { #expect(ListCursor(text: kept.text) == kept) }
            } while cursor != nil
            #expect(seen.count == expected && Set(seen).count == expected, "\(list)")
        }
        for text in ["", "1", "a.dsr_1", "1.DSR", "1.dsr_1;--", "9223372036854775808.dsr_1"] {
            #expect(ListCursor(text: text) == nil, "\(text)")
        }
    }

    @Test(arguments: Engine.available)
    func aWrongActIsUndoneAsAnEntry(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.intake(key: "intake-1")
        try await office.act(.forward(to: DeskFixture.police, note: "", bag: ""), id, DeskFixture.reception)
        let undone = try await office.act(.undo(reason: "Chuyển nhầm"), id, DeskFixture.reception)
        #expect(undone.pendingHandOver == nil && undone.version == 3)
        await #expect(throws: DossierError.self) {
            try await office.act(.undo(reason: "Lần nữa"), id, DeskFixture.reception)
        }
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func manyAreSignedForAndSignedAndFailuresAreNamed(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        var ids: [ID<Dossier>] = []
        for number in 0..<6 {
            let id = try await office.intake(key: "intake-\(number)")
            try await office.act(.forward(to: DeskFixture.police, note: "", bag: ""), id, DeskFixture.reception)
            ids.append(id)
        }
        let waiting = try await office.intake(key: "intake-waiting")
        let failures = try await office.desk.takeAll(ids + [waiting], by: DeskFixture.specialist, key: "take-all-1")
        #expect(Set(failures.keys) == [waiting])
        for id in ids.dropLast() {
            try await office.act(
                .completeStep(opinion: .granted, note: "", block: "", seen: true),
                id,
                DeskFixture.specialist
            )
        }
        let unsigned = try await office.desk.signAll(
            ids,
            seen: [ids[0]],
            block: "KT. TRƯỞNG CÔNG AN",
            by: DeskFixture.leader,
            key: "sign-all-1"
        )
        #expect(Set(unsigned.keys) == [ids[5]])
        let both = Array(ids.prefix(2))
        let histories = try await office.database.read { tx in
            try both.map { try DossierStore.load($0, in: tx)?.history.last?.event }
        }
        for (event, seen) in zip(histories, [true, false]) {
            guard case .stepDone(let done) = event else {
                Issue.record("not signed")
                continue
            }
            #expect(done.seen == seen && done.signature?.block == "KT. TRƯỞNG CÔNG AN")
        }
        await #expect(throws: DossierError.tooMany(what: .dossiers, limit: DossierLimits.signedAtOnce)) {
            try await office.desk.takeAll(
                (0...100).map { ID("dsr_\($0)") },
                by: DeskFixture.specialist,
                key: "take-all-2"
            )
        }
    }

    @Test(arguments: Engine.available)
    func anOpinionAgainstTheCitizenIsNotSignedInBulk(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.inProcess(key: "intake-1")
        try await office.act(
            .completeStep(opinion: .refused, note: "Không đủ", block: "", seen: true),
            id,
            DeskFixture.specialist
        )
        let failures = try await office.desk.signAll(
            [id],
            seen: [id],
            block: "X",
            by: DeskFixture.leader,
            key: "sign-all"
        )
        #expect(failures[id] as? DossierError == .reasonMissing)
    }

    @Test(arguments: Engine.available)
    func absentOfficersWorkPassesOn(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let first = try await office.inProcess(key: "intake-1")
        let second = try await office.inProcess(key: "intake-2")
        let (absent, substitute) = (DeskFixture.specialist.actor, Actor("stf_substitute"))
        let moved = try await office.desk.reassignAbsent(
            absent,
            to: substitute,
            at: DeskFixture.police,
            ground: "Nghỉ phép",
            limit: 1
        )
        #expect(moved == [min(first, second)])
        #expect(try await office.dossier(moved[0]).officer == substitute)
        let rest = try await office.desk.reassignAbsent(absent, to: nil, at: DeskFixture.police, ground: "Nghỉ phép")
        #expect(rest == [max(first, second)])
        #expect(try await office.dossier(rest[0]).officer == nil)
        #expect(try await office.desk.reassignAbsent(absent, to: nil, at: DeskFixture.police, ground: "Nghỉ") == [])
        #expect(try await office.differences() == [])
    }

    @Test(arguments: Engine.available)
    func aPromisedDayMustBeAWorkingDay(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.inProcess(key: "intake-1")
        let saturday = try #require(CivilDate(2025, 7, 12))
        await #expect(throws: DossierError.newDateOffDay) {
            try await office.act(.extend(reason: "Chờ xác minh", newDate: saturday), id, DeskFixture.leader)
        }
        let friday = saturday.adding(days: -1)
        let extended = try await office.act(.extend(reason: "Chờ xác minh", newDate: friday), id, DeskFixture.leader)
        #expect(extended.dueAt?.date == friday)
    }

    @Test(arguments: Engine.available)
    func aPartIsReturnedAndTheRestLater(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        let id = try await office.finished(key: "intake-1", copies: 5)
        let part = try await office.act(DeskFixture.give(3), id, DeskFixture.reception)
        #expect(part.status == .finished && part.delivery == .partly && part.copiesReturned == 3)
        let lost = ActForm.returnResult(
            collector: "Bùi Văn Sơn, anh trai, giấy ủy quyền số 3",
            isSubmitter: false,
            proof: .proxyPaper,
            how: .counter,
            copies: 2,
            mark: .thumbprint,
            slipLost: true
        )
        let whole = try await office.act(lost, id, DeskFixture.reception)
        #expect(whole.status == .returned && whole.lastReturn?.slipLost == true && whole.lastReturn?.collector != nil)
        #expect(try await office.differences() == [])
    }
}

@Suite struct RecomputeTests {
    @Test(arguments: Engine.available)
    func openDossiersAreComputedInSlicesAndNoneMovesEarlierUnnoticed(engine: Engine) async throws {
        let office = try await DeskFixture(engine)
        var ids: [ID<Dossier>] = []
        for number in 0..<5 {
            let id = try await office.inProcess(key: "intake-\(number)")
            // Give each a date that the calendar cannot have given, as if it had been computed by another.
            let due = DueResult(at: office.test.now.adding(days: 365))
            _ = try await office.desk.act(
                on: id,
                seen: nil,
                by: Performer(actor: .system("calendar"), agency: DeskFixture.centre, roles: []),
                key: "far-away-\(number)"
            ) { _, _, _ in .recompute(due, ground: "Lịch cũ") }
            ids.append(id)
        }
        let calendar = office.calendar
        var (moves, after, slices): ([Recomputed.Move], ID<Dossier>?, Int) = ([], nil, 0)
        repeat {
            let slice = try await office.desk.recompute(after: after, limit: 2, ground: "Thông báo 1") { _ in calendar }
            moves += slice.earlier
            after = slice.next
            slices += 1
        } while after != nil
        #expect(Set(moves.map(\.id)) == Set(ids) && slices == 3)
        let earlier = try await office.database.read { tx in
            try DossierStore.count(.movedEarlier, of: DeskFixture.police, in: tx)
        }
        #expect(earlier == 5)
        let dossier = try await office.dossier(ids[0])
        let expected = calendar.due(received: dossier.receivedAt ?? office.test.now, limit: dossier.limit ?? .sameDay)
        #expect(dossier.dueAt == expected.at)
        #expect(try await office.desk.recompute(ground: "Thông báo 1") { _ in calendar }.moves == [])
        #expect(try await office.differences() == [])
    }
}
