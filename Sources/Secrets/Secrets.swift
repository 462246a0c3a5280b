internal import Crypto
public import Kernel

/// Makes the vault from keys: the only place where a cryptographic package is used.
public enum Secrets {
    /// The vault under `keys`; `secret` gives unguessable bytes for nonces and salts (`World.secret`).
    ///
    /// - Throws: `KeyError` when a kind of key is not held or is of a wrong length.
    public static func vault(
        keys: Keys,
        passwords: PasswordPool = PasswordPool(),
        secret: @escaping @Sendable (_ bytes: Int) -> [UInt8]
    ) throws -> Vault {
        let box = try Box(keys.encryption)
        let lookUp = SymmetricKey(data: keys.lookUp)
        guard keys.lookUp.count == Keys.length else { throw KeyError.noKey(kind: "look-up") }
        guard let newest = keys.signing.keys.max(), let bytes = keys.signing[newest] else {
            throw KeyError.noKey(kind: "signing")
        }
        let signing = try signingKey(bytes)
        let publicKey = Array(signing.publicKey.rawRepresentation)
        return Vault(
            lookUpHash: { Array(HMAC<Crypto.SHA256>.authenticationCode(for: Array($0.utf8), using: lookUp)) },
            seal: { try box.seal($0, nonce: secret(Box.nonceLength)) },
            open: { try box.open($0) },
            sign: { Array(try signing.signature(for: $0)) },
            publicKey: { publicKey },
            verify: { signature, message, key in Self.verify(signature, message, key) },
            hmacSHA1: { key, message in
                Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
            },
            hashPassword: { try await passwords.hash($0, salt: secret(PasswordPool.saltLength)) },
            verifyPassword: { try await passwords.verify($0, $1) }
        )
    }

    /// The public keys of every signing key that is held, newest first: what `Verify` trusts.
    public static func publicKeys(_ keys: Keys) throws -> [[UInt8]] {
        try keys.signing.sorted { $0.key > $1.key }.map {
            Array(try signingKey($0.value).publicKey.rawRepresentation)
        }
    }

    private static func signingKey(_ bytes: [UInt8]) throws -> Curve25519.Signing.PrivateKey {
        do { return try Curve25519.Signing.PrivateKey(rawRepresentation: bytes) } catch {
            throw KeyError.noKey(kind: "signing")
        }
    }

    private static func verify(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// AES-256-GCM under numbered keys. Sealed text: key number (2 bytes), nonce (12), cipher text, tag (16).
///
/// The key's number is authenticated with the text, so that neither can be exchanged.
private struct Box: Sendable {
    static let nonceLength = 12
    private static let tagLength = 16
    private let keys: [Int: SymmetricKey]
    private let newest: Int

    init(_ keys: [Int: [UInt8]]) throws {
        guard let newest = keys.keys.max(), keys.values.allSatisfy({ $0.count == Keys.length }),
            keys.keys.allSatisfy(Keys.numbers.contains)
        else { throw KeyError.noKey(kind: "encryption") }
        self.newest = newest
        self.keys = keys.mapValues { SymmetricKey(data: $0) }
    }

    func seal(_ plain: [UInt8], nonce: [UInt8]) throws -> [UInt8] {
        guard let key = keys[newest] else { throw VaultError.unknownKey(newest) }
        let head = [UInt8(newest >> 8), UInt8(newest & 255)]
        do {
            let box = try AES.GCM.seal(plain, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: head)
            return head + nonce + box.ciphertext + box.tag
        } catch {
            throw VaultError.failed("AES-GCM")
        }
    }

    func open(_ sealed: [UInt8]) throws -> [UInt8] {
        guard sealed.count >= 2 + Self.nonceLength + Self.tagLength else { throw VaultError.damaged }
        let head = Array(sealed[..<2])
        let number = Int(head[0]) << 8 | Int(head[1])
        guard let key = keys[number] else { throw VaultError.unknownKey(number) }
        let nonceEnd = 2 + Self.nonceLength
        let textEnd = sealed.count - Self.tagLength
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[2..<nonceEnd]),
                ciphertext: sealed[nonceEnd..<textEnd],
                tag: sealed[textEnd...]
            )
            return Array(try AES.GCM.open(box, using: key, authenticating: head))
        } catch {
            throw VaultError.damaged
        }
    }
}
