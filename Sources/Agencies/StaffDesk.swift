public import Kernel
public import Register
public import Storage

/// An officer who is to be added.
public struct NewStaff: Hashable, Sendable {
    public var id: ID<StaffMember>?
    public var profile: StaffProfile
    public var post: StaffPost
    public var grants: [RoleGrant]
    public var signatures: [SignatureBlock]
    public init(
        id: ID<StaffMember>? = nil,
        _ profile: StaffProfile,
        post: StaffPost,
        grants: [RoleGrant] = [],
        signatures: [SignatureBlock] = []
    ) {
        self.id = id
        self.profile = profile
        self.post = post
        self.grants = grants
        self.signatures = signatures
    }
}

/// What administrators do with officers. Who may is asked before (`Access`, `Permissions`).
public struct StaffDesk: Sendable {
    let database: any Database
    let world: World
    public init(database: any Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Adds officers in one write. At most `AgencyLimits.batch` at once.
    @discardableResult
    public func add(_ staff: [NewStaff], by actor: Actor) async throws -> [ID<StaffMember>] {
        guard staff.count <= AgencyLimits.batch else { throw AgencyError.tooMany(max: AgencyLimits.batch) }
        let now = world.now()
        let planned = staff.map { ($0.id ?? world.id(.staff), $0) }
        return try await database.write { tx in
            for (id, new) in planned {
                let post = try Self.checked(new.post, in: tx)
                let empty = StaffMember(id: id, agency: post.agency, title: post.title)
                var events: [StaffEvent] = [.added(post)]
                for grant in new.grants {
                    try Span.check(grant.from, grant.to)
                    guard try AgencyStore.record(grant.agency, in: tx) != nil else {
                        throw AgencyError.unknownAgency(grant.agency)
                    }
                    events.append(.granted(grant))
                }
                for block in new.signatures { events.append(.signatureGiven(try Self.checked(block))) }
                let profile = try Self.checked(new.profile)
                if let other = try StaffStore.find(logIn: profile.logInName, in: tx), other != id {
                    throw AgencyError.logInTaken(profile.logInName)
                }
                _ = try StaffStore.save(events, of: empty, by: actor, at: now, in: tx)
                try StaffStore.setProfile(profile, of: id, in: tx)
            }
            return planned.map(\.0)
        }
    }

    /// Changes name, log-in name and phone; `seen` is the version that was shown.
    public func changeProfile(
        of id: ID<StaffMember>,
        to profile: StaffProfile,
        seen: Int,
        by actor: Actor
    ) async throws {
        try await change(id, seen: seen, by: actor) { member, tx in
            let profile = try Self.checked(profile)
            if let other = try StaffStore.find(logIn: profile.logInName, in: tx), other != id {
                throw AgencyError.logInTaken(profile.logInName)
            }
            var fields: [String] = []
            if profile.name != member.name { fields.append("name") }
            if profile.logInName != member.logInName { fields.append("logIn") }
            if profile.phone != member.phone { fields.append("phone") }
            guard !fields.isEmpty else { return [] }
            try StaffStore.setProfile(profile, of: id, in: tx)
            return [.profileChanged(StaffProfileChange(fields: fields))]
        }
    }

    /// Moves the officer to another unit or gives another title. Roles are granted apart.
    public func place(_ id: ID<StaffMember>, at post: StaffPost, seen: Int, by actor: Actor) async throws {
        try await change(id, seen: seen, by: actor) { _, tx in [.placed(try Self.checked(post, in: tx))] }
    }

    /// Gives the officer a role at a unit; `asking` may refuse it in the same write.
    ///
    /// - Throws: `AgencyError.grantOverlaps` when it is held already in part of that time.
    public func grant(
        _ grant: RoleGrant,
        to id: ID<StaffMember>,
        by actor: Actor,
        asking: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws {
        try await change(id, by: actor) { member, tx in
            try Span.check(grant.from, grant.to)
            guard try AgencyStore.record(grant.agency, in: tx) != nil else {
                throw AgencyError.unknownAgency(grant.agency)
            }
            let held = member.grants.first {
                $0.agency == grant.agency && $0.role == grant.role
                    && Span.overlap($0.from, $0.to, grant.from, grant.to)
            }
            if let held { throw AgencyError.grantOverlaps(held) }
            try asking(tx)
            return [.granted(grant)]
        }
    }

    /// Ends a role after `lastDay`.
    public func endGrant(
        _ role: Role,
        at agency: ID<Agency>,
        of id: ID<StaffMember>,
        lastDay: CivilDate,
        by actor: Actor
    ) async throws {
        try await change(id, by: actor) { member, _ in
            let held = member.grants.last {
                $0.agency == agency && $0.role == role && ($0.to.map { lastDay <= $0 } ?? true)
            }
            guard var ended = held else { throw AgencyError.noSuchGrant }
            try Span.check(ended.from, lastDay)
            ended.to = lastDay
            return [.grantEnded(ended)]
        }
    }

    /// Records that an officer is away, or gives the work to another, on these days.
    ///
    /// - Returns: the absence's number.
    @discardableResult
    public func setAbsence(
        of id: ID<StaffMember>,
        _ kind: Absence.Kind,
        from: CivilDate,
        to: CivilDate,
        substitute: ID<StaffMember>?,
        by actor: Actor
    ) async throws -> Int {
        let after = try await change(id, by: actor) { member, tx in
            try Span.check(from, to)
            if let other = member.absences.first(where: { Span.overlap($0.from, $0.to, from, to) && $0.from <= $0.to })
            {
                throw AgencyError.absenceOverlaps(from: other.from, to: other.to)
            }
            if let substitute {
                guard substitute != id else { throw AgencyError.substituteIsSelf }
                guard let other = try StaffStore.load(substitute, in: tx) else {
                    throw AgencyError.unknownStaff(substitute)
                }
                if let last = other.leftOn, last < from { throw AgencyError.staffLeft(on: last) }
            }
            let number = (member.absences.map(\.number).max() ?? 0) + 1
            return [.absent(Absence(number: number, kind: kind, from: from, to: to, substitute: substitute))]
        }
        return after.absences.last?.number ?? 0
    }

    /// The officer is back after `lastDay`; a day before the first takes the absence back whole.
    public func endAbsence(_ number: Int, of id: ID<StaffMember>, lastDay: CivilDate, by actor: Actor) async throws {
        try await change(id, by: actor) { member, _ in
            guard var absence = member.absences.first(where: { $0.number == number }) else {
                throw AgencyError.noSuchAbsence
            }
            absence.to = max(lastDay, absence.from.adding(days: -1))
            return [.absenceChanged(absence)]
        }
    }

    /// Says how the officer signs for a unit from a day on.
    public func giveSignature(_ block: SignatureBlock, to id: ID<StaffMember>, by actor: Actor) async throws {
        try await change(id, by: actor) { _, _ in [.signatureGiven(try Self.checked(block))] }
    }

    /// The officer's last day: roles end with it.
    public func leave(_ id: ID<StaffMember>, lastDay: CivilDate, by actor: Actor) async throws {
        try await change(id, by: actor) { _, _ in [.left(StaffLeft(lastDay: lastDay))] }
    }

    // MARK: Inside

    @discardableResult
    private func change(
        _ id: ID<StaffMember>,
        seen: Int? = nil,
        by actor: Actor,
        _ decide: @escaping @Sendable (StaffMember, Transaction) throws -> [StaffEvent]
    ) async throws -> StaffMember {
        let now = world.now()
        return try await database.write { tx in
            guard let member = try StaffStore.load(id, in: tx) else { throw AgencyError.unknownStaff(id) }
            if let seen, seen != member.version {
                throw RegisterError.stale(subject: id.rawValue, expected: seen, found: member.version)
            }
            if let last = member.leftOn, last < now.date { throw AgencyError.staffLeft(on: last) }
            return try StaffStore.save(try decide(member, tx), of: member, by: actor, at: now, in: tx)
        }
    }

    private static func checked(_ post: StaffPost, in tx: Transaction) throws -> StaffPost {
        guard try AgencyStore.record(post.agency, in: tx) != nil else { throw AgencyError.unknownAgency(post.agency) }
        return StaffPost(agency: post.agency, title: try Span.line(post.title, .title, max: AgencyLimits.titleLength))
    }

    private static func checked(_ profile: StaffProfile) throws(AgencyError) -> StaffProfile {
        let name = try Span.line(profile.name, .staffName, max: Limits.nameLength)
        let logIn = profile.logInName.lowercased()
        guard StaffProfile.isLogInName(logIn) else { throw .logInMalformed(AgencyLimits.logInLength) }
        return StaffProfile(name: name, logInName: logIn, phone: profile.phone)
    }

    private static func checked(_ block: SignatureBlock) throws(AgencyError) -> SignatureBlock {
        try Span.check(block.from, block.to)
        guard !block.lines.isEmpty, block.lines.count <= AgencyLimits.signatureLines else {
            throw .signatureEmpty(max: AgencyLimits.signatureLines)
        }
        var block = block
        for index in block.lines.indices {
            block.lines[index].text = try Span.line(
                block.lines[index].text,
                .signatureLine,
                max: AgencyLimits.titleLength
            )
        }
        return block
    }
}
