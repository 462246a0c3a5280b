import Access
import Kernel
import Testing

@Suite struct TOTPTests {
    /// RFC 6238, appendix B (SHA-1, eight digits): second, code.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func theVectorsOfTheStandardHold(_ second: Int, _ code: String) {
        let now = Instant(milliseconds: Int64(second) * 1000)
        let secret = Array("12345678901234567890".utf8)
        #expect(TOTP.code(secret: secret, step: TOTP.step(at: now), digits: 8, hmac: SHA1.hmac) == code)
    }

    @Test func aCodeIsTakenOnePeriodBeforeAndAfterAndNoLonger() {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(milliseconds: 1_111_111_109_000)
        let present = TOTP.step(at: now)
        for (offset, isTaken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)] {
            let code = TOTP.code(secret: secret, step: present + offset, hmac: SHA1.hmac)
            let step = TOTP.accepted(code, secret: secret, at: now, after: nil, hmac: SHA1.hmac)
            #expect((step == present + offset) == isTaken, "offset \(offset)")
        }
    }

    @Test func aCodeIsTakenOnce() {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(milliseconds: 1_111_111_109_000)
        let code = TOTP.code(secret: secret, step: TOTP.step(at: now), hmac: SHA1.hmac)
        let first = TOTP.accepted(code, secret: secret, at: now, after: nil, hmac: SHA1.hmac)
        #expect(first == TOTP.step(at: now))
        #expect(TOTP.accepted(code, secret: secret, at: now, after: first, hmac: SHA1.hmac) == nil)
        #expect(TOTP.accepted(code, secret: secret, at: now.adding(seconds: 20), after: first, hmac: SHA1.hmac) == nil)
    }

    @Test func onlySixDigitsAreACode() {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(milliseconds: 59_000)
        let code = TOTP.code(secret: secret, step: 1, hmac: SHA1.hmac)
        #expect(
            TOTP.accepted("\(code.prefix(3)) \(code.suffix(3))", secret: secret, at: now, after: nil, hmac: SHA1.hmac)
                == 1
        )
        for wrong in ["", "12345", "1234567", "abcdef", "00000٣"] where wrong != code {
            #expect(TOTP.accepted(wrong, secret: secret, at: now, after: nil, hmac: SHA1.hmac) == nil)
        }
    }

    /// RFC 4648, section 10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
    ])
    func secretsAreWrittenInBase32(_ text: String, _ written: String) {
        #expect(TOTP.base32(Array(text.utf8)) == written)
    }

    @Test func theUriIsEscaped() {
        let uri = TOTP.uri(secret: Array("foobar".utf8), issuer: "Một Cửa", account: "lan.bt")
        #expect(
            uri == "otpauth://totp/M%E1%BB%99t%20C%E1%BB%ADa:lan.bt?secret=MZXW6YTBOI"
                + "&issuer=M%E1%BB%99t%20C%E1%BB%ADa&algorithm=SHA1&digits=6&period=30"
        )
    }
}

/// SHA-1 (FIPS 180-4) and its HMAC, to hold the rules to the standard's vectors without a package.
enum SHA1 {
    static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let block = (key.count > 64 ? hash(key) : key) + [UInt8](repeating: 0, count: 64)
        let key = Array(block.prefix(64))
        return hash(key.map { $0 ^ 0x5C } + hash(key.map { $0 ^ 0x36 } + message))
    }

    static func hash(_ message: [UInt8]) -> [UInt8] {
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        let bits = UInt64(message.count) * 8
        bytes += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
        var h: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x << n | x >> (32 - n) }
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var w = (0..<16).map { index in
                bytes[start + 4 * index..<start + 4 * index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            for i in 16..<80 { w.append(rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1)) }
            var (a, b, c, d, e) = (h[0], h[1], h[2], h[3], h[4])
            for i in 0..<80 {
                let (f, k): (UInt32, UInt32) =
                    switch i {
                    case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
                    case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                    case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                (a, b, c, d, e) = (rotate(a, 5) &+ f &+ e &+ k &+ w[i], a, rotate(b, 30), c, d)
            }
            for (i, value) in [a, b, c, d, e].enumerated() { h[i] &+= value }
        }
        return h.flatMap { word in
            stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }
}
