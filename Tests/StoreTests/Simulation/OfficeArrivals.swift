import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Site
import Storage
import TestSupport

/// People come to a counter: known and new, with papers and without, for themselves and for others.
extension OfficeDays {
    func arrive() async throws {
        let counters = try await present().filter { $0.roles.contains(.reception) }
        guard let desk = pick(counters), let service = pick(SimulatedOffice.services) else { return }
        let submitter = try await person(by: desk)
        guard let submitter, let order = order(service, of: submitter, at: desk) else { return }
        let calendar = try await office.calendar(of: service.competent)
        let (dossiers, performer) = (office.rooms.dossiers, desk.performer)
        let (code, key) = (SimulatedOffice.code(of: desk.agency), key())
        let id = await attempt("intake") {
            try await dossiers.intake(order, by: performer, unitCode: code, calendar: calendar, key: key)
        }
        guard let id else { return }
        remember(id)
        // The form sent twice is one dossier.
        if chance(6) == 0 {
            let again = try await dossiers.intake(order, by: performer, unitCode: code, calendar: calendar, key: key)
            if again != id { fault("a form sent twice made two dossiers") }
        }
        if let amount = paidAtOnce(order) { pay(amount, for: id) }
        if chance(8) == 0 {
            await attempt("note") { [key = self.key()] in
                try await dossiers.note("Người nộp sẽ gọi lại", on: id, by: performer.actor, key: key)
            }
        }
    }

    /// What the counter takes in the same act, by the law's formula and not by the program's.
    private func paidAtOnce(_ order: IntakeOrder) -> Money? {
        switch order.answer {
        case .atOnce: order.fee.amount
        case .certify(let papers, _, _, _, _):
            Money(
                dong: papers.reduce(0) { sum, paper in
                    let one = 2_000 * min(paper.pages, 2) + 1_000 * max(0, paper.pages - 2)
                    return sum + Int64(min(200_000, one) * paper.copies)
                }
            )
        default: nil
        }
    }

    private func person(by desk: SimulatedOffice.Worker) async throws -> ID<Person>? {
        if chance(3) == 0, let known = pick(persons) { return known }
        let family = pick(["Bùi", "Đinh", "Quách", "Hà"]) ?? "Bùi"
        let given = pick(["Mận", "Mơ", "Nam", "Hoa", "Sơn", "Thủy"]) ?? "Mận"
        let details = PersonDetails(.citizen, name: "\(family) Thị \(given)")
        let made = await attempt("person") { [persons = office.rooms.persons, officer = desk.officer] in
            try await persons.create(details, by: officer).id
        }
        guard let made else { return nil }
        // Entered twice by mistake: merged, and sometimes parted again.
        if chance(9) == 0, let kept = pick(persons) {
            let (desk, officer) = (office.rooms.persons, desk.officer)
            await attempt("merge") { try await desk.merge(made, into: kept, reason: "Nhập hai lần", by: officer) }
            if chance(2) == 0 {
                await attempt("unmerge") { try await desk.unmerge(made, reason: "Hai người khác nhau", by: officer) }
            }
            return kept
        }
        persons.append(made)
        return made
    }

    private func order(
        _ service: SimulatedOffice.Service,
        of person: ID<Person>,
        at desk: SimulatedOffice.Worker
    ) -> IntakeOrder? {
        let capacity = chance(4) == 0 ? pick(Capacity.allCases) ?? .oneself : .oneself
        let rules = service.procedure.rules
        let isBirth = rules.ownerMayBeUnnamed && chance(2) == 0
        let copies = 1 + chance(3)
        let fee = Fee(amount: Money(dong: service.fee), text: "Lệ phí")
        let channel: IntakeChannel = pick([.counter, .counter, .post, .onlineSelf, .enteredByOfficer]) ?? .counter
        return IntakeOrder(
            answer: answer(service, channel),
            procedure: service.procedure,
            owners: isBirth ? [] : capacity == .oneself ? [person] : [pick(persons) ?? person],
            unnamedOwner: isBirth,
            submitter: person,
            // Now and then the proof is forgotten: refused.
            capacity: capacity,
            proof: capacity.needsProof && chance(5) > 0 ? "Giấy tờ chứng minh" : "",
            channel: channel,
            delivery: chance(6) == 0 ? .nearHome : .counter,
            competent: service.competent,
            papers: [
                Paper(name: "Tờ khai", form: .filed, count: 1),
                Paper(name: "Giấy chứng nhận", form: .original, count: 1),
                Paper(name: "Căn cước", form: .comparedCopy, count: 1, comparedBy: desk.actor),
            ],
            copies: copies,
            fee: fee,
            // Near home, and now and then no unit is named: refused.
            pickUp: chance(3) > 0 ? SimulatedOffice.ward : nil
        )
    }

    private func answer(_ service: SimulatedOffice.Service, _ channel: IntakeChannel) -> IntakeOrder.Answer {
        if channel == .onlineSelf { return .submit }
        let signature = SignedBy(officer: Actor("stf_chi"), block: "CHỦ TỊCH")
        // Now and then the receipt is forgotten: refused where there is something to pay.
        let receipt = chance(6) == 0 ? nil : "BL\(chance(1000))"
        if service.procedure.code == SimulatedOffice.certification.procedure.code {
            let papers = (0...chance(3)).map { index in
                PaperToCertify(title: "Bằng \(index)", pages: 1 + chance(7), copies: 1 + chance(4))
            }
            return .certify(papers, book: .copies, signature: signature, receipt: receipt, mark: .signature)
        }
        if chance(2) == 0, service.procedure.rules.mayBeAtOnce || chance(10) == 0 {
            return .atOnce(number: "\(chance(500))/TL", signature: signature, receipt: receipt, mark: .thumbprint)
        }
        switch chance(10) {
        case 0: return .askPapers("Thiếu ảnh\nThiếu căn cước")
        case 1: return .refuse(reason: "Không thuộc thẩm quyền", ground: chance(3) == 0 ? "" : "Điều 5")
        default: return .receive
        }
    }
}
