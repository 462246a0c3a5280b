internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// The bags of a unit, by what is to be done with them.
struct BagListView: Sendable {
    struct Line: Hashable, Sendable {
        var id: ID<Bag>
        var number: String
        var from: String
        var to: String
        var at: Instant?
        var state: Bag.State
    }
    /// Sent to this unit.
    var coming: [Line] = []
    /// Being packed here.
    var open: [Line] = []
    /// Sent from here.
    var away: [Line] = []
    /// Opened with differences, and the newest without.
    var done: [Line] = []
    var units: [Choice] = []

    static func load(_ rooms: Rooms, _ unit: ID<Agency>, on date: CivilDate, in tx: Transaction) throws -> BagListView {
        let directory = try rooms.directory(in: tx)
        func name(_ id: ID<Agency>) -> String { directory[id]?.shortName ?? "" }
        func lines(_ state: Bag.State) throws -> [(row: BagRow, line: Line)] {
            try BagStore.list(of: unit, state: state, in: tx).map { row in
                let line = Line(
                    id: row.id,
                    number: row.number,
                    from: name(row.from),
                    to: name(row.to),
                    at: row.receivedAt ?? row.sentAt,
                    state: row.state
                )
                return (row, line)
            }
        }
        var view = BagListView()
        view.open = try lines(.open).filter { $0.row.from == unit }.map(\.line)
        let sent = try lines(.sent)
        view.coming = sent.filter { $0.row.to == unit }.map(\.line)
        view.away = sent.filter { $0.row.from == unit }.map(\.line)
        view.done = try lines(.differs).map(\.line) + lines(.received).prefix(10).map(\.line)
        view.units = directory.all(on: date).filter { $0.id != unit }
            .sorted { VietnameseText.folded($0.shortName) < VietnameseText.folded($1.shortName) }
            .map { Choice($0.id.rawValue, $0.shortName) }
        return view
    }

    func html(_ context: StaffContext, _ typed: FormData) -> HTML {
        let t = context.t
        let f = FormView(typed, t)
        let select = f.select(
            "to",
            label: t("bags.to"),
            choices: units,
            hint: t("bags.to.hint"),
            empty: t("bags.to.choose")
        )
        let make = form(context, to: Path("desk", "bags"), "\(select)\(button(t("bags.make"), key: "n"))")
        let isEmpty = coming.isEmpty && open.isEmpty && away.isEmpty && done.isEmpty
        return """
            \(f.errorSummary)
            <h1>\(t("rail.bags"))</h1>
            <p>\(t("bags.lead"))</p>
            \(if: isEmpty, emptyState(t("bags.none"), t("bags.none.text")))
            \(part(t("bags.coming"), coming, t))
            \(part(t("bags.open"), open, t))
            \(part(t("bags.away"), away, t))
            \(part(t("bags.done"), done, t))
            \(card(t("bags.new"), make))
            """
    }

    private func part(_ title: String, _ lines: [Line], _ t: Texts) -> HTML {
        guard !lines.isEmpty else { return .nothing }
        let columns = [
            Column(t("bags.number")), Column(t("bags.from")), Column(t("bags.to.col")), Column(t("bags.state")),
            Column(t("bags.when")),
        ]
        let rows = lines.map { line -> [HTML] in
            [
                link(line.number, to: Path("desk", "bags", line.id.rawValue)), HTML(line.from), HTML(line.to),
                BagView.tag(line.state, t), HTML(line.at.map { t.short($0) } ?? ""),
            ]
        }
        return table(caption: title, columns: columns, rows: rows)
    }
}

/// One bag.
struct BagView: Sendable {
    var id: ID<Bag>
    var number: String
    var from: String
    var to: String
    var state: Bag.State
    var isMine: Bool
    var lines: [DossierLine]
    var missing: [DossierLine]
    var extra: [String]
    var sentAt: Instant?
    var sender: String
    var receivedAt: Instant?
    var receiver: String
    /// Folders here that are on their way to the bag's unit.
    var candidates: [DossierLine] = []

    private var path: Path { Path("desk", "bags", id.rawValue) }

