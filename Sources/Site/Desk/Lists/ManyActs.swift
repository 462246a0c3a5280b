internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
internal import Web

/// What became of an act on many dossiers: each is named, one that failed stopped none.
struct ManyOutcome: Sendable {
    struct Row: Hashable, Sendable {
        var line: DossierLine
        /// Why it was not done; nil when it was.
        var refusal: String?
        /// Signed without having been opened: the entry says so.
        var isUnseen = false
    }
    var rows: [Row]
    var done: Int { rows.count { $0.refusal == nil } }
}

extension ListPages {
    /// The dossiers that were ticked, or all that were shown; none where nothing was.
    private func picked(_ form: FormData) -> [ID<Dossier>] {
        let ids = form.value("all") == "1" ? form.all("shown") : form.all("dossier")
        var seen: Set<String> = []
        return ids.filter { $0.utf8.count <= 64 && seen.insert($0).inserted }.prefix(DossierLimits.signedAtOnce)
            .map { ID($0) }
    }

    func take(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let ids = picked(form)
        guard !ids.isEmpty else {
            return try await page(.take, number: 1, context, error: context.t("desk.pick.none"))
        }
        let (officer, mine) = try await visible(ids, context)
        guard officer.may(.handOver) else { throw Problem.notFound }
        let failures = try await rooms.dossiers.takeAll(mine, by: officer.performer, key: form.key)
        return try await outcome(.take, ids, mine, failures, unseen: [], context)
    }

    func sign(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let ids = picked(form)
        let (officer, mine) = try await visible(ids, context)
        guard officer.may(.signMany) else { throw Problem.notFound }
        let (opened, block) = try await rooms.database.read { tx in
            let opened = try Signing.opened(mine, by: officer, at: context.now, in: tx)
            return (opened, try Signing.block(of: officer, on: context.today, in: tx))
        }
        guard !ids.isEmpty, let block else {
            let key = ids.isEmpty ? "desk.pick.none" : "desk.sign.noBlock"
            return try await page(.sign, number: 1, context, error: context.t(key))
        }
        let failures = try await rooms.dossiers.signAll(
            mine,
            seen: opened,
            block: block,
            by: officer.performer,
            key: form.key
        )
        return try await outcome(.sign, ids, mine, failures, unseen: Set(mine).subtracting(opened), context)
    }

    /// The officer, and those of `ids` that are in the officer's sight.
    private func visible(
        _ ids: [ID<Dossier>],
        _ context: StaffContext
    ) async throws -> (Officer, [ID<Dossier>]) {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            let scope = try rooms.scope(officer, on: context.today, in: tx)
            let mine = try ids.filter { id in
                guard let row = try DossierStore.row(id, in: tx) else { return false }
                return scope.sees([row.receiving, row.competent, row.holder, row.pendingTo])
            }
            return (officer, mine)
        }
    }

    private func outcome(
        _ list: DeskList,
        _ ids: [ID<Dossier>],
        _ mine: [ID<Dossier>],
        _ failures: [ID<Dossier>: any Error],
        unseen: Set<ID<Dossier>>,
        _ context: StaffContext
    ) async throws -> Response {
        let rooms = rooms
        let t = context.t
        let (frame, result) = try await rooms.database.read { tx -> (DeskFrame, ManyOutcome) in
            let frame = try DeskFrame.load(rooms, context, current: "desk/lists/\(list.rawValue)", in: tx)
            let directory = try rooms.directory(in: tx)
            let words = ListRefusal(t) { directory[$0]?.shortName ?? "" }
            let rows = try mine.compactMap { try DossierStore.row($0, in: tx) }
            let lines = try DossierLine.load(rows, rooms, at: context.now, in: tx)
            let told = lines.map { line in
                ManyOutcome.Row(
                    line: line,
                    refusal: failures[line.id].map(words.text),
                    isUnseen: unseen.contains(line.id)
                )
            }
            return (frame, ManyOutcome(rows: told))
        }
        let title = t(list.text)
        let html = deskPage(context, title: title, rail: frame.rail, body(list, result, asked: ids.count, t))
        return context.page(html)
    }

    private func body(_ list: DeskList, _ result: ManyOutcome, asked: Int, _ t: Texts) -> HTML {
        let values = ["done": result.done, "count": asked]
        let isWhole = result.done == asked
        let head = t(list == .sign ? "desk.sign.done" : "desk.take.done", values)
        let cells = DossierTable(t)
        let rows = result.rows.map { row -> [HTML] in
            var told: HTML = tag(.done, t(list == .sign ? "desk.many.signed" : "desk.many.taken"))
            if row.isUnseen { told += " <span class=\"muted\">\(t("desk.many.unseen"))</span>" }
            if let refusal = row.refusal { told = "\(tag(.late, t("desk.many.failed"))) \(refusal)" }
            return [cells.code(row.line), cells.person(row.line), HTML(row.line.procedure), told]
        }
        let columns = [
            Column(t("desk.col.code")), Column(t("desk.col.person")), Column(t("desk.col.procedure")),
            Column(t("desk.col.outcome")),
        ]
        let missing = asked - result.rows.count
        return """
            \(banner(isWhole ? .success : .warning, head))
            <h1>\(t(list.text))</h1>
            \(table(caption: head, columns: columns, rows: rows, hidesCaption: true))
            \(if: missing > 0, "<p>\(t("desk.many.missing", ["count": missing]))</p>")
            \(buttons(buttonLink(t("desk.many.back"), to: Path("desk", "lists", list.rawValue)), buttonLink(t("rail.today"), to: Path("desk"), kind: .secondary)))
            """
    }
}

/// Why an act on one of many was refused, in a sentence.
struct ListRefusal {
    let t: Texts
    let unit: (ID<Agency>) -> String
    init(_ t: Texts, unit: @escaping (ID<Agency>) -> String) {
        self.t = t
        self.unit = unit
    }

    func text(_ error: any Error) -> String {
        guard let error = error as? DossierError else { return t("desk.many.other") }
        return switch error {
        case .notFromHere(let act, let status, _):
            t(
                "refusal.notFromHere",
                ["act": t("act.\(act.rawValue)"), "status": status.map { t("status.\($0)") } ?? ""]
            )
        case .notYourRole(let act, let roles, _):
            t(
                "refusal.notYourRole",
                [
                    "act": t("act.\(act.rawValue)"),
                    "roles": roles.map { t("role.\($0.rawValue)") }.joined(separator: ", "),
                ]
            )
        case .notYourUnit(let act, let agency):
            t("refusal.notYourUnit", ["act": t("act.\(act.rawValue)"), "agency": unit(agency)])
        case .wrongStep(let role, let name):
            t("refusal.wrongStep", ["name": name, "role": t("role.\(role.rawValue)")])
        case .supplementProposed: t("refusal.supplementProposed")
        case .reasonMissing: t("desk.sign.against")
        case .noHandOver, .takerIsGiver, .lastStepIsIssuing, .notSigned, .handOverPending:
            t("refusal.\(error.cause)")
        default: t("desk.many.other")
        }
    }
}
