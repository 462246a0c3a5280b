internal import Foundation
internal import Kernel

/// A folder of backups: one dated folder for each, and the uploaded files they share.
///
///     FOLDER/2026-11-25-020000/{manifest.json, motcua.sqlite, files.sha256, SHA256SUMS}
///     FOLDER/files/ab/cdef…      FOLDER/lock (while a backup is made)
public struct BackupStore: Sendable {
    public let path: String
    static let unfinished = ".unfinished-"
    public init(_ path: String) { self.path = Disk.whole(path) }

    var files: String { path + "/files" }

    /// The complete backups, oldest first, by the names of their folders.
    public func names() -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return all.filter { Self.isName($0) && Self.isComplete("\(path)/\($0)") }.sorted()
    }

    static func isComplete(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(BackupManifest.sums)")
    }

    /// `2026-11-25-020000`, with `-2` behind it for a second one in the same second.
    private static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard (4...5).contains(parts.count), parts.allSatisfy({ part in part.allSatisfy(\.isNumber) && !part.isEmpty })
        else { return false }
        return CivilDate(iso: parts[0...2].joined(separator: "-")) != nil && parts[3].count == 6
    }

    /// The moment as names carry it, in Vietnam's time.
    static func stamp(_ at: Instant) -> String {
        let seconds = (at.milliseconds / 1000) % 60
        let minute = at.minuteOfDay
        return "\(at.date)-" + [minute / 60, minute % 60, Int(seconds)].map { Digits.padded($0, 2) }.joined()
    }

    /// A name for a backup of this moment that no folder has.
    func name(_ at: Instant) -> String {
        let first = Self.stamp(at)
        var (name, number) = (first, 1)
        while FileManager.default.fileExists(atPath: "\(path)/\(name)") {
            number += 1
            name = "\(first)-\(number)"
        }
        return name
    }

    /// The dated folder that `path` means: itself, or the newest backup in it.
    ///
    /// - Throws: `OperatorFailure` where there is none.
    static func resolve(_ path: String) throws -> (store: BackupStore, name: String) {
        let whole = Disk.whole(path)
        let url = URL(filePath: whole)
        let isDated = FileManager.default.fileExists(atPath: "\(whole)/\(BackupManifest.name)") || isComplete(whole)
        if isDated || isName(url.lastPathComponent) {
            guard isComplete(whole) else { throw OperatorFailure.unfinishedBackup(whole) }
            return (BackupStore(url.deletingLastPathComponent().path), url.lastPathComponent)
        }
        let store = BackupStore(whole)
        guard let newest = store.names().last else { throw OperatorFailure.noBackup(whole) }
        return (store, newest)
    }

    /// Where a content lies.
    func place(of hash: String) -> String { "\(files)/\(hash.prefix(2))/\(hash.dropFirst(2))" }

    /// The hashes that a backup lists.
    ///
    /// - Throws: `OperatorFailure` when the list cannot be read.
    func contents(of name: String) throws -> [String] {
        let list = "\(path)/\(name)/\(BackupManifest.list)"
        guard let data = FileManager.default.contents(atPath: list) else {
            throw OperatorFailure(vi: "\(list) không đọc được.", en: "\(list) cannot be read.")
        }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            let hash = String(line.prefix(64))
            guard hash.utf8.count == 64, Hex.decode(hash) != nil else {
                throw OperatorFailure(vi: "\(list) không đọc được.", en: "\(list) cannot be read.")
            }
            return hash
        }
    }

    // MARK: Keeping so many

    /// Deletes the oldest backups beyond `keep`, what was never finished, and the files that no backup names any more.
    ///
    /// Nothing is deleted when a list cannot be read: a file that it names might go.
    ///
    /// - Returns: the names of the folders that are gone.
    /// - Throws: `OperatorFailure`.
    func rotate(keep: Int) throws -> [String] {
        let manager = FileManager.default
        let names = names()
        let old = Array(names.dropLast(max(1, keep)))
        var named: Set<String> = []
        for name in names.suffix(max(1, keep)) { named.formUnion(try contents(of: name)) }
        for name in old {
            // Without its sums it is no backup any more, whatever happens to the rest of the deleting.
            try remove("\(path)/\(name)/\(BackupManifest.sums)")
            try remove("\(path)/\(name)")
        }
        try removeUnfinished()
        for part in (try? manager.contentsOfDirectory(atPath: files)) ?? [] where part.utf8.count == 2 {
            for rest in (try? manager.contentsOfDirectory(atPath: "\(files)/\(part)")) ?? []
            where !named.contains(part + rest) {
                try remove("\(files)/\(part)/\(rest)")
            }
        }
        return old
    }

    /// Deletes what interrupted backups left.
    func removeUnfinished() throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        where name.hasPrefix(Self.unfinished) {
            try remove("\(path)/\(name)")
        }
    }

    private func remove(_ path: String) throws {
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw OperatorFailure.unusable(path, error.localizedDescription)
        }
    }
}
