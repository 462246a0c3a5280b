internal import Agencies
internal import Kernel
internal import Register
internal import Storage

/// A second factor that is being set up: shown once, as QR code and as text.
public struct Enrolment: Hashable, Sendable {
    /// Base 32, for typing.
    public let secret: String
    /// `otpauth://…`, for the QR code.
    public let uri: String
}

extension SignIn {
    /// The second step: the six digits of the officer's device.
    ///
    /// - Throws: `SignInError.wrongCode`, `.throttled`, `.wrongStage`.
    public func confirm(_ token: SessionToken, code: String) async throws -> SignedIn {
        try await attempt(token, at: [.secondFactor]) { account, _, now, _ in
            guard let sealed = account.secret else { throw SignInError.nothingToConfirm }
            let step = TOTP.accepted(
                code,
                secret: try self.vault.open(sealed),
                at: now,
                after: account.lastStep,
                hmac: self.vault.hmacSHA1
            )
            guard let step else { throw SignInError.wrongCode }
            account.lastStep = step
            return nil
        }
    }

    /// The second step without the device: one of the recovery codes, which is used up.
    public func recover(_ token: SessionToken, recoveryCode: String) async throws -> SignedIn {
        try await attempt(token, at: [.secondFactor]) { account, _, _, tx in
            let hash = Self.recoveryHash(recoveryCode, of: account.staff, self.vault)
            guard try AccountStore.useRecoveryCode(hash, of: account.staff, in: tx) else {
                throw SignInError.wrongRecoveryCode
            }
            return .recoveryUsed
        }
    }

    /// Makes a secret for a second factor; it counts only when a code of it has been shown.
    ///
    /// - Throws: `SignInError.wrongStage` when there is a second factor already: the unit's administrator resets it.
    public func beginEnrolment(_ token: SessionToken, issuer: String) async throws -> Enrolment {
        let now = world.now()
        let secret = world.secret(AccessLimits.secretBytes)
        let sealed = try vault.seal(secret)
        let logIn = try await database.write { tx -> String in
            var (session, account) = try Self.open(token, at: now, in: tx)
            guard [.enrolment, .full].contains(session.stage), !account.hasSecondFactor else {
                throw SignInError.wrongStage(session.stage)
            }
            account.pendingSecret = sealed
            try AccountStore.write(account, in: tx)
            return try StaffStore.load(session.staff, in: tx)?.logInName ?? ""
        }
        return Enrolment(
            secret: TOTP.base32(secret),
            uri: TOTP.uri(secret: secret, issuer: issuer, account: logIn)
        )
    }

    /// Sets the second factor up with a first code.
    ///
    /// - Returns: the session that goes on, and the recovery codes, shown this once.
    public func confirmEnrolment(
        _ token: SessionToken,
        code: String
    ) async throws -> (signedIn: SignedIn, recoveryCodes: [String]) {
        let codes = (0..<AccessLimits.recoveryCodes).map { _ in
            SecretText.readable(world.secret(AccessLimits.recoveryCodeBytes))
        }
        let signedIn = try await attempt(token, at: [.enrolment, .full]) { account, _, now, tx in
            guard let sealed = account.pendingSecret else { throw SignInError.nothingToConfirm }
            let secret = try self.vault.open(sealed)
            let step = TOTP.accepted(code, secret: secret, at: now, after: nil, hmac: self.vault.hmacSHA1)
            guard let step else { throw SignInError.wrongCode }
            account.secret = sealed
            account.pendingSecret = nil
            account.lastStep = step
            let hashes = codes.map { Self.recoveryHash($0, of: account.staff, self.vault) }
            try AccountStore.setRecoveryCodes(hashes, of: account.staff, in: tx)
            return .secondFactorSet
        }
        return (signedIn, codes)
    }

