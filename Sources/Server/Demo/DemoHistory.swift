internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage

/// Three months of one-stop shops, from a seed, through the real rules: every act is decided, noted and dated as it
/// would have been.
struct DemoHistory: Sendable {
    let acts: DemoActs
    let database: any Database
    let days: DemoDays
    let say: @Sendable (String) -> Void
    /// Acts in one write.
    private static let slice = 200

    /// Writes what follows from `arrivals` until the last day's end; gives how many dossiers were taken in.
    ///
    /// - Parameter bulk: other dossiers of the same days, written before what is done on each day here.
    func write(
        _ arrivals: [(at: Instant, it: DemoCase)],
        alongside bulk: inout BulkWriter?,
        _ dice: inout SeededGenerator
    ) async throws -> Int {
        var heap = Heap<DemoStep>()
        for (index, arrival) in arrivals.enumerated() {
            heap.insert(DemoStep(at: arrival.at, serial: index, dossier: index, act: .intake))
        }
        var cases = arrivals.map(\.it)
        var serial = cases.count
        var (taken, told) = (0, 0)
        var numbers: [ID<Agency>: Int] = [:]
        let end = Instant(days.working.last.map { $0.adding(days: 1) } ?? CivilDate(day: 0))
        while let first = heap.min, first.at < end {
            try await bulk?.write(before: first.at.date.adding(days: 1))
            let batch = Self.next(&heap, before: end, cases, &numbers)
            let work = batch.map { ($0, cases[$0.dossier]) }
            let acts = acts
            let done = try await database.write("demo") { tx in try work.map { try acts.perform($0, $1, in: tx) } }
            for (step, after) in zip(batch, done) {
                cases[step.dossier] = after
                if step.act == .intake, !after.isLost { taken += 1 }
                for (at, act) in following(step, &cases[step.dossier], &dice) {
                    serial += 1
                    heap.insert(DemoStep(at: at, serial: serial, dossier: step.dossier, act: act))
                }
            }
            if taken >= told + 2000 {
                told = taken / 2000 * 2000
                say("\(told) hồ sơ… dossiers…")
            }
        }
        return taken
    }

    /// The next steps, few and near enough that none of them follows from another: at least five minutes pass, and no
    /// dossier is touched twice.
    private static func next(
        _ heap: inout Heap<DemoStep>,
        before end: Instant,
        _ cases: [DemoCase],
        _ numbers: inout [ID<Agency>: Int]
    ) -> [DemoStep] {
        var batch: [DemoStep] = []
        var seen: Set<Int> = []
        while batch.count < slice, var next = heap.min, next.at < end {
            if let start = batch.first, next.at >= start.at.adding(minutes: 5) { break }
            guard seen.insert(next.dossier).inserted else { break }
            heap.removeMin()
            let decider = cases[next.dossier].decider.unit.id
            numbers[decider, default: 0] += 1
            next.number = numbers[decider] ?? 1
            batch.append(next)
        }
        return batch
    }

    // MARK: What follows

    private func following(
        _ step: DemoStep,
        _ it: inout DemoCase,
        _ dice: inout SeededGenerator
    ) -> [(Instant, DemoStep.Act)] {
        guard it.held != nil, !it.isLost else { return [] }
        if let stop = it.stop { return next(step, &it, until: stop) }
        func later(_ minutes: ClosedRange<Int>) -> Instant {
            days.open(step.at.adding(minutes: Int.random(in: minutes, using: &dice)))
        }
        // What is due within the day goes from hand to hand at once.
        let isShort = it.limitMinutes <= 480
        func worked(_ share: Double, _ pace: Double) -> Instant {
            days.worked(max(10, Int(it.limitMinutes * pace * share)), from: step.at)
        }
        switch step.act {
        case .intake: return [(later(isShort ? 10...30 : 20...180), .forward)]
        case .forward: return [(later(isShort ? 10...25 : 10...120), .take)]
        case .take:
            if it.withdraws { return [(later(300...2000), .withdraw)] }
            if it.asksSupplement, !it.supplemented { return [(later(60...600), .proposeSupplement)] }
            let extend = it.isExtended ? [(worked(0.85, 1), DemoStep.Act.extend)] : []
            return extend + [(worked(0.7, it.pace), .work)]
        case .proposeSupplement: return [(later(15...120), .askSupplement)]
        case .askSupplement:
            it.supplemented = true
            if it.isForgotten { return [(later(1440 * 31...1440 * 36), .stop)] }
            return [(later(1440...(1440 * 9)), .bringSupplement)]
        case .bringSupplement: return [(worked(0.7, it.pace), .work)]
        case .work where isFinished(it): return [(later(15...200), .bringBack)]
        case .work where isToNumber(it): return [(later(isShort ? 10...25 : 15...90), .work)]
        case .work: return [(worked(0.2, it.pace), .work)]
        case .bringBack:
            guard let wait = it.collectsAfterDays else { return [] }
            return [(days.open(step.at.adding(minutes: 40 + wait * 1440)), .collect)]
        case .withdraw, .collect, .extend, .stop: return []
        }
    }

    /// Quickly on, until the stage at which the dossier is to be found on the demo's day.
    private func next(_ step: DemoStep, _ it: inout DemoCase, until stop: DemoStop) -> [(Instant, DemoStep.Act)] {
        let soon = days.open(step.at.adding(minutes: 20))
        switch (step.act, stop) {
        case (.intake, .submitted), (.intake, .received), (.forward, .handedOver), (.take, .taken),
            (.bringBack, .ready):
            return []
        case (.intake, _): return [(soon, .forward)]
        case (.forward, _): return [(soon, .take)]
        case (.take, .asked), (.take, .proposed): return [(soon, .proposeSupplement)]
        case (.proposeSupplement, .asked): return [(soon, .askSupplement)]
        case (.take, _): return [(soon, .work)]
        case (.work, .appraised) where it.held?.dossier.currentStep?.role == .leader: return []
        case (.work, .signed) where isToNumber(it): return []
        case (.work, .issued) where isFinished(it): return []
        case (.work, _): return [(soon, isFinished(it) ? .bringBack : .work)]
        default: return []
        }
    }

    private func isFinished(_ it: DemoCase) -> Bool { it.held?.dossier.status == .finished }
    private func isToNumber(_ it: DemoCase) -> Bool { it.held?.dossier.currentStep?.kind == .number }
}
