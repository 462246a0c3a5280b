internal import Agencies
internal import Catalogue
internal import HTTPTypes
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// The procedures as data: the finder's hits or all in the order of their codes, and one with everything announced.
struct ProcedureRoutes: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    /// Hits of the finder that can be paged through.
    static let hits = 200

    static let line = Shape.named(
        "ProcedureLine",
        .object([
            .init("code", .anyText, "Mã TTHC."), .init("name", .anyText), .init("nameEnglish", .orNull(.anyText)),
            .init("field", .anyText, "Lĩnh vực."), .init("levels", .list(level, min: 0, max: 4)),
            .init("onlineLevel", .words(of: OnlineLevel.allCases)),
        ])
    )
    private static let level = Shape.words(of: ProcedureLevel.allCases)
    private static let channel = Shape.object([
        .init("channel", .choice(["inPerson", "online", "post"])),
        .init("limit", .orNull(.anyText), "The time limit in words; null where the record states none."),
        .init("limitCode", .orNull(.anyText), "The same in its stable form, `3wd`."), .init("limitText", .anyText),
        .init(
            "fees",
            .list(
                .object([.init("amount", .orNull(.money), "Null: not stated."), .init("text", .anyText)]),
                min: 0,
                max: 1000
            )
        ),
        .init("note", .anyText),
    ])
    static let whole = Shape.named(
        "Procedure",
        .object([
            .init("code", .anyText), .init("version", .anyText, "The announced version's id."), .init("name", .anyText),
            .init("nameEnglish", .orNull(.anyText)), .init("field", .anyText),
            .init("levels", .list(level, min: 0, max: 4)), .init("onlineLevel", .words(of: OnlineLevel.allCases)),
            .init("agency", .anyText, "Who decides, as announced."), .init("subjects", .anyText),
            .init("steps", texts), .init("channels", .list(channel, min: 0, max: 1000)),
            .init("papers", .list(paper, min: 0, max: 1000)), .init("results", texts), .init("conditions", .anyText),
            .init(
                "legalBasis",
                .list(
                    .object([
                        .init("number", .anyText), .init("title", .anyText), .init("effectiveOn", .orNull(.date)),
                    ]),
                    min: 0,
                    max: 1000
                )
            ),
            .init("decision", .object([.init("number", .anyText), .init("on", .orNull(.date))])),
            .init("validFrom", .date), .init("validTo", .orNull(.date)),
            .init("doubts", texts, "What the record leaves open, for a person to decide."),
            .init(
                "rules",
                .object([
                    .init("forbidsProxy", .flag), .init("ownerMayBeUnnamed", .flag), .init("mayBeAtOnce", .flag),
                    .init("maxSupplements", .count), .init("supplementDays", .count), .init("needsResultFile", .flag),
                ])
            ),
        ])
    )
    private static let texts = Shape.list(.anyText, min: 0, max: 1000)
    private static let paper = Shape.object([
        .init("number", .count, "The place that an intake names."), .init("name", .anyText), .init("originals", .count),
        .init("copies", .count), .init("onlyWhen", .anyText), .init("form", .orNull(.anyText)),
        .init("isRequired", .flag), .init("isShownOnly", .flag),
        .init("isNeeded", .flag, "Whether an intake must hand it in or name it in `papersNotNeeded`."),
    ])

    var routes: [APIRoute] {
        [
            APIRoute(
                name: "listProcedures",
                method: .get,
                path: "/procedures",
                summary: "Find procedures (tìm thủ tục)",
                about:
                    "With `q` the finder's hits, the best first; without it all in force, in the order of their codes.",
                access: .anyone,
                parameters: [
                    .query("q", .line(max: Limits.queryLength), "Everyday words; typos and missing accents are fine."),
                    .query("field", .line(max: Limits.lineLength), "Only this field of law, by its exact name."),
                    .cursor, .limit,
                ],
                answers: [
                    .ok(
                        .object([
                            .init("items", .list(Self.line, min: 0, max: APILimits.page)),
                            .init("next", .orNull(.anyText), "The next page's cursor."),
                        ]),
                        "A page of procedures."
                    )
                ],
                problems: [422]
            ) { try await list($0) },
            APIRoute(
                name: "getProcedure",
                method: .get,
                path: "/procedures/{code}",
                summary: "One procedure, with all that was announced (thủ tục hành chính)",
                access: .anyone,
                parameters: [
                    .path("code", .code(max: 40), "Mã TTHC."), .query("on", .date, "As it was on this day."),
                ],
                answers: [.ok(Self.whole, "The version in force on the day.")]
            ) { try await one($0) },
        ]
    }

    private func list(_ call: APICall) async throws -> APIReply {
        let (rooms, today, size) = (rooms, call.today, call.pageSize)
        let (query, field, cursor) = (call.text("q"), call.text("field"), call.text("cursor"))
        let (page, next) = try await rooms.database.read(.mayLag) { tx -> ([ProcedureVersion], String?) in
            let shelf = try rooms.procedures(on: today, in: tx)
            if let query {
                var start = 0
                if let cursor { start = try Self.place(cursor) }
                let all = shelf.finder.find(VietnameseText.normalized(query), limit: Self.hits)
                    .compactMap { shelf[$0.entry.code] }.filter { field == nil || $0.field == field }
                let page = Array(all.dropFirst(start).prefix(size))
                let end = start + page.count
                return (page, end < all.count ? APICursor.write("hit", "\(end)") : nil)
            }
            var after = ""
            if let cursor { after = try Self.code(cursor) }
            let rest = shelf.versions.filter { $0.code > after && (field == nil || $0.field == field) }
            let page = Array(rest.prefix(size))
            return (page, rest.count > size ? page.last.map { APICursor.write("code", $0.code) } : nil)
        }
        return .json(["items": .list(page.map(Self.line)), "next": JSON(next)])
    }

    private static func place(_ cursor: String) throws(APIProblem) -> Int {
        let parts = try APICursor.read(cursor, parts: 2)
        guard parts[0] == "hit", let place = Digits.value(parts[1].utf8), place <= hits else { throw APICursor.wrong }
        return place
    }
    private static func code(_ cursor: String) throws(APIProblem) -> String {
        let parts = try APICursor.read(cursor, parts: 2)
        guard parts[0] == "code" else { throw APICursor.wrong }
        return parts[1]
    }

    private func one(_ call: APICall) async throws -> APIReply {
        let code = call.text("code") ?? ""
        let date = call.text("on").flatMap { CivilDate(iso: $0) } ?? call.today
        let version = try await rooms.database.read(.mayLag) { tx in
            try CatalogueStore.current(code: code, on: date, in: tx)
        }
        guard let version else { throw APIProblem.notThere }
        return .json(Self.whole(version, call.context.language))
    }

    private static func line(_ version: ProcedureVersion) -> JSON {
        [
            "code": .text(version.code), "name": .text(version.name), "nameEnglish": JSON(version.nameEnglish),
            "field": .text(version.field), "levels": .list(version.levels.map { .text($0.rawValue) }),
            "onlineLevel": .text(version.onlineLevel.rawValue),
        ]
    }
    private static func texts(_ lines: [String]) -> JSON { .list(lines.map { .text($0) }) }

    private static func whole(_ version: ProcedureVersion, _ language: Language) -> JSON {
        let basis = version.legalBasis.map { basis -> JSON in
            ["number": .text(basis.number), "title": .text(basis.title), "effectiveOn": JSON(basis.effectiveOn)]
        }
        let rules = version.rules
        return [
            "code": .text(version.code), "version": .text(version.id.rawValue), "name": .text(version.name),
            "nameEnglish": JSON(version.nameEnglish), "field": .text(version.field),
            "levels": .list(version.levels.map { .text($0.rawValue) }),
            "onlineLevel": .text(version.onlineLevel.rawValue), "agency": .text(version.agency),
            "subjects": .text(version.subjects), "steps": texts(version.steps),
            "channels": .list(version.channels.map { channel($0, language) }),
            "papers": .list(version.papers.enumerated().map { paper($1, number: $0 + 1) }),
            "results": texts(version.results), "conditions": .text(version.conditions), "legalBasis": .list(basis),
            "decision": ["number": .text(version.decision.number), "on": JSON(version.decision.on)],
            "validFrom": JSON(version.validFrom), "validTo": JSON(version.validTo),
            "doubts": texts(version.flags.map(\.text)),
            "rules": [
                "forbidsProxy": .flag(rules.forbidsProxy), "ownerMayBeUnnamed": .flag(rules.ownerMayBeUnnamed),
                "mayBeAtOnce": .flag(rules.mayBeAtOnce), "maxSupplements": JSON(rules.maxSupplements),
                "supplementDays": JSON(rules.supplementDays), "needsResultFile": .flag(rules.needsResultFile),
            ],
        ]
    }
    private static func channel(_ terms: ChannelTerms, _ language: Language) -> JSON {
        let fees = terms.fees.map { fee -> JSON in ["amount": JSON(fee.amount), "text": .text(fee.text)] }
        let limit = terms.limit.map { language == .en ? $0.english : $0.vietnamese }
        return [
            "channel": .text("\(terms.channel)"), "limit": JSON(limit), "limitCode": JSON(terms.limit?.description),
            "limitText": .text(terms.limitText), "fees": .list(fees), "note": .text(terms.note),
        ]
    }
    private static func paper(_ paper: RequiredPaper, number: Int) -> JSON {
        [
            "number": JSON(number), "name": .text(paper.name), "originals": JSON(paper.originals),
            "copies": JSON(paper.copies), "onlyWhen": .text(paper.onlyWhen), "form": JSON(paper.form),
            "isRequired": .flag(paper.isRequired), "isShownOnly": .flag(paper.isShownOnly),
            "isNeeded": .flag(IntakeForm.isNeeded(paper)),
        ]
    }
}
