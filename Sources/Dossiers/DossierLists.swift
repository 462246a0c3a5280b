public import Access
public import Agencies
public import Kernel
public import Register
public import Storage

/// A line of a list of dossiers.
public struct DossierRow: Sendable, Hashable, RowDecodable {
    public let id: ID<Dossier>
    public let version: Int
    public let code: DossierCode
    public let procedureCode: String
    public let procedureVersion: String
    public let field: String
    public let status: Status
    public let finance: FinanceState
    public let delivery: DeliveryState
    public let channel: IntakeChannel
    public let submitter: ID<Person>
    public let receiving: ID<Agency>
    public let competent: ID<Agency>
    public let holder: ID<Agency>?
    public let officer: Actor?
    public let pendingTo: ID<Agency>?
    public let stepRole: Role?
    public let receivedAt: Instant?
    public let dueAt: Instant?
    public let finishedAt: Instant?
    public let closedAt: Instant?
    public let bookNumber: Int?
    public let place: String?
    public let corrects: ID<Dossier>?

    public init(row: Row) throws {
        id = try row.get("id")
        version = try row.get("version")
        code = try row.get("code")
        procedureCode = try row.get("procedure_code")
        procedureVersion = try row.get("procedure_version")
        field = try row.get("field")
        status = try row.get("status")
        finance = try row.get("finance")
        delivery = try row.get("delivery")
        channel = try row.get("channel")
        submitter = try row.get("submitter")
        receiving = try row.get("receiving")
        competent = try row.get("competent")
        holder = try row.getIfPresent("holder")
        officer = try row.getIfPresent("officer", as: String.self).map { Actor($0) }
        pendingTo = try row.getIfPresent("pending_to")
        stepRole = try row.getIfPresent("step_role")
        receivedAt = try row.getIfPresent("received_at")
        dueAt = try row.getIfPresent("due_at")
        finishedAt = try row.getIfPresent("finished_at")
        closedAt = try row.getIfPresent("closed_at")
        bookNumber = try row.getIfPresent("book_number")
        place = try row.getIfPresent("place")
        corrects = try row.getIfPresent("corrects")
    }
}

extension Status: SQLConvertible {}
extension FinanceState: SQLConvertible {}
extension DeliveryState: SQLConvertible {}
extension IntakeChannel: SQLConvertible {}
extension Role: SQLConvertible {}

/// The lists of the desk. Each has a bound and an index behind it.
public enum DossierList: Hashable, Sendable {
    /// At the unit, the clock running, due before `instant`.
    case overdue(at: Instant)
    /// Due from `from` until before `to`.
    case due(from: Instant, to: Instant)
    /// All that the unit works on.
    case inWork
    /// Waiting for the citizen: papers or money.
    case waitingForCitizen
    /// Folders given to the unit and not yet signed for.
    case toTake
    /// Received and not yet handed over.
    case toForward
    /// Results at the counter.
    case toReturn
    /// At a step of this role at the competent unit.
    case atStep(Role)
    /// Stopped.
    case stopped
    /// Taken on by this officer and not yet passed on.
    case mine(Actor)
    /// The calendar moved the due date earlier and no officer has acted since.
    case movedEarlier
    /// Filed, and nobody has looked yet.
    case toReceive
    /// The citizen's time for papers or money was over before this day: to be stopped, or asked after.
    case waitOver(before: CivilDate)
    /// Results that lie at the counter since before this moment: the citizen is reminded.
    case uncollected(since: Instant)

    /// Each begins with the unit and the statuses of a partial index (`DossierTables`), word for word, so that an engine
    /// sees that the index holds all that is asked for; what is closed stands in none of them.
    func condition(_ agency: ID<Agency>) -> SQL {
        let running: SQL = "holder = \(agency) AND status IN (2, 4)"
        let results: SQL = "holder = \(agency) AND status = 9"
        let asked: SQL = "receiving = \(agency) AND status IN (1, 5, 6)"
        let halted: SQL = "competent = \(agency) AND status IN (5, 6, 8)"
        let due = Self.order
        return switch self {
        case .overdue(let now): "\(running) AND \(due) < \(now)"
        case .due(let from, let to): "\(running) AND \(due) >= \(from) AND \(due) < \(to)"
        case .inWork: running
        case .waitingForCitizen: "\(asked) AND status <> 1"
        case .toTake: "pending_to = \(agency) AND status IN (2, 4, 9)"
        case .toForward: "\(running) AND status = 2 AND pending_to IS NULL"
        case .toReturn: "\(results) AND delivery IN ('ready', 'partly', 'declined')"
        case .atStep(let role): "\(running) AND status = 4 AND step_role = \(role) AND pending_to IS NULL"
        case .stopped: "\(halted) AND status = 8"
        case .mine(let officer):
            "officer = \(officer.rawValue) AND holder = \(agency) AND status IN (2, 4, 5, 6) AND status < 5"
        case .movedEarlier: "\(running) AND moved_earlier = \(true)"
        case .waitOver(let day): "\(halted) AND status <> 8 AND wait_until < \(day)"
        case .uncollected(let moment): "\(results) AND delivery IN ('ready', 'partly') AND result_at < \(moment)"
        case .toReceive: "\(asked) AND status = 1"
        }
    }

