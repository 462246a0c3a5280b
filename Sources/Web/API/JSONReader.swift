/// Reads JSON strictly (RFC 8259): whole, in valid UTF-8, no name twice in one object, bounded in depth and size.
public struct JSONReader {
    /// Objects and lists that may stand in each other.
    public static let depth = 16

    /// What is wrong, for the one who wrote the program that sent it.
    public enum Flaw: String, Error, Hashable, Sendable {
        case notUTF8, notJSON, tooDeep, twice
    }

    private let bytes: [UInt8]
    private var at = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    public static func read(_ bytes: [UInt8]) throws(Flaw) -> JSON {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw .notJSON }
        return value
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { at += 1 }
    }
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }
    private mutating func word(_ word: String) throws(Flaw) {
        guard bytes[at...].starts(with: word.utf8) else { throw .notJSON }
        at += word.utf8.count
    }

    private mutating func value(depth: Int) throws(Flaw) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try list(depth: depth + 1)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"):
            try word("true")
            return .flag(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .flag(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Flaw) -> JSON {
        guard depth <= Self.depth else { throw .tooDeep }
        at += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw .notJSON }
            let name = try text()
            guard names.insert(name).inserted else { throw .twice }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .notJSON }
            members.append(JSON.Member(name, try value(depth: depth)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw .notJSON }
        }
    }

    private mutating func list(depth: Int) throws(Flaw) -> JSON {
        guard depth <= Self.depth else { throw .tooDeep }
        at += 1
        var values: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list([]) }
        while true {
            values.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(values) }
            guard take(UInt8(ascii: ",")) else { throw .notJSON }
        }
    }

    private mutating func text() throws(Flaw) -> String {
        at += 1
        var out: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
            case UInt8(ascii: "\\"): out += try escape()
            case 0..<32: throw .notJSON
            default: out.append(byte)
            }
        }
        throw .notJSON
    }

    private mutating func escape() throws(Flaw) -> [UInt8] {
        guard let byte = next else { throw .notJSON }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try scalar()
        default: throw .notJSON
        }
    }

    /// `\u00e9`, or two of them for what lies beyond the first plane. Half a pair is no character.
    private mutating func scalar() throws(Flaw) -> [UInt8] {
        var code = try unit()
        if (0xD800...0xDBFF).contains(code) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .notUTF8 }
            let low = try unit()
            guard (0xDC00...0xDFFF).contains(low) else { throw .notUTF8 }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .notUTF8 }
        return Array(String(Character(scalar)).utf8)
    }
    private mutating func unit() throws(Flaw) -> UInt32 {
        var sum: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw .notJSON }
            at += 1
            switch byte {
            case 48...57: sum = sum << 4 | UInt32(byte - 48)
            case 65...70: sum = sum << 4 | UInt32(byte - 55)
            case 97...102: sum = sum << 4 | UInt32(byte - 87)
            default: throw .notJSON
            }
        }
        return sum
    }

    private mutating func number() throws(Flaw) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        let whole = run()
        guard whole > 0, whole == 1 || bytes[at - whole] != UInt8(ascii: "0") else { throw .notJSON }
        let end = at
        var isZero = true
        if take(UInt8(ascii: ".")) {
            let fraction = run()
            guard fraction > 0 else { throw .notJSON }
            isZero = bytes[(at - fraction)..<at].allSatisfy { $0 == UInt8(ascii: "0") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            at += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard run() > 0 else { throw .notJSON }
            isZero = false
        }
        // 3.0 is the whole number 3, as JSON Schema has it.
        if isZero, let number = Int64(String(decoding: bytes[start..<end], as: UTF8.self)) { return .number(number) }
        return .fraction(String(decoding: bytes[start..<at], as: UTF8.self))
    }
    private mutating func run() -> Int {
        let start = at
        while let byte = next, (48...57).contains(byte) { at += 1 }
        return at - start
    }
}
