import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct TextStoreTests {
    @Test(arguments: Engine.available)
    func aTextIsKeptProvenAndErased(engine: Engine) async throws {
        let database = try await engine.database(TextStore.migrations)
        let world = TestWorld().world
        let (first, second) = try await database.write("texts") { tx in
            (
                try TextStore.write("Thiếu giấy khai sinh", subject: "dsr_1", world: world, in: tx),
                try TextStore.write("Thiếu giấy khai sinh", subject: "dsr_1", world: world, in: tx)
            )
        }
        #expect(first.hash != second.hash && first.id != second.id)
        #expect(first.hash.count == 64)
        let read = try await database.read { tx in
            (try TextStore.read(first.id, in: tx), try TextStore.read([first.id, second.id, "txt_none"], in: tx))
        }
        #expect(read.0 == "Thiếu giấy khai sinh" && read.1.count == 2)
        try await database.write("erase") { tx in try TextStore.erase(first.id, in: tx) }
        let forged = TextReference(id: second.id, hash: first.hash)
        let after = try await database.read { tx in
            (
                try TextStore.read(first.id, in: tx),
                try [first, second, forged, TextReference(id: "txt_none", hash: "")].map {
                    try TextStore.check($0, in: tx)
                }
            )
        }
        #expect(after.0 == nil && after.1 == [.erased, .whole, .altered, .missing])
        try await database.write("erase") { tx in try TextStore.erase(subject: "dsr_1", in: tx) }
        #expect(try await database.read { tx in try TextStore.check(second, in: tx) } == .erased)
    }

    @Test(arguments: Engine.available)
    func aTextIsBounded(engine: Engine) async throws {
        let database = try await engine.database(TextStore.migrations)
        let world = TestWorld().world
        let longest = String(repeating: "ữ", count: Limits.textLength)
        let kept = try await database.write("text") { tx in
            let reference = try TextStore.write(longest, subject: "dsr_1", world: world, in: tx)
            return try TextStore.read(reference.id, in: tx)
        }
        #expect(kept == longest)
        await #expect(throws: TextError.tooLong(limit: Limits.textLength)) {
            _ = try await database.write("text") { tx in
                try TextStore.write(longest + "a", subject: "dsr_1", world: world, in: tx)
            }
        }
    }
}
