internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// The register book (sổ theo dõi hồ sơ, form 07 and 06) of a receiving unit and year.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk/book?unit=&year=&after= | who sees the book | fifty lines |
/// | GET | /desk/book/csv?unit=&year= | who exports it | the whole year as a spreadsheet |
/// | GET | /desk/book/pdf?unit=&year=&after= | who exports it | the same fifty lines as they are printed |
///
/// Phones are masked on the page; an export names them and is therefore noted as a look.
public struct BookPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/book", for: .may(.viewRegisterBook)) { try await self.page($0) }
        routes.get("/desk/book/csv", for: .may(.exportRegisterBook)) { try await self.csv($0) }
        routes.get("/desk/book/pdf", for: .may(.exportRegisterBook)) { try await self.pdf($0) }
    }

    /// Lines that one read of an export takes.
    private static let slice = 500

    private func page(_ context: StaffContext) async throws -> Response {
        guard let query = BookQuery(context) else { throw Problem.notFound }
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/book", in: tx)
            let scope = try rooms.scope(frame.officer, on: context.today, in: tx)
            guard scope.units.contains(query.unit) else { throw Problem.notFound }
            let size = Limits.pageRows
            let lines = try BookLine.load(query, limit: size + 1, rooms, context.t, on: context.today, in: tx)
            let directory = try rooms.directory(in: tx)
            let units = scope.units.sorted().compactMap { id in
                directory.agency(id, on: context.today).map { Choice(id.rawValue, $0.shortName) }
            }
            let view = BookView(
                query: query,
                unitName: directory.name(of: query.unit, on: context.today) ?? "",
                units: units,
                lines: Array(lines.prefix(size)),
                hasMore: lines.count > size,
                mayExport: frame.officer.may(.exportRegisterBook),
                thisYear: context.today.year
            )
            return (frame, view)
        }
        return context.page(
            deskPage(context, title: context.t("rail.book"), rail: frame.rail, view.html(context.t))
        )
    }

    private func csv(_ context: StaffContext) async throws -> Response {
        guard var query = BookQuery(context) else { throw Problem.notFound }
        try await open(query, context)
        let rooms = rooms
        let t = context.t
        let date = context.today
        var lines = [BookLine.columns.map { t($0) }]
        query.after = 0
        while lines.count < BookQuery.exported {
            let slice = query
            let more = try await rooms.database.read { tx in
                try BookLine.load(slice, limit: Self.slice, rooms, t, on: date, in: tx)
            }
            lines += more.map(\.cells)
            guard more.count == Self.slice, let last = more.last else { break }
            query.after = last.number
        }
        return .file(
            Array(CSVText.write(lines).utf8),
            type: "text/csv; charset=utf-8",
            name: "so-theo-doi-\(query.year).csv"
        )
    }

    private func pdf(_ context: StaffContext) async throws -> Response {
        guard let query = BookQuery(context) else { throw Problem.notFound }
        let rooms = rooms
        let t = context.site.texts[.vi]
        let date = context.today
        let sheet = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            guard try rooms.scope(officer, on: date, in: tx).units.contains(query.unit) else { throw Problem.notFound }
            return BookSheet(
                head: SheetHead(query.unit, try rooms.directory(in: tx), on: date),
                year: query.year,
                lines: try BookLine.load(query, limit: Limits.pageRows, rooms, t, on: date, in: tx)
            )
        }
        guard let bytes = try sheet.pdf(made: context.now) else { throw Problem.notFound }
        try await open(query, context)
        let name = "so-theo-doi-\(query.year)-\(query.after + 1).pdf"
        return .file(bytes, type: "application/pdf", name: name, isDownload: false)
    }

    /// Sees to it that the officer may have this book, and notes that it was taken out.
    private func open(_ query: BookQuery, _ context: StaffContext) async throws {
        let rooms = rooms
        try await rooms.database.write("look at book") { tx in
            let officer = try rooms.officer(context, in: tx)
            guard try rooms.scope(officer, on: context.today, in: tx).units.contains(query.unit) else {
                throw Problem.notFound
            }
            try Looks.record(at: query.unit.rawValue, by: officer, for: .oversight, at: context.now, in: tx)
        }
    }
}

