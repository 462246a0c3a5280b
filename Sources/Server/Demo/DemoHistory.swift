internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Storage

/// An office of the demo: who works there, in which role.
struct DemoOffice: Sendable {
    var agency: ID<Agency>
    var unitCode: String
    /// The fields of law it decides on.
    var fields: Set<String>
    var performers: [Role: Performer]
    var signature: SignedBy
    func performer(_ role: Role) -> Performer? { performers[role] }
}

/// Three months of a one-stop shop, from a seed, through the real rules: every act is decided, noted and dated as it
/// would have been.
struct DemoHistory {
    let desk: DossierDesk
    /// The clock that the desk reads; set before each act.
    let clock: DemoClock
    /// Where people bring their dossiers, with how often.
    let counters: [(office: DemoOffice, weight: Int)]
    /// Who decides a field for a counter's people.
    let competent: @Sendable (_ procedure: ProcedureVersion, _ receiving: ID<Agency>) -> DemoOffice?
    let procedures: [(version: ProcedureVersion, weight: Int)]
    let people: [ID<Person>]
    let calendar: WorkCalendar
    let isWorkingDay: @Sendable (CivilDate) -> Bool
    let from: CivilDate
    /// The last day of the history: the day before the demo's today.
    let to: CivilDate
    let count: Int

    /// One thing that somebody will do to a dossier.
    private struct Plan: Comparable {
        var at: Instant
        var serial: Int
        var dossier: Int
        var act: PlannedAct
        static func < (a: Plan, b: Plan) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
    }
    private enum PlannedAct { case intake, forward, take, appraise, supplement, bring, withdraw, sign, issue, bringBack, collect, apologise }

    private struct Case {
        var id: ID<Dossier>?
        var office: DemoOffice
        var decider: DemoOffice
        var procedure: ProcedureVersion
        /// How slow the work is, as a share of the limit; over 1 is late.
        var pace: Double
        var asksSupplement: Bool
        var withdraws: Bool
        var collectsAfterDays: Int
        var supplemented = false
    }

    /// Writes the history in slices of `slice` acts. Gives how many dossiers were received.
    func write(into database: any Database, seed: UInt64, slice: Int = 400) async throws -> Int {
        var dice = SeededGenerator(seed)
        var cases = arrivals(&dice)
        var heap = Heap<Plan>()
        for (index, arrival) in cases.enumerated() {
            heap.insert(Plan(at: arrival.at, serial: index, dossier: index, act: .intake))
        }
        let end = Instant(to.adding(days: 1))
        var serial = cases.count
        var states = cases.map(\.state)
        cases = []
        var received = 0
        while let first = heap.min, first.at < end {
            var batch: [Plan] = []
            while batch.count < slice, let next = heap.min, next.at < end {
                // A slice is short enough that what follows from it lies after it: at least five minutes pass.
                if let start = batch.first, next.at >= start.at.adding(minutes: 5) { break }
                batch.append(next)
                heap.removeMin()
            }
            let work = batch
            let before = states
            let results = try await database.write("demo") { tx in
                try work.map { plan in try perform(plan, before[plan.dossier], tx) }
            }
            for (plan, id) in zip(batch, results) {
                if plan.act == .intake {
                    states[plan.dossier].id = id
                    if id != nil { received += 1 }
                }
                guard states[plan.dossier].id != nil else { continue }
                for (at, act) in following(plan, &states[plan.dossier], &dice) {
                    serial += 1
                    heap.insert(Plan(at: at, serial: serial, dossier: plan.dossier, act: act))
                }
            }
        }
        return received
    }

    // MARK: What comes in

