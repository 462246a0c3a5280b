public import Kernel
internal import Register
public import Storage

/// One procedure to be reviewed in a year by a unit.
public struct ReviewItem: Hashable, Sendable, Codable, RowDecodable {
    public var id: String
    public var year: Int
    public var unit: String
    public var code: String
    public var dueOn: CivilDate
    public var doneOn: CivilDate?
    public var outcome: ReviewOutcome?

    public func isOverdue(on date: CivilDate) -> Bool { doneOn == nil && dueOn < date }

    init(id: String, year: Int, unit: String, code: String, dueOn: CivilDate) {
        self.id = id
        self.year = year
        self.unit = unit
        self.code = code
        self.dueOn = dueOn
    }

    public init(row: Row) throws {
        id = try row.get("id")
        year = try row.get("year")
        unit = try row.get("unit")
        code = try row.get("code")
        dueOn = try row.get("due_on")
        doneOn = try row.getIfPresent("done_on")
        let outcome: String? = try row.getIfPresent("outcome")
        self.outcome = outcome.flatMap(ReviewOutcome.init)
    }
}

/// What a review proposes.
public enum ReviewOutcome: String, Sendable, CaseIterable, Codable { case keep, simplify, change, repeal }

/// "239 + 124 published, 40 of 40 reviewed".
public struct ReviewProgress: Hashable, Sendable {
    public var publishedProvince: Int
    public var publishedCommune: Int
    public var planned: Int
    public var reviewed: Int
    public var overdue: [ReviewItem]
}

extension CatalogueDesk {
    /// Plans the review of `codes` by `unit`; a code planned before keeps its row with the new date.
    public func planReview(year: Int, unit: String, codes: [String], dueOn: CivilDate) async throws {
        let ids = codes.map { ($0, world.newID(.procedure)) }
        let writer = writer
        for start in stride(from: 0, to: ids.count, by: Self.reviewsPerWrite) {
            let slice = Array(ids[start..<min(start + Self.reviewsPerWrite, ids.count)])
            try await database.write(name: "catalogue.planReview") { tx in
                for (code, id) in slice {
                    let (procedure, chain) = try Self.chain(of: code, in: tx)
                    let known: ReviewItem? = try tx.first(
                        "SELECT * FROM procedure_review WHERE year = \(year) AND unit = \(unit) AND code = \(code)"
                    )
                    var item = known ?? ReviewItem(id: id, year: year, unit: unit, code: code, dueOn: dueOn)
                    item.dueOn = dueOn
                    var event = CatalogueEvent(code: code)
                    event.reviews = [item]
                    try CatalogueWriter.append(
                        event,
                        .reviewPlanned,
                        procedure: procedure,
                        chain: chain,
                        by: writer,
                        in: tx
                    )
                }
            }
        }
    }

    /// Records that the review was done.
    ///
    /// - Throws: `CatalogueError.noSuchReview`.
    public func recordReview(_ id: String, doneOn: CivilDate, outcome: ReviewOutcome) async throws {
        let writer = writer
        try await database.write(name: "catalogue.recordReview") { tx in
            let item: ReviewItem? = try tx.first("SELECT * FROM procedure_review WHERE id = \(id)")
            guard var item else { throw CatalogueError.noSuchReview(id) }
            item.doneOn = doneOn
            item.outcome = outcome
            let (procedure, chain) = try Self.chain(of: item.code, in: tx)
            var event = CatalogueEvent(code: item.code)
            event.reviews = [item]
            try CatalogueWriter.append(
                event,
                .reviewed,
                procedure: procedure,
                chain: chain,
                by: writer,
                in: tx
            )
        }
    }

    private static let reviewsPerWrite = CatalogueLimits.rowsPerWrite / 4
}

extension CatalogueStore {
    /// The plan of a year, of one unit or of all.
    public static func reviews(year: Int, unit: String? = nil, in tx: Transaction) throws -> [ReviewItem] {
        var sql: SQL = "SELECT * FROM procedure_review WHERE year = \(year)"
        if let unit { sql = sql + " AND unit = \(unit)" }
        return try tx.all(sql + " ORDER BY unit, due_on, code")
    }

    /// What is in force on `date` by level, and how far the year's plan is.
    public static func reviewProgress(
        year: Int,
        unit: String? = nil,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> ReviewProgress {
        let rows = try tx.rows(
            """
            SELECT code, levels FROM procedure_version
            WHERE valid_from <= \(date) AND (valid_to IS NULL OR valid_to >= \(date)) ORDER BY code, valid_from, sequence
            """
        )
        var levels: [String: String] = [:]
        for row in rows { levels[try row.get("code")] = try row.get("levels") as String }
        let plan = try reviews(year: year, unit: unit, in: tx)
        func has(_ level: ProcedureLevel) -> Int {
            levels.values.count { $0.split(separator: ",").contains(Substring(level.rawValue)) }
        }
        return ReviewProgress(
            publishedProvince: has(.province),
            publishedCommune: has(.commune),
            planned: plan.count,
            reviewed: plan.count { $0.doneOn != nil },
            overdue: plan.filter { $0.isOverdue(on: date) }
        )
    }
}
