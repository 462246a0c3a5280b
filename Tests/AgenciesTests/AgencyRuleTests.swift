import Agencies
import Kernel
import Register
import Testing

private func day(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }

@Suite struct DirectoryTests {
    static let province = ID<Agency>("agc_1")
    static let oldWard = ID<Agency>("agc_2")
    static let newWard = ID<Agency>("agc_3")
    static let centre = ID<Agency>("agc_4")

    /// Phường Thịnh Lang bore 04795 until the end of June 2025, Phường Hòa Bình bears it since.
    static let directory: AgencyDirectory = {
        var hoaBinh = record(Self.province, "Tỉnh Hòa Bình", .province, nil, from: "1991-10-01")
        hoaBinh.apply(
            .described(
                AgencyDescription(
                    from: day("2025-07-01"),
                    name: "Tỉnh Phú Thọ",
                    shortName: "Phú Thọ",
                    kind: .province,
                    parent: nil
                )
            )
        )
        var old = record(oldWard, "Phường Thịnh Lang", .ward, Self.province, from: "2002-01-01")
        old.apply(.codeGiven(AgencyCode(scheme: .statistics, code: "04795", from: day("2004-01-01"))))
        old.apply(
            .codeEnded(AgencyCode(scheme: .statistics, code: "04795", from: day("2004-01-01"), to: day("2025-06-30")))
        )
        old.apply(.closed(AgencyClosed(lastDay: day("2025-06-30"))))
        var new = record(newWard, "Phường Hòa Bình", .ward, Self.province, from: "2025-07-01")
        new.apply(.codeGiven(AgencyCode(scheme: .statistics, code: "04795", from: day("2025-07-01"))))
        let shop = record(Self.centre, "Trung tâm Phục vụ hành chính công", .centre, newWard, from: "2025-07-01")
        return AgencyDirectory([hoaBinh, old, new, shop])
    }()

    static func record(_ id: ID<Agency>, _ name: String, _ kind: AgencyKind, _ parent: ID<Agency>?, from: String)
        -> AgencyRecord
    {
        var record = AgencyRecord(id: id)
        record.apply(
            .created(AgencyDescription(from: day(from), name: name, shortName: name, kind: kind, parent: parent))
        )
        return record
    }

    @Test func aCodeThatIsUsedAgainLeadsToTheUnitOfTheDay() {
        let holder = { Self.directory.holder(of: "04795", .statistics, on: day($0)) }
        #expect(holder("2003-12-31") == nil)
        #expect(holder("2004-01-01") == Self.oldWard)
        #expect(holder("2025-06-30") == Self.oldWard)
        #expect(holder("2025-07-01") == Self.newWard)
        #expect(Self.directory.holder(of: "04795", .unit, on: day("2025-07-01")) == nil)
        #expect(Self.directory.code(of: Self.oldWard, .statistics, on: day("2025-07-01")) == nil)
    }

    @Test func aUnitExistsFromItsFirstToItsLastDay() {
        #expect(Self.directory.agency(Self.oldWard, on: day("2001-12-31")) == nil)
        #expect(Self.directory.agency(Self.oldWard, on: day("2025-06-30")) != nil)
        #expect(Self.directory.agency(Self.oldWard, on: day("2025-07-01")) == nil)
        #expect(Self.directory[Self.oldWard]?.name == "Phường Thịnh Lang")
    }

    @Test func aNameHoldsFromADayOn() {
        #expect(Self.directory.name(of: Self.province, on: day("2025-06-30")) == "Tỉnh Hòa Bình")
        #expect(Self.directory.name(of: Self.province, on: day("2025-07-01")) == "Tỉnh Phú Thọ")
        #expect(Self.directory.name(of: Self.oldWard, on: day("2026-01-01")) == "Phường Thịnh Lang")
        #expect(Self.directory.name(of: ID("agc_9"), on: day("2026-01-01")) == nil)
    }