    /// Chooses a new password. Every other session of the officer ends.
    ///
    /// `current` is asked for from who is fully signed in, not from who has just shown a one-time password.
    public func choosePassword(
        _ token: SessionToken,
        current: String?,
        new: String,
        address: String
    ) async throws -> SignedIn {
        let now = world.now()
        let throttle = Throttle("password", address + token.rawValue, rule: .name, vault: vault)
        let opened = try await database.write { tx -> (Session, Account, StaffMember, Instant?) in
            let (session, account) = try Self.open(token, at: now, in: tx)
            guard [.newPassword, .full].contains(session.stage) else { throw SignInError.wrongStage(session.stage) }
            guard let member = try StaffStore.load(session.staff, in: tx) else { throw SignInError.noSession }
            return (session, account, member, try ThrottleStore.count([throttle], at: now, in: tx))
        }
        let (session, account, member, blocked) = opened
        if let blocked { throw SignInError.throttled(until: blocked) }
        if session.stage == .full {
            let isRight = try await vault.verifyPassword(
                VietnameseText.normalized(current ?? ""),
                account.passwordHash ?? ""
            )
            guard isRight else { throw SignInError.refused }
        }
        let password: String
        do {
            password = try PasswordRules.checked(new, logInName: member.logInName, name: member.name)
        } catch { throw SignInError.password(error) }
        if let old = account.passwordHash, try await vault.verifyPassword(password, old) {
            throw SignInError.password(.unchanged)
        }
        let hash = try await vault.hashPassword(password)
        return try await advance(token, at: [.newPassword, .full]) { fresh, _, _, tx in
            guard fresh.passwordHash == account.passwordHash else { throw SignInError.noSession }
            fresh.passwordHash = hash
            fresh.passwordUntil = nil
            try ThrottleStore.clear(throttle, in: tx)
            try SessionStore.endAll(of: fresh.staff, in: tx)
            return .passwordChosen
        }
    }

    // MARK: Inside

    typealias Step = @Sendable (inout Account, Session, Instant, Transaction) throws -> AccountEvent?

    static func open(_ token: SessionToken, at now: Instant, in tx: Transaction) throws -> (Session, Account) {
        guard let session = try SessionStore.find(token, at: now, in: tx),
            let account = try AccountStore.load(session.staff, in: tx), !account.isLocked
        else { throw SignInError.noSession }
        return (session, account)
    }

    static func recoveryHash(_ code: String, of staff: ID<StaffMember>, _ vault: Vault) -> [UInt8] {
        vault.lookUpHash("recovery:\(staff.rawValue):\(SecretText.compact(code))")
    }

    /// `advance`, with attempts counted before they are looked at; a success forgets them.
    private func attempt(
        _ token: SessionToken,
        at stages: [SessionStage],
        _ step: @escaping Step
    ) async throws -> SignedIn {
        let now = world.now()
        let vault = vault
        let blocked = try await database.write(name: "code.count") { tx -> Instant? in
            let (session, _) = try Self.open(token, at: now, in: tx)
            return try ThrottleStore.count([Self.codeThrottle(session.staff, vault)], at: now, in: tx)
        }
        if let blocked { throw SignInError.throttled(until: blocked) }
        return try await advance(token, at: stages) { account, session, now, tx in
            let event = try step(&account, session, now, tx)
            try ThrottleStore.clear(Self.codeThrottle(session.staff, vault), in: tx)
            return event
        }
    }
    private static func codeThrottle(_ staff: ID<StaffMember>, _ vault: Vault) -> Throttle {
        Throttle("code", staff.rawValue, rule: .code, vault: vault)
    }

    /// Takes a session one stage on, under a new token.
    private func advance(
        _ token: SessionToken,
        at stages: [SessionStage],
        _ step: @escaping Step
    ) async throws -> SignedIn {
        let now = world.now()
        let next = SessionToken(world.secret(AccessLimits.tokenBytes))
        return try await database.write(name: "signIn.advance") { tx in
            var (session, account) = try Self.open(token, at: now, in: tx)
            guard stages.contains(session.stage) else { throw SignInError.wrongStage(session.stage) }
            guard let officer = try Self.officer(session.staff, acting: session.agency, at: now, in: tx) else {
                throw SignInError.noSession
            }
            let event = try step(&account, session, now, tx)
            if let event {
                try AccountStore.save(account, event, by: officer.actor, at: now, in: tx)
            } else {
                try AccountStore.write(account, in: tx)
            }
            let stage = try Self.stage(of: account, officer, hasShownSecond: true, at: now, in: tx)
            session = Session(
                staff: session.staff,
                stage: stage,
                agency: officer.agency,
                begunAt: session.begunAt,
                usedAt: now
            )
            try SessionStore.begin(session, token: next, replacing: token, in: tx)
            return SignedIn(token: next, session: session)
        }
    }
}
