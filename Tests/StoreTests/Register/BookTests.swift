import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct BookTests {
    @Test(arguments: Engine.available) func entriesAreChainedAndPositionsDense(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.story()
        let entries = try await book.entries()
        #expect(entries.map(\.position) == Array(1...12))
        for subject in ["dsr_a", "dsr_b", "dsr_c", "dsr_d"] {
            let chain = entries.filter { $0.subject == subject }
            #expect(chain.map(\.version) == [1, 2, 3])
            #expect(chain.map(\.previous) == [Entry.origin] + chain.map(\.hash).dropLast())
        }
        #expect(entries.allSatisfy { $0.hash == $0.expectedHash })
    }

    @Test(arguments: Engine.available) func aStaleAppendIsRefusedAndLeavesNoHole(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.add([1, 2], to: "dsr_a")
        await #expect(throws: RegisterError.stale(subject: "dsr_a", expected: 1, found: 2)) {
            try await book.database.write { tx in
                try Book.append(
                    [RecordedEvent(name: "added", format: 1, payload: "{}")],
                    to: "dsr_a",
                    expecting: 1,
                    by: Actor("stf_mai"),
                    agency: nil,
                    at: book.clock.now,
                    in: tx
                )
            }
        }
        try await book.add([3], to: "dsr_b")
        #expect(try await book.entries().map(\.position) == [1, 2, 3])
    }

    @Test(arguments: Engine.available) func aWriteThatFailsAfterAppendingLeavesNoHole(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        struct Late: Error {}
        await #expect(throws: Late.self) {
            try await book.database.write { tx in
                try Book.append(
                    [RecordedEvent(name: "added", format: 1, payload: "{}")],
                    to: "dsr_a",
                    expecting: 0,
                    by: Actor("stf_mai"),
                    agency: nil,
                    at: book.clock.now,
                    in: tx
                )
                throw Late()
            }
        }
        try await book.add([3], to: "dsr_b")
        #expect(try await book.entries().map(\.position) == [1])
    }

    @Test(arguments: Engine.available) func manyAtOnceStayDense(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try await book.add([number, 1], to: "dsr_\(number % 8)x\(number)") }
            }
            try await group.waitForAll()
        }
        #expect(try await book.entries().map(\.position) == Array(1...80))
        #expect(try await book.verify(slice: 7).isWhole)
    }
}

@Suite struct RevisionTests {
    @Test(arguments: Engine.available) func aCacheIsLoadedOnceForEachRevision(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        let counted = Revisioned<Int64>("calendar") { tx in
            try Book.position(in: tx) + (try Revisions.number("loads", in: tx))
        }
        #expect(try await database.read { try counted.value(in: $0) } == 0)
        _ = try await database.write { try Revisions.bump("loads", at: Instant(milliseconds: 5), in: $0) }
        #expect(try await database.read { try counted.value(in: $0) } == 0, "what is kept is used")
        _ = try await database.write { try Revisions.bump("calendar", at: Instant(milliseconds: 5), in: $0) }
        #expect(try await database.read { try counted.value(in: $0) } == 5)
    }

    @Test(arguments: Engine.available) func aNumberNeverComesAgain(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations)
        struct Late: Error {}
        let first = try await database.write { try Revisions.bump("rights", at: Instant(milliseconds: 9), in: $0) }
        let second = try await database.write { try Revisions.bump("rights", at: Instant(milliseconds: 9), in: $0) }
        #expect([first, second] == [9, 10])
        await #expect(throws: Late.self) {
            try await database.write { tx in
                try Revisions.bump("rights", at: Instant(milliseconds: 20), in: tx)
                throw Late()
            }
        }
        #expect(try await database.read { try Revisions.number("rights", in: $0) } == 10)
        let next = try await database.write { try Revisions.bump("rights", at: Instant(milliseconds: 21), in: $0) }
        #expect(next == 21)
    }
}
