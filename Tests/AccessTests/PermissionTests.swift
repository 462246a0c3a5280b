import Access
import Agencies
import Kernel
import Testing

@Suite struct PermissionTests {
    /// The whole table, written a second time the other way round: a row a role, letters as in `columns`.
    static let columns: [Role] = [
        .reception, .centreHead, .specialist, .leader, .clerk, .resultOfficer, .cashier, .procedureControl,
        .administrator,
    ]
    static let expected: [(Action, String)] = [
        (.viewDossier, "XXXXXXXX-"), (.receiveDossier, "XX-------"), (.printSlip, "XXXXXX---"),
        (.handOver, "XXXXXX---"), (.appraise, "--XX-----"), (.askSupplement, "X-XX-----"), (.decide, "---X-----"),
        (.sign, "---X-----"), (.signMany, "---X-----"), (.number, "----X----"), (.returnResult, "XX---X---"),
        (.takePayment, "XX---XX--"), (.extend, "---X-----"), (.stop, "--XX-----"), (.reassign, "-X-X-----"),
        (.undo, "XXXXXXX--"), (.correct, "XXX------"), (.void, "XX-------"), (.writeNote, "XXXXXXX--"),
        (.carryBags, "XX--XX---"), (.viewRegisterBook, "XXXXXX-X-"), (.exportRegisterBook, "-X-XX--X-"),
        (.certify, "XXXXX----"), (.findPerson, "XXX--XX--"), (.changePerson, "XXX------"), (.mergePersons, "XX-------"),
        (.erasePerson, "-X-------"), (.viewLooks, "-X-X---X-"), (.viewCatalogue, "XXXXXXXXX"),
        (.changeCatalogue, "-------X-"), (.publishCatalogue, "-------X-"), (.changeCalendar, "-------XX"),
        (.manageUnits, "--------X"), (.manageStaff, "--------X"), (.manageCounters, "-X------X"),
        (.setOwnAbsence, "XXXXXXXXX"), (.manageAbsences, "-X-X----X"), (.setPolicy, "--------X"),
        (.viewReports, "-X-X---X-"), (.viewBook, "-------XX"),
    ]

    @Test func everyActionAndEveryRoleStandsInTheTable() {
        #expect(Set(Self.expected.map(\.0)) == Set(Action.allCases))
        #expect(Set(Permissions.table.keys) == Set(Action.allCases))
        #expect(Set(Self.columns) == Set(Role.allCases))
    }

    @Test(arguments: expected) func eachRoleMayWhatTheTableSays(_ action: Action, _ row: String) {
        for (role, letter) in zip(Self.columns, row) {
            #expect(Permissions.allows(action, [role]) == (letter == "X"), "\(action) for \(role)")
        }
    }

    @Test func withoutARoleNothingIsAllowed() {
        for action in Action.allCases { #expect(!Permissions.allows(action, [])) }
    }

    @Test func whoAdministersSeesNoDossierAndWhoSeesDossiersAdministersNobody() {
        #expect(!Permissions.allows(.viewDossier, [.administrator]))
        for role in Role.allCases where role != .administrator { #expect(!Permissions.allows(.manageStaff, [role])) }
    }
}

@Suite struct ScopeTests {
    static let date = CivilDate(iso: "2025-06-27") ?? CivilDate(day: 0)
    static let province = ID<Agency>("agc_province")
    static let centre = ID<Agency>("agc_centre")
    static let ward = ID<Agency>("agc_ward")
    static let wardCentre = ID<Agency>("agc_ward_centre")
    static let other = ID<Agency>("agc_other")
    static let directory = AgencyDirectory([
        unit(province, .province, nil), unit(centre, .centre, province), unit(ward, .ward, province),
        unit(wardCentre, .centre, ward), unit(other, .commune, province),
    ])

    static func unit(_ id: ID<Agency>, _ kind: AgencyKind, _ parent: ID<Agency>?) -> AgencyRecord {
        var record = AgencyRecord(id: id)
        record.apply(
            .created(
                AgencyDescription(
                    from: CivilDate(day: 0),
                    name: id.rawValue,
                    shortName: id.rawValue,
                    kind: kind,
                    parent: parent
                )
            )
        )
        return record
    }
    private func scope(_ role: Role, at unit: ID<Agency>) -> DossierScope {
        let officer = Officer(id: ID("stf_1"), name: "Lan", agency: unit, roles: [unit: [role]])
        return DossierScope(officer, Self.directory, on: Self.date)
    }

    @Test func anOfficerSeesWhatTheirUnitTakesPartIn() {
        let scope = scope(.specialist, at: Self.ward)
        #expect(scope.sees([nil, Self.centre, Self.ward, nil]))
        #expect(scope.sees([Self.ward]))
        #expect(!scope.sees([Self.wardCentre, Self.other]))
        #expect(!scope.sees([nil, nil]))
        #expect(!scope.sees([]))
    }

    @Test(arguments: Role.allCases) func onlyHeadsSeeBelow(_ role: Role) {
        let scope = scope(role, at: Self.ward)
        #expect(scope.sees([Self.wardCentre]) == [.leader, .centreHead, .procedureControl].contains(role))
        #expect(!scope.sees([Self.other]))
        #expect(!scope.sees([Self.province]))
    }

    @Test func theProvincesHeadSeesEverything() {
        #expect(scope(.leader, at: Self.province).units == Set(Self.directory.ids))
    }

    @Test func anAdministratorSeesNothing() { #expect(scope(.administrator, at: Self.province).units.isEmpty) }

    @Test func rolesAtSeveralUnitsAddUp() {
        let officer = Officer(
            id: ID("stf_1"),
            name: "Lan",
            agency: Self.ward,
            roles: [Self.ward: [.reception], Self.other: [.specialist]]
        )
        #expect(DossierScope(officer, Self.directory, on: Self.date).units == [Self.ward, Self.other])
        #expect(officer.may(.receiveDossier))
        #expect(!officer.may(.appraise))
        #expect(officer.may(.appraise, at: Self.other))
    }
}
