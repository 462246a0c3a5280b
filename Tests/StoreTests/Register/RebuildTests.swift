import Kernel
import Register
import Storage
import StoreTestSupport
import Testing

@Suite struct RebuildTests {
    private func story(_ engine: Engine) async throws -> BookFixture {
        let book = try await BookFixture(engine)
        try await book.story()
        return book
    }

    @Test(arguments: Engine.available, [1, 3, 100])
    func tablesWrittenInDailyWorkAreTheSame(engine: Engine, slice: Int) async throws {
        let report = try await story(engine).check(slice: slice)
        #expect(report.differences == [])
        #expect(report.subjects == 4)
        #expect(report.rows == ["sum": 4])
    }

    @Test(arguments: Engine.available) func eachDifferenceIsNamedWithBothValues(engine: Engine) async throws {
        let book = try await story(engine)
        try await book.behindTheBack(
            "UPDATE sum SET total = 600, note = 'paid' WHERE id = 'dsr_b'",
            "DELETE FROM sum WHERE id = 'dsr_c'",
            "INSERT INTO sum (id, total, parts, code) VALUES ('dsr_zz', 1, 1, 'x'), ('agc_1', 1, 1, 'y')"
        )
        let found = try await book.check().differences.map(\.plain)
        #expect(
            found == [
                "sum id = dsr_b note: paid, book NULL", "sum id = dsr_b total: 600, book 6",
                "sum id = dsr_c missing", "sum id = agc_1 extra", "sum id = dsr_zz extra",
            ]
        )
    }

    @Test(arguments: Engine.available) func aTableThatKnowsADeletedSubjectIsNamed(engine: Engine) async throws {
        let book = try await story(engine)
        try await book.behindTheBack("DELETE FROM entry WHERE subject = 'dsr_b'")
        #expect(try await book.check().differences.map(\.plain) == ["sum id = dsr_b extra"])
    }

    @Test(arguments: Engine.available) func aChainThatCannotBeFoldedIsNamedAndStopsNoOther(engine: Engine) async throws
    {
        let book = try await story(engine)
        try await book.behindTheBack(
            "UPDATE entry SET event = 'unheard' WHERE position = 6",
            "UPDATE sum SET total = 0 WHERE id = 'dsr_d'"
        )
        #expect(
            try await book.check().differences.map(\.plain) == [
                "dsr_b RegisterError.unreadable", "sum id = dsr_d total: 0, book 6",
            ]
        )
        let rebuild = Rebuild(database: book.database, rebuilders: [Sums()], slice: 2)
        #expect(try await rebuild.write() == 1)
        #expect(try await book.check().differences.map(\.plain) == ["dsr_b RegisterError.unreadable"])
    }

    @Test(arguments: Engine.available) func chainsWithoutTablesAreCounted(engine: Engine) async throws {
        let book = try await story(engine)
        let report = try await Rebuild(database: book.database, rebuilders: [], slice: 3).check()
        #expect(report.withoutTables == ["dsr_": 4])
        #expect(report.isSame)
    }

    @Test(arguments: Engine.available, [1, 2, 100])
    func whatWasLostOrSpoiltIsWrittenAnew(engine: Engine, slice: Int) async throws {
        let book = try await story(engine)
        try await book.behindTheBack(
            "UPDATE sum SET total = 600 WHERE id = 'dsr_b'",
            "DELETE FROM sum WHERE id = 'dsr_c'",
            "INSERT INTO sum (id, total, parts, code) VALUES ('dsr_zz', 1, 1, 'x')"
        )
        let rebuild = Rebuild(database: book.database, rebuilders: [Sums()], slice: slice)
        #expect(try await rebuild.write() == 3)
        #expect(try await book.check().isSame)
        #expect(try await rebuild.write() == 0)
        try await book.behindTheBack("DELETE FROM sum")
        #expect(try await rebuild.write() == 4)
        #expect(try await book.check().isSame)
    }

    /// Two rows that took each other's unique code: neither can be written before the other is gone.
    @Test(arguments: Engine.available, [1, 2, 100])
    func exchangedCodesArePutBack(engine: Engine, slice: Int) async throws {
        let book = try await story(engine)
        try await book.behindTheBack(
            "UPDATE sum SET code = 'aside' WHERE id = 'dsr_a'",
            "UPDATE sum SET code = 'code of dsr_a' WHERE id = 'dsr_d'",
            "UPDATE sum SET code = 'code of dsr_d' WHERE id = 'dsr_a'"
        )
        let rebuild = Rebuild(database: book.database, rebuilders: [Sums()], slice: slice)
        #expect(try await rebuild.write() == 2)
        #expect(try await book.check().isSame)
    }

    @Test(arguments: Engine.available) func differencesBeyondTheLimitAreCounted(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.behindTheBack(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
            INSERT INTO sum (id, total, parts, code) SELECT 'dsr_' || i, 0, 0, 'c' || i FROM n
            """
        )
        let report = try await book.check(slice: 200)
        #expect(report.differences.count == RegisterLimits.findings)
        #expect(report.more == 1)
        #expect(!report.isSame)
    }
}

extension Difference {
    fileprivate var plain: String {
        switch self {
        case .missingRow(let table, _, let key): "\(table) \(key) missing"
        case .extraRow(let table, _, let key): "\(table) \(key) extra"
        case .column(let table, let key, let column, let stored, let rebuilt):
            "\(table) \(key) \(column): \(stored.written), book \(rebuilt.written)"
        case .unreadable(let subject, let error): "\(subject) \(error)"
        }
    }
}