    static func load(
        _ bag: Bag,
        _ rooms: Rooms,
        _ officer: Officer,
        at now: Instant,
        in tx: Transaction
    ) throws -> BagView {
        let directory = try rooms.directory(in: tx)
        let names = try StaffStore.names(
            of: [bag.sender, bag.receiver].compactMap { $0.map { ID($0.rawValue) } },
            in: tx
        )
        func lines(_ ids: [ID<Dossier>]) throws -> [DossierLine] {
            try DossierLine.load(try ids.compactMap { try DossierStore.row($0, in: tx) }, rooms, at: now, in: tx)
        }
        func unit(_ id: ID<Agency>?) -> String { id.flatMap { directory.name(of: $0, on: now.date) } ?? "" }
        var view = BagView(
            id: bag.id,
            number: bag.made?.number ?? "",
            from: unit(bag.made?.from),
            to: unit(bag.made?.to),
            state: bag.state,
            isMine: bag.made?.from == officer.agency,
            lines: try lines(bag.dossiers),
            missing: try lines(bag.missing),
            extra: bag.extra.map(\.rawValue),
            sentAt: bag.sentAt,
            sender: bag.sender.flatMap { names[ID($0.rawValue)] } ?? "",
            receivedAt: bag.receivedAt,
            receiver: bag.receiver.flatMap { names[ID($0.rawValue)] } ?? ""
        )
        if bag.state == .open {
            let waiting = try DossierStore.list(.toForward, of: officer.agency, in: tx)
            let fitting = waiting.filter { $0.competent == bag.made?.to && !bag.dossiers.contains($0.id) }
            view.candidates = try DossierLine.load(fitting, rooms, at: now, in: tx)
        }
        return view
    }

    static func tag(_ state: Bag.State, _ t: Texts) -> HTML {
        let kind: TagState =
            switch state {
            case .open: .process
            case .sent: .waiting
            case .received: .done
            case .differs: .late
            }
        return Web.tag(kind, t("bag_state.\(state.rawValue)"))
    }

    func html(_ context: StaffContext, _ typed: FormData) -> HTML {
        let t = context.t
        let f = FormView(typed, t)
        let body: HTML =
            switch state {
            case .open: packing(context, f)
            case .sent: isMine ? contents(t) : opening(context, f)
            case .received, .differs: "\(differences(t))\(contents(t))"
            }
        return """
            \(f.errorSummary)
            <h1>\(number) \(Self.tag(state, t))</h1>
            \(summary(t))
            \(body)
            """
    }

    private func summary(_ t: Texts) -> HTML {
        var rows = [SummaryRow(t("bags.from"), HTML(from)), SummaryRow(t("bags.to.col"), HTML(to))]
        if let sentAt { rows.append(SummaryRow(t("bags.sent"), "\(t.dateTime(sentAt)), \(sender)")) }
        if let receivedAt { rows.append(SummaryRow(t("bags.received"), "\(t.dateTime(receivedAt)), \(receiver)")) }
        return summaryList(rows)
    }

    private func contents(_ t: Texts) -> HTML {
        let sheet = buttonLink(t("bags.manifest"), to: path / "manifest", kind: .secondary, key: "p")
        return "\(DossierTable(t).html(lines, caption: t("bags.contents", ["count": lines.count])))\(buttons(sheet))"
    }

    // MARK: Packing

    private func packing(_ context: StaffContext, _ f: FormView) -> HTML {
        let t = context.t
        let code = f.field("code", label: t("bags.code"), hint: t("bags.code.hint"), width: .half)
        let picks = candidates.map { Choice($0.code, $0.code + " – " + $0.person, hint: $0.procedure) }
        let boxes = picks.isEmpty ? .nothing : f.checkboxes("pick", legend: t("bags.waiting"), choices: picks)
        let add = form(context, to: path, "\(act("add"))\(code)\(boxes)\(button(t("bags.add"), kind: .secondary))")
        return
            "\(lines.isEmpty ? emptyState(t("bags.empty"), t("bags.empty.text")) : packed(context))\(card(t("bags.add.title"), add))"
    }

