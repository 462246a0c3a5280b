internal import Kernel

/// A JSON value whose members keep their order, so that an answer reads the same every time.
///
/// Numbers are whole numbers; a fraction is kept as it was written and refused wherever a number is wanted: the API
/// counts in đồng, copies and versions.
public enum JSON: Sendable, Hashable {
    case null
    case flag(Bool)
    case number(Int64)
    /// A number that is no `Int64`, as it was written.
    case fraction(String)
    case text(String)
    case list([JSON])
    case object([Member])

    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: JSON
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The member of that name; nil also for what is no object, and for null.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self, let value = members.first(where: { $0.name == name })?.value,
            value != .null
        else { return nil }
        return value
    }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var number: Int? { if case .number(let number) = self { Int(number) } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var list: [JSON]? { if case .list(let list) = self { list } else { nil } }
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(arrayLiteral elements: JSON...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
    public init(nilLiteral: ()) { self = .null }

    /// The text, or null.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    public init(_ number: Int) { self = .number(Int64(number)) }
}

extension JSON {
    /// The value with every text in NFC and without spaces at its ends, as the forms of the pages are read.
    public var normalized: JSON {
        switch self {
        case .text(let text):
            let plain = VietnameseText.normalized(text)
            let start = plain.drop { $0.isWhitespace }
            let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex
            return .text(String(start[..<end]))
        case .list(let list): return .list(list.map(\.normalized))
        case .object(let members): return .object(members.map { Member($0.name, $0.value.normalized) })
        case .null, .flag, .number, .fraction: return self
        }
    }

    /// The value written compactly, members in their order.
    public var written: String {
        var out: [UInt8] = []
        write(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += Array("null".utf8)
        case .flag(let flag): out += Array((flag ? "true" : "false").utf8)
        case .number(let number): out += Array(String(number).utf8)
        case .fraction(let text): out += Array(text.utf8)
        case .text(let text): Self.write(text, to: &out)
        case .list(let list):
            out.append(UInt8(ascii: "["))
            for (index, value) in list.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                value.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 10: out += Array("\\n".utf8)
            case 0..<32, 127: out += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
