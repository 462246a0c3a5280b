internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Storage
public import Web

/// The working calendar: days off, make-up days, sessions; the yearly notice and what it moves.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/calendar?year=&unit=` | every officer | a year of the unit's calendar |
/// | `GET, POST /manage/calendar/notice` | may change the calendar | enter a notice; first shows what it moves |
/// | `GET, POST /manage/calendar/day` | the same | enter one day |
/// | `GET, POST /manage/calendar/sessions` | the same | sessions of a unit from a day on |
/// | `POST /manage/calendar/sessions/withdraw` | the same | take back a rule that was set wrongly |
///
/// Only who may change the calendar of the topmost unit enters days for all; others enter their own unit's.
public struct CalendarPages: Sendable {
    let rooms: Rooms
    let recomputed = Job<RecomputeReport>()
    public init(_ rooms: Rooms) { self.rooms = rooms }

    var desk: CalendarDesk { CalendarDesk(database: rooms.database, world: rooms.world) }
    static let root = Path("manage", "calendar")

    public func addRoutes(to routes: RouteTable) {
        let changers = Audience.staff(["administrator", "procedureControl"])
        routes.get("/manage/calendar", for: .staff) { context in try await year(context) }
        routes.get("/manage/calendar/notice", for: changers) { context in
            context.page(noticePage(context, try await frame(context), FormData(["rows": Self.header]), []))
        }
        routes.post("/manage/calendar/notice", for: changers, limit: 2 * ClockLimits.noticeBytes) { form, context in
            try await enter(form, context)
        }
        routes.get("/manage/calendar/day", for: changers) { context in
            context.page(dayPage(context, try await frame(context), FormData(["status": "announced"])))
        }
        routes.post("/manage/calendar/day", for: changers) { form, context in try await enterDay(form, context) }
        routes.get("/manage/calendar/sessions", for: changers) { context in
            let form = FormData(["sessions": "07:30-11:30, 13:30-17:30", "from": context.today.written])
            return context.page(sessionsPage(context, try await sessions(context, context.query("unit")), form))
        }
        routes.post("/manage/calendar/sessions", for: changers) { form, context in
            try await setSessions(form, context)
        }
        routes.post("/manage/calendar/sessions/withdraw", for: changers) { form, context in
            try await withdraw(form, context)
        }
    }

    /// The first line of a notice's rows.
    static let header = "date,kind,status,name_vi,name_en,paired_with\n"

