public import Agencies
public import Kernel
internal import Register
public import Storage

/// Every SQL statement about tokens. Subject of the book: the token's id; what a token is for stays out of it.
public enum TokenStore {
    static let migration = Migration(
        "2026-11-25-20-access-tokens",
        [
            """
            CREATE TABLE access_token (
                id TEXT NOT NULL PRIMARY KEY,
                hash \(.blob) NOT NULL UNIQUE,
                staff TEXT NOT NULL,
                agency TEXT NOT NULL,
                prefix TEXT NOT NULL,
                label TEXT NOT NULL,
                rights TEXT NOT NULL,
                created_at \(.int64) NOT NULL,
                valid_until \(.int64) NOT NULL,
                used_at \(.int64),
                revoked_at \(.int64)
            )\(.strict)
            """,
            "CREATE INDEX access_token_staff ON access_token (staff)",
        ]
    )

    static func insert(_ made: MadeToken, in tx: Transaction) throws {
        let token = made.token
        try tx.execute(
            """
            INSERT INTO access_token (id, hash, staff, agency, prefix, label, rights, created_at, valid_until)
            VALUES (\(token.id), \(made.text.hash), \(token.staff), \(token.agency), \(token.prefix), \(token.label),
                \(words(token.rights)), \(token.createdAt), \(token.validUntil))
            """
        )
    }
    static func find(_ text: TokenText, in tx: Transaction) throws -> AccessToken? {
        try tx.first("SELECT * FROM access_token WHERE hash = \(text.hash)")
    }
    public static func load(_ id: ID<AccessToken>, in tx: Transaction) throws -> AccessToken? {
        try tx.first("SELECT * FROM access_token WHERE id = \(id)")
    }
    /// The tokens of an officer, the newest first.
    public static func all(of staff: ID<StaffMember>, in tx: Transaction) throws -> [AccessToken] {
        try tx.all(
            """
            SELECT * FROM access_token WHERE staff = \(staff) ORDER BY created_at DESC, id DESC
            LIMIT \(AccessLimits.shownTokens)
            """
        )
    }
    /// The newest tokens of all officers.
    public static func all(in tx: Transaction) throws -> [AccessToken] {
        try tx.all(
            "SELECT * FROM access_token ORDER BY created_at DESC, id DESC LIMIT \(AccessLimits.shownTokens)"
        )
    }
    static func liveCount(of staff: ID<StaffMember>, at now: Instant, in tx: Transaction) throws -> Int {
        try tx.value(
            """
            SELECT count(*) FROM access_token WHERE staff = \(staff) AND revoked_at IS NULL AND valid_until > \(now)
            """
        ) ?? 0
    }
    static func revoke(_ id: ID<AccessToken>, at now: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE access_token SET revoked_at = \(now) WHERE id = \(id)")
    }
    static func touch(_ id: ID<AccessToken>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE access_token SET used_at = \(now) WHERE id = \(id) AND (used_at IS NULL OR used_at < \(now))"
        )
    }

    static func words(_ rights: Set<TokenRight>) -> String { rights.sorted().map(\.rawValue).joined(separator: " ") }
}

extension AccessToken: RowDecodable {
    public init(row: Row) throws {
        let rights: String = try row.get("rights")
        self.init(
            id: try row.get("id"),
            staff: try row.get("staff"),
            agency: try row.get("agency"),
            prefix: try row.get("prefix"),
            label: try row.get("label"),
            rights: Set(rights.split(separator: " ").compactMap { TokenRight(rawValue: String($0)) }),
            createdAt: try row.get("created_at"),
            validUntil: try row.get("valid_until"),
            usedAt: try row.getIfPresent("used_at"),
            revokedAt: try row.getIfPresent("revoked_at")
        )
    }
}

/// What the book says of a token that was made.
struct TokenCreated: Codable, Sendable {
    var staff: ID<StaffMember>
    var agency: ID<Agency>
    var rights: [TokenRight]
    var validUntil: Instant
}
