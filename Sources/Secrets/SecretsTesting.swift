public import Kernel
internal import Synchronization

extension Keys {
    /// Keys that follow from a seed. For tests and for nothing else: whoever knows the seed has the keys.
    public static func testing(seed: UInt64 = 1) -> Keys {
        var chance = SeededGenerator(seed)
        func key() -> [UInt8] { (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &chance) } }
        return Keys(encryption: [1: key()], lookUp: key(), signing: [1: key()])
    }
}

extension Vault {
    /// A vault whose every answer follows from the seed, with the cheapest passwords. For tests and for nothing else.
    public static func testing(seed: UInt64 = 1) throws -> Vault {
        let chance = SeededSecret(seed)
        return try Secrets.vault(
            keys: .testing(seed: seed),
            passwords: PasswordPool(.cheapest),
            secret: { chance.bytes($0) }
        )
    }
}

private final class SeededSecret: Sendable {
    private let chance: Mutex<SeededGenerator>
    init(_ seed: UInt64) { chance = Mutex(SeededGenerator(seed &+ 1)) }
    func bytes(_ count: Int) -> [UInt8] {
        chance.withLock { chance in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &chance) } }
    }
}