    @Test func unitsKnowWhatIsBelowAndAbove() {
        let today = day("2025-07-01")
        #expect(Self.directory.children(of: Self.province, on: today).map(\.id) == [Self.newWard])
        #expect(Self.directory.ancestors(of: Self.centre, on: today).map(\.id) == [Self.newWard, Self.province])
        #expect(Self.directory.within(Self.province, on: today) == [Self.province, Self.newWard, Self.centre])
        #expect(Self.directory.isWithin(Self.centre, Self.province, on: today))
        #expect(!Self.directory.isWithin(Self.province, Self.centre, on: today))
        #expect(Self.directory.centre(of: Self.newWard, on: today)?.id == Self.centre)
        #expect(Self.directory.centre(of: Self.centre, on: today)?.id == Self.centre)
        #expect(Self.directory.centre(of: Self.newWard, on: today.adding(days: -1)) == nil)
    }

    @Test(arguments: [
        ("H28", true), ("H28.12", true), ("H28.12.3.4", true), ("000.00.00.H28", true), ("000.00.04.G14", true),
        ("H28.1.2.3.4", false), ("H2", false), ("28.12", false), ("H28.", false), ("H28.12345", false), ("h28", false),
        ("", false),
        ("000.00.H28", false), ("H28 12", false),
    ])
    func unitCodesHaveTheFormOfTheDecision(_ code: String, _ isWellFormed: Bool) {
        #expect(AgencyCode(scheme: .unit, code: code, from: day("2025-01-01")).isWellFormed == isWellFormed)
    }

    @Test(arguments: [("17", true), ("148", true), ("04795", true), ("4795", false), ("0479x", false), ("", false)])
    func statisticsCodesHaveTwoThreeOrFiveDigits(_ code: String, _ isWellFormed: Bool) {
        #expect(AgencyCode(scheme: .statistics, code: code, from: day("2025-01-01")).isWellFormed == isWellFormed)
    }

    @Test func linesOverASignatureCarryTheirPrefix() {
        #expect(SignatureLine(.onBehalf, "ỦY BAN NHÂN DÂN").description == "TM. ỦY BAN NHÂN DÂN")
        #expect(SignatureLine(.deputy, "CHỦ TỊCH").description == "KT. CHỦ TỊCH")
        #expect(SignatureLine(nil, "PHÓ CHỦ TỊCH").description == "PHÓ CHỦ TỊCH")
        #expect(SignaturePrefix.allCases.map(\.rawValue) == ["TM.", "KT.", "TL.", "TUQ.", "Q."])
    }
}

@Suite struct EventTests {
    /// Old entries must always be read: these are events as they are stored, format 1.
    @Test(arguments: [
        (
            "agency.created",
            #"{"from":"2025-07-01","kind":"ward","name":"Phường Hòa Bình","parent":"agc_1","shortName":"P. Hòa Bình"}"#
        ),
        ("agency.closed", #"{"lastDay":"2025-06-30"}"#),
        ("agency.codeGiven", #"{"code":"H28.12","from":"2025-07-01","scheme":"unit"}"#),
        ("agency.dutySet", #"{"from":"2025-07-01","role":"specialist","staff":["stf_1"]}"#),
    ])
    func storedEventsOfUnitsAreRead(_ name: String, _ payload: String) throws {
        _ = try AgencyEvent(RecordedEvent(name: name, format: 1, payload: payload))
        #expect(throws: RegisterError.unreadable(event: name, format: 2)) {
            try AgencyEvent(RecordedEvent(name: name, format: 2, payload: payload))
        }
    }

    @Test(arguments: [
        ("staff.added", #"{"agency":"agc_1","title":"Chuyên viên"}"#), ("staff.left", #"{"lastDay":"2025-06-30"}"#),
        ("staff.granted", #"{"agency":"agc_1","from":"2025-07-01","role":"leader"}"#),
        ("staff.absent", #"{"from":"2025-07-01","kind":"away","number":1,"substitute":"stf_2","to":"2025-07-03"}"#),
        (
            "staff.signatureGiven",
            #"{"agency":"agc_1","from":"2025-07-01","lines":[{"prefix":"TM.","text":"ỦY BAN NHÂN DÂN"}]}"#
        ),
    ])
    func storedEventsOfStaffAreRead(_ name: String, _ payload: String) throws {
        _ = try StaffEvent(RecordedEvent(name: name, format: 1, payload: payload))
        #expect(throws: RegisterError.unreadable(event: name, format: 2)) {
            try StaffEvent(RecordedEvent(name: name, format: 2, payload: payload))
        }
    }
}
