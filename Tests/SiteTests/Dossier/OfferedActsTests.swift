import Access
import Agencies
import Dossiers
import Kernel
import Storage
import TestSupport
import Testing

@testable import Site

/// The one clear next act: every state of the journey × every role that meets it.
@Suite struct OfferedActsTests {
    /// One name for each role of the desk.
    private static let people: [(String, Office.Name)] = [
        ("reception", .hanh), ("centreHead", .dung), ("cashier", .mai), ("specialist", .tuan), ("leader", .khanh),
        ("clerk", .oanh),
    ]

    private func states(_ bench: DossierBench) async throws -> [(String, ID<Dossier>)] {
        let office = bench.office
        var states: [(String, ID<Dossier>)] = []
        for progress in Progress.allCases { states.append(("\(progress)", try await office.dossier(progress))) }
        let until = office.test.now.date.adding(days: 30)
        let proposed = try await office.dossier(.taken)
        try await office.act(
            .proposeSupplement(request: "Giấy khai sinh", until: until, overrideGround: ""),
            on: proposed,
            by: .tuan
        )
        states.append(("supplementProposed", proposed))
        let asked = try await office.dossier(.taken)
        try await office.act(
            .askSupplement(request: "Giấy khai sinh", until: until, overrideGround: ""),
            on: asked,
            by: .khanh
        )
        states.append(("supplementAsked", asked))
        let payment = try await office.dossier(.taken)
        try await office.act(
            .askPayment(amount: Money(dong: 50_000), text: "Thuế", until: until),
            on: payment,
            by: .tuan
        )
        states.append(("paymentAsked", payment))
        let stopped = try await office.dossier(.taken)
        try await office.act(.stop(reason: "Chờ toà án", ground: "Điều 12"), on: stopped, by: .khanh)
        states.append(("stopped", stopped))
        let withdrawn = try await office.dossier(.taken)
        try await office.act(.withdraw(reason: "Không cần nữa"), on: withdrawn, by: .hanh)
        states.append(("withdrawn", withdrawn))
        let unpaid = try await office.dossier(.atCounter, fee: Fee(amount: Money(dong: 8000), text: "Lệ phí"))
        states.append(("atCounterUnpaid", unpaid))
        let voided = try await office.dossier()
        try await office.act(.void(reason: "Nhập nhầm", ground: "Nhập hai lần"), on: voided, by: .dung)
        states.append(("voided", voided))
        return states
    }

    private func offered(_ id: ID<Dossier>, _ name: Office.Name, _ office: Office) async throws -> OfferedActs {
        let rooms = office.rooms
        let loaded = try #require(try await rooms.database.read { tx in try DossierStore.load(id, in: tx) })
        let undoable = Dossier.undoable(loaded.history, by: name.performer, at: office.test.now)
        return OfferedActs(
            loaded.dossier,
            by: name.performer,
            undoable: !undoable.isEmpty,
            today: office.test.now.date
        )
    }

    @Test func everyStateOffersEachRoleItsNextAct() async throws {
        let bench = try await DossierBench()
        var lines: [String] = []
        for (state, id) in try await states(bench) {
            lines.append(state)
            for (role, name) in Self.people {
                let acts = try await offered(id, name, bench.office)
                let others = acts.others.map(\.rawValue).joined(separator: " ")
                lines.append("  \(role): \(acts.next?.rawValue ?? "–")" + (others.isEmpty ? "" : " | \(others)"))
            }
        }
        try expectSnapshot(lines.joined(separator: "\n"), named: "next-acts")
    }

    /// What the table says in the one column that matters: who moves the dossier on.
    @Test(arguments: [
        (Progress.received, Office.Name.hanh, DossierAct.forward), (.forwarded, .tuan, .take),
        (.taken, .tuan, .completeStep), (.appraised, .khanh, .completeStep), (.signed, .oanh, .finish),
        (.issued, .hanh, .take), (.atCounter, .hanh, .returnResult),
    ])
    func itIsOneOfficersTurn(_ progress: Progress, _ name: Office.Name, _ act: DossierAct) async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(progress)
        #expect(try await offered(id, name, bench.office).next == act)
    }

    @Test func aMistakeIsStruckOutOnItsDayOnly() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier()
        #expect(try await offered(id, .dung, bench.office).others.contains(.void))
        bench.office.test.advance(minutes: 24 * 60)
        #expect(try await !offered(id, .dung, bench.office).others.contains(.void))
    }

    @Test func whatLeavesTheHouseAsksOnceMore() {
        for act in DossierAct.allCases where act.slip != nil && act != .receive && act != .correct {
            #expect(act.leavesTheHouse, "\(act)")
        }
    }
}
