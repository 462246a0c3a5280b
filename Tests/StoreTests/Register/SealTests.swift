import Kernel
import Register
import Secrets
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct SealTests {
    @Test(arguments: Engine.available) func anEmptyBookHasNothingToSeal(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.seal()
        let report = try await book.verify()
        #expect(report.isWhole)
        #expect(report.newestHead == nil)
        #expect(report.entries == 0)
    }

    @Test(arguments: Engine.available) func slicesAndOneGoLeadToTheSameRoot(engine: Engine) async throws {
        let (one, many) = (try await BookFixture(engine), try await BookFixture(engine))
        try await one.story()
        try await many.story()
        try await one.seal()
        try await many.seal(slice: 5)
        let (first, second) = (try await one.verify(), try await many.verify())
        #expect(first.newestHead?.root == second.newestHead?.root)
        #expect(first.newestHead?.number == 1)
        #expect(second.newestHead?.number == 3)
        #expect(first.newestHead?.root == Merkle.root(try await one.entries().map { Merkle.leaf($0.hash) }))
        #expect([first.heads, second.heads] == [1, 3])
    }

    @Test(arguments: Engine.available) func whatCameAfterIsCountedAndSealedNextTime(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        try await book.seal()
        try await book.add([4, 5], to: "dsr_a")
        #expect(try await book.verify().unsealed == 2)
        #expect(try await book.database.read { try Seal.unsealed(in: $0) } == 2)
        try await book.seal()
        try await book.seal()
        let report = try await book.verify()
        #expect(report.unsealed == 0)
        #expect(report.newestHead?.number == 2, "a head is made only when something is new")
    }

    @Test(arguments: Engine.available) func everyEntryIsProven(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.add(Array(1...300), to: "dsr_a")
        try await book.story2()
        try await book.seal(slice: 100)
        let count = Int64(try await book.entries().count)
        for position in [1, 2, 255, 256, 257, count - 1, count] {
            let proof = try #require(try await book.database.read { try Seal.proof(of: position, in: $0) })
            #expect(proof.holds, "entry \(position)")
            #expect(proof.head.standing([book.vault.publicKey()], book.vault) == .signed)
        }
        #expect(try await book.database.read { try Seal.proof(of: count + 1, in: $0) } == nil)
        #expect(try await book.database.read { try Seal.proof(of: 0, in: $0) } == nil)
        let newest = try #require(try await book.verify().newestHead)
        let older = try #require(try await book.database.read { try Seal.head(covering: 150, in: $0) })
        #expect(older.position == 200)
        let proof = try await book.database.read { try Seal.consistency(from: older, to: newest, in: $0) }
        #expect(
            Merkle.holds(
                consistency: proof,
                older: older.position,
                olderRoot: older.root,
                newer: newest.position,
                newerRoot: newest.root
            )
        )
    }

    @Test(arguments: Engine.available) func aBrokenBookIsNotSignedOver(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        try await book.behindTheBack("UPDATE entry SET payload = '{\"amount\":9}' WHERE position = 6")
        await #expect(throws: SealError.changed(6)) { try await book.seal() }

        let other = try await BookFixture(engine)
        try await other.story()
        try await other.behindTheBack("DELETE FROM entry WHERE position = 6")
        await #expect(throws: SealError.hole(6)) { try await other.seal() }

        let last = try await BookFixture(engine)
        try await last.story()
        try await last.behindTheBack("DELETE FROM entry WHERE position = 12")
        await #expect(throws: SealError.hole(12)) { try await last.seal() }
    }

    @Test(arguments: Engine.available) func aForeignHeadIsNotBuiltUpon(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        let foreign = try Vault.testing(seed: 99)
        try await SealDuty(database: book.database, vault: foreign, world: book.clock.world).run()
        try await book.add([4], to: "dsr_a")
        await #expect(throws: SealError.head(1)) { try await book.seal() }
    }

    @Test(arguments: Engine.available) func aHeadOfAnOlderKeyIsBuiltUpon(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        try await book.seal()
        try await book.add([4], to: "dsr_a")
        let renewed = try Vault.testing(seed: 7)
        let keys = [book.vault.publicKey()]
        try await SealDuty(database: book.database, vault: renewed, world: book.clock.world, publicKeys: keys).run()
        let report = try await Verify(database: book.database, vault: renewed, publicKeys: keys).run()
        #expect(report.isWhole)
        #expect(report.heads == 2)
    }

    @Test(arguments: Engine.available) func twoServersSealOnce(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await book.seal(slice: 5) } }
            try await group.waitForAll()
        }
        let report = try await book.verify()
        #expect(report.isWhole)
        #expect(report.heads == 3)
        #expect(report.unsealed == 0)
    }
}

extension BookFixture {
    fileprivate func story2() async throws {
        for number in 1...40 { try await add([number], to: "dsr_\(number % 4)") }
    }
}
