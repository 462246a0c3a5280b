import Catalogue
import Foundation
import Kernel
import LegalClock
import SiteTestSupport
import TestSupport
import Testing
import Web

@testable import Site

/// What citizens see before they have a dossier.
@Suite struct CitizenPageTests {
    @Test(arguments: ["vi", "en"])
    func everyPageIsWhatItWas(_ language: String) async throws {
        let office = try await CitizenOffice()
        let client = office.client(language)
        for (path, name) in [
            ("/", "home"), ("/procedures", "fields"), ("/procedures?q=giay+khai+sinh", "found"),
            ("/procedures?q=zzzqqq", "nothing"),
            ("/procedures?field=H%E1%BB%99+t%E1%BB%8Bch", "field"),
            ("/procedures/1.010041", "procedure"), ("/procedures/1.001193", "procedure-doubts"), ("/help", "help"),
            ("/privacy", "privacy"), ("/track", "track"),
        ] {
            let page = try await client.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(!page.body.contains("⟦"), "\(path) lacks a text")
            try expectSnapshot(page, named: "\(name).\(language)")
        }
    }

    @Test func theHomePageIsLight() async throws {
        let page = try await CitizenOffice().client().get("/")
        #expect(page.bytes.count < 20_000)
        #expect(page.body.contains("/procedures") && page.body.contains("/track") && page.body.contains("/help"))
    }

    @Test func theLongestNameFits() async throws {
        let office = try await CitizenOffice()
        #expect(Samples.long.name.count == 1094)
        let page = try await office.client().get("/procedures/1.099999")
        #expect(page.body.contains("<h1 class=\"long\">") && page.body.contains(Samples.long.name))
        let leaflet = try await office.client().get("/procedures/1.099999/leaflet.pdf")
        #expect(leaflet.status == 200)
    }

