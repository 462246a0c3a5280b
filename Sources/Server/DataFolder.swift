internal import Catalogue
public import Documents
internal import Foundation
internal import Kernel
public import Secrets
public import Storage
internal import StoragePostgres
internal import StorageSQLite

/// A data folder: settings, files and, with SQLite, the database; its keys lie elsewhere.
///
///     DIR/settings.json   DIR/motcua.sqlite   DIR/files/…   DIR/lock (while a server runs)
public struct DataFolder: Sendable {
    /// The folder, without a slash at its end.
    public let path: String
    public private(set) var settings: Settings
    public let keys: KeyFolder
    public let database: any Database

    /// Where the keys of a folder lie unless told otherwise: beside it.
    public static func keysBeside(_ path: String) -> String { whole(path) + "-keys" }

    /// Whether there is a data folder at `path`.
    public static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: whole(path) + "/settings.json")
    }

    /// Makes folder, keys and an empty database. Nothing that is there is written over.
    ///
    /// - Throws: `OperatorFailure`, `KeyError`, `StorageError`.
    public static func make(
        _ path: String,
        _ settings: Settings,
        options: StorageOptions = StorageOptions(),
        secret: (Int) -> [UInt8]
    ) async throws -> DataFolder {
        let path = whole(path)
        guard !exists(path), !FileManager.default.fileExists(atPath: path + "/motcua.sqlite") else {
            throw OperatorFailure.thereAlready(path)
        }
        var settings = settings
        settings.keys = whole(settings.keys)
        let keys = try KeyFolder(settings.keys, outside: path)
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw OperatorFailure.unusable(path, error.localizedDescription)
        }
        if !keys.isMade { try keys.make(secret: secret) }
        let folder = try DataFolder(path: path, settings: settings, keys: keys, options)
        if let database = folder.database as? PostgresDatabase, settings.schema != nil {
            try await database.createSchema()
        }
        let isFresh = try await folder.database.migrate(Platform.migrations).count == Platform.migrations.count
        guard isFresh else { throw OperatorFailure.thereAlready(settings.database ?? path) }
        try folder.write()
        return folder
    }

    /// Opens the folder and brings the tables up to this version.
    ///
    /// - Throws: `OperatorFailure` where there is none, or a newer version made it.
    public static func open(_ path: String, options: StorageOptions = StorageOptions()) async throws -> DataFolder {
        let path = whole(path)
        guard let data = FileManager.default.contents(atPath: path + "/settings.json") else {
            throw OperatorFailure.notThere(path)
        }
        let settings: Settings
        do { settings = try JSONDecoder().decode(Settings.self, from: data) } catch {
            throw OperatorFailure(
                vi: "\(path)/settings.json không đọc được: \(error)",
                en: "\(path)/settings.json cannot be read: \(error)"
            )
        }
        guard settings.format == 1 else { throw OperatorFailure.newer("settings.json, \(settings.format)") }
        let keys = try KeyFolder(settings.keys, outside: path)
        let folder = try DataFolder(path: path, settings: settings, keys: keys, options)
        do {
            try await folder.database.migrate(Platform.migrations)
            let now = SystemClock.world(shift: settings.demo?.shift ?? 0).now()
            try await CatalogueRestatement.run(folder.database, at: now)
        } catch { throw OperatorFailure.wording(error) }
        return folder
    }

    private init(path: String, settings: Settings, keys: KeyFolder, database: any Database) {
        self.path = path
        self.settings = settings
        self.keys = keys
        self.database = database
    }
    private init(path: String, settings: Settings, keys: KeyFolder, _ options: StorageOptions) throws {
        let database: any Database =
            if let url = settings.database {
                PostgresDatabase(url: url, schema: settings.schema, options)
            } else {
                try SQLiteDatabase(path: path + "/motcua.sqlite", options)
            }
        self.init(path: path, settings: settings, keys: keys, database: database)
    }

    /// Writes new settings beside and renames, so that no half-written file is ever found.
    public mutating func change(_ change: (inout Settings) -> Void) throws {
        change(&settings)
        try write()
    }
    private func write() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let beside = path + "/settings.json.new"
        // The address of a database may hold its password: nobody else may read it, not for a moment.
        unlink(beside)
        let descriptor = newFile(beside)
        guard descriptor >= 0 else { throw OperatorFailure.unusable(path, "errno \(errno)") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: try encoder.encode(settings))
            try handle.synchronize()
        } catch {
            throw OperatorFailure.unusable(path, error.localizedDescription)
        }
        guard rename(beside, path + "/settings.json") == 0 else {
            throw OperatorFailure.unusable(path, "errno \(errno)")
        }
    }

    /// The store of uploaded files.
    public func files() throws -> FileStore { try FileStore(folder: path + "/files") }

    /// The path from the root, links followed where it exists, without a slash at its end.
    private static func whole(_ path: String) -> String {
        var text = URL(filePath: path).standardizedFileURL.path
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        return text
    }
}

/// A new file that its owner alone reads; below 0 when it cannot be made.
private func newFile(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
}
