import Documents
import Foundation
import Kernel
import Register
import Secrets
import Server
import Site
import Storage
import StoreTestSupport
import Synchronization
import Testing

@Suite struct BackupTests {
    /// Every engine into every engine.
    static let ways: [(Engine, Engine)] = Engine.available.flatMap { from in Engine.available.map { (from, $0) } }

    @Test(arguments: ways)
    func aBackupUnderLoadIsOfOneMomentAndIsRestoredEqual(from: Engine, to: Engine) async throws {
        let house = try await BackupHouse(from, dossiers: 30)
        let before = try await house.position()
        let writing = Writing()
        let waited = Atomic<Int>(0)
        let backup = try house.backup().saying { _, english in
            // Said while the copy is being made: a writer must get through.
            guard english.contains("tables"), waited.load(ordering: .acquiring) < 2 else { return }
            writing.drain()
            if writing.waitForOne(), writing.waitForOne() { waited.add(1, ordering: .acquiringAndReleasing) }
        }
        async let count = writing.run(house)
        let outcome: Backup.Outcome
        do { outcome = try await backup.make(at: BackupHouse.moment) } catch {
            writing.end()
            _ = try await count
            throw error
        }
        writing.end()
        _ = try await count
        #expect(waited.load(ordering: .acquiring) > 0, "no write got through while the copy was made")
        #expect(outcome.warnings.isEmpty)
        let position = outcome.manifest.book.position
        #expect(position >= before)
        #expect(try await house.position() > position)

        let check = try BackupCheck(house.backups)
        #expect(check.findings == [])
        #expect(check.path == outcome.path)
        let (path, settings) = try await BackupHouse.target(to, keys: house.house.settings.keys)
        let restored = try await Restore(house.backups, to: path, settings).run()
        #expect(restored.isEqual)
        #expect(restored.verified?.position == position)
        #expect(restored.verified?.isWhole == true)
        #expect(restored.rebuilt?.isSame == true)
        let platform = try Platform(try await DataFolder.open(path), passwords: PasswordPool(.cheapest))
        let entry = try await platform.database.read { tx in
            try Book.entries(after: position - 1, limit: 1, in: tx).first
        }
        let original = try await house.platform.database.read { tx in
            try Book.entries(after: position - 1, limit: 1, in: tx).first
        }
        #expect(entry == original && entry != nil)
        try await everyContentIsThere(platform)
    }

