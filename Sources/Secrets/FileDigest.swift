internal import Crypto
internal import Foundation

/// SHA-256 over files of any size, in small pieces.
public enum FileDigest {
    public struct Sum: Hashable, Sendable {
        /// SHA-256 in hexadecimal.
        public let hash: String
        public let bytes: Int64
    }
    /// The system refused, with its reason and the file.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let path: String
        /// The system's error number.
        public let code: Int32
        public init(path: String, code: Int32) {
            self.path = path
            self.code = code
        }
        public var description: String { "\(path): \(String(cString: strerror(code)))" }
        public var isMissing: Bool { code == ENOENT }
        public var isFull: Bool { code == ENOSPC || code == EDQUOT }
    }
    private static let chunk = 1 << 18

    /// - Throws: `Failure`.
    public static func sum(of path: String) throws -> Sum { try walk(path) { _ in } }

    /// Copies a file beside, flushes it and gives it its name; what is there under that name is replaced.
    ///
    /// - Parameter isRight: judges the sum of what was read; when it says no, nothing is written.
    /// - Throws: `Failure`.
    @discardableResult
    public static func copy(
        _ source: String,
        to target: String,
        if isRight: (Sum) -> Bool = { _ in true }
    ) throws -> Sum {
        let beside = target + ".new"
        unlink(beside)
        let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(path: beside, code: errno) }
        var isOpen = true
        defer {
            if isOpen { close(file) }
            unlink(beside)
        }
        let sum = try walk(source) { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = write(file, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Failure(path: beside, code: errno) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        guard fsync(file) == 0 else { throw Failure(path: beside, code: errno) }
        isOpen = false
        guard close(file) == 0 else { throw Failure(path: beside, code: errno) }
        guard isRight(sum) else { return sum }
        guard rename(beside, target) == 0 else { throw Failure(path: target, code: errno) }
        return sum
    }

    private static func walk(_ path: String, _ use: (UnsafeRawBufferPointer) throws -> Void) throws -> Sum {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(file) }
        var hasher = SHA256()
        var size: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(path: path, code: errno) }
            if count == 0 { break }
            try buffer.withUnsafeBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                hasher.update(bufferPointer: part)
                try use(part)
            }
            size += Int64(count)
        }
        return Sum(hash: hasher.finalize().map { Self.hex($0) }.joined(), bytes: size)
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
}