/// The book's markup.
struct BookView: Sendable {
    var query: BookQuery
    var unitName: String
    var units: [Choice]
    var lines: [BookLine]
    var hasMore: Bool
    var mayExport: Bool
    var thisYear: Int

    /// Years that can be chosen.
    private var years: [Int] { Array(Set((thisYear - 4...thisYear) + [query.year])).sorted(by: >) }

    func html(_ t: Texts) -> HTML {
        """
        <h1>\(t("rail.book"))</h1>
        <p class="lead">\(unitName), \(t("desk.book.year.is", ["year": query.year]))</p>
        \(choose(t))
        \(lines.isEmpty ? emptyState(t("desk.book.none"), t("desk.book.none.text")) : list(t))
        """
    }

    private func choose(_ t: Texts) -> HTML {
        let form = FormData(["unit": query.unit.rawValue, "year": "\(query.year)"])
        let f = FormView(form, t)
        let unit =
            units.count > 1
            ? f.select("unit", label: t("desk.book.unit"), choices: units)
            : f.hidden("unit")
        let year = f.select("year", label: t("desk.book.year"), choices: years.map { Choice("\($0)", "\($0)") })
        return """
            <form class="choose" action="\(Path("desk", "book"))" method="get">\(unit)\(year)
            \(button(t("desk.book.show"), kind: .secondary))</form>
            """
    }

    private func list(_ t: Texts) -> HTML {
        let columns = [
            Column(t("desk.book.entry")), Column(t("desk.col.person")), Column(t("desk.col.procedure")),
            Column(t("desk.book.in")), Column(t("desk.book.out")), Column(t("desk.book.returned")),
            Column(t("desk.book.note")),
        ]
        let rows = lines.map { line -> [HTML] in
            let code = link(line.code, to: Path("desk", "dossiers", line.id.rawValue))
            return [
                "\(t.number(line.number)). \(code)", two(line.person, [line.address, line.maskedPhone]),
                two(line.procedure, [line.competent]), two(unbroken(line.received), [unbroken(due(line, t))]),
                two(unbroken(line.forwarded), [unbroken(line.result)]),
                two(unbroken(line.returned), [line.way, line.mark]),
                HTML(line.note),
            ]
        }
        let here = query.path()
        let page = query.after / Limits.pageRows + 1
        let back = max(0, query.after - Limits.pageRows)
        let previous = query.after > 0 ? here.query("after", back == 0 ? nil : "\(back)") : nil
        let next = hasMore ? lines.last.map { here.query("after", "\($0.number)") } : nil
        let whole = table(caption: t("rail.book"), columns: columns, rows: rows, hidesCaption: true)
        let turn = pager(t, page: page, previous: previous, next: next)
        return "\(if: mayExport, exports(t))<div class=\"wide\">\(whole)</div>\(turn)"
    }

    /// A day with its hour stays on one line.
    private func unbroken(_ moment: String) -> String { moment.replacing(" ", with: "\u{A0}") }
    /// A cell of two lines, the second fainter.
    private func two(_ first: String, _ second: [String]) -> HTML {
        let rest = second.filter { !$0.isEmpty }.joined(separator: ", ")
        return rest.isEmpty ? HTML(first) : "\(first)<br><span class=\"muted\">\(rest)</span>"
    }
    private func due(_ line: BookLine, _ t: Texts) -> String {
        line.due.isEmpty ? "" : t("desk.due", ["time": line.due])
    }

    private func exports(_ t: Texts) -> HTML {
        let after = query.after == 0 ? nil : "\(query.after)"
        return buttons(
            buttonLink(t("desk.book.pdf"), to: query.path("pdf").query("after", after), kind: .secondary, key: "p"),
            buttonLink(t("desk.book.csv"), to: query.path("csv"), kind: .secondary)
        )
    }
}
