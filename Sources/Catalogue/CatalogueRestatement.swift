public import Kernel
internal import Register
public import Storage

/// Tells the book what the tables hold of procedures that were entered while events held only a hash of the content.
///
/// Done once, when data of an older version is opened. What it tells is what the tables hold at that moment; the older
/// entries with their hashes stay.
public enum CatalogueRestatement {
    /// Restates every procedure that needs it, in slices, and says how many there were.
    @discardableResult
    public static func run(_ database: any Database, at now: Instant) async throws -> Int {
        var count = 0
        while true {
            let part = try await database.read { tx in
                try tx.values(
                    "SELECT id FROM procedure WHERE format < \(CatalogueRebuild.format) ORDER BY id LIMIT \(slice)",
                    as: String.self
                )
            }
            guard !part.isEmpty else { return count }
            try await database.write(name: "catalogue.restate") { tx in
                for procedure in part where try isDue(procedure, in: tx) { _ = try restate(procedure, at: now, in: tx) }
            }
            count += part.count
        }
    }

    /// Procedures of one write: each has a handful of rows.
    private static let slice = CatalogueLimits.rowsPerWrite / 10

    static func isDue(_ procedure: String, in tx: Transaction) throws -> Bool {
        let format: Int? = try tx.value("SELECT format FROM procedure WHERE id = \(procedure)")
        return format.map { $0 < CatalogueRebuild.format } ?? false
    }

    /// Appends everything that the tables hold of one procedure; gives the new length of its chain.
    static func restate(_ procedure: String, at now: Instant, in tx: Transaction) throws -> Int {
        guard let row = try tx.rows("SELECT code, version FROM procedure WHERE id = \(procedure)").first else {
            throw CatalogueError.noSuchProcedure(procedure)
        }
        let code: String = try row.get("code")
        let chain: Int = try row.get("version")
        var event = CatalogueEvent(code: code)
        event.versions = try CatalogueWriter.lines(code: code, in: tx).reversed()
        event.flags = try tx.rows("SELECT * FROM procedure_flag WHERE procedure = \(procedure) ORDER BY id")
            .map { FlagLine(try StoredFlag(row: $0)) }
        event.changes = try tx.rows(
            "SELECT * FROM procedure_change WHERE procedure = \(procedure) ORDER BY version, place"
        ).map {
            ChangeLine(
                version: try $0.get("version"),
                place: try $0.get("place"),
                change: FieldChange(
                    part: try $0.get("part"),
                    before: try $0.get("before"),
                    after: try $0.get("after")
                )
            )
        }
        event.fees = try CatalogueStore.fees(code: code, in: tx)
        event.reviews = try tx.all("SELECT * FROM procedure_review WHERE procedure = \(procedure) ORDER BY id")
        let writer = CatalogueActor(actor: .system("catalogue-restatement"), agency: nil, at: now)
        try CatalogueWriter.append(event, .restated, procedure: procedure, chain: chain, by: writer, in: tx)
        return chain + 1
    }
}

extension WrittenVersion {
    init(stored content: String) throws {
        self.content = content
        version = try RecordedJSON.decode(content)
    }
}

extension FlagLine {
    init(_ stored: StoredFlag) {
        self.init(
            id: stored.id,
            version: stored.version,
            field: stored.field,
            flag: stored.flag,
            answer: stored.answer,
            answeredBy: stored.answeredBy?.rawValue,
            answeredAt: stored.answeredAt
        )
    }

    /// The flag with its answer.
    func answered(_ answer: FlagAnswer, by writer: CatalogueActor) -> FlagLine {
        var line = self
        line.answer = answer
        line.answeredBy = writer.actor.rawValue
        line.answeredAt = writer.at
        return line
    }
}
