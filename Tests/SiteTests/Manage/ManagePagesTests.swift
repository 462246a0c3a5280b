import Access
import Agencies
import Catalogue
import Dossiers
import Foundation
import Kernel
import LegalClock
import Register
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// Every page of administration in both languages, and who does not see it.
@Suite struct ManagePagesTests {
    struct Page: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String
        let officer: String
        var testDescription: String { name }
        init(_ name: String, _ path: String, _ officer: String = "thao") {
            self.name = name
            self.path = path
            self.officer = officer
        }
    }
    static let pages = [
        Page("staff", "/manage/staff"), Page("staff-centre", "/manage/staff?unit=agc_2_centre"),
        Page("staff-new", "/manage/staff/new?unit=agc_3_ward"), Page("officer", "/manage/staff/stf_khanh"),
        Page("officer-self", "/manage/staff/stf_thao"), Page("officer-head", "/manage/staff/stf_hanh", "dung"),
        Page("roles", "/manage/staff/stf_hanh/roles"), Page("absence", "/manage/staff/stf_tuan/absence", "khanh"),
        Page("signature", "/manage/staff/stf_khanh/signature"),
        Page("counters", "/manage/counters?unit=agc_2_centre"),
        Page("counter-new", "/manage/counters/new?unit=agc_3_ward"),
        Page("units", "/manage/units"), Page("units-found", "/manage/units?q=quynh+lam"),
        Page("unit", "/manage/units/agc_3_ward"), Page("unit-own", "/manage/units/agc_3_ward", "lan"),
        Page("calendar", "/manage/calendar?year=2025", "hanh"),
        Page("calendar-expected", "/manage/calendar?year=2027"),
        Page("calendar-unknown", "/manage/calendar?year=2031"), Page("notice", "/manage/calendar/notice"),
        Page("notice-ward", "/manage/calendar/notice", "lan"), Page("day", "/manage/calendar/day"),
        Page("sessions", "/manage/calendar/sessions?unit=all"), Page("catalogue", "/manage/catalogue", "quang"),
        Page("catalogue-found", "/manage/catalogue?q=khai+sinh", "hanh"),
        Page("procedure", "/manage/catalogue/1.004222", "quang"),
        Page("publish", "/manage/catalogue/1.004222/publish", "quang"),
        Page("repeal", "/manage/catalogue/1.004222/repeal", "quang"),
        Page("fee", "/manage/catalogue/1.004222/fee", "quang"), Page("flags", "/manage/catalogue/flags", "quang"),
        Page("import", "/manage/catalogue/import", "quang"), Page("review", "/manage/catalogue/review", "quang"),
        Page("register", "/manage/register"), Page("looks", "/manage/register/looks", "dung"),
    ]

    @Test(arguments: Language.allCases)
    func everyPageIsCompleteInBothLanguages(_ language: Language) async throws {
        let office = try await ManageOffice()
        for page in Self.pages {
            let client = try await office.client(page.officer, language: language.rawValue)
            let exchange = try await client.get(page.path)
            #expect(exchange.status == 200 && !exchange.body.contains("⟦"), "\(page.name)")
            try expectSnapshot(exchange, named: "\(page.name).\(language.rawValue)")
            Self.keepForEyes(exchange, "\(page.name).\(language.rawValue)")
        }
    }

    /// Pages as files, for looking at them in a browser.
    private static func keepForEyes(_ exchange: Exchange, _ name: String) {
        guard let folder = ProcessInfo.processInfo.environment["PAGES_FOLDER"] else { return }
        try? Data(exchange.bytes).write(to: URL(filePath: folder).appending(path: "\(name).html"))
    }

    @Test(arguments: [
        // Without the role the page does not exist.
        ("hanh", "/manage/staff"), ("hanh", "/manage/counters"), ("hanh", "/manage/register"),
        ("hanh", "/manage/calendar/notice"), ("hanh", "/manage/catalogue/flags"), ("dung", "/manage/staff/new"),
        ("thao", "/manage/catalogue/import"), ("tuan", "/manage/register/looks"),
        // What lies outside the unit does not exist either.
        ("lan", "/manage/staff/stf_hanh"), ("lan", "/manage/staff/stf_thao/roles"),
        ("lan", "/manage/staff?unit=agc_2_centre"), ("lan", "/manage/counters?unit=agc_2_centre"),
        ("lan", "/manage/units/agc_1_province"), ("lan", "/manage/calendar/sessions?unit=all"),
        ("lan", "/manage/calendar/sessions?unit=agc_2_centre"), ("khanh", "/manage/staff/stf_hanh"),
        ("khanh", "/manage/staff/stf_tuan/roles"), ("dung", "/manage/register/looks?unit=agc_4_police"),
        ("thao", "/manage/staff/stf_nobody"), ("thao", "/manage/units/agc_nothing"),
        ("quang", "/manage/catalogue/9.999999"), ("quang", "/manage/catalogue/flags/prc_x-0001"),
        ("hanh", "/manage/calendar?year=9999"),
    ])
    func whatMayNotBeSeenIsNotThere(_ officer: String, _ path: String) async throws {
        let office = try await ManageOffice()
        #expect(try await office.client(officer).get(path).status == 404)
    }
}
