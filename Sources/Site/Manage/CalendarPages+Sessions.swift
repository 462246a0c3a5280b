internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// The sessions of a unit by weekday and season.
extension CalendarPages {
    func sessions(_ context: StaffContext, _ wanted: String) async throws -> SessionsView {
        let frame = try await frame(context)
        let isAll = wanted == CalendarFrame.all
        if isAll, !frame.reach.coversAll(.changeCalendar) { throw Problem.notFound }
        let unit = isAll ? nil : try frame.reach.unit(wanted, .changeCalendar)
        let key = unit.map { CalendarKey.agency($0.id) } ?? .national
        let rooms = rooms
        return try await rooms.database.read { tx in
            let calendar =
                try unit.map { try rooms.calendar(of: $0.id, on: context.today, in: tx) }
                ?? rooms.calendars.calendar(lineage: [], in: tx)
            return SessionsView(
                frame: frame,
                unit: unit,
                key: key,
                own: try CalendarStore.rules(of: key, in: tx),
                inForce: calendar.rules,
                version: try CalendarStore.version(of: key, in: tx)
            )
        }
    }

    func setSessions(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await sessions(context, form.value("unit"))
        let source = form.line("source", max: ClockLimits.nameLength, required: true)
        let days = form.all("days").compactMap { Int($0).flatMap(Weekday.init) }
        if days.isEmpty { form.errors.add("days", "calendar.refused.weekday") }
        let text = form.line("sessions", max: 100) ?? ""
        let sessions = Session.list(text.filter { $0 != " " })
        if sessions == nil { form.errors.add("sessions", "calendar.refused.times") }
        let season = form.season()
        let from = form.date("from", required: true)
        let to = form.date("to")
        guard form.errors.isEmpty, let source, let sessions, let from else {
            return context.refused(sessionsPage(context, view, form))
        }
        let rule = SessionRule(weekdays: days, sessions: sessions, season: season, validFrom: from, validTo: to)
        let (desk, actor) = (desk, view.frame.frame.officer.actor)
        let seen = Int(form.value("seen"))
        return try await act(form, context, view, done: "sessions", ground: source) {
            try await desk.setSessions([rule], source: source, in: view.key, expecting: seen, by: actor)
        }
    }

    func withdraw(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await sessions(context, form.value("unit"))
        let chosen = form.choice("place", of: view.own.map { "\($0.place)" })
        let source = form.line("why", max: ClockLimits.nameLength, required: true)
        guard form.errors.isEmpty, let place = chosen.flatMap({ Int($0) }), let source else {
            return context.refused(sessionsPage(context, view, form))
        }
        let (desk, actor) = (desk, view.frame.frame.officer.actor)
        return try await act(form, context, view, done: "withdrawn", ground: source) {
            try await desk.withdrawSessions(places: [place], source: source, in: view.key, by: actor)
        }
    }

    private func act(
        _ form: FormData,
        _ context: StaffContext,
        _ view: SessionsView,
        done: String,
        ground: String,
        _ work: () async throws -> CalendarChange?
    ) async throws -> Response {
        let unit = view.unit?.id.rawValue ?? CalendarFrame.all
        let there = (Self.root / "sessions").query("unit", unit)
        guard try await rooms.isFirst(form, context) else { return .redirect(to: there) }
        do {
            guard try await work() != nil else { return .redirect(to: there.query("done", "same")) }
        } catch {
            var form = form
            try form.take(error, context.t, view.frame.reach.directory)
            return context.refused(sessionsPage(context, view, form))
        }
        recompute(ground)
        return .redirect(to: there.query("done", done))
    }
}

extension FormData {
    /// `16/4` and `15/10`: a part of every year; both empty is the whole year.
    fileprivate mutating func season() -> Season? {
        let texts = ["seasonFrom", "seasonTo"].map { line($0, max: 10) ?? "" }
        if texts.allSatisfy(\.isEmpty) { return nil }
        let days = texts.map { text -> (Int, Int)? in
            let parts = text.split(separator: "/").map { Int($0) }
            guard parts.count == 2, let day = parts[0], let month = parts[1] else { return nil }
            return (day, month)
        }
        for (name, day) in zip(["seasonFrom", "seasonTo"], days) where day == nil {
            errors.add(name, "calendar.refused.season")
        }
        guard let from = days[0], let to = days[1] else { return nil }
        let season = Season(fromMonth: from.1, day: from.0, toMonth: to.1, day: to.0)
        if season == nil { errors.add("seasonFrom", "calendar.refused.season") }
        return season
    }
}

/// The sessions of one unit, or of all.
struct SessionsView: Sendable {
    let frame: CalendarFrame
    /// Nil: the rules that hold where a unit has none.
    let unit: Agency?
    let key: CalendarKey
    let own: [PlacedRule]
    let inForce: [SessionRule]
    let version: Int
}