    @Test func aFeeThatIsNotStatedIsNeverFree() throws {
        let t = try TextLibrary()[.vi]
        let view = ProcedureView(Samples.birth, t)
        #expect(
            view.cost.map(\.amount) == [
                "Đến tận nơi: Lệ phí: 8.000 đ", "Qua mạng: Chưa ghi mức tiền; xin hỏi trước khi nộp",
            ]
        )
        #expect(view.cost[0].text.contains("hộ nghèo"))
        #expect(!view.cost.contains { $0.amount.contains("0 đ") && !$0.amount.contains("8.000") })
        let bare = ProcedureView(Samples.long, t)
        #expect(bare.cost.map(\.amount) == [t("citizen.fee.notStated")] && bare.howLong == [t("citizen.limit.none")])
    }

    @Test func aDoubtIsShownAsItIs() throws {
        let view = ProcedureView(Samples.birth, try TextLibrary()[.vi])
        #expect(view.doubts.count == 2 && view.doubts[0].contains("07 ngày làm việc"))
        #expect(view.howLong.contains { $0.contains("Chưa rõ") && $0.contains("7 Ngày") })
    }

    @Test func equalTermsAreSaidOnce() throws {
        let view = ProcedureView(Samples.residence, try TextLibrary()[.en])
        #expect(view.howLong == ["1 working day"])
        #expect(view.cost.map(\.amount) == ["Free"])
        #expect(view.name == "Confirmation of residence" && view.announcedName == Samples.residence.name)
    }

    @Test func anyCentreTakesItFromJuly2025() throws {
        let view = ProcedureView(Samples.residence, try TextLibrary()[.vi])
        let line = try TextLibrary()[.vi]("citizen.where.anyCentre")
        let (before, after) = (try #require(CivilDate(2025, 6, 30)), try #require(CivilDate(2025, 7, 1)))
        #expect(!view.places([], on: before).contains(line) && view.places([], on: after).contains(line))
    }

    @Test func everyKindOfTheCatalogueHasItsWords() throws {
        for language in Language.allCases {
            let t = try TextLibrary()[language]
            let keys =
                CatalogueFlag.Kind.allCases.map { "citizen.flag.\($0.rawValue)" }
                + AnnouncedFee.Kind.allCases.map { "citizen.fee.kind.\($0.rawValue)" }
                + ProcedureChannel.allCases.map { "citizen.channel.\($0.rawValue)" }
                + ProcedureLevel.allCases.map { "citizen.level.\($0.rawValue)" }
                + OnlineLevel.allCases.map { "citizen.online.\($0.rawValue)" }
            for key in keys { #expect(t.optional(key) != nil, "\(key)") }
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        let client = try await CitizenOffice().client()
        for path in [
            "/procedures/9.999999", "/procedures/9.999999/leaflet.pdf", "/t/nothing",
            "/t/\(String(repeating: "x", count: 32))", "/track/a~1~b", "/track/x",
        ] {
            #expect(try await client.get(path).status == 404, "\(path)")
        }
    }

    @Test func aDayThatIsNoneIsSaid() async throws {
        let page = try await CitizenOffice().client().get("/procedures/1.010041?on=31/2/2025")
        #expect(page.status == 200 && page.words.contains("Không có ngày này trong lịch"))
    }

    @Test func anotherDayShowsTheRulesOfThatDay() async throws {
        let client = try await CitizenOffice().client()
        let then = try await client.get("/procedures/1.010041?on=2025-01-15")
        #expect(then.words.contains("Đây là quy định của ngày 15/1/2025"))
        let before = try await client.get("/procedures/1.010041?on=2001-01-01")
        #expect(before.words.contains("không có hiệu lực vào ngày 1/1/2001"))
    }

    @Test func theLeafletIsOnePageInPDF() async throws {
        let answer = try await CitizenOffice().client().get("/procedures/1.010041/leaflet.pdf")
        #expect(answer.status == 200 && answer.header("Content-Type") == "application/pdf")
        #expect(Array(answer.bytes.prefix(5)) == Array("%PDF-".utf8))
        #expect(String(decoding: answer.bytes, as: UTF8.self).contains("/Count 1"))
    }
}

/// Whether the house is open, said in a sentence.
@Suite struct OpeningHourTests {
    private func hours(_ now: String) throws -> OpeningHours {
        OpeningHours(now: try #require(Instant(iso: now)), calendar: .standard)
    }
    private let t: Texts

    init() throws { t = try TextLibrary().withLunar { LunarDate($0).written }[.vi] }

    @Test(arguments: [
        (
            "2025-06-27T08:30:00+07:00", true,
            "Hôm nay, thứ Sáu 27/6/2025 (3/6 âm lịch), mở cửa từ 7 giờ 30 đến 11 giờ 30, từ 13 giờ 30 đến 17 giờ 30."
        ),
        (
            "2025-06-27T12:00:00+07:00", true,
            "Hôm nay, thứ Sáu 27/6/2025 (3/6 âm lịch), mở cửa từ 13 giờ 30 đến 17 giờ 30."
        ),
        (
            "2025-06-27T17:29:00+07:00", true,
            "Hôm nay, thứ Sáu 27/6/2025 (3/6 âm lịch), mở cửa từ 13 giờ 30 đến 17 giờ 30."
        ),
        (
            "2025-06-27T17:30:00+07:00", false,
            "Hôm nay, thứ Sáu 27/6/2025 (3/6 âm lịch), đã hết giờ làm việc. Mở cửa lại thứ Hai 30/6/2025 (6/6 âm lịch)."
        ),
        (
            "2025-06-28T09:00:00+07:00", false,
            "Hôm nay, thứ Bảy 28/6/2025 (4/6 âm lịch), nghỉ. Mở cửa lại thứ Hai 30/6/2025 (6/6 âm lịch)."
        ),
        (
            "2025-04-30T09:00:00+07:00", false,
            "Hôm nay, thứ Tư 30/4/2025 (3/4 âm lịch), nghỉ: Ngày Chiến thắng 30/4. Mở cửa lại thứ Hai 5/5/2025 (8/4 âm lịch)."
        ),
    ])
    func todayIsSaidTruly(_ now: String, _ isOpen: Bool, _ words: String) throws {
        let line = try hours(now).todayLine(t)
        #expect(line.isOpen == isOpen && line.text == words)
    }

    @Test func aHolidayIsAnnouncedTwoWeeksAhead() throws {
        #expect(try hours("2025-08-17T08:00:00+07:00").notices(t).isEmpty)
        let near = try hours("2025-08-18T08:00:00+07:00").notices(t)
        #expect(near.count == 1 && near[0].contains("1/9/2025"))
    }

    @Test func aMakeUpSaturdayIsAnnounced() throws {
        let notices = try hours("2024-04-26T08:00:00+07:00").notices(t)
        #expect(notices.contains("Làm bù thứ Bảy 4/5/2024: mở cửa như ngày thường."))
        #expect(notices.contains { $0.contains("29/4/2024") })
    }

    @Test func aWeekHasSevenDays() throws {
        let week = try hours("2025-04-28T08:00:00+07:00").week(t)
        #expect(week.count == 7 && week[2].hours.hasPrefix("Nghỉ: ") && week[5].hours == "Nghỉ")
    }
}
