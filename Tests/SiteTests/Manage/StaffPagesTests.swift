import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

@Suite struct StaffPagesTests {
    @Test func aNewOfficerGetsAPasswordThatIsShownOnceAndOpensTheAccount() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let form = try await client.get("/manage/staff/new")
        let fields: KeyValuePairs = [
            "unit": "agc_3_ward", "name": "Đinh Văn Phong", "title": "Công chức Một cửa", "logIn": "Phong.DV",
            "phone": "0912 345 678", "from": "1/7/2025", "to": "", "roles": "reception", "roles ": "",
        ]
        let shown = try await client.submit("/manage/staff/new", fields, from: form)
        #expect(shown.status == 200 && shown.words.contains("phong.dv"))
        let password = try #require(shown.body.split(separator: "callout-large\">").last?.prefix { $0 != "<" })
        // The role begins on 1 July: until then the account opens nothing.
        await #expect(throws: SignInError.refused) {
            try await office.rooms.signIn.signIn(name: "phong.dv", password: String(password), address: "192.0.2.9")
        }
        office.office.test.advance(minutes: 4 * 24 * 60 - 60 * 4)
        let member = try #require(
            try await office.rooms.database.read { tx in
                try StaffStore.find(logIn: "phong.dv", in: tx).flatMap { try StaffStore.load($0, in: tx) }
            }
        )
        #expect(
            member.grants == [
                RoleGrant(agency: Office.ward, role: .reception, from: try #require(CivilDate(2025, 7, 1)))
            ]
        )
        #expect(member.phone?.national == "0912345678")
        // The same form again, a double click, adds nobody and shows no password.
        let again = try await client.submit("/manage/staff/new", fields, from: form)
        #expect(again.status == 303)
    }

    @Test func whatWasTypedStaysWithTheErrors() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("thao")
        let page = try await client.submit(
            "/manage/staff/new",
            ["unit": "agc_2_centre", "name": "Xa Văn Đức", "title": "", "logIn": "hạnh", "from": "31/2/2026"]
        )
        #expect(page.status == 422 && page.body.contains("value=\"Xa Văn Đức\""))
        try expectSnapshot(page, named: "staff-new-errors")
        let taken = try await client.submit(
            "/manage/staff/new",
            [
                "unit": "agc_2_centre", "name": "Xa Văn Đức", "title": "Chuyên viên", "logIn": "hanh",
                "from": "1/7/2025", "roles": "specialist",
            ]
        )
        #expect(taken.status == 422 && taken.words.contains("“hanh” đã có người dùng"))
    }

    @Test(arguments: ["account", "roles", "roles/end", "absence", "absence/end", "signature"])
    func theWardsAdministratorCannotTouchTheCentresOfficer(_ act: String) async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let form = try await client.get("/manage/staff/new")
        let before = try await office.member(Office.Name.hanh.id)
        let answer = try await client.submit(
            "/manage/staff/stf_hanh/\(act)",
            ["act": "lock", "unit": "agc_3_ward", "role": "administrator", "from": "27/6/2025", "kind": "away"],
            from: form
        )
        #expect(answer.status == 404)
        #expect(try await office.member(Office.Name.hanh.id) == before)
    }

    @Test func aRoleIsGivenOnlyWithinReach() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let page = try await client.submit(
            "/manage/staff/stf_tuan/roles",
            ["unit": "agc_2_centre", "role": "administrator", "from": "27/6/2025"]
        )
        #expect(page.status == 422)
        let done = try await client.submit(
            "/manage/staff/stf_tuan/roles",
            ["unit": "agc_3_ward", "role": "clerk", "from": "27/6/2025", "to": "31/12/2025"],
            follow: true
        )
        #expect(done.status == 200 && done.words.contains("Đã giao vai trò."))
        let twice = try await client.submit(
            "/manage/staff/stf_tuan/roles",
            ["unit": "agc_3_ward", "role": "clerk", "from": "1/12/2025"]
        )
        #expect(twice.status == 422 && twice.words.contains("đã giữ vai trò này từ 27/6/2025 đến hết 31/12/2025"))
        let ended = try await client.submit(
            "/manage/staff/stf_tuan/roles/end",
            ["grant": "agc_3_ward clerk 2025-06-27", "last": "30/6/2025"],
            from: try await client.get("/manage/staff/stf_tuan/roles")
        )
        #expect(ended.status == 303)
        let tuan = try await office.member(Office.Name.tuan.id)
        #expect(tuan.grants.contains { $0.role == .clerk && $0.to == CivilDate(2025, 6, 30) })
    }

    @Test func aHeadRecordsAnAbsenceWithItsSubstitute() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("khanh")
        let path = "/manage/staff/stf_tuan/absence"
        let done = try await client.submit(
            path,
            ["kind": "away", "from": "30/6/2025", "to": "4/7/2025", "substitute": "stf_duyen"],
            follow: true
        )
        #expect(done.words.contains("Vắng mặt từ 30/6/2025 đến hết 4/7/2025. Người làm thay: Hà Thị Duyên."))
        let over = try await client.submit(path, ["kind": "away", "from": "4/7/2025", "to": "5/7/2025"])
        #expect(over.status == 422 && over.words.contains("Đã có một lần vắng mặt"))
        let back = try await client.submit(
            path + "/end",
            ["absence": "1", "last": "1/7/2025"],
            from: try await client.get(path)
        )
        #expect(back.status == 303)
        #expect(try await office.member(Office.Name.tuan.id).absences.first?.to == CivilDate(2025, 7, 1))
    }

    @Test func aSignatureBlockIsData() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("thao")
        let done = try await client.submit(
            "/manage/staff/stf_khanh/signature",
            [
                "unit": "agc_4_police", "prefix1": "KT.", "text1": "TRƯỞNG CÔNG AN PHƯỜNG", "prefix2": "",
                "text2": "PHÓ TRƯỞNG CÔNG AN PHƯỜNG", "from": "27/6/2025",
            ],
            follow: true
        )
        #expect(done.words.contains("KT. TRƯỞNG CÔNG AN PHƯỜNG PHÓ TRƯỞNG CÔNG AN PHƯỜNG"))
        let empty = try await client.submit(
            "/manage/staff/stf_khanh/signature",
            ["unit": "agc_4_police", "prefix1": "TM.", "from": "28/6/2025"]
        )
        #expect(empty.status == 422)
    }

    @Test func lockingEndsEverySessionAndUnlockingOpensAgain() async throws {
        let office = try await ManageOffice()
        let theirs = try await office.client("tuan")
        #expect(try await theirs.get("/manage/calendar").status == 200)
        let client = try await office.client("lan")
        let page = try await client.get("/manage/staff/stf_tuan")
        let locked = try await client.submit(
            "/manage/staff/stf_tuan/account",
            ["act": "lock"],
            from: page,
            follow: true
        )
        #expect(locked.words.contains("Đang khóa"))
        #expect(try await theirs.get("/manage/calendar").status != 200)
        await #expect(throws: SignInError.refused) { _ = try await office.client("tuan") }
        _ = try await client.submit("/manage/staff/stf_tuan/account", ["act": "unlock"], from: locked)
        let back = try await office.client("tuan")
        #expect(try await back.get("/manage/calendar").status == 200)
        let own = try await client.submit("/manage/staff/stf_lan/account", ["act": "lock"], from: page)
        #expect(own.status == 400)
    }
}
