internal import Kernel
public import Register
public import Storage

/// The calendars' tables: two that follow from the book, and the revisions that caches and computing again hang on.
public enum CalendarTables {
    public static let migrations = [
        Migration(
            "2026-11-23-3-legal-clock",
            [
                """
                CREATE TABLE calendar_rule (
                    calendar TEXT NOT NULL,
                    place \(.int64) NOT NULL CHECK (place > 0),
                    weekdays TEXT NOT NULL,
                    sessions TEXT NOT NULL,
                    season_from \(.int64),
                    season_to \(.int64),
                    valid_from TEXT NOT NULL,
                    valid_to TEXT,
                    PRIMARY KEY (calendar, place),
                    CHECK ((season_from IS NULL) = (season_to IS NULL))
                )\(.strict)
                """,
                """
                CREATE TABLE calendar_day (
                    calendar TEXT NOT NULL,
                    date TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('statutory', 'compensatory', 'swap_off', 'swap_workday')),
                    status TEXT NOT NULL CHECK (status IN ('announced', 'expected')),
                    name_vi TEXT NOT NULL,
                    name_en TEXT NOT NULL,
                    paired_with TEXT,
                    source TEXT NOT NULL,
                    PRIMARY KEY (calendar, date)
                )\(.strict)
                """,
                """
                CREATE TABLE calendar_revision (
                    number \(.int64) NOT NULL PRIMARY KEY CHECK (number > 0),
                    mark \(.blob) NOT NULL,
                    calendar TEXT NOT NULL,
                    first_day TEXT NOT NULL,
                    at \(.int64) NOT NULL
                )\(.strict)
                """,
            ]
        )
    ]
}

/// How the calendars' tables follow from the book.
public struct CalendarRebuild: Rebuildable {
    public init() {}
    public let subjectPrefix = "cal_"
    public let derivedTables = [
        DerivedTable("calendar_rule", subject: "calendar", key: ["calendar", "place"]),
        DerivedTable("calendar_day", subject: "calendar", key: ["calendar", "date"]),
    ]
    public func rows(from chain: [Entry]) throws -> [String: [[String: SQLValue]]] {
        guard let first = chain.first else { return [:] }
        return try CalendarContents.folded(chain).rows(of: first.subject)
    }
}

extension CalendarContents {
    /// The rows of the derived tables, by table.
    func rows(of subject: String) -> [String: [[String: SQLValue]]] {
        [
            "calendar_rule": rules.sorted { $0.key < $1.key }.map { $1.row(of: subject, place: $0) },
            "calendar_day": days.values.sorted { $0.date < $1.date }.map { $0.row(of: subject) },
        ]
    }
}

extension SessionRule {
    func row(of subject: String, place: Int) -> [String: SQLValue] {
        [
            "calendar": subject.sqlValue, "place": place.sqlValue,
            "weekdays": weekdays.map { String($0.rawValue) }.joined(separator: ",").sqlValue,
            "sessions": Session.text(sessions).sqlValue, "season_from": season?.from.sqlValue ?? .null,
            "season_to": season?.to.sqlValue ?? .null, "valid_from": validFrom.sqlValue,
            "valid_to": validTo?.sqlValue ?? .null,
        ]
    }
}

extension DayException {
    func row(of subject: String) -> [String: SQLValue] {
        [
            "calendar": subject.sqlValue, "date": date.sqlValue, "kind": kind.rawValue.sqlValue,
            "status": status.rawValue.sqlValue, "name_vi": nameVI.sqlValue, "name_en": nameEN.sqlValue,
            "paired_with": pairedWith?.sqlValue ?? .null, "source": source.sqlValue,
        ]
    }
}

/// A session rule and its place in its calendar, by which it is withdrawn.
public struct PlacedRule: Hashable, Sendable, RowDecodable {
    public let place: Int
    public let rule: SessionRule

    public init(row: Row) throws {
        place = try row.get("place")
        let weekdays = try row.get("weekdays", as: String.self)
        let sessions = try row.get("sessions", as: String.self)
        guard let list = Session.list(sessions) else {
            throw StorageError.unreadable(column: "sessions", value: .text(sessions))
        }
        var season: Season?
        if let from = try row.getIfPresent("season_from", as: Int.self),
            let to = try row.getIfPresent("season_to", as: Int.self)
        {
            season = Season(fromMonth: from / 100, day: from % 100, toMonth: to / 100, day: to % 100)
        }
        rule = SessionRule(
            weekdays: weekdays.split(separator: ",").compactMap { Int($0).flatMap(Weekday.init) },
            sessions: list,
            season: season,
            validFrom: try row.get("valid_from"),
            validTo: try row.getIfPresent("valid_to")
        )
    }
}

extension DayException: RowDecodable {
    public init(row: Row) throws {
        let kind = try row.get("kind", as: String.self)
        let status = try row.get("status", as: String.self)
        guard let knownKind = Kind(rawValue: kind) else {
            throw StorageError.unreadable(column: "kind", value: .text(kind))
        }
        guard let knownStatus = Status(rawValue: status) else {
            throw StorageError.unreadable(column: "status", value: .text(status))
        }
        self.init(
            date: try row.get("date"),
            kind: knownKind,
            status: knownStatus,
            nameVI: try row.get("name_vi"),
            nameEN: try row.get("name_en"),
            pairedWith: try row.getIfPresent("paired_with"),
            source: try row.get("source")
        )
    }
}
