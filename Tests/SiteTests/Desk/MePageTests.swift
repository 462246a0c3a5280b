import Access
import Agencies
import Dossiers
import Kernel
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// An officer's own account, and what happens to the work of one who is away.
@Suite struct MePageTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in
            SignInPages(rooms).addRoutes(to: routes)
            MePages(rooms).addRoutes(to: routes)
        }
    }

    @Test(arguments: ["vi", "en"]) func theAccountStaysAsItWas(_ language: String) async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .tuan, language: language)
        let duyen = Office.Name.duyen.id.rawValue
        let planned = try await client.submit(
            "/desk/me/absence",
            ["kind": "away", "from": "30/6/2025", "to": "2/7/2025", "substitute": duyen],
            from: try await client.get("/desk/me")
        )
        #expect(planned.header("Location") == "/desk/me?done=absence")
        try expectSnapshot(try await client.get("/desk/me?done=absence"), named: "me.\(language)")
    }

    @Test func aNewPasswordEndsEveryOtherSession() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        let other = try await office.client(signedInAs: .hanh)
        let page = try await client.get("/desk/me")
        let new = "mưa rơi trên mái lá"
        let wrong = try await client.submit(
            "/desk/me/password",
            ["current": "không phải", "new": new, "again": new],
            from: page
        )
        #expect(wrong.status == 422 && wrong.words.contains("Mật khẩu đang dùng chưa đúng"))
        let before = client.cookies["mc-session"]
        let done = try await client.submit(
            "/desk/me/password",
            ["current": Office.password, "new": new, "again": new],
            from: wrong
        )
        #expect(done.header("Location") == "/desk/me?done=password" && client.cookies["mc-session"] != before)
        #expect(try await client.get("/desk/me").status == 200)
        #expect(try await other.get("/desk/me").status == 303)
    }

    @Test func signingOutEverywhereEndsThisSessionToo() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .hanh)
        let other = try await office.client(signedInAs: .hanh)
        let answer = try await client.submit("/desk/me/sessions", from: try await client.get("/desk/me"))
        #expect(answer.header("Location") == "/sign-in?out=1")
        #expect(try await client.get("/desk/me").status == 303)
        #expect(try await other.get("/desk/me").status == 303)
    }

    @Test func anAbsenceThatCannotBeIsToldWithWhatWasTyped() async throws {
        let office = try await office()
        let client = try await office.client(signedInAs: .tuan)
        let page = try await client.get("/desk/me")
        for (from, to, told) in [
            ("26/6/2025", "27/6/2025", "Chỉ ghi được từ hôm nay"), ("30/6/2025", "28/6/2025", "Ngày cuối phải từ"),
            ("31/2/2026", "1/3/2026", "Không có ngày này"),
        ] {
            let fields: KeyValuePairs = ["kind": "away", "from": from, "to": to, "substitute": ""]
            let answer = try await client.submit("/desk/me/absence", fields, from: page)
            #expect(answer.status == 422 && answer.words.contains(told), "\(from)")
            #expect(answer.body.contains("value=\"\(from)\""))
        }
        // A colleague of another unit is no substitute.
        let stranger: KeyValuePairs = [
            "kind": "away", "from": "30/6/2025", "to": "30/6/2025", "substitute": Office.Name.hanh.id.rawValue,
        ]
        #expect(try await client.submit("/desk/me/absence", stranger, from: page).status == 422)
        let right: KeyValuePairs = ["kind": "away", "from": "30/6/2025", "to": "30/6/2025", "substitute": ""]
        #expect(try await client.submit("/desk/me/absence", right, from: page).status == 303)
        #expect(try await client.submit("/desk/me/absence", right, from: page).status == 303, "sent twice")
        let longer: KeyValuePairs = ["kind": "away", "from": "30/6/2025", "to": "1/7/2025", "substitute": ""]
        #expect(try await client.submit("/desk/me/absence", longer, from: page).words.contains("Đã có lịch"))
        let back = try await client.submit("/desk/me/absence/end", ["number": "1"], from: page)
        #expect(back.header("Location") == "/desk/me?done=back")
        #expect(try await client.submit("/desk/me/absence", longer, from: page).status == 303)
    }

    @Test func anAbsentOfficersWorkPassesToTheSubstituteWhenTheDayOpens() async throws {
        let office = try await office()
        let id = try await office.dossier(.taken)
        let staff = StaffDesk(database: office.rooms.database, world: office.rooms.world)
        let monday = try #require(CivilDate(2025, 6, 30))
        try await staff.setAbsence(
            of: Office.Name.tuan.id,
            .away,
            from: monday,
            to: monday.adding(days: 2),
            substitute: Office.Name.duyen.id,
            by: Office.Name.tuan.actor
        )
        #expect(try await office.rooms.openDay().isEmpty, "the absence has not begun")
        office.test.now = Instant(monday, minute: 7 * 60)
        let passed = try await office.rooms.openDay()
        #expect(passed.map(\.absent) == [Office.Name.tuan.id] && passed.map(\.taker) == [Office.Name.duyen.id])
        #expect(passed.first?.dossiers == [id])
        #expect(try await office.load(id).officer == Office.Name.duyen.actor)
        #expect(try await office.rooms.openDay().isEmpty, "it was passed on already")
    }

    @Test func withoutSubstituteTheWorkGoesBackToTheListOfTheRole() async throws {
        let office = try await office()
        let id = try await office.dossier(.taken)
        let staff = StaffDesk(database: office.rooms.database, world: office.rooms.world)
        let today = office.test.now.date
        // The substitute is of another role: work never gives a right.
        try await staff.setAbsence(
            of: Office.Name.tuan.id,
            .delegated,
            from: today,
            to: today,
            substitute: Office.Name.oanh.id,
            by: Office.Name.tuan.actor
        )
        let passed = try await office.rooms.openDay()
        #expect(passed.map(\.taker) == [nil] && passed.first?.dossiers == [id])
        #expect(try await office.load(id).officer == nil)
    }
}