    private func arrivals(_ dice: inout SeededGenerator) -> [(at: Instant, state: Case)] {
        var days: [CivilDate] = []
        var day = from
        while day <= to {
            if isWorkingDay(day) { days.append(day) }
            day = day.adding(days: 1)
        }
        guard !days.isEmpty else { return [] }
        return (0..<count).compactMap { _ in
            let date = days[Int.random(in: 0..<days.count, using: &dice)]
            // Two thirds come in the morning; the first hour is the fullest.
            let morning = Int.random(in: 0..<3, using: &dice) < 2
            let spread = min(Int.random(in: 0..<235, using: &dice), Int.random(in: 0..<235, using: &dice))
            let minute = (morning ? 7 * 60 + 31 : 13 * 60 + 31) + spread
            let office = Self.pick(counters.map { ($0.office, $0.weight) }, &dice)
            let procedure = Self.pick(procedures.map { ($0.version, $0.weight) }, &dice)
            guard let office, let procedure, let decider = competent(procedure, office.agency) else { return nil }
            let slow = procedure.field.contains("Đất đai") || procedure.field.contains("Xây dựng")
            let roll = Double.random(in: 0..<1, using: &dice)
            let late = slow ? 0.14 : 0.015
            let pace = roll < late ? Double.random(in: 1.02..<1.6, using: &dice) : Double.random(in: 0.3..<0.93, using: &dice)
            return (
                Instant(date, minute: minute),
                Case(
                    id: nil, office: office, decider: decider, procedure: procedure, pace: pace,
                    asksSupplement: Double.random(in: 0..<1, using: &dice) < (slow ? 0.12 : 0.03),
                    withdraws: Double.random(in: 0..<1, using: &dice) < 0.008,
                    collectsAfterDays: Int.random(in: 0..<6, using: &dice))
            )
        }.sorted { $0.0 < $1.0 }
    }

    private static func pick<T>(_ choices: [(T, Int)], _ dice: inout SeededGenerator) -> T? {
        let sum = choices.reduce(0) { $0 + $1.1 }
        guard sum > 0 else { return nil }
        var roll = Int.random(in: 0..<sum, using: &dice)
        for (choice, weight) in choices {
            roll -= weight
            if roll < 0 { return choice }
        }
        return choices.last?.0
    }

    // MARK: What follows

    private func following(_ plan: Plan, _ state: inout Case, _ dice: inout SeededGenerator) -> [(Instant, PlannedAct)] {
        func later(_ minutes: ClosedRange<Int>) -> Instant {
            working(plan.at.adding(minutes: Int.random(in: minutes, using: &dice)))
        }
        switch plan.act {
        case .intake: return [(later(20...180), .forward)]
        case .forward: return [(later(10...120), .take)]
        case .take:
            if state.withdraws { return [(later(300...2000), .withdraw)] }
            if state.asksSupplement, !state.supplemented { return [(later(60...600), .supplement)] }
            return [(workedThrough(state, 0.7, from: plan.at), .appraise)]
        case .supplement:
            state.supplemented = true
            return [(later(1440...(1440 * 9)), .bring)]
        case .bring: return [(workedThrough(state, 0.7, from: plan.at), .appraise)]
        case .appraise: return [(workedThrough(state, 0.2, from: plan.at), .sign)]
        case .sign: return [(later(15...90), .issue)]
        case .issue: return [(later(15...200), .bringBack)]
        case .bringBack:
            return [(working(plan.at.adding(minutes: 40 + state.collectsAfterDays * 1440)), .collect)]
        case .withdraw, .collect, .apologise: return []
        }
    }

    /// The moment when a share of the time that this case takes has been worked.
    private func workedThrough(_ state: Case, _ share: Double, from start: Instant) -> Instant {
        let days: Double =
            switch state.procedure.limit(channel: .counter) {
            case .workingDays(let halves): Double(halves) / 2
            case .workingHours(let hours): Double(hours) / 8
            case .calendarDays(let days): Double(days) * 5 / 7
            case .months(let months): Double(months) * 21
            case .sameDay: 0.25
            }
        var left = Int(days * 480 * state.pace * share)
        var at = working(start)
        while left > 0 {
            let minute = at.minuteOfDay
            let close = minute < 690 ? 690 : 1050
            let step = min(left, close - minute)
            left -= step
            at = working(at.adding(minutes: max(step, 1)))
        }
        return at
    }

    /// The first minute at or after `instant` at which the offices are open.
    private func working(_ instant: Instant) -> Instant {
        var date = instant.date
        var minute = instant.minuteOfDay
        while true {
            if isWorkingDay(date) {
                if minute < 450 { return Instant(date, minute: 450 + minute % 25) }
                if minute < 690 { return Instant(date, minute: minute) }
                if minute < 810 { return Instant(date, minute: 810 + minute % 25) }
                if minute < 1050 { return Instant(date, minute: minute) }
            }
            date = date.adding(days: 1)
            minute %= 60
        }
    }

