internal import FoundationEssentials

/// Decodes events out of the book's JSON: reading a dossier decodes its whole chain. What it does not know it refuses,
/// and `RecordedJSON` asks Foundation.
struct RecordedDecoder: Decoder {
    fileprivate let text: RecordedText
    fileprivate let place: Int

    static func value<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        try RecordedDecoder(text: RecordedText(text), place: 0).decoded()
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard text.values[place].kind == .object else { throw RecordedText.Unreadable() }
        return .init(KeyedValues(text: text, object: place))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard text.values[place].kind == .array else { throw RecordedText.Unreadable() }
        return ArrayValues(text: text, array: place)
    }
    func singleValueContainer() -> any SingleValueDecodingContainer { SingleValue(decoder: self) }

    fileprivate var isNull: Bool { text.values[place].kind == .null }

    fileprivate func decoded<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        if let value = try scalar(type) { return value }
        return try T(from: self)
    }

    /// A value that is no more than a text or a number; nil when `T` is something else.
    private func scalar<T>(_ type: T.Type) throws -> T? {
        if T.self == String.self { return try text.text(place) as? T }
        if T.self == Int.self { return try text.number(place, as: Int.self) as? T }
        if T.self == Int64.self { return try text.number(place, as: Int64.self) as? T }
        if T.self == Bool.self {
            switch text.values[place].kind {
            case .yes: return true as? T
            case .no: return false as? T
            default: throw RecordedText.Unreadable()
            }
        }
        if T.self == Int32.self { return try text.number(place, as: Int32.self) as? T }
        if T.self == UInt8.self { return try text.number(place, as: UInt8.self) as? T }
        if Self.others.contains(ObjectIdentifier(T.self)) { throw RecordedText.Unreadable() }
        return nil
    }
    /// What Foundation reads.
    private static let others: Set<ObjectIdentifier> = [
        ObjectIdentifier(Int8.self), ObjectIdentifier(Int16.self), ObjectIdentifier(UInt.self),
        ObjectIdentifier(UInt16.self), ObjectIdentifier(UInt32.self), ObjectIdentifier(UInt64.self),
        ObjectIdentifier(Double.self), ObjectIdentifier(Float.self), ObjectIdentifier(Data.self),
        ObjectIdentifier(Date.self), ObjectIdentifier(URL.self), ObjectIdentifier(Decimal.self),
    ]
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let text: RecordedText
    let object: Int
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var place = object + 1
        while place < text.values[object].end {
            if let name = try? text.text(place), let key = Key(stringValue: name) { keys.append(key) }
            place = text.values[place + 1].end
        }
        return keys
    }
    func contains(_ key: Key) -> Bool { (try? decoder(key)) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).isNull }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try decoder(key).decoded() }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let place = try text.value(of: key.stringValue, in: object) else { return nil }
        let decoder = RecordedDecoder(text: text, place: place)
        return decoder.isNull ? nil : try decoder.decoded()
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { throw RecordedText.Unreadable() }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: Key) throws -> RecordedDecoder {
        guard let place = try text.value(of: key.stringValue, in: object) else { throw RecordedText.Unreadable() }
        return RecordedDecoder(text: text, place: place)
    }
}

private struct ArrayValues: UnkeyedDecodingContainer {
    let text: RecordedText
    let array: Int
    var place: Int
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(text: RecordedText, array: Int) {
        self.text = text
        self.array = array
        place = array + 1
    }
    var count: Int? { nil }
    var isAtEnd: Bool { place >= text.values[array].end }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw RecordedText.Unreadable() }
        guard text.values[place].kind == .null else { return false }
        _ = try next()
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decoded() }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> RecordedDecoder {
        guard !isAtEnd else { throw RecordedText.Unreadable() }
        defer {
            place = text.values[place].end
            currentIndex += 1
        }
        return RecordedDecoder(text: text, place: place)
    }
}

private struct SingleValue: SingleValueDecodingContainer {
    let decoder: RecordedDecoder
    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { decoder.isNull }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decoded() }
}
