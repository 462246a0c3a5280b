internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Register

/// Items drawn by their weights, by halving.
struct DemoDraw<Item: Sendable>: Sendable {
    let items: [Item]
    private let sums: [Int]

    init(_ choices: [(item: Item, weight: Int)]) {
        items = choices.map(\.item)
        var sum = 0
        sums = choices.map { choice in
            sum += choice.weight
            return sum
        }
    }

    /// The place of one of the items; nil where there is none.
    func draw(_ dice: inout SeededGenerator) -> Int? {
        guard let sum = sums.last, sum > 0 else { return nil }
        let roll = Int.random(in: 0..<sum, using: &dice)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > roll { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A counter with what is brought there, prepared once.
struct BulkCounter: Sendable {
    let office: DemoOffice
    let receptionist: Officer
    let weight: Int
    let all: DemoDraw<BulkChoice>
    /// What may be done while the person waits.
    let quick: DemoDraw<BulkChoice>
    let deciders: Set<ID<Agency>>

    /// Nil where nobody receives or nothing is brought.
    init?(_ counter: DemoCounter) {
        guard let receptionist = counter.office.officers[.reception] else { return nil }
        let choices = counter.choices.compactMap { choice, weight in
            BulkChoice(choice).map { (item: $0, weight: weight) }
        }
        guard !choices.isEmpty, counter.office.performers[.resultOfficer] != nil else { return nil }
        office = counter.office
        self.receptionist = receptionist
        weight = counter.weight
        all = DemoDraw(choices)
        quick = DemoDraw(choices.filter(\.item.isQuick))
        deciders = Set(choices.flatMap { $0.item.deciders.map(\.unit.id) })
    }
}

/// A procedure as it is brought to a counter, with what is the same in every dossier of it.
struct BulkChoice: Sendable {
    let procedure: ProcedureVersion
    let deciders: [DemoOffice]
    let places: [String]
    /// Whether it takes so little work that it is done at once.
    let isQuick: Bool
    let isCertified: Bool
    let limitMinutes: Int
    private let papers: [Paper]
    private let fee: Fee

    init?(_ choice: DemoCounter.Choice) {
        let deciders = choice.deciders.filter { office in
            office.signature != nil
                && [Role.specialist, .leader, .clerk].allSatisfy { office.performers[$0] != nil }
        }
        let procedure = choice.procedure
        // A newborn has no name yet and needs a paper that proves the parent: the other history has them.
        guard !deciders.isEmpty, !choice.places.isEmpty, !procedure.rules.ownerMayBeUnnamed,
            let terms = procedure.terms(.inPerson) ?? procedure.channels.first, terms.limit != nil
        else { return nil }
        self.procedure = procedure
        self.deciders = deciders
        places = choice.places
        isCertified = procedure.field == "Chứng thực"
        let example = DemoCase(
            counter: 0,
            receiving: deciders[0],
            decider: deciders[0],
            procedure: procedure,
            channel: .counter,
            place: "",
            pace: 1
        )
        limitMinutes = Int(example.limitMinutes)
        isQuick = procedure.rules.mayBeAtOnce || limitMinutes <= 3 * 480
        papers = procedure.papers.filter { !$0.isShownOnly && $0.onlyWhen.isEmpty }.prefix(2).map { paper in
            Paper(name: String(paper.name.prefix(DossierLimits.paperNameLength)), form: .copy, count: 1)
        }
        let announced = terms.fees.first
        fee = announced.flatMap { fee in fee.amount.map { Fee(amount: $0, text: fee.text) } } ?? .free
    }

    func submission(code: DossierCode, person: ID<Person>, unit: ID<Agency>, competent: ID<Agency>) -> Submission {
        Submission(
            code: code,
            procedureCode: procedure.code,
            procedureVersion: procedure.id.rawValue,
            field: procedure.field,
            owners: [person],
            submitter: person,
            capacity: .oneself,
            channel: .counter,
            delivery: .counter,
            receiving: unit,
            competent: competent,
            papers: papers,
            fee: fee
        )
    }
}

/// Something that somebody did, before it has its place in the book.
struct BulkAct: Sendable {
    var event: RecordedEvent
    var actor: Actor
    var agency: String
    var at: Instant
}

/// An entry that waits for its place: those of one chain in their order, all by time.
struct BulkEntry: Comparable, Sendable {
    let subject: String
    let act: BulkAct
    let serial: Int
    var at: Instant { act.at }

    init(_ subject: String, _ act: BulkAct, serial: Int) {
        self.subject = subject
        self.act = act
        self.serial = serial
    }
    static func == (a: BulkEntry, b: BulkEntry) -> Bool { a.serial == b.serial }
    static func < (a: BulkEntry, b: BulkEntry) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
}

/// The newest version and hash of each chain that is under way.
struct BulkChains: Sendable {
    private var newest: [String: (version: Int, hash: [UInt8])] = [:]

    mutating func entry(_ it: BulkEntry, at position: Int64) -> Entry {
        let before = newest[it.subject]
        let entry = Entry(
            position: position,
            subject: it.subject,
            version: (before?.version ?? 0) + 1,
            event: it.act.event,
            actor: it.act.actor,
            agency: it.act.agency,
            at: it.act.at,
            previous: before?.hash ?? Entry.origin
        )
        // A person has one entry here, and nothing follows on a return.
        let isLast = it.act.event.name == "dossier.returned" || it.act.event.name == "person.created"
        newest[it.subject] = isLast ? nil : (entry.version, entry.hash)
        return entry
    }
}

/// What one day writes.
struct BulkDay: Sendable {
    var entries: [Entry] = []
    var dossiers: [ReadyDossier] = []
    var persons: [ReadyPerson] = []
    var serials: [String: Int] = [:]
}
