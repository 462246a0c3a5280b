internal import Kernel
internal import Register

/// What happens to a person's record. Subject: the person's id. Ids and names of fields, never what stands in them.
enum PersonEvent: Hashable, Sendable {
    case created(kind: PersonKind)
    case changed(fields: [String])
    /// It was found to be a double of the other.
    case merged(into: ID<Person>)
    case unmerged(from: ID<Person>)
    /// The other was found to be a double of this one, or no longer.
    case tookIn(ID<Person>)
    case gaveBack(ID<Person>)
    case erased

    func recorded() throws -> RecordedEvent {
        let (name, payload): (String, String) =
            switch self {
            case .created(let kind): ("created", try RecordedJSON.encode(["kind": kind.rawValue]))
            case .changed(let fields): ("changed", try RecordedJSON.encode(["fields": fields]))
            case .merged(let id): ("merged", try RecordedJSON.encode(["into": id.rawValue]))
            case .unmerged(let id): ("unmerged", try RecordedJSON.encode(["from": id.rawValue]))
            case .tookIn(let id): ("tookIn", try RecordedJSON.encode(["person": id.rawValue]))
            case .gaveBack(let id): ("gaveBack", try RecordedJSON.encode(["person": id.rawValue]))
            case .erased: ("erased", "{}")
            }
        return RecordedEvent(name: "person.\(name)", format: 1, payload: payload)
    }
}
