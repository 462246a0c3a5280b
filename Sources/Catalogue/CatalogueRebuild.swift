public import Register
public import Storage

/// How the catalogue's derived tables follow from the book.
public struct CatalogueRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "prc_"
    public let derivedTables = [
        DerivedTable("procedure", subject: "id", key: ["id"]),
        DerivedTable("procedure_version", subject: "procedure", key: ["id"]),
        DerivedTable("procedure_flag", subject: "procedure", key: ["id"]),
        DerivedTable("procedure_change", subject: "procedure", key: ["version", "place"]),
        DerivedTable("procedure_fee", subject: "procedure", key: ["id"]),
        DerivedTable("procedure_review", subject: "procedure", key: ["id"]),
    ]
    static let keys = Dictionary(uniqueKeysWithValues: CatalogueRebuild().derivedTables.map { ($0.name, $0.key) })

    /// The format of events that hold whole lines; those of format 1 hold only a hash and lead to no row.
    static let format = 2

    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        var rows: [String: [[SQLValue]: [String: SQLValue]]] = [:]
        for entry in chain {
            guard let event = try Self.event(entry) else { continue }
            for (table, written) in try event.rows(of: entry) {
                let key = Self.keys[table] ?? []
                for row in written { rows[table, default: [:]][key.map { row[$0] ?? .null }] = row }
            }
        }
        guard !rows.isEmpty, let newest = chain.last, newest.event.format == Self.format else {
            // Nothing but hashes: the data has not been opened by this version yet, which restates them.
            let last = chain.last?.event
            throw RegisterError.unreadable(event: last?.name ?? "", format: last?.format ?? 0)
        }
        return rows.mapValues { Array($0.values) }
    }

    /// The lines of an entry; nil for the old ones that hold only a hash.
    static func event(_ entry: Entry) throws -> CatalogueEvent? {
        switch (entry.event.name, entry.event.format) {
        case (_, 1) where CatalogueAct(rawValue: entry.event.name) != nil: nil
        case (_, format) where CatalogueAct(rawValue: entry.event.name) != nil:
            try RecordedJSON.decode(entry.event.payload)
        default: throw RegisterError.unreadable(event: entry.event.name, format: entry.event.format)
        }
    }
}

/// What is done to a procedure, as the book names it.
enum CatalogueAct: String, CaseIterable, Sendable {
    case announced = "procedure.announced"
    case changed = "procedure.changed"
    case published = "procedure.published"
    case repealed = "procedure.repealed"
    case flagsAnswered = "procedure.flagsAnswered"
    case feeSet = "procedure.feeSet"
    case reviewPlanned = "procedure.reviewPlanned"
    case reviewed = "procedure.reviewed"
    /// Everything that the tables held of a procedure whose older entries hold only hashes.
    case restated = "procedure.restated"
}

extension CatalogueEvent {
    /// The rows that this event leaves, by table; the same in daily work and in rebuilding.
    func rows(of entry: Entry) throws -> [String: [[String: SQLValue]]] {
        let procedure = entry.subject
        return [
            "procedure": [
                [
                    "id": procedure.sqlValue, "code": code.sqlValue, "version": entry.version.sqlValue,
                    "format": entry.event.format.sqlValue,
                ]
            ],
            "procedure_version": (versions ?? []).map { $0.row(procedure: procedure) },
            "procedure_flag": try (flags ?? []).map { try $0.row(procedure: procedure, code: code) },
            "procedure_change": (changes ?? []).map { $0.row(procedure: procedure) },
            "procedure_fee": try (fees ?? []).map { try $0.row(procedure: procedure) },
            "procedure_review": (reviews ?? []).map { $0.row(procedure: procedure) },
        ]
    }
}
