import Kernel
import Storage
import StorageSQLite
import StoreTestSupport
import Testing

/// A disk that is full for a while: SQLite's own limit on pages stands in for it.
@Suite struct FaultTests {
    private static func limit(_ database: any Database, more pages: Int) async throws {
        try await database.write { tx in
            let now = try tx.value("PRAGMA page_count", as: Int.self) ?? 0
            _ = try tx.rows("PRAGMA max_page_count = \(SQL(verbatim: String(now + pages)))")
        }
    }

    /// What was saved is read while the disk is full, what is refused leaves nothing, and with room it goes on under the
    /// same request key.
    @Test func aFullDiskRefusesWholeWritesAndGoesOnWithRoom() async throws {
        let (database, _) = try await Engine.sqlite.fileDatabase(Contract.migrations + RequestKeys.migrations)
        try await database.write { tx in try Contract.insertPair(0, tx) }
        try await Self.limit(database, more: 40)
        let bytes = [UInt8](repeating: 1, count: 100_000)
        let take: @Sendable (Int) async -> Result<String, any Error> = { number in
            await Result {
                try await database.write { tx in
                    try RequestKeys.once("request-\(number)", at: Instant(milliseconds: 1), in: tx) {
                        try Contract.insertPair(number, tx)
                        try tx.execute("INSERT INTO sample (id, bytes) VALUES (\("\(number)"), \(bytes))")
                        return "\(number)"
                    }
                }
            }
        }
        var saved = [0]
        var refused: [Int] = []
        for number in 1...10 {
            switch await take(number) {
            case .success: saved.append(number)
            case .failure(let error):
                #expect((error as? StorageError)?.kind == "full")
                refused.append(number)
            }
        }
        #expect(!refused.isEmpty)
        #expect(try await Contract.pairs(database) == (saved, saved))
        try await Self.limit(database, more: 10_000)
        for number in refused { #expect(try await take(number).get() == "\(number)") }
        for number in saved.dropFirst() { #expect(try await take(number).get() == "\(number)") }
        #expect(try await Contract.pairs(database) == (Array(0...10), Array(0...10)))
    }
}
