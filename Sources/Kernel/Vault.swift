/// Secrets and cryptography, as closures: the contexts use them and import no package. Made in `Secrets/`.
public struct Vault: Sendable {
    /// HMAC-SHA-256 under the data folder's look-up key: how encrypted numbers are found again.
    public var lookUpHash: @Sendable (_ text: String) -> [UInt8]
    /// AES-256-GCM under the newest key; the key's number and the nonce stand before the text.
    public var seal: @Sendable (_ plain: [UInt8]) throws -> [UInt8]
    /// Opens what `seal` made under any key that is still held.
    public var open: @Sendable (_ sealed: [UInt8]) throws -> [UInt8]
    /// Ed25519 signature of the agency.
    public var sign: @Sendable (_ message: [UInt8]) throws -> [UInt8]
    /// The public key that belongs to `sign`.
    public var publicKey: @Sendable () -> [UInt8]
    /// Whether `signature` of `message` was made with `publicKey`.
    public var verify: @Sendable (_ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]) -> Bool
    /// HMAC-SHA-1, for time-based one-time passwords (RFC 6238).
    public var hmacSHA1: @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    /// argon2id in the encoded form, off the event loop on a small pool of its own.
    public var hashPassword: @Sendable (_ password: String) async throws -> String
    /// Whether `password` belongs to the encoded hash, off the event loop.
    public var verifyPassword: @Sendable (_ password: String, _ hash: String) async throws -> Bool

    public init(
        lookUpHash: @escaping @Sendable (String) -> [UInt8],
        seal: @escaping @Sendable ([UInt8]) throws -> [UInt8],
        open: @escaping @Sendable ([UInt8]) throws -> [UInt8],
        sign: @escaping @Sendable ([UInt8]) throws -> [UInt8],
        publicKey: @escaping @Sendable () -> [UInt8],
        verify: @escaping @Sendable ([UInt8], [UInt8], [UInt8]) -> Bool,
        hmacSHA1: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
        hashPassword: @escaping @Sendable (String) async throws -> String,
        verifyPassword: @escaping @Sendable (String, String) async throws -> Bool
    ) {
        self.lookUpHash = lookUpHash
        self.seal = seal
        self.open = open
        self.sign = sign
        self.publicKey = publicKey
        self.verify = verify
        self.hmacSHA1 = hmacSHA1
        self.hashPassword = hashPassword
        self.verifyPassword = verifyPassword
    }
}

/// What a vault refuses.
public enum VaultError: Error, Equatable, Sendable {
    /// What was sealed has been changed, or is no sealed text at all.
    case damaged
    /// It was sealed under a key that is no longer held.
    case unknownKey(Int)
    /// Too many passwords wait to be hashed; try again after some seconds (503 with Retry-After).
    case busy
    /// The library refused, with its own words.
    case failed(String)
}
