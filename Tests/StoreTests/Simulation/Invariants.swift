import Access
import Agencies
import Documents
import Dossiers
import Kernel
import LegalClock
import Register
import Server
import Site
import Storage
import TestSupport

/// What must hold each evening, whatever happened in the day: told from the book, and never by the code that wrote it.
struct Invariants {
    let days: OfficeDays
    private var office: SimulatedOffice { days.office }

    init(_ days: OfficeDays) { self.days = days }

    /// What does not hold, in words.
    func all() async throws -> [String] {
        let entries = try await book()
        let chains = Dictionary(grouping: entries, by: \.subject)
        let dossiers = try chains.filter { $0.key.hasPrefix("dsr_") }.map { subject, chain in
            let history = try chain.map {
                DossierEntry(
                    version: $0.version,
                    event: try DossierEvent($0.event),
                    actor: $0.actor,
                    agency: $0.agency.map { ID($0) },
                    at: $0.at
                )
            }
            return (dossier: Dossier.folded(ID(subject), history), history: history)
        }
        var faults = dense(entries, chains)
        faults += try await sealed()
        faults += codes(dossiers.map(\.dossier))
        faults += clocks(dossiers.map(\.dossier))
        faults += try await lists(dossiers.map(\.dossier))
        faults += money(dossiers)
        faults += approvals(dossiers)
        faults += certification(dossiers)
        faults += try await files(dossiers.map(\.dossier))
        return faults
    }

    private func book() async throws -> [Entry] {
        try await office.database.read { tx in
            var entries: [Entry] = []
            while true {
                let more = try Book.entries(after: entries.last?.position ?? 0, limit: 1000, in: tx)
                if more.isEmpty { return entries }
                entries += more
            }
        }
    }

    // MARK: The book

    private func dense(_ entries: [Entry], _ chains: [String: [Entry]]) -> [String] {
        var faults: [String] = []
        for (index, entry) in entries.enumerated() where entry.position != Int64(index + 1) {
            faults.append("the book has a hole before position \(entry.position)")
        }
        for (subject, chain) in chains where chain.map(\.version) != Array(1..<(chain.count + 1)) {
            faults.append("the chain of \(subject) has a hole")
        }
        let missing = Set(days.dossiers.map(\.rawValue)).subtracting(chains.keys)
        return faults + missing.map { "\($0) was taken in and is not in the book" }
    }

    private func sealed() async throws -> [String] {
        let platform = office.platform
        let report = try await Verify(
            database: platform.database,
            vault: platform.vault,
            publicKeys: platform.publicKeys
        ).run()
        let rebuilt = try await Rebuild(database: platform.database, rebuilders: Platform.rebuilders).check()
        return report.findings.map { "verify: \($0)" } + (report.unsealed == 0 ? [] : ["\(report.unsealed) not sealed"])
            + rebuilt.differences.map { "rebuild: \($0)" }
    }

    // MARK: Dossiers

    private func codes(_ dossiers: [Dossier]) -> [String] {
        let codes = Dictionary(grouping: dossiers.compactMap(\.filing?.code), by: \.self)
        let places = Dictionary(
            grouping: dossiers.compactMap { dossier in
                dossier.bookNumber.map { "\(dossier.filing?.receiving.rawValue ?? "") \($0.volume)/\($0.number)" }
            },
            by: \.self
        )
        return codes.filter { $0.value.count > 1 }.map { "the code \($0.key.rawValue) was given twice" }
            + places.filter { $0.value.count > 1 }.map { "the place \($0.key) of the register book was given twice" }
    }

    private func clocks(_ dossiers: [Dossier]) -> [String] {
        dossiers.flatMap { dossier -> [String] in
            var faults: [String] = []
            if let received = dossier.receivedAt, let due = dossier.dueAt, due < received {
                faults.append("\(dossier.id) is due before it was received")
            }
            let open = dossier.pauses.filter { $0.to == nil }.count
            let stands = dossier.status?.isPaused == true && dossier.receivedAt != nil
            if open > 1 || (open == 1) != stands { faults.append("the clock of \(dossier.id) does not fit its state") }
            return faults
        }
    }

    /// Counts and rows of every list against the folded book, and no dossier in two places.
    private func lists(_ dossiers: [Dossier]) async throws -> [String] {
        let now = office.test.now
        var faults: [String] = []
        var places: [ID<Dossier>: [String]] = [:]
        for unit in SimulatedOffice.units {
            for list in Self.lists(now) {
                let (count, rows) = try await office.database.read { tx in
                    (
                        try DossierStore.count(list, of: unit, in: tx),
                        try DossierStore.list(list, of: unit, limit: 10_000, in: tx).map(\.id)
                    )
                }
                let expected = Set(dossiers.filter { Self.stands($0, on: list, of: unit) }.map(\.id))
                if count != expected.count || Set(rows) != expected {
                    faults.append("\(list) of \(unit) says \(count), the book \(expected.count)")
                }
                if Self.isPlace(list) { for id in rows { places[id, default: []].append("\(list) of \(unit)") } }
            }
        }
        for (id, there) in places where there.count > 1 { faults.append("\(id) is in two places: \(there)") }
        return faults
    }

