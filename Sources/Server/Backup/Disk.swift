internal import Foundation
internal import Secrets

/// What backups ask of the disk.
enum Disk {
    /// Bytes that are kept free beside what is written.
    static let reserve: Int64 = 32 << 20

    /// Bytes that this program may still write below `path`, or where it will be.
    static func free(_ path: String) -> Int64 {
        var info = statvfs()
        var url = URL(filePath: path).standardizedFileURL
        while statvfs(url.path, &info) != 0 {
            guard url.path != "/" else { return 0 }
            url.deleteLastPathComponent()
        }
        return Int64(info.f_bavail) * Int64(info.f_frsize)
    }

    /// - Throws: `OperatorFailure` when `needed` bytes and the reserve do not fit.
    static func check(_ needed: Int64, at path: String, free: (String) -> Int64) throws {
        let there = free(path)
        guard there < needed + reserve else { return }
        let (need, have) = ((needed + reserve) >> 20, there >> 20)
        throw OperatorFailure(
            vi: "Đĩa của \(path) không đủ: cần khoảng \(need) MB, còn \(have) MB. Chưa ghi gì.",
            en:
                "The disk of \(path) is too small: about \(need) MB are needed, \(have) MB are free. Nothing was written."
        )
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw OperatorFailure.unusable(path, error.localizedDescription)
        }
    }

    /// Makes a file, or the names in a folder, durable.
    static func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileDigest.Failure(path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileDigest.Failure(path: path, code: errno) }
    }

    /// Writes a new file of its owner's and flushes it.
    static func write(_ data: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileDigest.Failure(path: path, code: errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
        } catch {
            throw OperatorFailure.unusable(path, error.localizedDescription)
        }
    }

    /// The path from the root with links followed as far as it exists, without a slash at its end.
    static func whole(_ path: String) -> String {
        var rest: [String] = []
        var url = URL(filePath: path).standardizedFileURL
        while url.path != "/", !FileManager.default.fileExists(atPath: url.path) {
            rest.append(url.lastPathComponent)
            url.deleteLastPathComponent()
        }
        url = url.resolvingSymlinksInPath()
        for name in rest.reversed() { url.append(path: name) }
        var text = url.path
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        return text
    }

    /// Whether `path` is `folder` or lies in it.
    static func lies(_ path: String, in folder: String) -> Bool {
        let (path, folder) = (whole(path), whole(folder))
        return path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
}
