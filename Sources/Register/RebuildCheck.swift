internal import Storage

extension Rebuild {
    /// Compares every derived table with the book, table by table and row by row.
    ///
    /// A slice reads chains and rows in one transaction, so the service may go on: both are of the same moment.
    public func check(progress: @Sendable (Int) -> Void = { _ in }) async throws -> RebuildReport {
        var report = RebuildReport()
        var last = ""
        while true {
            try Task.checkCancellation()
            let after = last
            let part = try await database.read { tx in try comparedChains(after: after, in: tx) }
            guard let reached = part.last else { break }
            last = reached
            report.subjects += part.subjects
            report.rows.merge(part.rows, uniquingKeysWith: +)
            report.withoutTables.merge(part.withoutTables, uniquingKeysWith: +)
            report.add(part.differences)
            progress(report.subjects)
        }
        for rebuilder in rebuilders {
            for table in rebuilder.derivedTables { try await findStrangers(in: table, of: rebuilder, into: &report) }
        }
        return report
    }

    /// What one slice of subjects gave.
    struct Compared: Sendable {
        var last: String?
        var subjects = 0
        var rows: [String: Int] = [:]
        var withoutTables: [String: Int] = [:]
        var differences: [Difference] = []
        /// The subjects that have a difference and can be written anew.
        var differing: [String] = []
    }

    func comparedChains(after: String, in tx: Transaction) throws -> Compared {
        let subjects: [String] = try tx.values(
            "SELECT DISTINCT subject FROM entry WHERE subject > \(after) ORDER BY subject LIMIT \(slice)"
        )
        var result = Compared()
        result.last = subjects.last
        for rebuilder in rebuilders {
            let own = subjects.filter { self.rebuilder(of: $0)?.subjectPrefix == rebuilder.subjectPrefix }
            if !own.isEmpty { try compare(own, of: rebuilder, into: &result, in: tx) }
        }
        for subject in subjects where rebuilder(of: subject) == nil {
            let prefix = subject.firstIndex(of: "_").map { String(subject[...$0]) } ?? subject
            result.withoutTables[prefix, default: 0] += 1
        }
        return result
    }

    private func compare(
        _ subjects: [String],
        of rebuilder: any Rebuildable,
        into result: inout Compared,
        in tx: Transaction
    ) throws {
        let chains = try Self.chains(of: subjects, in: tx)
        let stored = try Self.storedRows(of: subjects, rebuilder.derivedTables, in: tx)
        for subject in subjects {
            result.subjects += 1
            do {
                let rebuilt = try rebuilder.rows(from: chains[subject] ?? [])
                let found = rebuilder.derivedTables.flatMap { table in
                    let rows = stored[table.name]?[subject] ?? []
                    result.rows[table.name, default: 0] += rows.count
                    return Self.differences(table, subject, stored: rows, rebuilt: rebuilt[table.name] ?? [])
                }
                if !found.isEmpty { result.differing.append(subject) }
                result.differences += found
            } catch {
                result.differences.append(.unreadable(subject: subject, error: ErrorName.of(error)))
            }
        }
    }

    /// The differences between the rows of one subject in one table, in the order of their keys.
    static func differences(
        _ table: DerivedTable,
        _ subject: String,
        stored: [[String: SQLValue]],
        rebuilt: [[String: SQLValue]]
    ) -> [Difference] {
        var found: [Difference] = []
        let storedByKey = Dictionary(stored.map { (RowKey($0, table), $0) }, uniquingKeysWith: { $1 })
        let rebuiltByKey = Dictionary(rebuilt.map { (RowKey($0, table), $0) }, uniquingKeysWith: { $1 })
        let keys = Set(storedByKey.keys).union(rebuiltByKey.keys).sorted { $0.description < $1.description }
        for key in keys {
            guard let row = storedByKey[key] else {
                found.append(.missingRow(table: table.name, subject: subject, key: key))
                continue
            }
            guard let expected = rebuiltByKey[key] else {
                found.append(.extraRow(table: table.name, subject: subject, key: key))
                continue
            }
            for column in Set(row.keys).union(expected.keys).sorted() {
                let here = row[column] ?? .null
                let should = expected[column] ?? .null
                if !here.isSame(as: should) {
                    found.append(
                        .column(table: table.name, key: key, column: column, stored: here, rebuilt: should)
                    )
                }
            }
        }
        return found
    }

    /// Rows whose subject has no chain, or one that belongs to another context.
    private func findStrangers(
        in table: DerivedTable,
        of rebuilder: any Rebuildable,
        into report: inout RebuildReport
    ) async throws {
        var last = ""
        while true {
            try Task.checkCancellation()
            let after = last
            let (reached, found) = try await database.read { tx -> (String?, [Difference]) in
                let (reached, strangers) = try strangers(after: after, in: table, of: rebuilder, in: tx)
                let rows = try Self.storedRows(of: strangers, [table], in: tx)[table.name] ?? [:]
                let found = strangers.flatMap { subject in
                    (rows[subject] ?? []).map { row -> Difference in
                        .extraRow(table: table.name, subject: subject, key: RowKey(row, table))
                    }
                }
                return (reached, found)
            }
            guard let reached else { return }
            last = reached
            report.rows[table.name, default: 0] += found.count
            report.add(found)
        }
    }

    /// The next slice of subjects in `table`, and those among them to which no chain of this context leads.
    func strangers(
        after: String,
        in table: DerivedTable,
        of rebuilder: any Rebuildable,
        in tx: Transaction
    ) throws -> (last: String?, subjects: [String]) {
        let column = SQL(verbatim: table.subject)
        let subjects: [String] = try tx.values(
            "SELECT DISTINCT \(column) FROM \(SQL(verbatim: table.name)) WHERE \(column) > \(after) "
                + "ORDER BY \(column) LIMIT \(slice)"
        )
        guard !subjects.isEmpty else { return (nil, []) }
        let known = Set(
            try tx.values(
                "SELECT DISTINCT subject FROM entry WHERE subject IN (\(SQL.list(subjects)))",
                as: String.self
            )
        )
        let strangers = subjects.filter {
            !known.contains($0) || self.rebuilder(of: $0)?.subjectPrefix != rebuilder.subjectPrefix
        }
        return (subjects.last, strangers)
    }

    static func chains(of subjects: [String], in tx: Transaction) throws -> [String: [Entry]] {
        let entries: [Entry] = try tx.all(
            "SELECT * FROM entry WHERE subject IN (\(SQL.list(subjects))) ORDER BY subject, version"
        )
        return Dictionary(grouping: entries, by: \.subject)
    }

    /// The stored rows by table and subject.
    private static func storedRows(
        of subjects: [String],
        _ tables: [DerivedTable],
        in tx: Transaction
    ) throws -> [String: [String: [[String: SQLValue]]]] {
        guard !subjects.isEmpty else { return [:] }
        var result: [String: [String: [[String: SQLValue]]]] = [:]
        for table in tables {
            let rows = try tx.rows(
                "SELECT * FROM \(SQL(verbatim: table.name)) "
                    + "WHERE \(SQL(verbatim: table.subject)) IN (\(SQL.list(subjects)))"
            )
            for row in rows {
                let subject: String = try row.get(table.subject)
                let named = Dictionary(zip(row.columns, row.values), uniquingKeysWith: { $1 })
                result[table.name, default: [:]][subject, default: []].append(named)
            }
        }
        return result
    }
}
