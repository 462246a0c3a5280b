public import Agencies
public import Kernel
internal import Register
public import Storage

/// What the administrator of a unit does with the accounts of its officers: open, reset, lock.
public struct AccountDesk: Sendable {
    let database: any Database
    let world: World
    let vault: Vault
    public init(database: any Database, world: World, vault: Vault) {
        self.database = database
        self.world = world
        self.vault = vault
    }

    /// Gives a one-time password, for a first sign-in or a forgotten one. It lives a day; every session ends.
    ///
    /// - Returns: the password, shown this once.
    public func givePassword(to staff: ID<StaffMember>, by authority: AccountAuthority) async throws -> String {
        let password = SecretText.readable(world.secret(AccessLimits.oneTimePasswordBytes))
        let hash = try await vault.hashPassword(password)
        try await change(staff, by: authority) { account, now, tx in
            account.passwordHash = hash
            account.passwordUntil = now.adding(minutes: AccessLimits.oneTimePasswordHours * 60)
            try SessionStore.endAll(of: staff, in: tx)
            return .passwordGiven
        }
        return password
    }

    /// Sets a password that stays: the first administrator's, the demo's.
    public func setPassword(
        _ password: String,
        of staff: ID<StaffMember>,
        by authority: AccountAuthority
    ) async throws {
        let member = try await database.read { tx in try StaffStore.load(staff, in: tx) }
        guard let member else { throw SignInError.unknownStaff(staff) }
        let checked: String
        do {
            checked = try PasswordRules.checked(password, logInName: member.logInName, name: member.name)
        } catch { throw SignInError.password(error) }
        try await setHash(try await vault.hashPassword(checked), of: [staff], by: authority)
    }

    /// Gives many officers one hash that was computed before: for a demo, whose log-ins share a password.
    public func setHash(_ hash: String, of staff: [ID<StaffMember>], by authority: AccountAuthority) async throws {
        let now = world.now()
        try await database.write { tx in
            let directory = try AgencyDirectory.load(in: tx)
            for id in staff {
                var account = try Self.open(id, by: authority, directory, on: now.date, in: tx)
                account.passwordHash = hash
                account.passwordUntil = nil
                try SessionStore.endAll(of: id, in: tx)
                try AccountStore.save(account, .passwordChosen, by: authority.actor, at: now, in: tx)
            }
        }
    }

    /// Takes the second factor away, with its recovery codes; where a role requires one it is set up at the next sign-in.
    public func resetSecondFactor(of staff: ID<StaffMember>, by authority: AccountAuthority) async throws {
        try await change(staff, by: authority) { account, _, tx in
            account.secret = nil
            account.pendingSecret = nil
            account.lastStep = nil
            try AccountStore.setRecoveryCodes([], of: staff, in: tx)
            try SessionStore.endAll(of: staff, in: tx)
            return .secondFactorReset
        }
    }

    /// Nobody signs in by this account until it is unlocked; every session ends.
    public func lock(_ staff: ID<StaffMember>, by authority: AccountAuthority) async throws {
        try await change(staff, by: authority) { account, _, tx in
            account.isLocked = true
            try SessionStore.endAll(of: staff, in: tx)
            return .locked
        }
    }
    public func unlock(_ staff: ID<StaffMember>, by authority: AccountAuthority) async throws {
        try await change(staff, by: authority) { account, _, _ in
            account.isLocked = false
            return .unlocked
        }
    }

    /// Ends every session of an officer: a lost telephone, a browser left open.
    public func endSessions(of staff: ID<StaffMember>, by authority: AccountAuthority) async throws {
        try await change(staff, by: authority) { _, _, tx in
            try SessionStore.endAll(of: staff, in: tx)
            return .sessionsEnded
        }
    }

    private func change(
        _ staff: ID<StaffMember>,
        by authority: AccountAuthority,
        _ work: @escaping @Sendable (inout Account, Instant, Transaction) throws -> AccountEvent
    ) async throws {
        let now = world.now()
        try await database.write { tx in
            let directory = try AgencyDirectory.load(in: tx)
            var account = try Self.open(staff, by: authority, directory, on: now.date, in: tx)
            let event = try work(&account, now, tx)
            try AccountStore.save(account, event, by: authority.actor, at: now, in: tx)
        }
    }

    private static func open(
        _ staff: ID<StaffMember>,
        by authority: AccountAuthority,
        _ directory: AgencyDirectory,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> Account {
        guard let member = try StaffStore.load(staff, in: tx) else { throw SignInError.unknownStaff(staff) }
        guard authority.administers(member, directory, on: date) else { throw SignInError.notYourStaff }
        return try AccountStore.load(staff, in: tx) ?? Account(staff: staff)
    }
}
