import Foundation
import Kernel
import Logging
import Register
import Secrets
import Server
import Storage
import StorageSQLite
import StoreTestSupport
import Synchronization
import Testing

/// A data folder as an older version made it: without the last three migrations, with some entries in its book.
private struct OlderHouse {
    let house: DataHouse
    static let migrations = Array(Platform.migrations.dropLast(3))
    static let moment = Instant(iso: "2026-11-25T02:00:00+07:00") ?? Instant(milliseconds: 0)

    init(_ engine: Engine) async throws {
        house = try await DataHouse(engine)
        let folder = try await DataFolder.make(
            house.path,
            house.settings,
            migrations: Self.migrations,
            secret: SystemClock.world().secret
        )
        try await Self.append("tst_old", to: folder.database)
    }

    static func append(_ subject: String, to database: any Database) async throws {
        try await database.write("test") { tx in
            let events = (1...3).map { RecordedEvent(name: "test.done", format: 1, payload: "{\"n\":\($0)}") }
            try Book.append(events, to: subject, expecting: 0, by: .system("test"), agency: nil, at: moment, in: tx)
        }
    }

    func open() async throws -> DataFolder { try await DataFolder.open(house.path, schema: .asItIs) }
    func pending() async throws -> [String] { try await Upgrade(try await open()).plan().pending }
    func position() async throws -> Int64 {
        try await open().database.read { tx in try Book.position(in: tx) }
    }
    func verify() async throws -> VerifyReport {
        let folder = try await open()
        let keys = try folder.keys.load()
        let vault = try Secrets.vault(
            keys: keys,
            passwords: PasswordPool(.cheapest),
            secret: SystemClock.world().secret
        )
        return try await Verify(database: folder.database, vault: vault).run()
    }
}

@Suite struct UpgradeTests {
    private static let last = Platform.migrations.suffix(3).map(\.id)

    @Test(arguments: Engine.available) func olderDataAreCopiedThenUpgradedAndTakenBack(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let refusal = await #expect(throws: OperatorFailure.self) { try await DataFolder.open(older.house.path) }
        #expect(refusal?.en.contains("motcua upgrade") == true)
        #expect(try await older.pending() == Self.last)

        let done = try await Upgrade(try await older.open()).run(at: OlderHouse.moment)
        #expect(done.applied == Self.last)
        let copy = try #require(done.copy)
        #expect(copy == older.house.path + "/before-\(Release.version)-2026-11-25-020000.sqlite")
        let file = try SQLiteFile(reading: copy)
        let (state, position) = try file.read { tx in
            (try SchemaState(of: Platform.migrations, in: tx, .sqlite), try Book.position(in: tx))
        }
        #expect(state.pending == Self.last)
        #expect(position == 3)
        _ = try Platform(try await DataFolder.open(older.house.path))
        // A second time there is nothing to do, and no copy is made.
        #expect(try await Upgrade(try await older.open()).run(at: OlderHouse.moment).copy == nil)

        try await OlderHouse.append("tst_new", to: try await older.open().database)
        let back = try TakeBack(older.house.path)
        let newer = await #expect(throws: OperatorFailure.self) { try await back.run(at: OlderHouse.moment) }
        #expect(newer?.en.contains("3 entries") == true && newer?.en.contains("--leave-newer") == true)
        #expect(try await older.pending() == [])
        #expect(try await older.position() == 6)

        let outcome = try await back.run(leavingNewer: true, at: OlderHouse.moment)
        #expect(outcome.newer == 3 && outcome.copy == copy)
        #expect(try await older.pending() == Self.last)
        #expect(try await older.position() == 3)
        #expect(try await older.verify().isWhole)
        let kept = try SQLiteFile(reading: outcome.kept)
        #expect(try kept.read { tx in try Book.position(in: tx) } == 6)
        // And forward again.
        #expect(try await Upgrade(try await older.open()).run(at: OlderHouse.moment).applied == Self.last)
        #expect(try await older.verify().isWhole)
    }

