public import Kernel
public import Storage

/// The book: everything that happens is an entry, appended and never changed.
public enum Book {
    /// Everything the register keeps: the book, its seals, the duties and the revisions.
    public static let migrations = bookMigrations + Seal.migrations + DutyStore.migrations + Revisions.migrations

    private static let bookMigrations = [
        Migration(
            "2026-11-23-1-register",
            [
                """
                CREATE TABLE entry (
                    position \(.int64) NOT NULL PRIMARY KEY,
                    subject TEXT NOT NULL,
                    version \(.int64) NOT NULL CHECK (version > 0),
                    event TEXT NOT NULL,
                    format \(.int64) NOT NULL,
                    payload TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    agency TEXT,
                    at \(.int64) NOT NULL,
                    previous \(.blob) NOT NULL,
                    hash \(.blob) NOT NULL,
                    UNIQUE (subject, version)
                )\(.strict)
                """,
                "CREATE INDEX entry_at ON entry (at)",
                """
                CREATE TABLE book (
                    one \(.int64) NOT NULL PRIMARY KEY CHECK (one = 1),
                    position \(.int64) NOT NULL
                )\(.strict)
                """,
                "INSERT INTO book (one, position) VALUES (1, 0)",
            ]
        ),
        // No question is asked by time: a chain is read by its subject, the book by its positions.
        Migration("2026-11-25-23-entries-by-position", ["DROP INDEX entry_at"]),
    ]

    /// Appends `events` to the chain of `subject`, whose newest version must be `expected` (0 for a new subject).
    ///
    /// Instants never run backwards in a chain: when the clock was set back behind the newest entry, the new ones keep
    /// that entry's instant. What follows from them takes its time from the entries that are returned.
    ///
    /// - Throws: `RegisterError.stale` when somebody else wrote to the subject since it was read.
    @discardableResult
    public static func append(
        _ events: [RecordedEvent],
        to subject: String,
        expecting expected: Int,
        by actor: Actor,
        agency: String?,
        at now: Instant,
        in tx: Transaction
    ) throws -> [Entry] {
        guard !events.isEmpty else { return [] }
        let newest = try tx.rows(
            "SELECT version, hash, at FROM entry WHERE subject = \(subject) ORDER BY version DESC LIMIT 1"
        ).first
        let version = try newest?.get("version", as: Int.self) ?? 0
        guard version == expected else {
            throw RegisterError.stale(subject: subject, expected: expected, found: version)
        }
        let at = try newest.map { max(try $0.get("at", as: Instant.self), now) } ?? now
        var previous = try newest?.get("hash", as: [UInt8].self) ?? Entry.origin
        let count = Int64(events.count)
        guard
            let last: Int64 = try tx.value(
                "UPDATE book SET position = position + \(count) WHERE one = 1 RETURNING position"
            )
        else { throw StorageError.missing("book") }
        var entries: [Entry] = []
        for (index, event) in events.enumerated() {
            let entry = Entry(
                position: last - count + Int64(index) + 1,
                subject: subject,
                version: version + index + 1,
                event: event,
                actor: actor,
                agency: agency,
                at: at,
                previous: previous
            )
            try insert(entry, in: tx)
            previous = entry.hash
            entries.append(entry)
        }
        return entries
    }

    /// The whole chain of `subject`, oldest first.
    public static func entries(of subject: String, in tx: Transaction) throws -> [Entry] {
        try tx.all("SELECT * FROM entry WHERE subject = \(subject) ORDER BY version")
    }

    /// At most `limit` entries after `position`, in the order of the book.
    public static func entries(after position: Int64, limit: Int, in tx: Transaction) throws -> [Entry] {
        try tx.all("SELECT * FROM entry WHERE position > \(position) ORDER BY position LIMIT \(limit)")
    }

    /// When the newest entry was written; nil for an empty book.
    public static func newestInstant(in tx: Transaction) throws -> Instant? {
        try tx.value("SELECT at FROM entry ORDER BY position DESC LIMIT 1")
    }

    /// The position of the newest entry; 0 for an empty book.
    public static func position(in tx: Transaction) throws -> Int64 {
        try tx.value("SELECT position FROM book WHERE one = 1") ?? 0
    }

    private static func insert(_ entry: Entry, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO entry (position, subject, version, event, format, payload, actor, agency, at, previous, hash)
            VALUES (\(entry.position), \(entry.subject), \(entry.version), \(entry.event.name), \(entry.event.format),
                \(entry.event.payload), \(entry.actor.rawValue), \(entry.agency), \(entry.at), \(entry.previous),
                \(entry.hash))
            """
        )
    }
}

/// What the book refuses.
public enum RegisterError: Error, Equatable, Sendable {
    /// Somebody else wrote to the subject since it was read: the page is stale.
    case stale(subject: String, expected: Int, found: Int)
    /// A stored event cannot be read by this program.
    case unreadable(event: String, format: Int)
}

extension Entry: RowDecodable {
    public init(row: Row) throws {
        self.init(
            stored: try row.get("position"),
            subject: try row.get("subject"),
            version: try row.get("version"),
            event: RecordedEvent(
                name: try row.get("event"),
                format: try row.get("format"),
                payload: try row.get("payload")
            ),
            actor: Actor(try row.get("actor", as: String.self)),
            agency: try row.getIfPresent("agency"),
            at: try row.get("at"),
            previous: try row.get("previous"),
            hash: try row.get("hash")
        )
    }
}