    private static func lists(_ now: Instant) -> [DossierList] {
        let soon = now.adding(days: 3)
        return [
            .overdue(at: now), .due(from: now, to: soon), .inWork, .waitingForCitizen, .toTake, .toForward, .toReturn,
            .stopped, .movedEarlier, .toReceive, .waitOver(before: now.date), .uncollected(since: now.adding(days: -1)),
        ] + Role.allCases.map { .atStep($0) } + SimulatedOffice.workers.map { .mine($0.actor) }
    }

    /// Lists of which a dossier stands on one at most.
    private static func isPlace(_ list: DossierList) -> Bool {
        switch list {
        case .toReceive, .toForward, .toTake, .atStep, .waitingForCitizen, .toReturn, .stopped: true
        default: false
        }
    }

    private static func stands(_ it: Dossier, on list: DossierList, of unit: ID<Agency>) -> Bool {
        let isRunning = it.holder == unit && (it.status == .received || it.status == .inProcess)
        let isWaiting = it.status == .supplementAsked || it.status == .paymentAsked
        let turn: Role? =
            it.proposed == nil ? it.steps.indices.contains(it.step) ? it.steps[it.step].role : nil : .leader
        switch list {
        case .overdue(let now): return isRunning && it.dueAt.map { $0 < now } ?? false
        case .due(let from, let to): return isRunning && it.dueAt.map { $0 >= from && $0 < to } ?? false
        case .inWork: return isRunning
        case .waitingForCitizen: return it.filing?.receiving == unit && isWaiting
        case .toTake: return it.pendingHandOver?.to == unit
        case .toForward: return it.holder == unit && it.status == .received && it.pendingHandOver == nil
        case .toReturn:
            return it.holder == unit && it.status == .finished
                && [.ready, .partly, .declined].contains(it.delivery)
        case .atStep(let role):
            return it.holder == unit && it.status == .inProcess && it.pendingHandOver == nil && turn == role
        case .stopped: return it.filing?.competent == unit && it.status == .stopped
        case .mine(let officer): return isRunning && it.officer == officer
        case .movedEarlier: return isRunning && it.movedEarlier
        case .toReceive: return it.filing?.receiving == unit && it.status == .submitted
        case .waitOver(let day):
            let until = it.supplementUntil ?? it.paymentUntil
            return it.filing?.competent == unit && isWaiting && until.map { $0 < day } ?? false
        case .uncollected(let moment):
            return it.holder == unit && it.status == .finished && [.ready, .partly].contains(it.delivery)
                && it.resultAt.map { $0 < moment } ?? false
        }
    }

    // MARK: Money, approval, books, files

    private func money(_ dossiers: [(dossier: Dossier, history: [DossierEntry])]) -> [String] {
        var faults: [String] = []
        var total: Int64 = 0
        for (dossier, _) in dossiers {
            let paid = dossier.paid.reduce(Int64(0)) { $0 + $1.amount.dong }
            total += paid
            let handed = days.ledger[dossier.id] ?? 0
            if paid != handed { faults.append("\(dossier.id): \(handed) đ were handed over, the book has \(paid) đ") }
            if dossier.status == .returned, dossier.amountDue != nil { faults.append("\(dossier.id) left unpaid") }
        }
        let handed = days.ledger.values.reduce(0, +)
        return faults + (total == handed ? [] : ["\(handed) đ were handed over, the books have \(total) đ"])
    }

    /// What went out to the citizen was asked by a leader, and what left the house was signed by one.
    private func approvals(_ dossiers: [(dossier: Dossier, history: [DossierEntry])]) -> [String] {
        let leaders = Set(SimulatedOffice.workers.filter { $0.roles.contains(.leader) }.map(\.actor))
        return dossiers.flatMap { dossier, history -> [String] in
            var faults: [String] = []
            var open = 0
            for entry in history {
                switch entry.event {
                case .supplementAsked(let asked):
                    if !leaders.contains(entry.actor) { faults.append("\(dossier.id): no leader asked for papers") }
                    open = asked.items ?? 0
                case .supplementBrought(let brought):
                    if (brought.answered ?? []).count != open { faults.append("\(dossier.id): an item was left open") }
                default: break
                }
            }
            if dossier.status == .returned, dossier.signature.map({ leaders.contains($0.officer) }) != true {
                faults.append("\(dossier.id) was returned unsigned")
            }
            return faults
        }
    }

    private func certification(_ dossiers: [(dossier: Dossier, history: [DossierEntry])]) -> [String] {
        var numbers: [String: [Int]] = [:]
        for (dossier, _) in dossiers {
            for line in dossier.certified {
                let book = "\(dossier.filing?.competent.rawValue ?? "") \(line.book.rawValue) \(line.year)"
                numbers[book, default: []].append(line.number)
            }
        }
        return numbers.filter { $0.value.sorted() != Array(1..<($0.value.count + 1)) }.map {
            "the book \($0.key) has gaps or doubles: \($0.value.sorted())"
        }
    }

    private func files(_ dossiers: [Dossier]) async throws -> [String] {
        let store = office.rooms.files
        var faults: [String] = []
        for dossier in dossiers {
            guard let result = dossier.resultFile else { continue }
            let stored = try await office.database.read { tx in
                try Documents.files(of: dossier.id.rawValue, in: tx).first { $0.id.rawValue == result }
            }
            guard let stored, (try? store.bytes(of: stored.content.hash)) != nil else {
                faults.append("the result of \(dossier.id) is not there")
                continue
            }
        }
        return faults
    }
}
