internal import CArgon2
internal import Dispatch
internal import Kernel
internal import Synchronization

/// argon2id on a few threads of its own: a hash takes 38 ms and 19 MiB, and must never hold an event loop.
public final class PasswordPool: Sendable {
    /// How hard a hash is to compute.
    public struct Cost: Hashable, Sendable {
        public var memoryKiB: UInt32
        public var passes: UInt32
        public var lanes: UInt32
        public init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
            self.memoryKiB = memoryKiB
            self.passes = passes
            self.lanes = lanes
        }
        /// 19 MiB, two passes, one lane: OWASP's Password Storage Cheat Sheet, first choice for argon2id.
        public static let standard = Cost(memoryKiB: 19 * 1024, passes: 2, lanes: 1)
        /// The least that argon2 allows. For tests alone.
        public static let cheapest = Cost(memoryKiB: 8, passes: 1, lanes: 1)
    }

    /// Bytes of a salt.
    public static let saltLength = 16
    /// Bytes of a hash.
    public static let hashLength = 32
    /// Bytes a password may have; longer ones are refused before anything is computed.
    public static let passwordBytes = 1024

    private let cost: Cost
    private let queues: [DispatchQueue]
    private let waitingLimit: Int
    private let state = Mutex<(waiting: Int, next: Int)>((0, 0))

    /// At most `threads` hashes are computed at once and `waiting` more wait; one more is refused as `busy`.
    public init(_ cost: Cost = .standard, threads: Int = 2, waiting: Int = 100) {
        self.cost = cost
        waitingLimit = max(1, threads) + waiting
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "motcua.passwords.\($0)", qos: .userInitiated) }
    }

    /// The encoded hash (`$argon2id$v=19$m=…`) of `password` in NFC, so that every keyboard gives the same bytes.
    public func hash(_ password: String, salt: [UInt8]) async throws -> String {
        let bytes = try Self.bytes(password)
        let cost = cost
        return try await run { try Self.encoded(bytes, salt: salt, cost) }
    }

    /// Whether `password` belongs to `encoded`; the cost is the one that stands in it.
    ///
    /// - Throws: `VaultError.failed` when `encoded` is no argon2id hash.
    public func verify(_ password: String, _ encoded: String) async throws -> Bool {
        guard let bytes = try? Self.bytes(password) else { return false }
        return try await run {
            let code = bytes.withUnsafeBytes { argon2id_verify(encoded, $0.baseAddress, $0.count) }
            if code == ARGON2_OK.rawValue { return true }
            if code == ARGON2_VERIFY_MISMATCH.rawValue { return false }
            throw VaultError.failed(String(cString: argon2_error_message(code)))
        }
    }

    private static func bytes(_ password: String) throws -> [UInt8] {
        let bytes = Array(VietnameseText.normalized(password).utf8)
        guard bytes.count <= passwordBytes else { throw VaultError.failed("the password is too long") }
        return bytes
    }

    private static func encoded(_ password: [UInt8], salt: [UInt8], _ cost: Cost) throws -> String {
        let length = argon2_encodedlen(
            cost.passes,
            cost.memoryKiB,
            cost.lanes,
            UInt32(salt.count),
            UInt32(hashLength),
            Argon2_id
        )
        var text = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            cost.passes,
            cost.memoryKiB,
            cost.lanes,
            password,
            password.count,
            salt,
            salt.count,
            hashLength,
            &text,
            length
        )
        guard code == ARGON2_OK.rawValue else { throw VaultError.failed(String(cString: argon2_error_message(code))) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs `work` on the next queue in turn.
    private func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let limit = waitingLimit
        let place = try state.withLock { state -> Int in
            guard state.waiting < limit else { throw VaultError.busy }
            state.waiting += 1
            state.next = (state.next + 1) % queues.count
            return state.next
        }
        defer { state.withLock { $0.waiting -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queues[place].async { continuation.resume(with: Result { try work() }) }
        }
    }
}
