internal import Foundation
public import Kernel

/// What a backup says of itself, in `manifest.json`. Nothing secret stands in it.
public struct BackupManifest: Codable, Hashable, Sendable {
    /// The form of this file; a greater one was written by a newer version.
    public var format = 1
    /// The version of the program that made the backup.
    public var version: String
    public var at: Instant
    /// The engine the data were taken from, `sqlite` or `postgresql`. The copy is a SQLite file in either case.
    public var engine: String
    /// The migrations the data have had.
    public var migrations: [String]
    public var book: BookState
    /// Rows by table.
    public var rows: [String: Int]
    /// Uploaded contents, and their bytes.
    public var files: Int
    public var fileBytes: Int64
    /// Contents that were gone or damaged in the data already, by their hashes: the backup cannot hold them.
    public var damaged: [String]
    /// Prints of the keys in use then, by the file's name; nil when they could not be read. No key is in a backup.
    public var keys: [String: String]?
    public var demo: DemoSettings?
    /// Size and SHA-256 of each other file in the backup's folder.
    public var parts: [Part]

    public struct Part: Codable, Hashable, Sendable {
        public var name: String
        public var bytes: Int64
        public var sha256: String
    }

    /// Where the book stood.
    public struct BookState: Codable, Hashable, Sendable {
        /// The position of the newest entry; 0 for an empty book.
        public var position: Int64
        /// The hash of that entry.
        public var hash: String?
        /// The newest signed head: its number, the entries it covers, its root.
        public var head: Int64?
        public var headPosition: Int64?
        public var root: String?
    }

    static let format = 1
    static let name = "manifest.json"
    static let data = "motcua.sqlite"
    static let list = "files.sha256"
    /// Written last: a folder without it is no backup.
    static let sums = "SHA256SUMS"

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// What `SHA256SUMS` says, as `sha256sum --check` reads it; `own` is the sum of the manifest itself.
    func sums(own: String) -> String {
        let lines = [(own, Self.name)] + parts.map { ($0.sha256, $0.name) }
        return lines.map { "\($0.0)  \($0.1)\n" }.joined()
    }

    /// - Throws: `OperatorFailure` when it cannot be read, or a newer version wrote it.
    static func read(_ folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorFailure(
                vi: "\(path) không có: \(folder) không phải bản sao lưu hoàn chỉnh.",
                en: "\(path) is missing: \(folder) is no complete backup."
            )
        }
        struct Form: Decodable { var format: Int }
        do {
            let form = try JSONDecoder().decode(Form.self, from: data).format
            guard form == format else { throw OperatorFailure.newer("\(name), \(form)") }
            return try JSONDecoder().decode(BackupManifest.self, from: data)
        } catch let failure as OperatorFailure { throw failure } catch {
            throw OperatorFailure(vi: "\(path) không đọc được.", en: "\(path) cannot be read.")
        }
    }
}