    // MARK: What is done

    private func perform(_ plan: Plan, _ state: Case, _ tx: Transaction) throws -> ID<Dossier>? {
        clock.now = plan.at
        if plan.act == .intake { return try intake(plan, state, tx) }
        guard let id = state.id else { return nil }
        let (side, role): (DemoOffice, Role) =
            switch plan.act {
            case .intake, .forward, .bring, .withdraw, .bringBack: (state.office, .reception)
            case .collect: (state.office, .resultOfficer)
            case .take, .appraise, .supplement: (state.decider, .specialist)
            case .sign, .apologise: (state.decider, .leader)
            case .issue: (state.decider, .clerk)
            }
        guard let performer = side.performer(role) else { return id }
        let order = try order(plan, state, tx)
        do {
            _ = try desk.act(on: id, seen: nil, by: performer, in: tx, order)
        } catch is DossierError {
            // The rules said no (a fee still due, a step already taken): in life somebody would come back later.
            return id
        }
        return id
    }

    private func order(
        _ plan: Plan, _ state: Case, _ tx: Transaction
    ) throws -> (Dossier, [DossierEntry]) throws -> DossierCommand {
        let calendar = calendar
        return { dossier, _ in
            func text(_ body: String) throws -> TextReference {
                try TextStore.write(body, subject: dossier.id.rawValue, world: desk.world, in: tx)
            }
            switch plan.act {
            case .intake, .take, .bringBack: return .take
            case .forward: return .forward(to: state.decider.agency, note: nil, bag: nil)
            case .appraise: return .completeStep(opinion: .granted, note: nil, signature: nil, seen: true)
            case .sign, .apologise:
                return .completeStep(opinion: .granted, note: nil, signature: state.decider.signature, seen: true)
            case .issue: return .finish(number: "\(plan.serial % 900 + 1)/\(plan.at.date.year)", file: nil, needsFile: false)
            case .supplement:
                let request = try text("Bản sao giấy tờ chứng minh chỗ ở chưa có trang ghi địa chỉ. Đề nghị ông/bà bổ sung trang này.")
                return .askSupplement(SupplementAsked(request: request, until: plan.at.date.adding(days: 30)), max: 1)
            case .bring:
                let paper = Paper(name: "Giấy tờ bổ sung", form: .copy, count: 1)
                return .confirmSupplement(papers: [paper], due: try dossier.due(after: plan.at, in: calendar))
            case .withdraw: return .withdraw(Closed(reason: try text("Người nộp đề nghị rút hồ sơ.")))
            case .collect:
                let returned = Returned(
                    collector: nil, isSubmitter: true, proof: .identityCard, how: .counter, copies: dossier.filing?.copies ?? 1,
                    mark: .signature, slipLost: false)
                return .returnResult(returned)
            }
        }
    }

    private func intake(_ plan: Plan, _ state: Case, _ tx: Transaction) throws -> ID<Dossier>? {
        guard let performer = state.office.performer(.reception), !people.isEmpty else { return nil }
        let person = people[(plan.serial &* 2_654_435_761) % people.count]
        let papers = state.procedure.papers.prefix(4).map { Paper(name: $0.name, form: .copy, count: 1) }
        let order = IntakeOrder(
            answer: .receive, procedure: state.procedure, owners: [person], submitter: person, capacity: .oneself,
            channel: plan.serial % 3 == 0 ? .onlineSelf : .counter, competent: state.decider.agency, papers: papers,
            fee: .free)
        do {
            return try desk.intake(
                order, by: performer, unitCode: state.office.unitCode, calendar: calendar, in: tx).id
        } catch is DossierError { return nil }
    }
}

/// A binary heap: the least element first.
struct Heap<Element: Comparable> {
    private var elements: [Element] = []
    var min: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeMin() {
        guard elements.count > 1 else {
            _ = elements.popLast()
            return
        }
        elements.swapAt(0, elements.count - 1)
        elements.removeLast()
        var parent = 0
        while true {
            let left = parent * 2 + 1
            guard left < elements.count else { return }
            let right = left + 1
            let least = right < elements.count && elements[right] < elements[left] ? right : left
            guard elements[least] < elements[parent] else { return }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
