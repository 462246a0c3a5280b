internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// Lists of dossiers, what is done to many at once, and the search.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk/lists/{list}?page=&after= | who sees dossiers, and the list | a table one can scan |
/// | POST | /desk/lists/take | who takes folders | signs for many folders |
/// | POST | /desk/lists/sign | leaders | signs many decisions |
/// | GET | /desk/search?q= | who sees dossiers | dossiers and persons; a scanned code opens its dossier |
public struct ListPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/lists/{list}", for: .may(.viewDossier)) { try await self.list($0) }
        routes.post("/desk/lists/{list}", for: .may(.handOver, .signMany)) { try await self.act($0, $1) }
        routes.get("/desk/search", for: .may(.viewDossier)) { try await self.search($0) }
    }

    /// Pages of a list that can be asked for.
    static let pages = 1...10_000

    private func list(_ context: StaffContext) async throws -> Response {
        guard let list = DeskList(rawValue: try context.parameter("list")) else { throw Problem.notFound }
        let page = Int(context.query("page")) ?? 1
        guard Self.pages.contains(page) else { throw Problem.notFound }
        return try await self.page(list, number: page, from: try Self.turn(context), context)
    }

    /// After which row the page begins, or before which it ends; the number of a page is only shown.
    private static func turn(_ context: StaffContext) throws -> ListTurn {
        func cursor(_ name: String) throws -> ListCursor? {
            let text = context.query(name)
            guard !text.isEmpty else { return nil }
            guard let cursor = ListCursor(text: text) else { throw Problem.notFound }
            return cursor
        }
        return ListTurn(after: try cursor("after"), before: try cursor("before"))
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        switch try context.parameter("list") {
        case DeskList.take.rawValue: return try await take(form, context)
        case DeskList.sign.rawValue: return try await sign(form, context)
        default: throw Problem.notFound
        }
    }

    /// A page of the list; `error` stands on top of it.
    func page(
        _ list: DeskList,
        number: Int,
        from turn: ListTurn = ListTurn(),
        _ context: StaffContext,
        error: String? = nil
    ) async throws -> Response {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/lists/\(list.rawValue)", in: tx)
            let roles = frame.officer.rolesHere
            guard list.roles.isEmpty || !list.roles.isDisjoint(with: roles) else { throw Problem.notFound }
            let view = try ListView.load(
                list,
                page: number,
                from: turn,
                rooms,
                frame.officer,
                at: context.now,
                in: tx
            )
            return (frame, view)
        }
        let title = context.t(list.text)
        let told: HTML = error.map { banner(.danger, $0) } ?? .nothing
        let html = deskPage(context, title: title, rail: frame.rail, "\(told)\(view.html(context))")
        return error == nil ? context.page(html) : context.refused(html)
    }
}

/// Where in a list a page lies.
struct ListTurn: Hashable, Sendable {
    var after: ListCursor?
    var before: ListCursor?
}

/// One page of a list, ready to be shown.
struct ListView: Sendable {
    var list: DeskList
    var page: Int
    var count: Int
    var lines: [DossierLine]
    /// Where the next page begins, and where the one before ends; nil where there is none.
    var next: ListCursor?
    var previous: ListCursor?
    /// Leaders: which of these the officer has opened.
    var opened: Set<ID<Dossier>> = []
    /// How the officer signs; nil where no block is recorded.
    var block: String?
    var maySignMany = false
    var mayTake = false

    static func load(
        _ list: DeskList,
        page: Int,
        from turn: ListTurn,
        _ rooms: Rooms,
        _ officer: Officer,
        at now: Instant,
        in tx: Transaction
    ) throws -> ListView {
        let dossiers = list.dossiers(at: now, officer: officer.actor.rawValue)
        let size = Limits.pageRows
        let rows = try DossierStore.list(
            dossiers,
            of: officer.agency,
            after: turn.after,
            before: turn.before,
            limit: size + 1,
            in: tx
        )
        let isBack = turn.before != nil
        let shown = Array(isBack ? rows.suffix(size) : rows.prefix(size))
        let hasMore = rows.count > size
        var view = ListView(
            list: list,
            page: page,
            count: try DossierStore.count(dossiers, of: officer.agency, in: tx),
            lines: try DossierLine.load(shown, rooms, at: now, in: tx),
            next: isBack || hasMore ? shown.last.map(ListCursor.init) : nil,
            previous: (isBack && hasMore) || turn.after != nil ? shown.first.map(ListCursor.init) : nil
        )
        view.mayTake = list == .take && officer.may(.handOver)
        if list == .sign, officer.may(.signMany) {
            view.maySignMany = true
            view.opened = try Signing.opened(shown.map(\.id), by: officer, at: now, in: tx)
            view.block = try Signing.block(of: officer, on: now.date, in: tx)
        }
        return view
    }

