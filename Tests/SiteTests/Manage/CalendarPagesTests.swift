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

@Suite struct CalendarPagesTests {
    static let header = "date,kind,status,name_vi,name_en,paired_with\n"

    @Test(arguments: Language.allCases)
    func aNoticeWithFaultsSaysEachLineInTheReadersLanguage(_ language: Language) async throws {
        let office = try await ManageOffice()
        let client = try await office.client("thao", language: language.rawValue)
        let rows =
            Self.header + "2026-02-30,statutory,announced,Tết,Tet,\n2026-02-16,nghỉ,announced,Tết,Tet,\n"
            + "2026-02-17,statutory,announced,Tết,Tet,\n2026-02-17,statutory,announced,Tết,Tet,\n"
        let page = try await client.submit(
            "/manage/calendar/notice",
            ["source": "Thông báo 12/TB-BNV", "scope": "all", "rows": rows]
        )
        #expect(page.status == 422)
        for line in [2, 3, 5] { #expect(page.words.contains(language == .vi ? "Dòng \(line):" : "Line \(line):")) }
        #expect(page.body.contains("2026-02-30,statutory"))
        try expectSnapshot(page, named: "notice-errors.\(language.rawValue)")
        let revision = try await office.rooms.database.read { tx in try CalendarStore.revision(in: tx) }
        #expect(revision == .none)
    }

    @Test func aNoticeShowsWhatMovesBeforeItIsEntered() async throws {
        let office = try await ManageOffice()
        // Received on Friday 27/6/2025, one working day: due on Monday 30/6.
        let id = try await office.office.dossier(.received)
        let before = try await office.office.load(id).legalDueAt
        let client = try await office.client("thao")
        let rows = Self.header + "2025-06-30,swap_off,announced,Nghỉ đột xuất,Extra day off,\n"
        let fields: KeyValuePairs = ["source": "Công điện 7/CĐ-TTg", "scope": "all", "rows": rows]
        let preview = try await client.submit("/manage/calendar/notice", fields)
        #expect(preview.status == 200 && preview.body.contains("callout-large\">1</p>"))
        try expectSnapshot(preview, named: "notice-preview")
        let none = try await office.rooms.database.read { tx in try CalendarStore.revision(in: tx) }
        #expect(none == .none)
        let entered = try await client.submit(
            "/manage/calendar/notice",
            ["source": "Công điện 7/CĐ-TTg", "scope": "all", "rows": rows, "sure": "1"],
            from: preview
        )
        #expect(entered.header("Location") == "/manage/calendar?year=2025&done=notice")
        let report = try await Recomputation(office.rooms).run(ground: "again")
        let after = try await office.office.load(id).legalDueAt
        #expect(after == before?.adding(minutes: 24 * 60) && report.earlier == 0)
        let year = try await client.get("/manage/calendar?year=2025&done=notice")
        #expect(year.words.contains("Nghỉ đột xuất"))
    }

    @Test func aWardEntersDaysForItselfAlone() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let fields: KeyValuePairs = [
            "source": "Thông báo 3/TB-UBND", "scope": "all", "date": "30/6/2025", "kind": "swap_off",
            "status": "announced", "nameVI": "Nghỉ", "nameEN": "Off", "sure": "1",
        ]
        let page = try await client.get("/manage/calendar/day")
        #expect(try await client.submit("/manage/calendar/day", fields, from: page).status == 422)
        let own: KeyValuePairs = [
            "source": "Thông báo 3/TB-UBND", "scope": "own", "date": "30/6/2025", "kind": "swap_off",
            "status": "announced", "nameVI": "Nghỉ", "nameEN": "Off", "sure": "1",
        ]
        #expect(try await client.submit("/manage/calendar/day", own, from: page).status == 303)
        let day = try #require(CivilDate(2025, 6, 30))
        let rooms = office.rooms
        let open = try await rooms.database.read { tx in
            try [Office.ward, Office.police, Office.centre].map {
                try rooms.calendar(of: $0, on: day, in: tx).isWorkingDay(day)
            }
        }
        #expect(open == [false, false, true])
    }

    @Test func sessionsAreSetBySeasonAndTakenBack() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let path = "/manage/calendar/sessions"
        let wrong = try await client.submit(
            path,
            [
                "unit": "agc_3_ward", "source": "QĐ 45", "days": "6", "sessions": "11:30-07:30",
                "seasonFrom": "31/6", "seasonTo": "15/10", "from": "27/6/2025",
            ]
        )
        #expect(wrong.status == 422 && wrong.words.contains("07:30-11:30") && wrong.words.contains("ví dụ 16/4"))
        let overlap = try await client.submit(
            path,
            [
                "unit": "agc_3_ward", "source": "QĐ 45", "days": "6", "sessions": "07:30-11:30,11:00-12:00",
                "from": "27/6/2025",
            ]
        )
        #expect(overlap.status == 422 && overlap.words.contains("07:30-11:30 và 11:00-12:00 chồng lên nhau"))
        let set = try await client.submit(
            path,
            [
                "unit": "agc_3_ward", "source": "QĐ 45", "days": "6", "sessions": "07:30-11:30",
                "seasonFrom": "16/4", "seasonTo": "15/10", "from": "27/6/2025",
            ],
            follow: true
        )
        #expect(set.words.contains("16/4 – 15/10"))
        let back = try await client.submit(
            path + "/withdraw",
            ["unit": "agc_3_ward", "place": "1", "why": "Nhập nhầm"],
            from: set,
            follow: true
        )
        #expect(back.words.contains("Chưa có quy định riêng"))
    }
}
