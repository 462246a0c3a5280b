import Kernel
import Register
import Secrets
import Storage
import StoreTestSupport
import TestSupport

/// A book with short stories in it: dossiers whose events are numbers, and a derived table that adds them up.
struct BookFixture: Sendable {
    let database: any Database
    let clock = TestWorld()
    let vault: Vault

    init(_ engine: Engine) async throws {
        database = try await engine.database(Book.migrations + [Sums.migration])
        vault = try Vault.testing()
    }

    /// Appends `amounts` to the chain of `subject` and writes the derived row in the same transaction.
    func add(_ amounts: [Int], to subject: String) async throws {
        let now = clock.now
        try await database.write { tx in
            let chain = try Book.entries(of: subject, in: tx)
            let events = amounts.map { RecordedEvent(name: "added", format: 1, payload: "{\"amount\":\($0)}") }
            let added = try Book.append(
                events,
                to: subject,
                expecting: chain.count,
                by: Actor("stf_lan"),
                agency: "agc_1",
                at: now,
                in: tx
            )
            for row in try Sums().rows(from: chain + added)["sum"] ?? [] {
                try tx.execute(SQL.upsert(into: "sum", key: ["id"], row: row))
            }
        }
    }

    /// Twelve entries of four dossiers, in turn: dsr_a 1, 5, 9; dsr_b 2, 6, 10; dsr_c 3, 7, 11; dsr_d 4, 8, 12.
    func story() async throws {
        for round in 1...3 {
            for subject in ["dsr_a", "dsr_b", "dsr_c", "dsr_d"] { try await add([round], to: subject) }
        }
    }

    func seal(slice: Int = 1000) async throws {
        try await SealDuty(database: database, vault: vault, world: clock.world, slice: slice).run()
    }

    func verify(slice: Int = 5) async throws -> VerifyReport {
        try await Verify(database: database, vault: vault, slice: slice).run()
    }

    func check(slice: Int = 3) async throws -> RebuildReport {
        try await Rebuild(database: database, rebuilders: [Sums()], slice: slice).check()
    }

    /// Writes past the book, as somebody with the database's password could.
    func behindTheBack(_ statements: SQL...) async throws {
        try await database.write { tx in for sql in statements { try tx.execute(sql) } }
    }

    func entries() async throws -> [Entry] {
        try await database.read { tx in try Book.entries(after: 0, limit: 10_000, in: tx) }
    }
}

/// A context that adds up.
struct Sums: Rebuildable {
    static let migration = Migration(
        "2026-11-23-99-sums",
        [
            """
            CREATE TABLE sum (
                id TEXT NOT NULL PRIMARY KEY,
                total \(.int64) NOT NULL,
                parts \(.int64) NOT NULL,
                code TEXT NOT NULL UNIQUE,
                note TEXT
            )\(.strict)
            """
        ]
    )
    private struct Added: Decodable { let amount: Int }

    let subjectPrefix = "dsr_"
    let derivedTables = [DerivedTable("sum", subject: "id", key: ["id"])]
    func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        var total = 0
        for entry in chain {
            guard entry.event.name == "added" else {
                throw RegisterError.unreadable(event: entry.event.name, format: entry.event.format)
            }
            total += try RecordedJSON.decode(entry.event.payload, as: Added.self).amount
        }
        return [
            "sum": [
                [
                    "id": .text(first.subject), "total": total.sqlValue, "parts": chain.count.sqlValue,
                    "code": .text("code of \(first.subject)"),
                ]
            ]
        ]
    }
}
