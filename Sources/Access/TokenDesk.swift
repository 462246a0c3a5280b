public import Agencies
public import Kernel
internal import Register
public import Storage

/// Officers' tokens: made, revoked, and asked who stands behind one.
public struct TokenDesk: Sendable {
    let database: any Database
    let world: World
    public init(database: any Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Makes a token for an officer, who must hold a role at the unit today and have an account that is not locked.
    ///
    /// - Parameters:
    ///   - agency: the unit that is acted for; nil is the officer's own.
    ///   - label: what it is for; it may be empty.
    ///   - days: for how many days, counted from now.
    /// - Returns: the token with its text, which is shown this once.
    /// - Throws: `TokenError`.
    public func create(
        for staff: ID<StaffMember>,
        at agency: ID<Agency>? = nil,
        rights: Set<TokenRight>,
        label: String,
        days: Int = AccessLimits.tokenDaysUsual,
        by authority: AccountAuthority
    ) async throws -> MadeToken {
        guard !rights.isEmpty else { throw TokenError.noRights }
        guard AccessLimits.tokenDays.contains(days) else { throw TokenError.daysOutside(AccessLimits.tokenDays) }
        let label = VietnameseText.normalized(label)
        guard label.count <= AccessLimits.tokenLabelLength, VietnameseText.isCleanLine(label) else {
            throw TokenError.badLabel(max: AccessLimits.tokenLabelLength)
        }
        let text = TokenText(chance: world.secret(AccessLimits.tokenPublicBytes + AccessLimits.tokenSecretBytes))
        let now = world.now()
        let id: ID<AccessToken> = world.id(.token)
        return try await database.write("token.create") { tx in
            let member = try Self.member(staff, by: authority, on: now.date, in: tx)
            guard let account = try AccountStore.load(staff, in: tx), !account.isLocked else {
                throw TokenError.noAccount
            }
            let unit = agency ?? member.agency
            guard member.roles(on: now.date)[unit] != nil else { throw TokenError.noRoleAt(unit) }
            guard try TokenStore.liveCount(of: staff, at: now, in: tx) < AccessLimits.liveTokens else {
                throw TokenError.tooMany(limit: AccessLimits.liveTokens)
            }
            let token = AccessToken(
                id: id,
                staff: staff,
                agency: unit,
                prefix: text.prefix,
                label: label,
                rights: rights,
                createdAt: now,
                validUntil: now.adding(days: days)
            )
            let made = MadeToken(text: text, token: token)
            let event = TokenCreated(staff: staff, agency: unit, rights: rights.sorted(), validUntil: token.validUntil)
            try Book.append(
                [RecordedEvent(name: "token.created", format: 1, payload: try RecordedJSON.encode(event))],
                to: id.rawValue,
                expecting: 0,
                by: authority.actor,
                agency: nil,
                at: now,
                in: tx
            )
            try TokenStore.insert(made, in: tx)
            return made
        }
    }

    /// Revokes a token at once. An officer revokes the own, an administrator those of the officers in reach; one that is
    /// revoked already stays so.
    ///
    /// - Throws: `TokenError.unknownToken` also for one that is out of reach.
    public func revoke(_ id: ID<AccessToken>, by authority: AccountAuthority) async throws {
        let now = world.now()
        try await database.write("token.revoke") { tx in
            guard let token = try TokenStore.load(id, in: tx),
                let member = try StaffStore.load(token.staff, in: tx),
                Self.reaches(member, by: authority, try AgencyDirectory.load(in: tx), on: now.date)
            else { throw TokenError.unknownToken }
            guard token.revokedAt == nil else { return }
            try Book.append(
                [RecordedEvent(name: "token.revoked", format: 1, payload: "{}")],
                to: id.rawValue,
                expecting: 1,
                by: authority.actor,
                agency: nil,
                at: now,
                in: tx
            )
            try TokenStore.revoke(id, at: now, in: tx)
        }
    }

    /// Who stands behind a token; nil when it opens nothing: unknown, over, revoked, the account locked, the officer
    /// gone or without a role at the token's unit today.
    public func holder(of text: String) async throws -> TokenHolder? {
        guard let text = TokenText(rawValue: text) else { return nil }
        let now = world.now()
        let found = try await database.read { tx -> TokenHolder? in
            guard let token = try TokenStore.find(text, in: tx), token.isLive(at: now),
                let account = try AccountStore.load(token.staff, in: tx), !account.isLocked,
                let member = try StaffStore.load(token.staff, in: tx),
                let roles = member.roles(on: now.date)[token.agency]
            else { return nil }
            let officer = Officer(
                id: member.id,
                name: member.name,
                agency: token.agency,
                roles: [token.agency: roles]
            )
            return TokenHolder(token: token, officer: officer)
        }
        if let token = found?.token, token.usedAt.map({ now >= $0.adding(seconds: AccessLimits.touchSeconds) }) ?? true
        {
            try await database.write("token.touch") { tx in try TokenStore.touch(token.id, at: now, in: tx) }
        }
        return found
    }

    private static func member(
        _ staff: ID<StaffMember>,
        by authority: AccountAuthority,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> StaffMember {
        guard let member = try StaffStore.load(staff, in: tx) else { throw TokenError.unknownStaff(staff) }
        guard reaches(member, by: authority, try AgencyDirectory.load(in: tx), on: date) else {
            throw TokenError.notYourStaff
        }
        return member
    }
    private static func reaches(
        _ member: StaffMember,
        by authority: AccountAuthority,
        _ directory: AgencyDirectory,
        on date: CivilDate
    ) -> Bool {
        if case .officer(let officer) = authority, officer.id == member.id { return true }
        return authority.administers(member, directory, on: date)
    }
}
