public import Agencies
public import Kernel
internal import Register
public import Storage

/// How an officer signs in: hashes and sealed secrets, never what they were made of.
public struct Account: Hashable, Sendable {
    public let staff: ID<StaffMember>
    var version = 0
    var passwordHash: String?
    /// Until when a one-time password may be used; nil for one the officer has chosen.
    public internal(set) var passwordUntil: Instant?
    public internal(set) var isLocked = false
    /// The second factor's secret, sealed.
    var secret: [UInt8]?
    var pendingSecret: [UInt8]?
    var lastStep: Int64?

    public var hasPassword: Bool { passwordHash != nil }
    public var hasSecondFactor: Bool { secret != nil }
    public var mustChoosePassword: Bool { passwordUntil != nil }
}

/// What happens to an account. Subject of the book: `acc_` and the officer's id.
enum AccountEvent: String, Sendable, CaseIterable {
    case passwordGiven, passwordChosen, locked, unlocked, secondFactorSet, secondFactorReset, recoveryUsed
    case signedIn, signedOut, signedOutEverywhere
    /// An administrator ended every session.
    case sessionsEnded
    /// The officer gave themselves a role, there being no other administrator who could: to be looked at.
    case ownRoleGranted
}

/// Every SQL statement about accounts.
public enum AccountStore {
    public static func load(_ staff: ID<StaffMember>, in tx: Transaction) throws -> Account? {
        try tx.rows("SELECT * FROM account WHERE staff = \(staff)").first.map { row in
            Account(
                staff: staff,
                version: try row.get("version"),
                passwordHash: try row.getIfPresent("password_hash"),
                passwordUntil: try row.getIfPresent("password_until"),
                isLocked: try row.get("locked"),
                secret: try row.getIfPresent("secret"),
                pendingSecret: try row.getIfPresent("secret_pending"),
                lastStep: try row.getIfPresent("last_step")
            )
        }
    }

    /// Writes the account, and the event as an entry.
    static func save(
        _ account: Account,
        _ event: AccountEvent,
        by actor: Actor,
        at now: Instant,
        in tx: Transaction
    ) throws {
        try Book.append(
            [RecordedEvent(name: "account.\(event.rawValue)", format: 1, payload: "{}")],
            to: "acc_\(account.staff.rawValue)",
            expecting: account.version,
            by: actor,
            agency: nil,
            at: now,
            in: tx
        )
        var account = account
        account.version += 1
        try write(account, in: tx)
    }

    /// Writes what is no event: a secret that is being set up, the period of a code.
    static func write(_ account: Account, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO account (staff, version, password_hash, password_until, locked, secret, secret_pending, last_step)
            VALUES (\(account.staff), \(account.version), \(account.passwordHash), \(account.passwordUntil),
                \(account.isLocked), \(account.secret), \(account.pendingSecret), \(account.lastStep))
            ON CONFLICT (staff) DO UPDATE SET version = excluded.version, password_hash = excluded.password_hash,
                password_until = excluded.password_until, locked = excluded.locked, secret = excluded.secret,
                secret_pending = excluded.secret_pending, last_step = excluded.last_step
            """
        )
    }

    // MARK: Recovery codes

    static func setRecoveryCodes(_ hashes: [[UInt8]], of staff: ID<StaffMember>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM recovery_code WHERE staff = \(staff)")
        for hash in hashes { try tx.execute("INSERT INTO recovery_code (staff, hash) VALUES (\(staff), \(hash))") }
    }
    /// Uses a code up; false when it is none of the officer's.
    static func useRecoveryCode(_ hash: [UInt8], of staff: ID<StaffMember>, in tx: Transaction) throws -> Bool {
        let used: [[UInt8]] = try tx.values(
            "DELETE FROM recovery_code WHERE staff = \(staff) AND hash = \(hash) RETURNING hash"
        )
        return !used.isEmpty
    }
    /// How many recovery codes are left.
    public static func recoveryCodes(of staff: ID<StaffMember>, in tx: Transaction) throws -> Int {
        try tx.value("SELECT count(*) FROM recovery_code WHERE staff = \(staff)") ?? 0
    }
}
