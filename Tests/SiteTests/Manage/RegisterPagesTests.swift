import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

@testable import Site

@Suite struct RegisterPagesTests {
    @Test func verifyingRunsBesideTheRequestAndItsReportStays() async throws {
        let office = try await ManageOffice()
        let client = try await office.client("thao")
        let page = try await client.get("/manage/register")
        #expect(page.words.contains("Chưa chạy từ khi máy chủ khởi động."))
        for act in ["verify", "rebuild"] {
            let answer = try await client.submit("/manage/register/\(act)", from: page)
            #expect(answer.header("Location") == "/manage/register?done=\(act)")
        }
        var words = ""
        for _ in 0..<10_000 where !(words.contains("Sổ nguyên vẹn") && words.contains("Các bảng khớp với sổ")) {
            words = try await client.get("/manage/register").words
            await Task.yield()
        }
        #expect(words.contains("Sổ nguyên vẹn") && words.contains("Các bảng khớp với sổ"))
    }

    @Test func aJobRunsOnceAtATimeAndKeepsItsFailure() async throws {
        let office = try await ManageOffice()
        let job = Job<Int>()
        let gate = AsyncStream.makeStream(of: Int.self)
        let first = job.start(office.rooms.world) { progress in
            progress(7)
            for await number in gate.stream { return number }
            return 0
        }
        #expect(job.start(office.rooms.world) { _ in 1 } == nil)
        gate.continuation.yield(42)
        await first?.value
        guard case .done(_, 42) = job.state else { return #expect(Bool(false), "\(job.state)") }
        await job.start(office.rooms.world) { _ in throw AgencyError.noSuchGrant }?.value
        guard case .failed(_, "AgencyError.noSuchGrant") = job.state else {
            return #expect(Bool(false), "\(job.state)")
        }
    }

    @Test func aFailingDutyIsInSightAndCanBeWoken() async throws {
        let office = try await ManageOffice()
        let now = office.office.test.now
        try await office.rooms.database.write("test") { tx in
            try DutyStore.register("register.seal", at: now, in: tx)
            let claim = try DutyStore.claim("register.seal", lease: 60, at: now, in: tx)
            if let claim { try DutyStore.fail(claim, error: "SealError.hole", at: now, in: tx) }
        }
        let client = try await office.client("thao")
        let page = try await client.get("/manage/register")
        #expect(page.words.contains("Niêm phong sổ Lỗi 1 lần liên tiếp: SealError.hole"))
        _ = try await client.submit("/manage/register/wake", ["duty": "register.seal"], from: page)
        let duties = try await office.rooms.database.read { tx in try DutyStore.all(in: tx) }
        #expect(duties.first?.nextAt == now)
    }

    @Test func aHeadSeesWhoLookedAtWhat() async throws {
        let office = try await ManageOffice()
        let id = try await office.office.dossier(.received)
        let now = office.office.test.now
        try await office.rooms.database.write("test") { tx in
            try Looks.record(at: id.rawValue, by: Office.Name.hanh.officer, for: .work, at: now, in: tx)
        }
        let client = try await office.client("dung")
        let page = try await client.get("/manage/register/looks?staff=stf_hanh&from=27/6/2025")
        #expect(page.words.contains("Đinh Thị Hạnh: 1 lần xem") && page.words.contains("Giải quyết hồ sơ"))
        let later = try await client.get("/manage/register/looks?staff=stf_hanh&from=28/6/2025")
        #expect(later.words.contains("Không có lần xem nào"))
        let other = try await client.get("/manage/register/looks?staff=stf_tuan&from=27/6/2025")
        #expect(!other.words.contains("lần xem"))
    }
}
