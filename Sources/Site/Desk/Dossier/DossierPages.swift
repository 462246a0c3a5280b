internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// One dossier, and everything that is done to it.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /desk/dossiers/{id}` | officers who see its units | the dossier; the look is an entry |
/// | `GET /desk/dossiers/{id}/due.pdf` | the same | how the due date was reached |
/// | `GET /desk/dossiers/{id}/acts/{act}` | whom the rules allow the act | the form of one act |
/// | `POST /desk/dossiers/{id}/acts/{act}` | the same | does it |
/// | `POST /desk/dossiers/{id}/notes` | officers who see it and may write | a word to the other officers |
public struct DossierPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    static let readers = roleNames(.viewDossier)
    static func roleNames(_ action: Action) -> Set<String> {
        Set((Permissions.table[action] ?? []).map(\.rawValue))
    }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/dossiers/{id}", for: .staff(Self.readers)) { context in
            try await show(context, ID(try context.parameter("id")))
        }
        routes.get("/desk/dossiers/{id}/due.pdf", for: .staff(Self.readers)) { context in
            try await SlipPages(rooms).derivation(context, ID(try context.parameter("id")))
        }
        routes.post("/desk/dossiers/{id}/notes", for: .staff(Self.roleNames(.writeNote))) { form, context in
            try await note(form, context, ID(try context.parameter("id")))
        }
        addActs(to: routes)
    }

    /// The page, and the look at it as an entry.
    func show(
        _ context: StaffContext,
        _ id: ID<Dossier>,
        form: FormData = FormData(),
        message: HTML = .nothing
    ) async throws -> Response {
        let facts = try await rooms.database.read { tx in try DossierFacts.load(rooms, context, id, in: tx) }
        try await look(at: id, by: facts.officer, context)
        let first: HTML = "\(message)\(said(context, facts))"
        let html = DossierPage(context, facts, message: first, form: form).html()
        return form.errors.isEmpty ? context.page(html) : context.refused(html)
    }

    func look(
        at id: ID<Dossier>,
        by officer: Officer,
        for purpose: LookPurpose? = nil,
        _ context: StaffContext
    ) async throws {
        let isHead = !officer.rolesHere.isDisjoint(with: [.centreHead, .procedureControl])
        try await rooms.database.write("look at dossier") { tx in
            try Looks.record(
                at: id.rawValue,
                by: officer,
                for: purpose ?? (isHead ? .oversight : .work),
                at: context.now,
                in: tx
            )
        }
    }

    /// What has just been done, with the slip that follows from it.
    private func said(_ context: StaffContext, _ facts: DossierFacts) -> HTML {
        let t = context.t
        if context.query("slip") == "replaced" { return banner(.warning, t("folder.slip.replaced")) }
        switch context.query("done") {
        case "": return .nothing
        case "note": return banner(.success, t("folder.done.note"))
        case "file": return banner(.success, t("folder.done.file"))
        case let name:
            guard let act = DossierAct(rawValue: name) else { return .nothing }
            let title = t("folder.done", ["act": t("act.\(act.rawValue)")])
            guard let slip = act.slip, SlipKind.there(for: facts.dossier).contains(where: { $0.form == slip }),
                facts.officer.may(.printSlip)
            else { return banner(.success, title) }
            let path = DossierPage.path(facts.dossier.id) / "slips" / slip.rawValue
            let words = t("slip.do.printNamed", ["name": t("slip.\(slip.rawValue)")])
            return banner(.success, title, Web.form(context, to: path, button(words, kind: .secondary)))
        }
    }

    private func note(_ form: FormData, _ context: StaffContext, _ id: ID<Dossier>) async throws -> Response {
        var form = form
        let officer = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            _ = try rooms.dossier(id, for: officer, on: context.today, in: tx)
            return officer
        }
        guard let body = form.text("note", required: true) else { return try await show(context, id, form: form) }
        do {
            try await rooms.dossiers.note(body, on: id, by: officer.actor, key: form.key)
        } catch let error as DossierError {
            let words = RefusalWords(t: context.t) { _ in "" }.words(error)
            let refused = try await show(context, id, form: form, message: banner(.danger, words.text))
            return Response(status: .unprocessableContent, headers: refused.headers, body: refused.body)
        }
        return .redirect(to: DossierPage.path(id).query("done", "note").fragment("notes"))
    }
}
