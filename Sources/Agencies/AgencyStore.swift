public import Kernel
public import Register
public import Storage

/// Every SQL statement about units and counters.
public enum AgencyStore {
    /// The unit with all its times, from the book; nil when there is none.
    public static func record(_ id: ID<Agency>, in tx: Transaction) throws -> AgencyRecord? {
        let chain = try Book.entries(of: id.rawValue, in: tx)
        return chain.isEmpty ? nil : try AgencyRecord(folding: chain, of: id)
    }

    /// Appends `events` to the book and writes the rows that follow.
    ///
    /// - Throws: `RegisterError.stale` when somebody else changed the unit since it was read.
    @discardableResult
    public static func save(
        _ events: [AgencyEvent],
        of record: AgencyRecord,
        by actor: Actor,
        at now: Instant,
        in tx: Transaction
    ) throws -> AgencyRecord {
        try Book.append(
            try events.map { try $0.recorded() },
            to: record.id.rawValue,
            expecting: record.version,
            by: actor,
            agency: record.id.rawValue,
            at: now,
            in: tx
        )
        try Revisions.bump("agencies", at: now, in: tx)
        var after = record
        for event in events { after.apply(event) }
        if record.version > 0 {
            try tx.execute("DELETE FROM agency_period WHERE agency = \(record.id)")
            try tx.execute("DELETE FROM agency_code WHERE agency = \(record.id)")
            try tx.execute("DELETE FROM duty_list WHERE agency = \(record.id)")
        }
        try Revisions.bump(AgencyDirectory.revision, at: now, in: tx)
        let rows = after.rows
        for table in AgencyRebuild().derivedTables {
            for row in rows[table.name] ?? [] {
                try tx.execute(SQL.upsert(into: table.name, key: table.key, row: row))
            }
        }
        return after
    }

    /// Units that bear `code` in any part of the time; at most one on any day.
    static func holders(of code: AgencyCode, in tx: Transaction) throws -> [ID<Agency>] {
        try tx.rows(
            """
            SELECT agency, valid_from, valid_to FROM agency_code
            WHERE scheme = \(code.scheme.rawValue) AND code = \(code.code) ORDER BY valid_from
            """
        ).compactMap { row in
            let from: CivilDate = try row.get("valid_from")
            guard Span.overlap(from, try row.getIfPresent("valid_to"), code.from, code.to) else { return nil }
            return try row.get("agency")
        }
    }

    /// Every unit with its names and codes in time: what `AgencyDirectory` is made of.
    static func everything(in tx: Transaction) throws -> [AgencyRecord] {
        var records: [ID<Agency>: AgencyRecord] = [:]
        for row in try tx.rows("SELECT id, valid_to FROM agency") {
            var record = AgencyRecord(id: try row.get("id"))
            record.validTo = try row.getIfPresent("valid_to")
            records[record.id] = record
        }
        for row in try tx.rows("SELECT * FROM agency_period ORDER BY valid_from") {
            let kind: String = try row.get("kind")
            guard let kind = AgencyKind(rawValue: kind) else {
                throw StorageError.unreadable(column: "kind", value: .text(kind))
            }
            let description = AgencyDescription(
                from: try row.get("valid_from"),
                name: try row.get("name"),
                shortName: try row.get("short_name"),
                kind: kind,
                parent: try row.getIfPresent("parent")
            )
            records[try row.get("agency")]?.descriptions.append(description)
        }
        for row in try tx.rows("SELECT * FROM agency_code ORDER BY valid_from") {
            guard let scheme = AgencyCodeScheme(rawValue: try row.get("scheme")) else { continue }
            let code = AgencyCode(
                scheme: scheme,
                code: try row.get("code"),
                from: try row.get("valid_from"),
                to: try row.getIfPresent("valid_to")
            )
            records[try row.get("agency")]?.codes.append(code)
        }
        return records.values.sorted { $0.id < $1.id }
    }

    /// The duty lists of `agency`.
    public static func duties(of agency: ID<Agency>, in tx: Transaction) throws -> [DutyList] {
        var lists: [DutyList] = []
        let rows = try tx.rows("SELECT * FROM duty_list WHERE agency = \(agency) ORDER BY role, valid_from, place")
        for row in rows {
            guard let role = Role(rawValue: try row.get("role")) else { continue }
            let from: CivilDate = try row.get("valid_from")
            let staff: ID<StaffMember> = try row.get("staff")
            if let last = lists.last, last.role == role, last.from == from {
                lists[lists.count - 1].staff.append(staff)
            } else {
                lists.append(DutyList(role: role, from: from, to: try row.getIfPresent("valid_to"), staff: [staff]))
            }
        }
        return lists
    }

    // MARK: Counters

    public static func counter(_ id: ID<ServiceCounter>, in tx: Transaction) throws -> ServiceCounter? {
        try tx.first("SELECT * FROM service_counter WHERE id = \(id)")
    }
    /// The counters of `agency` that are open on `date`, by number.
    public static func counters(
        of agency: ID<Agency>,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> [ServiceCounter] {
        try tx.all(
            """
            SELECT * FROM service_counter WHERE agency = \(agency) AND valid_from <= \(date)
                AND (valid_to IS NULL OR valid_to >= \(date)) ORDER BY number, id LIMIT 500
            """
        )
    }
    static func save(
        _ event: CounterEvent,
        of id: ID<ServiceCounter>,
        expecting version: Int,
        by actor: Actor,
        at now: Instant,
        in tx: Transaction
    ) throws -> ServiceCounter {
        try Book.append(
            [try event.recorded()],
            to: id.rawValue,
            expecting: version,
            by: actor,
            agency: nil,
            at: now,
            in: tx
        )
        let chain = try Book.entries(of: id.rawValue, in: tx)
        guard let counter = try ServiceCounter(folding: chain, of: id) else {
            throw StorageError.missing("service_counter")
        }
        try tx.execute(SQL.upsert(into: "service_counter", key: ["id"], row: try counter.row))
        return counter
    }
}
