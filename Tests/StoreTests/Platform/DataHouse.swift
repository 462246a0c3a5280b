import Kernel
import Secrets
import Server
import Storage
import StoreTestSupport

/// A place for a data folder that nobody else has.
struct DataHouse {
    let path: String
    let settings: Settings

    init(_ engine: Engine) async throws {
        let (_, place) = try await engine.fileDatabase([])
        path = try place.folder() + "/data"
        let isPostgres = engine == .postgres
        settings = Settings(
            keys: path + "-keys",
            database: isPostgres ? Engine.postgresURL : nil,
            schema: isPostgres ? place.name : nil
        )
    }

    /// A demo of the usual day, with the cheapest passwords.
    func demo(_ count: Int, bulk: Int = 0, seed: UInt64 = 17) async throws -> Platform {
        let builder = DemoBuilder(
            today: CivilDate(2025, 6, 27),
            seed: seed,
            count: count,
            bulk: bulk,
            passwords: PasswordPool(.cheapest)
        )
        try await builder.build(path, settings)
        return try Platform(try await DataFolder.open(path), passwords: PasswordPool(.cheapest))
    }
}
