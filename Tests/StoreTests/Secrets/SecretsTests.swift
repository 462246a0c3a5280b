import Foundation
import Kernel
import Secrets
import Testing

private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

@Suite struct VaultTests {
    private func vault(_ change: (inout Keys) -> Void = { _ in }) throws -> Vault {
        var keys = Keys.testing()
        change(&keys)
        return try Secrets.vault(
            keys: keys,
            passwords: PasswordPool(.cheapest),
            secret: { [UInt8](repeating: 5, count: $0) }
        )
    }

    /// RFC 4231, test case 2 has a short key; with a key of 32 bytes the expected value is computed with another tool.
    @Test func lookUpHashesAreHMACSHA256() throws {
        let vault = try vault { $0.lookUp = Array(0..<32) }
        #expect(
            Hex.encode(vault.lookUpHash("what do ya want for nothing?"))
                == "099805f4ac310786968565c098db515cc50862b420ae31e20238312344bed36a"
        )
    }

    /// RFC 2202, test cases 1, 2 and 6.
    @Test func oneTimePasswordsUseHMACSHA1() throws {
        let vault = try vault()
        let cases: [(key: [UInt8], message: String, code: String)] = [
            ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
            (Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                [UInt8](repeating: 0xaa, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112"
            ),
        ]
        for (key, message, code) in cases {
            #expect(Hex.encode(vault.hmacSHA1(key, Array(message.utf8))) == code)
        }
    }

    /// RFC 8032, 7.1, tests 1 to 3.
    @Test func signaturesAreThoseOfTheRFC() throws {
        let cases = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
                    + "5141438e7a100b"
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
                    + "0d291612bb0c00"
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc0"
                    + "27beceea1ec40a"
            ),
        ]
        for (secret, publicKey, message, signature) in cases {
            let secretBytes = try bytes(secret)
            let vault = try vault { $0.signing = [1: secretBytes] }
            #expect(Hex.encode(vault.publicKey()) == publicKey)
            #expect(vault.verify(try bytes(signature), try bytes(message), try bytes(publicKey)))
            let own = try vault.sign(try bytes(message))
            #expect(vault.verify(own, try bytes(message), vault.publicKey()))
            #expect(!vault.verify(own, try bytes(message + "00"), vault.publicKey()))
            #expect(!vault.verify(try bytes(signature), try bytes(message), try Vault.testing().publicKey()))
        }
        #expect(try !vault().verify([], [], []))
        #expect(try !vault().verify([1, 2], [3], [UInt8](repeating: 1, count: 32)))
    }

    @Test func whatIsSealedOpensAndWhatIsTouchedDoesNot() throws {
        let vault = try Vault.testing()
        for plain in ["", "0", "017201000123", "Bùi Thị Hoà"] {
            let sealed = try vault.seal(Array(plain.utf8))
            #expect(try vault.open(sealed) == Array(plain.utf8))
            #expect(sealed.count == plain.utf8.count + 30)
            for place in sealed.indices {
                var touched = sealed
                touched[place] ^= 1
                #expect(throws: VaultError.self, "byte \(place)") { try vault.open(touched) }
            }
            #expect(throws: VaultError.damaged) { try vault.open(Array(sealed.dropLast())) }
        }
        #expect(throws: VaultError.damaged) { try vault.open([]) }
        let sealed = try vault.seal([1])
        #expect(try vault.seal([1]) != sealed, "a nonce comes once")
        #expect(throws: VaultError.damaged) { try Vault.testing(seed: 2).open(sealed) }
    }

    @Test func afterAChangeOfKeysTheOldTextsStillOpen() throws {
        let old = try vault()
        let sealed = try old.seal(Array("017201000123".utf8))
        let renewed = try vault { $0.encryption[2] = [UInt8](repeating: 9, count: 32) }
        #expect(try renewed.open(sealed) == Array("017201000123".utf8))
        let fresh = try renewed.seal([7])
        #expect(Array(fresh[..<2]) == [0, 2], "the newest key seals")
        #expect(throws: VaultError.unknownKey(2)) { try old.open(fresh) }
    }

    @Test func publicKeysComeNewestFirst() throws {
        var keys = Keys.testing()
        keys.signing[2] = [UInt8](repeating: 9, count: 32)
        let renewed = try Secrets.vault(keys: keys, secret: { [UInt8](repeating: 0, count: $0) })
        #expect(try Secrets.publicKeys(keys) == [renewed.publicKey(), try Vault.testing().publicKey()])
    }

    @Test func keysOfAWrongLengthAreRefused() {
        for change in [
            { $0.lookUp = [1] }, { $0.encryption = [:] }, { $0.encryption[1] = [1] }, { $0.signing = [:] },
            { $0.signing[1] = [1] }, { $0.encryption[70_000] = [UInt8](repeating: 1, count: 32) },
        ] as [(inout Keys) -> Void] {
            #expect(throws: KeyError.self) { try vault(change) }
        }
    }
}

@Suite struct PasswordTests {
    @Test func aPasswordIsVerifiedAndAWrongOneIsNot() async throws {
        let vault = try Vault.testing()
        let hash = try await vault.hashPassword("mưa dầm thấm lâu")
        #expect(hash.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await vault.verifyPassword("mưa dầm thấm lâu", hash))
        #expect(try await !vault.verifyPassword("mưa dầm thấm lau", hash))
        #expect(try await !vault.verifyPassword("", hash))
        #expect(try await vault.hashPassword("mưa dầm thấm lâu") != hash, "each has its own salt")
    }

    /// One keyboard sends composed letters, another letters and marks.
    @Test func everyKeyboardGivesTheSamePassword() async throws {
        let vault = try Vault.testing()
        let hash = try await vault.hashPassword("\u{1EBF}")
        #expect(try await vault.verifyPassword("e\u{302}\u{301}", hash))
    }

