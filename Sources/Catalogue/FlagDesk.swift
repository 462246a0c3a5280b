internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

extension CatalogueDesk {
    /// Answers one flag; the version is completed in place, and the book says by whom.
    ///
    /// - Throws: `CatalogueError.noSuchFlag`, `.flagResolved`, `.answerDoesNotFit`.
    @discardableResult
    public func resolve(_ flag: String, with answer: FlagAnswer) async throws -> ProcedureVersion {
        let writer = writer
        return try await database.write(name: "catalogue.resolve") { tx in
            let stored: StoredFlag? = try tx.first("SELECT * FROM procedure_flag WHERE id = \(flag)")
            guard let stored else { throw CatalogueError.noSuchFlag(flag) }
            guard stored.answer == nil else { throw CatalogueError.flagResolved(flag) }
            return try Self.answer([(stored, answer)], of: stored.version, by: writer, in: tx)
        }
    }

    /// Answers every open flag that `rule` reaches, in slices; returns how many.
    public func resolveAll(_ rule: FlagRule) async throws -> Int {
        var count = 0
        var after = ""
        while true {
            let writer = writer
            let from = after
            let (answered, last) = try await database.write(name: "catalogue.resolveAll") { tx -> (Int, String?) in
                let flags = try CatalogueStore.openFlags(
                    kind: rule.kind,
                    field: rule.field,
                    after: from,
                    limit: Self.flagsPerWrite,
                    in: tx
                )
                let answers = flags.compactMap { flag in rule.answer(to: flag.flag).map { (flag, $0) } }
                for (version, mine) in Dictionary(grouping: answers, by: { $0.0.version }).sorted(by: {
                    $0.key < $1.key
                }) {
                    _ = try Self.answer(mine, of: version, by: writer, in: tx)
                }
                return (answers.count, flags.last?.id)
            }
            count += answered
            guard let last else { return count }
            after = last
        }
    }

    /// Each flag touches at most itself, its version, its procedure and an entry: 50 stay under 200 rows.
    private static let flagsPerWrite = CatalogueLimits.rowsPerWrite / 4

    private static func answer(
        _ answers: [(StoredFlag, FlagAnswer)],
        of id: ID<ProcedureVersion>,
        by writer: CatalogueActor,
        in tx: Transaction
    ) throws -> ProcedureVersion {
        let line = try CatalogueWriter.line(of: id, in: tx)
        var version = line.written.version
        var flags: [FlagLine] = []
        for (stored, answer) in answers {
            version = try version.answering(stored.flag, with: answer)
            flags.append(FlagLine(stored).answered(answer, by: writer))
        }
        let (procedure, chain) = try chain(of: version.code, in: tx)
        var event = CatalogueEvent(try line.holding(version))
        event.flags = flags
        try CatalogueWriter.append(
            event,
            .flagsAnswered,
            procedure: procedure,
            chain: chain,
            by: writer,
            in: tx
        )
        try CatalogueStore.bumpRevision(at: writer.at, in: tx)
        return version
    }

    /// The answers that people gave to flags of `old`, given again where `new` has the same flag.
    static func carryAnswers(
        from old: ProcedureVersion,
        to new: ProcedureVersion,
        in tx: Transaction
    ) throws -> ProcedureVersion {
        var version = new
        for stored in try CatalogueStore.flags(of: old.id, in: tx) {
            guard let answer = stored.answer, version.flags.contains(stored.flag) else { continue }
            version = try version.answering(stored.flag, with: answer)
        }
        return version
    }
}
