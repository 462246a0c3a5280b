public import Kernel

/// One-time passwords by time as second factor (RFC 6238: HMAC-SHA-1, 30 seconds, six digits).
public enum TOTP {
    /// Seconds a code lives.
    public static let period: Int64 = 30
    /// Codes before and after the present one that are taken too, for clocks that differ (RFC 6238, 5.2).
    public static let drift: Int64 = 1

    /// The number of the period that `now` lies in.
    public static func step(at now: Instant) -> Int64 { now.milliseconds / 1000 / period }

    /// The code of a period (RFC 4226, 5.3).
    public static func code(
        secret: [UInt8],
        step: Int64,
        digits: Int = 6,
        hmac: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> String {
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: step >> Int64($0)) }
        let mac = hmac(secret, message)
        guard let last = mac.last else { return "" }
        let offset = Int(last & 15)
        guard mac.count >= offset + 4 else { return "" }
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(1) { product, _ in product * 10 }
        return Digits.padded(number % modulus, digits)
    }

    /// The period whose code `code` is, when it may be taken at `now`; nil when it is wrong or was used.
    ///
    /// A period at or before `last` is never taken again: a code that was looked over the shoulder is worth nothing.
    public static func accepted(
        _ code: String,
        secret: [UInt8],
        at now: Instant,
        after last: Int64?,
        hmac: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> Int64? {
        let typed = code.filter { $0 != " " }
        guard typed.utf8.count == 6 else { return nil }
        let present = step(at: now)
        var found: Int64?
        for step in (present - drift)...(present + drift) {
            let isEqual = SecretText.areEqual(Self.code(secret: secret, step: step, hmac: hmac), typed)
            if isEqual, step > last ?? .min, found == nil { found = step }
        }
        return found
    }

    /// The secret as authenticator apps take it: base 32 of RFC 4648, upper case, without padding.
    public static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
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
        return String(decoding: out, as: UTF8.self)
    }

    /// What the QR code of the enrolment holds.
    public static func uri(secret: [UInt8], issuer: String, account: String) -> String {
        let issuer = escaped(issuer)
        return "otpauth://totp/\(issuer):\(escaped(account))?secret=\(base32(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 46, 95, 126].contains(byte)
            out += isPlain ? String(decoding: [byte], as: UTF8.self) : "%" + Hex.encode([byte]).uppercased()
        }
        return out
    }
}

/// Comparing and making what is secret.
public enum SecretText {
    /// Whether both are the same, in a time that does not tell where they differ.
    public static func areEqual(_ a: String, _ b: String) -> Bool {
        let a = Array(a.utf8)
        let b = Array(b.utf8)
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A recovery code or one-time password as it is shown: groups of five, small letters without doubtful ones.
    static func readable(_ bytes: [UInt8]) -> String {
        let letters = Array(String(decoding: Base32.encode(bytes), as: UTF8.self))
        return stride(from: 0, to: letters.count, by: 5)
            .map { String(letters[$0..<min($0 + 5, letters.count)]) }
            .joined(separator: "-")
    }
    /// What was typed, without what is only there to be read: `AB1O-…` → `ab10…` (Crockford's reading).
    static func compact(_ text: String) -> String {
        String(
            text.lowercased().filter { $0 != "-" && $0 != " " }
                .map { $0 == "o" ? "0" : $0 == "i" || $0 == "l" ? "1" : $0 }
        )
    }
}
