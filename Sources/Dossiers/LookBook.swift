public import Agencies
public import Kernel
public import Register
public import Storage

/// How somebody looked at a dossier.
public enum LookWay: String, Sendable, CaseIterable, Codable { case desk, tracking, slipCode, print, file }

/// Each look at a dossier is an entry, in a chain of its own so that looking makes no page stale.
public enum LookBook {
    struct Looked: Codable { var way: LookWay }

    /// Notes that `actor` looked at the dossier.
    public static func note(
        _ id: ID<Dossier>,
        by actor: Actor,
        agency: ID<Agency>?,
        way: LookWay,
        at now: Instant,
        in tx: Transaction
    ) throws {
        let subject = subject(of: id)
        let event = RecordedEvent(name: "look.noted", format: 1, payload: try RecordedJSON.encode(Looked(way: way)))
        try Book.append(
            [event],
            to: subject,
            expecting: try Book.entries(of: subject, in: tx).count,
            by: actor,
            agency: agency?.rawValue,
            at: now,
            in: tx
        )
    }

    /// Who looked at the dossier, the newest last.
    public static func looks(at id: ID<Dossier>, in tx: Transaction) throws -> [(
        actor: Actor, way: LookWay, at: Instant
    )] {
        try Book.entries(of: subject(of: id), in: tx).map { entry in
            (entry.actor, try RecordedJSON.decode(entry.event.payload, as: Looked.self).way, entry.at)
        }
    }

    private static func subject(of id: ID<Dossier>) -> String { "look_\(id)" }
}
