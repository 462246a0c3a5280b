internal import Foundation
public import Register
internal import Secrets
internal import Storage
internal import StoragePostgres
internal import StorageSQLite

/// Puts a backup into a new data folder, on either engine, and compares what came of it with the original.
public struct Restore: Sendable {
    /// A dated folder, or a folder of backups: then the newest.
    let source: String
    let target: String
    let settings: Settings
    var say: Saying = { _, _ in }
    var free: @Sendable (String) -> Int64 = { Disk.free($0) }

    public struct Outcome: Sendable {
        /// The backup that was taken.
        public let backup: String
        public let manifest: BackupManifest
        /// Migrations that this program has and the data have not: they are upgraded before they are checked further.
        public let pending: [String]
        /// What verifying the book and comparing the tables gave; nil while migrations are pending.
        public let verified: VerifyReport?
        public let rebuilt: RebuildReport?
        public var isEqual: Bool { verified?.isWhole ?? true && rebuilt?.isSame ?? true }
    }

    /// - Parameter settings: where the keys are and, for PostgreSQL, the database.
    public init(_ source: String, to target: String, _ settings: Settings, say: @escaping Saying = { _, _ in }) {
        self.source = source
        self.target = Disk.whole(target)
        var settings = settings
        settings.keys = Disk.whole(settings.keys)
        self.settings = settings
        self.say = say
    }

    /// - Throws: `OperatorFailure`; what was begun in the target is then taken away again.
    public func run() async throws -> Outcome {
        try checkTarget()
        say("Kiểm tra bản sao lưu", "Checking the backup")
        let check = try BackupCheck(source, say: say)
        guard check.isGood, let manifest = check.manifest else {
            let shown = check.findings.prefix(5)
            throw OperatorFailure(
                vi: "Bản sao lưu \(check.path) bị hỏng, không khôi phục:\n"
                    + shown.map { "  " + $0.vi }.joined(separator: "\n"),
                en: "The backup \(check.path) is damaged and not restored:\n"
                    + shown.map { "  " + $0.en }.joined(separator: "\n")
            )
        }
        let keys = try KeyFolder(settings.keys, outside: target)
        try checkKeys(keys, manifest)
        let data = manifest.parts.first { $0.name == BackupManifest.data }?.bytes ?? 0
        try Disk.check(data + manifest.fileBytes, at: target, free: free)
        var settings = settings
        settings.demo = manifest.demo
        settings.keyPrints = try keys.prints()
        let wasThere = FileManager.default.fileExists(atPath: target)
        do {
            try Disk.makeFolder(target)
            try copyContents(check.path)
            try await copyTables(check.path, manifest, settings)
            try DataFolder.write(settings, in: target)
        } catch {
            clear(wasThere: wasThere)
            throw Backup.wording(error, target)
        }
        return try await compared(check.path, manifest)
    }

    private func checkTarget() throws {
        let there = FileManager.default.fileExists(atPath: target)
        let names = try? FileManager.default.contentsOfDirectory(atPath: target)
        // A fresh file system brings this folder.
        guard !there || names?.filter({ $0 != "lost+found" }).isEmpty ?? false else {
            throw OperatorFailure.notEmpty(target)
        }
        if let (store, _) = try? BackupStore.resolve(source), Disk.lies(target, in: store.path) {
            throw OperatorFailure.inside(target, store.path)
        }
    }

    private func checkKeys(_ keys: KeyFolder, _ manifest: BackupManifest) throws {
        let held: [String: String]
        do { held = try keys.prints() } catch let error as KeyError {
            let wanted = (manifest.keys ?? [:]).keys.sorted().joined(separator: ", ")
            throw OperatorFailure(
                vi:
                    "Chưa có khóa trong \(keys.path). Khóa không nằm trong bản sao lưu: đặt bản sao của thư mục khóa vào đó, "
                    + "hoặc chỉ nơi khác bằng --keys. Cần: \(wanted)",
                en:
                    "The keys are not in \(keys.path). They are not in the backup: put your copy of the key folder there, "
                    + "or name another place with --keys. Wanted: \(wanted)\n\(error.description)"
            )
        }
        if let wrong = OperatorFailure.keys(wanted: manifest.keys ?? [:], held: held, folder: keys.path) { throw wrong }
    }

