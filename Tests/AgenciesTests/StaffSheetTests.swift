import Agencies
import Kernel
import Testing

@Suite struct StaffSheetTests {
    private static let heading = "Đơn vị;Họ và tên;Chức danh;Vai trò;Tên đăng nhập;Điện thoại;Từ ngày"
    private static let today = CivilDate(day: 20_266)
    private static let units = [
        unit("agc_1", "Ủy ban nhân dân phường Quỳnh Lâm", "Phường Quỳnh Lâm"),
        unit("agc_2", "Ủy ban nhân dân xã Yên Mông", "Xã Yên Mông"),
        unit("agc_3", "Ủy ban nhân dân xã Yên Mông cũ", "Xã Yên Mông"),
    ]
    private static func unit(_ id: String, _ name: String, _ short: String) -> Agency {
        Agency(
            id: ID(id),
            name: name,
            shortName: short,
            kind: .ward,
            parent: nil,
            validFrom: CivilDate(day: 0)
        )
    }
    private func plan(_ lines: [String], logIns: Set<String> = []) throws -> StaffSheetPlan {
        let (entries, flaws) = try StaffSheet.read(Array(([Self.heading] + lines).joined(separator: "\n").utf8))
        return StaffSheetPlan(
            entries,
            flaws,
            units: Self.units,
            code: { id, scheme in scheme == .unit && id.rawValue == "agc_3" ? "H28.99" : nil },
            staff: [],
            logIns: logIns,
            on: Self.today
        )
    }
    private func flaw(_ line: String, logIns: Set<String> = []) throws -> String {
        let plan = try plan([line], logIns: logIns)
        return plan.flaws.map { "\($0.column.rawValue) \($0.cause.rawValue)" }.joined(separator: ", ")
    }

    @Test func aLineIsAnOfficerWithRoles() throws {
        let plan = try plan(["phuong quynh lam;Bùi  Thị Lan;Công chức;\"Tiếp nhận; Trả kết quả\";;912345678;1/7/2025"])
        #expect(plan.isGood)
        let line = try #require(plan.lines.first)
        #expect(line.logIn == "lan.bt" && line.name == "Bùi Thị Lan" && line.roles == [.reception, .resultOfficer])
        guard case .new(let new) = line.fate else {
            Issue.record("the officer is new")
            return
        }
        #expect(new.profile.phone?.national == "0912345678" && new.post.agency == ID("agc_1"))
        #expect(new.grants.map(\.from) == [CivilDate(day: 20_270), CivilDate(day: 20_270)])
    }

    /// Every cause of a flaw, at the cell where it is put right.
    @Test(arguments: [
        (";Lan;CC;Tiếp nhận;;;", "unit unitMissing"), ("Xã Mơ;Lan;CC;Tiếp nhận;;;", "unit unknownUnit"),
        ("Xã Yên Mông;Lan;CC;Tiếp nhận;;;", "unit severalUnits"), ("H28.99;Lan;CC;Tiếp nhận;;;", ""),
        ("Phường Quỳnh Lâm;;CC;Tiếp nhận;;;", "name nameMissing"),
        ("Phường Quỳnh Lâm;Lan;;Tiếp nhận;;;", "title titleMissing"),
        ("Phường Quỳnh Lâm;Lan;CC;;;;", "roles rolesMissing"),
        ("Phường Quỳnh Lâm;Lan;CC;Bảo vệ;;;", "roles unknownRole"),
        ("Phường Quỳnh Lâm;Lan;CC;Tiếp nhận;Lan Bùi;;", "logIn badLogIn"),
        ("Phường Quỳnh Lâm;Lan;CC;Tiếp nhận;lan;;", "logIn logInTaken"),
        ("Phường Quỳnh Lâm;Lan;CC;Tiếp nhận;;12;", "phone badPhone"),
        ("Phường Quỳnh Lâm;Lan;CC;Tiếp nhận;;;31/2/2025", "from badDate"),
        ("Phường Quỳnh Lâm;La\u{7}n;CC;Tiếp nhận;;;", "name notClean"),
    ])
    func whatIsWrongIsToldAtItsCell(_ line: String, _ told: String) throws {
        #expect(try flaw(line, logIns: ["lan"]) == told)
    }

    @Test func lengthsAreTakenAtTheirBoundsAndNotBeyond() throws {
        for (count, told) in [(Limits.nameLength, ""), (Limits.nameLength + 1, "name tooLong")] {
            let name = String(repeating: "a", count: count)
            #expect(try flaw("Phường Quỳnh Lâm;\(name);CC;Tiếp nhận;lan;;") == told)
        }
        let line = "Phường Quỳnh Lâm;Bùi Thị Lan;CC;Tiếp nhận;;;"
        for (count, isTaken) in [(AgencyLimits.sheetRows, true), (AgencyLimits.sheetRows + 1, false)] {
            let text = ([Self.heading] + [String](repeating: line, count: count)).joined(separator: "\n")
            let read = try? StaffSheet.read(Array(text.utf8))
            #expect((read?.entries.count == count) == isTaken)
        }
    }

    @Test func namesForSigningInAreMadeOnceEach() throws {
        let plan = try plan(
            [
                "Phường Quỳnh Lâm;Bùi Thị Lan;Công chức;Tiếp nhận;;;",
                "Phường Quỳnh Lâm;Bùi Thị Lan;Văn thư;Văn thư;;;",
                "Phường Quỳnh Lâm;Bàn Tú Lan;Lãnh đạo;Lãnh đạo;lan.bt2;;",
                "Phường Quỳnh Lâm;Y;Cán bộ;Thụ lý;;;", "Phường Quỳnh Lâm;Đinh Đỗ Ước;Cán bộ;Thụ lý;;;",
            ],
            logIns: ["lan.bt"]
        )
        #expect(plan.flaws.isEmpty)
        #expect(plan.lines.map(\.logIn) == ["lan.bt3", "lan.bt4", "lan.bt2", "y00", "uoc.dd"])
    }

    @Test func thePersonTwiceIsToldAndTwoOfOneNameNeedLogIns() throws {
        let line = "Phường Quỳnh Lâm;Bùi Thị Lan;Công chức;Tiếp nhận;"
        #expect(try plan([line + ";;", line + ";;"]).flaws.map(\.cause) == [.twice])
        #expect(try plan([line + "lan1;;", line + "lan2;;"]).flaws.isEmpty)
        #expect(try plan([line + "lan1;;", line + "lan1;;"]).flaws.map(\.cause) == [.twice])
    }

    @Test func aListWithoutItsColumnsIsRefused() {
        #expect(throws: StaffSheet.Refusal.empty) { try StaffSheet.read([UInt8]()) }
        #expect(throws: StaffSheet.Refusal.columnMissing(.roles)) {
            try StaffSheet.read(Array("Đơn vị,Họ tên,Chức danh\na,b,c".utf8))
        }
        #expect(throws: StaffSheet.Refusal.empty) { try StaffSheet.read(Array(Self.heading.utf8)) }
        #expect(throws: StaffSheet.Refusal.text(.notUTF8)) { try StaffSheet.read([0xFF, 0xFE, 0x41]) }
    }
}
