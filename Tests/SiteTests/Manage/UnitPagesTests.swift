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

/// Counters and units.
@Suite struct UnitPagesTests {
    @Test func aCounterIsOpenedChangedAndClosed() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("dung")
        let opened = try await client.submit(
            "/manage/counters/new",
            ["unit": "agc_2_centre", "number": "3", "name": "Hộ tịch", "field ho tich": "1", "from": "27/6/2025"],
            follow: true
        )
        #expect(opened.status == 200 && opened.words.contains("Quầy số 3 Hộ tịch Hộ tịch"))
        let taken = try await client.submit(
            "/manage/counters/new",
            ["unit": "agc_2_centre", "number": "3", "name": "Đất đai", "from": "27/6/2025"]
        )
        #expect(taken.status == 422 && taken.words.contains("đã có quầy số 3") && taken.body.contains("Đất đai"))
        let counters = try await office.rooms.database.read { tx in
            try AgencyStore.counters(of: Office.centre, on: CivilDate(day: 20_266), in: tx)
        }
        let counter = try #require(counters.first)
        #expect(counter.fields == ["Hộ tịch"])
        let path = "/manage/counters/\(counter.id)"
        let page = try await client.get(path)
        #expect(page.body.contains("checked"))
        let stale = try await client.submit(path, ["seen": "9", "number": "4", "name": "Hộ tịch"], from: page)
        #expect(stale.status == 422 && stale.words.contains("Có người vừa thay đổi"))
        let changed = try await client.submit(path, ["seen": "1", "number": "4", "name": "Tư pháp"], follow: true)
        #expect(changed.words.contains("Quầy số 4 Tư pháp Mọi lĩnh vực"))
        let early = try await client.submit(path + "/close", ["last": "1/1/2025"], from: page)
        #expect(early.status == 422 && early.words.contains("27/6/2025"))
        let closed = try await client.submit(path + "/close", ["last": "30/6/2025"], from: page, follow: true)
        #expect(closed.words.contains("đến hết 30/6/2025"))
        let other = try await office.client("lan")
        #expect(try await other.get(path).status == 404)
    }

    @Test func onlyAUnitAboveGivesACode() async throws {
        let office = try await ManageOffice()
        let path = "/manage/units/agc_3_ward"
        let own = try await office.client("lan")
        let page = try await own.get(path)
        #expect(!page.body.contains("name=\"code\""))
        let fields: KeyValuePairs = ["scheme": "statistics", "code": "04792", "from": "1/7/2025"]
        #expect(try await own.submit(path + "/code", fields, from: page).status == 404)
        let client = try await office.client("thao")
        let done = try await client.submit(path + "/code", fields, from: try await client.get(path), follow: true)
        #expect(done.words.contains("04792") && done.words.contains("từ 1/7/2025"))
        let taken = try await client.submit(
            "/manage/units/agc_2_centre/code",
            ["scheme": "statistics", "code": "04792", "from": "1/8/2025"],
            from: done
        )
        #expect(taken.status == 422 && taken.words.contains("đang thuộc Phường Quỳnh Lâm"))
        let wrong = try await client.submit(
            path + "/code",
            ["scheme": "unit", "code": "số 12", "from": "1/8/2025"],
            from: done
        )
        #expect(wrong.status == 422 && wrong.body.contains("value=\"số 12\""))
    }

    @Test func aNewNameKeepsTheOldOneInTime() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("thao")
        let path = "/manage/units/agc_3_ward"
        let done = try await client.submit(
            path + "/name",
            ["name": "Ủy ban nhân dân phường Hòa Bình", "shortName": "Phường Hòa Bình", "nameFrom": "1/7/2025"],
            from: try await client.get(path),
            follow: true
        )
        #expect(done.words.contains("phường Hòa Bình") && done.words.contains("phường Quỳnh Lâm"))
        let unit = try await office.rooms.database.read { tx in try AgencyDirectory.load(in: tx) }
        #expect(unit.name(of: Office.ward, on: CivilDate(day: 20_000)) == "Ủy ban nhân dân phường Quỳnh Lâm")
    }
}
