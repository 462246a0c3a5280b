internal import Access
internal import Agencies
public import Catalogue
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

extension DossierDesk {
    func submission(
        _ order: IntakeOrder,
        for id: ID<Dossier>,
        by performer: Performer,
        unitCode: String,
        at now: Instant,
        in tx: Transaction
    ) throws -> Submission {
        let code: DossierCode
        if let given = order.code {
            guard try DossierStore.find(code: given, in: tx) == nil else { throw DossierError.codeTaken(given) }
            code = given
        } else {
            let serial = try DossierStore.nextSerial("code:\(unitCode):\(now.date.yymmdd)", in: tx)
            guard let made = DossierCode(unitCode: unitCode, date: now.date, serial: serial) else {
                throw DossierError.unitCodeMissing
            }
            code = made
        }
        let proof =
            order.proof.isEmpty ? nil : try text(order.proof, of: id, in: tx)
        return Submission(
            code: code,
            codeIssuedElsewhere: order.code != nil,
            procedureCode: order.procedure.code,
            procedureVersion: order.procedure.id.rawValue,
            field: order.procedure.field,
            owners: order.owners,
            unnamedOwner: order.unnamedOwner,
            submitter: order.submitter,
            capacity: order.capacity,
            proof: proof,
            channel: order.channel,
            delivery: order.delivery,
            supporting: order.supporting,
            receiving: performer.agency,
            competent: order.competent,
            papers: order.papers,
            sets: order.sets,
            fee: order.fee,
            copies: order.copies,
            corrects: order.corrects,
            pickUp: order.pickUp
        )
    }

    func command(
        _ order: IntakeOrder,
        _ submission: Submission,
        for id: ID<Dossier>,
        calendar: WorkCalendar,
        at now: Instant,
        in tx: Transaction
    ) throws -> DossierCommand {
        switch order.answer {
        case .submit: return .submit(submission)
        case .askPapers(let request):
            let request = try text(request, of: id, in: tx)
            return .askAtIntake(IntakeRequest(submission: submission, request: request))
        case .refuse(let reason, let ground):
            let reason = try text(reason, of: id, in: tx)
            return .refuseAtIntake(Refusal(submission: submission, reason: reason, ground: ground))
        case .receive:
            let reception = try reception(
                submission,
                procedure: order.procedure,
                limit: order.limit,
                submittedAt: nil,
                atOnce: false,
                calendar: calendar,
                at: now,
                in: tx
            )
            return .receive(reception, rules: IntakeRules(order.procedure.rules))
        case .atOnce(let number, let signature, let receipt, let mark):
            return .receiveAtOnce(
                try atOnce(
                    order,
                    submission,
                    number: number,
                    signature: signature,
                    receipt: receipt,
                    mark: mark,
                    calendar: calendar,
                    at: now,
                    in: tx
                )
            )
        case .certify(let papers, let book, let signature, let receipt, let mark):
            guard !papers.isEmpty else { throw DossierError.nothingToCertify }
            let lines = try papers.map { paper in
                let number = try book.next(of: submission.competent, year: now.date.year, in: tx)
                return Certified(
                    book: book,
                    year: now.date.year,
                    number: number,
                    title: paper.title,
                    pages: paper.pages,
                    copies: paper.copies
                )
            }
            var submission = submission
            submission.copies = papers.reduce(0) { $0 + $1.copies }
            if let formula = order.procedure.feeFormula(order.channel), submission.fee.exemption == nil {
                submission.fee.amount = formula.amount(for: papers)
            }
            var certified = try atOnce(
                order,
                submission,
                number: book.reference(lines),
                signature: signature,
                receipt: receipt,
                mark: mark,
                calendar: calendar,
                at: now,
                in: tx
            )
            certified.certified = lines
            return .receiveAtOnce(certified)
        }
    }

