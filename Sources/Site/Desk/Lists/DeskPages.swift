internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
public import Web

/// The officers' first page, and the help about keys.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk | staff | my work today |
/// | GET | /desk/keys | staff | which keys do what |
public struct DeskPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk", for: .staff) { try await self.today($0) }
        routes.get("/desk/keys", for: .staff) { try await self.keys($0) }
    }

    private func today(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let (frame, today) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk", in: tx)
            return (frame, try Today.load(rooms, frame.officer, at: context.now, in: tx))
        }
        let view = TodayView(context: context, officer: frame.officer, today: today)
        return context.page(deskPage(context, title: context.t("rail.today"), rail: frame.rail, view.html))
    }

    private func keys(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let frame = try await rooms.database.read { tx in try DeskFrame.load(rooms, context, in: tx) }
        let t = context.t
        let keys = [("/", "desk.keys.search"), ("?", "desk.keys.help"), ("Enter", "desk.keys.scan")]
        let rows: [[HTML]] = keys.map { key, text in ["<kbd>\(key)</kbd>", HTML(t(text))] }
        let columns = [Column(t("desk.keys.key")), Column(t("desk.keys.what"))]
        let body: HTML = """
            <h1>\(t("desk.keys.title"))</h1>
            <p>\(t("desk.keys.lead"))</p>
            \(table(caption: t("desk.keys.title"), columns: columns, rows: rows, hidesCaption: true))
            <p>\(t("desk.keys.more"))</p>
            """
        return context.page(deskPage(context, title: t("desk.keys.title"), rail: frame.rail, body))
    }
}

/// What waits for an officer today.
struct Today: Sendable {
    struct Number: Hashable, Sendable {
        var list: DeskList
        var count: Int
        var isUrgent: Bool { count > 0 && list == .overdue }
    }
    /// A dossier that will be late, and since when it lies where.
    struct Risk: Hashable, Sendable {
        var line: DossierLine
        var since: Instant?
    }
    var numbers: [Number] = []
    /// What is most urgent, by due date.
    var urgent: [DossierLine] = []
    /// Leaders: what waits for a signature.
    var toSign: [DossierLine] = []
    /// Leaders: due until the end of the next working day and not decided yet.
    var risks: [Risk] = []
    var nextDay: CivilDate?

    /// Rows of each part.
    static let rows = 8
    private static let lists: [DeskList] = [
        .overdue, .today, .soon, .waiting, .submitted, .take, .forward, .appraise, .sign, .number, .returns,
    ]

    static func load(_ rooms: Rooms, _ officer: Officer, at now: Instant, in tx: Transaction) throws -> Today {
        var today = Today()
        guard officer.may(.viewDossier) else { return today }
        let roles = officer.rolesHere
        let actor = officer.actor.rawValue
        for list in lists where list.roles.isEmpty || !list.roles.isDisjoint(with: roles) {
            let count = try DossierStore.count(list.dossiers(at: now, officer: actor), of: officer.agency, in: tx)
            today.numbers.append(Number(list: list, count: count))
        }
        var rows: [DossierRow] = []
        for list in [DeskList.overdue, .today, .soon] where rows.count < Self.rows {
            let dossiers = list.dossiers(at: now, officer: actor)
            rows += try DossierStore.list(dossiers, of: officer.agency, limit: Self.rows - rows.count, in: tx)
        }
        today.urgent = try DossierLine.load(rows, rooms, at: now, in: tx)
        guard officer.may(.sign) else { return today }
        let waiting = try DossierStore.list(.atStep(.leader), of: officer.agency, limit: Self.rows, in: tx)
        today.toSign = try DossierLine.load(waiting, rooms, at: now, in: tx)
        try today.addRisks(rooms, officer, at: now, in: tx)
        return today
    }

    private mutating func addRisks(_ rooms: Rooms, _ officer: Officer, at now: Instant, in tx: Transaction) throws {
        let calendar = try rooms.calendar(of: officer.agency, on: now.date, in: tx)
        let next = calendar.workingDay(after: now.date)
        nextDay = next
        let end = Instant(next.adding(days: 1))
        let rows = try DossierStore.list(.due(from: now, to: end), of: officer.agency, limit: Self.rows, in: tx)
        let lines = try DossierLine.load(rows, rooms, at: now, in: tx)
        risks = try lines.map { line in
            Risk(line: line, since: try DossierStore.load(line.id, in: tx)?.dossier.stepSince)
        }
    }
}

/// The first page's markup.
struct TodayView {
    let context: StaffContext
    let officer: Officer
    let today: Today
    private var t: Texts { context.t }

    init(context: StaffContext, officer: Officer, today: Today) {
        self.context = context
        self.officer = officer
        self.today = today
    }

