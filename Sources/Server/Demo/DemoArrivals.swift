internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel

/// Who comes when with what, and how it will go: drawn before anything is written.
struct DemoArrivals: Sendable {
    let counters: [DemoCounter]
    let names: DemoNames
    let days: DemoDays
    let newPersonID: @Sendable () -> ID<Person>

    /// `count` arrivals, the earliest first; those that must be waiting on the demo's day are among them.
    func draw(_ count: Int, _ dice: inout SeededGenerator) throws -> [(at: Instant, it: DemoCase)] {
        guard let last = days.working.last, count > 0, !counters.isEmpty else { return [] }
        var arrivals: [(at: Instant, it: DemoCase)] = []
        for arrival in waiting(last, &dice).prefix(count / 2) { arrivals.append(arrival) }
        let weights = counters.enumerated().map { ($0.offset, $0.element.weight) }
        while arrivals.count < count {
            guard let place = drawn(weights, &dice), let arrival = arrival(at: place, &dice) else { break }
            arrivals.append(arrival)
        }
        let order = arrivals.indices.sorted { (arrivals[$0].at, $0) < (arrivals[$1].at, $1) }
        var sorted = order.map { arrivals[$0] }
        try invitePeople(&sorted, &dice)
        return sorted
    }

    private func arrival(at place: Int, _ dice: inout SeededGenerator) -> (at: Instant, it: DemoCase)? {
        let date = days.working[Int.random(in: 0..<days.working.count, using: &dice)]
        // Two thirds come in the morning; the first hour is the fullest.
        let isMorning = Int.random(in: 0..<3, using: &dice) < 2
        let spread = min(Int.random(in: 0..<235, using: &dice), Int.random(in: 0..<235, using: &dice))
        let minute = (isMorning ? 7 * 60 + 31 : 13 * 60 + 31) + spread
        guard let choice = drawn(counters[place].choices.map { ($0.choice, $0.weight) }, &dice),
            var it = dossier(choice, at: place, &dice)
        else { return nil }
        let isSlow = it.procedure.field == "Đất đai" || it.procedure.field == "Hoạt động xây dựng"
        func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &dice) < share }
        let isLate = chance(isSlow ? 0.14 : 0.015)
        it.pace = Double.random(in: isLate ? 1.02..<1.6 : 0.3..<0.93, using: &dice)
        if !isLate, it.limitMinutes <= 480 { it.pace *= 0.6 }
        it.isExtended = isLate && chance(0.4)
        it.asksSupplement = chance(isSlow ? 0.12 : 0.03)
        it.isForgotten = it.asksSupplement && chance(0.15)
        it.withdraws = chance(0.008)
        it.isRefused = chance(0.012)
        it.collectsAfterDays = chance(0.03) ? nil : Int.random(in: 0..<6, using: &dice)
        it.isAtOnce = it.procedure.rules.mayBeAtOnce && chance(0.85)
        if !it.isAtOnce, chance(0.3) { it.channel = chance(0.2) ? .onlineAssisted : .onlineSelf }
        return (Instant(date, minute: minute), it)
    }

    private func dossier(_ choice: DemoCounter.Choice, at place: Int, _ dice: inout SeededGenerator) -> DemoCase? {
        guard let decider = drawn(choice.deciders.map { ($0, 1) }, &dice), !choice.places.isEmpty else { return nil }
        return DemoCase(
            counter: place,
            receiving: counters[place].office,
            decider: decider,
            procedure: choice.procedure,
            channel: .counter,
            place: choice.places[Int.random(in: 0..<choice.places.count, using: &dice)],
            pace: 0.5
        )
    }

    // MARK: What waits on the first day

    /// For the officers with log-ins: at each stage something, and something late.
    private func waiting(_ last: CivilDate, _ dice: inout SeededGenerator) -> [(at: Instant, it: DemoCase)] {
        let early = days.working.dropLast(8).last ?? last
        var arrivals: [(at: Instant, it: DemoCase)] = []
        for (place, choice) in shown() {
            for (index, stop) in DemoStop.allCases.enumerated() {
                guard var it = dossier(choice, at: place, &dice) else { continue }
                it.stop = stop
                if stop == .submitted { it.channel = .onlineSelf }
                arrivals.append((Instant(last, minute: 8 * 60 + index * 7), it))
            }
            if var late = dossier(choice, at: place, &dice) {
                late.stop = .taken
                arrivals.append((Instant(early, minute: 9 * 60), late))
            }
        }
        return arrivals
    }

    /// The provincial centre with the ward's police and a department, the ward's own counter with committee and police.
    private func shown() -> [(Int, DemoCounter.Choice)] {
        var all: [(Int, DemoCounter.Choice)] = []
        guard let ward = counters.firstIndex(where: { $0.office.isShown && !$0.isCentre }) else { return [] }
        let police = counters[ward].choices.first { $0.choice.procedure.field.contains("cư trú") }?.choice
        if let centre = counters.firstIndex(where: \.isCentre) {
            // The residence confirmation of the walk-through.
            if let choice = counters[centre].choices.first(where: { $0.choice.procedure.code == "1.010041" })?.choice {
                var choice = choice
                choice.deciders = police?.deciders ?? choice.deciders
                choice.places = counters[ward].choices.first?.choice.places ?? choice.places
                all.append((centre, choice))
            }
            if let choice = counters[centre].choices.first(where: { !$0.choice.procedure.rules.mayBeAtOnce })?.choice {
                all.append((centre, choice))
            }
        }
        if let police { all.append((ward, police)) }
        let committee = counters[ward].choices.first {
            !$0.choice.procedure.field.contains("cư trú") && !$0.choice.procedure.rules.mayBeAtOnce
        }
        if let committee { all.append((ward, committee.choice)) }
        return all
    }

    // MARK: People

    /// Gives each arrival a person: a new one, or one who came to that counter before.
    private func invitePeople(_ arrivals: inout [(at: Instant, it: DemoCase)], _ dice: inout SeededGenerator) throws {
        var known: [Int: [ID<Person>]] = [:]
        for index in arrivals.indices {
            let place = arrivals[index].it.counter
            if let people = known[place], people.count > 3, Int.random(in: 0..<10, using: &dice) < 4 {
                arrivals[index].it.person = people[Int.random(in: 0..<people.count, using: &dice)]
                continue
            }
            let id = newPersonID()
            let home = arrivals[index].it.place
            let details = try names.person(
                serial: index % 100_000,
                address:
                    "Tổ \(Int.random(in: 1...12, using: &dice)), \(home.prefix(1).lowercased())\(home.dropFirst())",
                on: arrivals[index].at.date,
                &dice
            )
            arrivals[index].it.newcomer = (id, details)
            known[place, default: []].append(id)
        }
    }
}