    private func packed(_ context: StaffContext) -> HTML {
        let t = context.t
        let cells = DossierTable(t)
        let rows = lines.map { line -> [HTML] in
            let taken: HTML = "\(act("remove"))<input type=\"hidden\" name=\"dossier\" value=\"\(line.id.rawValue)\">"
            let out = button(t("bags.remove"), kind: .quiet)
            return [
                cells.code(line), cells.person(line), HTML(line.procedure), form(context, to: path, "\(taken)\(out)"),
            ]
        }
        let columns = [
            Column(t("desk.col.code")), Column(t("desk.col.person")), Column(t("desk.col.procedure")),
            Column(t("bags.remove")),
        ]
        let send = form(
            context,
            to: path,
            confirm: t("bags.send.ask", ["count": lines.count, "unit": to]),
            "\(act("send"))\(button(t("bags.send"), key: "s"))"
        )
        let sheet = buttonLink(t("bags.manifest"), to: path / "manifest", kind: .secondary, key: "p")
        return """
            \(table(caption: t("bags.contents", ["count": lines.count]), columns: columns, rows: rows))
            \(buttons(send, sheet))
            """
    }

    // MARK: Opening

    private func opening(_ context: StaffContext, _ f: FormView) -> HTML {
        let t = context.t
        let shown = HTML.join(lines.map { "<input type=\"hidden\" name=\"shown\" value=\"\($0.id.rawValue)\">" })
        let boxes = f.checkboxes(
            "found",
            legend: t("bags.found"),
            choices: lines.map { Choice($0.id.rawValue, $0.code + " – " + $0.person, hint: $0.procedure) },
            hint: t("bags.found.hint")
        )
        let extra = f.textarea("extra", label: t("bags.extra"), hint: t("bags.extra.hint"), rows: 2, isOptional: true)
        let acts = buttons(
            button(t("bags.receive"), key: "s"),
            button(t("bags.receive.all", ["count": lines.count]), kind: .secondary, name: "all", value: "1")
        )
        return "\(form(context, to: path, "\(act("receive"))\(shown)\(boxes)\(extra)\(acts)"))"
    }

    /// What was on the manifest and not in the bag, and the other way round.
    private func differences(_ t: Texts) -> HTML {
        guard state == .differs else { return banner(.success, t("bags.whole")) }
        let gone = missing.map { line -> HTML in "<li>\(link(line.code, to: line.path)) – \(line.person)</li>" }
        let more = extra.map { code -> HTML in "<li>\(link(code, to: Path("desk", "search").query("q", code)))</li>" }
        let body: HTML = """
            \(if: !gone.isEmpty, "<p><b>\(t("bags.missing"))</b></p><ul>\(HTML.join(gone))</ul><p>\(t("bags.missing.text"))</p>")
            \(if: !more.isEmpty, "<p><b>\(t("bags.more"))</b></p><ul>\(HTML.join(more))</ul>")
            """
        return banner(.danger, t("bags.differs"), body)
    }

    private func act(_ name: String) -> HTML { "<input type=\"hidden\" name=\"act\" value=\"\(name)\">" }

    // MARK: The sheet

    static func sheet(_ bag: Bag, _ rooms: Rooms, at now: Instant, in tx: Transaction) throws -> BagSheet? {
        guard let made = bag.made, !bag.dossiers.isEmpty else { return nil }
        let directory = try rooms.directory(in: tx)
        let rows = try bag.dossiers.compactMap { try DossierStore.row($0, in: tx) }
        let lines = try DossierLine.load(rows, rooms, at: now, in: tx)
        let items = try lines.map { line in
            let papers = try DossierStore.load(line.id, in: tx)?.dossier.filing?.papers ?? []
            return BagSheet.Item(
                code: line.code,
                person: line.person,
                procedure: line.procedure,
                papers: papers.reduce(0) { $0 + $1.count },
                originals: papers.filter(\.isKept).reduce(0) { $0 + $1.count }
            )
        }
        let names = try StaffStore.names(
            of: [bag.sender, bag.receiver].compactMap { $0.map { ID($0.rawValue) } },
            in: tx
        )
        let sent = bag.sentAt ?? now
        return BagSheet(
            head: SheetHead(made.from, directory, on: sent.date),
            number: made.number,
            from: directory.name(of: made.from, on: sent.date) ?? "",
            to: directory.name(of: made.to, on: sent.date) ?? "",
            sent: sent,
            giver: bag.sender.flatMap { names[ID($0.rawValue)] } ?? "",
            taker: bag.receiver.flatMap { names[ID($0.rawValue)] } ?? "",
            items: items
        )
    }
}
