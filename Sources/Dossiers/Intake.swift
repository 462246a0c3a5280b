public import Access
public import Agencies
public import Catalogue
public import Kernel
public import LegalClock
public import Register
public import Storage

/// What an officer entered at the counter, checked and parsed: everything but code, serial and due date.
public struct IntakeOrder: Sendable {
    /// What is done with it.
    public enum Answer: Sendable {
        case receive
        case askPapers(String)
        case refuse(reason: String, ground: String)
        case atOnce(number: String, signature: SignedBy, receipt: String?, mark: ReceiptMark)
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

    public init(
        answer: Answer, procedure: ProcedureVersion, owners: [ID<Person>], unnamedOwner: Bool = false,
        submitter: ID<Person>, capacity: Capacity, proof: String = "", channel: IntakeChannel = .counter,
        delivery: ResultDelivery = .counter, supporting: ID<Agency>? = nil, competent: ID<Agency>, papers: [Paper],
        sets: Int = 1, copies: Int = 1, fee: Fee, code: DossierCode? = nil, corrects: ID<Dossier>? = nil
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
    }
}

extension DossierDesk {
    /// Takes a dossier in, in one write: code, book number, clock, slip's keys.
    ///
    /// - Returns: the dossier's id; the second of two equal requests gets the first's.
    public func intake(
        _ order: IntakeOrder, by performer: Performer, unitCode: String, calendar: WorkCalendar, key: String
    ) async throws -> ID<Dossier> {
        let desk = self
        let outcome = try await database.write("intake") { tx in
            try RequestKeys.once(key, at: desk.world.now(), in: tx) {
                try desk.intake(order, by: performer, unitCode: unitCode, calendar: calendar, in: tx).id.rawValue
            }
        }
        return ID(outcome)
    }

    /// The same inside a transaction (spreadsheets, the demo).
    public func intake(
        _ order: IntakeOrder, by performer: Performer, unitCode: String, calendar: WorkCalendar, in tx: Transaction
    ) throws -> Dossier {
        let now = world.now()
        let dossier = Dossier(id: world.id(.dossier))
        let submission = try submission(order, for: dossier.id, by: performer, unitCode: unitCode, at: now, in: tx)
        let command = try command(order, submission, for: dossier.id, calendar: calendar, at: now, in: tx)
        let events = try dossier.decide(command, by: performer, at: now)
        let saved = try DossierStore.save(
            events, of: dossier, history: [], by: performer.actor, agency: performer.agency, at: now, in: tx)
        try DossierStore.setKeys(
            of: dossier.id, lookUp: LookUpNumber(chance: world.secret(4)),
            token: String(decoding: Base32.encode(world.secret(15)), as: UTF8.self), in: tx)
        return saved.dossier
    }

    /// Receives a dossier that was submitted, or asked for papers, before.
    public func receive(
        _ id: ID<Dossier>, seen: Int?, procedure: ProcedureVersion, papers: [Paper], by performer: Performer,
        calendar: WorkCalendar, key: String
    ) async throws -> Dossier {
        let desk = self
        return try await act(on: id, seen: seen, by: performer, key: key) { dossier, _, tx in
            guard var submission = dossier.filing else { throw DossierNotFound(id: id) }
            submission.papers = papers
            let reception = try desk.reception(
                submission, procedure: procedure, submittedAt: dossier.submittedAt, atOnce: false, calendar: calendar,
                at: desk.world.now(), in: tx)
            return .receive(reception, rules: IntakeRules(procedure))
        }
    }

    private func submission(
        _ order: IntakeOrder, for id: ID<Dossier>, by performer: Performer, unitCode: String, at now: Instant,
        in tx: Transaction
    ) throws -> Submission {
        let code: DossierCode
        if let given = order.code {
            code = given
        } else {
            let serial = try DossierStore.nextSerial("code:\(unitCode):\(now.date.yymmdd)", in: tx)
            guard let made = DossierCode(unitCode: unitCode, date: now.date, serial: serial) else {
                throw StorageError.missing("dossier code of the unit")
            }
            code = made
        }
        let proof =
            order.proof.isEmpty
            ? nil : try TextStore.write(order.proof, subject: id.rawValue, world: world, in: tx)
        return Submission(
            code: code, codeIssuedElsewhere: order.code != nil, procedureCode: order.procedure.code,
            procedureVersion: order.procedure.id.rawValue, field: order.procedure.field, owners: order.owners,
            unnamedOwner: order.unnamedOwner, submitter: order.submitter, capacity: order.capacity, proof: proof,
            channel: order.channel, delivery: order.delivery, supporting: order.supporting,
            receiving: performer.agency, competent: order.competent, papers: order.papers, sets: order.sets,
            fee: order.fee, copies: order.copies, corrects: order.corrects)
    }

    private func command(
        _ order: IntakeOrder, _ submission: Submission, for id: ID<Dossier>, calendar: WorkCalendar, at now: Instant,
        in tx: Transaction
    ) throws -> DossierCommand {
        func text(_ body: String) throws -> TextReference {
            try TextStore.write(body, subject: id.rawValue, world: world, in: tx)
        }
        switch order.answer {
        case .askPapers(let request):
            guard !request.isEmpty else { throw DossierError.reasonMissing }
            return .askAtIntake(IntakeRequest(submission: submission, request: try text(request)))
        case .refuse(let reason, let ground):
            guard !reason.isEmpty else { throw DossierError.reasonMissing }
            return .refuseAtIntake(Refusal(submission: submission, reason: try text(reason), ground: ground))
        case .receive:
            let reception = try reception(
                submission, procedure: order.procedure, submittedAt: nil, atOnce: false, calendar: calendar, at: now,
                in: tx)
            return .receive(reception, rules: IntakeRules(order.procedure))
        case .atOnce(let number, let signature, let receipt, let mark):
            let reception = try reception(
                submission, procedure: order.procedure, submittedAt: nil, atOnce: true, calendar: calendar, at: now,
                in: tx)
            let returned = Returned(
                collector: nil, isSubmitter: true, proof: .identityCard, how: .counter, copies: submission.copies,
                mark: mark, slipLost: false)
            return .receiveAtOnce(
                AtOnce(
                    reception: reception, rules: IntakeRules(order.procedure), number: number, signature: signature,
                    receipt: receipt, returned: returned))
        }
    }

    private func reception(
        _ submission: Submission, procedure: ProcedureVersion, submittedAt: Instant?, atOnce: Bool,
        calendar: WorkCalendar, at now: Instant, in tx: Transaction
    ) throws -> Reception {
        let received = now.cutToMinute
        let limit = procedure.limit(channel: submission.channel)
        let due = LegalClock.explain(received: received, limit: limit, pauses: [], calendar: calendar)
        let volume = now.date.year
        let number = try DossierStore.nextSerial("book:\(submission.receiving):\(volume)", in: tx)
        return Reception(
            submission: submission, submittedAt: submittedAt ?? received, receivedAt: received, limit: limit,
            dueAt: due.at, restsOn: due.restsOn, steps: StepPlan.plans(for: procedure), atOnce: atOnce,
            bookVolume: volume, bookNumber: number)
    }
}
