internal import Documents
internal import Foundation
public import Kernel
internal import Secrets
public import Storage
internal import StorageSQLite

/// Makes a backup of a data folder while it is being served: the tables as of one moment, then every file they name.
///
/// The keys are never in it. It counts only once `SHA256SUMS` stands in its folder, which is written last.
public struct Backup: Sendable {
    let folder: DataFolder
    let store: BackupStore
    let migrations: [Migration]
    /// Bytes free on the disk of a path; tests say other figures.
    var free: @Sendable (String) -> Int64 = { Disk.free($0) }
    var say: Saying = { _, _ in }

    /// What came of it.
    public struct Outcome: Sendable {
        /// The dated folder.
        public let path: String
        public let manifest: BackupManifest
        /// What the administrator must look at, though the backup was made.
        public let warnings: [OperatorFailure]
        /// Contents that were written; the others were in the folder already.
        public let written: Int
        /// Older backups that were deleted.
        public let deleted: [String]
    }

    /// - Parameter folder: opened with `.asItIs`; nothing in it is changed.
    /// - Throws: `OperatorFailure` when the backup would lie in the data or key folder.
    public init(_ folder: DataFolder, to path: String, migrations: [Migration] = Platform.migrations) throws {
        self.folder = folder
        self.migrations = migrations
        store = BackupStore(path)
        for outer in [folder.path, folder.keys.path] where Disk.lies(store.path, in: outer) {
            throw OperatorFailure.inside(store.path, outer)
        }
    }

    /// Hears how far it is.
    public func saying(_ say: @escaping Saying) -> Backup {
        var copy = self
        copy.say = say
        return copy
    }
    /// For tests: a disk of another size.
    public func withFree(_ free: @escaping @Sendable (String) -> Int64) -> Backup {
        var copy = self
        copy.free = free
        return copy
    }

    /// - Parameters:
    ///   - at: the computer's time.
    ///   - keysTo: a folder to copy the keys to, apart from data and backup.
    ///   - keep: how many backups stay in the folder; nil keeps all. Nothing is deleted after a warning.
    /// - Throws: `OperatorFailure`; then no backup was made, and the older ones are as they were.
    @discardableResult
    public func make(at: Instant, keysTo: String? = nil, keep: Int? = nil) async throws -> Outcome {
        if let keysTo {
            for outer in [store.path, folder.path] where Disk.lies(keysTo, in: outer) {
                throw OperatorFailure.inside(keysTo, outer)
            }
        }
        try Disk.makeFolder(store.path)
        let lock: FolderLock
        do { lock = try FolderLock(folder: store.path) } catch FolderLockError.heldByAnother {
            throw OperatorFailure(
                vi: "Một lần sao lưu khác đang chạy vào \(store.path).",
                en: "Another backup into \(store.path) is running."
            )
        } catch { throw OperatorFailure.wording(error) }
        defer { withExtendedLifetime(lock) {} }
        try store.removeUnfinished()
        let unfinished = store.path + "/" + BackupStore.unfinished + BackupStore.stamp(at)
        do {
            return try await make(at, in: unfinished, keysTo: keysTo, keep: keep)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw Self.wording(error, store.path)
        }
    }

    private func make(_ at: Instant, in unfinished: String, keysTo: String?, keep: Int?) async throws -> Outcome {
        var warnings: [OperatorFailure] = []
        let copy = DataCopy(database: folder.database, migrations: migrations)
        try Disk.check(try await copy.bytes(), at: store.path, free: free)
        try Disk.makeFolder(unfinished)
        let data = "\(unfinished)/\(BackupManifest.data)"
        let facts = try await copy.make(data, progress: say)
        let file = try SQLiteFile(reading: data)
        let rows = try DataCopy.counts(file)
        let contents = try await copyContents(file, list: "\(unfinished)/\(BackupManifest.list)")
        try file.finish()
        warnings += contents.damaged.map { hash in
            OperatorFailure(
                vi:
                    "Tệp \(hash) trong dữ liệu đã mất hoặc hỏng: bản sao lưu không có nó. Tìm trong bản sao lưu cũ hơn.",
                en:
                    "The file \(hash) is gone or damaged in the data: the backup lacks it. Look for it in older backups."
            )
        }
        let prints = keyPrints(&warnings)
        if let keysTo { try copyKeys(to: keysTo) }
        let manifest = BackupManifest(
            version: Release.version,
            at: at,
            engine: folder.settings.database == nil ? "sqlite" : "postgresql",
            migrations: facts.migrations,
            book: facts.book,
            rows: rows,
            files: contents.count,
            fileBytes: contents.bytes,
            damaged: contents.damaged,
            keys: prints,
            demo: folder.settings.demo,
            parts: try [BackupManifest.data, BackupManifest.list].map { name in
                let sum = try FileDigest.sum(of: "\(unfinished)/\(name)")
                return BackupManifest.Part(name: name, bytes: sum.bytes, sha256: sum.hash)
            }
        )
        if let remark = keysChanged(manifest) { say(remark.vi, remark.en) }
        let path = try finish(manifest, unfinished, at)
        // A backup that needs looking at must not push out one that does not.
        let deleted = if let keep, warnings.isEmpty { try store.rotate(keep: keep) } else { [String]() }
        return Outcome(
            path: path,
            manifest: manifest,
            warnings: warnings,
            written: contents.written,
            deleted: deleted
        )
    }

