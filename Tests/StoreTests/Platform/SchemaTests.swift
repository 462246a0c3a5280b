import Server
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// The schema of everything, as each engine keeps it: a reviewer reads a change of it as a difference.
@Suite struct SchemaTests {
    @Test(arguments: Engine.available) func theSchemaIsAsWritten(engine: Engine) async throws {
        let database = try await engine.database(Platform.migrations)
        #expect(try await database.migrate(Platform.migrations) == [])
        try expectSnapshot(try await schemaDump(database), named: "schema.\(engine)", suffix: "sql")
    }

    @Test func migrationsHaveEachTheirOwnName() {
        let names = Platform.migrations.map(\.id)
        #expect(Set(names).count == names.count && names.count >= 12)
    }
}
