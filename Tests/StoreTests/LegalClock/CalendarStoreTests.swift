import Agencies
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

private let officer = Actor("stf_000001")
private let commune = ID<Agency>("agc_000002")
private let district = ID<Agency>("agc_000001")
private func at(_ text: String) -> Instant { Instant(iso: text) ?? Instant(milliseconds: 0) }
private func day(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }

@Suite struct CalendarStoreTests {
    private let world = TestWorld()

    private func office(_ engine: Engine) async throws -> (database: any Database, desk: CalendarDesk) {
        let database = try await engine.database(Book.migrations + CalendarTables.migrations)
        return (database, CalendarDesk(database: database, world: world.world))
    }
    private func off(_ date: String, _ status: DayException.Status = .announced, _ name: String = "Nghỉ")
        -> DayException
    {
        DayException(date: day(date), kind: .statutory, status: status, nameVI: name, nameEN: "Off", source: "x")
    }
    private func rule(_ sessions: String, from: String, season: Season? = nil) -> SessionRule {
        SessionRule(
            weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
            sessions: Session.list(sessions) ?? [],
            season: season,
            validFrom: day(from)
        )
    }

    @Test(arguments: Engine.available) func anEmptyDatabaseHasTheShippedCalendar(engine: Engine) async throws {
        let (database, _) = try await office(engine)
        let cache = CalendarCache()
        let (stored, cached) = try await database.read { tx in
            (try CalendarStore.load(lineage: [commune], in: tx), try cache.calendar(lineage: [commune], in: tx))
        }
        #expect(stored.exceptions == NationalDays.all && cached.exceptions == NationalDays.all)
        #expect(stored.rules == SessionRule.office)
    }

    @Test(arguments: Engine.available) func seedingTwiceEntersTheNationOnce(engine: Engine) async throws {
        let (database, _) = try await office(engine)
        let now = world.now
        let first = try await database.write { tx in try CalendarStore.seedNational(in: tx, at: now) }
        let second = try await database.write { tx in try CalendarStore.seedNational(in: tx, at: now) }
        #expect(first?.revision == 1 && second == nil)
        let (calendar, entries) = try await database.read { tx in
            (try CalendarStore.load(lineage: [], in: tx), try Book.entries(of: "cal_national", in: tx))
        }
        #expect(calendar.exceptions == NationalDays.all && calendar.rules == SessionRule.office)
        #expect(entries.map(\.event.name) == ["calendar.sessionsSet", "calendar.daysEntered"])
    }

    @Test(arguments: Engine.available) func aNoticeMovesTheDatesThatRestedOnIt(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let cache = CalendarCache()
        let received = at("2027-02-03T09:00")
        func due() async throws -> DueDate {
            try await database.read { tx in try cache.calendar(lineage: [commune], in: tx) }
                .due(received: received, limit: .workingDays(1))
        }
        let before = try await due()
        #expect(before.at == at("2027-02-11T09:00") && before.restsOn.count == 7)
        let tet = (4...10).map { off("2027-02-\($0 < 10 ? "0" : "")\($0)", .announced, "Tết Nguyên đán") }
        let notice = Notice(
            source: "Thông báo 1/TB-BNV",
            days: Array(tet.dropFirst()) + [off("2027-02-11")],
            removed: [day("2027-02-04")]
        )
        let change = try await desk.enter(notice, by: officer)
        #expect(change?.from == day("2027-02-04"))
        let after = try await due()
        #expect(after.at == at("2027-02-04T09:00") && after.restsOn.isEmpty)
        let entries = try await database.read { tx in try Book.entries(of: "cal_national", in: tx) }
        #expect(entries.last?.event.name == "calendar.daysEntered" && entries.last?.actor == officer)
    }

    @Test(arguments: Engine.available) func theSameNoticeAgainChangesNothing(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let notice = Notice(source: "Thông báo 1/TB-BNV", days: [off("2028-01-03")])
        #expect(try await desk.enter(notice, by: officer)?.from == day("2028-01-03"))
        let position = try await database.read { tx in try Book.position(in: tx) }
        #expect(try await desk.enter(notice, by: officer) == nil)
        #expect(try await database.read { tx in try Book.position(in: tx) } == position)
    }

