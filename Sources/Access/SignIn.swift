public import Agencies
public import Kernel
internal import Register
public import Storage

/// A session that has just begun, and the cookie's new text.
public struct SignedIn: Hashable, Sendable {
    public let token: SessionToken
    public let session: Session
}

/// Who sits at the browser.
public struct CurrentOfficer: Hashable, Sendable {
    public let session: Session
    public let officer: Officer
}

/// Staff sign-in: password, second factor, sessions.
///
/// Passwords are verified before a write opens. An unknown name, a wrong password and a locked account cost the same
/// work and get the same answer.
public struct SignIn: Sendable {
    let database: any Database
    let world: World
    let vault: Vault
    public init(database: any Database, world: World, vault: Vault) {
        self.database = database
        self.world = world
        self.vault = vault
    }

    /// Begins a session with name and password. `replacing` is the cookie that came with the form.
    ///
    /// - Throws: `SignInError.refused`, `.throttled`.
    public func signIn(
        name: String,
        password: String,
        address: String,
        replacing old: SessionToken? = nil
    ) async throws -> SignedIn {
        let name = Self.typedName(name)
        let network = Throttle.network(of: address)
        let byName = Throttle("name", "\(network) \(name)", rule: .name, vault: vault)
        let anywhere = Throttle("anywhere", name, rule: .nameAnywhere, vault: vault)
        let byAddress = Throttle("address", network, rule: .address, vault: vault)
        let now = world.now()
        let found = try await database.write(name: "signIn.count") { tx -> (Account?, Instant?) in
            // What the nearer bounds refuse is not looked at and does not count for the name as a whole.
            if let until = try ThrottleStore.count([byName, byAddress], at: now, in: tx) { return (nil, until) }
            if let until = try ThrottleStore.count([anywhere], at: now, in: tx) { return (nil, until) }
            guard let staff = try StaffStore.find(logIn: name, in: tx) else { return (nil, nil) }
            return (try AccountStore.load(staff, in: tx), nil)
        }
        if let until = found.1 { throw SignInError.throttled(until: until) }
        let account = try await verified(password, found.0)
        let token = SessionToken(world.secret(AccessLimits.tokenBytes))
        return try await database.write(name: "signIn.begin") { tx in
            // Locked, or given another password, while the hash was computed: then this password no longer counts.
            guard let current = try AccountStore.load(account.staff, in: tx),
                current.passwordHash == account.passwordHash, !current.isLocked,
                let officer = try Self.officer(current.staff, acting: nil, at: now, in: tx)
            else { throw SignInError.refused }
            try ThrottleStore.clear(byName, in: tx)
            try ThrottleStore.takeBack(anywhere, in: tx)
            try ThrottleStore.takeBack(byAddress, in: tx)
            let stage = try Self.stage(of: current, officer, hasShownSecond: false, at: now, in: tx)
            let session = Session(
                staff: current.staff,
                stage: stage,
                agency: officer.agency,
                begunAt: now,
                usedAt: now
            )
            try SessionStore.begin(session, token: token, replacing: old, in: tx)
            try AccountStore.save(current, .signedIn, by: officer.actor, at: now, in: tx)
            return SignedIn(token: token, session: session)
        }
    }

    /// The account when the password is its own; the same work whether there is one or not.
    private func verified(_ password: String, _ account: Account?) async throws -> Account {
        let password = VietnameseText.normalized(password)
        let isShort = password.unicodeScalars.count <= AccessLimits.passwordLength.upperBound
        guard let account, let hash = account.passwordHash, isShort else {
            _ = try await vault.hashPassword(isShort ? password : "")
            throw SignInError.refused
        }
        let isRight = try await vault.verifyPassword(password, hash)
        let isInTime = account.passwordUntil.map { world.now() < $0 } ?? true
        guard isRight, isInTime, !account.isLocked else { throw SignInError.refused }
        return account
    }

    /// The name as log-in names are stored, however it was typed.
    static func typedName(_ name: String) -> String {
        String(VietnameseText.normalized(name).lowercased().filter { !$0.isWhitespace }.prefix(100))
    }

    /// What the session may be used for next.
    static func stage(
        of account: Account,
        _ officer: Officer,
        hasShownSecond: Bool,
        at now: Instant,
        in tx: Transaction
    ) throws -> SessionStage {
        if account.hasSecondFactor, !hasShownSecond { return .secondFactor }
        if account.mustChoosePassword { return .newPassword }
        let policy = try AccessPolicyStore.inForce(on: now.date, in: tx)
        return policy.needsSecondFactor(officer.allRoles) && !account.hasSecondFactor ? .enrolment : .full
    }

    static func officer(
        _ staff: ID<StaffMember>,
        acting agency: ID<Agency>?,
        at now: Instant,
        in tx: Transaction
    ) throws -> Officer? {
        try StaffStore.load(staff, in: tx).flatMap { Officer($0, acting: agency, on: now.date) }
    }

    // MARK: The running session

    /// Who the cookie stands for; nil when the session has ended or the officer may not work here today.
    public func current(_ token: SessionToken) async throws -> CurrentOfficer? {
        let now = world.now()
        let found = try await database.read { tx -> CurrentOfficer? in
            guard let session = try SessionStore.find(token, at: now, in: tx),
                let account = try AccountStore.load(session.staff, in: tx), !account.isLocked,
                let officer = try Self.officer(session.staff, acting: session.agency, at: now, in: tx)
            else { return nil }
            let policy = try AccessPolicyStore.inForce(on: now.date, in: tx)
            // A role given, or a rule made, since the session began: what it asks for is asked for now.
            let owes = !account.hasSecondFactor && policy.needsSecondFactor(officer.allRoles)
            let standing = session.stage == .full && owes ? session.at(.enrolment) : session
            return CurrentOfficer(session: standing, officer: officer)
        }
        if let found, SessionStore.needsTouch(found.session, at: now) {
            try await database.write(name: "session.touch") { tx in try SessionStore.touch(token, at: now, in: tx) }
        }
        return found
    }

    /// Acts for another unit at which the officer holds a role today.
    public func act(for agency: ID<Agency>, _ token: SessionToken) async throws {
        let now = world.now()
        try await database.write { tx in
            guard let session = try SessionStore.find(token, at: now, in: tx) else { throw SignInError.noSession }
            let officer = try Self.officer(session.staff, acting: agency, at: now, in: tx)
            guard officer?.agency == agency else { throw SignInError.noRoleAt(agency) }
            try SessionStore.setAgency(agency, of: token, in: tx)
        }
    }

    public func signOut(_ token: SessionToken) async throws {
        try await end(token, .signedOut) { tx, _ in try SessionStore.end(token, in: tx) }
    }
    /// Ends every session of the officer, this one too.
    public func signOutEverywhere(_ token: SessionToken) async throws {
        try await end(token, .signedOutEverywhere) { tx, staff in try SessionStore.endAll(of: staff, in: tx) }
    }

    private func end(
        _ token: SessionToken,
        _ event: AccountEvent,
        _ work: @escaping @Sendable (Transaction, ID<StaffMember>) throws -> Void
    ) async throws {
        let now = world.now()
        try await database.write { tx in
            guard let session = try SessionStore.find(token, at: now, in: tx),
                let account = try AccountStore.load(session.staff, in: tx)
            else { return try SessionStore.end(token, in: tx) }
            try work(tx, session.staff)
            try AccountStore.save(account, event, by: .init(session.staff.rawValue), at: now, in: tx)
        }
    }
}