    private func year(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let asked = Int(context.query("year")) ?? context.today.year
        guard ClockLimits.years.contains(asked) else { throw Problem.notFound }
        let job = recomputed.state
        let view = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/calendar", in: tx)
            let reach = try frame.reach(rooms, context, in: tx)
            let wanted = ID<Agency>(context.query("unit"))
            let unit = reach.directory.agency(wanted, on: context.today)?.id ?? frame.officer.agency
            let calendar = try rooms.calendar(of: unit, on: context.today, in: tx)
            return CalendarView(
                frame: frame,
                unit: reach.name(unit),
                year: asked,
                calendar: calendar,
                mayChange: frame.officer.may(.changeCalendar),
                moved: try DossierStore.count(.movedEarlier, of: frame.officer.agency, in: tx),
                job: job
            )
        }
        return context.page(calendarPage(context, view))
    }

    func frame(_ context: StaffContext) async throws -> CalendarFrame {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/calendar", in: tx)
            guard frame.officer.may(.changeCalendar) else { throw Problem.notFound }
            return CalendarFrame(frame: frame, reach: try frame.reach(rooms, context, in: tx))
        }
    }

    // MARK: Days

    private func enter(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await frame(context)
        let source = form.line("source", max: ClockLimits.nameLength, required: true)
        let scope = form.choice("scope", of: view.scopes)
        var format = NoticeFormat.csv
        if let file = form.file("file"), let text = String(validating: file.bytes, as: UTF8.self) {
            form = form.setting("rows", VietnameseText.normalized(text))
            if file.name.lowercased().hasSuffix(".json") { format = .json }
        } else if form.value("rows").first == "[" || form.value("rows").first == "{" {
            format = .json
        }
        let bytes = Array(form.value("rows").utf8)
        if bytes.allSatisfy({ $0 <= 32 }) { form.errors.add("rows", "calendar.refused.nothing") }
        guard form.errors.isEmpty, let source, let scope else {
            return context.refused(noticePage(context, view, form, []))
        }
        let notice: Notice
        do {
            notice = try Notice(reading: bytes, as: format, source: source)
        } catch {
            let language: ClockLanguage = context.language == .vi ? .vi : .en
            let lines = error.faults.map { $0.phrase[language] }
            form.errors.add("rows", "calendar.refused.lines", ["count": "\(lines.count)"])
            return context.refused(noticePage(context, view, form, lines))
        }
        return try await enter(notice, scope, form, context, view, again: noticeAgain)
    }

    private func noticeAgain(_ context: StaffContext, _ view: CalendarFrame, _ form: FormData) -> HTML {
        noticePage(context, view, form, [])
    }

    /// Shows what the days would move; when that was seen (`sure`), enters them and begins to compute again.
    private func enter(
        _ notice: Notice,
        _ scope: String,
        _ form: FormData,
        _ context: StaffContext,
        _ view: CalendarFrame,
        again: (StaffContext, CalendarFrame, FormData) -> HTML
    ) async throws -> Response {
        let unit: ID<Agency>? = scope == CalendarFrame.all ? nil : view.frame.officer.agency
        guard form.flag("sure") else {
            let moves = try await Recomputation(rooms).preview(notice, for: unit)
            return context.page(noticePreview(context, view, form, notice, moves, scope))
        }
        let year = notice.days.first?.date.year ?? notice.removed.first?.year ?? context.today.year
        let there = Self.root.query("year", "\(year)")
        guard try await rooms.isFirst(form, context) else { return .redirect(to: there) }
        do {
            let key = unit.map(CalendarKey.agency) ?? .national
            let change = try await desk.enter(notice, in: key, by: view.frame.officer.actor)
            guard change != nil else { return .redirect(to: there.query("done", "same")) }
        } catch {
            var form = form
            try form.take(error, context.t, view.reach.directory)
            return context.refused(again(context, view, form))
        }
        recompute(notice.source)
        return .redirect(to: there.query("done", "notice"))
    }

    private func enterDay(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await frame(context)
        let source = form.line("source", max: ClockLimits.nameLength, required: true)
        let scope = form.choice("scope", of: view.scopes)
        let date = form.date("date", required: true)
        let kind = form.choice("kind", of: DayException.Kind.allCases.map(\.rawValue) + ["none"])
        let status = form.choice("status", of: DayException.Status.allCases.map(\.rawValue))
        let paired = form.date("paired")
        let isOrdinary = kind == "none"
        let vi = form.line("nameVI", max: ClockLimits.nameLength, required: !isOrdinary)
        let en = form.line("nameEN", max: ClockLimits.nameLength, required: !isOrdinary)
        if let date, !ClockLimits.years.contains(date.year) { form.errors.add("date", "web.field.date") }
        if paired != nil, paired == date { form.errors.add("paired", "calendar.refused.paired") }
        guard form.errors.isEmpty, let source, let scope, let date, let status else {
            return context.refused(dayPage(context, view, form))
        }
        var notice = Notice(source: source, days: [])
        if let kind = kind.flatMap(DayException.Kind.init), let state = DayException.Status(rawValue: status) {
            notice.days = [
                DayException(
                    date: date,
                    kind: kind,
                    status: state,
                    nameVI: vi ?? "",
                    nameEN: en ?? "",
                    pairedWith: paired,
                    source: source
                )
            ]
        } else {
            notice.removed = [date]
        }
        return try await enter(notice, scope, form, context, view, again: dayPage)
    }

    /// Begins to compute due dates again beside the requests; the page of the calendar says how far it is.
    func recompute(_ ground: String) {
        let work = Recomputation(rooms)
        recomputed.start(rooms.world) { progress in try await work.run(ground: ground, progress: progress) }
    }
}

/// Who changes the calendar, and for whom.
struct CalendarFrame: Sendable {
    static let all = "all"
    static let own = "own"
    let frame: DeskFrame
    let reach: Reach

    /// For all only by the topmost unit: a commune never moves another's days.
    var scopes: [String] { reach.coversAll(.changeCalendar) ? [Self.all, Self.own] : [Self.own] }
}
