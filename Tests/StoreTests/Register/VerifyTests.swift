import Kernel
import Register
import Secrets
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// What somebody with the database's password does to the book, and what verifying says of it.
@Suite struct VerifyTests {
    /// The story with its first eight entries sealed by two heads and four entries to come.
    private func sealedStory(_ engine: Engine) async throws -> BookFixture {
        let book = try await BookFixture(engine)
        for subject in ["dsr_a", "dsr_b", "dsr_c", "dsr_d"] { try await book.add([1], to: subject) }
        try await book.seal()
        for subject in ["dsr_a", "dsr_b", "dsr_c", "dsr_d"] { try await book.add([2], to: subject) }
        try await book.seal()
        for subject in ["dsr_a", "dsr_b", "dsr_c", "dsr_d"] { try await book.add([3], to: subject) }
        return book
    }

    @Test(arguments: Engine.available, [1, 2, 5, 1000])
    func aBookAsItWasWrittenIsWhole(engine: Engine, slice: Int) async throws {
        let report = try await sealedStory(engine).verify(slice: slice)
        #expect(report.findings == [])
        #expect(report.entries == 12)
        #expect(report.subjects == 4)
        #expect(report.heads == 2)
        #expect(report.unsealed == 4)
        #expect(report.position == 12)
    }

