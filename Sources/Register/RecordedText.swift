/// JSON taken apart: every value with where it stands, so that nothing is copied before it is asked for.
final class RecordedText {
    struct Unreadable: Error {}
    enum Kind { case null, yes, no, number, text, escaped, array, object }
    struct Value {
        var kind: Kind
        /// Where it stands; a text without its quotation marks.
        var range: Range<Int>
        /// The place of the first value after it and all that is inside.
        var end = 0
    }
    /// Arrays and objects in one another; Foundation allows more.
    private static let depth = 64

    let bytes: [UInt8]
    /// In the order of the text; an object is followed by a key, its value, a key, ….
    private(set) var values: [Value] = []
    private var place = 0

    init(_ text: String) throws {
        bytes = Array(text.utf8)
        values.reserveCapacity(bytes.count / 8 + 1)
        try read(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw Unreadable() }
    }

    // MARK: Asking

    func text(_ value: Int) throws -> String {
        let it = values[value]
        switch it.kind {
        case .text: return bytes.withUnsafeBufferPointer { String(decoding: $0[it.range], as: UTF8.self) }
        case .escaped: return try unescaped(it.range)
        default: throw Unreadable()
        }
    }

    func number<T: FixedWidthInteger>(_ value: Int, as type: T.Type = T.self) throws -> T {
        let it = values[value]
        guard it.kind == .number else { throw Unreadable() }
        let isNegative = bytes[it.range.lowerBound] == UInt8(ascii: "-")
        let digits = isNegative ? it.range.dropFirst() : it.range[...]
        guard let first = digits.first, digits.count == 1 || bytes[first] != UInt8(ascii: "0") else {
            throw Unreadable()
        }
        var number: T = 0
        for index in digits {
            let digit = bytes[index] &- UInt8(ascii: "0")
            let (tens, over) = number.multipliedReportingOverflow(by: 10)
            let (sum, past) =
                isNegative ? tens.subtractingReportingOverflow(T(digit)) : tens.addingReportingOverflow(T(digit))
            guard digit < 10, !over, !past else { throw Unreadable() }
            number = sum
        }
        return number
    }

    /// The value of `key` in the object at `object`; of two with one key the first.
    func value(of key: String, in object: Int) throws -> Int? {
        var key = key
        let end = values[object].end
        var place = object + 1
        return try key.withUTF8 { wanted in
            while place < end {
                guard values[place].kind == .text else { throw Unreadable() }
                let range = values[place].range
                if range.count == wanted.count, bytes[range].elementsEqual(wanted) { return place + 1 }
                place = values[place + 1].end
            }
            return nil
        }
    }

    // MARK: Reading

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }
    private func take(_ wanted: UInt8) -> Bool {
        skipSpace()
        guard byte == wanted else { return false }
        place += 1
        return true
    }

    private func read(depth: Int) throws {
        guard depth < Self.depth else { throw Unreadable() }
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): try readAll(.object, until: UInt8(ascii: "}"), depth)
        case UInt8(ascii: "["): try readAll(.array, until: UInt8(ascii: "]"), depth)
        case UInt8(ascii: "\""): try readText()
        case UInt8(ascii: "t"): try readWord("true", .yes)
        case UInt8(ascii: "f"): try readWord("false", .no)
        case UInt8(ascii: "n"): try readWord("null", .null)
        default: try readNumber()
        }
    }

    private func add(_ kind: Kind, _ range: Range<Int>) {
        values.append(Value(kind: kind, range: range, end: values.count + 1))
    }

    private func readAll(_ kind: Kind, until close: UInt8, _ depth: Int) throws {
        let (own, start) = (values.count, place)
        add(kind, start..<start)
        place += 1
        if !take(close) {
            repeat {
                if kind == .object {
                    skipSpace()
                    guard byte == UInt8(ascii: "\"") else { throw Unreadable() }
                    try readText()
                    guard take(UInt8(ascii: ":")) else { throw Unreadable() }
                }
                try read(depth: depth + 1)
            } while take(UInt8(ascii: ","))
            guard take(close) else { throw Unreadable() }
        }
        values[own].end = values.count
    }

    private func readText() throws {
        place += 1
        let start = place
        var kind = Kind.text
        while let byte, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw Unreadable() }
            if byte == UInt8(ascii: "\\") {
                kind = .escaped
                place += 1
            }
            place += 1
        }
        guard place < bytes.count else { throw Unreadable() }
        add(kind, start..<place)
        place += 1
    }

    private func readWord(_ word: StaticString, _ kind: Kind) throws {
        let range = place..<place + word.utf8CodeUnitCount
        guard range.upperBound <= bytes.count, word.withUTF8Buffer({ bytes[range].elementsEqual($0) }) else {
            throw Unreadable()
        }
        place = range.upperBound
        add(kind, range)
    }

    /// A whole number; one with a fraction or an exponent is left to Foundation.
    private func readNumber() throws {
        let start = place
        if byte == UInt8(ascii: "-") { place += 1 }
        while let byte, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw Unreadable() }
        add(.number, start..<place)
    }

    private func unescaped(_ range: Range<Int>) throws -> String {
        var out: [UInt8] = []
        var rest = bytes[range]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "\""): out.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): out.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "/"): out.append(UInt8(ascii: "/"))
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "u"):
                let digits = String(decoding: rest.prefix(4), as: UTF8.self)
                // Two halves of one sign are rare here, and Foundation knows how to join them.
                guard digits.utf8.count == 4, let code = UInt32(digits, radix: 16), let sign = Unicode.Scalar(code)
                else { throw Unreadable() }
                out += String(sign).utf8
                rest = rest.dropFirst(4)
            default: throw Unreadable()
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