/// The days of the history and the hours of its offices.
struct DemoDays: Sendable {
    let working: [CivilDate]
    private let known: Set<CivilDate>

    init(_ days: [CivilDate]) {
        working = days
        known = Set(days)
    }

    /// The first minute at or after `instant` at which the offices are open.
    func open(_ instant: Instant) -> Instant {
        var date = instant.date
        var minute = instant.minuteOfDay
        let end = working.last ?? date
        while date <= end {
            if known.contains(date) {
                if minute < 450 { return Instant(date, minute: 450 + minute % 25) }
                if minute < 690 { return Instant(date, minute: minute) }
                if minute < 810 { return Instant(date, minute: 810 + minute % 25) }
                if minute < 1050 { return Instant(date, minute: minute) }
            }
            date = date.adding(days: 1)
            minute %= 60
        }
        return Instant(date, minute: 450)
    }

    /// The moment when so many minutes of work have been done from `start` on.
    func worked(_ minutes: Int, from start: Instant) -> Instant {
        var left = minutes
        var at = open(start)
        let end = Instant(working.last.map { $0.adding(days: 1) } ?? at.date)
        while left > 0, at < end {
            let close = at.minuteOfDay < 690 ? 690 : 1050
            let step = min(left, close - at.minuteOfDay)
            left -= step
            at = open(at.adding(minutes: max(step, 1)))
        }
        return at
    }
}
