public import Agencies
public import Kernel

/// What an officer may want to do. Routes name one each; the rules of a dossier ask for more.
public enum Action: String, Sendable, CaseIterable, Hashable {
    // Dossiers.
    case viewDossier, receiveDossier, printSlip, handOver, appraise, askSupplement, decide, sign, signMany, number
    case returnResult, takePayment, extend, stop, reassign, undo, correct, void, writeNote, carryBags
    case viewRegisterBook, exportRegisterBook, certify
    // Persons.
    case findPerson, changePerson, mergePersons, erasePerson, viewLooks
    // The house.
    case viewCatalogue, changeCatalogue, publishCatalogue, changeCalendar, manageUnits, manageStaff, manageCounters
    case setOwnAbsence, manageAbsences, setPolicy, viewReports, viewBook
}

/// Who may do what: one table, `Action × Role` (`vietnam.md` §1.6). Nothing else decides.
public enum Permissions {
    /// The roles that may do each action.
    public static let table: [Action: Set<Role>] = [
        .viewDossier: [
            .reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer, .cashier, .procedureControl,
        ],
        .receiveDossier: [.reception, .centreHead],
        .printSlip: [.reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer],
        .handOver: [.reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer],
        .appraise: [.specialist, .leader],
        .askSupplement: [.reception, .specialist, .leader],
        .decide: [.leader],
        .sign: [.leader],
        .signMany: [.leader],
        .number: [.clerk],
        .returnResult: [.reception, .resultOfficer, .centreHead],
        .takePayment: [.cashier, .reception, .resultOfficer, .centreHead],
        .extend: [.leader],
        .stop: [.leader, .specialist],
        .reassign: [.leader, .centreHead],
        .undo: [.reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer, .cashier],
        .correct: [.reception, .centreHead, .specialist],
        .void: [.reception, .centreHead],
        .writeNote: [.reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer, .cashier],
        .carryBags: [.reception, .centreHead, .clerk, .resultOfficer],
        .viewRegisterBook: [
            .reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer, .procedureControl,
        ],
        .exportRegisterBook: [.centreHead, .leader, .clerk, .procedureControl],
        .certify: [.reception, .centreHead, .specialist, .leader, .clerk],
        .findPerson: [.reception, .centreHead, .specialist, .resultOfficer, .cashier],
        .changePerson: [.reception, .centreHead, .specialist],
        .mergePersons: [.reception, .centreHead],
        .erasePerson: [.centreHead],
        .viewLooks: [.centreHead, .leader, .procedureControl],
        .viewCatalogue: Set(Role.allCases),
        .changeCatalogue: [.procedureControl],
        .publishCatalogue: [.procedureControl],
        .changeCalendar: [.administrator, .procedureControl],
        .manageUnits: [.administrator],
        .manageStaff: [.administrator],
        .manageCounters: [.administrator, .centreHead],
        .setOwnAbsence: Set(Role.allCases),
        .manageAbsences: [.administrator, .centreHead, .leader],
        .setPolicy: [.administrator],
        .viewReports: [.centreHead, .leader, .procedureControl],
        .viewBook: [.procedureControl, .administrator],
    ]

    /// Whether one of `roles` may do `action`.
    public static func allows(_ action: Action, _ roles: Set<Role>) -> Bool {
        table[action].map { !$0.isDisjoint(with: roles) } ?? false
    }
}

/// Which units' dossiers an officer sees. What lies outside is answered as if it did not exist (404).
public struct DossierScope: Hashable, Sendable {
    /// Every unit whose dossiers are seen.
    public let units: Set<ID<Agency>>

    /// Heads see what stands below their unit; others see their units.
    public static let heads: Set<Role> = [.leader, .centreHead, .procedureControl]

    /// What `officer` sees on `date`.
    public init(_ officer: Officer, _ directory: AgencyDirectory, on date: CivilDate) {
        var units: Set<ID<Agency>> = []
        for (unit, roles) in officer.roles where Permissions.allows(.viewDossier, roles) {
            units.insert(unit)
            if !roles.isDisjoint(with: Self.heads) { units.formUnion(directory.within(unit, on: date)) }
        }
        self.units = units
    }

    /// Whether a dossier is seen at which these units take part: supporting, receiving, competent, holding the folder,
    /// or awaited to take it.
    public func sees(_ parts: [ID<Agency>?]) -> Bool {
        parts.contains { $0.map(units.contains) ?? false }
    }
}
