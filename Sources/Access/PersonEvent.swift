internal import Kernel
internal import Register

/// What happens to a person's record. Subject: the person's id. Ids and names of fields, never what stands in them.
enum PersonEvent: Hashable, Sendable {
    case created(kind: PersonKind)
    case changed(fields: [String])
    /// It was found to be a double of the other, for a reason kept beside the book.
    case merged(into: ID<Person>, reason: TextReference)
    case unmerged(from: ID<Person>, reason: TextReference)
    /// The other was found to be a double of this one, or no longer.
    case tookIn(ID<Person>)
    case gaveBack(ID<Person>)
    case erased

    func recorded() throws -> RecordedEvent {
        let (name, payload): (String, String) =
            switch self {
            case .created(let kind): ("created", try RecordedJSON.encode(["kind": kind.rawValue]))
            case .changed(let fields): ("changed", try RecordedJSON.encode(["fields": fields]))
            case .merged(let id, let reason):
                ("merged", try RecordedJSON.encode(Joined(into: id, from: nil, reason: reason)))
            case .unmerged(let id, let reason):
                ("unmerged", try RecordedJSON.encode(Joined(into: nil, from: id, reason: reason)))
            case .tookIn(let id): ("tookIn", try RecordedJSON.encode(["person": id.rawValue]))
            case .gaveBack(let id): ("gaveBack", try RecordedJSON.encode(["person": id.rawValue]))
            case .erased: ("erased", "{}")
            }
        return RecordedEvent(name: "person.\(name)", format: 1, payload: payload)
    }

    /// With whom a record was joined, or from whom it was parted; entries of before 25/11/2026 name no reason.
    private struct Joined: Codable {
        var into: ID<Person>?
        var from: ID<Person>?
        var reason: TextReference?
    }
}
