internal import Access
internal import Agencies
internal import Dossiers
internal import HTTPTypes
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// `POST /api/v1/dossiers`: takes a dossier in, with the same rules as the counter.
struct IntakeRoute: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    static let body = Shape.named(
        "Intake",
        .object([
            .init("procedure", .code(max: 40), "The procedure's code (mã TTHC)."),
            .init("submitter", APIShapes.personIn, "Who brings the dossier (người nộp)."),
            .init("capacity", .words(of: Capacity.allCases), required: .optional, "`oneself` when left out."),
            .init("proof", .line(), required: .optional, "The paper that proves the capacity."),
            .init(
                "owners",
                .list(APIShapes.personIn, min: 0, max: DossierLimits.owners),
                required: .optional,
                "Whose matter it is (chủ hồ sơ); left out it is the submitter's."
            ),
            .init("unnamedOwner", .flag, required: .optional, "The owner has no name yet: a newborn."),
            .init("channel", .words(of: IntakeChannel.allCases), "How it came in, told truly."),
            .init("delivery", .words(of: ResultDelivery.allCases), required: .optional, "`counter` when left out."),
            .init("pickUp", APIShapes.unitCode, required: .optional, "The unit near home, where that is wanted."),
            .init(
                "competent",
                APIShapes.unitCode,
                required: .optional,
                "The unit that decides; left out it follows from the procedure and the address."
            ),
            .init("supporting", APIShapes.unitCode, required: .optional, "The unit that helped to file."),
            .init("code", APIShapes.dossierCode, required: .optional, "A code that was issued elsewhere and is kept."),
            .init("papers", .list(APIShapes.paperIn, min: 0, max: DossierLimits.papers), required: .optional),
            .init(
                "papersNotNeeded",
                .list(.integer(min: 1, max: 500), min: 0, max: DossierLimits.papers),
                required: .optional,
                "Places of announced papers that this case does not need."
            ),
            .init("sets", .integer(min: 1, max: DossierLimits.sets), required: .optional, "1 when left out."),
            .init("copies", .integer(min: 1, max: DossierLimits.copies), required: .optional, "Of the result."),
            .init("fee", fee, required: .optional, "Left out it is what was announced."),
            .init(
                "receipt",
                .line(max: DossierLimits.numberLength),
                required: .optional,
                "The number of the receipt, where the fee is paid now."
            ),
            .init(
                "limit",
                .line(max: 100),
                required: .optional,
                "The time limit that was told, only where the record states none: `3 ngày làm việc`."
            ),
            .init("answer", answer, "What is done with it."),
        ])
    )
    private static let fee = Shape.named(
        "FeeGiven",
        .object([
            .init("amount", .money, required: .optional),
            .init(
                "exemption",
                .object([
                    .init("percent", .integer(min: 1, max: 100)),
                    .init("ground", .line(max: DossierLimits.groundLength)),
                ]),
                required: .optional
            ),
        ])
    )
    private static let answer = Shape.named(
        "IntakeAnswer",
        .variants(
            by: "kind",
            [
                .init("accept", [], "Received: the clock starts."),
                .init("submit", [], "Filed online: an officer receives it later."),
                .init("askPapers", [.init("request", .words())], "Papers are asked for before any clock."),
                .init(
                    "refuse",
                    [.init("reason", .words()), .init("ground", .line(max: DossierLimits.groundLength))],
                    "Not received, with the legal ground."
                ),
                .init(
                    "atOnce",
                    [
                        .init("number", .line(max: DossierLimits.numberLength), "The number of the result."),
                        .init("mark", .words(of: ReceiptMark.allCases), required: .optional),
                    ],
                    "Done while the person waits."
                ),
            ]
        )
    )
    /// What came of it. No person is named in it: it is kept under the request key.
    static let outcome = Shape.named(
        "IntakeOutcome",
        .object([
            .init("code", .anyText, "Mã hồ sơ."), .init("version", .count, "For the next act."),
            .init("status", APIShapes.status), .init("submittedAt", .orNull(.moment)),
            .init("receivedAt", .orNull(.moment)), .init("dueAt", .orNull(.moment), "Ngày hẹn trả kết quả."),
            .init("receiving", APIShapes.unit), .init("competent", APIShapes.unit),
            .init("bookNumber", .orNull(.anyText), "Volume and number in the register book, `2026/15`."),
            .init("fee", .orNull(.money)), .init("feeDue", .orNull(.money), "What is still to be paid."),
            .init("lookUpNumber", .anyText, "Số tra cứu: with the code it opens tracking."),
            .init("trackingURL", .anyText, "What stands in the slip's QR."),
        ])
    )

    static let example: JSON = [
        "procedure": "1.004222",
        "submitter": [
            "kind": "citizen", "name": "Bùi Thị Mận", "birth": "1985-03-02", "sex": "female",
            "address": "Tổ 5, phường Quỳnh Lâm", "identity": ["kind": "citizen", "number": "017185001234"],
            "phone": "0912345678",
        ],
        "channel": "counter", "papers": [["number": 1, "form": "original"]], "papersNotNeeded": [2, 3],
        "answer": ["kind": "accept"],
    ]

    var route: APIRoute {
        APIRoute(
            name: "receiveDossier",
            method: .post,
            path: "/dossiers",
            summary: "Take a dossier in (tiếp nhận hồ sơ)",
            about: "The officer's unit receives. Persons are found by their identity number, or entered.",
            access: .token(.intake),
            parameters: [.key(.required)],
            body: Self.body,
            example: Self.example,
            answers: [
                APIAnswer(
                    status: 201,
                    about: "The dossier, and what the citizen takes home.",
                    shape: Self.outcome,
                    headers: [("Location", "The dossier's address.")]
                )
            ],
            problems: [422]
        ) { try await receive($0) }
    }

    private func receive(_ call: APICall) async throws -> APIReply {
        let rooms = rooms
        enum Found: Sendable { case first(APIReply), new(IntakeSaving, IntakeReading, AgencyDirectory) }
        let found = try await rooms.database.read { tx -> Found in
            if let first = try rooms.firstAnswer(call, in: tx) { return .first(first) }
            let stand = try IntakeStand.load(call, rooms, in: tx)
            var body = IntakeBody(call.body, stand)
            let reading = try body.read()
            try Self.checkNames(reading, owners: call.body["owners"]?.list?.count ?? 0, rooms.vault, in: tx)
            let saving = IntakeSaving(
                rooms: rooms,
                officer: stand.officer,
                calendar: stand.calendar,
                unitCode: stand.unitCode
            )
            return .new(saving, reading, stand.directory)
        }
        switch found {
        case .first(let reply): return Self.created(reply)
        case .new(let saving, let reading, let directory):
            guard let order = reading.order else { throw APIProblem.invalid([]) }
            let reply = try await rooms.once("api.intake", call) { tx in
                let id = try saving.save(reading, order: order, at: call.now, in: tx)
                return try Self.outcome(id, directory, call, rooms.publicURL, in: tx)
            }
            return Self.created(reply)
        }
    }

    /// 201 with the dossier's address; the same for a repeat.
    private static func created(_ reply: APIReply) -> APIReply {
        var reply = reply
        reply.status = .created
        let code = (try? JSONReader.read(reply.body))?["code"]?.text ?? ""
        reply.headers[.location] = APILimits.root + "/dossiers/" + code
        return reply
    }

    /// A number that is known under another name is one of two mistakes; the client says which.
    ///
    /// - Parameter owners: how many the body names; without any the submitter's is the matter.
    private static func checkNames(
        _ reading: IntakeReading,
        owners: Int,
        _ vault: Vault,
        in tx: Transaction
    ) throws {
        var errors: [PlaceError] = []
        let named = reading.owners.prefix(owners).enumerated().map { ("/owners/\($0)", $1) }
        let places = [("/submitter", reading.submitter)] + named
        for case (let pointer, .new(let details)?) in places where details.identity != .none {
            let known = try PersonStore.find(number: details.identity.text, vault, in: tx).first
            guard let known, VietnameseText.searchKey(known.name) != VietnameseText.searchKey(details.name) else {
                continue
            }
            errors.append(PlaceError(.body("\(pointer)/name"), "api.error.person.differs"))
        }
        if !errors.isEmpty { throw APIProblem.refused(errors) }
    }

    private static func outcome(
        _ id: ID<Dossier>,
        _ directory: AgencyDirectory,
        _ call: APICall,
        _ publicURL: String,
        in tx: Transaction
    ) throws -> JSON {
        guard let (dossier, _) = try DossierStore.load(id, in: tx), let filing = dossier.filing,
            let keys = try DossierStore.keys(of: id, in: tx)
        else { throw DossierNotFound(id: id) }
        return [
            "code": .text(filing.code.rawValue), "version": JSON(dossier.version),
            "status": APIShapes.status(dossier.status, call.t), "submittedAt": JSON(dossier.submittedAt),
            "receivedAt": JSON(dossier.receivedAt), "dueAt": JSON(dossier.dueAt),
            "receiving": directory.unit(filing.receiving, on: call.today),
            "competent": directory.unit(filing.competent, on: call.today),
            "bookNumber": JSON(dossier.bookNumber.map { "\($0.volume)/\($0.number)" }),
            "fee": JSON(filing.fee.amount), "feeDue": JSON(dossier.amountDue),
            "lookUpNumber": .text(keys.lookUp.rawValue), "trackingURL": .text("\(publicURL)/t/\(keys.token)"),
        ]
    }
}
