public import Kernel
internal import Register
public import Storage

/// Name, log-in name and phone of an officer, as they are written beside the book.
public struct StaffProfile: Hashable, Sendable {
    public var name: String
    public var logInName: String
    public var phone: Phone?
    public init(name: String, logInName: String, phone: Phone? = nil) {
        self.name = name
        self.logInName = logInName
        self.phone = phone
    }

    /// Small letters, digits, hyphens, dots and low lines; `AgencyLimits.logInLength` of them.
    public static func isLogInName(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
        }
        return isPlain && AgencyLimits.logInLength.contains(text.utf8.count)
    }
}

/// Every SQL statement about officers.
public enum StaffStore {
    /// The officer with roles, absences and signature blocks; nil when there is none.
    public static func load(_ id: ID<StaffMember>, in tx: Transaction) throws -> StaffMember? {
        try load([id], in: tx).first
    }

    /// The officers of these ids, in the order of the ids; who is not there is left out.
    public static func load(_ ids: some Collection<ID<StaffMember>>, in tx: Transaction) throws -> [StaffMember] {
        guard !ids.isEmpty else { return [] }
        let list = SQL.list(Set(ids).sorted())
        var members: [ID<StaffMember>: StaffMember] = [:]
        let rows = try tx.rows(
            """
            SELECT m.*, p.name, p.log_in, p.phone FROM staff_member m JOIN staff_profile p ON p.staff = m.id
            WHERE m.id IN (\(list))
            """
        )
        for row in rows {
            let id: ID<StaffMember> = try row.get("id")
            var member = StaffMember(id: id, agency: try row.get("agency"), title: try row.get("title"))
            member.version = try row.get("version")
            member.leftOn = try row.getIfPresent("left_on")
            member.name = try row.get("name")
            member.logInName = try row.get("log_in")
            member.phone = try row.getIfPresent("phone", as: String.self).flatMap { try? Phone(parsing: $0) }
            members[id] = member
        }
        try addGrants(list, to: &members, in: tx)
        try addAbsences(list, to: &members, in: tx)
        try addSignatures(list, to: &members, in: tx)
        return Set(ids).sorted().compactMap { members[$0] }
    }

    private static func addGrants(
        _ ids: SQL,
        to members: inout [ID<StaffMember>: StaffMember],
        in tx: Transaction
    ) throws {
        let rows = try tx.rows(
            "SELECT * FROM role_grant WHERE staff IN (\(ids)) ORDER BY valid_from, agency, role"
        )
        for row in rows {
            guard let role = Role(rawValue: try row.get("role")) else { continue }
            let grant = RoleGrant(
                agency: try row.get("agency"),
                role: role,
                from: try row.get("valid_from"),
                to: try row.getIfPresent("valid_to")
            )
            members[try row.get("staff")]?.grants.append(grant)
        }
    }

    private static func addAbsences(
        _ ids: SQL,
        to members: inout [ID<StaffMember>: StaffMember],
        in tx: Transaction
    ) throws {
        for row in try tx.rows("SELECT * FROM staff_absence WHERE staff IN (\(ids)) ORDER BY number") {
            guard let kind = Absence.Kind(rawValue: try row.get("kind")) else { continue }
            let absence = Absence(
                number: try row.get("number"),
                kind: kind,
                from: try row.get("valid_from"),
                to: try row.get("valid_to"),
                substitute: try row.getIfPresent("substitute")
            )
            members[try row.get("staff")]?.absences.append(absence)
        }
    }

    private static func addSignatures(
        _ ids: SQL,
        to members: inout [ID<StaffMember>: StaffMember],
        in tx: Transaction
    ) throws {
        let rows = try tx.rows(
            "SELECT * FROM staff_signature WHERE staff IN (\(ids)) ORDER BY staff, agency, valid_from, place"
        )
        for row in rows {
            let staff: ID<StaffMember> = try row.get("staff")
            let agency: ID<Agency> = try row.get("agency")
            let from: CivilDate = try row.get("valid_from")
            let prefix = try row.getIfPresent("prefix", as: String.self).flatMap(SignaturePrefix.init)
            let line = SignatureLine(prefix, try row.get("line"))
            let count = members[staff]?.signatures.count ?? 0
            if let last = members[staff]?.signatures.last, last.agency == agency, last.from == from {
                members[staff]?.signatures[count - 1].lines.append(line)
            } else {
                members[staff]?.signatures.append(
                    SignatureBlock(agency: agency, lines: [line], from: from, to: try row.getIfPresent("valid_to"))
                )
            }
        }
    }