    @Test(arguments: Engine.available) func sessionsComeFromTheNearestUnit(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        _ = try await desk.setSessions(
            [rule("08:00-12:00,13:00-17:00", from: "2026-01-01")],
            source: "QĐ 1",
            in: .agency(district),
            by: officer
        )
        func sessions(_ lineage: [ID<Agency>], _ date: String) async throws -> String {
            let calendar = try await database.read { tx in try CalendarStore.load(lineage: lineage, in: tx) }
            return Session.text(calendar.sessions(on: day(date)))
        }
        #expect(try await sessions([commune, district], "2026-03-02") == "08:00-12:00,13:00-17:00")
        #expect(try await sessions([commune], "2026-03-02") == "07:30-11:30,13:30-17:30")
        let summer = Season(fromMonth: 4, day: 16, toMonth: 10, day: 15)
        let own = [
            rule("07:30-11:30,13:30-17:30", from: "2026-01-01"),
            rule("07:00-11:00,14:00-18:00", from: "2026-01-01", season: summer),
        ]
        _ = try await desk.setSessions(own, source: "QĐ 2", in: .agency(commune), by: officer)
        #expect(try await sessions([commune, district], "2026-03-02") == "07:30-11:30,13:30-17:30")
        #expect(try await sessions([commune, district], "2026-07-01") == "07:00-11:00,14:00-18:00")
        #expect(try await sessions([commune, district], "2026-09-02") == "", "the nation's days off hold for all")
    }

    @Test(arguments: Engine.available) func anAgencysDayGoesBeforeTheNations(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let worked = DayException(
            date: day("2026-11-24"),
            kind: .swapWorkday,
            status: .announced,
            nameVI: "Trực",
            nameEN: "Duty"
        )
        _ = try await desk.enter(Notice(source: "QĐ 3", days: [worked]), in: .agency(commune), by: officer)
        let (own, others) = try await database.read { tx in
            (try CalendarStore.load(lineage: [commune], in: tx), try CalendarStore.load(lineage: [district], in: tx))
        }
        #expect(own.isWorkingDay(day("2026-11-24")) && !others.isWorkingDay(day("2026-11-24")))
    }

    @Test(arguments: Engine.available) func theCacheFollowsTheRevision(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let cache = CalendarCache()
        func open(_ date: String, _ lineage: [ID<Agency>] = [commune]) async throws -> Bool {
            try await database.read { tx in try cache.calendar(lineage: lineage, in: tx) }.isWorkingDay(day(date))
        }
        #expect(try await open("2028-03-06"))
        _ = try await desk.enter(Notice(source: "1", days: [off("2028-03-06")]), by: officer)
        #expect(try await !open("2028-03-06"))
        _ = try await desk.enter(Notice(source: "2", days: [off("2028-03-07")]), in: .agency(commune), by: officer)
        #expect(try await !open("2028-03-07"))
        #expect(try await open("2028-03-07", [district]))
    }

    @Test(arguments: Engine.available) func aDutyFindsTheChangesItHasNotSeen(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        _ = try await desk.enter(Notice(source: "1", days: [off("2028-03-06")]), by: officer)
        _ = try await desk.enter(Notice(source: "2", days: [off("2028-03-08")]), in: .agency(commune), by: officer)
        let changes = try await database.read { tx in try CalendarStore.changes(after: 1, in: tx) }
        #expect(changes.map(\.revision) == [2, 3])
        #expect(changes.map(\.from) == [day("2028-03-06"), day("2028-03-08")])
        #expect(changes[0].touches([district]))
        #expect(changes[1].touches([commune, district]) && !changes[1].touches([district]))
        let revision = try await database.read { tx in try CalendarStore.revision(in: tx) }
        #expect(revision.number == 3)
        #expect(try await database.read { tx in try CalendarStore.changes(after: 3, in: tx) }.isEmpty)
    }