    /// Writes the manifest, then the sums, and gives the folder its name.
    private func finish(_ manifest: BackupManifest, _ unfinished: String, _ at: Instant) throws -> String {
        try Disk.write(try manifest.encoded(), to: "\(unfinished)/\(BackupManifest.name)")
        let own = try FileDigest.sum(of: "\(unfinished)/\(BackupManifest.name)")
        try Disk.write(Data(manifest.sums(own: own.hash).utf8), to: "\(unfinished)/\(BackupManifest.sums)")
        try Disk.flush(unfinished)
        let path = "\(store.path)/\(store.name(at))"
        guard rename(unfinished, path) == 0 else { throw FileDigest.Failure(path: path, code: errno) }
        try Disk.flush(store.path)
        return path
    }

    // MARK: Contents

    private struct Contents {
        var count = 0
        var written = 0
        var bytes: Int64 = 0
        var damaged: [String] = []
    }

    /// Copies the contents that the tables name and the store does not hold, and writes the list of all.
    private func copyContents(_ file: SQLiteFile, list: String) async throws -> Contents {
        let named = try Self.named(in: file)
        let files = try folder.files()
        let missing = named.filter { size(store.place(of: $0.hash)) != Int64($0.size) }
        try Disk.check(missing.reduce(0) { $0 + Int64($1.size) }, at: store.path, free: free)
        try Disk.makeFolder(store.files)
        let wanted = Set(missing.map(\.hash))
        var contents = Contents()
        var lines = ""
        for (index, it) in named.enumerated() {
            if index % 1000 == 999 {
                say("Đã xem \(index + 1)/\(named.count) tệp", "\(index + 1) of \(named.count) files")
            }
            let target = store.place(of: it.hash)
            if wanted.contains(it.hash) {
                guard try copyContent(it.hash, files.path(of: it.hash), target) else {
                    contents.damaged.append(it.hash)
                    continue
                }
                contents.written += 1
            }
            contents.count += 1
            contents.bytes += Int64(it.size)
            lines += "\(it.hash)  ../files/\(it.hash.prefix(2))/\(it.hash.dropFirst(2))\n"
        }
        try Disk.write(Data(lines.utf8), to: list)
        return contents
    }

    /// Every content that the tables in `file` name.
    static func named(in file: SQLiteFile) throws -> [(hash: String, size: Int)] {
        try file.read { tx in
            var named: [(hash: String, size: Int)] = []
            while true {
                let part = try Documents.contents(after: named.last?.hash ?? "", limit: 1000, in: tx)
                guard !part.isEmpty else { return named }
                named += part
            }
        }
    }

    /// - Returns: false when the content is gone, or is not what its hash says.
    private func copyContent(_ hash: String, _ source: String, _ target: String) throws -> Bool {
        try Disk.makeFolder((target as NSString).deletingLastPathComponent)
        do {
            return try FileDigest.copy(source, to: target, if: { $0.hash == hash }).hash == hash
        } catch let failure as FileDigest.Failure where failure.path == source { return false }
    }

    private func size(_ path: String) -> Int64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value
    }

    // MARK: Keys

    private func keyPrints(_ warnings: inout [OperatorFailure]) -> [String: String]? {
        do {
            let prints = try folder.keys.prints()
            if let wanted = folder.settings.keyPrints,
                let wrong = OperatorFailure.keys(wanted: wanted, held: prints, folder: folder.keys.path)
            {
                warnings.append(wrong)
            }
            return prints
        } catch {
            warnings.append(
                OperatorFailure(
                    vi: "Không đọc được khóa trong \(folder.keys.path): bản sao lưu chỉ dùng được khi có khóa.",
                    en:
                        "The keys in \(folder.keys.path) cannot be read, and the backup is of use only with them: \(error)"
                )
            )
            return nil
        }
    }

    private func copyKeys(to path: String) throws {
        do {
            let written = try folder.keys.copy(to: path)
            let names = written.isEmpty ? "0" : written.joined(separator: ", ")
            say("Đã chép khóa vào \(path): \(names)", "Keys copied to \(path): \(names)")
        } catch { throw OperatorFailure.wording(error) }
    }

    /// What to say of the keys: where they are not, and whether they are others than in the backup before.
    private func keysChanged(_ manifest: BackupManifest) -> OperatorFailure? {
        guard let keys = manifest.keys else { return nil }
        let before = store.names().last.flatMap { try? BackupManifest.read("\(store.path)/\($0)") }
        guard let before, let old = before.keys, old != keys else { return nil }
        let names = keys.filter { old[$0.key] != $0.value }.keys.sorted().joined(separator: ", ")
        return OperatorFailure(
            vi: "Khóa đã khác từ lần sao lưu trước (\(names)): hãy sao lưu lại thư mục khóa \(folder.keys.path).",
            en: "The keys are others than at the last backup (\(names)): copy the key folder \(folder.keys.path) anew."
        )
    }

    static func wording(_ error: any Error, _ path: String) -> any Error {
        switch error {
        case let failure as FileDigest.Failure where failure.isFull: full(path)
        case StorageError.full: full(path)
        case let failure as FileDigest.Failure:
            OperatorFailure(vi: "Không đọc hoặc ghi được \(failure)", en: "It cannot be read or written: \(failure)")
        default: OperatorFailure.wording(error)
        }
    }
    private static func full(_ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Đĩa của \(path) đầy giữa chừng. Không có bản sao lưu nào được tạo; các bản cũ còn nguyên.",
            en: "The disk of \(path) became full. No backup was made; the older ones are as they were."
        )
    }
}