    /// A vector of the reference implementation: argon2id, t = 2, m = 256 KiB, p = 1, salt `somesalt`.
    @Test func hashesAreThoseOfTheReference() async throws {
        let pool = PasswordPool(.init(memoryKiB: 256, passes: 2, lanes: 1))
        let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        #expect(try await pool.hash("password", salt: Array("somesalt".utf8)) == hash)
        #expect(try await pool.verify("password", hash))
        #expect(try await !pool.verify("Password", hash))
    }

    @Test func theStandardCostIsTheOneThatIsAsked() async throws {
        let hash = try await PasswordPool().hash("x", salt: [UInt8](repeating: 1, count: 16))
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    }

    @Test func aHashThatIsNoneIsAnErrorAndNoAnswer() async throws {
        await #expect(throws: VaultError.self) { try await PasswordPool(.cheapest).verify("x", "no hash") }
    }

    @Test func passwordsEndAtTheirLimit() async throws {
        let pool = PasswordPool(.cheapest)
        let salt = [UInt8](repeating: 1, count: 16)
        let longest = String(repeating: "a", count: PasswordPool.passwordBytes)
        let hash = try await pool.hash(longest, salt: salt)
        #expect(try await pool.verify(longest, hash))
        await #expect(throws: VaultError.self) { try await pool.hash(longest + "a", salt: salt) }
        #expect(try await !pool.verify(longest + "a", hash))
    }

    /// One thread, nobody may wait: of many at once some are refused, the pool lives on.
    @Test func tooManyAtOnceAreRefused() async throws {
        let pool = PasswordPool(.standard, threads: 1, waiting: 0)
        let salt = [UInt8](repeating: 1, count: 16)
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do { return try await pool.hash("x", salt: salt).isEmpty ? "empty" : "done" } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(outcomes).isSubset(of: ["done", "busy"]))
        #expect(outcomes.contains("done"))
        #expect(try await !pool.hash("x", salt: salt).isEmpty)
    }
}

@Suite struct KeyFolderTests {
    private final class Place {
        let url: URL
        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "motcua-keys-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(at: url) }
        func path(_ name: String) -> String { url.appending(path: name).path }
    }
    private final class Chance {
        private var generator = SeededGenerator(3)
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
    }

    @Test func keysAreMadeOnceAndReadBack() throws {
        let place = try Place()
        let chance = Chance()
        let folder = try KeyFolder(place.path("keys"), outside: place.path("data"))
        #expect(!folder.isMade)
        try folder.make(secret: chance.bytes)
        #expect(folder.isMade)
        let keys = try folder.load()
        #expect(keys.encryption.keys.sorted() == [1])
        #expect(keys.signing.keys.sorted() == [1])
        #expect(Set([keys.lookUp] + keys.encryption.values + keys.signing.values).count == 3)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        #expect(throws: KeyError.alreadyThere(path: folder.path + "/encryption-0001.key")) {
            try folder.make(secret: chance.bytes)
        }
        #expect(try folder.load().lookUp == keys.lookUp, "nothing was written over")
    }

    @Test func keysRotate() throws {
        let place = try Place()
        let chance = Chance()
        let folder = try KeyFolder(place.path("keys"))
        try folder.make(secret: chance.bytes)
        let before = try Secrets.vault(keys: folder.load(), secret: { [UInt8](repeating: 1, count: $0) })
        let sealed = try before.seal([1, 2, 3])
        #expect(try folder.addEncryptionKey(secret: chance.bytes) == 2)
        #expect(try folder.addSigningKey(secret: chance.bytes) == 2)
        #expect(try folder.addSigningKey(secret: chance.bytes) == 3)
        let keys = try folder.load()
        let after = try Secrets.vault(keys: keys, secret: { [UInt8](repeating: 1, count: $0) })
        #expect(try after.open(sealed) == [1, 2, 3])
        #expect(after.lookUpHash("0912345678") == before.lookUpHash("0912345678"))
        #expect(try Secrets.publicKeys(keys).count == 3)
        #expect(try Secrets.publicKeys(keys).last == before.publicKey())
    }

    @Test func whatIsWrongWithAKeyIsSaid() throws {
        let place = try Place()
        let folder = try KeyFolder(place.path("keys"))
        #expect(throws: KeyError.missing(path: folder.path + "/encryption-0001.key")) { try folder.load() }
        try folder.make(secret: Chance().bytes)
        let file = folder.path + "/look-up.key"
        let text = try String(contentsOfFile: file, encoding: .utf8)

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        #expect(throws: KeyError.tooOpen(path: file, mode: "0640")) { try folder.load() }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)

        for bad in ["", "00", String(text.dropLast(3)), "Z" + text.dropFirst(), text + text] {
            try bad.write(toFile: file, atomically: false, encoding: .utf8)
            #expect(throws: KeyError.malformed(path: file)) { try folder.load() }
        }
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        #expect(throws: Never.self) { try folder.load() }

        try FileManager.default.removeItem(atPath: file)
        #expect(throws: KeyError.missing(path: file)) { try folder.load() }
        #expect("\(KeyError.missing(path: file))".contains(file))
    }

    @Test func keysDoNotLieAmongTheData() throws {
        let place = try Place()
        for inside in ["data", "data/keys", "data/../data/keys", "data/x/../keys"] {
            #expect(throws: KeyError.self, "\(inside)") {
                try KeyFolder(place.path(inside), outside: place.path("data"))
            }
        }
        for outside in ["keys", "data-keys", "data/../keys"] {
            #expect(throws: Never.self, "\(outside)") {
                try KeyFolder(place.path(outside), outside: place.path("data/"))
            }
        }
    }
}
