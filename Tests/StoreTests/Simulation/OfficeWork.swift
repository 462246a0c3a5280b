import Access
import Agencies
import Catalogue
import Documents
import Dossiers
import Kernel
import LegalClock
import Register
import Site
import Storage
import TestSupport

/// Officers do what lies before them: mostly the next thing, sometimes another that they may, rarely one they may not.
extension OfficeDays {
    private static let onward: Set<DossierAct> = [
        .receive, .take, .completeStep, .confirmSupplement, .confirmPayment, .collectFee, .finish, .resume,
        .returnResult,
    ]
    /// What moves the dossier on: an officer does that first.
    private func onward(_ acts: [DossierAct], _ dossier: Dossier) -> [DossierAct] {
        acts.filter { act in
            switch act {
            case .forward: dossier.status == .received
            case .askSupplement: dossier.proposed != nil
            default: Self.onward.contains(act)
            }
        }
    }

    func work() async throws {
        let officers = try await present()
        // Mostly somebody who has something to do; now and then somebody does something else.
        let isUsual = chance(6) > 0
        for _ in 0..<(isUsual ? 12 : 1) {
            guard let worker = pick(officers) else { return }
            if chance(60) == 0 { return try await carryBag(by: worker) }
            guard let id = try await before(worker), let dossier = try await office.load(id) else { continue }
            let acts = dossier.acts(for: worker.performer)
            let next = onward(acts, dossier)
            if isUsual, next.isEmpty { continue }
            let rare = chance(4) == 0 ? pick(DossierAct.allCases) : pick(acts)
            guard let act = isUsual ? pick(next) : rare else { return }
            return try await perform(act, on: dossier, by: worker)
        }
    }

    /// A dossier from one of the lists of the officer's unit.
    private func before(_ worker: SimulatedOffice.Worker) async throws -> ID<Dossier>? {
        let now = office.test.now
        let lists: [DossierList] =
            [.toTake, .toTake, .toForward, .inWork, .waitingForCitizen, .toReturn, .toReturn, .stopped, .toReceive]
            + [.mine(worker.actor), .overdue(at: now)] + worker.roles.map { .atStep($0) }
        let ids = try await office.database.read { tx in
            try lists.flatMap { try DossierStore.list($0, of: worker.agency, in: tx).map(\.id) }
        }
        // Closed ones too, now and then: what is asked of them is refused, or is a correction.
        return chance(12) == 0 ? pick(dossiers) : pick(ids)
    }

    private func perform(_ act: DossierAct, on dossier: Dossier, by worker: SimulatedOffice.Worker) async throws {
        let (desk, performer, key) = (office.rooms.dossiers, worker.performer, key())
        let service = SimulatedOffice.services.first { $0.procedure.code == dossier.filing?.procedureCode }
        guard let service, let clock = dossier.clockAgency else { return }
        let calendar = try await office.calendar(of: clock)
        let rules = service.procedure.rules
        // Now and then the page was old.
        let seen = chance(15) == 0 ? dossier.version - 1 : dossier.version
        let id = dossier.id
        switch act {
        case .receive:
            await attempt("receive") {
                try await desk.receive(
                    id,
                    seen: seen,
                    procedure: service.procedure,
                    papers: dossier.filing?.papers ?? [],
                    by: performer,
                    calendar: calendar,
                    key: key
                )
            }
        case .correct: await correct(dossier, seen: seen, rules: rules, by: performer, key: key)
        case .openCorrection: await openCorrection(of: dossier, service, calendar, seen: seen, by: performer, key: key)
        case .finish where chance(3) > 0:
            await finish(dossier, seen: seen, needsFile: rules.needsResultFile, by: performer, key: key)
        default:
            guard let form = form(act, dossier, worker) else { return }
            let after = await attempt(act.rawValue) {
                try await desk.act(form, on: id, seen: seen, by: performer, calendar: calendar, rules: rules, key: key)
            }
            switch form {
            case .collectFee(let amount, _), .confirmPayment(let amount, _):
                if after != nil { pay(amount, for: id) }
            default: break
            }
        }
    }

