import Agencies
import Dossiers
import Foundation
import Kernel
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// Days at the office from a seed. `SIM_SEED` walks another path; every fault names its seed.
@Suite struct OfficeDayTests {
    private static let seed: UInt64 =
        ProcessInfo.processInfo.environment["SIM_SEED"].flatMap { UInt64($0) } ?? 20_250_625

    /// Wednesday 25/6 to Wednesday 2/7/2025: a weekend, the change of regime, a day off entered and taken back.
    private static let days = [
        CivilDate(2025, 6, 25), CivilDate(2025, 6, 26), CivilDate(2025, 6, 27), CivilDate(2025, 6, 30),
        CivilDate(2025, 7, 1), CivilDate(2025, 7, 2),
    ].compactMap { $0 }

    /// One path on every engine: each evening everything holds, and the book is the same to the last entry.
    @Test func daysAtTheOfficeKeepEveryInvariantAndGiveOneBookOnEveryEngine() async throws {
        print("office days: SIM_SEED=\(Self.seed)")
        var books: [[String]] = []
        for engine in Engine.available {
            let days = try await OfficeDays(engine, seed: Self.seed)
            try await days.run(Self.days, acts: 130)
            for fault in days.faults { Issue.record("\(engine): \(fault)") }
            books.append(days.roots)
            Self.expectLife(days)
        }
        #expect(books.allSatisfy { $0.count == Self.days.count && $0 == books[0] }, "SIM_SEED=\(Self.seed)")
        #expect(Set(books[0]).count == Self.days.count)
    }

    /// Other paths, shorter.
    @Test(arguments: Engine.available, 1...2 as ClosedRange<UInt64>)
    func otherSeedsHoldToo(engine: Engine, more: UInt64) async throws {
        print("office days: SIM_SEED=\(Self.seed &+ more)")
        let days = try await OfficeDays(engine, seed: Self.seed &+ more)
        try await days.run(Array(Self.days.prefix(4)), acts: 50)
        for fault in days.faults { Issue.record("\(engine): \(fault)") }
    }

    /// The invariants see what is done behind the desks' back: a check that finds nothing is none.
    @Test(
        arguments: [
            ("UPDATE dossier SET due_at = received_at - 1", "rebuild"),
            ("UPDATE dossier SET status = 8 WHERE status = 4", "stopped"),
            ("UPDATE dossier SET pending_to = receiving WHERE status = 9", "two places"),
            ("UPDATE dossier SET pending_to = receiving WHERE status = 2", "toTake"),
            ("UPDATE entry SET payload = '{}' WHERE position = 9", "verify"),
            ("DELETE FROM dossier WHERE status = 10", "rebuild"),
            ("DELETE FROM stored_file", "result"),
        ] as [(SQL, String)]
    )
    func whatIsDoneBehindTheDesksBackIsSeen(sql: SQL, word: String) async throws {
        let days = try await OfficeDays(.sqlite, seed: Self.seed)
        try await days.run(Array(Self.days.prefix(2)), acts: 120)
        #expect(days.faults == [])
        try await days.office.database.write { tx in try tx.execute(sql) }
        let found: [String]
        do { found = try await Invariants(days).all() } catch { found = ["verify: unreadable, \(error)"] }
        #expect(found.contains { $0.contains(word) }, "\(found.prefix(5))")
    }

    /// The days were lived: what happens in life happened, and some of it was refused.
    private static func expectLife(_ days: OfficeDays) {
        let wanted = [
            "intake", "forward", "take", "completeStep", "finish", "returnResult", "collectFee", "person", "calendar",
            "describe", "openCounter",
        ]
        for act in wanted { #expect(days.done[act, default: 0] > 0, "nobody did \(act), SIM_SEED=\(seed)") }
        #expect(days.done.count > 22, "SIM_SEED=\(seed)")
        #expect(days.refused.values.reduce(0, +) > 20, "SIM_SEED=\(seed)")
        print("  done \(days.done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
        print(
            "  refused \(days.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
        )
    }
}
