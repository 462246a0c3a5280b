/// A free text that an event speaks of: kept beside the book, erasable; the book holds its id and a salted hash.
public struct TextReference: Hashable, Sendable, Codable {
    public var id: String
    /// SHA-256 over salt and text, in hexadecimal.
    public var hash: String
    public init(id: String, hash: String) {
        self.id = id
        self.hash = hash
    }
}
