internal import Foundation
internal import Kernel

extension KeyFolder {
    /// A print of every key by its file's name. It tells two keys apart and gives nothing of the key away.
    ///
    /// - Throws: `KeyError`, as `load`.
    public func prints() throws -> [String: String] {
        let keys = try load()
        var prints = ["look-up.key": Self.print(keys.lookUp)]
        for (kind, held) in [("encryption", keys.encryption), ("signing", keys.signing)] {
            for (number, key) in held { prints["\(kind)-\(Digits.padded(number, 4)).key"] = Self.print(key) }
        }
        return prints
    }

    /// The first 16 bytes of SHA-256 over a name for this use and the key.
    private static func print(_ key: [UInt8]) -> String {
        Hex.encode(SHA256.hash(Array("motcua key print 1\n".utf8) + key).prefix(16))
    }

    /// Copies every key into another folder, each file with mode 0600; a file that is there and the same stays.
    ///
    /// - Returns: the names of the files that were written.
    /// - Throws: `KeyError.alreadyThere` when another key has that name there, before anything is written.
    @discardableResult
    public func copy(to folder: String) throws -> [String] {
        let names = try prints().keys.sorted()
        let target = try KeyFolder(folder)
        let manager = FileManager.default
        do {
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try manager.createDirectory(atPath: target.path, withIntermediateDirectories: true, attributes: mode)
        } catch {
            throw KeyError.unreadable(path: target.path, reason: "the folder cannot be made")
        }
        var wanted: [(name: String, content: Data)] = []
        for name in names {
            guard let content = manager.contents(atPath: "\(path)/\(name)") else {
                throw KeyError.missing(path: "\(path)/\(name)")
            }
            let place = "\(target.path)/\(name)"
            if manager.fileExists(atPath: place) {
                guard manager.contents(atPath: place) == content else { throw KeyError.alreadyThere(path: place) }
            } else {
                wanted.append((name, content))
            }
        }
        for (name, content) in wanted { try Self.write(content, to: "\(target.path)/\(name)") }
        return wanted.map(\.name)
    }

    private static func write(_ content: Data, to file: String) throws {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyError.alreadyThere(path: file) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: content)
            try handle.synchronize()
        } catch {
            unlink(file)
            throw KeyError.unreadable(path: file, reason: "it could not be written")
        }
    }
}
