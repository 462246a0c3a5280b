internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
internal import Web

/// How much of a dossier's time is gone.
struct TimeUsed: Hashable, Sendable {
    /// Working minutes left; below zero when late.
    var left: Int
    /// The part of the limit that is gone, in percent.
    var used: Int
    var isLate: Bool

    init(received: Instant, due: Instant, now: Instant, _ calendar: WorkCalendar) {
        isLate = due < now
        left =
            isLate
            ? -calendar.workingMinutes(from: due, to: now) : calendar.workingMinutes(from: now, to: due)
        let whole = calendar.workingMinutes(from: received, to: due)
        used = isLate || whole == 0 ? 100 : min(100, max(0, (whole - left) * 100 / whole))
    }
}

/// A dossier as a line of a list: with the names that its row only points to.
struct DossierLine: Hashable, Sendable {
    var id: ID<Dossier>
    var code: String
    var person: String
    /// Owners beside the one that is named.
    var others = 0
    var procedure: String
    var status: Status
    var delivery: DeliveryState
    var unit: String?
    var officer: String?
    var role: Role?
    /// The unit that has still to sign for the folder.
    var movingTo: String?
    var due: Instant?
    var time: TimeUsed?
    /// Until when the counter hands the folder over, where it has not.
    var handOver: Instant?
    var handOverIsLate = false

    var path: Path { Path("desk", "dossiers", id.rawValue) }

    /// Lines for rows, in their order.
    static func load(_ rows: [DossierRow], _ rooms: Rooms, at now: Instant, in tx: Transaction) throws -> [DossierLine]
    {
        guard !rows.isEmpty else { return [] }
        let directory = try rooms.directory(in: tx)
        let shelf = try rooms.procedures(on: now.date, mayLag: true, in: tx)
        let owners = try DossierStore.owners(of: rows.map(\.id), in: tx)
        let persons = rows.map { owners[$0.id]?.first ?? $0.submitter }
        let names = try PersonStore.names(of: persons, in: tx)
        let staff = try StaffStore.names(of: rows.compactMap { $0.officer.map { ID($0.rawValue) } }, in: tx)
        var calendars: [ID<Agency>: WorkCalendar] = [:]
        func unit(_ id: ID<Agency>?) -> String? { id.flatMap { directory[$0]?.shortName } }
        return try zip(rows, persons).map { row, person in
            var line = DossierLine(
                id: row.id,
                code: row.code.rawValue,
                person: names[person] ?? "",
                others: max(0, (owners[row.id]?.count ?? 1) - 1),
                procedure: shelf[row.procedureCode]?.name ?? row.procedureCode,
                status: row.status,
                delivery: row.delivery
            )
            line.unit = unit(row.holder)
            line.officer = row.officer.flatMap { staff[ID($0.rawValue)] }
            line.role = row.stepRole
            line.movingTo = unit(row.pendingTo)
            line.due = row.dueAt
            if let due = row.dueAt, let received = row.receivedAt, [.received, .inProcess].contains(row.status) {
                let calendar =
                    try calendars[row.competent] ?? rooms.calendar(of: row.competent, on: now.date, in: tx)
                calendars[row.competent] = calendar
                if row.status == .received, row.pendingTo == nil {
                    let counter =
                        try calendars[row.receiving] ?? rooms.calendar(of: row.receiving, on: now.date, in: tx)
                    calendars[row.receiving] = counter
                    let until = counter.handOverDue(received: received)
                    line.handOver = until
                    line.handOverIsLate = now > until
                }
                line.time = TimeUsed(received: received, due: due, now: now, calendar)
            }
            return line
        }
    }
}

/// The cells of a line, and the table of many.
struct DossierTable {
    let t: Texts
    init(_ t: Texts) { self.t = t }

    func code(_ line: DossierLine) -> HTML { link(line.code, to: line.path) }

    func person(_ line: DossierLine) -> HTML {
        let others: HTML =
            line.others == 0 ? .nothing : " <span class=\"muted\">\(t("desk.others", ["count": line.others]))</span>"
        return line.person.isEmpty ? HTML(t("desk.unnamed")) : "\(line.person)\(others)"
    }

    /// Where the folder is, and at whom.
    func place(_ line: DossierLine) -> String {
        if let to = line.movingTo { return t("desk.where.moving", ["unit": to]) }
        guard let unit = line.unit else { return t("status.\(line.status)") }
        if let officer = line.officer { return unit + " – " + officer }
        if let role = line.role { return unit + " – " + t("role.\(role.rawValue)") }
        return unit
    }

    /// Time left as words and bar, or the state in which no clock runs; with the day that was promised.
    func time(_ line: DossierLine) -> HTML {
        let day: HTML =
            line.due.map { "<span class=\"muted due\">\(t("desk.due", ["time": t.short($0)]))</span>" } ?? .nothing
        guard let time = line.time else { return state(line) }
        return "\(timeBar(used: time.used, isLate: time.isLate, t.timeLeft(workingMinutes: time.left))) \(day)"
    }

    /// Until when the folder must be passed on.
    func handOver(_ line: DossierLine) -> HTML {
        guard let until = line.handOver else { return .nothing }
        return line.handOverIsLate
            ? tag(.late, t("desk.handOver.late", ["time": t.short(until)]))
            : tag(.process, t("desk.handOver.by", ["time": t.short(until)]))
    }

    private func state(_ line: DossierLine) -> HTML {
        switch line.status {
        case .supplementAsked, .paymentAsked: tag(.waiting, t("status.\(line.status)"))
        case .finished: tag(.done, t("where.\(line.delivery.rawValue)"))
        case .submitted, .received, .inProcess: tag(.process, t("status.\(line.status)"))
        case .notAccepted, .withdrawn, .stopped, .returned, .voided: tag(.closed, t("status.\(line.status)"))
        }
    }

    var columns: [Column] {
        [
            Column(t("desk.col.code")), Column(t("desk.col.person")), Column(t("desk.col.procedure")),
            Column(t("desk.col.where")), Column(t("desk.col.time")),
        ]
    }
    func cells(_ line: DossierLine) -> [HTML] {
        [code(line), person(line), HTML(line.procedure), HTML(place(line)), time(line)]
    }
    func html(_ lines: [DossierLine], caption: String, hidesCaption: Bool = false) -> HTML {
        table(caption: caption, columns: columns, rows: lines.map(cells), hidesCaption: hidesCaption)
    }
}
