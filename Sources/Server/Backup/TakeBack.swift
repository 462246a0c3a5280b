internal import Foundation
public import Kernel
internal import Register
internal import Secrets
internal import Storage
internal import StoragePostgres
internal import StorageSQLite

/// Takes an upgrade back: the tables are again what the copy before it says. What stood there is kept beside.
///
/// No server may run on the data, and the older program is started afterwards.
public struct TakeBack: Sendable {
    public struct Outcome: Hashable, Sendable {
        /// The copy that was put back.
        public let copy: String
        /// Where the tables are that stood there until now.
        public let kept: String
        /// Entries written since the upgrade, which only `kept` has.
        public let newer: Int64
    }
    private let path: String
    private let settings: Settings
    private let copy: String

    /// - Parameter copy: nil takes the newest.
    /// - Throws: `OperatorFailure` where there is no data folder or no copy.
    public init(_ path: String, copy: String? = nil) throws {
        self.path = Disk.whole(path)
        settings = try DataFolder.settings(self.path)
        guard let copy = copy ?? UpgradeCopies.before(self.path).last else {
            throw OperatorFailure(
                vi: "Trong \(self.path) không có bản before-….sqlite nào: chưa có lần nâng cấp nào để quay lại.",
                en: "There is no before-….sqlite in \(self.path): no upgrade to take back."
            )
        }
        self.copy = Disk.whole(copy)
    }

    /// - Parameter leavingNewer: entries written since the upgrade may be left out; without it they are a refusal.
    /// - Throws: `OperatorFailure`; then everything is as it was.
    public func run(leavingNewer: Bool = false, at: Instant) async throws -> Outcome {
        let lock: FolderLock
        do { lock = try FolderLock(folder: path) } catch { throw OperatorFailure.wording(error) }
        defer { withExtendedLifetime(lock) {} }
        do {
            let file = try SQLiteFile(reading: copy)
            guard try file.damages().isEmpty else { throw OperatorFailure.unusable(copy, "SQLite: damaged") }
            let old = try file.read { tx in try Book.position(in: tx) }
            try file.finish()
            let kept = UpgradeCopies.new(.after, in: path, at)
            let now =
                settings.database == nil
                ? try sqlite(old, leavingNewer, kept) : try await postgres(old, leavingNewer, kept)
            return Outcome(copy: copy, kept: kept, newer: now - old)
        } catch { throw Backup.wording(error, path) }
    }

    private func refuse(_ newer: Int64, _ leavingNewer: Bool) throws {
        guard newer > 0, !leavingNewer else { return }
        throw OperatorFailure(
            vi:
                "Từ lần nâng cấp đã có thêm \(newer) bút toán; quay lại sẽ không còn chúng (chúng được giữ trong after-….sqlite). "
                + "Nếu vẫn muốn: thêm --leave-newer. Chưa đổi gì.",
            en:
                "Since the upgrade \(newer) entries were written; taking it back leaves them out (after-….sqlite keeps them). "
                + "If that is wanted, add --leave-newer. Nothing was changed."
        )
    }

    /// Folds the log into the file, which needs the file for itself; then one renaming changes everything.
    private func sqlite(_ old: Int64, _ leavingNewer: Bool, _ kept: String) throws -> Int64 {
        let data = path + "/motcua.sqlite"
        let file = try SQLiteFile(reading: data)
        let now = try file.read { tx in try Book.position(in: tx) }
        try file.finish()
        try refuse(now - old, leavingNewer)
        do { try SQLiteFile.settle(data) } catch StorageError.conflict {
            throw OperatorFailure(
                vi: "Một chương trình khác đang mở \(data). Đóng nó rồi làm lại. Chưa đổi gì.",
                en: "Another program has \(data) open. End it and try again. Nothing was changed."
            )
        }
        let beside = data + ".new"
        try FileDigest.copy(copy, to: beside)
        guard link(data, kept) == 0 else {
            let code = errno
            unlink(beside)
            throw FileDigest.Failure(path: kept, code: code)
        }
        guard rename(beside, data) == 0 else { throw FileDigest.Failure(path: data, code: errno) }
        try Disk.flush(path)
        return now
    }

    /// Copies what is there; then one transaction drops our tables, makes the old ones and fills them.
    private func postgres(_ old: Int64, _ leavingNewer: Bool, _ kept: String) async throws -> Int64 {
        let folder = try await DataFolder.open(path, schema: .asItIs)
        let facts = try await DataCopy(database: folder.database, migrations: Platform.migrations)
            .make(kept) { _, _ in }
        do {
            try refuse(facts.book.position - old, leavingNewer)
            let (copy, had) = (copy, Set(facts.migrations))
            let database = folder.database
            try await database.write("upgrade.undo") { tx in
                let (new, source) = (try SQLiteFile(reading: kept), try SQLiteFile(reading: copy))
                let dropped = try new.read { tx in try TableShape.all(inSQLite: tx) }
                try source.read { rows in
                    let state = try SchemaState(of: Platform.migrations, in: rows, .sqlite)
                    guard had.isSuperset(of: state.had) else { throw OperatorFailure.unusable(copy, "schema") }
                    guard try Book.position(in: tx) == facts.book.position else {
                        throw OperatorFailure(
                            vi: "Máy chủ khác vẫn đang ghi. Dừng mọi máy chủ rồi làm lại. Chưa đổi gì.",
                            en: "Another server is still writing. Stop every server and try again. Nothing was changed."
                        )
                    }
                    try TableCopy.drop(dropped, in: tx)
                    let wanted = Set(state.had)
                    try Migration.apply(Platform.migrations.filter { wanted.contains($0.id) }, in: tx, .postgres)
                    try TableCopy.copy(try TableShape.all(inSQLite: rows), from: rows, to: tx)
                }
                try new.finish()
                try source.finish()
            }
        } catch {
            unlink(kept)
            throw error
        }
        return facts.book.position
    }
}
