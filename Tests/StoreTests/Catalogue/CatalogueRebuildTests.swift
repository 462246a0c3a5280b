import Catalogue
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

private func day(_ month: Int, _ day: Int) -> CivilDate { CivilDate(2026, month, day) ?? CivilDate(day: 0) }

@Suite struct CatalogueRebuildTests {
    /// A catalogue to which everything was done that can be done.
    private static func story(_ engine: Engine) async throws -> CatalogueOffice {
        let office = try await CatalogueOffice(engine)
        let desk = office.desk
        let channels = "Trực tiếp3 Ngày làm việcMiễn phí(Theo nghị quyết của HĐND tỉnh)"
        let records = (1...3).map { PortalFile.record($0, channels: channels) }
        _ = try await desk.importNational(PortalFile.text(records), validFrom: day(3, 2))
        let flag = try #require(try await office.openFlags().first)
        try await desk.resolve(flag.id, with: .fee(Money(dong: 8000)))
        let changed = PortalFile.record(1, name: "Cấp thẻ đọc", channels: channels)
        _ = try await desk.importNational(PortalFile.text([changed]), validFrom: day(4, 1))
        let decision = Decision(number: "7/QĐ-UBND", on: day(4, 1))
        let newest = try #require(try await office.history("9.000001").first)
        try await desk.publish(newest.id, decision: decision, validFrom: day(4, 10))
        for month in [5, 6] {
            try await desk.setFee(
                code: "9.000001",
                channel: nil,
                fee: AnnouncedFee(amount: Money(dong: 1000 * Int64(month)), kind: .charge, text: "đồng"),
                resolution: decision,
                validFrom: day(month, 1)
            )
        }
        try await desk.planReview(year: 2026, unit: "agc_1", codes: ["9.000001", "9.000002"], dueOn: day(9, 1))
        try await desk.planReview(year: 2026, unit: "agc_1", codes: ["9.000002"], dueOn: day(10, 1))
        let plan = try await office.database.read { tx in try CatalogueStore.reviews(year: 2026, in: tx) }
        try await desk.recordReview(try #require(plan.first).id, doneOn: day(8, 1), outcome: .simplify)
        try await desk.repeal(code: "9.000003", decision: decision, lastDay: day(12, 31))
        return office
    }

    private static func check(_ office: CatalogueOffice) async throws -> RebuildReport {
        try await Rebuild(database: office.database, rebuilders: [CatalogueRebuild()], slice: 2).check()
    }

    @Test(arguments: Engine.available)
    func whatDailyWorkWritesIsWhatTheBookLeadsTo(engine: Engine) async throws {
        let report = try await Self.check(try await Self.story(engine))
        #expect(report.differences == [])
        #expect(
            report.rows == [
                "procedure": 3, "procedure_version": 4, "procedure_flag": 3, "procedure_change": 1,
                "procedure_fee": 2, "procedure_review": 2,
            ]
        )
    }

    /// A statement that changes rows past the book, with the table and the column of which it must be said.
    static let tampering: [(sql: SQL, table: String, column: String)] = [
        ("UPDATE procedure SET code = code || 'x' WHERE code = '9.000002'", "procedure", "code"),
        ("UPDATE procedure_version SET name = 'x' WHERE code = '9.000002'", "procedure_version", "name"),
        ("UPDATE procedure_version SET content = '{}' WHERE code = '9.000002'", "procedure_version", "content"),
        ("UPDATE procedure_version SET valid_to = NULL WHERE code = '9.000003'", "procedure_version", "valid_to"),
        ("UPDATE procedure_flag SET answer = NULL WHERE answer IS NOT NULL", "procedure_flag", "answer"),
        ("UPDATE procedure_change SET after = 'x'", "procedure_change", "after"),
        ("UPDATE procedure_fee SET fee = '{}' WHERE valid_to IS NULL", "procedure_fee", "fee"),
        ("UPDATE procedure_review SET due_on = '2027-01-01' WHERE done_on IS NULL", "procedure_review", "due_on"),
    ]

    @Test(arguments: Engine.available)
    func aRowChangedByHandIsNamedAndWrittenAnew(engine: Engine) async throws {
        let office = try await Self.story(engine)
        for (sql, table, column) in Self.tampering {
            try await office.database.write { tx in try tx.execute(sql) }
            let named = try await Self.check(office).differences.map { difference -> String in
                guard case .column(let table, _, let column, _, _) = difference else { return "\(difference)" }
                return "\(table) \(column)"
            }
            #expect(Set(named) == ["\(table) \(column)"], "\(table)")
            let rebuild = Rebuild(database: office.database, rebuilders: [CatalogueRebuild()])
            #expect(try await rebuild.write() >= 1)
            #expect(try await Self.check(office).isSame, "\(table)")
        }
        try await office.database.write { tx in
            try tx.execute("DELETE FROM procedure_flag WHERE code = '9.000001'")
            try tx.execute("DELETE FROM procedure WHERE code = '9.000002'")
        }
        #expect(try await Self.check(office).isSame == false)
        _ = try await Rebuild(database: office.database, rebuilders: [CatalogueRebuild()]).write()
        #expect(try await Self.check(office).isSame)
    }