    func html(_ context: StaffContext) -> HTML {
        let t = context.t
        let title: HTML = "<h1>\(t(list.text)) <span class=\"muted\">(\(t.counted(count)))</span></h1>"
        guard !lines.isEmpty else {
            return "\(title)\(emptyState(t("desk.empty.title"), t("desk.empty.\(list.rawValue)")))"
        }
        let here = Path("desk", "lists", list.rawValue)
        // A list changes while one turns its pages: the first page is always its beginning.
        let previous = previous.map { cursor in
            page > 2 ? here.query("page", "\(page - 1)").query("before", cursor.text) : here
        }
        let next = next.map { here.query("page", "\(page + 1)").query("after", $0.text) }
        return "\(title)\(body(context))\(pager(t, page: page, previous: previous, next: next))"
    }

    private func body(_ context: StaffContext) -> HTML {
        let t = context.t
        let cells = DossierTable(t)
        if list == .forward {
            let rows = lines.map { cells.cells($0) + [cells.handOver($0)] }
            let columns = cells.columns + [Column(t("desk.col.handOver"))]
            return table(caption: t(list.text), columns: columns, rows: rows, hidesCaption: true)
        }
        guard mayTake || maySignMany else { return cells.html(lines, caption: t(list.text), hidesCaption: true) }
        let rows = lines.map { line -> [HTML] in
            var row = cells.cells(line)
            row[0] = "\(pick(line, t))\(row[0])"
            if maySignMany {
                let isOpened = opened.contains(line.id)
                row.append(tag(isOpened ? .done : .waiting, t(isOpened ? "desk.sign.opened" : "desk.sign.unseen")))
            }
            return row
        }
        let columns = cells.columns + (maySignMany ? [Column(t("desk.sign.seen"))] : [])
        let all = HTML.join(lines.map { "<input type=\"hidden\" name=\"shown\" value=\"\($0.id.rawValue)\">" })
        let whole = table(caption: t(list.text), columns: columns, rows: rows, hidesCaption: true)
        return maySignMany ? signForm(context, "\(all)\(whole)") : takeForm(context, "\(all)\(whole)")
    }

    private func pick(_ line: DossierLine, _ t: Texts) -> HTML {
        """
        <label class="pick"><input type="checkbox" name="dossier" value="\(line.id.rawValue)">\
        <span class="unseen">\(t("desk.pick", ["code": line.code]))</span></label>
        """
    }

    private func takeForm(_ context: StaffContext, _ rows: HTML) -> HTML {
        let t = context.t
        let acts = buttons(
            button(t("desk.take.do"), key: "s"),
            button(t("desk.take.all", ["count": lines.count]), kind: .secondary, name: "all", value: "1")
        )
        return """
            <p>\(t("desk.take.lead"))</p>
            \(form(context, to: Path("desk", "lists", "take"), "\(rows)\(acts)"))
            """
    }

    private func signForm(_ context: StaffContext, _ rows: HTML) -> HTML {
        let t = context.t
        guard let block else {
            return "\(banner(.warning, t("desk.sign.noBlock"), "<p>\(t("desk.sign.noBlock.text"))</p>"))\(rows)"
        }
        let signature = details(
            t("desk.sign.block"),
            isOpen: true,
            "<p>\(HTML.lines(block))<br>\(context.officer.name)</p>"
        )
        return """
            <p>\(t("desk.sign.lead"))</p>
            \(form(context, to: Path("desk", "lists", "sign"), "\(rows)\(signature)\(buttons(button(t("desk.sign.do"), key: "s")))"))
            """
    }
}