    /// The form as an officer would fill it in, with a slip here and there.
    private func form(_ act: DossierAct, _ dossier: Dossier, _ worker: SimulatedOffice.Worker) -> ActForm? {
        let today = office.test.now.date
        let reason = chance(30) == 0 ? "" : "Lý do \(chance(9))"
        let ground = chance(20) == 0 ? "" : "Điều \(chance(40))"
        switch act {
        case .forward:
            let there = dossier.status == .finished ? SimulatedOffice.ward : dossier.filing?.competent
            return .forward(to: there ?? SimulatedOffice.ward, note: chance(4) == 0 ? "Gấp" : "", bag: "")
        case .take: return .take
        case .completeStep:
            let opinion: Outcome = chance(12) == 0 ? .refused : chance(15) == 0 ? .returnedUnmet : .granted
            let note = opinion == .granted || chance(6) == 0 ? "" : "Không đủ điều kiện"
            return .completeStep(
                opinion: opinion,
                note: note,
                block: chance(8) == 0 ? "" : "LÃNH ĐẠO",
                seen: chance(4) > 0
            )
        case .sendBack: return .sendBack(reason: reason)
        case .reassign:
            let others = SimulatedOffice.workers.filter { $0.agency == worker.agency }
            return .reassign(to: chance(2) == 0 ? nil : pick(others)?.actor, ground: ground)
        case .proposeSupplement:
            return .proposeSupplement(request: "Ảnh\nGiấy khai sinh", until: today.adding(days: 2), overrideGround: "")
        case .askSupplement:
            return .askSupplement(
                request: pick(["Ảnh", "Ảnh\nGiấy khai sinh", "Ảnh\n\nSổ đỏ\nCăn cước"]) ?? "",
                until: today.adding(days: 1 + chance(3)),
                overrideGround: chance(3) == 0 ? "Điều 12" : ""
            )
        case .confirmSupplement:
            let items = Array(1..<((dossier.requestItems ?? 0) + 1))
            let paper = Paper(name: "Ảnh", form: .copy, count: 1)
            return .confirmSupplement(papers: [paper], answered: chance(5) == 0 ? Array(items.dropLast()) : items)
        case .askPayment:
            return .askPayment(
                amount: Money(dong: Int64(chance(9)) * 10_000),
                text: "Thuế",
                until: today.adding(days: 2)
            )
        case .confirmPayment: return .confirmPayment(amount: wrong(dossier.obligation), receipt: "TX\(chance(900))")
        case .collectFee: return .collectFee(amount: wrong(dossier.amountDue), receipt: "BL\(chance(900))")
        case .extend: return .extend(reason: reason, newDate: today.adding(days: chance(9)))
        case .overrideDue: return .overrideDue(newDate: today.adding(days: 1 + chance(9)), ground: ground)
        case .withdraw: return .withdraw(reason: reason)
        case .stop: return .stop(reason: reason, ground: ground)
        case .resume: return .resume(ground: ground)
        case .finish: return .finish(number: chance(10) == 0 ? "" : "\(chance(900))/XN", file: nil)
        case .reopen: return .reopen(fault: reason)
        case .returnResult:
            let isOther = chance(5) == 0
            return .returnResult(
                collector: isOther && chance(4) > 0 ? "Bùi Văn Tư" : "",
                isSubmitter: !isOther,
                proof: isOther ? .proxyPaper : .identityCard,
                how: .counter,
                copies: 1 + chance(dossier.filing?.copies ?? 1),
                mark: pick(ReceiptMark.allCases) ?? .signature,
                slipLost: chance(9) == 0,
                originals: dossier.originalsKept
            )
        case .decline: return .decline(reason: reason)
        case .reroute:
            return .reroute(
                to: pick([SimulatedOffice.ward, SimulatedOffice.police]) ?? SimulatedOffice.ward,
                reason: reason
            )
        case .void: return .void(reason: reason, ground: ground)
        case .moveFolder: return .moveFolder(place: "Tủ \(chance(9))")
        case .giveBackOriginals: return .giveBackOriginals(papers: dossier.originalsKept, mark: .signature)
        case .printSlip: return .printSlip(pick(SlipForm.allCases) ?? .receipt, because: chance(4) == 0 ? "In sai" : "")
        case .undo: return .undo(reason: reason)
        case .askAtIntake: return .askAtIntake(request: "Thiếu ảnh")
        case .refuseAtIntake: return .refuseAtIntake(reason: reason, ground: ground)
        case .submit, .receive, .receiveAtOnce, .correct, .openCorrection: return nil
        }
    }

    /// The sum that is due, and now and then another.
    private func wrong(_ amount: Money?) -> Money {
        Money(dong: (amount?.dong ?? 5_000) + (chance(7) == 0 ? 1_000 : 0))
    }

