public import Kernel
public import Register
public import Storage

/// A file of a dossier, a person or a procedure. Who may see it is decided by whoever owns the subject.
public struct StoredFile: Hashable, Sendable, RowDecodable {
    public let id: ID<StoredFile>
    /// What it belongs to: the id of a dossier, a person, ….
    public let subject: String
    public let content: StoredContent
    /// The name people gave it, made harmless. It may name a person and stays out of the book.
    public let name: String
    public let uploader: Actor
    public let at: Instant

    public init(row: Row) throws {
        id = try row.get("id")
        subject = try row.get("subject")
        content = StoredContent(hash: try row.get("hash"), size: try row.get("size"), kind: try row.get("kind"))
        name = try row.get("name")
        uploader = Actor(try row.get("uploader", as: String.self))
        at = try row.get("at")
    }
}

extension FileKind: SQLConvertible {}

/// Which content belongs to what, under which name.
public enum Documents {
    public static let migrations = [
        Migration(
            "2026-11-23-8-documents",
            [
                """
                CREATE TABLE stored_file (
                    id TEXT NOT NULL PRIMARY KEY,
                    subject TEXT NOT NULL,
                    hash TEXT NOT NULL,
                    size \(.int64) NOT NULL CHECK (size > 0),
                    kind TEXT NOT NULL,
                    name TEXT NOT NULL,
                    uploader TEXT NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX stored_file_subject ON stored_file (subject, at)",
                "CREATE INDEX stored_file_hash ON stored_file (hash)",
            ]
        )
    ]

    /// Records a content that was written before as a file of `subject`, with its entry in the book.
    public static func add(
        _ content: StoredContent,
        name: String,
        subject: String,
        by uploader: Actor,
        agency: String?,
        world: World,
        in tx: Transaction
    ) throws -> ID<StoredFile> {
        let count = try tx.value("SELECT count(*) FROM stored_file WHERE subject = \(subject)", as: Int.self) ?? 0
        guard count < FileLimits.perSubject else { throw FileError.tooMany(limit: FileLimits.perSubject) }
        let id = world.id(.file, of: StoredFile.self)
        let now = world.now()
        try tx.execute(
            """
            INSERT INTO stored_file (id, subject, hash, size, kind, name, uploader, at)
            VALUES (\(id), \(subject), \(content.hash), \(content.size), \(content.kind),
                \(FileName.clean(name, kind: content.kind)), \(uploader.rawValue), \(now))
            """
        )
        let payload = try RecordedJSON.encode(Stored(subject: subject, content: content))
        try Book.append(
            [RecordedEvent(name: "file.stored", format: 1, payload: payload)],
            to: id.rawValue,
            expecting: 0,
            by: uploader,
            agency: agency,
            at: now,
            in: tx
        )
        return id
    }

    private struct Stored: Codable {
        var subject: String
        var content: StoredContent
    }

    /// The file, if it is there and `may` allows it: to others it does not exist.
    public static func open(
        _ id: ID<StoredFile>,
        in tx: Transaction,
        may: (StoredFile) throws -> Bool
    ) throws -> StoredFile? {
        guard let file = try tx.first("SELECT * FROM stored_file WHERE id = \(id)", as: StoredFile.self) else {
            return nil
        }
        return try may(file) ? file : nil
    }

    /// The files of `subject`, oldest first.
    public static func files(of subject: String, in tx: Transaction) throws -> [StoredFile] {
        try tx.all(
            "SELECT * FROM stored_file WHERE subject = \(subject) ORDER BY at, id LIMIT \(FileLimits.perSubject)"
        )
    }

    /// The contents after `hash`, each once, in the order of their hashes: what a copy of the data must hold.
    public static func contents(after hash: String, limit: Int, in tx: Transaction) throws -> [(
        hash: String, size: Int
    )] {
        // A copy of old data may be older than this table.
        guard try tx.tableNames().contains("stored_file") else { return [] }
        return try tx.rows(
            """
            SELECT hash, MAX(size) AS size FROM stored_file WHERE hash > \(hash)
            GROUP BY hash ORDER BY hash LIMIT \(limit)
            """
        ).map { (try $0.get("hash"), try $0.get("size")) }
    }
}
