internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
internal import Web

/// What was typed or scanned into the search of the desk.
struct DeskQuery: Hashable, Sendable {
    let text: String
    /// A whole dossier code.
    let code: DossierCode?
    /// Beginnings of codes that may be meant.
    let prefixes: [String]
    /// The token of a slip's QR code, bare or at the end of an address.
    let token: String?

    /// - Parameters:
    ///   - unitCode: of the officer's unit: the last digits of a code are those of its dossiers.
    ///   - today: of bare serials: those of this day.
    init(_ text: String, unitCode: String?, today: CivilDate) {
        self.text = text
        code = DossierCode(typed: text)
        let last = text.split(separator: "/").last.map(String.init) ?? ""
        let isWord = last.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || (65...90).contains($0)
        }
        token = (16...64).contains(last.utf8.count) && isWord ? last.lowercased() : nil
        prefixes = code == nil ? Self.prefixes(text, unitCode, today) : []
    }

    private static func prefixes(_ text: String, _ unitCode: String?, _ today: CivilDate) -> [String] {
        let typed = text.uppercased().filter { !$0.isWhitespace }
        guard !typed.isEmpty, typed.utf8.count <= DossierCode.length,
            typed.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || $0 == 45 || $0 == 46 })
        else { return [] }
        let isStart = typed.first == "H" || typed.first == "G" || typed.hasPrefix("000.")
        if isStart { return typed.contains { $0.isNumber } ? [typed] : [] }
        guard let unitCode else { return [] }
        let parts = typed.split(separator: "-", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { Digits.value($0.utf8) != nil }
        guard areDigits else { return [] }
        switch parts.count {
        // 0012: of today; 250627: a whole day.
        case 1 where typed.utf8.count <= 4:
            let serial = String(repeating: "0", count: 4 - typed.utf8.count) + typed
            return ["\(unitCode)-\(today.yymmdd)-\(serial)"]
        case 1 where typed.utf8.count == 6: return ["\(unitCode)-\(typed)-"]
        case 2 where parts[0].utf8.count == 6 && parts[1].utf8.count <= 4:
            let serial = String(repeating: "0", count: 4 - parts[1].utf8.count) + parts[1]
            return ["\(unitCode)-\(parts[0])-\(serial)"]
        default: return []
        }
    }
}

/// What the search found, as far as the officer may see it.
struct SearchFound: Sendable {
    struct Someone: Hashable, Sendable {
        var id: ID<Person>
        var name: String
        /// Masked.
        var number: String
        var phone: String
        var birth: String
    }
    var dossiers: [DossierLine] = []
    var persons: [Someone] = []
    var isEmpty: Bool { dossiers.isEmpty && persons.isEmpty }
}

extension ListPages {
    func search(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let text = context.query("q")
        let (frame, query, exact) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, in: tx)
            let directory = try rooms.directory(in: tx)
            let unitCode = directory.code(of: frame.officer.agency, .unit, on: context.today)
            let query = DeskQuery(text, unitCode: unitCode, today: context.today)
            let exact = try Self.exact(query, rooms, frame.officer, on: context.today, in: tx)
            return (frame, query, exact)
        }
        if let exact { return .redirect(to: Path("desk", "dossiers", exact.rawValue)) }
        let found = try await find(query, frame.officer, context)
        let title = context.t("desk.search.title")
        let body = SearchView(
            context: context,
            query: text,
            found: found,
            mayFindPersons: frame.officer.may(.findPerson)
        )
        return context.page(deskPage(context, title: title, rail: frame.rail, query: text, body.html))
    }

    /// The one dossier that a whole code or a slip's token names, if the officer sees it.
    private static func exact(
        _ query: DeskQuery,
        _ rooms: Rooms,
        _ officer: Officer,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> ID<Dossier>? {
        var id = try query.code.flatMap { try DossierStore.find(code: $0, in: tx) }
        if id == nil, let token = query.token { id = try LookUp.track(token: token, in: tx)?.id }
        guard let id, let row = try DossierStore.row(id, in: tx) else { return nil }
        let scope = try rooms.scope(officer, on: date, in: tx)
        return scope.sees([row.receiving, row.competent, row.holder, row.pendingTo]) ? id : nil
    }

    private func find(_ query: DeskQuery, _ officer: Officer, _ context: StaffContext) async throws -> SearchFound {
        guard !query.text.isEmpty else { return SearchFound() }
        let rooms = rooms
        let scope = try await rooms.database.read { tx in try rooms.scope(officer, on: context.today, in: tx) }
        let persons = try await rooms.persons.find(query.text, units: scope.units)
        return try await rooms.database.read { tx in
            var rows: [DossierRow] = []
            for prefix in query.prefixes { rows += try DossierStore.find(codePrefix: prefix, in: tx) }
            let ids = try persons.reduce(into: Set<ID<Person>>()) { all, person in
                all.formUnion(try PersonStore.same(as: person.id, in: tx))
            }
            rows += try DossierStore.find(persons: ids.sorted(), in: tx)
            var seen: Set<ID<Dossier>> = []
            let mine = rows.filter { row in
                scope.sees([row.receiving, row.competent, row.holder, row.pendingTo]) && seen.insert(row.id).inserted
            }
            var found = SearchFound()
            found.dossiers = try DossierLine.load(
                Array(mine.prefix(Limits.pageRows)),
                rooms,
                at: context.now,
                in: tx
            )
            guard officer.may(.findPerson) else { return found }
            found.persons = persons.map { person in
                SearchFound.Someone(
                    id: person.id,
                    name: person.name,
                    number: person.details.identity == .none ? "" : person.details.identity.masked,
                    phone: person.details.phone?.masked ?? "",
                    birth: person.details.birth?.written ?? ""
                )
            }
            return found
        }
    }
}

/// The search's markup.
struct SearchView {
    let context: StaffContext
    let query: String
    let found: SearchFound
    let mayFindPersons: Bool
    private var t: Texts { context.t }

    init(context: StaffContext, query: String, found: SearchFound, mayFindPersons: Bool) {
        self.context = context
        self.query = query
        self.found = found
        self.mayFindPersons = mayFindPersons
    }

    var html: HTML {
        let ask = searchForm(
            to: Path("desk", "search"),
            label: t("desk.search.label"),
            button: t("web.desk.search.do"),
            value: query,
            hint: t("desk.search.hint"),
            results: "found"
        )
        return "<h1>\(t("desk.search.title"))</h1>\(ask)<div id=\"found\">\(results)</div>"
    }

    private var results: HTML {
        if query.isEmpty { return .nothing }
        if found.isEmpty { return emptyState(t("desk.search.none", ["query": query]), t("desk.search.none.text")) }
        var out = HTML.nothing
        if !found.dossiers.isEmpty {
            let title = t("desk.search.dossiers", ["count": found.dossiers.count])
            out += DossierTable(t).html(found.dossiers, caption: title)
        }
        if !found.persons.isEmpty {
            let rows = found.persons.map { person -> [HTML] in
                [
                    link(person.name, to: Path("desk", "persons", person.id.rawValue)), HTML(person.birth),
                    HTML(person.number), HTML(person.phone),
                ]
            }
            let columns = [
                Column(t("desk.col.name")), Column(t("desk.col.birth")), Column(t("desk.col.number")),
                Column(t("desk.col.phone")),
            ]
            let title = t("desk.search.persons", ["count": found.persons.count])
            out += table(caption: title, columns: columns, rows: rows)
        }
        return out
    }
}