    /// The number and the signed file in one write; a refusal keeps neither.
    private func finish(_ dossier: Dossier, seen: Int, needsFile: Bool, by performer: Performer, key: String) async {
        let (rooms, id, number) = (office.rooms, dossier.id, "\(chance(900))/XN")
        let name = "upload-\(chance(1_000_000))"
        await attempt("finish") {
            var writer = try rooms.files.begin(name)
            try writer.write(Array("%PDF-1.7 \(number) \(id)".utf8)[...])
            let content = try writer.finish()
            return try await rooms.database.write("finish") { tx in
                try RequestKeys.once(key, at: rooms.world.now(), in: tx) {
                    let file = try Documents.add(
                        content,
                        name: "ket-qua.pdf",
                        subject: id.rawValue,
                        by: performer.actor,
                        agency: performer.agency.rawValue,
                        world: rooms.world,
                        in: tx
                    )
                    let order = DossierCommand.finish(number: number, file: file.rawValue, needsFile: needsFile)
                    return try rooms.dossiers.act(on: id, seen: seen, by: performer, in: tx) { _, _ in order }.id
                        .rawValue
                }
            }
        }
    }

    private func correct(_ dossier: Dossier, seen: Int, rules: ProcedureRules, by performer: Performer, key: String)
        async
    {
        guard let filing = dossier.filing else { return }
        let correction = Corrected(
            owners: chance(2) == 0 ? filing.owners : [pick(persons)].compactMap { $0 },
            submitter: pick(persons) ?? filing.submitter,
            capacity: filing.capacity,
            papers: filing.papers,
            delivery: .counter
        )
        let desk = office.rooms.dossiers
        await attempt("correct") {
            try await desk.correctSlip(
                dossier.id,
                seen: seen,
                to: correction,
                reason: "Chọn nhầm người",
                rules: rules,
                by: performer,
                key: key
            )
        }
    }

    private func openCorrection(
        of dossier: Dossier,
        _ service: SimulatedOffice.Service,
        _ calendar: WorkCalendar,
        seen: Int,
        by performer: Performer,
        key: String
    ) async {
        guard let filing = dossier.filing else { return }
        let order = IntakeOrder(
            answer: .receive,
            procedure: service.procedure,
            owners: filing.owners,
            unnamedOwner: filing.unnamedOwner,
            submitter: filing.submitter,
            capacity: filing.capacity,
            proof: filing.capacity.needsProof ? "Như hồ sơ cũ" : "",
            competent: filing.competent,
            papers: [],
            fee: .free
        )
        let (desk, code) = (office.rooms.dossiers, SimulatedOffice.code(of: performer.agency))
        let made = await attempt("openCorrection") {
            try await desk.openCorrection(
                of: dossier.id,
                seen: seen,
                fault: "Sai tên đệm",
                order,
                by: performer,
                unitCode: code,
                calendar: calendar,
                key: key
            )
        }
        if let made { remember(made) }
    }

    /// Folders travel together from a counter to the police; now and then one is missing when the bag is opened.
    private func carryBag(by worker: SimulatedOffice.Worker) async throws {
        let (desk, performer) = (office.rooms.dossiers, worker.performer)
        guard worker.roles.contains(.reception) else { return }
        let rows = try await office.database.read { tx in
            try DossierStore.list(.toForward, of: worker.agency, in: tx).filter {
                $0.competent == SimulatedOffice.police
            }
        }
        let keys = (0..<3).map { _ in key() }
        let made = await attempt("makeBag") {
            try await desk.makeBag(to: SimulatedOffice.police, by: performer, key: keys[0])
        }
        guard let bag = made else { return }
        for row in rows.prefix(3) {
            let key = key()
            await attempt("addToBag") { try await desk.addToBag(bag, row.code, by: performer, key: key) }
        }
        await attempt("sendBag") { try await desk.sendBag(bag, by: performer, key: keys[1]) }
        guard
            let taker = try await present().first(where: {
                $0.agency == SimulatedOffice.police && $0.roles == [.specialist]
            })
        else { return }
        let found = rows.prefix(3).map(\.id).dropLast(chance(4) == 0 ? 1 : 0)
        await attempt("receiveBag") {
            try await desk.receiveBag(bag, found: Array(found), by: taker.performer, key: keys[2])
        }
    }
}
