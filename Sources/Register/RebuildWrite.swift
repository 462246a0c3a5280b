internal import Storage

extension Rebuild {
    /// Writes the derived tables anew wherever they differ from the book, and says how many subjects that were.
    ///
    /// Each slice is one write, so the service may go on. A slice that collides with a row that is itself still wrong
    /// (two dossiers whose codes were exchanged) waits for the others; what is left at last is written in one piece.
    /// A subject whose chain cannot be folded is left as it is and stays in the report of `check`.
    @discardableResult
    public func write(progress: @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        let removed = try await removeStrangers().count
        var waiting: [String] = []
        var last = ""
        while true {
            try Task.checkCancellation()
            let after = last
            let part = try await database.read { tx in try comparedChains(after: after, in: tx) }
            guard let reached = part.last else { break }
            last = reached
            waiting += part.differing
        }
        let differing = waiting.count
        while !waiting.isEmpty {
            var again: [String] = []
            for start in stride(from: 0, to: waiting.count, by: slice) {
                let part = Array(waiting[start..<min(start + slice, waiting.count)])
                do {
                    try await database.write("register.rebuild") { tx in try writeAnew(part, in: tx) }
                    progress(part.count)
                } catch StorageError.notUnique {
                    again += part
                }
            }
            if again.count == waiting.count {
                let all = again
                try await database.write("register.rebuild.rest") { tx in try writeAnew(all, in: tx) }
                again = []
            }
            waiting = again
        }
        return removed + differing
    }

    /// All old rows go before the first new one comes, so that no two subjects of the slice collide.
    private func writeAnew(_ subjects: [String], in tx: Transaction) throws {
        let chains = try Self.chains(of: subjects, in: tx)
        var fresh: [(table: DerivedTable, row: [String: SQLValue])] = []
        for subject in subjects {
            guard let rebuilder = rebuilder(of: subject),
                let rows = try? rebuilder.rows(from: chains[subject] ?? [])
            else { continue }
            for table in rebuilder.derivedTables.reversed() { try Self.delete(subject, from: table, in: tx) }
            for table in rebuilder.derivedTables { fresh += (rows[table.name] ?? []).map { (table, $0) } }
        }
        for (table, row) in fresh { try tx.execute(SQL.upsert(into: table.name, key: table.key, row: row)) }
        // Makes an engine that queues statements report a refusal here, where the slice can still be put off.
        _ = try tx.rows("SELECT position FROM book WHERE one = 1")
    }

    private func removeStrangers() async throws -> Set<String> {
        var removed: Set<String> = []
        for rebuilder in rebuilders {
            for table in rebuilder.derivedTables.reversed() {
                var last = ""
                while true {
                    let after = last
                    let part = try await database.write("register.rebuild.strangers") { tx -> (String?, [String]) in
                        let (reached, subjects) = try strangers(after: after, in: table, of: rebuilder, in: tx)
                        for subject in subjects { try Self.delete(subject, from: table, in: tx) }
                        return (reached, subjects)
                    }
                    guard let reached = part.0 else { break }
                    last = reached
                    removed.formUnion(part.1)
                }
            }
        }
        return removed
    }

    private static func delete(_ subject: String, from table: DerivedTable, in tx: Transaction) throws {
        try tx.execute(
            "DELETE FROM \(SQL(verbatim: table.name)) WHERE \(SQL(verbatim: table.subject)) = \(subject)"
        )
    }
}
