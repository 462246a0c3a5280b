internal import Agencies
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// When the province's centre is open: today, the coming week, and the days that differ from their weekday.
struct OpeningHours: Sendable {
    let now: Instant
    let calendar: WorkCalendar
    /// The provincial centre; nil in a shop that has not been set up.
    let centre: Agency?

    init(now: Instant, calendar: WorkCalendar, centre: Agency? = nil) {
        self.now = now
        self.calendar = calendar
        self.centre = centre
    }

    static func load(_ rooms: Rooms, at now: Instant, in tx: Transaction) throws -> OpeningHours {
        let directory = try rooms.directory(in: tx)
        let province = directory.all(on: now.date).first { $0.kind == .province }
        let centre = province.flatMap { directory.centre(of: $0.id, on: now.date) }
        guard let unit = centre ?? province else {
            return OpeningHours(now: now, calendar: try rooms.calendars.calendar(lineage: [], in: tx))
        }
        let calendar = try rooms.calendar(of: unit.id, on: now.date, in: tx)
        return OpeningHours(now: now, calendar: calendar, centre: centre)
    }

    /// Days ahead of which notice is given.
    static let horizon = 14

    var today: CivilDate { now.date }

    /// The sessions of today that are not over yet.
    var left: [Session] { calendar.sessions(on: today).filter { $0.to.minute > now.minuteOfDay } }

    /// The first day after today on which somebody is there; nil when there is none within a month.
    var nextOpen: CivilDate? {
        (1...31).lazy.map { today.adding(days: $0) }.first { !calendar.sessions(on: $0).isEmpty }
    }

    /// Days off one after the other.
    struct Closure: Hashable, Sendable {
        var from: CivilDate
        var to: CivilDate
        var nameVI: String
        var nameEN: String
        /// The official notice has not come out yet.
        var isExpected: Bool
    }

    /// The days off ahead, today among them, that are not plain weekends.
    var closures: [Closure] {
        var found: [Closure] = []
        for offset in 0...Self.horizon {
            let date = today.adding(days: offset)
            guard let exception = calendar.exception(on: date), exception.isOff else { continue }
            let isExpected = exception.status == .expected
            if let last = found.last, last.to.adding(days: 1) == date, last.nameVI == exception.nameVI,
                last.isExpected == isExpected
            {
                found[found.count - 1].to = date
            } else {
                found.append(
                    Closure(
                        from: date,
                        to: date,
                        nameVI: exception.nameVI,
                        nameEN: exception.nameEN,
                        isExpected: isExpected
                    )
                )
            }
        }
        return found
    }

    /// Weekend days ahead that are worked in place of others.
    var makeUpDays: [CivilDate] {
        (0...Self.horizon).map { today.adding(days: $0) }.filter { calendar.exception(on: $0)?.isOff == false }
    }
}

extension OpeningHours {
    private func hours(_ sessions: [Session], _ t: Texts) -> String {
        sessions.map { t("citizen.hours.span", ["from": t.time($0.from), "to": t.time($0.to)]) }
            .joined(separator: ", ")
    }

    /// One sentence about today: open until when, or closed and open again when.
    func todayLine(_ t: Texts) -> (isOpen: Bool, text: String) {
        if left.isEmpty {
            let next = nextOpen.map(t.dateWithLunar) ?? "1022"
            let isOff = calendar.sessions(on: today).isEmpty
            let name = calendar.exception(on: today).map { t.language == .vi ? $0.nameVI : $0.nameEN }
            if isOff, let name, !name.isEmpty {
                return (
                    false,
                    t("citizen.notice.closedFor", ["today": t.dateWithLunar(today), "name": name, "next": next])
                )
            }
            return (
                false,
                t(
                    isOff ? "citizen.notice.closed" : "citizen.notice.over",
                    ["today": t.dateWithLunar(today), "next": next]
                )
            )
        }
        return (true, t("citizen.notice.open", ["today": t.dateWithLunar(today), "hours": hours(left, t)]))
    }

    /// What is out of the ordinary in the coming days, one sentence each.
    func notices(_ t: Texts) -> [String] {
        let closed = closures.map { closure in
            let days =
                closure.from == closure.to
                ? t.dateWithLunar(closure.from)
                : t("citizen.hours.days", ["from": t.date(closure.from), "to": t.dateWithLunar(closure.to)])
            let name = t.language == .vi ? closure.nameVI : closure.nameEN
            return t(
                closure.isExpected ? "citizen.notice.offExpected" : "citizen.notice.off",
                ["days": days, "name": name]
            )
        }
        return closed + makeUpDays.map { t("citizen.notice.makeUp", ["day": t.date($0)]) }
    }

    /// The coming seven days as rows: day, hours or why it is closed.
    func week(_ t: Texts) -> [(day: String, hours: String)] {
        (0..<7).map { offset in
            let date = today.adding(days: offset)
            let sessions = calendar.sessions(on: date)
            if !sessions.isEmpty {
                let spans = sessions.map {
                    t("citizen.hours.short", ["from": t.time($0.from), "to": t.time($0.to)])
                }
                return (t.dateWithLunar(date), spans.joined(separator: "; "))
            }
            let exception = calendar.exception(on: date)
            let name = exception.map { t.language == .vi ? $0.nameVI : $0.nameEN } ?? ""
            let closed = t("citizen.hours.closed")
            return (t.dateWithLunar(date), name.isEmpty ? closed : "\(closed): \(name)")
        }
    }
}
