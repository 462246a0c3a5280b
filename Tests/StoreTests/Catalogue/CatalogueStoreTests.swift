import Agencies
import Catalogue
import Foundation
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// One catalogue office: a database, a world that stands still, and a desk.
struct CatalogueOffice {
    let database: any Database
    let world: TestWorld
    let desk: CatalogueDesk

    init(_ engine: Engine, at start: String = "2026-03-02T08:00:00+07:00") async throws {
        database = try await engine.database(Book.migrations + CatalogueTables.migrations)
        world = TestWorld(at: start)
        desk = CatalogueDesk(database: database, world: world.world, actor: Actor("stf_ha"), agency: "agc_1")
    }

    func current(_ code: String, on date: CivilDate) async throws -> ProcedureVersion? {
        try await database.read { tx in try CatalogueStore.current(code: code, on: date, in: tx) }
    }
    func history(_ code: String) async throws -> [ProcedureVersion] {
        try await database.read { tx in try CatalogueStore.history(code: code, in: tx) }
    }
    func openFlags(_ kind: CatalogueFlag.Kind? = nil) async throws -> [StoredFlag] {
        try await database.read { tx in try CatalogueStore.openFlags(kind: kind, limit: 10_000, in: tx) }
    }
    func revision() async throws -> Int64 {
        try await database.read { tx in try Revisions.number(CatalogueStore.revision, in: tx) }
    }
    func position() async throws -> Int64 { try await database.read { tx in try Book.position(in: tx) } }
}

/// A file in the portal's shape, in our own words.
enum PortalFile {
    static func record(
        _ number: Int,
        name: String? = nil,
        channels: String = "Trực tiếp3Miễn phí",
        field: String = "Thư viện"
    ) -> [String: String] {
        [
            "ma_thu_tuc": "9.\(Digits.padded(number, 6))", "ten_thu_tuc": name ?? "Cấp thẻ đọc sách số \(number)",
            "so_quyet_dinh": "12/QĐ-BVH", "cap_thuc_hien": "Cấp xã", "linh_vuc": field,
            "trinh_tu_thuc_hien": "Bước 1: Nộp đơn.\nBước 2: Nhận thẻ.",
            "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tả\(channels)",
            "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn xin cấp thẻ1 bản chính",
            "ket_qua_xu_ly": "Thẻ đọc sáchMã: KQ.G99.000001",
        ]
    }
    static func text(_ records: [[String: String]]) throws -> String { try RecordedJSON.encode(records) }
}

private func day(_ month: Int, _ day: Int) -> CivilDate { CivilDate(2026, month, day) ?? CivilDate(day: 0) }

@Suite struct CatalogueImportTests {
    @Test(arguments: Engine.available)
    func theSameFileTwiceChangesNothing(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        let file = try PortalFile.text((1...5).map { PortalFile.record($0) })
        let first = try await office.desk.importNational(file, validFrom: day(3, 2))
        #expect(first.line == "imported 5, new versions 5, unchanged 0, flagged 5, refused 0")
        let (position, revision) = (try await office.position(), try await office.revision())
        office.world.advance(minutes: 5000)
        let second = try await office.desk.importNational(file, validFrom: day(3, 6))
        #expect(second.line == "imported 5, new versions 0, unchanged 5, flagged 5, refused 0")
        #expect(try await office.position() == position)
        #expect(try await office.revision() == revision)
        #expect(try await office.history("9.000001").count == 1)
    }

    @Test(arguments: Engine.available)
    func aChangedRecordMakesANewVersionThatSaysWhatChanged(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        let channels = "Trực tiếp3 Ngày làm việc5,000 VNĐ"
        _ = try await office.desk.importNational(
            PortalFile.text([PortalFile.record(1, channels: channels)]),
            validFrom: day(3, 2)
        )
        let before = try #require(try await office.current("9.000001", on: day(3, 2)))
        let report = try await office.desk.importNational(
            PortalFile.text([
                PortalFile.record(1, name: "Cấp thẻ đọc", channels: "Trực tiếp2 Ngày làm việc5,000 VNĐ")
            ]),
            validFrom: day(4, 1)
        )
        #expect(report.line == "imported 1, new versions 1, unchanged 0, flagged 0, refused 0")
        let after = try #require(try await office.current("9.000001", on: day(4, 1)))
        let changes = try await office.database.read { tx in try CatalogueStore.changes(of: after.id, in: tx) }
        #expect(changes.map(\.part) == ["name", "channels.inPerson.limit"])
        #expect(changes.first == FieldChange(part: "name", before: "Cấp thẻ đọc sách số 1", after: "Cấp thẻ đọc"))
        // A dossier keeps its version; the days before keep theirs.
        #expect(try await office.current("9.000001", on: day(3, 31))?.id == before.id)
        let kept = try await office.database.read { tx in try CatalogueStore.version(id: before.id, in: tx) }
        #expect(kept?.channels.first?.limit == .workingDays(3))
        #expect(kept?.validTo == day(3, 31))
        #expect(after.channels.first?.limit == .workingDays(2))
    }

