internal import Catalogue
internal import Foundation
public import Kernel
internal import Register
internal import Secrets
public import Storage
internal import StoragePostgres
internal import StorageSQLite

/// Brings the tables of a data folder up to this program's version: copies first, and can be taken back.
///
///     DIR/before-0.1.0-2026-11-25-020000.sqlite    as the tables were before that version's migrations
///     DIR/after-0.1.0-2026-11-25-030000.sqlite     what was taken back, kept
public struct Upgrade: Sendable {
    let folder: DataFolder
    let migrations: [Migration]
    var free: @Sendable (String) -> Int64 = { Disk.free($0) }

    /// What would be done.
    public struct Plan: Hashable, Sendable {
        public let had: [String]
        public let pending: [String]
        /// Bytes of the copy, about, and those that are free.
        public let needed: Int64
        public let free: Int64
    }
    public struct Outcome: Hashable, Sendable {
        public let applied: [String]
        /// The copy of the tables as they were; nil when nothing was to be done, or the caller has a backup.
        public let copy: String?
    }

    /// - Parameter folder: opened with `.asItIs`.
    public init(_ folder: DataFolder, migrations: [Migration] = Platform.migrations) {
        self.folder = folder
        self.migrations = migrations
    }
    /// For tests: a disk of another size.
    public func withFree(_ free: @escaping @Sendable (String) -> Int64) -> Upgrade {
        var copy = self
        copy.free = free
        return copy
    }

    /// - Throws: `OperatorFailure` for the data of a newer version or another build.
    public func plan() async throws -> Plan {
        do {
            let (migrations, dialect) = (migrations, folder.database.dialect)
            let state = try await folder.database.read { tx in try SchemaState(of: migrations, in: tx, dialect) }
            guard !state.had.isEmpty else { throw OperatorFailure.noTables }
            let needed = try await DataCopy(database: folder.database, migrations: migrations).bytes()
            return Plan(had: state.had, pending: state.pending, needed: needed, free: free(folder.path))
        } catch { throw OperatorFailure.wording(error) }
    }

    /// Copies, then migrates. The caller holds the folder's lock.
    ///
    /// - Parameter backedUp: the caller has a backup of this moment; no copy is made.
    /// - Throws: `OperatorFailure`. When a migration fails those before it stay; `takeBack` undoes them.
    @discardableResult
    public func run(backedUp: Bool = false, at: Instant, say: @escaping Saying = { _, _ in }) async throws -> Outcome {
        let plan = try await plan()
        guard !plan.pending.isEmpty else { return Outcome(applied: [], copy: nil) }
        var copy: String?
        if !backedUp {
            try Disk.check(plan.needed, at: folder.path, free: free)
            let path = UpgradeCopies.new(.before, in: folder.path, at)
            copy = path
            say("Sao chép trước khi nâng cấp: \(path)", "Copying before the upgrade: \(path)")
            do {
                let beside = path + ".new"
                unlink(beside)
                _ = try await DataCopy(database: folder.database, migrations: migrations).make(beside, progress: say)
                guard rename(beside, path) == 0 else { throw FileDigest.Failure(path: path, code: errno) }
                try Disk.flush(folder.path)
            } catch {
                unlink(path + ".new")
                throw Backup.wording(error, folder.path)
            }
        }
        do {
            let applied = try await folder.database.migrate(migrations)
            // Procedures of data from before the book held their content are told to it once.
            try await CatalogueRestatement.run(folder.database, at: at)
            for id in applied { say("Đã áp dụng \(id)", "Applied \(id)") }
            return Outcome(applied: applied, copy: copy)
        } catch {
            throw OperatorFailure(
                vi: "Nâng cấp không xong: \(error). Trở lại như trước: motcua upgrade undo --data \(folder.path)",
                en: "The upgrade did not end: \(error). Take it back: motcua upgrade undo --data \(folder.path)"
            )
        }
    }
}

/// The copies that upgrades leave in a data folder.
public enum UpgradeCopies {
    enum Kind: String { case before, after }

    static func new(_ kind: Kind, in folder: String, _ at: Instant) -> String {
        let first = "\(folder)/\(kind.rawValue)-\(Release.version)-\(BackupStore.stamp(at))"
        var (path, number) = (first + ".sqlite", 1)
        while FileManager.default.fileExists(atPath: path) {
            number += 1
            path = "\(first)-\(number).sqlite"
        }
        return path
    }

    /// The copies made before upgrades, the oldest first.
    public static func before(_ folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let copies = names.filter { $0.hasPrefix("before-") && $0.hasSuffix(".sqlite") }.map { "\(folder)/\($0)" }
        // By the moment in the name, which stands behind the version.
        return copies.sorted { moment($0) < moment($1) }
    }
    private static func moment(_ path: String) -> String {
        let parts = path.dropLast(".sqlite".count).split(separator: "-")
        let start = parts.lastIndex { $0.count == 6 && $0.allSatisfy(\.isNumber) } ?? parts.endIndex - 1
        return parts[max(0, start - 3)...].joined(separator: "-")
    }
}
