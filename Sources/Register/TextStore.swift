public import Kernel
public import Storage

/// Free texts beside the book: reasons, requests, notes.
///
/// The book holds a text's id and a salted hash, so that a text can be proven and can be erased without breaking a chain.
/// Erasing removes the salt too: the hash then says nothing about the text.
public enum TextStore {
    public static let migrations = [
        Migration(
            "2026-11-23-14-texts",
            [
                """
                CREATE TABLE free_text (
                    id TEXT NOT NULL PRIMARY KEY,
                    subject TEXT NOT NULL,
                    body TEXT,
                    salt \(.blob),
                    erased \(.bool) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX free_text_subject ON free_text (subject)",
            ]
        )
    ]
    /// Bytes of chance before a text is hashed.
    public static let saltLength = 16

    /// Keeps `body` as a text of `subject`.
    ///
    /// - Throws: `TextError.tooLong` past `Limits.textLength` characters.
    public static func write(
        _ body: String,
        subject: String,
        world: World,
        in tx: Transaction
    ) throws -> TextReference {
        guard body.count <= Limits.textLength else { throw TextError.tooLong(limit: Limits.textLength) }
        let id = world.newID(.text)
        let salt = world.secret(saltLength)
        try tx.execute(
            """
            INSERT INTO free_text (id, subject, body, salt, erased)
            VALUES (\(id), \(subject), \(body), \(salt), \(false))
            """
        )
        return TextReference(id: id, hash: hash(body, salt))
    }

    /// The text, or nil when it was erased or never was.
    public static func read(_ id: String, in tx: Transaction) throws -> String? {
        try tx.value("SELECT body FROM free_text WHERE id = \(id)")
    }

    /// Several texts by id; erased ones are left out.
    public static func read(_ ids: [String], in tx: Transaction) throws -> [String: String] {
        guard !ids.isEmpty else { return [:] }
        var texts: [String: String] = [:]
        let rows = try tx.rows("SELECT id, body FROM free_text WHERE id IN (\(SQL.list(ids))) AND body IS NOT NULL")
        for row in rows { texts[try row.get("id")] = try row.get("body") }
        return texts
    }

    /// Erases one text. The entry that names it stays whole.
    public static func erase(_ id: String, in tx: Transaction) throws {
        try tx.execute("UPDATE free_text SET body = NULL, salt = NULL, erased = \(true) WHERE id = \(id)")
    }
    /// Erases every text of `subject`.
    public static func erase(subject: String, in tx: Transaction) throws {
        try tx.execute("UPDATE free_text SET body = NULL, salt = NULL, erased = \(true) WHERE subject = \(subject)")
    }

    /// What the table says about a reference of the book.
    public static func check(_ reference: TextReference, in tx: Transaction) throws -> TextCheck {
        guard let row = try tx.rows("SELECT body, salt, erased FROM free_text WHERE id = \(reference.id)").first
        else { return .missing }
        if try row.get("erased", as: Bool.self) { return .erased }
        let salt: [UInt8] = try row.get("salt")
        return hash(try row.get("body"), salt) == reference.hash ? .whole : .altered
    }

    private static func hash(_ body: String, _ salt: [UInt8]) -> String {
        Hex.encode(SHA256.hash(salt + Array(body.utf8)))
    }
}

/// Whether a text is still what the book says.
public enum TextCheck: String, Sendable, CaseIterable { case whole, erased, altered, missing }

/// What the texts refuse.
public enum TextError: Error, Hashable, Sendable {
    /// More characters than `limit`.
    case tooLong(limit: Int)
}
