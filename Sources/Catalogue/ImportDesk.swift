public import Kernel
internal import LegalClock
internal import Register
internal import Storage

/// What an import did.
public struct ImportReport: Hashable, Sendable, Codable {
    /// Records read that became or stayed a procedure: new + changed + unchanged.
    public var imported = 0
    /// Versions written: first ones and changed ones.
    public var newVersions = 0
    public var unchanged = 0
    /// Records whose newest version has open flags.
    public var flagged = 0
    public var refused: [RefusedRecord] = []
    public init() {}

    /// `imported N, new versions N, unchanged N, flagged N, refused N`.
    public var line: String {
        "imported \(imported), new versions \(newVersions), unchanged \(unchanged), flagged \(flagged), "
            + "refused \(refused.count)"
    }
}

/// A record that was not taken, by its place in the file (from 1).
public struct RefusedRecord: Hashable, Sendable, Codable {
    public var place: Int
    public var code: String
    /// A stable word for programs, `codeMissing`, and the facts.
    public var reason: String
    public init(place: Int, code: String, reason: String) {
        self.place = place
        self.code = code
        self.reason = reason
    }
}

extension CatalogueDesk {
    /// Takes the national portal's file. The second time the same file changes nothing; a changed record makes a new
    /// version in force from `date`, with a list of what changed; a bad record is refused and the rest goes on.
    ///
    /// - Throws: `CatalogueError.fileUnreadable`, `.fileTooLong`; storage errors. What was written before one stays:
    ///   the import can be run again.
    public func importNational(_ file: String, validFrom date: CivilDate) async throws -> ImportReport {
        var report = ImportReport()
        var slice: [Incoming] = []
        var rows = 0
        var seen: Set<String> = []
        for (index, result) in try NationalFile.decode(file).enumerated() {
            switch Self.read(result, validFrom: date, seen: &seen) {
            case .success(let incoming):
                if !slice.isEmpty, rows + incoming.rows > CatalogueLimits.rowsPerWrite {
                    try await write(slice, into: &report)
                    (slice, rows) = ([], 0)
                }
                slice.append(incoming)
                rows += incoming.rows
            case .failure(let reason):
                let code = (try? result.get())?.code ?? ""
                report.refused.append(RefusedRecord(place: index + 1, code: code, reason: "\(reason)"))
            }
        }
        if !slice.isEmpty { try await write(slice, into: &report) }
        return report
    }

    private static func read(
        _ result: Result<NationalRecord, NationalRecordError>,
        validFrom date: CivilDate,
        seen: inout Set<String>
    ) -> Result<Incoming, NationalRecordError> {
        do throws(NationalRecordError) {
            let record = try result.get()
            let version = try record.version(id: ID(""), validFrom: date)
            guard seen.insert(version.code).inserted else { throw .codeTwice }
            return .success(Incoming(version: version, sourceHash: hash(record)))
        } catch {
            return .failure(error)
        }
    }

    /// Takes versions made elsewhere (the demo, a province's own list) under the same rules.
    public func importVersions(_ versions: [ProcedureVersion]) async throws -> ImportReport {
        var report = ImportReport()
        var slice: [Incoming] = []
        for version in versions {
            let incoming = Incoming(version: version, sourceHash: nil)
            if slice.reduce(incoming.rows, { $0 + $1.rows }) > CatalogueLimits.rowsPerWrite, !slice.isEmpty {
                try await write(slice, into: &report)
                slice = []
            }
            slice.append(incoming)
        }
        if !slice.isEmpty { try await write(slice, into: &report) }
        return report
    }

    private struct Incoming: Sendable {
        var version: ProcedureVersion
        var sourceHash: String?
        /// Rows a write may touch for it: procedure, two versions, entry, book, flags, and a change of every part.
        var rows: Int { 21 + version.leftOver.count + version.flags.count + version.channels.count * 3 }
    }

    private enum Outcome: Sendable { case new, changed, unchanged }

    private func write(_ slice: [Incoming], into report: inout ImportReport) async throws {
        let writer = writer
        let newID = world.newID
        let outcomes = try await database.write(name: "catalogue.import") { tx in
            let outcomes = try slice.map { try Self.take($0, newID: newID, by: writer, in: tx) }
            if outcomes.contains(where: { $0.0 != .unchanged }) {
                try CatalogueStore.bumpRevision(at: writer.at, in: tx)
            }
            return outcomes
        }
        for (outcome, isFlagged) in outcomes {
            report.imported += 1
            if outcome == .unchanged { report.unchanged += 1 } else { report.newVersions += 1 }
            if isFlagged { report.flagged += 1 }
        }
    }

    private static func take(
        _ incoming: Incoming,
        newID: (IDPrefix) -> String,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws -> (Outcome, isFlagged: Bool) {
        var version = incoming.version
        guard let head = try CatalogueWriter.head(code: version.code, in: tx) else {
            if version.id.rawValue.isEmpty { version.id = ID(newID(.procedure)) }
            try CatalogueWriter.create(
                version,
                procedure: newID(.procedure),
                sourceHash: incoming.sourceHash,
                by: writer,
                in: tx
            )
            return (.new, !version.flags.isEmpty)
        }
        if !version.id.rawValue.isEmpty, let known = try CatalogueStore.version(id: version.id, in: tx),
            version.changes(from: known).isEmpty
        {
            return (.unchanged, !known.flags.isEmpty)
        }
        let same = incoming.sourceHash != nil && incoming.sourceHash == head.sourceHash
        if same { return (.unchanged, !head.newest.flags.isEmpty) }
        if incoming.sourceHash != nil {
            // The portal knows nothing of these: the province's own settings stay.
            version.nameEnglish = head.newest.nameEnglish
            version.workflow = head.newest.workflow
            version.rules = head.newest.rules
        }
        version = try carryAnswers(from: head.newest, to: version, in: tx)
        let changes = version.changes(from: head.newest)
        guard !changes.isEmpty else { return (.unchanged, !head.newest.flags.isEmpty) }
        let isTaken = try CatalogueStore.version(id: version.id, in: tx) != nil
        if version.id.rawValue.isEmpty || isTaken { version.id = ID(newID(.procedure)) }
        try CatalogueWriter.follow(
            head,
            with: version,
            changes: changes,
            sourceHash: incoming.sourceHash,
            by: writer,
            in: tx
        )
        return (.changed, !version.flags.isEmpty)
    }

    private static func hash(_ record: NationalRecord) -> String {
        var hash = SHA256()
        for (column, text) in record.fields.sorted(by: { $0.key < $1.key }) {
            hash.update(Array(column.utf8) + [0])
            hash.update(Array(text.utf8) + [0])
        }
        return Hex.encode(hash.finalize())
    }
}
