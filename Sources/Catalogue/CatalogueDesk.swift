public import Kernel
public import Register
public import Storage

/// What the procedure-control officers do: publish, repeal, answer flags, set fees, plan reviews.
public struct CatalogueDesk: Sendable {
    let database: any Database
    let world: World
    let actor: Actor
    let agency: String?

    public init(database: any Database, world: World, actor: Actor, agency: String?) {
        self.database = database
        self.world = world
        self.actor = actor
        self.agency = agency
    }

    var writer: CatalogueActor { CatalogueActor(actor: actor, agency: agency, at: world.now()) }

    // MARK: Publish and repeal

    /// Puts a version in force from `validFrom` by `decision`; the versions before it end the day before.
    ///
    /// - Throws: `CatalogueError.decisionMissing`, `.noSuchVersion`.
    public func publish(
        _ id: ID<ProcedureVersion>,
        decision: Decision,
        validFrom: CivilDate
    ) async throws {
        guard !PortalText.trimmed(decision.number).isEmpty else { throw CatalogueError.decisionMissing }
        let writer = writer
        try await database.write(name: "catalogue.publish") { tx in
            let line = try CatalogueWriter.line(of: id, in: tx)
            var version = line.written.version
            let (procedure, chain) = try Self.chain(of: version.code, in: tx)
            version.decision = decision
            version.validFrom = validFrom
            if let end = version.validTo, end < validFrom { version.validTo = nil }
            var event = CatalogueEvent(try line.holding(version))
            for other in try CatalogueWriter.lines(code: version.code, in: tx) where other.id != id {
                let last = validFrom.adding(days: -1)
                var ended = other.written.version
                guard ended.validFrom < validFrom, ended.validTo.map({ $0 > last }) ?? true else { continue }
                ended.validTo = last
                event.versions?.append(try other.holding(ended))
            }
            try CatalogueWriter.append(
                event,
                .published,
                procedure: procedure,
                chain: chain,
                by: writer,
                in: tx
            )
            try CatalogueStore.bumpRevision(at: writer.at, in: tx)
        }
    }

    /// Ends the procedure after `lastDay` by `decision`.
    ///
    /// - Throws: `CatalogueError.noSuchProcedure`, `.endedBefore`, `.datesReversed`.
    public func repeal(code: String, decision: Decision, lastDay: CivilDate) async throws {
        guard !PortalText.trimmed(decision.number).isEmpty else { throw CatalogueError.decisionMissing }
        let writer = writer
        try await database.write(name: "catalogue.repeal") { tx in
            let (procedure, chain) = try Self.chain(of: code, in: tx)
            guard let line = try CatalogueWriter.lines(code: code, in: tx).first else {
                throw CatalogueError.noSuchProcedure(code)
            }
            let newest = line.written.version
            if let end = newest.validTo, end <= lastDay { throw CatalogueError.endedBefore(end) }
            guard newest.validFrom <= lastDay else { throw CatalogueError.datesReversed }
            var version = newest
            version.validTo = lastDay
            var event = CatalogueEvent(try line.holding(version))
            event.decision = decision.number
            try CatalogueWriter.append(
                event,
                .repealed,
                procedure: procedure,
                chain: chain,
                by: writer,
                in: tx
            )
            try CatalogueStore.bumpRevision(at: writer.at, in: tx)
        }
    }

    static func chain(of code: String, in tx: Transaction) throws -> (procedure: String, chain: Int) {
        guard let row = try tx.rows("SELECT id, version FROM procedure WHERE code = \(code)").first else {
            throw CatalogueError.noSuchProcedure(code)
        }
        return (try row.get("id"), try row.get("version"))
    }

    // MARK: Fees of the province

    /// Enters a fee that the council set.
    ///
    /// - Throws: `CatalogueError.noSuchProcedure`, `.decisionMissing`, `.datesReversed`, `.amountOutOfRange`.
    @discardableResult
    public func setFee(
        code: String,
        channel: ProcedureChannel?,
        fee: AnnouncedFee,
        resolution: Decision,
        validFrom: CivilDate,
        validTo: CivilDate? = nil
    ) async throws -> FeeResolution {
        guard !PortalText.trimmed(resolution.number).isEmpty, let resolvedOn = resolution.on else {
            throw CatalogueError.decisionMissing
        }
        if let validTo, validTo < validFrom { throw CatalogueError.datesReversed }
        guard let amount = fee.amount, amount >= .zero, amount <= FeeRule.greatest else {
            throw CatalogueError.amountOutOfRange
        }
        let made = FeeResolution(
            id: world.newID(.procedure),
            code: code,
            channel: channel,
            fee: fee,
            number: resolution.number,
            resolvedOn: resolvedOn,
            validFrom: validFrom,
            validTo: validTo
        )
        let writer = writer
        try await database.write(name: "catalogue.setFee") { tx in
            let (procedure, chain) = try Self.chain(of: code, in: tx)
            // A later resolution ends what was set for the same channel and kind without an end.
            var lines = try CatalogueStore.fees(code: code, in: tx).filter {
                $0.channel == channel && $0.fee.kind == fee.kind && $0.isInForce(on: validFrom)
            }
            for index in lines.indices { lines[index].validTo = validFrom.adding(days: -1) }
            var event = CatalogueEvent(code: code)
            event.fees = lines + [made]
            event.decision = resolution.number
            try CatalogueWriter.append(
                event,
                .feeSet,
                procedure: procedure,
                chain: chain,
                by: writer,
                in: tx
            )
            try CatalogueStore.bumpRevision(at: writer.at, in: tx)
        }
        return made
    }
}
