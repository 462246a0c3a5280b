internal import Agencies
internal import Kernel
public import Register
public import Storage

/// The dossiers' tables. Derived ones are rebuilt from the book and compared; own ones hold what is not in it.
public enum DossierTables {
    public static let migrations = [
        Migration(
            "2026-11-23-6-dossiers",
            [
                """
                CREATE TABLE dossier (
                    id TEXT NOT NULL PRIMARY KEY,
                    version \(.int64) NOT NULL,
                    code TEXT NOT NULL UNIQUE,
                    procedure_code TEXT NOT NULL,
                    procedure_version TEXT NOT NULL,
                    field TEXT NOT NULL,
                    status \(.int64) NOT NULL CHECK (status BETWEEN 1 AND 10 OR status = 99),
                    finance TEXT NOT NULL,
                    delivery TEXT NOT NULL,
                    sync TEXT NOT NULL,
                    channel TEXT NOT NULL,
                    submitter TEXT NOT NULL,
                    supporting TEXT,
                    receiving TEXT NOT NULL,
                    competent TEXT NOT NULL,
                    holder TEXT,
                    officer TEXT,
                    pending_to TEXT,
                    step \(.int64) NOT NULL,
                    step_role TEXT,
                    submitted_at \(.int64) NOT NULL,
                    received_at \(.int64),
                    due_at \(.int64),
                    legal_due_at \(.int64),
                    rests_on_expected \(.bool) NOT NULL,
                    finished_at \(.int64),
                    closed_at \(.int64),
                    supplements \(.int64) NOT NULL,
                    outcome TEXT,
                    book_volume \(.int64),
                    book_number \(.int64),
                    updated_at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX dossier_holder ON dossier (holder, status, due_at)",
                "CREATE INDEX dossier_receiving ON dossier (receiving, status, due_at)",
                "CREATE INDEX dossier_competent ON dossier (competent, status, due_at)",
                "CREATE INDEX dossier_pending ON dossier (pending_to) WHERE pending_to IS NOT NULL",
                "CREATE INDEX dossier_delivery ON dossier (receiving, delivery, finished_at)",
                "CREATE INDEX dossier_submitter ON dossier (submitter)",
                "CREATE INDEX dossier_due ON dossier (due_at) WHERE finished_at IS NULL AND closed_at IS NULL",
                "CREATE UNIQUE INDEX dossier_book ON dossier (receiving, book_volume, book_number)",
                """
                CREATE TABLE dossier_owner (
                    dossier TEXT NOT NULL,
                    person TEXT NOT NULL,
                    place \(.int64) NOT NULL,
                    PRIMARY KEY (dossier, person)
                )\(.strict)
                """,
                "CREATE INDEX dossier_owner_person ON dossier_owner (person)",
                """
                CREATE TABLE dossier_key (
                    dossier TEXT NOT NULL PRIMARY KEY,
                    look_up TEXT NOT NULL,
                    token TEXT NOT NULL UNIQUE
                )\(.strict)
                """,
                """
                CREATE TABLE dossier_serial (
                    name TEXT NOT NULL PRIMARY KEY,
                    last \(.int64) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE dossier_note (
                    id TEXT NOT NULL PRIMARY KEY,
                    dossier TEXT NOT NULL,
                    author TEXT NOT NULL,
                    body TEXT NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX dossier_note_dossier ON dossier_note (dossier, at)",
                """
                CREATE TABLE dossier_draft (
                    id TEXT NOT NULL PRIMARY KEY,
                    officer TEXT NOT NULL,
                    agency TEXT NOT NULL,
                    title TEXT NOT NULL,
                    form TEXT NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX dossier_draft_officer ON dossier_draft (officer, at)",
            ]
        )
    ]
}

/// How the dossiers' derived tables follow from the book: the same rows in daily work and when they are rebuilt.
public struct DossierRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "dsr_"
    public let derivedTables = [
        DerivedTable("dossier", subject: "id", key: ["id"]),
        DerivedTable("dossier_owner", subject: "dossier", key: ["dossier", "person"]),
    ]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        return Dossier.folded(.init(first.subject), try chain.map(DossierEntry.init)).rows
    }
}

extension Dossier {
    /// The rows of the derived tables, by table.
    var rows: [String: [[String: SQLValue]]] {
        guard let filing, let status, let submittedAt, let lastAt else { return [:] }
        let row: [String: SQLValue] = [
            "id": id.sqlValue, "version": version.sqlValue, "code": filing.code.sqlValue,
            "procedure_code": filing.procedureCode.sqlValue, "procedure_version": filing.procedureVersion.sqlValue,
            "field": filing.field.sqlValue, "status": .int(Int64(status.rawValue)),
            "finance": .text(finance.rawValue), "delivery": .text(delivery.rawValue), "sync": .text(sync.rawValue),
            "channel": .text(filing.channel.rawValue), "submitter": filing.submitter.sqlValue,
            "supporting": filing.supporting.sqlValueOrNull, "receiving": filing.receiving.sqlValue,
            "competent": filing.competent.sqlValue, "holder": holder.sqlValueOrNull,
            "officer": (officer?.rawValue).sqlValueOrNull, "pending_to": (pendingHandOver?.to).sqlValueOrNull,
            "step": step.sqlValue, "step_role": (currentStep?.role.rawValue).sqlValueOrNull,
            "submitted_at": submittedAt.sqlValue, "received_at": receivedAt.sqlValueOrNull,
            "due_at": dueAt.sqlValueOrNull, "legal_due_at": legalDueAt.sqlValueOrNull,
            "rests_on_expected": (!restsOn.isEmpty).sqlValue, "finished_at": finishedAt.sqlValueOrNull,
            "closed_at": closedAt.sqlValueOrNull, "supplements": supplements.sqlValue,
            "outcome": (outcome?.rawValue).sqlValueOrNull, "book_volume": (bookNumber?.volume).sqlValueOrNull,
            "book_number": (bookNumber?.number).sqlValueOrNull, "updated_at": lastAt.sqlValue,
        ]
        let owners = filing.owners.enumerated().map { place, person -> [String: SQLValue] in
            ["dossier": id.sqlValue, "person": person.sqlValue, "place": place.sqlValue]
        }
        return ["dossier": [row], "dossier_owner": owners]
    }
}

extension Optional where Wrapped: SQLConvertible {
    fileprivate var sqlValueOrNull: SQLValue { self?.sqlValue ?? .null }
}

extension DossierEntry {
    init(_ entry: Entry) throws {
        self.init(
            version: entry.version,
            event: try DossierEvent(entry.event),
            actor: entry.actor,
            agency: entry.agency.map { .init($0) },
            at: entry.at
        )
    }
}
