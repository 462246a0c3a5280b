internal import Foundation
internal import Secrets
internal import Storage
internal import StorageSQLite

/// Reads a whole backup and says what in it is not as it was written.
public struct BackupCheck: Sendable {
    /// The dated folder.
    public let path: String
    public let manifest: BackupManifest?
    public let findings: [OperatorFailure]
    /// Files that were read.
    public let files: Int
    public var isGood: Bool { findings.isEmpty }

    /// At most so many findings are told one by one.
    static let limit = 100

    /// - Parameter path: a dated folder, or a folder of backups: then the newest is checked.
    /// - Throws: `OperatorFailure` where there is no complete backup.
    public init(_ path: String, say: @escaping Saying = { _, _ in }) throws {
        let (store, name) = try BackupStore.resolve(path)
        self.path = "\(store.path)/\(name)"
        var walk = Walk(store: store, name: name, say: say)
        manifest = walk.run()
        findings = walk.told
        files = walk.files
    }

    private struct Walk {
        let store: BackupStore
        let name: String
        let say: Saying
        var findings: [OperatorFailure] = []
        var files = 0
        private var folder: String { "\(store.path)/\(name)" }

        init(store: BackupStore, name: String, say: @escaping Saying) {
            (self.store, self.name, self.say) = (store, name, say)
        }

        var told: [OperatorFailure] {
            guard findings.count > BackupCheck.limit else { return findings }
            let more = findings.count - BackupCheck.limit
            return findings.prefix(BackupCheck.limit) + [
                OperatorFailure(vi: "… và \(more) phát hiện nữa.", en: "… and \(more) more findings.")
            ]
        }

        /// The sums vouch for the manifest, the manifest for the other files, the list for the contents.
        mutating func run() -> BackupManifest? {
            let (path, sums) = ("\(folder)/\(BackupManifest.name)", "\(folder)/\(BackupManifest.sums)")
            let lines = (FileManager.default.contents(atPath: sums) ?? Data()).split(separator: UInt8(ascii: "\n"))
            let own = (try? FileDigest.sum(of: path))?.hash ?? ""
            if lines.first.map({ Array($0) }) != Array("\(own)  \(BackupManifest.name)".utf8) {
                add(path)
                add(sums)
            }
            let manifest: BackupManifest
            do { manifest = try BackupManifest.read(folder) } catch {
                note(error)
                return nil
            }
            if FileManager.default.contents(atPath: sums) != Data(manifest.sums(own: own).utf8) { add(sums) }
            for part in manifest.parts { compare("\(folder)/\(part.name)", part.sha256) }
            checkData(manifest)
            checkContents(manifest)
            return manifest
        }

        /// The file is whole in itself, and says what the manifest says.
        private mutating func checkData(_ manifest: BackupManifest) {
            let path = "\(folder)/\(BackupManifest.data)"
            say("Đang kiểm tra \(path)", "Checking \(path)")
            do {
                let file = try SQLiteFile(reading: path)
                if try !file.damages().isEmpty { add(path) }
                let book = try file.read { tx in try DataCopy.book(in: tx) }
                if try book != manifest.book || DataCopy.counts(file) != manifest.rows { add(path) }
                let listed = Set(try store.contents(of: name)).union(manifest.damaged)
                for it in try Backup.named(in: file) where !listed.contains(it.hash) {
                    add("\(folder)/\(BackupManifest.list)")
                }
                try file.finish()
            } catch let failure as OperatorFailure { note(failure) } catch { add(path) }
        }

        private mutating func checkContents(_ manifest: BackupManifest) {
            guard let hashes = try? store.contents(of: name) else { return add("\(folder)/\(BackupManifest.list)") }
            if hashes.count != manifest.files { add("\(folder)/\(BackupManifest.list)") }
            for hash in hashes {
                compare(store.place(of: hash), hash)
                files += 1
                if files % 1000 == 0 {
                    say("Đã kiểm tra \(files)/\(hashes.count) tệp", "\(files) of \(hashes.count) files")
                }
            }
        }

        private mutating func compare(_ path: String, _ hash: String) {
            do {
                if try FileDigest.sum(of: path).hash != hash { add(path) }
            } catch let failure as FileDigest.Failure where failure.isMissing {
                note(OperatorFailure(vi: "\(path): không có tệp này.", en: "\(path): the file is missing."))
            } catch {
                note(OperatorFailure(vi: "\(path): không đọc được.", en: "\(path): the file cannot be read."))
            }
        }

        private mutating func add(_ path: String) {
            note(OperatorFailure(vi: "\(path): đã bị hỏng hoặc bị sửa.", en: "\(path): damaged or changed."))
        }
        private mutating func note(_ error: any Error) {
            let failure = error as? OperatorFailure ?? OperatorFailure(vi: "\(error)", en: "\(error)")
            if !findings.contains(failure) { findings.append(failure) }
        }
    }
}
