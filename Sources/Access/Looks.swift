public import Agencies
public import Kernel
public import Register
public import Storage

/// Why somebody looked.
public enum LookPurpose: String, Sendable, CaseIterable, Codable {
    /// At the counter, taking something in.
    case intake
    /// Working on a dossier.
    case work
    case handingOver
    case payment
    /// Putting right what is wrong.
    case correction
    /// A head or a controller checks.
    case oversight
}

/// Each look at a dossier or a person is an entry: who, when, for which unit, what for (Law 91/2025/QH15).
///
/// Looks have a chain of their own, `lok_` and the id that was looked at, so that looking makes nobody's page stale.
public enum Looks {
    /// Writes down that `officer` looked at `target`, the id of a dossier or a person.
    public static func record(
        at target: String,
        by officer: Officer,
        for purpose: LookPurpose,
        at now: Instant,
        in tx: Transaction
    ) throws {
        let subject = "lok_\(target)"
        let version: Int = try tx.value("SELECT max(version) FROM look WHERE subject = \(subject)") ?? 0
        let entries = try Book.append(
            [
                RecordedEvent(
                    name: "looked",
                    format: 1,
                    payload: try RecordedJSON.encode(Looked(target: target, purpose: purpose))
                )
            ],
            to: subject,
            expecting: version,
            by: officer.actor,
            agency: officer.agency.rawValue,
            at: now,
            in: tx
        )
        for row in try LookRebuild().rows(from: entries)["look"] ?? [] {
            try tx.execute(SQL.upsert(into: "look", key: ["subject", "version"], row: row))
        }
    }

    /// The newest looks at `target`.
    public static func all(at target: String, in tx: Transaction) throws -> [Look] {
        try tx.all(
            """
            SELECT * FROM look WHERE subject = \("lok_\(target)") ORDER BY version DESC LIMIT \(AccessLimits.looks)
            """
        )
    }
    /// The newest looks of an officer, from `since` on.
    public static func all(by actor: Actor, since: Instant, in tx: Transaction) throws -> [Look] {
        try tx.all(
            """
            SELECT * FROM look WHERE actor = \(actor.rawValue) AND at >= \(since)
            ORDER BY at DESC, subject LIMIT \(AccessLimits.looks)
            """
        )
    }
}

struct Looked: Codable, Sendable {
    var target: String
    var purpose: LookPurpose
}

/// One look.
public struct Look: Hashable, Sendable, RowDecodable {
    public let target: String
    public let actor: Actor
    public let agency: ID<Agency>?
    public let purpose: LookPurpose?
    public let at: Instant
    public init(row: Row) throws {
        target = try row.get("target")
        actor = Actor(try row.get("actor", as: String.self))
        agency = try row.getIfPresent("agency")
        purpose = LookPurpose(rawValue: try row.get("purpose"))
        at = try row.get("at")
    }
}

/// How the table of looks follows from the book.
public struct LookRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "lok_"
    public let derivedTables = [DerivedTable("look", subject: "subject", key: ["subject", "version"])]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        let rows = try chain.map { entry -> [String: SQLValue] in
            guard entry.event.name == "looked", entry.event.format == 1 else {
                throw RegisterError.unreadable(event: entry.event.name, format: entry.event.format)
            }
            let look: Looked = try RecordedJSON.decode(entry.event.payload)
            return [
                "subject": entry.subject.sqlValue, "version": entry.version.sqlValue, "target": look.target.sqlValue,
                "actor": entry.actor.rawValue.sqlValue, "agency": entry.agency?.sqlValue ?? .null,
                "purpose": look.purpose.rawValue.sqlValue, "at": entry.at.sqlValue,
            ]
        }
        return ["look": rows]
    }
}
