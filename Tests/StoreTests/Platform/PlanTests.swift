import Access
import Agencies
import Catalogue
import Documents
import Dossiers
import Kernel
import LegalClock
import Register
import Server
import Site
import Storage
import StoreTestSupport
import Testing

/// How the engines carry out what the stores ask: no question may take longer because the house has more behind it.
@Suite struct PlanTests {
    /// Tables that grow with every dossier; all others stay small for ever.
    private static let large: Set<String> = [
        "dossier", "dossier_owner", "dossier_key", "dossier_token", "dossier_serial", "dossier_note", "certification",
        "entry", "free_text", "look", "person", "person_name_part", "person_unit", "person_unit_name", "request_key",
        "stored_file", "bag", "bag_dossier", "sealed_head", "sealed_node", "session", "attempt",
    ]

    /// Statements that sort what they have read, by a part of their text, each with the reason why that is little.
    private static let maySort: [(part: String, because: String)] = [
        ("submitter IN (", "one search's persons have few dossiers, and they come from two indexes"),
        ("identity_hash = ", "one number: one person and a few doubles"),
        ("phone_hash = ", "one phone: a family"),
        ("AS leaving", "two pages of bags are merged"),
        ("UNION ALL SELECT key, person", "a page of each unit is merged"),
        ("FROM dossier_note", "one dossier's notes are limited; only those of one moment are sorted"),
        ("FROM dossier_owner", "the owners of one page; their places are sorted"),
        ("FROM look WHERE actor", "only looks of one millisecond are sorted"),
        ("FROM stored_file WHERE subject", "one dossier's files are limited; only those of one moment are sorted"),
        ("FROM entry WHERE subject IN (", "one slice of chains"),
        ("WHERE officer = ", "what one officer has in hand when an absence begins"),
    ]

    @Test(arguments: Engine.available) func everyQuestionIsAnsweredByAnIndex(engine: Engine) async throws {
        let platform = try await DataHouse(engine).demo(40, bulk: 200)
        let recorded = RecordedQueries(platform.database)
        try await ask(recorded, platform)
        let statements = recorded.statements
        #expect(statements.count > 70, "\(statements.count)")
        var (scans, sorts): ([String], [String]) = ([], [])
        var used: Set<String> = []
        for sql in statements {
            let text = sql.rendered(for: recorded.dialect).text
            let plan = try await recorded.plan(of: sql)
            for step in plan {
                used.formUnion(Self.indexes(in: step))
                if let table = Self.scanned(step, text), Self.large.contains(table) {
                    scans.append("\(step) in \(text)")
                }
                if Self.sorts(step), Self.touchesLarge(text), !Self.maySort.contains(where: { text.contains($0.part) })
                {
                    sorts.append("\(step) in \(text)")
                }
            }
        }
        #expect(scans.isEmpty, "\(scans.joined(separator: "\n"))")
        #expect(sorts.isEmpty, "\(sorts.joined(separator: "\n"))")
        // The lists' own indexes are what is used, and none of them is there for nothing.
        let own = [
            "dossier_work", "dossier_result", "dossier_asked", "dossier_halted", "dossier_coming", "dossier_own",
            "dossier_clock", "dossier_submitter", "dossier_book", "bag_from", "bag_to", "look_actor",
        ]
        #expect(used.isSuperset(of: own), "\(Set(own).subtracting(used))")
    }

