internal import Access
internal import Agencies
internal import Dossiers
internal import HTTPTypes
internal import Kernel
internal import Paper
internal import Register
internal import Storage
internal import Web

/// Dossiers read: the work lists, one dossier, its path and its slips. Each look is an entry, as on the pages.
struct DossierRoutes: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    static let code = APIParameter.path("code", APIShapes.dossierCode, "Mã hồ sơ.")

    var routes: [APIRoute] {
        [
            APIRoute(
                name: "listDossiers",
                method: .get,
                path: "/dossiers",
                summary: "The work lists of the unit (danh sách hồ sơ)",
                about: "The nearest due date first. Lists are those of the officer's desk.",
                access: .token(.read),
                parameters: [
                    .query("list", .words(of: DeskList.allCases), "`work` when left out: all that is being worked on."),
                    .cursor, .limit,
                ],
                answers: [
                    .ok(
                        .object([
                            .init("items", .list(DossierShapes.line, min: 0, max: APILimits.page)),
                            .init("next", .orNull(.anyText), "The next page's cursor."),
                        ]),
                        "A page of the list."
                    )
                ],
                problems: [422]
            ) { try await list($0) },
            APIRoute(
                name: "getDossier",
                method: .get,
                path: "/dossiers/{code}",
                summary: "One dossier (hồ sơ)",
                about: "Numbers of persons are masked. The look is written down.",
                access: .token(.read),
                parameters: [
                    Self.code,
                    APIParameter(
                        name: "If-None-Match",
                        place: .header,
                        shape: .text(TextRule(min: 1, max: 100)),
                        about: "The ETag that is known; 304 while it is the newest."
                    ),
                ],
                answers: [
                    APIAnswer(
                        status: 200,
                        about: "The dossier.",
                        shape: DossierShapes.whole,
                        headers: [("ETag", "Changes with the version.")]
                    ),
                    APIAnswer(status: 304, about: "Nothing has changed."),
                ]
            ) { try await one($0) },
            APIRoute(
                name: "getTimeline",
                method: .get,
                path: "/dossiers/{code}/timeline",
                summary: "Everything that happened to a dossier, oldest first",
                access: .token(.read),
                parameters: [Self.code],
                answers: [
                    .ok(
                        .object([.init("items", .list(DossierShapes.item, min: 0, max: 100_000))]),
                        "The entries of its chain."
                    )
                ]
            ) { try await timeline($0) },
            APIRoute(
                name: "getSlip",
                method: .get,
                path: "/dossiers/{code}/slips/{kind}",
                summary: "A slip as PDF (giấy tiếp nhận, phiếu …)",
                about: "404 while the dossier has nothing to say on it. To count a print, act `printSlip`.",
                access: .token(.read),
                parameters: [Self.code, .path("kind", .words(of: SlipKind.allCases), "Which slip.")],
                answers: [APIAnswer(status: 200, about: "The paper.", type: "application/pdf")]
            ) { try await slip($0) },
        ]
    }

    // MARK: Lists

    private func list(_ call: APICall) async throws -> APIReply {
        let (rooms, now, size) = (rooms, call.now, call.pageSize)
        let officer = try call.officer()
        let list = call.text("list").flatMap(DeskList.init) ?? .work
        guard officer.may(.viewDossier), list.roles.isEmpty || !list.roles.isDisjoint(with: officer.rolesHere) else {
            throw APIProblem.roleMissing
        }
        var mark: ListCursor?
        if let cursor = call.text("cursor") { mark = try Self.mark(cursor) }
        let (rows, lines) = try await rooms.database.read { [mark] tx in
            let rows = try DossierStore.list(
                list.dossiers(at: now, officer: officer.actor.rawValue),
                of: officer.agency,
                after: mark,
                limit: size + 1,
                in: tx
            )
            return (rows, try DossierLine.load(Array(rows.prefix(size)), rooms, at: now, in: tx))
        }
        let items = zip(rows, lines).map { DossierShapes.line($0, $1, call.t) }
        let last = rows.prefix(size).last
        let next = rows.count > size ? last.map { APICursor.write("due", ListCursor($0).text) } : nil
        return .json(["items": .list(items), "next": JSON(next)])
    }

    private static func mark(_ cursor: String) throws(APIProblem) -> ListCursor {
        let parts = try APICursor.read(cursor, parts: 2)
        guard parts[0] == "due", let mark = ListCursor(text: parts[1]) else { throw APICursor.wrong }
        return mark
    }

    // MARK: One

    private func facts(_ call: APICall, _ looksAt: Bool = true) async throws -> DossierFacts {
        let rooms = rooms
        let facts = try await rooms.database.read { tx in try rooms.facts(call, in: tx) }
        if looksAt { try await rooms.look(at: facts, call) }
        return facts
    }

    private func one(_ call: APICall) async throws -> APIReply {
        let facts = try await facts(call)
        let tag = "\"\(facts.dossier.version)-\(call.context.language.rawValue)\""
        let known = (call.text("If-None-Match") ?? "").split(separator: ",").map { part in
            let plain = part.filter { $0 != " " }
            return plain.hasPrefix("W/") ? String(plain.dropFirst(2)) : plain
        }
        var reply =
            known.contains(tag) || known.contains("*")
            ? APIReply(status: .notModified, body: []) : APIReply.json(DossierShapes.whole(facts, call.t))
        reply.headers[.eTag] = tag
        reply.headers[.cacheControl] = "private, no-cache"
        return reply
    }

    private func timeline(_ call: APICall) async throws -> APIReply {
        let facts = try await facts(call)
        let words = PathWords(facts: facts, t: call.t).items()
        let items = zip(facts.history, words).map { DossierShapes.item($0, $1, facts, call.t) }
        return .json(["items": .list(items)])
    }

    private func slip(_ call: APICall) async throws -> APIReply {
        let rooms = rooms
        guard let kind = call.text("kind").flatMap(SlipKind.init) else { throw APIProblem.notThere }
        let (models, _) = try await SlipPages(rooms).open(call.context.site.texts[.vi], kind) { tx in
            try rooms.facts(call, in: tx)
        }
        try await rooms.look(at: models.facts, call)
        guard let form = models.form(kind) else { throw APIProblem.notThere }
        var reply = APIReply(body: try await Self.pdf(form, at: call.now), type: "application/pdf")
        reply.headers[.contentDisposition] = "inline; filename=\"\(models.code)-\(kind.rawValue).pdf\""
        return reply
    }
    /// Off the threads that answer.
    @concurrent private static func pdf(_ form: any Printable, at now: Instant) async throws -> [UInt8] {
        try form.pdf(made: now)
    }
}

extension Rooms {
    /// The dossier that the path names, if the officer behind the token may see it; else it is not there.
    func facts(_ call: APICall, in tx: Transaction) throws -> DossierFacts {
        guard let code = DossierCode(typed: call.text("code") ?? ""), let id = try DossierStore.find(code: code, in: tx)
        else { throw APIProblem.notThere }
        return try DossierFacts.load(self, DeskFrame(officer: try call.officer(), rail: []), id, at: call.now, in: tx)
    }

    /// Writes the look down.
    func look(at facts: DossierFacts, _ call: APICall) async throws {
        let (officer, id) = (facts.officer, facts.dossier.id.rawValue)
        let isHead = !officer.rolesHere.isDisjoint(with: [.centreHead, .procedureControl])
        try await database.write("api.look") { tx in
            try Looks.record(at: id, by: officer, for: isHead ? .oversight : .work, at: call.now, in: tx)
        }
    }
}