    /// Data as an older version left it: rows, and a book that knows only hashes.
    private static func old(_ engine: Engine) async throws -> (any Database, ProcedureVersion) {
        let before = CatalogueTables.migrations.filter { $0.id < "2026-11-25" }
        let database = try await engine.database(Book.migrations + before)
        let version = ProcedureVersion(
            id: ID("prc_v1"),
            code: "9.000001",
            name: "Cấp thẻ đọc sách",
            field: "Thư viện",
            levels: [.commune],
            validFrom: day(3, 2),
            flags: [CatalogueFlag(kind: .limitMissing, text: "")]
        )
        let content = try RecordedJSON.encode(version)
        try await database.write { tx in
            try tx.execute("INSERT INTO procedure (id, code, version) VALUES ('prc_1', '9.000001', 1)")
            try tx.execute(
                """
                INSERT INTO procedure_version (id, procedure, code, sequence, name, field, levels, decision,
                    valid_from, content, written_at)
                VALUES ('prc_v1', 'prc_1', '9.000001', 1, \(version.name), 'Thư viện', 'commune', '', '2026-03-02',
                    \(content), 5)
                """
            )
            try tx.execute(
                """
                INSERT INTO procedure_flag (id, version, code, field, kind, words)
                VALUES ('prc_v1-0001', 'prc_v1', '9.000001', 'Thư viện', 'limitMissing', '')
                """
            )
            try tx.execute(
                """
                INSERT INTO procedure_review (id, year, unit, code, due_on)
                VALUES ('prc_r', 2026, 'agc_1', '9.000001', '2026-09-01')
                """
            )
            let event = RecordedEvent(name: "procedure.announced", format: 1, payload: "{\"code\":\"9.000001\"}")
            try Book.append(
                [event],
                to: "prc_1",
                expecting: 0,
                by: Actor("stf_ha"),
                agency: nil,
                at: Instant(milliseconds: 5),
                in: tx
            )
        }
        try await database.migrate(Book.migrations + CatalogueTables.migrations)
        return (database, version)
    }

    @Test(arguments: Engine.available)
    func dataOfAnOlderVersionIsToldToTheBookOnce(engine: Engine) async throws {
        let (database, version) = try await Self.old(engine)
        let rebuild = Rebuild(database: database, rebuilders: [CatalogueRebuild()])
        #expect(try await rebuild.check().isSame == false, "the book knows only a hash")
        #expect(try await rebuild.write() == 0)
        #expect(try await CatalogueRestatement.run(database, at: Instant(milliseconds: 9)) == 1)
        #expect(try await CatalogueRestatement.run(database, at: Instant(milliseconds: 9)) == 0)
        let report = try await rebuild.check()
        #expect(report.differences == [])
        #expect(report.rows["procedure_flag"] == 1 && report.rows["procedure_review"] == 1)
        #expect(try await database.read { try CatalogueStore.history(code: "9.000001", in: $0) } == [version])
        try await database.write { tx in try tx.execute("DELETE FROM procedure_flag") }
        #expect(try await rebuild.write() == 1)
        #expect(try await rebuild.check().isSame)
    }

    @Test(arguments: Engine.available)
    func anActOnWhatIsNotToldYetTellsItFirst(engine: Engine) async throws {
        let (database, _) = try await Self.old(engine)
        let world = TestWorld(at: "2026-03-02T08:00:00+07:00")
        let desk = CatalogueDesk(database: database, world: world.world, actor: Actor("stf_ha"), agency: nil)
        try await desk.resolve("prc_v1-0001", with: .limit(.workingDays(3)))
        let names = try await database.read { tx in try Book.entries(of: "prc_1", in: tx).map(\.event.name) }
        #expect(names == ["procedure.announced", "procedure.restated", "procedure.flagsAnswered"])
        #expect(try await Rebuild(database: database, rebuilders: [CatalogueRebuild()]).check().differences == [])
    }

    /// Every event in its format of today: a golden file each, which later programs must read the same.
    @Test func eventsAreWrittenAndReadAsTheirGoldenFilesSay() async throws {
        let office = try await Self.story(.sqlite)
        let entries = try await office.database.read { tx in try Book.entries(after: 0, limit: 100, in: tx) }
        let golden = GoldenEvents(beside: #filePath)
        for (name, all) in Dictionary(grouping: entries, by: \.event.name) {
            let entry = try #require(all.first)
            let rebuild = CatalogueRebuild()
            let problem = golden.problem(
                name: name,
                format: entry.event.format,
                payload: entry.event.payload,
                of: try rebuild.rows(from: [entry])
            ) { payload in
                let event = RecordedEvent(name: name, format: entry.event.format, payload: payload)
                return try rebuild.rows(from: [entry.with(event)])
            }
            #expect(problem == nil)
        }
    }
}

extension Entry {
    fileprivate func with(_ event: RecordedEvent) -> Entry {
        Entry(
            position: position,
            subject: subject,
            version: version,
            event: event,
            actor: actor,
            agency: agency,
            at: at,
            previous: previous
        )
    }
}
