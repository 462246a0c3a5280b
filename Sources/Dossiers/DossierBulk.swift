internal import Agencies
public import Catalogue
public import Kernel
public import LegalClock
public import Storage

/// A dossier that was decided and folded without a database, ready to be written: the same rows that `DossierStore.save`
/// would leave after its last entry.
public struct ReadyDossier: Sendable {
    fileprivate let rows: [String: [[String: SQLValue]]]
    fileprivate let key: [SQLValue]
    fileprivate let token: [SQLValue]

    /// - Parameters:
    ///   - dossier: after its last entry.
    ///   - chance: 19 unguessable bytes: the look-up number and the token of the slip.
    ///   - made: when the slip was made.
    public init(_ dossier: Dossier, chance: [UInt8], made: Instant) {
        rows = dossier.rows
        let token = String(decoding: Base32.encode(Array(chance.dropFirst(4))), as: UTF8.self)
        key = [dossier.id.sqlValue, LookUpNumber(chance: chance).sqlValue]
        self.token = [token.sqlValue, dossier.id.sqlValue, made.sqlValue]
    }
}

extension DossierStore {
    /// The tables that `insert` fills.
    public static let bulkTables = ["dossier", "dossier_owner", "certification", "dossier_key", "dossier_token"]

    /// Writes dossiers with few statements; their entries are the caller's to append.
    ///
    /// - Throws: `StorageError.notUnique` for a code or a book number that was given before.
    public static func insert(_ dossiers: [ReadyDossier], in tx: Transaction) throws {
        for table in DossierRebuild().derivedTables.map(\.name) {
            let rows = dossiers.flatMap { $0.rows[table] ?? [] }
            guard let columns = rows.first?.keys.sorted() else { continue }
            try tx.insert(rows.map { row in columns.map { row[$0] ?? .null } }, into: table, columns)
        }
        try tx.insert(dossiers.map(\.key), into: "dossier_key", ["dossier", "look_up"])
        try tx.insert(dossiers.map(\.token), into: "dossier_token", ["token", "dossier", "made_at"])
    }

    /// The newest number under each name; those never drawn are left out.
    public static func serials(_ names: some Sequence<String>, in tx: Transaction) throws -> [String: Int] {
        var serials: [String: Int] = [:]
        for row in try tx.rows("SELECT name, last FROM dossier_serial WHERE name IN (\(SQL.list(names)))") {
            serials[try row.get("name")] = try row.get("last")
        }
        return serials
    }

    /// Says which number was the newest under each name, after many were drawn at once.
    public static func setSerials(_ serials: [String: Int], in tx: Transaction) throws {
        let rows = serials.sorted { $0.key < $1.key }.map { [$0.key.sqlValue, $0.value.sqlValue] }
        try tx.insert(
            rows,
            into: "dossier_serial",
            ["name", "last"],
            " ON CONFLICT (name) DO UPDATE SET last = excluded.last"
        )
    }
}

extension Reception {
    /// What receiving `submission` at `moment` makes: the clock's date, the numbers being given.
    ///
    /// - Throws: `DossierError.limitMissing` where the procedure states no time limit.
    public init(
        _ submission: Submission,
        _ procedure: ProcedureVersion,
        steps: [StepPlan],
        calendar: WorkCalendar,
        at moment: Instant,
        atOnce: Bool,
        bookNumber: Int
    ) throws(DossierError) {
        let received = moment.cutToMinute
        guard let limit = procedure.limit(submission.channel) else { throw .limitMissing }
        let due = calendar.due(received: received, limit: limit, pauses: [])
        self.init(
            submission: submission,
            submittedAt: received,
            receivedAt: received,
            limit: limit,
            dueAt: due.at,
            restsOn: due.restsOn,
            steps: steps,
            atOnce: atOnce,
            bookVolume: moment.date.year,
            bookNumber: bookNumber
        )
    }
}
