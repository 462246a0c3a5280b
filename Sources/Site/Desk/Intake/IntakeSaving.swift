internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
internal import Web

/// Writes an intake: the persons that are new, the dossier, what is paid, all of it or nothing.
struct IntakeSaving: Sendable {
    let rooms: Rooms
    let officer: Officer
    let calendar: WorkCalendar
    /// The code of the receiving unit from which the dossier's code is made.
    let unitCode: String

    /// - Returns: the dossier; the second of two equal requests gets the first's.
    func save(_ reading: IntakeReading, order: IntakeOrder, draft: String?, key: String) async throws -> ID<Dossier> {
        let saving = self
        let now = rooms.world.now()
        let outcome = try await rooms.database.write("intake") { tx in
            try RequestKeys.once(key, at: now, in: tx) {
                let id = try saving.save(reading, order: order, at: now, in: tx)
                if let draft { try DossierStore.dropDraft(draft, of: saving.officer.actor.rawValue, in: tx) }
                return id.rawValue
            }
        }
        return ID(outcome)
    }

    func save(_ reading: IntakeReading, order: IntakeOrder, at now: Instant, in tx: Transaction) throws -> ID<Dossier> {
        var order = order
        var entry = PersonEntry(rooms: rooms, officer: officer, now: now)
        guard let submitter = reading.submitter else { throw Problem.badRequest }
        order.submitter = try entry.id(submitter, in: tx)
        order.owners = try reading.owners.map { $0 == submitter ? order.submitter : try entry.id($0, in: tx) }
        let desk = rooms.dossiers
        let performer = officer.performer
        let dossier = try desk.intake(order, by: performer, unitCode: unitCode, calendar: calendar, in: tx)
        if case .receive = order.answer, let payment = reading.payment {
            _ = try desk.act(on: dossier.id, seen: nil, by: performer, in: tx) { _, _ in
                .collectFee(amount: payment.amount, receipt: payment.receipt)
            }
        }
        return dossier.id
    }
}

extension IntakeScene {
    /// - Throws: `DossierError.unitCodeMissing`.
    func saving(_ rooms: Rooms) throws -> IntakeSaving {
        let above = directory.ancestors(of: officer.agency, on: today).map(\.id)
        guard let code = ([officer.agency] + above).lazy.compactMap({ directory.code(of: $0, .unit, on: today) }).first
        else { throw DossierError.unitCodeMissing }
        return IntakeSaving(rooms: rooms, officer: officer, calendar: calendar, unitCode: code)
    }
}

/// What the rules refused, on the field where it can be put right.
enum IntakeRefusal {
    static func add(_ error: DossierError, to form: inout FormData, _ t: Texts) {
        let (field, values) = place(error, t)
        form.errors.add(field, "refusal.\(error.cause)", values)
    }

    /// The refusal in words.
    static func words(_ error: DossierError, _ t: Texts) -> String {
        t("refusal.\(error.cause)", place(error, t).values)
    }

    private static func place(_ error: DossierError, _ t: Texts) -> (field: String, values: [String: String]) {
        switch error {
        case .proofMissing(let capacity): ("proof", ["capacity": t("capacity.\(capacity.rawValue)")])
        case .proxyForbidden: ("capacity", [:])
        case .ownerMissing, .ownerTwice: ("o1_name", [:])
        case .tooMany(let what, let limit): ("do", ["what": t("what.\(what.rawValue)"), "limit": "\(limit)"])
        case .countOutOfRange(let what, let limit):
            (what.rawValue, ["what": t("what.\(what.rawValue)"), "limit": "\(limit)"])
        case .comparerMissing(let paper): ("do", ["paper": paper])
        case .feeUnpaid(let money): ("receipt", ["amount": t.money(money)])
        case .amountWrong(let money): ("fee", ["amount": t.money(money)])
        case .numberMissing: ("number", [:])
        case .reasonMissing: ("reason", [:])
        case .groundMissing: ("legal", [:])
        case .limitMissing: ("limit", [:])
        case .pickUpMissing: ("pickup", [:])
        case .codeTaken(let code): ("do", ["code": code.rawValue])
        case .tooLong(let what, let limit): ("do", ["what": t("part.\(what.rawValue)"), "limit": "\(limit)"])
        case .draftsFull(let limit): ("do", ["limit": "\(limit)"])
        case .notYourRole(let act, let roles, _):
            (
                "do",
                [
                    "act": t("act.\(act.rawValue)"),
                    "roles": roles.map { t("role.\($0.rawValue)") }.joined(separator: ", "),
                ]
            )
        default: ("do", [:])
        }
    }
}
