internal import FoundationEssentials

/// Encodes events straight into the book's JSON: the bytes are those of Foundation's encoder with sorted keys, at a
/// fraction of its cost, which every write pays.
///
/// It knows texts, whole numbers, truth and what is made of them. A number with a fraction, a date or data is
/// `NotRecorded`, and `RecordedJSON` leaves the whole value to Foundation.
final class RecordedEncoder: Encoder {
    struct NotRecorded: Error {}

    /// What was encoded last, until its container takes it.
    fileprivate var part = Part.none
    /// Texts and numbers as they will stand; parts point into it.
    private var leaves: [UInt8] = []

    static func text(_ value: some Encodable) throws -> String {
        let encoder = RecordedEncoder()
        encoder.leaves.reserveCapacity(1024)
        let part = try encoder.encoded(value)
        if case .none = part { throw NotRecorded() }
        var out: [UInt8] = []
        out.reserveCapacity(encoder.leaves.count * 2)
        encoder.write(part, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object(let object) = part { return .init(KeyedParts(encoder: self, object: object)) }
        let object = ObjectPart()
        part = .object(object)
        return .init(KeyedParts(encoder: self, object: object))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array(let array) = part { return ArrayParts(encoder: self, array: array) }
        let array = ArrayPart()
        part = .array(array)
        return ArrayParts(encoder: self, array: array)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer { SinglePart(encoder: self) }

    // MARK: Parts

    fileprivate func encoded<T: Encodable>(_ value: T) throws -> Part {
        if let part = try scalar(value) { return part }
        let outer = part
        defer { part = outer }
        part = .none
        try value.encode(to: self)
        return part
    }

    /// A value that is no more than a text or a number. Types are compared before anything is cast, which would cost more.
    private func scalar<T>(_ value: T) throws -> Part? {
        if T.self == String.self, let text = value as? String { return leaf(text) }
        if T.self == Int.self, let number = value as? Int { return leaf(number) }
        if T.self == Int64.self, let number = value as? Int64 { return leaf(number) }
        if T.self == Bool.self, let isTrue = value as? Bool { return .word(isTrue ? "true" : "false") }
        if Self.others.contains(ObjectIdentifier(T.self)) {
            guard let number = value as? any BinaryInteger else { throw NotRecorded() }
            return leaf(number)
        }
        return nil
    }
    private static let others: Set<ObjectIdentifier> = [
        ObjectIdentifier(Int8.self), ObjectIdentifier(Int16.self), ObjectIdentifier(Int32.self),
        ObjectIdentifier(UInt.self), ObjectIdentifier(UInt8.self), ObjectIdentifier(UInt16.self),
        ObjectIdentifier(UInt32.self), ObjectIdentifier(UInt64.self), ObjectIdentifier(Double.self),
        ObjectIdentifier(Float.self), ObjectIdentifier(Data.self), ObjectIdentifier(Date.self),
        ObjectIdentifier(URL.self), ObjectIdentifier(Decimal.self),
    ]

    private func leaf(_ number: some BinaryInteger) -> Part {
        let start = leaves.count
        leaves += String(number).utf8
        return .leaf(start..<leaves.count)
    }
    private func leaf(_ text: String) -> Part {
        let start = leaves.count
        Self.write(text, into: &leaves)
        return .leaf(start..<leaves.count)
    }

    private func write(_ part: Part, into out: inout [UInt8]) {
        switch part {
        case .none: out += "{}".utf8
        case .word(let word): word.withUTF8Buffer { out += $0 }
        case .leaf(let range): out += leaves[range]
        case .later(let encoder): encoder.write(encoder.part, into: &out)
        case .array(let array):
            out.append(UInt8(ascii: "["))
            for (index, part) in array.parts.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                write(part, into: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            for (index, field) in object.sorted().enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(field.key, into: &out)
                out.append(UInt8(ascii: ":"))
                write(field.part, into: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            if bytes.contains(where: mustBeEscaped) {
                for byte in bytes { escape(byte, into: &out) }
            } else {
                out += bytes
            }
        }
        out.append(UInt8(ascii: "\""))
    }
    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
    private static func escape(_ byte: UInt8, into out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): out += "\\\"".utf8
        case UInt8(ascii: "\\"): out += "\\\\".utf8
        case 0x08: out += "\\b".utf8
        case 0x09: out += "\\t".utf8
        case 0x0A: out += "\\n".utf8
        case 0x0C: out += "\\f".utf8
        case 0x0D: out += "\\r".utf8
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            out += "\\u00".utf8
            out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: out.append(byte)
        }
    }
}

/// A piece of JSON that is not written yet.
private enum Part {
    case none
    case word(StaticString)
    case leaf(Range<Int>)
    case array(ArrayPart)
    case object(ObjectPart)
    /// What a class's parent encodes by itself.
    case later(RecordedEncoder)
}
private final class ArrayPart { var parts: [Part] = [] }
private final class ObjectPart {
    var fields: [(key: String, part: Part)] = []

    /// By key; of two with one key the later.
    func sorted() -> [(key: String, part: Part)] {
        var sorted: [(key: String, part: Part)] = []
        sorted.reserveCapacity(fields.count)
        for field in fields {
            var place = sorted.count
            while place > 0, field.key < sorted[place - 1].key { place -= 1 }
            if place > 0, sorted[place - 1].key == field.key {
                sorted[place - 1] = field
            } else {
                sorted.insert(field, at: place)
            }
        }
        return sorted
    }
}

private struct KeyedParts<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: RecordedEncoder
    let object: ObjectPart
    var codingPath: [any CodingKey] { [] }

    private func set(_ part: Part, _ key: Key) { object.fields.append((key.stringValue, part)) }

    func encodeNil(forKey key: Key) { set(.word("null"), key) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { set(try encoder.encoded(value), key) }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = ObjectPart()
        set(.object(nested), key)
        return .init(KeyedParts<Nested>(encoder: encoder, object: nested))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = ArrayPart()
        set(.array(nested), key)
        return ArrayParts(encoder: encoder, array: nested)
    }
    func superEncoder() -> any Encoder { later("super") }
    func superEncoder(forKey key: Key) -> any Encoder { later(key.stringValue) }
    private func later(_ key: String) -> any Encoder {
        let encoder = RecordedEncoder()
        object.fields.append((key, .later(encoder)))
        return encoder
    }
}

private struct ArrayParts: UnkeyedEncodingContainer {
    let encoder: RecordedEncoder
    let array: ArrayPart
    var codingPath: [any CodingKey] { [] }
    var count: Int { array.parts.count }

    func encodeNil() { array.parts.append(.word("null")) }
    func encode<T: Encodable>(_ value: T) throws { array.parts.append(try encoder.encoded(value)) }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = ObjectPart()
        array.parts.append(.object(nested))
        return .init(KeyedParts<Nested>(encoder: encoder, object: nested))
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = ArrayPart()
        array.parts.append(.array(nested))
        return ArrayParts(encoder: encoder, array: nested)
    }
    func superEncoder() -> any Encoder {
        let encoder = RecordedEncoder()
        array.parts.append(.later(encoder))
        return encoder
    }
}

private struct SinglePart: SingleValueEncodingContainer {
    let encoder: RecordedEncoder
    var codingPath: [any CodingKey] { [] }
    func encodeNil() { encoder.part = .word("null") }
    func encode<T: Encodable>(_ value: T) throws { encoder.part = try encoder.encoded(value) }
}