    @Test(arguments: Engine.available) func aChangedEntryIsNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "UPDATE entry SET payload = '{\"amount\":900}' WHERE position = 6",
            "UPDATE entry SET actor = 'stf_other' WHERE position = 12"
        )
        #expect(
            try await book.verify().findings == [
                .changed(position: 6, subject: "dsr_b", version: 2),
                .changed(position: 12, subject: "dsr_d", version: 3),
            ]
        )
    }

    @Test(arguments: Engine.available) func anEntryChangedWithItsHashIsNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        let old = try #require(try await book.entries().first { $0.position == 6 })
        let forged = old.rewritten(payload: "{\"amount\":900}", previous: old.previous)
        try await book.replace(forged)
        #expect(
            try await book.verify().findings == [
                .rewritten(first: 5, last: 8, head: 2),
                .brokenLink(position: 10, subject: "dsr_b", version: 3),
            ]
        )
    }

    /// Everything after the change recomputed: only the signed head tells.
    @Test(arguments: Engine.available) func aChainThatIsRewrittenToItsEndIsNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        let chain = try await book.entries().filter { $0.subject == "dsr_b" }
        var previous = chain[0].hash
        for entry in chain.dropFirst() {
            let forged = entry.rewritten(payload: "{\"amount\":900}", previous: previous)
            try await book.replace(forged)
            previous = forged.hash
        }
        let report = try await book.verify()
        #expect(report.findings == [.rewritten(first: 5, last: 8, head: 2)])
        #expect(report.heads == 1)
    }

    @Test(arguments: Engine.available, [2, 1000])
    func anEntryDeletedInTheMiddleIsNamed(engine: Engine, slice: Int) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack("DELETE FROM entry WHERE position = 6")
        let report = try await book.verify(slice: slice)
        #expect(
            report.findings == [
                .missing(first: 6, last: 6, sealed: true),
                .missingVersions(subject: "dsr_b", first: 2, last: 2),
            ]
        )
        #expect(report.headsNotCompared == 1)
    }

    /// Position 8 is the last entry that the second head covers.
    @Test(arguments: Engine.available, [2, 1000])
    func theEntryUnderAHeadIsMissed(engine: Engine, slice: Int) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack("DELETE FROM entry WHERE position = 8")
        #expect(
            try await book.verify(slice: slice).findings == [
                .missing(first: 8, last: 8, sealed: true),
                .missingVersions(subject: "dsr_d", first: 2, last: 2),
            ]
        )
    }

    @Test(arguments: Engine.available) func theLastEntryOfAChainIsMissed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.seal()
        try await book.behindTheBack("DELETE FROM entry WHERE position = 10")
        #expect(try await book.verify().findings == [.missing(first: 10, last: 10, sealed: true)])
    }

    @Test(arguments: Engine.available) func aWholeSubjectIsMissed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "DELETE FROM entry WHERE subject = 'dsr_b'",
            "DELETE FROM sum WHERE id = 'dsr_b'"
        )
        #expect(
            try await book.verify().findings == [
                .missing(first: 2, last: 2, sealed: true), .missing(first: 6, last: 6, sealed: true),
                .missing(first: 10, last: 10, sealed: false),
            ]
        )
    }

    /// A whole subject taken out and everything after it renumbered and hashed anew: the heads still know.
    @Test(arguments: Engine.available) func aSubjectTakenOutAndTheBookRenumberedIsNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        let kept = try await book.entries().filter { $0.subject != "dsr_b" }
        try await book.behindTheBack(
            "DELETE FROM entry WHERE position > 0",
            "UPDATE book SET position = 0 WHERE one = 1"
        )
        for entry in kept {
            _ = try await book.database.write { tx in
                try Book.append(
                    [entry.event],
                    to: entry.subject,
                    expecting: entry.version - 1,
                    by: entry.actor,
                    agency: entry.agency,
                    at: entry.at,
                    in: tx
                )
            }
        }
        let report = try await book.verify()
        #expect(report.findings == [.rewritten(first: 1, last: 4, head: 1)])
    }

    @Test(arguments: Engine.available) func theNewestUnsealedEntriesAreMissedByTheCounter(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack("DELETE FROM entry WHERE position >= 11")
        #expect(try await book.verify().findings == [.missing(first: 11, last: 12, sealed: false)])
    }

    /// With the counter put back too the book is whole in itself, and the tables know more than it.
    @Test(arguments: Engine.available) func theTablesMissWhatTheCounterHides(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "DELETE FROM entry WHERE position = 12",
            "UPDATE book SET position = 11 WHERE one = 1"
        )
        #expect(try await book.verify().isWhole)
        #expect(!(try await book.check().isSame))
    }

    @Test(arguments: Engine.available) func aBookCutBelowItsNewestHeadIsNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "DELETE FROM entry WHERE position >= 7",
            "UPDATE book SET position = 6 WHERE one = 1"
        )
        #expect(try await book.verify().findings == [.missing(first: 7, last: 8, sealed: true)])
        try await book.behindTheBack(
            "DELETE FROM entry WHERE position > 0",
            "UPDATE book SET position = 0 WHERE one = 1"
        )
        #expect(try await book.verify().findings == [.missing(first: 1, last: 8, sealed: true)])
    }

    @Test(arguments: Engine.available) func entriesPutInAnotherOrderAreNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "UPDATE entry SET position = 900 WHERE position = 9",
            "UPDATE entry SET position = 9 WHERE position = 11",
            "UPDATE entry SET position = 11 WHERE position = 900"
        )
        #expect(
            try await book.verify().findings == [
                .moved(position: 9, subject: "dsr_c", version: 3, from: 11),
                .moved(position: 11, subject: "dsr_a", version: 3, from: 9),
            ]
        )
    }

    @Test(arguments: Engine.available) func entriesOfOneChainPutInAnotherOrderAreNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack(
            "UPDATE entry SET version = 900, position = 900 WHERE position = 2",
            "UPDATE entry SET version = 1, position = 2 WHERE position = 6",
            "UPDATE entry SET version = 2, position = 6 WHERE position = 900"
        )
        let findings = try await book.verify().findings
        #expect(findings.contains(.moved(position: 2, subject: "dsr_b", version: 1, from: 6)))
        #expect(findings.contains(.moved(position: 6, subject: "dsr_b", version: 2, from: 2)))
        #expect(findings.contains(.rewritten(first: 1, last: 4, head: 1)))
        #expect(findings.contains(.brokenLink(position: 2, subject: "dsr_b", version: 1)))
    }

    @Test(arguments: Engine.available) func positionsTheBookNeverGaveAreNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await book.behindTheBack("UPDATE book SET position = 10 WHERE one = 1")
        #expect(try await book.verify().findings == [.counter(says: 10, newest: 12)])
        try await book.behindTheBack(
            "UPDATE book SET position = 12 WHERE one = 1",
            "UPDATE entry SET position = 0 WHERE position = 12"
        )
        #expect(
            try await book.verify().findings == [
                .outside(position: 0, subject: "dsr_d"), .missing(first: 12, last: 12, sealed: false),
            ]
        )
    }

    @Test(arguments: Engine.available) func headsThatAreNotOursAreNamed(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        let root = [UInt8](repeating: 7, count: 32)
        try await book.behindTheBack("UPDATE sealed_head SET root = \(root) WHERE number = 1")
        #expect(try await book.verify().findings == [.forgedHead(number: 1, position: 4)])

        try await book.behindTheBack("DELETE FROM sealed_head WHERE number = 1")
        #expect(try await book.verify().findings == [.missingHead(number: 1)])

        // Somebody with a key of their own seals a book of their own.
        let other = try await sealedStory(engine)
        try await other.behindTheBack("DELETE FROM sealed_head WHERE number > 0")
        let foreign = try Vault.testing(seed: 99)
        try await SealDuty(database: other.database, vault: foreign, world: other.clock.world).run()
        #expect(try await other.verify().findings == [.unknownKey(number: 1, position: 12)])
    }

    @Test(arguments: Engine.available) func aKeptNodeThatDoesNotFitIsNamed(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.add(Array(1...600), to: "dsr_a")
        try await book.seal()
        #expect(try await book.verify(slice: 100).isWhole)
        let hash = [UInt8](repeating: 7, count: 32)
        try await book.behindTheBack("UPDATE sealed_node SET hash = \(hash) WHERE level = 8 AND place = 1")
        #expect(try await book.verify(slice: 100).findings == [.wrongNode(first: 257, last: 512)])
        try await book.behindTheBack("DELETE FROM sealed_node WHERE level = 8 AND place = 1")
        #expect(try await book.verify(slice: 1000).findings == [.wrongNode(first: 257, last: 512)])
    }

    @Test(arguments: Engine.available) func verifyingGoesOnWhileOthersWriteAndSeal(engine: Engine) async throws {
        let book = try await sealedStory(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...30 {
                    try await book.add([number], to: "dsr_\(number % 5)")
                    if number % 7 == 0 { try await book.seal(slice: 3) }
                }
            }
            for _ in 0..<6 {
                group.addTask {
                    let report = try await book.verify(slice: 2)
                    #expect(report.findings == [])
                    #expect(report.entries == report.position)
                    #expect(try await book.check(slice: 1).differences == [])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await book.verify().entries == 42)
    }

    @Test(arguments: Engine.available) func findingsBeyondTheLimitAreCounted(engine: Engine) async throws {
        let book = try await BookFixture(engine)
        try await book.add(Array(1...(RegisterLimits.findings + 1)), to: "dsr_a")
        try await book.behindTheBack("UPDATE entry SET actor = 'stf_other' WHERE position < 1001")
        var report = try await book.verify(slice: 400)
        #expect(report.findings.count == RegisterLimits.findings)
        #expect(report.more == 0)
        try await book.behindTheBack("UPDATE entry SET actor = 'stf_other' WHERE position = 1001")
        report = try await book.verify(slice: 400)
        #expect(report.findings.count == RegisterLimits.findings)
        #expect(report.more == 1)
        #expect(!report.isWhole)
    }
}

extension Entry {
    /// The same line with other contents and a hash that fits them.
    fileprivate func rewritten(payload: String, previous: [UInt8]) -> Entry {
        Entry(
            position: position,
            subject: subject,
            version: version,
            event: RecordedEvent(name: event.name, format: event.format, payload: payload),
            actor: actor,
            agency: agency,
            at: at,
            previous: previous
        )
    }
}

extension BookFixture {
    fileprivate func replace(_ entry: Entry) async throws {
        try await behindTheBack(
            """
            UPDATE entry SET payload = \(entry.event.payload), previous = \(entry.previous), hash = \(entry.hash)
            WHERE position = \(entry.position)
            """
        )
    }
}
