internal import Access
public import Agencies
public import Kernel
public import Register
public import Storage

/// Every SQL statement about dossiers.
public enum DossierStore {
    /// The dossier with its history, or nil.
    public static func load(_ id: ID<Dossier>, in tx: Transaction) throws -> (
        dossier: Dossier, history: [DossierEntry]
    )? {
        let history = try Book.entries(of: id.rawValue, in: tx).map(DossierEntry.init)
        guard !history.isEmpty else { return nil }
        return (Dossier.folded(id, history), history)
    }

    /// Appends `events` to the book and writes the rows that follow from them.
    ///
    /// - Throws: `RegisterError.stale` when somebody else acted since `dossier` was read.
    public static func save(
        _ events: [DossierEvent],
        of dossier: Dossier,
        history: [DossierEntry],
        by actor: Actor,
        agency: ID<Agency>?,
        at now: Instant,
        in tx: Transaction
    ) throws -> (dossier: Dossier, history: [DossierEntry]) {
        let entries = try Book.append(
            try events.map { try $0.recorded() },
            to: dossier.id.rawValue,
            expecting: dossier.version,
            by: actor,
            agency: agency?.rawValue,
            at: now,
            in: tx
        )
        let added = zip(entries, events).map { entry, event in
            DossierEntry(version: entry.version, event: event, actor: actor, agency: agency, at: entry.at)
        }
        let whole = history + added
        let after = Dossier.folded(dossier.id, whole)
        try write(after, ownersBefore: dossier.filing?.owners ?? [], in: tx)
        return (after, whole)
    }

    private static func write(_ dossier: Dossier, ownersBefore: [ID<Person>], in tx: Transaction) throws {
        let owners = dossier.filing?.owners ?? []
        if owners != ownersBefore { try tx.execute("DELETE FROM dossier_owner WHERE dossier = \(dossier.id)") }
        for (table, rows) in dossier.rows.sorted(by: { $0.key < $1.key }) {
            if table == "dossier_owner", owners == ownersBefore { continue }
            guard let key = DossierRebuild.keys[table] else { continue }
            for row in rows { try tx.execute(SQL.upsert(into: table, key: key, row: row)) }
        }
    }

    // MARK: Serials, look-up numbers, tokens

    /// The next number under `name`; each is given once, holes are allowed.
    public static func nextSerial(_ name: String, in tx: Transaction) throws -> Int {
        let number: Int? = try tx.value(
            """
            INSERT INTO dossier_serial (name, last) VALUES (\(name), 1)
            ON CONFLICT (name) DO UPDATE SET last = dossier_serial.last + 1 RETURNING last
            """
        )
        guard let number else { throw StorageError.missing("dossier_serial") }
        return number
    }

    /// Remembers the look-up number and the token of the slip's QR.
    public static func setKeys(
        of id: ID<Dossier>,
        lookUp: LookUpNumber,
        token: String,
        at now: Instant,
        in tx: Transaction
    ) throws {
        try tx.execute("INSERT INTO dossier_key (dossier, look_up) VALUES (\(id), \(lookUp))")
        try tx.execute("INSERT INTO dossier_token (token, dossier, made_at) VALUES (\(token), \(id), \(now))")
    }
    /// A new token for a slip that replaces a wrong one. The old one still leads to the dossier and says so.
    public static func replaceToken(of id: ID<Dossier>, by token: String, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE dossier_token SET replaced_at = \(now) WHERE dossier = \(id) AND replaced_at IS NULL"
        )
        try tx.execute("INSERT INTO dossier_token (token, dossier, made_at) VALUES (\(token), \(id), \(now))")
    }
    /// The look-up number and the token that is good now.
    public static func keys(of id: ID<Dossier>, in tx: Transaction) throws -> (lookUp: LookUpNumber, token: String)? {
        try tx.rows(
            """
            SELECT look_up, token FROM dossier_key
            JOIN dossier_token ON dossier_token.dossier = dossier_key.dossier
            WHERE dossier_key.dossier = \(id) AND replaced_at IS NULL
            """
        ).first.map { (try $0.get("look_up"), try $0.get("token")) }
    }
    /// The dossier whose slip carries `token`, and when that slip was replaced, if it was.
    public static func find(token: String, in tx: Transaction) throws -> (id: ID<Dossier>, replacedAt: Instant?)? {
        try tx.rows("SELECT dossier, replaced_at FROM dossier_token WHERE token = \(token)").first.map {
            (try $0.get("dossier"), try $0.getIfPresent("replaced_at"))
        }
    }
    public static func find(code: DossierCode, in tx: Transaction) throws -> ID<Dossier>? {
        try tx.value("SELECT id FROM dossier WHERE code = \(code)")
    }

    // MARK: Notes between officers

    public static func addNote(
        _ body: String,
        to id: ID<Dossier>,
        by author: Actor,
        noteID: String,
        at now: Instant,
        in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO dossier_note (id, dossier, author, body, at)
            VALUES (\(noteID), \(id), \(author.rawValue), \(body), \(now))
            """
        )
    }
    public static func notes(of id: ID<Dossier>, in tx: Transaction) throws -> [DossierNote] {
        try tx.all("SELECT * FROM dossier_note WHERE dossier = \(id) ORDER BY at, id LIMIT \(DossierLimits.notes)")
    }

    // MARK: Parked intakes

    public static func park(_ draft: IntakeDraft, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO dossier_draft (id, officer, agency, title, form, at)
            VALUES (\(draft.id), \(draft.officer), \(draft.agency), \(draft.title), \(draft.form), \(draft.at))
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, form = excluded.form, at = excluded.at
            """
        )
    }
    public static func drafts(of officer: String, in tx: Transaction) throws -> [IntakeDraft] {
        try tx.all(
            "SELECT * FROM dossier_draft WHERE officer = \(officer) ORDER BY at DESC LIMIT \(DossierLimits.drafts)"
        )
    }
    public static func draft(_ id: String, of officer: String, in tx: Transaction) throws -> IntakeDraft? {
        try tx.first("SELECT * FROM dossier_draft WHERE id = \(id) AND officer = \(officer)")
    }
    public static func dropDraft(_ id: String, of officer: String, in tx: Transaction) throws {
        try tx.execute("DELETE FROM dossier_draft WHERE id = \(id) AND officer = \(officer)")
    }
}

/// A word between officers about a dossier.
public struct DossierNote: Sendable, RowDecodable {
    public let author: Actor
    public let body: String
    public let at: Instant
    public init(row: Row) throws {
        author = Actor(try row.get("author", as: String.self))
        body = try row.get("body")
        at = try row.get("at")
    }
}

/// An intake that was begun and laid aside: what was typed, as it was typed.
public struct IntakeDraft: Sendable, RowDecodable {
    public var id: String
    public var officer: String
    public var agency: String
    public var title: String
    /// The form's fields as typed, sealed: they name persons.
    public var form: [UInt8]
    public var at: Instant
    public init(id: String, officer: String, agency: String, title: String, form: [UInt8], at: Instant) {
        self.id = id
        self.officer = officer
        self.agency = agency
        self.title = title
        self.form = form
        self.at = at
    }
    public init(row: Row) throws {
        id = try row.get("id")
        officer = try row.get("officer")
        agency = try row.get("agency")
        title = try row.get("title")
        form = try row.get("form")
        at = try row.get("at")
    }
}
