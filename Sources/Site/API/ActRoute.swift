internal import Access
internal import Agencies
internal import Catalogue
internal import Documents
internal import Dossiers
internal import Foundation
internal import HTTPTypes
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// `POST /api/v1/dossiers/{code}/acts`: every act of the rules, one write each.
struct ActRoute: Sendable {
    let rooms: Rooms
    init(_ rooms: Rooms) { self.rooms = rooms }

    var route: APIRoute {
        APIRoute(
            name: "actOnDossier",
            method: .post,
            path: "/dossiers/{code}/acts",
            summary: "Do an act on a dossier (thao tác trên hồ sơ)",
            about: "What can be done stands in the dossier's `acts`. A version that is not the newest is a 409, which "
                + "tells what has happened since.",
            access: .token(.act),
            parameters: [DossierRoutes.code, .key(.required)],
            body: ActShapes.body,
            limit: APILimits.fileCharacters + APILimits.body,
            example: ["act": "forward", "version": 1, "to": "H28.18.01"],
            answers: [.ok(ActShapes.outcome, "How the dossier stands now.")],
            problems: [409, 422]
        ) { try await act($0) }
    }

    private func act(_ call: APICall) async throws -> APIReply {
        let rooms = rooms
        let officer = try call.officer()
        guard let act = DossierAct(rawValue: call.body["act"]?.text ?? ""), let line = Transitions.line(for: act) else {
            throw APIProblem.notThere
        }
        guard line.roles.isEmpty || !officer.rolesHere.isDisjoint(with: line.roles) else {
            throw APIProblem.roleMissing
        }
        enum Found: Sendable { case first(APIReply), facts(DossierFacts) }
        let found = try await rooms.database.read { tx -> Found in
            if let first = try rooms.firstAnswer(call, in: tx) { return .first(first) }
            return .facts(try rooms.facts(call, in: tx))
        }
        guard case .facts(let facts) = found else {
            if case .first(let reply) = found { return reply }
            throw APIProblem.notThere
        }
        let content = act == .finish ? try await keep(call) : nil
        return try await rooms.once("api.act", call) { tx in
            let performing = Performing(rooms: rooms, call: call, facts: facts, act: act, content: content)
            do { return try performing.outcome(in: tx) } catch let stale as StaleDossier {
                throw APIProblem(stale: stale.since) { facts.name($0.actor, call.t) }
            } catch let error as DossierError {
                throw APIProblem(refusal: error, call.t) { facts.unit($0) }
            }
        }
    }

    /// The file that comes with a result, kept before it is named: outside every transaction.
    private func keep(_ call: APICall) async throws -> StoredContent? {
        guard let file = call.body["file"], let text = file["content"]?.text else { return nil }
        // Foundation takes padding that is too long; RFC 4648 does not.
        guard text.utf8.count % 4 == 0, let bytes = Data(base64Encoded: text) else {
            throw APIProblem.refused("/file/content", "api.error.base64")
        }
        return try await FilePages(rooms).keep(Array(bytes))
    }
}

/// One act inside its transaction.
private struct Performing {
    let rooms: Rooms
    let call: APICall
    let facts: DossierFacts
    let act: DossierAct
    let content: StoredContent?

    private var desk: DossierDesk { rooms.dossiers }
    private var performer: Performer { facts.officer.performer }
    private var id: ID<Dossier> { facts.dossier.id }
    private var seen: Int { call.body["version"]?.number ?? 0 }

    func outcome(in tx: Transaction) throws -> JSON {
        // What the pages would not offer because the dossier is past it.
        if act == .askAtIntake || act == .refuseAtIntake, facts.dossier.receivedAt != nil {
            throw DossierError.notFromHere(act, status: facts.dossier.status, instead: [])
        }
        var body = ActBody(call.body, facts, act)
        let dossier: Dossier
        var opened: ID<Dossier>?
        switch act {
        case .receive: dossier = try receive(body, in: tx)
        case .finish: dossier = try finish(in: tx)
        case .openCorrection:
            opened = try openCorrection(in: tx)
            dossier = try DossierStore.load(id, in: tx)?.dossier ?? facts.dossier
        case .correct: dossier = try correct(try body.form(in: tx), in: tx)
        default:
            dossier = try desk.act(
                try body.form(in: tx),
                on: id,
                seen: seen,
                by: performer,
                calendar: facts.calendar,
                rules: facts.rules,
                in: tx
            )
        }
        let code = try opened.flatMap { try DossierStore.row($0, in: tx)?.code.rawValue }
        func unit(_ id: ID<Agency>?) -> JSON { facts.directory.unit(id, on: call.today) }
        return [
            "code": .text(facts.filing.code.rawValue), "version": JSON(dossier.version),
            "status": APIShapes.status(dossier.status, call.t), "dueAt": JSON(dossier.dueAt),
            "finance": .text(dossier.finance.rawValue), "delivery": .text(dossier.delivery.rawValue),
            "holder": unit(dossier.holder), "movingTo": unit(dossier.pendingHandOver?.to), "opened": JSON(code),
        ]
    }

    private func receive(_ body: ActBody, in tx: Transaction) throws -> Dossier {
        guard let procedure = facts.procedure else { throw APIProblem.notThere }
        return try desk.receive(
            id,
            seen: seen,
            procedure: procedure,
            papers: body.papers(before: facts.filing.papers),
            by: performer,
            calendar: facts.calendar,
            in: tx
        )
    }

    /// Number and file in one write: a file whose act is refused is not kept.
    private func finish(in tx: Transaction) throws -> Dossier {
        let file = try content.map { content in
            try Documents.add(
                content,
                name: call.body["file"]?["name"]?.text ?? "",
                subject: id.rawValue,
                by: facts.officer.actor,
                agency: facts.officer.agency.rawValue,
                world: rooms.world,
                in: tx
            ).rawValue
        }
        let order = DossierCommand.finish(
            number: call.body["number"]?.text ?? "",
            file: file,
            needsFile: facts.rules.needsResultFile
        )
        return try desk.act(on: id, seen: seen, by: performer, in: tx) { _, _ in order }
    }

    private func correct(_ form: ActForm, in tx: Transaction) throws -> Dossier {
        guard case .correct(let correction, let reason, let proof) = form else { throw APIProblem.notThere }
        return try desk.correctSlip(
            id,
            seen: seen,
            to: correction,
            reason: reason,
            proof: proof,
            rules: facts.rules,
            by: performer,
            in: tx
        )
    }

    /// A fault of the agency found after the return: a new dossier, free, for the same persons.
    private func openCorrection(in tx: Transaction) throws -> ID<Dossier> {
        let filing = facts.filing
        let current = try CatalogueStore.current(code: filing.procedureCode, on: call.today, in: tx)
        guard let procedure = current ?? facts.procedure else { throw APIProblem.notThere }
        guard let unitCode = facts.directory.code(of: facts.officer.agency, .unit, on: call.today) else {
            throw DossierError.unitCodeMissing
        }
        return try desk.openCorrection(
            of: id,
            seen: seen,
            fault: call.body["fault"]?.text ?? "",
            facts.correctionOrder(under: procedure),
            by: performer,
            unitCode: unitCode,
            calendar: try rooms.calendar(of: filing.competent, on: call.today, in: tx),
            in: tx
        )
    }
}