    /// A change that is rolled back must leave nothing behind in the cache, though its revision's number comes again.
    @Test(arguments: Engine.available) func aRolledBackChangeLeavesNothingInTheCache(engine: Engine) async throws {
        struct Stop: Error {}
        let (database, desk) = try await office(engine)
        let cache = CalendarCache()
        let now = world.now
        await #expect(throws: Stop.self) {
            try await database.write { tx in
                _ = try CalendarStore.seedNational(in: tx, at: now)
                _ = try cache.calendar(lineage: [], in: tx)
                throw Stop()
            }
        }
        #expect(try await database.read { tx in try CalendarStore.revision(in: tx) } == .none)
        _ = try await desk.enter(Notice(source: "2", days: [off("2028-03-07")]), in: .agency(commune), by: officer)
        let calendar = try await database.read { tx in try cache.calendar(lineage: [commune], in: tx) }
        #expect(!calendar.isWorkingDay(day("2028-03-07")))
    }

    @Test(arguments: Engine.available) func whoReadAnOldVersionIsRefused(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        _ = try await desk.enter(Notice(source: "1", days: [off("2028-03-06")]), by: officer)
        let version = try await database.read { tx in try CalendarStore.version(of: .national, in: tx) }
        #expect(version == 3)
        _ = try await desk.enter(Notice(source: "2", days: [off("2028-03-07")]), expecting: 3, by: officer)
        await #expect(throws: RegisterError.stale(subject: "cal_national", expected: 3, found: 4)) {
            try await desk.enter(Notice(source: "3", days: [off("2028-03-08")]), expecting: 3, by: officer)
        }
    }

    @Test(arguments: Engine.available) func sessionsAreWithdrawnByTheirPlace(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let key = CalendarKey.agency(commune)
        _ = try await desk.setSessions([rule("08:00-12:00", from: "2026-01-01")], source: "1", in: key, by: officer)
        _ = try await desk.setSessions([rule("09:00-12:00", from: "2026-02-01")], source: "2", in: key, by: officer)
        let change = try await desk.withdrawSessions(places: [2], source: "Nhập nhầm", in: key, by: officer)
        #expect(change?.from == day("2026-02-01"))
        #expect(try await database.read { tx in try CalendarStore.rules(of: key, in: tx).map(\.place) } == [1])
        await #expect(throws: CalendarError.noSuchRule(place: 2)) {
            try await desk.withdrawSessions(places: [2], source: "3", in: key, by: officer)
        }
        await #expect(throws: CalendarError.lastNationalRule) {
            try await desk.withdrawSessions(places: [1], source: "4", in: .national, by: officer)
        }
        let again = try await desk.setSessions(
            [rule("10:00-12:00", from: "2026-02-01")],
            source: "5",
            in: key,
            by: officer
        )
        #expect(again != nil)
        #expect(try await database.read { tx in try CalendarStore.rules(of: key, in: tx).map(\.place) } == [1, 3])
    }

    @Test(arguments: Engine.available) func whatCannotBeEnteredIsRefused(engine: Engine) async throws {
        let (_, desk) = try await office(engine)
        let days = [off("2028-03-06")]
        func refuses(_ error: CalendarError, _ work: () async throws -> CalendarChange?) async {
            await #expect(throws: error) { _ = try await work() }
        }
        await refuses(.sourceMissing) { try await desk.enter(Notice(source: " ", days: days), by: officer) }
        await refuses(.nothingEntered) { try await desk.enter(Notice(source: "1", days: []), by: officer) }
        await refuses(.dateTwice(day("2028-03-06"))) {
            try await desk.enter(Notice(source: "1", days: days + days), by: officer)
        }
        let long = String(repeating: "a", count: 200)
        #expect(try await desk.enter(Notice(source: long, days: days), by: officer) != nil)
        await refuses(.sourceTooLong(max: 200)) {
            try await desk.enter(Notice(source: long + "a", days: days), by: officer)
        }
        let many = (0...400).map { off(day("2030-01-01").adding(days: $0).description) }
        await refuses(.tooManyDays(max: 400)) { try await desk.enter(Notice(source: "1", days: many), by: officer) }
        #expect(try await desk.enter(Notice(source: "1", days: Array(many.dropLast())), by: officer) != nil)
        let good = rule("08:00-12:00", from: "2026-01-01")
        var bad = good
        bad.weekdays = []
        await refuses(.ruleFaulty(1, .noWeekday)) {
            try await desk.setSessions([good, bad], source: "1", in: .national, by: officer)
        }
        let rules = Array(repeating: good, count: 29)
        await refuses(.tooManyRules(max: 28)) {
            try await desk.setSessions(rules, source: "1", in: .national, by: officer)
        }
        #expect(try await desk.setSessions(Array(rules.dropLast()), source: "1", in: .national, by: officer) != nil)
    }

    @Test(arguments: Engine.available) func theTablesAreWhatTheBookSays(engine: Engine) async throws {
        let (database, desk) = try await office(engine)
        let key = CalendarKey.agency(commune)
        let summer = Season(fromMonth: 4, day: 16, toMonth: 10, day: 15)
        _ = try await desk.enter(
            Notice(source: "1", days: [off("2028-03-06")], removed: [day("2027-01-01")]),
            by: officer
        )
        _ = try await desk.setSessions(
            [rule("08:00-12:00", from: "2026-01-01", season: summer), rule("07:30-11:30r", from: "2026-02-01")],
            source: "2",
            in: key,
            by: officer
        )
        _ = try await desk.withdrawSessions(places: [1], source: "3", in: key, by: officer)
        let rebuild = CalendarRebuild()
        for subject in ["cal_national", key.subject] {
            let (folded, rules, days) = try await database.read { tx in
                (
                    try rebuild.rows(from: try Book.entries(of: subject, in: tx)),
                    try tx.rows("SELECT * FROM calendar_rule WHERE calendar = \(subject) ORDER BY place"),
                    try tx.rows("SELECT * FROM calendar_day WHERE calendar = \(subject) ORDER BY date")
                )
            }
            func table(_ rows: [Row]) -> [[String: SQLValue]] {
                rows.map { Dictionary(uniqueKeysWithValues: zip($0.columns, $0.values)) }
            }
            #expect(folded["calendar_rule"] == table(rules) && folded["calendar_day"] == table(days))
            #expect(!rules.isEmpty)
        }
    }
}
