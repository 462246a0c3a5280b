internal import Foundation
internal import Kernel

/// The folder of the keys, outside the data folder: one file a key, mode 0600, 64 hexadecimal digits.
///
///     encryption-0001.key   encryption-0002.key   look-up.key   signing-0001.key
///
/// Losing it loses every identity number and phone number for ever; it needs a backup of its own, apart from the data's.
public struct KeyFolder: Sendable {
    public let path: String

    /// - Throws: `KeyError.insideData` when the folder lies in `data`.
    public init(_ path: String, outside data: String? = nil) throws {
        self.path = Self.whole(path)
        guard let data else { return }
        let inside = Self.whole(data)
        if self.path == inside || self.path.hasPrefix(inside + "/") { throw KeyError.insideData(path: self.path) }
    }

    /// Makes the folder and one key of each kind; `secret` gives unguessable bytes (`World.secret`).
    ///
    /// - Throws: `KeyError.alreadyThere` when a key is there, before anything is written.
    public func make(secret: (_ bytes: Int) -> [UInt8]) throws {
        for name in [Kind.encryption.file(1), Self.lookUpFile, Kind.signing.file(1)]
        where FileManager.default.fileExists(atPath: place(name)) {
            throw KeyError.alreadyThere(path: place(name))
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw KeyError.unreadable(path: path, reason: "the folder cannot be made")
        }
        for name in [Kind.encryption.file(1), Self.lookUpFile, Kind.signing.file(1)] {
            try write(secret(Keys.length), as: name)
        }
    }

    /// Whether any key is there.
    public var isMade: Bool { FileManager.default.fileExists(atPath: place(Self.lookUpFile)) }

    /// Adds the next key to encrypt with; texts sealed under the older ones still open. Gives its number.
    @discardableResult
    public func addEncryptionKey(secret: (_ bytes: Int) -> [UInt8]) throws -> Int {
        try add(.encryption, secret)
    }

    /// Adds the next key to sign with; what the older ones signed still verifies. Gives its number.
    @discardableResult
    public func addSigningKey(secret: (_ bytes: Int) -> [UInt8]) throws -> Int {
        try add(.signing, secret)
    }

    /// Reads every key.
    ///
    /// - Throws: `KeyError` naming the file that is missing, unreadable, malformed or open to others.
    public func load() throws -> Keys {
        let keys = Keys(
            encryption: try readAll(.encryption),
            lookUp: try read(Self.lookUpFile),
            signing: try readAll(.signing)
        )
        for (kind, held) in [(Kind.encryption, keys.encryption), (Kind.signing, keys.signing)] where held.isEmpty {
            throw KeyError.missing(path: place(kind.file(1)))
        }
        return keys
    }

    // MARK: Files

    private enum Kind: String {
        case encryption, signing
        func file(_ number: Int) -> String { "\(rawValue)-\(Digits.padded(number, 4)).key" }
    }

    private static let lookUpFile = "look-up.key"

    private static func whole(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path.trimmingSuffix("/")
    }

    private func place(_ name: String) -> String { "\(path)/\(name)" }

    private func add(_ kind: Kind, _ secret: (Int) -> [UInt8]) throws -> Int {
        let next = (try numbers(kind).max() ?? 0) + 1
        guard Keys.numbers.contains(next) else { throw KeyError.alreadyThere(path: place(kind.file(next - 1))) }
        try write(secret(Keys.length), as: kind.file(next))
        return next
    }

    private func numbers(_ kind: Kind) throws -> [Int] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw KeyError.missing(path: place(kind.file(1)))
        }
        return names.compactMap { name in
            let digits = name.dropFirst(kind.rawValue.count + 1).dropLast(4)
            guard let number = Int(digits), Keys.numbers.contains(number), kind.file(number) == name else { return nil }
            return number
        }
    }

    private func readAll(_ kind: Kind) throws -> [Int: [UInt8]] {
        var keys: [Int: [UInt8]] = [:]
        for number in try numbers(kind) { keys[number] = try read(kind.file(number)) }
        return keys
    }

    private func read(_ name: String) throws -> [UInt8] {
        let file = place(name)
        guard FileManager.default.fileExists(atPath: file) else { throw KeyError.missing(path: file) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        if let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 {
            throw KeyError.tooOpen(path: file, mode: "0" + String(mode & 0o777, radix: 8))
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw KeyError.unreadable(path: file, reason: "the system does not let this program read it")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Hex.decode(text), key.count == Keys.length else { throw KeyError.malformed(path: file) }
        return key
    }

    /// Writes beside, flushes, and renames, so that no half-written key can ever be found.
    private func write(_ key: [UInt8], as name: String) throws {
        let file = place(name)
        let beside = file + ".new"
        unlink(beside)
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw KeyError.unreadable(path: file, reason: Self.reason) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((Hex.encode(key) + "\n").utf8))
            try handle.synchronize()
        } catch {
            throw KeyError.unreadable(path: file, reason: "it could not be written")
        }
        guard link(beside, file) == 0 else {
            let isThere = errno == EEXIST
            unlink(beside)
            throw isThere ? KeyError.alreadyThere(path: file) : KeyError.unreadable(path: file, reason: Self.reason)
        }
        unlink(beside)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.count > 1, text.last == suffix { text.removeLast() }
        return text
    }
}