    private func everyContentIsThere(_ platform: Platform) async throws {
        let named = try await platform.database.read { tx in
            try Documents.contents(after: "", limit: 10_000, in: tx).map(\.hash)
        }
        #expect(named.count >= 3)
        for hash in named { #expect(try !platform.rooms.files.bytes(of: hash).isEmpty) }
    }

    @Test func aFlippedByteInAnyFileIsNamedAndNothingIsRestored() async throws {
        let house = try await BackupHouse(.sqlite)
        let outcome = try await house.backup().make(at: BackupHouse.moment)
        #expect(try BackupCheck(house.backups).isGood)
        let names = try FileManager.default.contentsOfDirectory(atPath: outcome.path).map { "\(outcome.path)/\($0)" }
        let files = try FileManager.default.subpathsOfDirectory(atPath: house.backups + "/files")
            .filter { $0.utf8.count == 65 }.map { "\(house.backups)/files/\($0)" }
        #expect(names.count == 4 && files.count == 3)
        for file in names + files {
            try flip(file)
            let check = try BackupCheck(house.backups)
            #expect(check.findings.contains { $0.en.contains(file) && $0.vi.contains(file) }, "\(file)")
            let (path, settings) = try await BackupHouse.target(.sqlite, keys: house.house.settings.keys)
            await #expect(throws: OperatorFailure.self) { try await Restore(house.backups, to: path, settings).run() }
            #expect(!FileManager.default.fileExists(atPath: path))
            try flip(file)
        }
        let sums = outcome.path + "/SHA256SUMS"
        let size = try #require(FileManager.default.contents(atPath: sums)).count
        for place in 0..<size {
            try flip(sums, at: place)
            #expect(try !BackupCheck(house.backups).isGood, "byte \(place) of SHA256SUMS")
            try flip(sums, at: place)
        }
        #expect(try BackupCheck(house.backups).isGood)
        try FileManager.default.removeItem(atPath: files[0])
        #expect(try BackupCheck(house.backups).findings.contains { $0.en.contains(files[0]) })
    }

    @Test func whatWasInterruptedIsNoBackup() async throws {
        let house = try await BackupHouse(.sqlite)
        #expect(throws: OperatorFailure.self) { try BackupCheck(house.backups) }
        let first = try await house.backup().make(at: BackupHouse.moment)
        let second = try await house.backup().make(at: BackupHouse.moment.adding(days: 1))
        #expect(try BackupCheck(house.backups).path == second.path)
        try FileManager.default.removeItem(atPath: second.path + "/SHA256SUMS")
        #expect(try BackupCheck(house.backups).path == first.path)
        let (path, settings) = try await BackupHouse.target(.sqlite, keys: house.house.settings.keys)
        await #expect(throws: OperatorFailure.self) { try await Restore(second.path, to: path, settings).run() }
        #expect(try await Restore(house.backups, to: path, settings).run().backup == first.path)
        // What a killed backup leaves is taken away by the next one.
        let left = house.backups + "/.unfinished-2026-11-24-020000"
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
        #expect(try BackupCheck(house.backups).path == first.path)
        try await house.backup().make(at: BackupHouse.moment.adding(days: 2))
        #expect(!FileManager.default.fileExists(atPath: left))
        try FileManager.default.removeItem(atPath: first.path + "/manifest.json")
        #expect(try !BackupCheck(first.path).isGood)
    }

    @Test(arguments: Engine.available) func aDiskThatIsTooSmallIsToldBeforeAnythingIsWritten(engine: Engine)
        async throws
    {
        let house = try await BackupHouse(engine)
        let asked = Atomic<Int>(0)
        let needed = 1 << 26
        // Room for the tables, then not for the files.
        for refusal in 0...1 {
            let backup = try house.backup().withFree { _ in
                asked.add(1, ordering: .relaxed).newValue > refusal ? 1000 : Int64(needed)
            }
            asked.store(0, ordering: .relaxed)
            await #expect(throws: OperatorFailure.self) { try await backup.make(at: BackupHouse.moment) }
            let left = try FileManager.default.contentsOfDirectory(atPath: house.backups)
            #expect(left.filter { $0 != "lock" && $0 != "files" } == [])
        }
    }

    @Test func backupsAndKeysAreRefusedWhereTheyDoNotBelong() async throws {
        let house = try await BackupHouse(.sqlite, files: 0)
        for place in [house.house.path, house.house.path + "/backups", house.house.settings.keys + "/backups"] {
            #expect(throws: OperatorFailure.self) { try Backup(house.folder, to: place) }
        }
        for keys in [house.backups, house.backups + "/keys", house.house.path + "/keys"] {
            await #expect(throws: OperatorFailure.self) {
                try await house.backup().make(at: BackupHouse.moment, keysTo: keys)
            }
        }
        #expect(!FileManager.default.fileExists(atPath: house.backups))
        let link = house.house.path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: house.house.path)
        #expect(throws: OperatorFailure.self) { try Backup(house.folder, to: link + "/backups") }
    }

    @Test func theKeysAreNeverInABackupAndAreCopiedApart() async throws {
        let house = try await BackupHouse(.sqlite, files: 1)
        let apart = house.backups + "-keys"
        let outcome = try await house.backup().make(at: BackupHouse.moment, keysTo: apart)
        let keys = house.house.settings.keys
        let names = try FileManager.default.contentsOfDirectory(atPath: keys).sorted()
        #expect(try FileManager.default.contentsOfDirectory(atPath: apart).sorted() == names)
        #expect(Set(outcome.manifest.keys?.keys.map { $0 } ?? []) == Set(names))
        for name in names {
            let content = try #require(FileManager.default.contents(atPath: "\(keys)/\(name)"))
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(apart)/\(name)")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let secret = try #require(Hex.decode(String(decoding: content.dropLast(), as: UTF8.self)))
            for file in try FileManager.default.subpathsOfDirectory(atPath: house.backups) {
                guard let data = FileManager.default.contents(atPath: "\(house.backups)/\(file)") else { continue }
                #expect(data.range(of: content.dropLast()) == nil && data.range(of: Data(secret)) == nil, "\(file)")
            }
        }
        // A key that was added is told, and copied beside the others.
        try KeyFolder(keys).addSigningKey(secret: SystemClock.world().secret)
        let said = Mutex<[String]>([])
        let backup = try house.backup().saying { _, english in said.withLock { $0.append(english) } }
        try await backup.make(at: BackupHouse.moment.adding(days: 1), keysTo: apart)
        #expect(said.withLock { $0 }.contains { $0.contains("signing-0002.key") && $0.contains("anew") })
        #expect(FileManager.default.fileExists(atPath: apart + "/signing-0002.key"))
    }

    @Test(arguments: Engine.available) func aCopyIsRestoredIntoAnEmptyPlaceOnly(engine: Engine) async throws {
        let house = try await BackupHouse(engine, files: 1)
        try await house.backup().make(at: BackupHouse.moment)
        var (path, settings) = try await BackupHouse.target(engine, keys: house.house.settings.keys)
        await #expect(throws: OperatorFailure.self) {
            try await Restore(house.backups, to: house.house.path, settings).run()
        }
        if engine == .postgres {
            // The schema of the original holds tables.
            let taken = house.house.settings
            await #expect(throws: OperatorFailure.self) { try await Restore(house.backups, to: path, taken).run() }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: path + "/note.txt"))
        await #expect(throws: OperatorFailure.self) { try await Restore(house.backups, to: path, settings).run() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["note.txt"])
        try FileManager.default.removeItem(atPath: path + "/note.txt")
        #expect(try await Restore(house.backups, to: path, settings).run().isEqual)
        settings.keys = house.backups + "/keys"
        let inside = settings
        await #expect(throws: OperatorFailure.self) {
            try await Restore(house.backups, to: house.backups + "/data", inside).run()
        }
    }

    @Test func otherKeysAreNamedWhenRestoringAndWhenOpening() async throws {
        let house = try await BackupHouse(.sqlite, files: 1)
        try await house.backup().make(at: BackupHouse.moment)
        var (path, settings) = try await BackupHouse.target(.sqlite, keys: house.house.path + "-nowhere")
        let nowhere = settings
        let missing = await #expect(throws: OperatorFailure.self) {
            try await Restore(house.backups, to: path, nowhere).run()
        }
        #expect(missing?.en.contains("look-up.key") == true && missing?.en.contains("encryption-0001.key") == true)
        let others = try KeyFolder(house.house.path + "-others")
        try others.make(secret: SystemClock.world().secret)
        settings.keys = others.path
        let wrong = settings
        let other = await #expect(throws: OperatorFailure.self) {
            try await Restore(house.backups, to: path, wrong).run()
        }
        #expect(other?.en.contains("signing-0001.key") == true)
        #expect(!FileManager.default.fileExists(atPath: path))

        let copied = house.house.path + "-copied"
        try KeyFolder(house.house.settings.keys).copy(to: copied)
        settings.keys = copied
        #expect(try await Restore(house.backups, to: path, settings).run().isEqual)
        try FileManager.default.removeItem(atPath: copied + "/encryption-0001.key")
        try FileManager.default.copyItem(
            atPath: others.path + "/encryption-0001.key",
            toPath: copied + "/encryption-0001.key"
        )
        let folder = try await DataFolder.open(path)
        let opened = #expect(throws: OperatorFailure.self) { try Platform(folder) }
        #expect(opened?.en.contains("encryption-0001.key") == true)
        #expect(opened?.en.contains("look-up.key") == false)
    }

    @Test func soManyAreKeptAndNeverTheLastGoodOneGoes() async throws {
        let house = try await BackupHouse(.sqlite, files: 2)
        var paths: [String] = []
        for day in 0..<3 {
            let outcome = try await house.backup().make(at: BackupHouse.moment.adding(days: day), keep: 2)
            paths.append(outcome.path)
            #expect(outcome.written == (day == 0 ? 2 : 0))
            #expect(outcome.deleted.count == (day == 2 ? 1 : 0))
        }
        #expect(!FileManager.default.fileExists(atPath: paths[0]))
        #expect(try BackupCheck(paths[1]).isGood && BackupCheck(paths[2]).isGood)
        // A content that only older backups name goes with the last of them.
        let hash = try await house.upload(77)
        try await house.backup().make(at: BackupHouse.moment.adding(days: 3))
        let content = "\(house.backups)/files/\(hash.prefix(2))/\(hash.dropFirst(2))"
        #expect(FileManager.default.fileExists(atPath: content))
        try FileManager.default.removeItem(atPath: house.platform.rooms.files.path(of: hash))
        try FileManager.default.removeItem(atPath: content)
        // Damage in the data is named, the backup stands, and nothing is deleted for it.
        let damaged = try await house.backup().make(at: BackupHouse.moment.adding(days: 4), keep: 1)
        #expect(damaged.warnings.count == 1 && damaged.warnings[0].en.contains(hash))
        #expect(damaged.manifest.damaged == [hash])
        #expect(damaged.deleted == [])
        #expect(try BackupCheck(damaged.path).isGood)
        #expect(try BackupCheck(paths[1]).isGood)
        try await house.upload(77)
        #expect(try await house.backup().make(at: BackupHouse.moment.adding(days: 5), keep: 1).deleted.count == 4)
        #expect(try BackupCheck(house.backups).isGood)
    }
}
