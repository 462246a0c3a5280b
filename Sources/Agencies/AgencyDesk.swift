public import Kernel
public import Register
public import Storage

/// A unit that is to be created.
public struct NewAgency: Sendable, Hashable {
    /// Its id, where the caller has made one already; else it is drawn.
    public var id: ID<Agency>?
    public var description: AgencyDescription
    public var codes: [AgencyCode]
    public init(id: ID<Agency>? = nil, _ description: AgencyDescription, codes: [AgencyCode] = []) {
        self.id = id
        self.description = description
        self.codes = codes
    }
}

/// What administrators do with units and counters. Who may is asked before (`Access`, `Permissions`).
public struct AgencyDesk: Sendable {
    let database: any Database
    let world: World
    public init(database: any Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Creates units in one write, each after the unit it belongs to. At most `AgencyLimits.batch` at once.
    @discardableResult
    public func create(_ agencies: [NewAgency], by actor: Actor) async throws -> [ID<Agency>] {
        guard agencies.count <= AgencyLimits.batch else { throw AgencyError.tooMany(max: AgencyLimits.batch) }
        let world = world
        let now = world.now()
        let planned = agencies.map { ($0.id ?? world.id(.agency), $0) }
        return try await database.write { tx in
            for (id, new) in planned {
                let description = try Self.checked(new.description)
                if let parent = description.parent {
                    guard let above = try AgencyStore.record(parent, in: tx) else {
                        throw AgencyError.unknownAgency(parent)
                    }
                    guard above.agency(on: description.from) != nil else {
                        throw AgencyError.notInForce(parent, on: description.from)
                    }
                }
                for code in new.codes { try Self.check(code, of: id, in: tx) }
                try AgencyStore.save(
                    [.created(description)] + new.codes.map { .codeGiven($0) },
                    of: AgencyRecord(id: id),
                    by: actor,
                    at: now,
                    in: tx
                )
            }
            return planned.map(\.0)
        }
    }

    /// Gives the unit a new name, kind or place from `description.from` on.
    public func describe(_ id: ID<Agency>, _ description: AgencyDescription, by actor: Actor) async throws {
        try await change(id, by: actor) { record, tx in
            let description = try Self.checked(description)
            let directory = try AgencyDirectory.load(in: tx)
            guard let first = record.validFrom, description.from >= first else {
                throw AgencyError.notInForce(id, on: description.from)
            }
            if let end = record.validTo, end < description.from {
                throw AgencyError.notInForce(id, on: description.from)
            }
            if let parent = description.parent {
                guard directory[parent] != nil else { throw AgencyError.unknownAgency(parent) }
                guard directory.agency(parent, on: description.from) != nil else {
                    throw AgencyError.notInForce(parent, on: description.from)
                }
                guard !directory.isWithin(parent, id, on: description.from) else { throw AgencyError.parentLoop }
            }
            return [.described(description)]
        }
    }

    /// Ends the unit after `lastDay`, and its codes with it.
    ///
    /// - Throws: `AgencyError.hasUnitsBelow` while units still belong to it on the day after.
    public func close(_ id: ID<Agency>, lastDay: CivilDate, by actor: Actor) async throws {
        try await change(id, by: actor) { record, tx in
            guard let first = record.validFrom else { throw AgencyError.unknownAgency(id) }
            try Span.check(first, lastDay)
            let below = try AgencyDirectory.load(in: tx).children(of: id, on: lastDay.adding(days: 1))
            guard below.isEmpty else { throw AgencyError.hasUnitsBelow(count: below.count) }
            let open = record.codes.filter { Span.holds(lastDay, from: $0.from, to: $0.to) }
            let ends = open.map { code -> AgencyEvent in
                var ended = code
                ended.to = lastDay
                return .codeEnded(ended)
            }
            return ends + [.closed(AgencyClosed(lastDay: lastDay))]
        }
    }

    /// Gives the unit a code.
    ///
    /// - Throws: `AgencyError.codeTaken` when another unit, or this one, bears it in part of that time.
    public func giveCode(_ code: AgencyCode, to id: ID<Agency>, by actor: Actor) async throws {
        try await change(id, by: actor) { _, tx in
            try Self.check(code, of: id, in: tx)
            return [.codeGiven(code)]
        }
    }

    /// Ends a code that the unit bears on `lastDay`.
    public func endCode(
        _ code: String,
        _ scheme: AgencyCodeScheme,
        of id: ID<Agency>,
        lastDay: CivilDate,
        by actor: Actor
    ) async throws {
        try await change(id, by: actor) { record, _ in
            let borne = record.codes.last {
                $0.code == code && $0.scheme == scheme && Span.holds(lastDay, from: $0.from, to: $0.to)
            }
            guard var ended = borne else { throw AgencyError.noSuchCode(code: code) }
            ended.to = lastDay
            return [.codeEnded(ended)]
        }
    }

    /// Says who takes the work of absent officers of a role, in which order.
    public func setDuty(_ list: DutyList, at id: ID<Agency>, by actor: Actor) async throws {
        guard list.staff.count <= AgencyLimits.dutyLength else {
            throw AgencyError.tooMany(max: AgencyLimits.dutyLength)
        }
        try await change(id, by: actor) { _, tx in
            try Span.check(list.from, list.to)
            for staff in list.staff where try StaffStore.load(staff, in: tx) == nil {
                throw AgencyError.unknownStaff(staff)
            }
            return [.dutySet(list)]
        }
    }

    // MARK: Counters

    /// Opens a counter at a unit.
    public func openCounter(_ plan: CounterPlan, by actor: Actor) async throws -> ServiceCounter {
        let now = world.now()
        let id: ID<ServiceCounter> = world.id(.counter)
        return try await database.write { tx in
            let plan = try Self.checked(plan, but: nil, in: tx)
            return try AgencyStore.save(.opened(plan), of: id, expecting: 0, by: actor, at: now, in: tx)
        }
    }

    /// Changes number, name or fields of a counter; `seen` is the version that was shown.
    public func changeCounter(
        _ id: ID<ServiceCounter>,
        to plan: CounterPlan,
        seen: Int,
        by actor: Actor
    ) async throws -> ServiceCounter {
        let now = world.now()
        return try await database.write { tx in
            guard let counter = try AgencyStore.counter(id, in: tx) else { throw AgencyError.unknownCounter(id) }
            guard counter.validTo == nil else { throw AgencyError.counterClosed }
            let plan = try Self.checked(plan, but: id, in: tx)
            return try AgencyStore.save(.changed(plan), of: id, expecting: seen, by: actor, at: now, in: tx)
        }
    }

    /// Closes a counter after `lastDay`.
    public func closeCounter(_ id: ID<ServiceCounter>, lastDay: CivilDate, by actor: Actor) async throws {
        let now = world.now()
        try await database.write { tx in
            guard let counter = try AgencyStore.counter(id, in: tx) else { throw AgencyError.unknownCounter(id) }
            guard counter.validTo == nil else { throw AgencyError.counterClosed }
            try Span.check(counter.validFrom, lastDay)
            _ = try AgencyStore.save(
                .closed(CounterClosed(lastDay: lastDay)),
                of: id,
                expecting: counter.version,
                by: actor,
                at: now,
                in: tx
            )
        }
    }

    // MARK: Inside

    private func change(
        _ id: ID<Agency>,
        by actor: Actor,
        _ decide: @escaping @Sendable (AgencyRecord, Transaction) throws -> [AgencyEvent]
    ) async throws {
        let now = world.now()
        try await database.write { tx in
            guard let record = try AgencyStore.record(id, in: tx) else { throw AgencyError.unknownAgency(id) }
            try AgencyStore.save(try decide(record, tx), of: record, by: actor, at: now, in: tx)
        }
    }

    private static func checked(_ description: AgencyDescription) throws(AgencyError) -> AgencyDescription {
        var description = description
        description.name = try Span.line(description.name, .name, max: AgencyLimits.nameLength)
        description.shortName = try Span.line(description.shortName, .shortName, max: AgencyLimits.nameLength)
        return description
    }

    private static func check(_ code: AgencyCode, of id: ID<Agency>, in tx: Transaction) throws {
        guard code.isWellFormed else { throw AgencyError.codeMalformed(code: code.code, scheme: code.scheme) }
        try Span.check(code.from, code.to)
        if let holder = try AgencyStore.holders(of: code, in: tx).first {
            throw AgencyError.codeTaken(code: code.code, by: holder)
        }
    }

    private static func checked(
        _ plan: CounterPlan,
        but own: ID<ServiceCounter>?,
        in tx: Transaction
    ) throws -> CounterPlan {
        guard AgencyLimits.counterNumbers.contains(plan.number) else {
            throw AgencyError.counterNumberOutside(AgencyLimits.counterNumbers)
        }
        guard plan.fields.count <= AgencyLimits.counterFields else {
            throw AgencyError.tooMany(max: AgencyLimits.counterFields)
        }
        guard try AgencyStore.record(plan.agency, in: tx)?.agency(on: plan.from) != nil else {
            throw AgencyError.notInForce(plan.agency, on: plan.from)
        }
        let others = try AgencyStore.counters(of: plan.agency, on: plan.from, in: tx)
        guard !others.contains(where: { $0.number == plan.number && $0.id != own }) else {
            throw AgencyError.counterNumberTaken(plan.number)
        }
        var plan = plan
        plan.name = try Span.line(plan.name, .name, max: AgencyLimits.nameLength)
        plan.fields = Set(plan.fields).sorted()
        return plan
    }
}
