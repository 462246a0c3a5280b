/// The world outside the rules: what time it is, and what comes up by chance.
///
/// The only place in the code where the clock is read and dice are thrown (`TidyTests`).
public struct World: Sendable {
    public var now: @Sendable () -> Instant
    /// A new id: the prefix, an underscore and 26 characters that sort by time.
    public var newID: @Sendable (IDPrefix) -> String
    /// That many unguessable bytes.
    public var secret: @Sendable (_ bytes: Int) -> [UInt8]

    public init(
        now: @escaping @Sendable () -> Instant,
        newID: @escaping @Sendable (IDPrefix) -> String,
        secret: @escaping @Sendable (_ bytes: Int) -> [UInt8]
    ) {
        self.now = now
        self.newID = newID
        self.secret = secret
    }

    /// A world whose clock is read by `now` and whose chance comes from the system.
    public init(clock now: @escaping @Sendable () -> Instant) {
        let secret: @Sendable (Int) -> [UInt8] = { count in
            // Eight bytes each time: every call asks the system.
            var generator = SystemRandomNumberGenerator()
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count + 7)
            while bytes.count < count {
                let word = generator.next()
                for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
            }
            return Array(bytes.prefix(count))
        }
        self.init(
            now: now,
            newID: { prefix in "\(prefix.rawValue)_\(Base32.timeOrdered(now(), chance: secret(10)))" },
            secret: secret
        )
    }

    /// Now; or `earliest`, when the clock was set back behind it: what follows in a chain never lies before what it
    /// follows.
    public func now(notBefore earliest: Instant?) -> Instant {
        let now = now()
        return earliest.map { max($0, now) } ?? now
    }

    public func id<Of>(_ prefix: IDPrefix, of type: Of.Type = Of.self) -> ID<Of> { ID(newID(prefix)) }
}

/// Crockford's base 32 in lower case: no letter that can be taken for a digit.
public enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Ten characters of time in milliseconds, then sixteen of chance (80 bits).
    public static func timeOrdered(_ instant: Instant, chance: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(26)
        let time = UInt64(max(0, instant.milliseconds))
        for shift in stride(from: 45, through: 0, by: -5) { out.append(alphabet[Int(time >> UInt64(shift)) & 31]) }
        out += encode(chance)
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes written in base 32, five bits a character.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var held = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(alphabet[held >> bits & 31])
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { out.append(alphabet[held << (5 - bits) & 31]) }
        return out
    }
}

/// A small generator that gives the same numbers for the same seed (SplitMix64): demos, tests, simulations.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64
    public init(_ seed: UInt64) { state = seed }
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
