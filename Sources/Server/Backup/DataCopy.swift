internal import Foundation
internal import Kernel
internal import Register
internal import Storage
internal import StorageSQLite

/// All tables, as they are at one moment, in one SQLite file: from SQLite page by page, from PostgreSQL row by row out
/// of one snapshot. Both go on serving.
struct DataCopy: Sendable {
    /// What was true at the moment that was copied.
    struct Facts: Sendable {
        var migrations: [String]
        var book: BackupManifest.BookState
    }
    let database: any Database
    let migrations: [Migration]

    /// Bytes that the copy will need, about.
    func bytes() async throws -> Int64 {
        try await database.read { tx in
            try tx.value(
                .perDialect(
                    sqlite: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
                    postgres: """
                        SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
                        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                        """
                )
            ) ?? 0
        }
    }

    /// Writes the file at `path`, where there is none, and flushes it.
    ///
    /// - Parameter progress: hears how far it is, in words.
    /// - Throws: `MigrationError` for the data of a newer version; `StorageError`.
    func make(_ path: String, progress: @escaping @Sendable (_ vi: String, _ en: String) -> Void) async throws -> Facts
    {
        let facts: Facts
        if let database = database as? SQLiteDatabase {
            let migrations = migrations
            facts = try await database.copy(to: path) { tx in
                try Self.facts(migrations, in: tx, .sqlite)
            } progress: { done, all in
                guard done == all || (done >> 20) % max(1, (all >> 20) / 20) == 0 else { return }
                let (part, whole) = ((done + 0xF_FFFF) >> 20, (all + 0xF_FFFF) >> 20)
                progress("Đã chép \(part)/\(whole) MB dữ liệu", "\(part) of \(whole) MB of tables copied")
            }
        } else {
            facts = try await rows(path, progress)
        }
        try Disk.flush(path)
        return facts
    }

    private func rows(
        _ path: String,
        _ progress: @escaping @Sendable (_ vi: String, _ en: String) -> Void
    ) async throws -> Facts {
        let (migrations, dialect) = (migrations, database.dialect)
        return try await database.read { source in
            // A read may run a second time after a lost connection.
            unlink(path)
            let facts = try Self.facts(migrations, in: source, dialect)
            progress("Bắt đầu chép dữ liệu", "Copying the tables")
            let file = try SQLiteFile(making: path)
            try file.write { target in
                let had = Set(facts.migrations)
                try Migration.apply(migrations.filter { had.contains($0.id) }, in: target, .sqlite)
                let tables = try TableShape.all(inSQLite: target)
                var said = 0
                try TableCopy.copy(tables, from: source, to: target) { rows in
                    guard rows - said >= 50_000 else { return }
                    said = rows
                    progress("Đã chép \(rows) dòng", "\(rows) rows copied")
                }
            }
            try file.finish()
            return facts
        }
    }

    private static func facts(_ migrations: [Migration], in tx: Transaction, _ dialect: Dialect) throws -> Facts {
        let state = try SchemaState(of: migrations, in: tx, dialect)
        guard !state.had.isEmpty else { throw OperatorFailure.noTables }
        return Facts(migrations: state.had, book: try book(in: tx))
    }

    /// Where the book stands in an open transaction.
    static func book(in tx: Transaction) throws -> BackupManifest.BookState {
        let position = try Book.position(in: tx)
        let newest = try Book.entries(after: position - 1, limit: 1, in: tx).first
        let head = try Seal.newest(in: tx)
        return BackupManifest.BookState(
            position: position,
            hash: newest.map { Hex.encode($0.hash) },
            head: head?.number,
            headPosition: head?.position,
            root: head.map { Hex.encode($0.root) }
        )
    }

    /// Rows by table in a copy.
    static func counts(_ file: SQLiteFile) throws -> [String: Int] {
        try file.read { tx in try TableCopy.counts(try TableShape.all(inSQLite: tx), in: tx) }
    }
}
