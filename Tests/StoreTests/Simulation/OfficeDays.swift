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
import StoreTestSupport
import TestSupport

/// Several days at the office, from a seed: people come by chance, officers do what lies before them through the real
/// desks, and now and then something that must be refused.
final class OfficeDays {
    let office: SimulatedOffice
    let seed: UInt64
    private(set) var dice: SeededGenerator
    /// What went wrong, in words with the seed.
    private(set) var faults: [String] = []
    /// How often each act was done, and refused.
    private(set) var done: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]
    /// Money that was handed over, by dossier: kept apart from the book.
    private(set) var ledger: [ID<Dossier>: Int64] = [:]
    private(set) var roots: [String] = []
    private(set) var dossiers: [ID<Dossier>] = []
    var persons: [ID<Person>] = []
    private var serial = 0

    init(_ engine: Engine, seed: UInt64) async throws {
        office = try await SimulatedOffice(engine, seed: seed)
        self.seed = seed
        dice = SeededGenerator(seed &* 31 &+ 7)
    }

    /// Opens the doors on these days, one after the other, and checks everything each evening.
    ///
    /// - Parameter evening: what else is to be seen of the day, before it is checked.
    func run(_ days: [CivilDate], acts: Int) async throws {
        for (number, date) in days.enumerated() {
            office.test.now = Instant(date, minute: 7 * 60 + 30)
            try await office.runDuties()
            try await whatTheDayBrings(number, date)
            for act in 0..<acts {
                office.test.advance(minutes: chance(4) == 0 ? 11 : 3)
                if act == acts / 2 { try await office.runDuties() }
                if chance(6) == 0 { try await arrive() } else { try await work() }
            }
            office.test.now = Instant(date, minute: 18 * 60)
            try await office.runDuties()
            faults += try await Invariants(self).all().map { "day \(number + 1), seed \(seed): \($0)" }
            roots.append(try await office.root())
        }
    }

    // MARK: What is not everyday

    private func whatTheDayBrings(_ number: Int, _ date: CivilDate) async throws {
        let (office, administrator) = (office, SimulatedOffice.administrator)
        switch number {
        case 1:
            // One specialist is away for two days and another takes the work; at the ward nobody does.
            let away = [("tuan", "duyen"), ("bach", nil)] as [(String, String?)]
            for (name, substitute) in away {
                guard let worker = SimulatedOffice.worker(name) else { continue }
                _ = try await office.staff.setAbsence(
                    of: worker.id,
                    .away,
                    from: date.adding(days: 1),
                    to: date.adding(days: 2),
                    substitute: substitute.map { ID("stf_\($0)") },
                    by: administrator
                )
            }
            let plan = CounterPlan(
                agency: SimulatedOffice.centre,
                number: 3,
                name: "Cư trú",
                fields: ["Cư trú"],
                from: date
            )
            await attempt("openCounter") { _ = try await office.agencies.openCounter(plan, by: administrator) }
            await attempt("openCounter") { _ = try await office.agencies.openCounter(plan, by: administrator) }
        case 2: try await calendar(Notice(source: "Thông báo 1", days: [dayOff(date.adding(days: 4))]))
        case 3: try await calendar(Notice(source: "Thông báo 2", days: [], removed: [date.adding(days: 1)]))
        case 4:
            await attempt("describe") {
                let name = "UBND phường Tân Hòa"
                let description = AgencyDescription(
                    from: date,
                    name: name,
                    shortName: name,
                    kind: .ward,
                    parent: SimulatedOffice.province
                )
                try await office.agencies.describe(SimulatedOffice.ward, description, by: administrator)
            }
        default: break
        }
    }

    private func dayOff(_ date: CivilDate) -> DayException {
        DayException(date: date, kind: .compensatory, status: .announced, nameVI: "Nghỉ bù", nameEN: "Day off")
    }
    private func calendar(_ notice: Notice) async throws {
        _ = try await office.calendars.enter(notice, by: SimulatedOffice.administrator)
        done["calendar", default: 0] += 1
    }

    // MARK: Chance

    func chance(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &dice) }
    func pick<T>(_ all: [T]) -> T? { all.isEmpty ? nil : all[chance(all.count)] }
    func key() -> String {
        serial += 1
        return "sim:\(serial)"
    }
    func remember(_ id: ID<Dossier>) { dossiers.append(id) }
    func pay(_ amount: Money, for id: ID<Dossier>) { ledger[id, default: 0] += amount.dong }

    /// Officers who are at work today.
    func present() async throws -> [SimulatedOffice.Worker] {
        let today = office.test.now.date
        let absent = try await office.database.read { tx in try StaffStore.absent(on: today, in: tx) }
        return SimulatedOffice.workers.filter { !absent.contains($0.id) }
    }

    /// Does something that the rules may refuse. What they refuse changes nothing.
    @discardableResult
    func attempt<T>(_ what: String, _ body: () async throws -> T) async -> T? {
        do {
            let before = try await office.fingerprint()
            do {
                let value = try await body()
                done[what, default: 0] += 1
                return value
            } catch  where Self.isRefusal(error) {
                refused[what, default: 0] += 1
                if try await office.fingerprint() != before { fault("\(what), refused by \(error), left something") }
            }
        } catch { fault("\(what) failed: \(error)") }
        return nil
    }
    private static func isRefusal(_ error: any Error) -> Bool {
        error is DossierError || error is StaleDossier || error is BagError || error is PersonError
            || error is AgencyError || error is FileError
    }
    func fault(_ words: String) { faults.append("seed \(seed): \(words)") }
}
