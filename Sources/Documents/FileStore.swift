internal import Glibc
internal import Kernel

/// Files by their content's hash: the same content is kept once, and a damaged one is noticed.
///
/// The only place where a context touches the disk. Calls block; the caller runs them off the event loop.
public struct FileStore: Sendable {
    /// The folder that holds the files, `…/files`.
    public let folder: String

    /// Opens the store, making its folder when it is not there.
    public init(folder: String) throws(FileError) {
        self.folder = folder
        try Self.makeFolder(folder)
        try Self.makeFolder(folder + "/incoming")
    }

    /// Begins to write a file.
    ///
    /// - Parameter name: unguessable and used once (from `World`): the name of the file while it comes in.
    public func begin(_ name: String) throws(FileError) -> FileWriter {
        let path = "\(folder)/incoming/\(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure() }
        return FileWriter(folder: folder, path: path, descriptor: descriptor)
    }

    /// Where the content with `hash` lies: two letters of the hash, then the rest.
    public func path(of hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash.dropFirst(2))" }

    /// Reads the content in chunks.
    ///
    /// - Throws: `FileError.damaged` when it is not there, or when after the last chunk its hash is another.
    public func read(_ hash: String, _ use: (ArraySlice<UInt8>) throws -> Void) throws {
        guard hash.utf8.count == 64, Hex.decode(hash) != nil else { throw FileError.damaged(hash: hash) }
        let descriptor = open(path(of: hash), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? FileError.damaged(hash: hash) : Self.failure() }
        defer { close(descriptor) }
        var sum = SHA256()
        var buffer = [UInt8](repeating: 0, count: FileLimits.chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure() }
            if count == 0 { break }
            sum.update(buffer[..<count])
            try use(buffer[..<count])
        }
        guard Hex.encode(sum.finalize()) == hash else { throw FileError.damaged(hash: hash) }
    }

    /// The whole content; at most `FileLimits.bytes`.
    public func bytes(of hash: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(hash) { bytes += $0 }
        return bytes
    }

    static func makeFolder(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure() }
    }
    static func failure() -> FileError { errno == ENOSPC || errno == EDQUOT ? .noSpace : .system(errno) }
    /// Makes the names in a folder durable.
    static func flushFolder(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure() }
    }
}

/// A content that was written and is durable.
public struct StoredContent: Hashable, Sendable, Codable {
    /// SHA-256 in hexadecimal.
    public let hash: String
    public let size: Int
    public let kind: FileKind
}

/// A file that is coming in, chunk by chunk. Dropped without `finish`, it leaves nothing behind.
public struct FileWriter: ~Copyable {
    private let folder: String
    private let path: String
    private let descriptor: Int32
    private var sum = SHA256()
    private var size = 0
    private var head: [UInt8] = []

    init(folder: String, path: String, descriptor: Int32) {
        self.folder = folder
        self.path = path
        self.descriptor = descriptor
    }
    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Adds a chunk.
    ///
    /// - Throws: `FileError.tooLarge` with the byte that is one too many, `.unknownKind` as soon as it can be told.
    public mutating func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        guard size + bytes.count <= FileLimits.bytes else { throw .tooLarge(limit: FileLimits.bytes) }
        if head.count < FileKind.headLength {
            head += bytes.prefix(FileKind.headLength - head.count)
            if head.count == FileKind.headLength, FileKind(head: head) == nil { throw .unknownKind }
        }
        sum.update(bytes)
        size += bytes.count
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafeWrite(rest)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileStore.failure() }
            rest = rest.dropFirst(count)
        }
    }

    private func unsafeWrite(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Flushes the content and gives it its name.
    public consuming func finish() throws(FileError) -> StoredContent {
        guard size > 0 else { throw .empty }
        guard let kind = FileKind(head: head) else { throw .unknownKind }
        let hash = Hex.encode(sum.finalize())
        guard fsync(descriptor) == 0 else { throw FileStore.failure() }
        let inner = "\(folder)/\(hash.prefix(2))"
        try FileStore.makeFolder(inner)
        // Over the same content it is the same content: the newer copy takes the place, and mends a damaged one.
        guard rename(path, "\(inner)/\(hash.dropFirst(2))") == 0 else { throw FileStore.failure() }
        try FileStore.flushFolder(inner)
        try FileStore.flushFolder(folder)
        return StoredContent(hash: hash, size: size, kind: kind)
    }
}