    var html: HTML {
        let half = context.now.minuteOfDay < 11 * 60 ? "morning" : context.now.minuteOfDay < 18 * 60 ? "day" : "evening"
        return """
            <h1>\(t("desk.greeting.\(half)", ["name": officer.name]))</h1>
            <p class="lead">\(t("desk.today", ["date": t.dateWithLunar(context.today)]))</p>
            \(numbers)
            \(if: officer.may(.receiveDossier), intake)
            \(if: officer.may(.sign), leader)
            \(if: officer.may(.viewDossier), urgent)
            \(if: !officer.may(.viewDossier), ways)
            """
    }

    private var intake: HTML {
        buttons(
            buttonLink(t("desk.intake"), to: Path("desk", "intake"), key: "n"),
            buttonLink(t("desk.search.go"), to: Path("desk", "search"), kind: .secondary, key: "f")
        )
    }

    private var numbers: HTML {
        guard !today.numbers.isEmpty else { return .nothing }
        let tiles = today.numbers.map { number -> HTML in
            let kind = number.isUrgent ? "late" : number.count == 0 ? "none" : "some"
            let path = Path("desk", "lists", number.list.rawValue)
            return """
                <li class="\(kind)"><a href="\(path)"><b>\(t.counted(number.count))</b> <span>\(t(number.list.text))</span></a></li>
                """
        }
        return "<ul class=\"tiles\">\(HTML.join(tiles, separator: "\n"))</ul>"
    }

    private var urgent: HTML {
        let title = t("desk.urgent")
        guard !today.urgent.isEmpty else {
            return "<h2>\(title)</h2>\(emptyState(t("desk.urgent.none"), t("desk.urgent.none.text")))"
        }
        return "<h2>\(title)</h2>\(DossierTable(t).html(today.urgent, caption: title, hidesCaption: true))"
    }

    private var leader: HTML {
        let title = t("desk.leader.sign")
        let signs: HTML =
            today.toSign.isEmpty
            ? emptyState(t("desk.leader.sign.none"), t("desk.leader.sign.none.text"))
            : """
            \(DossierTable(t).html(today.toSign, caption: title, hidesCaption: true))
            \(buttons(buttonLink(t("desk.leader.sign.many"), to: Path("desk", "lists", "sign"), key: "s")))
            """
        return "<h2>\(title)</h2>\(signs)\(risks)"
    }

    private var risks: HTML {
        guard let day = today.nextDay else { return .nothing }
        let title = t("desk.leader.late", ["date": t.date(day)])
        guard !today.risks.isEmpty else {
            return "<h2>\(title)</h2>\(emptyState(t("desk.leader.late.none"), t("desk.leader.late.none.text")))"
        }
        let cells = DossierTable(t)
        let rows = today.risks.map { risk -> [HTML] in
            [
                cells.code(risk.line), cells.person(risk.line), HTML(risk.line.procedure), cells.time(risk.line),
                HTML(why(risk)),
            ]
        }
        let columns = [
            Column(t("desk.col.code")), Column(t("desk.col.person")), Column(t("desk.col.procedure")),
            Column(t("desk.col.time")), Column(t("desk.col.why")),
        ]
        return "<h2>\(title)</h2>\(table(caption: title, columns: columns, rows: rows, hidesCaption: true))"
    }

    /// Why it is still open: at whom it lies, and since when.
    func why(_ risk: Today.Risk) -> String {
        let line = risk.line
        if let unit = line.movingTo { return t("desk.why.moving", ["unit": unit]) }
        let role = line.role.map { t("role.\($0.rawValue)") } ?? t("status.\(line.status)")
        guard let since = risk.since else { return role }
        if let officer = line.officer {
            return t("desk.why.officer", ["role": role, "name": officer, "time": t.short(since)])
        }
        return t("desk.why.nobody", ["role": role, "time": t.short(since)])
    }

    /// For those who do not see dossiers: what they look after.
    private var ways: HTML {
        var ways: [Door] = []
        if officer.may(.manageStaff) {
            ways.append(Door(t("rail.staff"), t("desk.way.staff"), to: Path("manage", "staff")))
        }
        if officer.may(.manageCounters) {
            ways.append(Door(t("rail.counters"), t("desk.way.counters"), to: Path("manage", "counters")))
        }
        if officer.may(.changeCalendar) {
            ways.append(Door(t("rail.calendar"), t("desk.way.calendar"), to: Path("manage", "calendar")))
        }
        ways.append(Door(t("rail.catalogue"), t("desk.way.catalogue"), to: Path("manage", "catalogue")))
        return doors(ways)
    }
}