    private func copyContents(_ backup: String) throws {
        let (store, name) = try BackupStore.resolve(backup)
        let hashes = try store.contents(of: name)
        try Disk.makeFolder(target + "/files/incoming")
        for (index, hash) in hashes.enumerated() {
            if index % 1000 == 999 {
                say("Đã chép \(index + 1)/\(hashes.count) tệp", "\(index + 1) of \(hashes.count) files")
            }
            let folder = "\(target)/files/\(hash.prefix(2))"
            try Disk.makeFolder(folder)
            let sum = try FileDigest.copy(store.place(of: hash), to: "\(folder)/\(hash.dropFirst(2))")
            guard sum.hash == hash else { throw OperatorFailure.unusable(store.place(of: hash), "SHA-256") }
        }
    }

    private func copyTables(_ backup: String, _ manifest: BackupManifest, _ settings: Settings) async throws {
        let data = "\(backup)/\(BackupManifest.data)"
        guard let url = settings.database else {
            say("Chép dữ liệu", "Copying the tables")
            let sum = try FileDigest.copy(data, to: "\(target)/motcua.sqlite")
            guard sum.hash == manifest.parts.first(where: { $0.name == BackupManifest.data })?.sha256 else {
                throw OperatorFailure.unusable(data, "SHA-256")
            }
            return try Disk.flush(target)
        }
        let database = PostgresDatabase(url: url, schema: settings.schema)
        if settings.schema != nil { try await database.createSchema() }
        let say = say
        try await database.write("restore") { tx in
            let file = try SQLiteFile(reading: data)
            try file.read { source in
                let tables = try TableShape.all(inSQLite: source)
                let there = Set(try tx.tableNames())
                guard there.isDisjoint(with: tables.map(\.name)) else {
                    throw OperatorFailure.thereAlready(settings.schema ?? "PostgreSQL")
                }
                let had = Set(manifest.migrations)
                try Migration.apply(Platform.migrations.filter { had.contains($0.id) }, in: tx, .postgres)
                var said = 0
                try TableCopy.copy(tables, from: source, to: tx) { rows in
                    guard rows - said >= 50_000 else { return }
                    said = rows
                    say("Đã chép \(rows) dòng", "\(rows) rows copied")
                }
                guard try TableCopy.counts(tables, in: tx) == manifest.rows else {
                    throw StorageError.failed(code: "restore", message: "the rows are not those of the backup")
                }
            }
            try file.finish()
        }
    }

    /// Opens what was restored, as the server will, and compares it with the book.
    private func compared(_ backup: String, _ manifest: BackupManifest) async throws -> Outcome {
        let folder = try await DataFolder.open(target, schema: .asItIs)
        let pending = try await Upgrade(folder).plan().pending
        guard pending.isEmpty else {
            return Outcome(backup: backup, manifest: manifest, pending: pending, verified: nil, rebuilt: nil)
        }
        let platform = try Platform(folder)
        let state = try await platform.database.read { tx in try DataCopy.book(in: tx) }
        guard state == manifest.book else { throw OperatorFailure.unusable(target, "the book is another one") }
        say("Kiểm tra sổ", "Verifying the book")
        let verify = Verify(database: platform.database, vault: platform.vault, publicKeys: platform.publicKeys)
        let verified = try await verify.run()
        say("So các bảng với sổ", "Comparing the tables with the book")
        let rebuilt = try await Rebuild(database: platform.database, rebuilders: Platform.rebuilders).check()
        return Outcome(backup: backup, manifest: manifest, pending: [], verified: verified, rebuilt: rebuilt)
    }

    /// Takes away what this restoring wrote: the folder was empty before.
    private func clear(wasThere: Bool) {
        for name in ["settings.json", "settings.json.new", "motcua.sqlite", "motcua.sqlite.new", "files"] {
            try? FileManager.default.removeItem(atPath: "\(target)/\(name)")
        }
        if !wasThere { rmdir(target) }
    }
}