    private func atOnce(
        _ order: IntakeOrder,
        _ submission: Submission,
        number: String,
        signature: SignedBy,
        receipt: String?,
        mark: ReceiptMark,
        calendar: WorkCalendar,
        at now: Instant,
        in tx: Transaction
    ) throws -> AtOnce {
        let reception = try reception(
            submission,
            procedure: order.procedure,
            limit: order.limit,
            submittedAt: nil,
            atOnce: true,
            calendar: calendar,
            at: now,
            in: tx
        )
        // The person shows the originals and takes them home: the submitter is the collector.
        let originals = submission.papers.filter(\.isKept).map(\.name)
        let returned = Returned(
            collector: nil,
            isSubmitter: true,
            proof: .identityCard,
            how: .counter,
            copies: submission.copies,
            mark: mark,
            slipLost: false,
            originals: originals
        )
        return AtOnce(
            reception: reception,
            rules: IntakeRules(order.procedure.rules),
            number: number,
            signature: signature,
            receipt: receipt,
            returned: returned
        )
    }

    func reception(
        _ submission: Submission,
        procedure: ProcedureVersion,
        limit told: TimeLimit?,
        submittedAt: Instant?,
        atOnce: Bool,
        calendar: WorkCalendar,
        at now: Instant,
        in tx: Transaction
    ) throws -> Reception {
        let received = now.cutToMinute
        guard let limit = told ?? procedure.limit(submission.channel) else { throw DossierError.limitMissing }
        let due = calendar.untoldDue(received: received, limit: limit)
        let volume = now.date.year
        let number = try DossierStore.nextSerial("book:\(submission.receiving):\(volume)", in: tx)
        return Reception(
            submission: submission,
            submittedAt: submittedAt ?? received,
            receivedAt: received,
            limit: limit,
            dueAt: due.at,
            restsOn: due.restsOn,
            steps: StepPlan.plans(for: procedure),
            atOnce: atOnce,
            bookVolume: volume,
            bookNumber: number
        )
    }
}

extension IntakeRules {
    /// What the announced rules of a procedure ask of an intake.
    init(_ rules: ProcedureRules) {
        self.init(
            forbidsProxy: rules.forbidsProxy,
            ownerMayBeUnnamed: rules.ownerMayBeUnnamed,
            mayBeAtOnce: rules.mayBeAtOnce
        )
    }
}

extension ProcedureVersion {
    /// The time limit for a way to file; where that channel has none, another's: it never stops the counter.
    func limit(_ channel: IntakeChannel) -> TimeLimit? {
        terms(channel.announced)?.limit ?? channels.lazy.compactMap(\.limit).first
    }
    func feeFormula(_ channel: IntakeChannel) -> FeeFormula? {
        terms(channel.announced)?.fees.lazy.compactMap(\.formula).first
    }
}

extension IntakeChannel {
    /// The channel of the announcement it counts under.
    var announced: ProcedureChannel { ProcedureChannel(rawValue: nationalCode) ?? .inPerson }
}

extension PaperForm {
    /// How an announced paper is usually handed in: a declaration or another form that the person fills in for good, an
    /// original to be given back, or a copy. The officer sees it and may say otherwise.
    public static func usual(for paper: RequiredPaper) -> PaperForm {
        guard paper.originals > 0 else { return .copy }
        return paper.form != nil || isWritten(paper.name) ? .filed : .original
    }

    /// Whether the paper is one that people write for this very dossier.
    private static func isWritten(_ name: String) -> Bool {
        let words = VietnameseText.folded(name)
        return ["to khai", "don ", "phieu ", "giay de nghi", "giay uy quyen", "van ban uy quyen", "ban cam doan"]
            .contains { words.hasPrefix($0) }
    }
}

extension StepPlan {
    /// The steps of a procedure, or the usual ones.
    static func plans(for procedure: ProcedureVersion) -> [StepPlan] {
        guard !procedure.workflow.isEmpty else { return usual }
        let steps = procedure.workflow.map { step -> StepPlan in
            let kind: StepKind =
                switch step.kind {
                case .appraise: .appraise
                case .approve: .approve
                case .sign: .sign
                case .number: .number
                }
            return StepPlan(kind: kind, name: step.name, role: step.role, limit: step.limit)
        }
        // Nothing leaves the house without a number, whether the announced workflow speaks of it or not.
        return steps.contains { $0.kind == .number } ? steps : steps + usual.filter { $0.kind == .number }
    }
}
