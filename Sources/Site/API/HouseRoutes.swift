internal import Agencies
internal import HTTPTypes
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// What belongs to no dossier: the units, and the legal clock.
struct HouseRoutes: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    static let unit = Shape.named(
        "UnitWhole",
        .object([
            .init("code", .anyText), .init("name", .anyText, "The official name."), .init("shortName", .anyText),
            .init("kind", .words(of: AgencyKind.allCases)), .init("parent", .orNull(.anyText), "The code above."),
            .init("validFrom", .date), .init("validTo", .orNull(.date)),
        ])
    )
    static let question = Shape.named(
        "DueQuestion",
        .object([
            .init("received", .moment, "The moment of valid reception."),
            .init("limit", .line(max: ClockLimits.limitText), "`3 ngày làm việc`, `30 ngày`, `3wd`."),
            .init(
                "pauses",
                .list(
                    .object([.init("from", .moment), .init("to", .moment, required: .optional)]),
                    min: 0,
                    max: ClockLimits.pauses
                ),
                required: .optional
            ),
            .init("unit", APIShapes.unitCode, required: .optional, "Whose calendar; left out it is the national one."),
        ])
    )
    static let due = Shape.named(
        "Due",
        .object([
            .init("dueAt", .moment),
            .init("restsOn", .list(.date, min: 0, max: 10_000), "Days whose official status is still expected."),
            .init(
                "derivation",
                .list(
                    .object([.init("at", .moment), .init("rule", .anyText), .init("text", .anyText)]),
                    min: 0,
                    max: 100_000
                ),
                "How it comes about, line by line (căn cứ tính ngày hẹn)."
            ),
        ])
    )

    var routes: [APIRoute] {
        [
            APIRoute(
                name: "listUnits",
                method: .get,
                path: "/units",
                summary: "The units of today (cơ quan, đơn vị)",
                access: .anyone,
                parameters: [.cursor, .limit],
                answers: [
                    .ok(
                        .object([
                            .init("items", .list(Self.unit, min: 0, max: APILimits.page)),
                            .init("next", .orNull(.anyText), "The next page's cursor."),
                        ]),
                        "A page of units."
                    )
                ],
                problems: [422]
            ) { try await units($0) },
            APIRoute(
                name: "computeDue",
                method: .post,
                path: "/due",
                summary: "Compute a due date with its derivation (ngày hẹn trả kết quả)",
                access: .anyone,
                parameters: [.key(.optional)],
                body: Self.question,
                limit: 64 * 1024,
                example: ["received": "2026-04-29T15:30:00+07:00", "limit": "3 ngày làm việc"],
                answers: [.ok(Self.due, "The due date.")],
                problems: [422]
            ) { try await due($0) },
        ]
    }

    private func units(_ call: APICall) async throws -> APIReply {
        let (rooms, today, size) = (rooms, call.today, call.pageSize)
        var after: String?
        if let cursor = call.text("cursor") { after = try APICursor.read(cursor, parts: 2).last }
        let mark = ID<Agency>(after ?? "")
        let directory = try await rooms.database.read(.mayLag) { tx in try rooms.directory(in: tx) }
        let rest = directory.all(on: today).filter { $0.id > mark }
        let page = Array(rest.prefix(size))
        let items = page.map { unit -> JSON in
            [
                "code": directory.unit(unit.id, on: today)["code"] ?? nil, "name": .text(unit.name),
                "shortName": .text(unit.shortName), "kind": .text(unit.kind.rawValue),
                "parent": directory.unit(unit.parent, on: today)["code"] ?? nil, "validFrom": JSON(unit.validFrom),
                "validTo": JSON(unit.validTo),
            ]
        }
        let next = rest.count > size ? page.last.map { APICursor.write("unit", $0.id.rawValue) } : nil
        return .json(["items": .list(items), "next": JSON(next)])
    }

    private func due(_ call: APICall) async throws -> APIReply {
        let (rooms, body, today) = (rooms, call.body, call.today)
        let isEnglish = call.context.language == .en
        let asked: Asked
        do { asked = try Asked(body) } catch {
            throw APIProblem(
                code: "refused",
                status: .unprocessableContent,
                detail: isEnglish ? error.phrase.en : error.phrase.vi
            )
        }
        let calendar = try await rooms.database.read { tx in
            guard let name = body["unit"]?.text else { return try rooms.calendars.calendar(lineage: [], in: tx) }
            guard let unit = try rooms.directory(in: tx).unit(named: name, on: today) else {
                throw APIProblem.refused("/unit", "api.error.unit")
            }
            return try rooms.calendar(of: unit, on: today, in: tx)
        }
        let due = calendar.due(received: asked.received, limit: asked.limit, pauses: asked.pauses)
        let lines = due.lines.map { line -> JSON in
            ["at": JSON(line.at), "rule": .text(line.rule), "text": .text(isEnglish ? line.en : line.vi)]
        }
        return .json([
            "dueAt": JSON(due.at), "restsOn": .list(due.restsOn.map { JSON($0) }), "derivation": .list(lines),
        ])
    }
}

/// What the clock is asked.
private struct Asked {
    let received: Instant
    let limit: TimeLimit
    let pauses: [Pause]

    init(_ body: JSON) throws(ClockInputError) {
        received = try ClockInput.received(body["received"]?.text ?? "")
        limit = try ClockInput.limit(body["limit"]?.text ?? "")
        var pauses: [Pause] = []
        for pause in body["pauses"]?.list ?? [] {
            pauses.append(try ClockInput.pause("\(pause["from"]?.text ?? "")/\(pause["to"]?.text ?? "")"))
        }
        self.pauses = pauses
    }
}
