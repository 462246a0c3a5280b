import Foundation
import Storage
import StorageSQLite
import StoreTestSupport
import Testing

@Suite struct SQLiteTests {
    @Test func aFileIsSafeAgainstPowerCuts() async throws {
        let (database, _) = try await Engine.sqlite.fileDatabase([])
        let settings = try await database.write { tx in
            try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"].map { name in
                try tx.rows("PRAGMA \(SQL(verbatim: name))")[0].values[0]
            }
        }
        #expect(settings == [.text("wal"), .int(2), .int(1), .int(5000)])
        // Writing a schema must not bring GRDB's own choice back.
        try await database.migrate(Contract.migrations)
        #expect(try await database.write { tx in try tx.value("PRAGMA synchronous", as: Int.self) } == 2)
    }

    /// The database and its WAL copied while writes are running, as after a power cut, then opened.
    @Test func aCopyMadeInTheMiddleIsWhole() async throws {
        let (database, place) = try await Engine.sqlite.fileDatabase(Contract.migrations)
        let copy = TestPlace(name: place.name + "_copy")
        let acknowledged = Notes<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in stride(from: task, to: 160, by: 8) {
                        try await database.write { tx in try Contract.insertPair(number, tx) }
                        acknowledged.add(number)
                    }
                }
            }
            await until { acknowledged.all.count >= 40 }
            let before = acknowledged.all
            // The file first: a checkpoint, which empties the WAL into it, comes only after a thousand pages.
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: try place.folder() + "/motcua.sqlite" + suffix,
                    toPath: try copy.folder() + "/motcua.sqlite" + suffix
                )
            }
            let (a, b) = try await Contract.pairs(try await Engine.sqlite.open(copy))
            #expect(a == b)
            #expect(Set(before).isSubset(of: a))
            try await group.waitForAll()
        }
    }

    @Test func aFolderHasOneServer() throws {
        let folder = try TestPlace(name: "lock_\(getpid())").folder()
        var first: FolderLock? = try FolderLock(folder: folder)
        #expect(throws: FolderLockError.heldByAnother(folder: folder)) { try FolderLock(folder: folder) }
        #expect(try String(contentsOfFile: folder + "/lock", encoding: .utf8) == "\(getpid())\n")
        withExtendedLifetime(first) {}
        first = nil
        _ = try FolderLock(folder: folder)
        #expect(throws: FolderLockError.unusable(folder: "/nowhere", errno: ENOENT)) {
            try FolderLock(folder: "/nowhere")
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() async throws {
        let path = try TestPlace(name: "text_\(getpid())").folder() + "/motcua.sqlite"
        try Data(repeating: 65, count: 5000).write(to: URL(filePath: path))
        #expect(throws: StorageError.failed(code: "26", message: "file is not a database")) {
            try SQLiteDatabase(path: path)
        }
        let missing = #expect(throws: StorageError.self) { try SQLiteDatabase(path: "/nowhere/motcua.sqlite") }
        #expect(missing?.kind == "unavailable")
    }

    /// A disk that is full: SQLite's own limit on pages stands in for it.
    @Test func aFullDiskIsNamedAndNeighboursAreSaved() async throws {
        let (database, _) = try await Engine.sqlite.fileDatabase(Contract.migrations)
        try await database.write { tx in
            let pages = try tx.value("PRAGMA page_count", as: Int.self) ?? 0
            _ = try tx.rows("PRAGMA max_page_count = \(SQL(verbatim: String(pages + 40)))")
        }
        async let big = Result<Void, any Error> {
            try await database.write { tx in
                try tx.execute(
                    "INSERT INTO sample (id, bytes) VALUES ('big', \([UInt8](repeating: 1, count: 1_000_000)))"
                )
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { try await database.write { tx in try Contract.insertPair(number, tx) } }
            }
            try await group.waitForAll()
        }
        #expect(await big.storageError?.kind == "full")
        #expect(try await Contract.pairs(database) == (Array(0..<20), Array(0..<20)))
    }
}
