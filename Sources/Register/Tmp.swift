public struct TextReference: Hashable, Sendable, Codable {
    public var id: String
    public var hash: String
    public init(id: String, hash: String) { self.id = id; self.hash = hash }
}
