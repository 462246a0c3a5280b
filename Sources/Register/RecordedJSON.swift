internal import FoundationEssentials

/// JSON as the book stores it: sorted keys, no escaping of slashes, compact.
public enum RecordedJSON {
    public static func encode(_ value: some Encodable) throws -> String {
        do { return try RecordedEncoder.text(value) } catch is RecordedEncoder.NotRecorded {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
    }
    public static func decode<T: Decodable>(_ text: String, as type: T.Type = T.self) throws -> T {
        // What the short way cannot read, Foundation reads, or says why it cannot.
        if let value = try? RecordedDecoder.value(type, from: text) { return value }
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