    /// What lists are ordered by: the due date, those without one last. The indexes hold the same expression.
    static let order: SQL = "COALESCE(due_at, 9223372036854775807)"
}

/// A place in a list: after this row, or before it. A list may be read from there on however long it is.
public struct ListCursor: Hashable, Sendable {
    let due: Int64
    let id: ID<Dossier>

    public init(_ row: DossierRow) {
        due = row.dueAt?.milliseconds ?? .max
        id = row.id
    }
    /// As it stands in an address; nil for anything else.
    public init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1)
        guard parts.count == 2, let due = Int64(String(decoding: parts[0], as: UTF8.self)),
            text.utf8.count <= 60,
            parts[1].allSatisfy({ $0 == 95 || (48...57).contains($0) || (97...122).contains($0) })
        else { return nil }
        self.due = due
        id = ID(String(decoding: parts[1], as: UTF8.self))
    }
    public var text: String { "\(due).\(id)" }
}

extension DossierStore {
    /// A page of a list, the nearest due date first.
    ///
    /// - Parameters:
    ///   - after: the row before the page; nil begins at the start of the list.
    ///   - before: the row after the page, to go back; `after` is then not looked at.
    public static func list(
        _ list: DossierList,
        of agency: ID<Agency>,
        after: ListCursor? = nil,
        before: ListCursor? = nil,
        limit: Int = Limits.pageRows,
        in tx: Transaction
    ) throws -> [DossierRow] {
        let (condition, due) = (list.condition(agency), DossierList.order)
        if let before {
            return try tx.all(
                """
                SELECT * FROM dossier WHERE \(condition)
                    AND \(due) <= \(before.due) AND (\(due), id) < (\(before.due), \(before.id))
                ORDER BY \(due) DESC, id DESC LIMIT \(limit)
                """
            ).reversed()
        }
        let from: SQL =
            after.map { "AND \(due) >= \($0.due) AND (\(due), id) > (\($0.due), \($0.id))" } ?? ""
        return try tx.all(
            "SELECT * FROM dossier WHERE \(condition) \(from) ORDER BY \(due), id LIMIT \(limit)"
        )
    }
    /// How many stand in the list; from `Limits.counted` on, one more than that and not counted further.
    public static func count(_ list: DossierList, of agency: ID<Agency>, in tx: Transaction) throws -> Int {
        try tx.value(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM dossier WHERE \(list.condition(agency)) LIMIT \(Limits.counted + 1)
            ) AS counted
            """
        ) ?? 0
    }

    /// Dossiers in which one of `persons` is owner or submitter, newest first.
    public static func find(persons: [ID<Person>], limit: Int = Limits.pageRows, in tx: Transaction) throws
        -> [DossierRow]
    {
        guard !persons.isEmpty else { return [] }
        let list = SQL.list(persons)
        return try tx.all(
            """
            SELECT * FROM dossier WHERE id IN (
                SELECT id FROM dossier WHERE submitter IN (\(list))
                UNION SELECT dossier FROM dossier_owner WHERE person IN (\(list)))
            ORDER BY submitted_at DESC, id DESC LIMIT \(limit)
            """
        )
    }
    /// Dossiers whose code begins with `prefix`.
    public static func find(codePrefix prefix: String, limit: Int = Limits.pageRows, in tx: Transaction) throws
        -> [DossierRow]
    {
        let end = prefix + "\u{7E}"
        return try tx.all(
            "SELECT * FROM dossier WHERE code >= \(prefix) AND code < \(end) ORDER BY code LIMIT \(limit)"
        )
    }
    public static func row(_ id: ID<Dossier>, in tx: Transaction) throws -> DossierRow? {
        try tx.first("SELECT * FROM dossier WHERE id = \(id)")
    }
    public static func owners(of ids: [ID<Dossier>], in tx: Transaction) throws -> [ID<Dossier>: [ID<Person>]] {
        guard !ids.isEmpty else { return [:] }
        var owners: [ID<Dossier>: [ID<Person>]] = [:]
        let rows = try tx.rows(
            "SELECT dossier, person FROM dossier_owner WHERE dossier IN (\(SQL.list(ids))) ORDER BY dossier, place"
        )
        for row in rows { owners[try row.get("dossier"), default: []].append(try row.get("person")) }
        return owners
    }

    /// Dossiers whose clock runs, after `id`, in slices. Those that stand still are computed when they go on.
    public static func withRunningClock(
        after id: String,
        limit: Int,
        in tx: Transaction
    ) throws -> [ID<Dossier>] {
        try tx.values(
            """
            SELECT id FROM dossier WHERE id > \(id) AND status IN (2, 4) ORDER BY id LIMIT \(limit)
            """
        )
    }
}
