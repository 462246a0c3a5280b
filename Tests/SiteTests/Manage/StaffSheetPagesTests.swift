import Access
import Agencies
import Kernel
import SiteTestSupport
import TestSupport
import Testing
import Web

@Suite struct StaffSheetPagesTests {
    private static let good =
        "Đơn vị;Họ và tên;Chức danh;Vai trò\nPhường Quỳnh Lâm;Xa Thị Mơ;Văn thư;Văn thư\nPhường Quỳnh Lâm;Hà Văn Tú;Công chức;Tiếp nhận"

    private func send(_ text: String, _ act: String, _ client: Client) async throws -> Exchange {
        let page = try await client.get("/manage/staff/sheet")
        let file = Client.File("list", name: "ds.csv", type: "text/csv", bytes: Array(text.utf8))
        return try await client.upload("/manage/staff/sheet", ["do": act], files: [file], from: page)
    }
    /// The page once the work in the background has ended.
    private func done(_ client: Client) async throws -> Exchange {
        var page = try await client.get("/manage/staff/sheet")
        while page.words.contains("Đang thêm từ") {
            await Task.yield()
            page = try await client.get("/manage/staff/sheet")
        }
        return page
    }

    @Test func aListIsLookedAtTakenInAndItsPasswordsForgotten() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan")
        let look = try await send(Self.good, "look", client)
        #expect(look.status == 200 && look.words.contains("2 người trong danh sách, 2 người thêm mới"))
        #expect(look.words.contains("mo.xt") && look.words.contains("tu.hv"))
        // What was looked at goes with the form and needs not be sent again.
        let rows = try #require(look.hidden("rows"))
        let accepted = try await client.submit("/manage/staff/sheet", ["do": "accept", "rows": rows], from: look)
        #expect(accepted.status == 303)
        let page = try await done(client)
        #expect(page.words.contains("thêm 2 người, 0 người đã có từ trước") && page.words.contains("mo.xt"))
        let file = try await client.submit("/manage/staff/sheet/passwords.csv", from: page)
        #expect(file.status == 200 && file.body.contains("Hà Văn Tú,Công chức,tu.hv,"))
        // Another administrator sees nothing of it.
        let other = try await office.client("thao")
        #expect(try await !other.get("/manage/staff/sheet").words.contains("mo.xt"))
        let listed = try await other.get("/manage/staff/sheet")
        #expect(try await other.submit("/manage/staff/sheet/passwords.csv", from: listed).status == 404)
        let forgotten = try await client.submit("/manage/staff/sheet/forget", from: page)
        #expect(forgotten.status == 303)
        #expect(try await !client.get("/manage/staff/sheet").words.contains("mo.xt"))
        let again = try await send(Self.good, "look", client)
        #expect(again.words.contains("2 người trong danh sách, 0 người thêm mới"))
    }

    @Test(arguments: ["vi", "en"])
    func whatIsWrongIsToldAndNobodyIsAdded(_ language: String) async throws {
        let office = try await ManageOffice()
        let client = try await office.client("lan", language: language)
        let text = Self.good + "\nTỉnh Hòa Bình;A;B;Lãnh đạo\nPhường Quỳnh Lâm;;Công chức;Bảo vệ"
        let page = try await send(text, "accept", client)
        #expect(page.status == 422)
        try expectSnapshot(page, named: "staff-sheet-\(language)")
        #expect(try await client.get("/manage/staff").words.contains("Hà Văn Tú") == false)
        #expect(try await send("", "look", client).status == 422)
        #expect(try await send("a,b\n1,2", "look", client).status == 422)
    }
}