    @Test(arguments: Engine.available)
    func aBadRecordIsRefusedAndTheRestGoesOn(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        var wrong = PortalFile.record(2)
        wrong["ma_thu_tuc"] = "chín"
        let file = try PortalFile.text([PortalFile.record(1), wrong, PortalFile.record(1), PortalFile.record(3)])
        let report = try await office.desk.importNational(file, validFrom: day(3, 2))
        #expect(report.line == "imported 2, new versions 2, unchanged 0, flagged 2, refused 2")
        #expect(report.refused.map(\.place) == [2, 3])
        #expect(report.refused.map(\.reason) == ["codeMalformed(\"chín\")", "codeTwice"])
    }

    @Test(arguments: Engine.available)
    func theWholeNationalFileIsTakenInSlices(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        var chance = SeededGenerator(2642)
        let shapes = [
            "Trực tiếp5Miễn phí", "Trực tuyến3 Ngày làm việcMiễn phíTrực tiếp3 Ngày làm việcMiễn phí",
            "Trực tiếp20 NgàyMiễn phí(Theo nghị quyết của Hội đồng nhân dân tỉnh)",
            "Trực tiếpKhông có thông tin8,000 VNĐ",
        ]
        let records = (1...2642).map { number in
            PortalFile.record(number, channels: shapes[Int.random(in: shapes.indices, using: &chance)])
        }
        let report = try await office.desk.importNational(PortalFile.text(records), validFrom: day(3, 2))
        #expect(report.imported == 2642 && report.newVersions == 2642 && report.refused.isEmpty)
        let all = try await office.database.read { tx in try CatalogueStore.all(on: day(3, 2), in: tx) }
        #expect(all.count == 2642)
        let bare = try await office.openFlags(.limitWithoutUnit).count
        #expect(bare > 400)
        #expect(try await office.desk.resolveAll(.unit(.workingDays, field: "Hộ tịch")) == 0)
        #expect(try await office.desk.resolveAll(.unit(.workingDays, field: nil)) == bare)
        #expect(try await office.openFlags(.limitWithoutUnit).isEmpty)
        #expect(try await office.desk.resolveAll(.unit(.workingDays, field: nil)) == 0)
        let again = try await office.desk.importNational(PortalFile.text(records), validFrom: day(3, 3))
        #expect(again.newVersions == 0 && again.unchanged == 2642)
    }

    @Test(arguments: Engine.available)
    func answersAreGivenAgainToAChangedRecord(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        _ = try await office.desk.importNational(PortalFile.text([PortalFile.record(1)]), validFrom: day(3, 2))
        let flag = try #require(try await office.openFlags().first)
        try await office.desk.resolve(flag.id, with: .limit(.workingDays(3)))
        let report = try await office.desk.importNational(
            PortalFile.text([PortalFile.record(1, name: "Cấp thẻ")]),
            validFrom: day(4, 1)
        )
        #expect(report.line == "imported 1, new versions 1, unchanged 0, flagged 0, refused 0")
        let after = try #require(try await office.current("9.000001", on: day(4, 1)))
        #expect(after.channels.first?.limit == .workingDays(3))
        let changes = try await office.database.read { tx in try CatalogueStore.changes(of: after.id, in: tx) }
        #expect(changes.map(\.part) == ["name"])
    }

    @Test(arguments: Engine.available)
    func versionsMadeByPeopleAreTakenOnce(engine: Engine) async throws {
        let office = try await CatalogueOffice(engine)
        let first = ProcedureVersion(
            id: ID("prc_a"),
            code: "1.000001",
            name: "Cấp thẻ",
            field: "Thư viện",
            levels: [.district],
            validFrom: day(1, 1),
            validTo: day(6, 30)
        )
        var second = first
        second.id = ID("prc_a_2")
        second.levels = [.commune]
        (second.validFrom, second.validTo) = (day(7, 1), nil)
        #expect(try await office.desk.importVersions([first, second]).newVersions == 2)
        #expect(try await office.desk.importVersions([first, second]).unchanged == 2)
        #expect(try await office.current("1.000001", on: day(6, 30))?.levels == [.district])
        #expect(try await office.current("1.000001", on: day(7, 1))?.id == second.id)
    }
}