    /// The officer who signs in by this name; the name is compared as it is stored, in small letters.
    public static func find(logIn name: String, in tx: Transaction) throws -> ID<StaffMember>? {
        try tx.value("SELECT staff FROM staff_profile WHERE log_in = \(name)")
    }

    /// Every log-in name that is taken.
    public static func logIns(in tx: Transaction) throws -> Set<String> {
        Set(try tx.values("SELECT log_in FROM staff_profile", as: String.self))
    }

    /// Everybody who belongs to one of these units, whether they still work or not.
    public static func belonging(to agencies: Set<ID<Agency>>, in tx: Transaction) throws -> [StaffMember] {
        var staff: [StaffMember] = []
        let all = agencies.sorted()
        for start in stride(from: 0, to: all.count, by: AgencyLimits.batch) {
            let list = SQL.list(Array(all[start..<min(all.count, start + AgencyLimits.batch)]))
            let ids: [ID<StaffMember>] = try tx.values("SELECT id FROM staff_member WHERE agency IN (\(list))")
            staff += try load(ids, in: tx)
        }
        return staff
    }

    /// Officers who belong to `agency` or hold a role there, whether they still work or not, by name.
    public static func all(of agency: ID<Agency>, in tx: Transaction) throws -> [StaffMember] {
        let ids: [ID<StaffMember>] = try tx.values(
            """
            SELECT id FROM staff_member WHERE agency = \(agency)
            UNION SELECT staff FROM role_grant WHERE agency = \(agency) LIMIT \(AgencyLimits.staffRows)
            """
        )
        return try load(ids, in: tx).sorted {
            (VietnameseText.folded($0.name), $0.id) < (VietnameseText.folded($1.name), $1.id)
        }
    }

    /// The officers and duty lists of `agency`: who takes whose work there.
    public static func roster(of agency: ID<Agency>, in tx: Transaction) throws -> Roster {
        Roster(staff: try all(of: agency, in: tx), duties: try AgencyStore.duties(of: agency, in: tx))
    }

    /// Officers whose absence covers `date`.
    public static func absent(on date: CivilDate, in tx: Transaction) throws -> [ID<StaffMember>] {
        try tx.values(
            """
            SELECT DISTINCT staff FROM staff_absence WHERE valid_to >= \(date) AND valid_from <= \(date)
            ORDER BY staff
            """
        )
    }

    /// Names to show beside ids.
    public static func names(
        of ids: some Collection<ID<StaffMember>>,
        in tx: Transaction
    ) throws -> [ID<StaffMember>: String] {
        let rows = try tx.rows("SELECT staff, name FROM staff_profile WHERE staff IN (\(SQL.list(Set(ids).sorted())))")
        var names: [ID<StaffMember>: String] = [:]
        for row in rows { names[try row.get("staff")] = try row.get("name") }
        return names
    }

    /// How many officers there are; 0 before the first administrator is made.
    public static func count(in tx: Transaction) throws -> Int {
        try tx.value("SELECT count(*) FROM staff_member") ?? 0
    }

    /// Appends `events` to the book and writes the rows that follow.
    ///
    /// - Throws: `RegisterError.stale` when somebody else changed the officer since they were read.
    static func save(
        _ events: [StaffEvent],
        of before: StaffMember,
        by actor: Actor,
        at now: Instant,
        in tx: Transaction
    ) throws -> StaffMember {
        try Book.append(
            try events.map { try $0.recorded() },
            to: before.id.rawValue,
            expecting: before.version,
            by: actor,
            agency: before.agency.rawValue,
            at: now,
            in: tx
        )
        var after = before
        for event in events { after.apply(event) }
        if before.version > 0 {
            try tx.execute("DELETE FROM role_grant WHERE staff = \(before.id)")
            try tx.execute("DELETE FROM staff_absence WHERE staff = \(before.id)")
            try tx.execute("DELETE FROM staff_signature WHERE staff = \(before.id)")
        }
        let rows = after.rows
        for table in StaffRebuild().derivedTables {
            for row in rows[table.name] ?? [] {
                try tx.execute(SQL.upsert(into: table.name, key: table.key, row: row))
            }
        }
        return after
    }

    static func setProfile(_ profile: StaffProfile, of id: ID<StaffMember>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO staff_profile (staff, name, log_in, phone)
            VALUES (\(id), \(profile.name), \(profile.logInName), \(profile.phone?.e164))
            ON CONFLICT (staff) DO UPDATE SET name = excluded.name, log_in = excluded.log_in, phone = excluded.phone
            """
        )
    }
}
