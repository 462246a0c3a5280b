public import Agencies
public import Kernel
public import Register
public import Storage

/// Every SQL statement about bags.
public enum BagStore {
    public static let migrations = [
        Migration(
            "2026-11-23-9-bags",
            [
                """
                CREATE TABLE bag (
                    id TEXT NOT NULL PRIMARY KEY,
                    version \(.int64) NOT NULL,
                    number TEXT NOT NULL,
                    from_unit TEXT NOT NULL,
                    to_unit TEXT NOT NULL,
                    state TEXT NOT NULL,
                    made_at \(.int64) NOT NULL,
                    sent_at \(.int64),
                    received_at \(.int64),
                    updated_at \(.int64) NOT NULL,
                    UNIQUE (from_unit, number)
                )\(.strict)
                """,
                "CREATE INDEX bag_to ON bag (to_unit, state, updated_at)",
                "CREATE INDEX bag_from ON bag (from_unit, state, updated_at)",
                """
                CREATE TABLE bag_dossier (
                    bag TEXT NOT NULL,
                    dossier TEXT NOT NULL,
                    place \(.int64) NOT NULL,
                    missing \(.bool) NOT NULL,
                    PRIMARY KEY (bag, dossier)
                )\(.strict)
                """,
                "CREATE INDEX bag_dossier_dossier ON bag_dossier (dossier)",
            ]
        ),
        Migration(
            "2026-11-25-22-bags-in-order",
            [
                "DROP INDEX bag_to",
                "DROP INDEX bag_from",
                "CREATE INDEX bag_to ON bag (to_unit, state, updated_at, id)",
                "CREATE INDEX bag_from ON bag (from_unit, state, updated_at, id)",
            ]
        ),
    ]

    /// The bag, or nil.
    public static func load(_ id: ID<Bag>, in tx: Transaction) throws -> Bag? {
        let chain = try Book.entries(of: id.rawValue, in: tx)
        return chain.isEmpty ? nil : try Bag.folded(id, chain)
    }

    static func save(
        _ events: [BagEvent],
        of bag: Bag,
        by performer: Performer,
        at now: Instant,
        in tx: Transaction
    ) throws -> Bag {
        let entries = try Book.append(
            try events.map { try $0.recorded() },
            to: bag.id.rawValue,
            expecting: bag.version,
            by: performer.actor,
            agency: performer.agency.rawValue,
            at: now,
            in: tx
        )
        var after = bag
        for (entry, event) in zip(entries, events) { after.apply(event, by: performer.actor, at: entry.at) }
        if after.dossiers.count < bag.dossiers.count {
            try tx.execute("DELETE FROM bag_dossier WHERE bag = \(bag.id)")
        }
        for (table, rows) in after.rows.sorted(by: { $0.key < $1.key }) {
            let key = table == "bag" ? ["id"] : ["bag", "dossier"]
            for row in rows { try tx.execute(SQL.upsert(into: table, key: key, row: row)) }
        }
        return after
    }

    /// Bags that leave or reach `unit` in a state, the newest first.
    public static func list(
        of unit: ID<Agency>,
        state: Bag.State,
        limit: Int = Limits.pageRows,
        in tx: Transaction
    ) throws -> [BagRow] {
        try tx.all(
            """
            SELECT * FROM (
                SELECT * FROM bag WHERE from_unit = \(unit) AND state = \(state.rawValue)
                ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            ) AS leaving
            UNION SELECT * FROM (
                SELECT * FROM bag WHERE to_unit = \(unit) AND state = \(state.rawValue)
                ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            ) AS coming
            ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            """
        )
    }
    /// The number of the open bag in which the dossier lies.
    static func openBag(with dossier: ID<Dossier>, in tx: Transaction) throws -> String? {
        try tx.value(
            """
            SELECT number FROM bag JOIN bag_dossier ON bag_dossier.bag = bag.id
            WHERE dossier = \(dossier) AND state = 'open'
            """
        )
    }
}

/// A line of a list of bags.
public struct BagRow: Hashable, Sendable, RowDecodable {
    public let id: ID<Bag>
    public let number: String
    public let from: ID<Agency>
    public let to: ID<Agency>
    public let state: Bag.State
    public let sentAt: Instant?
    public let receivedAt: Instant?
    public init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        from = try row.get("from_unit")
        to = try row.get("to_unit")
        state = try row.get("state")
        sentAt = try row.getIfPresent("sent_at")
        receivedAt = try row.getIfPresent("received_at")
    }
}

extension Bag.State: SQLConvertible {}

/// How the bags' tables follow from the book.
public struct BagRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "bag_"
    public let derivedTables = [
        DerivedTable("bag", subject: "id", key: ["id"]),
        DerivedTable("bag_dossier", subject: "bag", key: ["bag", "dossier"]),
    ]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        return try Bag.folded(ID(first.subject), chain).rows
    }
}

extension Bag {
    static func folded(_ id: ID<Bag>, _ chain: [Entry]) throws -> Bag {
        var bag = Bag(id: id)
        for entry in chain { bag.apply(try BagEvent(entry.event), by: entry.actor, at: entry.at) }
        return bag
    }

    var rows: [String: [[String: SQLValue]]] {
        guard let made, let madeAt, let lastAt else { return [:] }
        let row: [String: SQLValue] = [
            "id": id.sqlValue, "version": version.sqlValue, "number": made.number.sqlValue,
            "from_unit": made.from.sqlValue, "to_unit": made.to.sqlValue, "state": state.sqlValue,
            "made_at": madeAt.sqlValue, "sent_at": sentAt?.sqlValue ?? .null,
            "received_at": receivedAt?.sqlValue ?? .null, "updated_at": lastAt.sqlValue,
        ]
        let lines = dossiers.enumerated().map { place, dossier -> [String: SQLValue] in
            [
                "bag": id.sqlValue, "dossier": dossier.sqlValue, "place": place.sqlValue,
                "missing": missing.contains(dossier).sqlValue,
            ]
        }
        return ["bag": [row], "bag_dossier": lines]
    }
}

extension BagEvent {
    /// The event as the book keeps it.
    public func recorded() throws -> RecordedEvent {
        let (name, payload) =
            switch self {
            case .made(let it): ("made", try RecordedJSON.encode(it))
            case .added(let it): ("added", try RecordedJSON.encode(["dossier": it]))
            case .removed(let it): ("removed", try RecordedJSON.encode(["dossier": it]))
            case .sent: ("sent", "{}")
            case .received(let it): ("received", try RecordedJSON.encode(it))
            }
        return RecordedEvent(name: "bag.\(name)", format: 1, payload: payload)
    }

    /// Reads an event of the book.
    public init(_ recorded: RecordedEvent) throws {
        func dossier() throws -> ID<Dossier> {
            let fields: [String: ID<Dossier>] = try RecordedJSON.decode(recorded.payload)
            guard let id = fields["dossier"] else {
                throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
            }
            return id
        }
        switch (recorded.name, recorded.format) {
        case ("bag.made", 1): self = .made(try RecordedJSON.decode(recorded.payload))
        case ("bag.added", 1): self = .added(try dossier())
        case ("bag.removed", 1): self = .removed(try dossier())
        case ("bag.sent", 1): self = .sent
        case ("bag.received", 1): self = .received(try RecordedJSON.decode(recorded.payload))
        default: throw RegisterError.unreadable(event: recorded.name, format: recorded.format)
        }
    }
}
