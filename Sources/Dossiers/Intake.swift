public import Access
public import Agencies
public import Catalogue
public import Kernel
public import LegalClock
public import Storage

/// What an officer entered at the counter, checked and parsed: everything but code, serial and due date.
public struct IntakeOrder: Sendable {
    /// What is done with it.
    public enum Answer: Sendable {
        /// Filed online: nobody has looked yet.
        case submit
        case receive
        case askPapers(String)
        case refuse(reason: String, ground: String)
        case atOnce(number: String, signature: SignedBy, receipt: String?, mark: ReceiptMark)
        /// Papers certified while the person waits: each gets its number in the book of the unit and year.
        case certify(
            [PaperToCertify],
            book: CertificationBook,
            signature: SignedBy,
            receipt: String?,
            mark: ReceiptMark
        )
    }
    public var answer: Answer
    public var procedure: ProcedureVersion
    public var owners: [ID<Person>]
    public var unnamedOwner: Bool
    public var submitter: ID<Person>
    public var capacity: Capacity
    /// The paper that proves the capacity, in words.
    public var proof: String
    public var channel: IntakeChannel
    public var delivery: ResultDelivery
    public var supporting: ID<Agency>?
    public var competent: ID<Agency>
    public var papers: [Paper]
    public var sets: Int
    public var copies: Int
    public var fee: Fee
    /// A code that was issued elsewhere.
    public var code: DossierCode?
    public var corrects: ID<Dossier>?
    /// The unit near home that keeps the result (`ResultDelivery.nearHome`).
    public var pickUp: ID<Agency>?
    /// The time limit that was told, where the record states none.
    public var limit: TimeLimit?

    public init(
        answer: Answer,
        procedure: ProcedureVersion,
        owners: [ID<Person>],
        unnamedOwner: Bool = false,
        submitter: ID<Person>,
        capacity: Capacity,
        proof: String = "",
        channel: IntakeChannel = .counter,
        delivery: ResultDelivery = .counter,
        supporting: ID<Agency>? = nil,
        competent: ID<Agency>,
        papers: [Paper],
        sets: Int = 1,
        copies: Int = 1,
        fee: Fee,
        code: DossierCode? = nil,
        corrects: ID<Dossier>? = nil,
        limit: TimeLimit? = nil,
        pickUp: ID<Agency>? = nil
    ) {
        self.answer = answer
        self.procedure = procedure
        self.owners = owners
        self.unnamedOwner = unnamedOwner
        self.submitter = submitter
        self.capacity = capacity
        self.proof = proof
        self.channel = channel
        self.delivery = delivery
        self.supporting = supporting
        self.competent = competent
        self.papers = papers
        self.sets = sets
        self.copies = copies
        self.fee = fee
        self.code = code
        self.corrects = corrects
        self.limit = limit
        self.pickUp = pickUp
    }
}

extension DossierDesk {
    /// Takes a dossier in, in one write: code, book number, clock, slip's keys.
    ///
    /// - Returns: the dossier's id; the second of two equal requests gets the first's.
    public func intake(
        _ order: IntakeOrder,
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        key: String
    ) async throws -> ID<Dossier> {
        let desk = self
        let outcome = try await database.write("intake") { tx in
            try RequestKeys.once(key, at: desk.world.now(), in: tx) {
                try desk.intake(order, by: performer, unitCode: unitCode, calendar: calendar, in: tx).id.rawValue
            }
        }
        return ID(outcome)
    }

    /// The same inside a transaction (spreadsheets).
    public func intake(
        _ order: IntakeOrder,
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        in tx: Transaction
    ) throws -> Dossier {
        try takeIn(order, by: performer, unitCode: unitCode, calendar: calendar, in: tx).dossier
    }

    /// The same, with the history that the next act builds on (the demo).
    public func takeIn(
        _ order: IntakeOrder,
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        in tx: Transaction
    ) throws -> (dossier: Dossier, history: [DossierEntry]) {
        let now = world.now()
        let dossier = Dossier(id: world.id(.dossier))
        let submission = try submission(order, for: dossier.id, by: performer, unitCode: unitCode, at: now, in: tx)
        let command = try command(order, submission, for: dossier.id, calendar: calendar, at: now, in: tx)
        let events = try dossier.decide(command, by: performer, at: now)
        let saved = try DossierStore.save(
            events,
            of: dossier,
            history: [],
            by: performer.actor,
            agency: performer.agency,
            at: now,
            in: tx
        )
        try DossierStore.setKeys(
            of: dossier.id,
            lookUp: LookUpNumber(chance: world.secret(4)),
            token: newToken(),
            at: now,
            in: tx
        )
        return saved
    }

    /// Receives a dossier that was submitted, or asked for papers, before.
    public func receive(
        _ id: ID<Dossier>,
        seen: Int?,
        procedure: ProcedureVersion,
        papers: [Paper],
        limit: TimeLimit? = nil,
        by performer: Performer,
        calendar: WorkCalendar,
        key: String
    ) async throws -> Dossier {
        let desk = self
        return try await act(on: id, seen: seen, by: performer, key: key) { dossier, _, tx in
            try desk.receiving(dossier, procedure: procedure, papers: papers, limit: limit, calendar: calendar, in: tx)
        }
    }

    /// The same inside a transaction, whose caller sees to the key.
    public func receive(
        _ id: ID<Dossier>,
        seen: Int?,
        procedure: ProcedureVersion,
        papers: [Paper],
        limit: TimeLimit? = nil,
        by performer: Performer,
        calendar: WorkCalendar,
        in tx: Transaction
    ) throws -> Dossier {
        try act(on: id, seen: seen, by: performer, in: tx) { dossier, _ in
            try receiving(dossier, procedure: procedure, papers: papers, limit: limit, calendar: calendar, in: tx)
        }
    }

    private func receiving(
        _ dossier: Dossier,
        procedure: ProcedureVersion,
        papers: [Paper],
        limit: TimeLimit?,
        calendar: WorkCalendar,
        in tx: Transaction
    ) throws -> DossierCommand {
        guard var submission = dossier.filing else { throw DossierNotFound(id: dossier.id) }
        submission.papers = papers
        let reception = try reception(
            submission,
            procedure: procedure,
            limit: limit,
            submittedAt: dossier.submittedAt,
            atOnce: false,
            calendar: calendar,
            at: world.now(),
            in: tx
        )
        return .receive(reception, rules: IntakeRules(procedure.rules))
    }
}
