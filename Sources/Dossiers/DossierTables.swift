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
                    place TEXT,
                    corrects TEXT,
                    wait_until TEXT,
                    faults \(.int64) NOT NULL,
                    moved_earlier \(.bool) NOT NULL,
                    sets \(.int64) NOT NULL,
                    forwarded_at \(.int64),
                    result_at \(.int64),
                    returned_how TEXT,
                    returned_mark TEXT,
                    book_volume \(.int64),
                    book_number \(.int64),
                    updated_at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX dossier_holder ON dossier (holder, status, due_at)",
                "CREATE INDEX dossier_receiving ON dossier (receiving, status, due_at)",
                "CREATE INDEX dossier_competent ON dossier (competent, status, due_at)",
                "CREATE INDEX dossier_pending ON dossier (pending_to) WHERE pending_to IS NOT NULL",
                "CREATE INDEX dossier_officer ON dossier (officer, status)",
                "CREATE INDEX dossier_running ON dossier (status, id)",
                "CREATE INDEX dossier_corrects ON dossier (corrects) WHERE corrects IS NOT NULL",
                "CREATE INDEX dossier_submitter ON dossier (submitter)",
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
                    look_up TEXT NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE dossier_token (
                    token TEXT NOT NULL PRIMARY KEY,
                    dossier TEXT NOT NULL,
                    made_at \(.int64) NOT NULL,
                    replaced_at \(.int64)
                )\(.strict)
                """,
                "CREATE INDEX dossier_token_dossier ON dossier_token (dossier, made_at)",
                """
                CREATE TABLE certification (
                    unit TEXT NOT NULL,
                    book TEXT NOT NULL,
                    year \(.int64) NOT NULL,
                    number \(.int64) NOT NULL,
                    dossier TEXT NOT NULL,
                    title TEXT NOT NULL,
                    pages \(.int64) NOT NULL,
                    copies \(.int64) NOT NULL,
                    signer TEXT,
                    at \(.int64) NOT NULL,
                    PRIMARY KEY (unit, book, year, number)
                )\(.strict)
                """,
                "CREATE INDEX certification_dossier ON certification (dossier)",
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
                    form \(.blob) NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX dossier_draft_officer ON dossier_draft (officer, at)",
            ]
        ),
        Migration("2026-11-25-21-open-dossiers", openDossiers),
    ]

    /// Indexes over what is open, in the order of the desk's lists: what is closed, nearly everything after some years,
    /// stands in none of them.
    private static let openDossiers: [SQL] = [
        "DROP INDEX dossier_holder",
        "DROP INDEX dossier_receiving",
        "DROP INDEX dossier_competent",
        "DROP INDEX dossier_pending",
        "DROP INDEX dossier_officer",
        "DROP INDEX dossier_running",
        "DROP INDEX dossier_corrects",
        "CREATE INDEX dossier_work ON dossier (holder, (\(DossierList.order)), id) WHERE status IN (2, 4)",
        "CREATE INDEX dossier_result ON dossier (holder, (\(DossierList.order)), id) WHERE status = 9",
        "CREATE INDEX dossier_asked ON dossier (receiving, (\(DossierList.order)), id) WHERE status IN (1, 5, 6)",
        "CREATE INDEX dossier_halted ON dossier (competent, (\(DossierList.order)), id) WHERE status IN (5, 6, 8)",
        "CREATE INDEX dossier_coming ON dossier (pending_to, (\(DossierList.order)), id) WHERE pending_to IS NOT NULL",
        """
        CREATE INDEX dossier_own ON dossier (officer, holder, (\(DossierList.order)), id)
        WHERE status IN (2, 4, 5, 6)
        """,
        "CREATE INDEX dossier_clock ON dossier (id) WHERE status IN (2, 4)",
    ]
}

/// How the dossiers' derived tables follow from the book: the same rows in daily work and when they are rebuilt.
public struct DossierRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "dsr_"
    public let derivedTables = [
        DerivedTable("dossier", subject: "id", key: ["id"]),
        DerivedTable("dossier_owner", subject: "dossier", key: ["dossier", "person"]),
        DerivedTable("certification", subject: "dossier", key: ["unit", "book", "year", "number"]),
    ]
    /// The key columns of each derived table.
    static let keys = Dictionary(uniqueKeysWithValues: DossierRebuild().derivedTables.map { ($0.name, $0.key) })
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
            "step": step.sqlValue, "step_role": (waitsForRole?.rawValue).sqlValueOrNull,
            "submitted_at": submittedAt.sqlValue, "received_at": receivedAt.sqlValueOrNull,
            "due_at": dueAt.sqlValueOrNull, "legal_due_at": legalDueAt.sqlValueOrNull,
            "rests_on_expected": (!restsOn.isEmpty).sqlValue, "finished_at": finishedAt.sqlValueOrNull,
            "closed_at": closedAt.sqlValueOrNull, "supplements": supplements.sqlValue,
            "outcome": (outcome?.rawValue).sqlValueOrNull, "place": place.sqlValueOrNull,
            "corrects": filing.corrects.sqlValueOrNull, "faults": (reopenings + corrections.count).sqlValue,
            "moved_earlier": movedEarlier.sqlValue,
            "wait_until": (supplementUntil ?? paymentUntil).sqlValueOrNull, "sets": filing.sets.sqlValue,
            "forwarded_at": forwardedAt.sqlValueOrNull, "result_at": resultAt.sqlValueOrNull,
            "returned_how": (lastReturn?.how.rawValue).sqlValueOrNull,
            "returned_mark": (lastReturn?.mark.rawValue).sqlValueOrNull,
            "book_volume": (bookNumber?.volume).sqlValueOrNull,
            "book_number": (bookNumber?.number).sqlValueOrNull, "updated_at": lastAt.sqlValue,
        ]
        let owners = filing.owners.enumerated().map { place, person -> [String: SQLValue] in
            ["dossier": id.sqlValue, "person": person.sqlValue, "place": place.sqlValue]
        }
        let lines = certified.map { line -> [String: SQLValue] in
            [
                "unit": filing.competent.sqlValue, "book": .text(line.book.rawValue), "year": line.year.sqlValue,
                "number": line.number.sqlValue, "dossier": id.sqlValue, "title": line.title.sqlValue,
                "pages": line.pages.sqlValue, "copies": line.copies.sqlValue,
                "signer": (signature?.officer.rawValue).sqlValueOrNull,
                "at": (receivedAt ?? submittedAt).sqlValue,
            ]
        }
        return ["dossier": [row], "dossier_owner": owners, "certification": lines]
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
