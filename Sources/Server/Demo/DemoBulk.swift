internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register

/// Dossiers in bulk: each is decided by the real rules and folded in memory, a day at a time, and written with few
/// statements. Most are done while the person waits, in four entries; the rest go from hand to hand, and what is under way
/// when the history ends is the work that lies on the desks.
struct DemoBulk {
    private let counters: DemoDraw<BulkCounter>
    private let names: DemoNames
    private let vault: Vault
    private let calendar: WorkCalendar
    private let days: DemoDays
    private let world: DemoWorld
    private let end: Instant
    private var dice: SeededGenerator
    /// Who came to each counter before.
    private var known: [[ID<Person>]]
    private var persons = 0
    private var serial = 0
    /// What happens on later days, and what happens before the end of the day that is being made.
    private var waiting = Heap<BulkEntry>()
    private var due: [BulkEntry] = []
    /// The end of that day.
    private var today = Instant(milliseconds: 0)
    private var chains = BulkChains()
    /// The newest number under each name; what a day touched is written with it.
    private var serials: [String: Int] = [:]
    private var touched: Set<String> = []

    /// - Parameter end: nothing happens from this moment on.
    init(
        _ counters: [DemoCounter],
        names: DemoNames,
        vault: Vault,
        calendar: WorkCalendar,
        days: DemoDays,
        world: DemoWorld,
        end: Instant,
        seed: UInt64
    ) {
        let ready = counters.compactMap(BulkCounter.init)
        self.counters = DemoDraw(ready.map { ($0, $0.weight) })
        self.names = names
        self.vault = vault
        self.calendar = calendar
        self.days = days
        self.world = world
        self.end = end
        dice = SeededGenerator(seed)
        known = Array(repeating: [], count: ready.count)
    }

    /// The serials that all days have in common; those of a day's codes begin with the day.
    func serialNames(of year: Int) -> [String] {
        counters.items.flatMap { counter in
            ["book:\(counter.office.unit.id):\(year)"]
                + counter.deciders.flatMap { decider in
                    CertificationBook.allCases.map { "certification:\(decider):\($0.rawValue):\(year)" }
                }
        }
    }
    /// Takes over the numbers that others have drawn meanwhile.
    mutating func take(_ serials: [String: Int]) { self.serials.merge(serials) { max($0, $1) } }

    /// The day's `count` arrivals, and what else falls due on it; positions go on from `position`.
    mutating func day(_ date: CivilDate, count: Int, after position: Int64) throws -> BulkDay {
        var day = BulkDay()
        var arrivals: [(at: Instant, counter: Int)] = []
        for _ in 0..<count {
            guard let counter = counters.draw(&dice) else { break }
            let isMorning = Int.random(in: 0..<3, using: &dice) < 2
            let spread = min(Int.random(in: 0..<210, using: &dice), Int.random(in: 0..<210, using: &dice))
            arrivals.append((Instant(date, minute: (isMorning ? 451 : 811) + spread), counter))
        }
        today = Instant(date.adding(days: 1))
        for arrival in arrivals.sorted(by: { ($0.at, $0.counter) < ($1.at, $1.counter) }) {
            try take(arrival.counter, at: arrival.at, &day)
        }
        day.serials = Dictionary(uniqueKeysWithValues: touched.map { ($0, serials[$0] ?? 0) })
        for name in touched where name.hasPrefix("code:") { serials[name] = nil }
        touched = []
        while let next = waiting.min, next.at < today {
            waiting.removeMin()
            due.append(next)
        }
        let order = due.indices.sorted { due[$0] < due[$1] }
        day.entries = order.enumerated().map { chains.entry(due[$1], at: position + Int64($0) + 1) }
        due.removeAll(keepingCapacity: true)
        return day
    }

    private mutating func note(_ subject: String, _ act: BulkAct) {
        serial += 1
        let entry = BulkEntry(subject, act, serial: serial)
        if act.at < today { due.append(entry) } else { waiting.insert(entry) }
    }

    private mutating func number(_ name: String) -> Int {
        touched.insert(name)
        serials[name, default: 0] += 1
        return serials[name] ?? 1
    }

    // MARK: One arrival

    private mutating func take(_ place: Int, at moment: Instant, _ day: inout BulkDay) throws {
        let counter = counters.items[place]
        let isQuick = Int.random(in: 0..<1000, using: &dice) < 940
        let draw = isQuick && !counter.quick.items.isEmpty ? counter.quick : counter.all
        guard let index = draw.draw(&dice) else { return }
        let choice = draw.items[index]
        let decider = choice.deciders[Int.random(in: 0..<choice.deciders.count, using: &dice)]
        world.now = moment
        let person = try visitor(place, choice, at: moment, &day)
        let unit = counter.office.unit
        let codeSerial = number("code:\(unit.code):\(moment.date.yymmdd)")
        guard let code = DossierCode(unitCode: unit.code, date: moment.date, serial: codeSerial) else { return }
        var life = BulkLife(
            dossier: Dossier(id: world.world.id(.dossier)),
            calendar: calendar,
            choice: choice,
            counter: counter,
            decider: decider
        )
        let submission = choice.submission(code: code, person: person, unit: unit.id, competent: decider.unit.id)
        let book = number("book:\(unit.id):\(moment.date.year)")
        if isQuick, choice.isQuick {
            let line = choice.isCertified ? line(choice, decider, moment) : nil
            try life.atOnce(submission, book: book, line: line, serial: serial + 1, at: moment)
        } else {
            try life.throughTheHouse(submission, book: book, serial: serial + 1, at: moment, days, end: end, &dice)
        }
        for act in life.acts { note(life.dossier.id.rawValue, act) }
        day.dossiers.append(ReadyDossier(life.dossier, chance: world.world.secret(19), made: moment))
    }

    private mutating func line(_ choice: BulkChoice, _ decider: DemoOffice, _ moment: Instant) -> Certified {
        let book: CertificationBook = choice.procedure.name.contains("chữ ký") ? .signatures : .copies
        let year = moment.date.year
        let number = number("certification:\(decider.unit.id):\(book.rawValue):\(year)")
        return Certified(book: book, year: year, number: number, title: "Căn cước", pages: 2, copies: 1)
    }

    /// Somebody who came before, or a new person with an entry of their own.
    private mutating func visitor(
        _ place: Int,
        _ choice: BulkChoice,
        at moment: Instant,
        _ day: inout BulkDay
    ) throws -> ID<Person> {
        let counter = counters.items[place]
        let before = known[place]
        if before.count > 5, Int.random(in: 0..<10, using: &dice) < 6 {
            return before[Int.random(in: 0..<before.count, using: &dice)]
        }
        let home = choice.places[Int.random(in: 0..<choice.places.count, using: &dice)]
        // The first twenty thousand numbers are those of the other history; each block has years of its own.
        let block = 1946 + persons / 80_000 % 10 * 6
        let details = try names.person(
            serial: 20_000 + persons % 80_000,
            address: "Tổ \(Int.random(in: 1...12, using: &dice)), \(home.prefix(1).lowercased())\(home.dropFirst())",
            on: moment.date,
            born: block...min(block + 5, 2004),
            &dice
        )
        persons += 1
        let id: ID<Person> = world.world.id(.person)
        let person = try ReadyPerson(id, details, by: counter.receptionist, vault, at: moment)
        day.persons.append(person)
        known[place].append(id)
        let act = BulkAct(
            event: person.event,
            actor: counter.receptionist.actor,
            agency: counter.receptionist.agency.rawValue,
            at: moment
        )
        note(id.rawValue, act)
        return id
    }
}
