internal import Access
internal import Catalogue
internal import Dossiers
internal import HTTPTypes
internal import Kernel
internal import Storage
internal import Web

/// `POST /api/v1/tracking`: what a citizen may know of a dossier, by its code and a number.
///
/// A POST, so that numbers of persons stand in no address and no log.
struct TrackingRoute: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    static let body = Shape.named(
        "TrackingQuestion",
        .object([
            .init("code", .line(max: Limits.queryLength), "Mã hồ sơ."),
            .init(
                "number",
                .line(max: Limits.queryLength),
                "Số tra cứu on the slip, or an identity number or tax code of its submitter or an owner."
            ),
        ])
    )
    static let answer = Shape.named(
        "Tracking",
        .object([
            .init("code", .anyText), .init("status", APIShapes.status),
            .init("situation", .words(of: TrackingSituation.allCases), "How it stands, finer than the status."),
            .init("headline", .anyText, "The large line of the tracking page."), .init("note", .orNull(.anyText)),
            .init("next", .anyText, "What comes next."), .init("todo", .orNull(.anyText), "What the citizen must do."),
            .init("letter", .orNull(.anyText), "What the agency wrote to the citizen."),
            .init("ground", .orNull(.anyText)), .init("outcome", .orNull(.anyText)),
            .init("procedure", .object([.init("code", .anyText), .init("name", .anyText)])),
            .init("owners", .list(.anyText, min: 0, max: DossierLimits.owners), "Names, masked."),
            .init("receiving", .anyText), .init("competent", .anyText),
            .init("submittedAt", .orNull(.moment)), .init("receivedAt", .orNull(.moment)),
            .init("dueAt", .orNull(.moment)), .init("finishedAt", .orNull(.moment)),
            .init("feeDue", .orNull(.money)),
        ])
    )

    var route: APIRoute {
        APIRoute(
            name: "trackDossier",
            method: .post,
            path: "/tracking",
            summary: "Follow a dossier (tra cứu hồ sơ)",
            about: "Counted by address, and with a token by the token; a wrong code and a wrong number look the same.",
            access: .either,
            parameters: [.key(.optional)],
            body: Self.body,
            limit: 8 * 1024,
            example: ["code": "H28.01-250627-0001", "number": "12345674"],
            answers: [.ok(Self.answer, "How the dossier stands.")],
            problems: [404, 429]
        ) { try await track($0) }
    }

    private func track(_ call: APICall) async throws -> APIReply {
        let (rooms, now) = (rooms, call.now)
        let pages = TrackingPages(rooms)
        let asker = call.holder.map {
            Throttle("track-token", $0.token.id.rawValue, rule: APILimits.tracking, vault: rooms.vault)
        }
        let id = try await pages.find(
            code: call.body["code"]?.text ?? "",
            number: call.body["number"]?.text ?? "",
            asker: asker ?? pages.asker(call.context),
            call.context
        )
        guard let id else { throw APIProblem.notThere }
        let file = try await rooms.database.read { tx in try TrackingFile.load(id, rooms, at: now, in: tx) }
        return .json(Self.answer(file, call))
    }

    private static func answer(_ file: TrackingFile, _ call: APICall) -> JSON {
        let view = TrackingView(file, call.t, at: call.now)
        let (dossier, filing) = (file.dossier, file.dossier.filing)
        let code = filing?.procedureCode ?? ""
        let english = call.context.language == .en ? file.procedure?.nameEnglish : nil
        return [
            "code": JSON(filing?.code.rawValue), "status": APIShapes.status(dossier.status, call.t),
            "situation": .text(view.situation.rawValue), "headline": .text(view.large), "note": JSON(view.note),
            "next": .text(view.next), "todo": JSON(view.todo), "letter": JSON(view.letter),
            "ground": JSON(view.ground), "outcome": JSON(view.outcome),
            "procedure": ["code": .text(code), "name": .text(english ?? file.procedure?.name ?? code)],
            "owners": .list(file.owners.map { .text($0) }),
            "receiving": .text(filing.flatMap { file.agencies[$0.receiving] } ?? ""),
            "competent": .text(filing.flatMap { file.agencies[$0.competent] } ?? ""),
            "submittedAt": JSON(dossier.submittedAt), "receivedAt": JSON(dossier.receivedAt),
            "dueAt": JSON(dossier.dueAt), "finishedAt": JSON(dossier.finishedAt), "feeDue": JSON(dossier.amountDue),
        ]
    }
}
