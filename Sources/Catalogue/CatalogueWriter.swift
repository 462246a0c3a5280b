internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

/// Every SQL statement that writes procedures, versions and flags. Each write appends to the book (subject `prc_…`)
/// the hash of the content it leaves behind.
enum CatalogueWriter {
    /// A procedure as it stands: its id, the newest version of its chain in the book, and its newest content.
    struct Head {
        var id: String
        var chain: Int
        var sequence: Int
        var sourceHash: [UInt8]?
        var newest: ProcedureVersion
    }

    static func head(code: String, in tx: Transaction) throws -> Head? {
        let row = try tx.rows(
            """
            SELECT p.id, p.version, v.sequence, v.source_hash, v.content
            FROM procedure p JOIN procedure_version v ON v.procedure = p.id
            WHERE p.code = \(code) ORDER BY v.sequence DESC LIMIT 1
            """
        ).first
        guard let row else { return nil }
        return Head(
            id: try row.get("id"),
            chain: try row.get("version"),
            sequence: try row.get("sequence"),
            sourceHash: try row.getIfPresent("source_hash"),
            newest: try CatalogueStore.decode(try row.get("content"))
        )
    }

    /// Writes the first version of a procedure.
    static func create(
        _ version: ProcedureVersion,
        procedure: String,
        sourceHash: [UInt8]?,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        try tx.execute("INSERT INTO procedure (id, code, version) VALUES (\(procedure), \(version.code), 0)")
        try insert(version, procedure: procedure, sequence: 1, sourceHash: sourceHash, at: writer.at, in: tx)
        let content = try RecordedJSON.encode(version)
        let event = CatalogueEvent.announced(version, content: content)
        try append(event, "procedure.announced", procedure: procedure, chain: 0, by: writer, in: tx)
    }

    /// Writes a version that follows `head`, which ends the day before.
    static func follow(
        _ head: Head,
        with version: ProcedureVersion,
        changes: [FieldChange],
        sourceHash: [UInt8]?,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        let last = version.validFrom.adding(days: -1)
        if head.newest.validTo.map({ $0 > last }) ?? true {
            var old = head.newest
            old.validTo = last
            try update(old, in: tx)
        }
        try insert(
            version,
            procedure: head.id,
            sequence: head.sequence + 1,
            sourceHash: sourceHash,
            at: writer.at,
            in: tx
        )
        for (place, change) in changes.enumerated() {
            try tx.execute(
                """
                INSERT INTO procedure_change (version, place, part, before, after)
                VALUES (\(version.id), \(place), \(change.part), \(change.before), \(change.after))
                """
            )
        }
        let content = try RecordedJSON.encode(version)
        var event = CatalogueEvent.announced(version, content: content)
        event.changed = changes.map(\.part)
        try append(event, "procedure.changed", procedure: head.id, chain: head.chain, by: writer, in: tx)
    }

    private static func insert(
        _ version: ProcedureVersion,
        procedure: String,
        sequence: Int,
        sourceHash: [UInt8]?,
        at now: Instant,
        in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO procedure_version (id, procedure, code, sequence, name, field, levels, decision, decision_on,
                valid_from, valid_to, source_hash, content, written_at)
            VALUES (\(version.id), \(procedure), \(version.code), \(sequence), \(version.name), \(version.field),
                \(version.levels.map(\.rawValue).joined(separator: ",")), \(version.decision.number),
                \(version.decision.on), \(version.validFrom), \(version.validTo), \(sourceHash),
                \(try RecordedJSON.encode(version)), \(now))
            """
        )
        for (place, flag) in version.flags.enumerated() {
            let id = "\(version.id)-\(Digits.padded(place + 1, 4))"
            try tx.execute(
                """
                INSERT INTO procedure_flag (id, version, code, field, kind, channel, words)
                VALUES (\(id), \(version.id), \(version.code), \(version.field), \(flag.kind.rawValue),
                    \(flag.channel?.rawValue), \(flag.text))
                """
            )
        }
    }

    /// Writes the content of a version that exists.
    static func update(_ version: ProcedureVersion, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE procedure_version SET decision = \(version.decision.number), decision_on = \(version.decision.on),
                valid_from = \(version.validFrom), valid_to = \(version.validTo),
                content = \(try RecordedJSON.encode(version))
            WHERE id = \(version.id)
            """
        )
    }

    /// Appends to the procedure's chain and keeps its length.
    static func append(
        _ event: CatalogueEvent,
        _ name: String,
        procedure: String,
        chain: Int,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        try Book.append(
            [RecordedEvent(name: name, format: 1, payload: try RecordedJSON.encode(event))],
            to: procedure,
            expecting: chain,
            by: writer.actor,
            agency: writer.agency,
            at: writer.at,
            in: tx
        )
        try tx.execute("UPDATE procedure SET version = \(chain + 1) WHERE id = \(procedure)")
    }
}

/// Who writes to the catalogue, for which unit, and when.
struct CatalogueActor: Sendable {
    var actor: Actor
    var agency: String?
    var at: Instant
}

/// What the book keeps of an act on the catalogue: which content it left, by hash, and its dates; no text of persons.
struct CatalogueEvent: Codable, Sendable {
    var code: String
    var version: ID<ProcedureVersion>?
    /// SHA-256 of the stored content, in hexadecimal.
    var contentHash: String?
    var validFrom: CivilDate?
    var validTo: CivilDate?
    var decision: String?
    /// Parts that differ from the version before.
    var changed: [String]?
    /// Kinds of the flags answered.
    var answered: [String]?

    static func announced(_ version: ProcedureVersion, content: String) -> CatalogueEvent {
        CatalogueEvent(
            code: version.code,
            version: version.id,
            contentHash: Hex.encode(SHA256.hash(Array(content.utf8))),
            validFrom: version.validFrom,
            validTo: version.validTo,
            decision: version.decision.number.isEmpty ? nil : version.decision.number
        )
    }
}
