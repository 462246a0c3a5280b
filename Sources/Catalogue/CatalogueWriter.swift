internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

/// Every write to the catalogue: an event with the lines that it leaves, and the rows that follow from it.
enum CatalogueWriter {
    /// A procedure as it stands: its id, the newest version of its chain in the book, and its newest content.
    struct Head {
        var id: String
        var chain: Int
        var line: VersionLine
        var newest: ProcedureVersion { line.written.version }
        var sourceHash: String? { line.source }
    }

    static func head(code: String, in tx: Transaction) throws -> Head? {
        let row = try tx.rows(
            """
            SELECT p.id AS head, p.version AS chain, v.*
            FROM procedure p JOIN procedure_version v ON v.procedure = p.id
            WHERE p.code = \(code) ORDER BY v.sequence DESC LIMIT 1
            """
        ).first
        guard let row else { return nil }
        return Head(id: try row.get("head"), chain: try row.get("chain"), line: try VersionLine(row))
    }

    /// Writes the first version of a procedure.
    static func create(
        _ version: ProcedureVersion,
        procedure: String,
        sourceHash: String?,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        let line = VersionLine(
            written: try WrittenVersion(version),
            sequence: 1,
            source: sourceHash,
            writtenAt: writer.at
        )
        var event = CatalogueEvent(line)
        event.add(flags: line.newFlags)
        try append(event, .announced, procedure: procedure, chain: 0, by: writer, in: tx)
    }

    /// Writes a version that follows `head`, which ends the day before.
    static func follow(
        _ head: Head,
        with version: ProcedureVersion,
        changes: [FieldChange],
        sourceHash: String?,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        let line = VersionLine(
            written: try WrittenVersion(version),
            sequence: head.line.sequence + 1,
            source: sourceHash,
            writtenAt: writer.at
        )
        var event = CatalogueEvent(line)
        let last = version.validFrom.adding(days: -1)
        if head.newest.validTo.map({ $0 > last }) ?? true {
            var old = head.newest
            old.validTo = last
            event.versions?.append(try head.line.holding(old))
        }
        event.add(flags: line.newFlags)
        event.changes = changes.enumerated().map { ChangeLine(version: version.id, place: $0, change: $1) }
        try append(event, .changed, procedure: head.id, chain: head.chain, by: writer, in: tx)
    }

    /// The stored line of a version.
    ///
    /// - Throws: `CatalogueError.noSuchVersion`.
    static func line(of id: ID<ProcedureVersion>, in tx: Transaction) throws -> VersionLine {
        guard let row = try tx.rows("SELECT * FROM procedure_version WHERE id = \(id)").first else {
            throw CatalogueError.noSuchVersion(id)
        }
        return try VersionLine(row)
    }

    /// The stored lines of a procedure's versions, newest first.
    static func lines(code: String, in tx: Transaction) throws -> [VersionLine] {
        try tx.rows("SELECT * FROM procedure_version WHERE code = \(code) ORDER BY sequence DESC")
            .map(VersionLine.init)
    }

    /// Appends to the procedure's chain and writes the rows that follow.
    static func append(
        _ event: CatalogueEvent,
        _ act: CatalogueAct,
        procedure: String,
        chain: Int,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws {
        var chain = chain
        if act != .restated, try CatalogueRestatement.isDue(procedure, in: tx) {
            chain = try CatalogueRestatement.restate(procedure, at: writer.at, in: tx)
        }
        let recorded = RecordedEvent(
            name: act.rawValue,
            format: CatalogueRebuild.format,
            payload: try RecordedJSON.encode(event)
        )
        let entries = try Book.append(
            [recorded],
            to: procedure,
            expecting: chain,
            by: writer.actor,
            agency: writer.agency,
            at: writer.at,
            in: tx
        )
        for entry in entries {
            let rows = try event.rows(of: entry)
            for table in CatalogueRebuild().derivedTables {
                for row in rows[table.name] ?? [] {
                    try tx.execute(SQL.upsert(into: table.name, key: table.key, row: row))
                }
            }
        }
    }
}

extension CatalogueEvent {
    mutating func add(flags lines: [FlagLine]) {
        if !lines.isEmpty { flags = (flags ?? []) + lines }
    }
}

extension VersionLine {
    init(_ row: Row) throws {
        let source: [UInt8]? = try row.getIfPresent("source_hash")
        self.init(
            written: try WrittenVersion(stored: try row.get("content")),
            sequence: try row.get("sequence"),
            source: source.map { Hex.encode($0) },
            writtenAt: try row.get("written_at")
        )
    }

    /// The line with another content.
    func holding(_ version: ProcedureVersion) throws -> VersionLine {
        var line = self
        line.written = try WrittenVersion(version)
        return line
    }
}

/// Who writes to the catalogue, for which unit, and when.
struct CatalogueActor: Sendable {
    var actor: Actor
    var agency: String?
    var at: Instant
}