    @Test(arguments: Engine.available) func anUpgradeThatFailsHalfwayIsTakenBack(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let wrong = Platform.migrations + [Migration("2099-01-01-0-wrong", ["CREATE NONSENSE"])]
        let failure = await #expect(throws: OperatorFailure.self) {
            try await Upgrade(try await older.open(), migrations: wrong).run(at: OlderHouse.moment)
        }
        #expect(failure?.en.contains("motcua upgrade undo") == true)
        #expect(try await older.pending() == [])
        _ = try await TakeBack(older.house.path).run(at: OlderHouse.moment)
        #expect(try await older.pending() == Self.last)
        #expect(try await older.position() == 3)
    }

    @Test(arguments: Engine.available) func withoutRoomForTheCopyNothingIsUpgraded(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let upgrade = Upgrade(try await older.open()).withFree { _ in 1000 }
        let failure = await #expect(throws: OperatorFailure.self) { try await upgrade.run(at: OlderHouse.moment) }
        #expect(failure?.en.contains("too small") == true)
        #expect(try await older.pending() == Self.last)
        #expect(UpgradeCopies.before(older.house.path) == [])
        // Whoever has a backup of this moment needs no copy.
        let done = try await upgrade.run(backedUp: true, at: OlderHouse.moment)
        #expect(done.copy == nil && done.applied == Self.last)
        await #expect(throws: OperatorFailure.self) {
            try await TakeBack(older.house.path).run(at: OlderHouse.moment)
        }
    }

    @Test(arguments: Engine.available) func newerDataAreRefusedAndLeftAlone(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let folder = try await older.open()
        try await folder.database.migrate(OlderHouse.migrations + [Migration("2099-01-01-0-later", [])])
        let failure = await #expect(throws: OperatorFailure.self) {
            try await Upgrade(folder).run(at: OlderHouse.moment)
        }
        #expect(failure?.en.contains("2099-01-01-0-later") == true)
        let backup = try Backup(folder, to: older.house.path + "-backups")
        await #expect(throws: OperatorFailure.self) { try await backup.make(at: OlderHouse.moment) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: older.house.path).allSatisfy {
                !$0.hasPrefix("before-")
            }
        )
    }

    @Test(arguments: Engine.available) func aBackupOfOlderDataIsRestoredAsItWas(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let backups = older.house.path + "-backups"
        let outcome = try await Backup(try await older.open(), to: backups).make(at: OlderHouse.moment)
        #expect(outcome.manifest.migrations == OlderHouse.migrations.map(\.id))
        let target = try await BackupHouse.target(engine, keys: older.house.settings.keys)
        let restored = try await Restore(backups, to: target.path, target.settings).run()
        #expect(restored.pending == Self.last && restored.verified == nil)
        let folder = try await DataFolder.open(target.path, schema: .asItIs)
        #expect(try await Upgrade(folder).run(at: OlderHouse.moment).applied == Self.last)
    }

    @Test func whileAnotherProgramHasTheDataOpenNothingIsTakenBack() async throws {
        let older = try await OlderHouse(.sqlite)
        let folder = try await older.open()
        try await Upgrade(folder).run(at: OlderHouse.moment)
        let failure = await #expect(throws: OperatorFailure.self) {
            try await TakeBack(older.house.path).run(at: OlderHouse.moment)
        }
        #expect(failure?.en.contains("open") == true)
        #expect(try await Upgrade(folder).plan().pending == [])
    }

    @Test func anEmptyOrMissingDatabaseIsNoOldVersion() async throws {
        let older = try await OlderHouse(.sqlite)
        for name in ["motcua.sqlite", "motcua.sqlite-wal", "motcua.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: "\(older.house.path)/\(name)")
        }
        let missing = await #expect(throws: OperatorFailure.self) { try await older.open() }
        #expect(missing?.en.contains("motcua restore") == true)
        try Data().write(to: URL(filePath: older.house.path + "/motcua.sqlite"))
        let empty = await #expect(throws: OperatorFailure.self) { try await DataFolder.open(older.house.path) }
        #expect(empty?.en.contains("motcua restore") == true)
    }

    @Test(arguments: Engine.available) func theServerUpgradesWhenItStartsAndSaysSo(engine: Engine) async throws {
        let older = try await OlderHouse(engine)
        let log = LogLines()
        var options = ServeOptions(data: older.house.path)
        options.port = 0
        let serving = options
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let server = Task {
            defer { start.finish() }
            try await Serve.run(serving, logger: Logger(label: "test") { _ in log }) { _, _ in start.yield() }
        }
        var isServing = false
        for await _ in started {
            isServing = true
            break
        }
        server.cancel()
        _ = await server.result
        #expect(isServing)
        let copy = try #require(UpgradeCopies.before(older.house.path).first)
        #expect(log.lines.contains { $0.contains("Data upgraded") && $0.contains(copy) && $0.contains(Self.last[0]) })
        #expect(try await older.pending() == [])
    }
}

/// Keeps what is logged.
private final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .notice }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
