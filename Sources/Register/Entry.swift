public import Kernel

/// Who did something: an officer, a citizen through a portal, or the system itself (a duty).
public struct Actor: Hashable, Sendable, Codable, RawRepresentable {
    /// `stf_…`, `per_…`, or `system:<duty>`.
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// A duty of the system, by its name.
    public static func system(_ duty: String) -> Actor { Actor("system:\(duty)") }
}

/// An event as it goes into the book: a stable name, the version of its format, and stored JSON.
///
/// Personal data and free text stay out: an event holds the person's id, and a text's id with a salted hash.
public struct RecordedEvent: Hashable, Sendable {
    public let name: String
    public let format: Int
    /// JSON with sorted keys, stored and hashed as these bytes, never encoded again.
    public let payload: String
    public init(name: String, format: Int, payload: String) {
        self.name = name
        self.format = format
        self.payload = payload
    }
}

/// One line of the book.
public struct Entry: Hashable, Sendable {
    /// Dense over the whole book, from 1, without holes.
    public let position: Int64
    /// What it is about: the id of a dossier, a unit, a procedure, ….
    public let subject: String
    /// Dense within the subject, from 1.
    public let version: Int
    public let event: RecordedEvent
    public let actor: Actor
    /// The unit it was done for, where there is one.
    public let agency: String?
    public let at: Instant
    /// The hash of the subject's entry before; 32 zero bytes for the first.
    public let previous: [UInt8]
    public let hash: [UInt8]

    /// An entry with its hash computed.
    public init(
        position: Int64,
        subject: String,
        version: Int,
        event: RecordedEvent,
        actor: Actor,
        agency: String?,
        at: Instant,
        previous: [UInt8]
    ) {
        self.position = position
        self.subject = subject
        self.version = version
        self.event = event
        self.actor = actor
        self.agency = agency
        self.at = at
        self.previous = previous
        hash = Self.hash(
            position: position,
            subject: subject,
            version: version,
            event: event,
            actor: actor,
            agency: agency,
            at: at,
            previous: previous
        )
    }

    /// An entry as it was stored, whether its hash is right or not.
    init(
        stored position: Int64,
        subject: String,
        version: Int,
        event: RecordedEvent,
        actor: Actor,
        agency: String?,
        at: Instant,
        previous: [UInt8],
        hash: [UInt8]
    ) {
        self.position = position
        self.subject = subject
        self.version = version
        self.event = event
        self.actor = actor
        self.agency = agency
        self.at = at
        self.previous = previous
        self.hash = hash
    }

    /// The hash that these contents must have.
    public var expectedHash: [UInt8] {
        Self.hash(
            position: position,
            subject: subject,
            version: version,
            event: event,
            actor: actor,
            agency: agency,
            at: at,
            previous: previous
        )
    }

    /// What precedes the first entry of a chain.
    public static let origin = [UInt8](repeating: 0, count: 32)

    /// SHA-256 over every part, each preceded by its length so that no two contents read the same.
    private static func hash(
        position: Int64,
        subject: String,
        version: Int,
        event: RecordedEvent,
        actor: Actor,
        agency: String?,
        at: Instant,
        previous: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = Array("motcua-entry-1\n".utf8)
        func add(_ part: some Collection<UInt8>) {
            add(Int64(part.count))
            bytes += part
        }
        func add(_ number: Int64) {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
            }
        }
        add(position)
        add(subject.utf8)
        add(Int64(version))
        add(event.name.utf8)
        add(Int64(event.format))
        add(event.payload.utf8)
        add(actor.rawValue.utf8)
        add(agency == nil ? 0 : 1)
        add((agency ?? "").utf8)
        add(at.milliseconds)
        add(previous)
        return SHA256.hash(bytes)
    }
}
