internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock

/// A place where people bring their dossiers.
struct DemoCounter: Sendable {
    var office: DemoOffice
    /// How often people come, beside the others.
    var weight: Int
    var isCentre = false
    /// Procedures with how often they are asked for, each with who decides.
    var choices: [(choice: Choice, weight: Int)]

    struct Choice: Sendable {
        var procedure: ProcedureVersion
        /// One is drawn: at the provincial centre people of every commune come.
        var deciders: [DemoOffice]
        /// Where the person lives.
        var places: [String]
    }
}

/// Which procedures are brought where, who decides, and how often.
struct DemoCounters: Sendable {
    let units: DemoUnits
    let offices: [ID<Agency>: DemoOffice]
    /// In force on the day of the history's start.
    let procedures: [ProcedureVersion]

    /// Every counter with officers, those of the log-ins more often than the others.
    func all() -> [DemoCounter] {
        var counters = [centre()].compactMap { $0 }
        for district in units.districts {
            guard let office = offices[district.oneStop.id] else { continue }
            let choices = choices(.district) { decider(of: $0, in: district) }
            counters.append(counter(office, weight: 12, choices, places: district.communes.map(\.committee.shortName)))
        }
        for commune in communes {
            guard let office = offices[commune.oneStop.id] else { continue }
            let choices = choices(.commune) { decider(of: $0, in: commune) }
            let weight = commune == units.shown ? 10 : 3
            counters.append(counter(office, weight: weight, choices, places: [commune.committee.shortName]))
        }
        return counters.filter { !$0.choices.isEmpty }
    }

    var communes: [DemoCommune] { units.everyCommune.map(\.commune).filter { offices[$0.oneStop.id] != nil } }

    private func centre() -> DemoCounter? {
        guard let office = offices[units.centre.id] else { return nil }
        var counter = counter(
            office,
            weight: 90,
            choices(.province) { provincialDecider(of: $0) },
            places: communes.map(\.committee.shortName)
        )
        counter.isCentre = true
        let residence = procedures.filter { Self.isResidence($0) }
        for procedure in residence {
            let deciders = communes.compactMap { offices[$0.police.id] }
            guard !deciders.isEmpty else { continue }
            let choice = DemoCounter.Choice(
                procedure: procedure,
                deciders: deciders,
                places: communes.map(\.committee.shortName)
            )
            counter.choices.append((choice, 6))
        }
        return counter
    }

    private func counter(
        _ office: DemoOffice,
        weight: Int,
        _ choices: [(ProcedureVersion, DemoOffice)],
        places: [String]
    ) -> DemoCounter {
        let choices = choices.map { procedure, decider in
            (DemoCounter.Choice(procedure: procedure, deciders: [decider], places: places), Self.weight(procedure))
        }
        return DemoCounter(office: office, weight: weight, choices: choices)
    }

    private func choices(
        _ level: ProcedureLevel,
        _ decider: (ProcedureVersion) -> DemoUnit?
    ) -> [(ProcedureVersion, DemoOffice)] {
        procedures.filter { $0.levels.contains(level) }.compactMap { procedure in
            decider(procedure).flatMap { offices[$0.id] }.map { (procedure, $0) }
        }
    }

    // MARK: Who decides

    private static func isResidence(_ procedure: ProcedureVersion) -> Bool { procedure.field.contains("cư trú") }

    private func decider(of procedure: ProcedureVersion, in commune: DemoCommune) -> DemoUnit? {
        Self.isResidence(procedure) ? commune.police : commune.committee
    }

    private func decider(of procedure: ProcedureVersion, in district: DemoDistrict) -> DemoUnit? {
        guard district.divisions.count == 4 else { return nil }
        return switch procedure.field {
        case "Hoạt động xây dựng": district.divisions[0]
        case "Thành lập và hoạt động hộ kinh doanh": district.divisions[1]
        case "Đất đai": district.divisions[procedure.agency.hasPrefix("Chi nhánh") ? 3 : 2]
        default: district.committee
        }
    }

    private func provincialDecider(of procedure: ProcedureVersion) -> DemoUnit? {
        switch procedure.field {
        case "Đất đai": units.departments["van phong dang ky dat dai"]
        case "Thành lập và hoạt động của doanh nghiệp": units.departments["so tai chinh"]
        case "Hộ tịch", "Chứng thực": units.departments["so tu phap"]
        default: units.police
        }
    }

    private static func weight(_ procedure: ProcedureVersion) -> Int {
        switch procedure.field {
        case "Chứng thực": 14
        case "Đăng ký, quản lý cư trú", "Đất đai": 10
        case "Hộ tịch": 8
        case "Hoạt động xây dựng", "Thành lập và hoạt động hộ kinh doanh": 6
        case "Thành lập và hoạt động của doanh nghiệp": 5
        default: 3
        }
    }
}

/// How far a dossier gets that must wait somewhere on the demo's first day, so that no list is empty.
enum DemoStop: Sendable, CaseIterable {
    case submitted, received, handedOver, taken, proposed, appraised, signed, issued, ready, asked
}

/// One thing that somebody will do to a dossier.
struct DemoStep: Comparable, Sendable {
    enum Act: Sendable {
        case intake, forward, take, work, extend, proposeSupplement, askSupplement, bringSupplement, stop, withdraw
        case bringBack, collect
    }
    var at: Instant
    var serial: Int
    /// The place of the dossier among all of the history.
    var dossier: Int
    var act: Act
    /// The number of the result, for the step that issues it.
    var number = 0

    static func < (a: DemoStep, b: DemoStep) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
}

/// A dossier of the history and its fate.
struct DemoCase: Sendable {
    var counter: Int
    var receiving: DemoOffice
    var decider: DemoOffice
    var procedure: ProcedureVersion
    var channel: IntakeChannel
    /// Where the person lives.
    var place: String
    /// How slow the work is, as a share of the limit; over 1 is late.
    var pace: Double
    var asksSupplement = false
    /// The papers that were asked for never come.
    var isForgotten = false
    var withdraws = false
    var isRefused = false
    var isExtended = false
    var isAtOnce = false
    /// Nil: never.
    var collectsAfterDays: Int?
    var stop: DemoStop?
    /// A person who came before to the same counter; nil for a new one.
    var person: ID<Person>?
    /// The new person's number among all, and what is known of them.
    var newcomer: (id: ID<Person>, details: PersonDetails)?

    /// The dossier as it stands; nil before it was taken in and after it was closed.
    var held: (dossier: Dossier, history: [DossierEntry])?
    var isLost = false
    var supplemented = false

    /// Working minutes that the limit gives.
    var limitMinutes: Double {
        let terms = procedure.terms(ProcedureChannel(rawValue: channel.nationalCode) ?? .inPerson)
        let days: Double =
            switch terms?.limit ?? .workingDays(halves: 10) {
            case .workingDays(let halves): Double(halves) / 2
            case .workingHours(let hours): Double(hours) / 8
            case .calendarDays(let days): Double(days) * 5 / 7
            case .months(let months): Double(months) * 21
            case .sameDay: 0.25
            }
        return days * 480
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
