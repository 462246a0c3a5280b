import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct MigrationTests {
    static let first = Migration("2026-11-25-1-one", ["CREATE TABLE one (id \(.int64) NOT NULL PRIMARY KEY)\(.strict)"])
    static let second = Migration(
        "2026-11-25-2-two",
        ["ALTER TABLE one ADD COLUMN name TEXT", "CREATE INDEX one_name ON one (name)"]
    )
    static let broken = Migration(
        "2026-11-25-3-broken",
        ["CREATE TABLE three (id \(.int64) NOT NULL PRIMARY KEY)\(.strict)", "INSERT INTO one (id) VALUES (1), (1)"]
    )

    @Test(arguments: Engine.available)
    func eachIsAppliedOnce(engine: Engine) async throws {
        let database = try await engine.database([])
        #expect(try await database.migrate([Self.first]) == ["2026-11-25-1-one"])
        #expect(try await database.migrate([Self.first, Self.second]) == ["2026-11-25-2-two"])
        #expect(try await database.migrate([Self.first, Self.second]) == [])
    }

    @Test(arguments: Engine.available)
    func anEditedOneStopsTheStart(engine: Engine) async throws {
        let database = try await engine.database([Self.first])
        let edited = Migration(Self.first.id, ["CREATE TABLE one (id TEXT NOT NULL PRIMARY KEY)\(.strict)"])
        await #expect(throws: MigrationError.edited(Self.first.id)) {
            try await database.migrate([edited, Self.second])
        }
        let before = try await schemaDump(database)
        #expect(!before.contains("one_name"))
    }

    @Test(arguments: Engine.available)
    func aNewerDatabaseStopsTheStart(engine: Engine) async throws {
        let database = try await engine.database([Self.first, Self.second])
        await #expect(throws: MigrationError.newer(Self.second.id)) { try await database.migrate([Self.first]) }
    }

    @Test(arguments: Engine.available)
    func oneThatFailsLeavesNothing(engine: Engine) async throws {
        let database = try await engine.database([Self.first])
        let before = try await schemaDump(database)
        let result = await Result { try await database.migrate([Self.first, Self.broken]) }
        #expect(result.storageError?.kind == "notUnique")
        #expect(try await schemaDump(database) == before)
    }

    /// Two servers start at the same moment: each step runs once, and both start.
    @Test(arguments: Engine.available)
    func twoServersMayStartTogether(engine: Engine) async throws {
        let (first, place) = try await engine.fileDatabase([])
        let second = try await engine.open(place)
        async let one = first.migrate([Self.first, Self.second])
        async let two = second.migrate([Self.first, Self.second])
        #expect(try await (one + two).sorted() == [Self.first.id, Self.second.id])
    }

    /// A statement prepared before a change of the schema gives the new columns after it, on the other server too.
    @Test(arguments: Engine.available)
    func statementsFollowTheSchema(engine: Engine) async throws {
        let (first, place) = try await engine.fileDatabase([Self.first])
        let second = try await engine.open(place)
        try await first.write { tx in try tx.execute("INSERT INTO one (id) VALUES (1)") }
        func columns() async throws -> [[String]] {
            var found: [[String]] = []
            for database in [first, second] {
                found.append(try await database.read { tx in try tx.rows("SELECT * FROM one")[0].columns })
                found.append(try await database.write { tx in try tx.rows("SELECT * FROM one")[0].columns })
            }
            return found
        }
        #expect(try await columns() == Array(repeating: ["id"], count: 4))
        try await first.migrate([Self.first, Self.second])
        #expect(try await columns() == Array(repeating: ["id", "name"], count: 4))
    }

    @Test(arguments: Engine.available)
    func theSchemaIsWrittenOut(engine: Engine) async throws {
        let database = try await engine.database(Contract.migrations + RequestKeys.migrations)
        try expectSnapshot(try await schemaDump(database), named: "contract.\(engine)", suffix: "sql")
    }
}