    /// The test can fail: without an index the same questions read the table.
    @Test(arguments: Engine.available) func aMissingIndexIsNoticed(engine: Engine) async throws {
        let database = try await engine.database(Platform.migrations)
        try await database.write("drop") { tx in try tx.execute("DROP INDEX dossier_work") }
        let recorded = RecordedQueries(database)
        _ = try await recorded.read { tx in try DossierStore.list(.inWork, of: ID("agc_1"), in: tx) }
        let plan = try await recorded.plan(of: try #require(recorded.statements.first))
        #expect(plan.contains { Self.scanned($0, "") == "dossier" || Self.sorts($0) }, "\(plan)")
    }

    // MARK: Reading a plan

    /// The table that a step reads from end to end.
    private static func scanned(_ step: String, _ text: String) -> String? {
        let words = step.split(separator: " ").map(String.init)
        if words.first == "SCAN", words.count > 1 {
            // An index read in its order as far as a limit goes is no reading of the table from end to end.
            if step.contains("USING"), text.contains("LIMIT") { return nil }
            if text.hasSuffix("FROM sealed_head ORDER BY number DESC LIMIT 1") { return nil }
            return named(words[1], in: text)
        }
        guard let place = words.firstIndex(of: "Seq"),
            words.dropFirst(place).prefix(3).joined(separator: " ") == "Seq Scan on"
        else { return nil }
        return words.dropFirst(place + 3).first
    }
    /// The table behind a name of the plan: `e` in `FROM entry e`.
    private static func named(_ name: String, in text: String) -> String {
        let words = text.split { !($0.isLetter || $0 == "_") }.map(String.init)
        let place = words.indices.dropFirst(2).first { words[$0] == name && ["FROM", "JOIN"].contains(words[$0 - 2]) }
        return place.map { words[$0 - 1] } ?? name
    }
    private static func sorts(_ step: String) -> Bool {
        step.contains("USE TEMP B-TREE FOR ORDER BY") || step.contains("Sort  (")
    }
    private static func indexes(in step: String) -> [String] {
        let words = step.split { $0 == " " || $0 == "\n" }.map(String.init)
        return words.indices.dropLast().filter { ["INDEX", "using"].contains(words[$0]) }.map { words[$0 + 1] }
    }
    private static func touchesLarge(_ text: String) -> Bool {
        let words = text.split { !($0.isLetter || $0 == "_") }.map(String.init)
        return zip(words, words.dropFirst()).contains { ["FROM", "JOIN"].contains($0) && large.contains($1) }
    }

    // MARK: What is asked

    /// Every question of the lists, the search, the tracking, the pages of a dossier and of a person, the books, the
    /// duties and the register.
    private func ask(_ database: RecordedQueries, _ platform: Platform) async throws {
        let now = Instant(CivilDate(2025, 6, 27) ?? CivilDate(day: 0), minute: 480)
        let (vault, world) = (platform.vault, platform.world)
        let row = try #require(
            try await platform.database.read { tx in try DossierStore.find(codePrefix: "H28", in: tx).last }
        )
        let units: Set<ID<Agency>> = [row.receiving, row.competent]
        let actor = row.officer ?? Actor("stf_1")
        try await database.read { tx in
            for list in Self.lists(at: now, actor) {
                let page = try DossierStore.list(list, of: row.receiving, in: tx)
                _ = try DossierStore.list(list, of: row.receiving, after: ListCursor(row), in: tx)
                _ = try DossierStore.list(list, of: row.receiving, before: ListCursor(row), in: tx)
                _ = try DossierStore.count(list, of: row.receiving, in: tx)
                _ = try DossierStore.owners(of: page.map(\.id) + [row.id], in: tx)
            }
            _ = try DossierStore.find(persons: [row.submitter], in: tx)
            _ = try DossierStore.find(codePrefix: row.code.rawValue, in: tx)
            _ = try DossierStore.find(code: row.code, in: tx)
            _ = try DossierStore.row(row.id, in: tx)
            _ = try DossierStore.load(row.id, in: tx)
            _ = try DossierStore.keys(of: row.id, in: tx)
            _ = try DossierStore.find(token: "token", in: tx)
            _ = try DossierStore.notes(of: row.id, in: tx)
            _ = try DossierStore.drafts(of: actor.rawValue, in: tx)
            _ = try DossierStore.withRunningClock(after: "", limit: 200, in: tx)
            _ = try DossierStore.serials(["a", "b"], in: tx)
            _ = try LookUp.track(code: row.code.rawValue, answer: "12345678", in: tx) { _, _ in false }
            _ = try RegisterBook.page(of: row.receiving, year: 2025, in: tx)
            _ = try CertificationBook.copies.lines(of: row.receiving, year: 2025, in: tx)
            for state in [Bag.State.open, .sent, .received] {
                _ = try BagStore.list(of: row.receiving, state: state, in: tx)
            }
            _ = try BagStore.load(ID("bag_1"), in: tx)
            _ = try PersonStore.load([row.submitter], vault, in: tx)
            _ = try PersonStore.names(of: [row.submitter], in: tx)
            _ = try PersonStore.find(number: "017185001234", vault, in: tx)
            _ = try PersonStore.find(phone: try Phone(parsing: "0912345678"), units: units, vault, in: tx)
            _ = try PersonStore.find(name: "bui thi", units: units, vault, in: tx)
            _ = try PersonStore.find(name: "bui thi", units: [row.receiving], vault, in: tx)
            _ = try PersonStore.same(as: row.submitter, in: tx)
            _ = try PersonStore.isKnown(row.submitter, to: units, in: tx)
            _ = try Looks.all(at: row.id.rawValue, in: tx)
            _ = try Looks.all(by: actor, since: now, in: tx)
            _ = try Documents.files(of: row.id.rawValue, in: tx)
            _ = try TextStore.read(["txt_1"], in: tx)
            _ = try Seal.newest(in: tx)
            _ = try Seal.unsealed(in: tx)
            _ = try Seal.proof(of: 3, in: tx)
            _ = try Book.position(in: tx)
            _ = try CalendarStore.revision(in: tx)
        }
        // What the duties and the register read, and what they write on the way.
        _ = try await Verify(database: database, vault: vault, publicKeys: platform.publicKeys).run()
        _ = try await Rebuild(database: database, rebuilders: Platform.rebuilders).check()
        let desk = DossierDesk(database: database, world: world)
        _ = try await desk.recompute(ground: "Lịch thay đổi") { _ in .standard }
        _ = try await desk.reassignAbsent(Actor("stf_nobody"), to: nil, at: row.receiving, ground: "Nghỉ phép")
        _ = try await database.write("forget") { tx in
            _ = try RequestKeys.forget(before: now.adding(days: -3), in: tx)
            _ = try SessionStore.forget(before: now.adding(days: -3), in: tx)
            return try PersonStore.reseal(after: nil, vault, limit: 5, in: tx)
        }
        // An intake and an act: what the counter does all day.
        let performer = Performer(actor: actor, agency: row.receiving, roles: [.reception])
        var order = DeskFixture.order()
        order.competent = row.competent
        let id = try await desk.intake(
            order,
            by: performer,
            unitCode: row.code.unitCode,
            calendar: .standard,
            key: "plan-intake-1"
        )
        _ = try await desk.act(on: id, seen: nil, by: performer, key: "plan-act-1") { _, _, _ in
            .moveFolder(place: "Kệ 1")
        }
        _ = try await desk.makeBag(to: row.competent, by: performer, key: "plan-bag-1")
        let persons = PersonDesk(database: database, world: world, vault: vault)
        let officer = Officer(
            id: ID(actor.rawValue),
            name: "Bùi Thị Lan",
            agency: row.receiving,
            roles: [row.receiving: [.reception]]
        )
        var details = PersonDetails(.citizen, name: "Bùi Văn Tám")
        let person = try await persons.create(details, by: officer)
        details.name = "Bùi Văn Chín"
        let changed = try await persons.change(person.id, to: details, seen: person.version, by: officer)
        #expect(try await persons.find("van chin", units: units).map(\.id) == [changed.id])
        #expect(try await persons.find("van tam", units: units).allSatisfy { $0.id != changed.id })
        try await persons.erase(person.id, by: officer)
        #expect(try await persons.find("van chin", units: units).allSatisfy { $0.id != changed.id })
    }

    private static func lists(at now: Instant, _ actor: Actor) -> [DossierList] {
        [
            .overdue(at: now), .due(from: now, to: now.adding(days: 3)), .inWork, .waitingForCitizen, .toTake,
            .toForward, .toReturn, .atStep(.specialist), .stopped, .mine(actor), .movedEarlier, .toReceive,
            .waitOver(before: now.date), .uncollected(since: now),
        ]
    }
}
