public import Agencies
public import Kernel
public import Storage

/// What a session may be used for.
public enum SessionStage: String, Sendable, CaseIterable {
    /// The password was right; the six digits are still asked.
    case secondFactor
    /// A role requires a second factor and there is none yet: it must be set up first.
    case enrolment
    /// The password was given by an administrator: a new one must be chosen first.
    case newPassword
    /// Signed in.
    case full
}

/// An officer's signed-in browser.
public struct Session: Hashable, Sendable {
    public let staff: ID<StaffMember>
    public let stage: SessionStage
    /// The unit the officer acts for.
    public let agency: ID<Agency>?
    public let begunAt: Instant
    public let usedAt: Instant

    /// The same session at another stage.
    func at(_ stage: SessionStage) -> Session {
        Session(staff: staff, stage: stage, agency: agency, begunAt: begunAt, usedAt: usedAt)
    }
}

/// The cookie's text. Random; only its SHA-256 is stored.
public struct SessionToken: Hashable, Sendable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    init(_ bytes: [UInt8]) { rawValue = Hex.encode(bytes) }
    /// What is stored in its place.
    var hash: [UInt8] { SHA256.hash(rawValue.utf8) }

    /// The token that forms of this session carry, derived from it: nothing is stored, and it cannot be turned round.
    public func formToken(_ vault: Vault) -> String { Hex.encode(vault.lookUpHash("form:\(rawValue)")) }
    /// Whether a form carries the token of this session.
    public func accepts(formToken: String, _ vault: Vault) -> Bool {
        SecretText.areEqual(self.formToken(vault), formToken)
    }
}

/// Every SQL statement about sessions.
public enum SessionStore {
    /// Begins a session in the place of `old`, whose token is worth nothing from then on.
    static func begin(
        _ session: Session,
        token: SessionToken,
        replacing old: SessionToken?,
        in tx: Transaction
    ) throws {
        if let old { try end(old, in: tx) }
        try tx.execute(
            """
            INSERT INTO session (token_hash, staff, stage, agency, begun_at, used_at)
            VALUES (\(token.hash), \(session.staff), \(session.stage.rawValue), \(session.agency),
                \(session.begunAt), \(session.usedAt))
            """
        )
    }

    /// The session of `token`, if it has not ended by `now`.
    public static func find(_ token: SessionToken, at now: Instant, in tx: Transaction) throws -> Session? {
        guard let session = try tx.first("SELECT * FROM session WHERE token_hash = \(token.hash)", as: Session.self)
        else { return nil }
        let policy = try AccessPolicyStore.inForce(on: now.date, in: tx)
        return now < policy.end(of: session.begunAt, used: session.usedAt) ? session : nil
    }

    /// Whether the use of `session` at `now` is to be written down: not for every request, once a minute.
    public static func needsTouch(_ session: Session, at now: Instant) -> Bool {
        now >= session.usedAt.adding(seconds: AccessLimits.touchSeconds)
    }
    public static func touch(_ token: SessionToken, at now: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE session SET used_at = \(now) WHERE token_hash = \(token.hash) AND used_at < \(now)")
    }
    static func setAgency(_ agency: ID<Agency>, of token: SessionToken, in tx: Transaction) throws {
        try tx.execute("UPDATE session SET agency = \(agency) WHERE token_hash = \(token.hash)")
    }
    public static func end(_ token: SessionToken, in tx: Transaction) throws {
        try tx.execute("DELETE FROM session WHERE token_hash = \(token.hash)")
    }
    /// Ends every session of an officer.
    public static func endAll(of staff: ID<StaffMember>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM session WHERE staff = \(staff)")
    }
    public static func count(of staff: ID<StaffMember>, in tx: Transaction) throws -> Int {
        try tx.value("SELECT count(*) FROM session WHERE staff = \(staff)") ?? 0
    }
    /// Forgets at most `limit` sessions last used before `before`; a duty calls it. Gives how many.
    public static func forget(
        before: Instant,
        limit: Int = AccessLimits.slice,
        in tx: Transaction
    ) throws -> Int {
        let old: [[UInt8]] = try tx.values(
            "SELECT token_hash FROM session WHERE used_at < \(before) ORDER BY used_at LIMIT \(limit)"
        )
        for hash in old { try tx.execute("DELETE FROM session WHERE token_hash = \(hash)") }
        return old.count
    }
}

extension Session: RowDecodable {
    public init(row: Row) throws {
        let stage: String = try row.get("stage")
        guard let stage = SessionStage(rawValue: stage) else {
            throw StorageError.unreadable(column: "stage", value: .text(stage))
        }
        self.init(
            staff: try row.get("staff"),
            stage: stage,
            agency: try row.getIfPresent("agency"),
            begunAt: try row.get("begun_at"),
            usedAt: try row.get("used_at")
        )
    }
}
