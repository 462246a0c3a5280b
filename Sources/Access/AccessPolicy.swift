public import Agencies
public import Kernel
public import Register
public import Storage

/// How sessions end and who needs a second factor, from a day on. Data, so that a province decides.
public struct AccessPolicy: Hashable, Sendable, Codable {
    public var from: CivilDate
    /// Minutes without a request after which a session ends.
    public var idleMinutes: Int
    /// Minutes after which a session ends in any case.
    public var absoluteMinutes: Int
    /// Roles whose holders sign in with a second factor.
    public var secondFactor: [Role]
    public init(from: CivilDate, idleMinutes: Int, absoluteMinutes: Int, secondFactor: [Role]) {
        self.from = from
        self.idleMinutes = idleMinutes
        self.absoluteMinutes = absoluteMinutes
        self.secondFactor = secondFactor
    }

    /// What holds where nothing was decided: half an hour, one working day, administrators.
    public static let usual = AccessPolicy(
        from: CivilDate(day: 0),
        idleMinutes: 30,
        absoluteMinutes: 720,
        secondFactor: [.administrator]
    )

    /// The policy of `date` among those that were decided.
    public static func inForce(_ policies: [AccessPolicy], on date: CivilDate) -> AccessPolicy {
        policies.filter { $0.from <= date }.max { $0.from < $1.from } ?? usual
    }

    /// Whether the holder of these roles needs a second factor.
    public func needsSecondFactor(_ roles: Set<Role>) -> Bool { !roles.isDisjoint(with: secondFactor) }

    /// When a session that began and was used at these moments ends: the first of both.
    public func end(of begun: Instant, used: Instant) -> Instant {
        min(begun.adding(minutes: absoluteMinutes), used.adding(minutes: idleMinutes))
    }
}

/// What a policy refuses.
public enum AccessPolicyError: Error, Hashable, Sendable {
    case idleOutside(ClosedRange<Int>)
    case absoluteOutside(ClosedRange<Int>)
}

/// The policies that were decided. Subject of the book: `pol_access`.
public enum AccessPolicyStore {
    static let subject = "pol_access"

    public static func all(in tx: Transaction) throws -> [AccessPolicy] {
        try tx.rows("SELECT * FROM access_policy ORDER BY valid_from").map { row in
            AccessPolicy(
                from: try row.get("valid_from"),
                idleMinutes: try row.get("idle_minutes"),
                absoluteMinutes: try row.get("absolute_minutes"),
                secondFactor: try RecordedJSON.decode(try row.get("second_factor"))
            )
        }
    }
    public static func inForce(on date: CivilDate, in tx: Transaction) throws -> AccessPolicy {
        AccessPolicy.inForce(try all(in: tx), on: date)
    }

    /// Decides a policy; one of the same day is replaced.
    public static func set(_ policy: AccessPolicy, by actor: Actor, at now: Instant, in tx: Transaction) throws {
        guard AccessLimits.idleMinutes.contains(policy.idleMinutes) else {
            throw AccessPolicyError.idleOutside(AccessLimits.idleMinutes)
        }
        guard AccessLimits.absoluteMinutes.contains(policy.absoluteMinutes) else {
            throw AccessPolicyError.absoluteOutside(AccessLimits.absoluteMinutes)
        }
        let version = try Book.entries(of: subject, in: tx).count
        let entries = try Book.append(
            [RecordedEvent(name: "access.policySet", format: 1, payload: try RecordedJSON.encode(policy))],
            to: subject,
            expecting: version,
            by: actor,
            agency: nil,
            at: now,
            in: tx
        )
        for row in try AccessPolicyRebuild().rows(from: entries)["access_policy"] ?? [] {
            try tx.execute(SQL.upsert(into: "access_policy", key: ["subject", "valid_from"], row: row))
        }
    }
}

/// How the policies' derived table follows from the book.
public struct AccessPolicyRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "pol_"
    public let derivedTables = [DerivedTable("access_policy", subject: "subject", key: ["subject", "valid_from"])]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        var byDate: [CivilDate: [String: SQLValue]] = [:]
        for entry in chain {
            guard entry.event.name == "access.policySet", entry.event.format == 1 else {
                throw RegisterError.unreadable(event: entry.event.name, format: entry.event.format)
            }
            let policy: AccessPolicy = try RecordedJSON.decode(entry.event.payload)
            byDate[policy.from] = [
                "subject": entry.subject.sqlValue, "valid_from": policy.from.sqlValue,
                "idle_minutes": policy.idleMinutes.sqlValue, "absolute_minutes": policy.absoluteMinutes.sqlValue,
                "second_factor": try RecordedJSON.encode(policy.secondFactor).sqlValue,
            ]
        }
        return ["access_policy": byDate.sorted { $0.key < $1.key }.map(\.value)]
    }
}
