public import Kernel
public import Register
public import Storage

/// Every SQL statement that reads the catalogue.
public enum CatalogueStore {
    /// The version of `code` in force on `date`, with the province's fees of that day.
    public static func current(code: String, on date: CivilDate, in tx: Transaction) throws -> ProcedureVersion? {
        let content: String? = try tx.value(
            """
            SELECT content FROM procedure_version
            WHERE code = \(code) AND valid_from <= \(date) AND (valid_to IS NULL OR valid_to >= \(date))
            ORDER BY valid_from DESC, sequence DESC LIMIT 1
            """
        )
        guard let content else { return nil }
        return try decode(content).with(try fees(code: code, in: tx), on: date)
    }

    /// The version with this id, as announced; with `date`, under the fees of that day.
    public static func version(
        id: ID<ProcedureVersion>,
        on date: CivilDate? = nil,
        in tx: Transaction
    ) throws -> ProcedureVersion? {
        let content: String? = try tx.value("SELECT content FROM procedure_version WHERE id = \(id)")
        guard let content else { return nil }
        let version = try decode(content)
        guard let date else { return version }
        return version.with(try fees(code: version.code, in: tx), on: date)
    }

    /// Every version in force on `date`, by code, with the province's fees of that day.
    public static func all(on date: CivilDate, in tx: Transaction) throws -> [ProcedureVersion] {
        let rows = try tx.rows(
            """
            SELECT code, content FROM procedure_version
            WHERE valid_from <= \(date) AND (valid_to IS NULL OR valid_to >= \(date))
            ORDER BY code, valid_from, sequence
            """
        )
        var newest: [String: String] = [:]
        for row in rows { newest[try row.get("code")] = try row.get("content") as String }
        let fees = Dictionary(grouping: try allFees(in: tx), by: \.code)
        return try newest.keys.sorted().map { code in
            try decode(newest[code] ?? "").with(fees[code] ?? [], on: date)
        }
    }

    /// The versions of `code`, newest first, as announced.
    public static func history(code: String, in tx: Transaction) throws -> [ProcedureVersion] {
        try tx.values("SELECT content FROM procedure_version WHERE code = \(code) ORDER BY sequence DESC").map(decode)
    }

    /// What the version changed of the one before it; empty for the first.
    public static func changes(of id: ID<ProcedureVersion>, in tx: Transaction) throws -> [FieldChange] {
        try tx.rows("SELECT part, before, after FROM procedure_change WHERE version = \(id) ORDER BY place").map {
            FieldChange(part: try $0.get("part"), before: try $0.get("before"), after: try $0.get("after"))
        }
    }

    /// The flags of one version, answered ones too.
    public static func flags(of id: ID<ProcedureVersion>, in tx: Transaction) throws -> [StoredFlag] {
        try tx.all("SELECT * FROM procedure_flag WHERE version = \(id) ORDER BY id")
    }

    /// Open flags after the id `after`, at most `limit`; `kind` and `field` narrow them.
    public static func openFlags(
        kind: CatalogueFlag.Kind? = nil,
        field: String? = nil,
        after: String = "",
        limit: Int = Limits.pageRows,
        in tx: Transaction
    ) throws -> [StoredFlag] {
        var sql: SQL = "SELECT * FROM procedure_flag WHERE answer IS NULL AND id > \(after)"
        if let kind { sql = sql + " AND kind = \(kind.rawValue)" }
        if let field { sql = sql + " AND field = \(field)" }
        return try tx.all(sql + " ORDER BY id LIMIT \(limit)")
    }

    /// How many flags are open, by kind.
    public static func openFlagCounts(in tx: Transaction) throws -> [CatalogueFlag.Kind: Int] {
        var counts: [CatalogueFlag.Kind: Int] = [:]
        for row in try tx.rows("SELECT kind, COUNT(*) AS n FROM procedure_flag WHERE answer IS NULL GROUP BY kind") {
            if let kind = CatalogueFlag.Kind(rawValue: try row.get("kind")) { counts[kind] = try row.get("n") as Int }
        }
        return counts
    }

    /// The fees that resolutions set for `code`, all dates.
    public static func fees(code: String, in tx: Transaction) throws -> [FeeResolution] {
        try tx.rows("SELECT * FROM procedure_fee WHERE code = \(code) ORDER BY valid_from, id").map(resolution)
    }
    static func allFees(in tx: Transaction) throws -> [FeeResolution] {
        try tx.rows("SELECT * FROM procedure_fee ORDER BY valid_from, id").map(resolution)
    }
    private static func resolution(_ row: Row) throws -> FeeResolution {
        let channel: Int? = try row.getIfPresent("channel")
        return FeeResolution(
            id: try row.get("id"),
            code: try row.get("code"),
            channel: channel.flatMap(ProcedureChannel.init),
            fee: try RecordedJSON.decode(try row.get("fee")),
            number: try row.get("resolution"),
            resolvedOn: try row.get("resolved_on"),
            validFrom: try row.get("valid_from"),
            validTo: try row.getIfPresent("valid_to")
        )
    }

    /// The name in `Revisions` that every write to the catalogue bumps: caches (the finder) hang on it.
    public static let revision = "catalogue"
    static func bumpRevision(at now: Instant, in tx: Transaction) throws {
        try Revisions.bump(revision, at: now, in: tx)
    }

    /// The finder over what is in force on `date`. Keep it by `revision` and date: it is made in a second, not in a
    /// request.
    public static func finder(on date: CivilDate, synonyms: Synonyms, in tx: Transaction) throws -> Finder {
        Finder(try all(on: date, in: tx).map(FinderEntry.init), synonyms: synonyms)
    }

    static func decode(_ content: String) throws -> ProcedureVersion { try RecordedJSON.decode(content) }
}

/// A flag as it is kept, with the answer where a person gave one.
public struct StoredFlag: Sendable, RowDecodable {
    public let id: String
    public let version: ID<ProcedureVersion>
    public let code: String
    public let field: String
    public let flag: CatalogueFlag
    public let answer: FlagAnswer?
    public let answeredBy: Actor?
    public let answeredAt: Instant?

    public init(row: Row) throws {
        id = try row.get("id")
        version = try row.get("version")
        code = try row.get("code")
        field = try row.get("field")
        let channel: Int? = try row.getIfPresent("channel")
        flag = CatalogueFlag(
            kind: CatalogueFlag.Kind(rawValue: try row.get("kind")) ?? .other,
            channel: channel.flatMap(ProcedureChannel.init),
            text: try row.get("words")
        )
        let answer: String? = try row.getIfPresent("answer")
        self.answer = try answer.map { try RecordedJSON.decode($0) }
        let by: String? = try row.getIfPresent("answered_by")
        answeredBy = by.map { Actor($0) }
        answeredAt = try row.getIfPresent("answered_at")
    }
}
