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

@Suite struct CataloguePagesTests {
    /// Two records of our own in the portal's shape: one without a unit of time, one that says "free" and names a law.
    static let file = """
        [{"ma_thu_tuc":"9.000001","ten_thu_tuc":"Cấp thẻ thư viện","linh_vuc":"Thư viện","cap_thuc_hien":"Cấp xã",\
        "so_quyet_dinh":"12/QĐ-BVH","cach_thuc_thuc_hien":"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến1Miễn phí"},\
        {"ma_thu_tuc":"9.000002","ten_thu_tuc":"Đổi thẻ thư viện","linh_vuc":"Thư viện","cap_thuc_hien":"Cấp xã",\
        "so_quyet_dinh":"12/QĐ-BVH","cach_thuc_thuc_hien":"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp2Miễn phí"},\
        {"ma_thu_tuc":"thiếu","ten_thu_tuc":"Hỏng"}]
        """

    private func imported(_ office: ManageOffice, _ client: Client) async throws -> Exchange {
        let page = try await client.get("/manage/catalogue/import")
        let file = Client.File("file", name: "a.json", type: "application/json", bytes: Array(Self.file.utf8))
        return try await client.upload("/manage/catalogue/import", ["from": "27/6/2025"], files: [file], from: page)
    }

    @Test func theSameFileTwiceSaysUnchanged() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("quang")
        let first = try await imported(office, client)
        #expect(first.words.contains("Đã đọc 2, phiên bản mới 2, không đổi 0, có chỗ chưa rõ 2, không nhận 1."))
        #expect(first.words.contains("mã không đúng dạng"))
        let second = try await imported(office, client)
        #expect(second.words.contains("Đã đọc 2, phiên bản mới 0, không đổi 2, có chỗ chưa rõ 2, không nhận 1."))
        let page = try await client.get("/manage/catalogue/import")
        let bad = Client.File("file", name: "a.json", type: "application/json", bytes: Array("không".utf8))
        let refused = try await client.upload(
            "/manage/catalogue/import",
            ["from": "27/6/2025"],
            files: [bad],
            from: page
        )
        #expect(refused.status == 422 && refused.words.contains("Không đọc được tệp"))
        #expect(try await client.submit("/manage/catalogue/import", ["from": "27/6/2025"]).status == 422)
    }

    @Test func aFlagIsAnsweredWithItsSourceBeforeOnesEyes() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("quang")
        _ = try await imported(office, client)
        let flag = try #require(try await flags(office).first)
        let path = "/manage/catalogue/flags/\(flag.id)"
        let page = try await client.get(path)
        try expectSnapshot(page, named: "flag")
        let hours = try await client.submit(path, ["answer": "limit", "limit": "8 giờ"])
        #expect(hours.status == 422 && hours.words.contains("giờ làm việc hay giờ đồng hồ"))
        let done = try await client.submit(path, ["answer": "limit", "limit": "1 ngày làm việc"], follow: true)
        #expect(done.words.contains("Đã ghi câu trả lời."))
        let procedure = try await office.office.procedure(flag.code)
        #expect(!procedure.flags.contains { $0.kind == .limitWithoutUnit })
        #expect(procedure.channels.first?.limit == .workingDays(1))
        #expect(try await client.get(path).words.contains("Thời hạn: 1 ngày làm việc"))
    }

    @Test func manyFlagsAreAnsweredByRuleAfterTheirNumberWasShown() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("quang")
        _ = try await imported(office, client)
        let path = "/manage/catalogue/flags/bulk"
        let ask = try await client.get(path + "?kind=limitWithoutUnit&field=Th%C6%B0%20vi%E1%BB%87n")
        try expectSnapshot(ask, named: "bulk")
        let shown = try await client.submit(
            path,
            ["kind": "limitWithoutUnit", "field": "Thư viện", "rule": "workingDays"],
            from: ask
        )
        #expect(shown.status == 200 && shown.body.contains("callout-large\">2</p>"))
        #expect(try await flags(office).count == 2)
        let done = try await client.submit(
            path,
            ["kind": "limitWithoutUnit", "field": "Thư viện", "rule": "workingDays", "sure": "1"],
            from: shown,
            follow: true
        )
        #expect(done.words.contains("Đã trả lời 2 chỗ."))
        #expect(try await flags(office).isEmpty)
        let procedure = try await office.office.procedure("9.000002")
        #expect(procedure.channels.first?.limit == .workingDays(2))
    }

    private func flags(_ office: ManageOffice) async throws -> [StoredFlag] {
        try await office.rooms.database.read { tx in
            try CatalogueStore.openFlags(kind: .limitWithoutUnit, field: "Thư viện", in: tx)
        }
    }

    @Test func aDecisionNeedsItsNumberAndDates() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("quang")
        let path = "/manage/catalogue/\(Office.residence)"
        let version = try await office.office.procedure()
        let empty = try await client.submit(path + "/publish", ["version": version.id.rawValue, "decision": ""])
        #expect(empty.status == 422)
        let published = try await client.submit(
            path + "/publish",
            [
                "version": version.id.rawValue, "decision": "15/QĐ-UBND", "decided": "20/6/2025",
                "from": "1/7/2025",
            ],
            follow: true
        )
        #expect(published.words.contains("15/QĐ-UBND ngày 20/6/2025"))
        let fee = try await client.submit(
            path + "/fee",
            [
                "decision": "9/2025/NQ-HĐND", "decided": "20/6/2025", "kind": "fee", "amount": "15.000",
                "channel": "all", "from": "1/7/2025",
            ],
            follow: true
        )
        #expect(fee.words.contains("15.000 đ") && fee.words.contains("9/2025/NQ-HĐND"))
        let early = try await client.submit(
            path + "/repeal",
            ["decision": "16/QĐ-UBND", "decided": "20/6/2025", "to": "1/1/2000"]
        )
        #expect(early.status == 422 && early.words.contains("Ngày cuối phải sau ngày đầu"))
        let repealed = try await client.submit(
            path + "/repeal",
            ["decision": "16/QĐ-UBND", "decided": "20/6/2025", "to": "31/12/2025"],
            follow: true
        )
        #expect(repealed.words.contains("Đã ghi việc bãi bỏ"))
    }

    @Test func thePlanSaysWhatIsOverdue() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("quang")
        let path = "/manage/catalogue/review"
        let wrong = try await client.submit(
            path,
            ["year": "2025", "unit": "Sở Tư pháp", "codes": "9.9", "due": "1/6/2025"]
        )
        #expect(wrong.status == 422 && wrong.words.contains("Không có thủ tục mã 9.9"))
        let planned = try await client.submit(
            path,
            ["year": "2025", "unit": "Sở Tư pháp", "codes": "\(Office.residence) 1.004222", "due": "1/6/2025"],
            follow: true
        )
        #expect(planned.words.contains("Đã rà soát 0 trên 2.") && planned.words.contains("2 thủ tục quá hạn rà soát"))
        let item = try #require(planned.hidden("item"))
        let done = try await client.submit(
            path + "/done",
            ["item": item, "year": "2025", "outcome": "simplify"],
            from: planned,
            follow: true
        )
        #expect(done.words.contains("Đã rà soát 1 trên 2.") && done.words.contains("đơn giản hóa"))
    }
}
