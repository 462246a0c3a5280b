import Agencies
import Kernel
import Register
import Storage
import Synchronization
import Testing

/// A vault for tests of the stores: real HMAC and chaining of keys, toy encryption, passwords in the clear.
///
/// What is tested with it is what the stores do with a vault; the real one has tests of its own.
final class ToyVault: Sendable {
    private let keys = Mutex<[UInt8: [UInt8]]>([1: Array("first".utf8)])
    private let newest = Mutex<UInt8>(1)
    private let costly = Mutex<Int>(0)
    /// How often a password was hashed or verified.
    var work: Int { costly.withLock { $0 } }

    /// Adds a key, under which everything is sealed from now on.
    func rotate() {
        let number = newest.withLock { number -> UInt8 in
            number += 1
            return number
        }
        keys.withLock { $0[number] = Array("key \(number)".utf8) }
    }
    func forget(_ number: UInt8) { keys.withLock { $0[number] = nil } }

    var vault: Vault {
        let nonces = Mutex<Int>(0)
        return Vault(
            lookUpHash: { Self.hmac(Array("look-up".utf8), Array($0.utf8)) },
            seal: { plain in
                let number = self.newest.withLock { $0 }
                guard let key = self.keys.withLock({ $0[number] }) else { throw StorageError.missing("key") }
                let nonce = nonces.withLock { nonce -> UInt8 in
                    nonce = (nonce + 1) % 256
                    return UInt8(nonce)
                }
                return [number, nonce] + Self.stream(key, nonce, plain)
            },
            open: { sealed in
                guard sealed.count >= 2, let key = self.keys.withLock({ $0[sealed[0]] }) else {
                    throw StorageError.missing("key")
                }
                return Self.stream(key, sealed[1], Array(sealed.dropFirst(2)))
            },
            sign: { Self.hmac(Array("sign".utf8), $0) },
            publicKey: { [] },
            verify: { signature, message, _ in signature == Self.hmac(Array("sign".utf8), message) },
            hmacSHA1: { Array(Self.hmac($0, $1).prefix(20)) },
            hashPassword: { password in
                self.costly.withLock { $0 += 1 }
                return "toy:" + password
            },
            verifyPassword: { password, hash in
                self.costly.withLock { $0 += 1 }
                return hash == "toy:" + password
            }
        )
    }

    private static func stream(_ key: [UInt8], _ nonce: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            out.append(byte ^ hmac(key, [nonce, UInt8(truncatingIfNeeded: index / 32)])[index % 32])
        }
        return out
    }
    private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let block = key + [UInt8](repeating: 0, count: 64 - key.count)
        return SHA256.hash(block.map { $0 ^ 0x5C } + SHA256.hash(block.map { $0 ^ 0x36 } + message))
    }
}

/// Compares the derived tables of a context, for these subjects, with what the book leads to.
func expectRebuilt(_ context: any Rebuildable, _ subjects: [String], in database: any Database) async throws {
    try await database.read { tx in
        for subject in subjects {
            let expected = try context.rows(from: try Book.entries(of: subject, in: tx))
            for table in context.derivedTables {
                let name = SQL(verbatim: table.name)
                let column = SQL(verbatim: table.subject)
                let rows = try tx.rows("SELECT * FROM \(name) WHERE \(column) = \(subject)").map { row in
                    Dictionary(uniqueKeysWithValues: zip(row.columns, row.values))
                }
                #expect(Set(rows) == Set(expected[table.name] ?? []), "\(table.name) of \(subject)")
            }
        }
    }
}
