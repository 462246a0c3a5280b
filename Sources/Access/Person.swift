public import Kernel

/// A citizen, a foreigner or an organisation that the shop serves.
///
/// Identity numbers and phones are encrypted at rest and found by keyed hash; the book holds only the id.
public struct Person: Hashable, Sendable {
    public let id: ID<Person>
    public var name: String
    public init(id: ID<Person>, name: String) {
        self.id = id
        self.name = name
    }
}
