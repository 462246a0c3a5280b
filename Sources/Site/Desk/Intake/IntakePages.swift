internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// Taking dossiers in, at the counter.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /desk/intake` | reception, head of a centre | choose the procedure; intakes laid aside |
/// | `POST /desk/intake/drop` | the same | forget an intake that was laid aside |
/// | `GET /desk/intake/done/{id}` | the same | what came of it: code, date, slip |
/// | `GET /desk/intake/{code}` | the same | the page of one intake; `person`, `draft` fill it |
/// | `POST /desk/intake/{code}` | the same | find a person, reckon, park, ask, refuse, accept, do at once |
public struct IntakePages: Sendable {
    let rooms: Rooms
    static let roles: Set<String> = [Role.reception.rawValue, Role.centreHead.rawValue]

    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/intake", for: .staff(Self.roles)) { try await choose($0) }
        routes.post("/desk/intake/drop", for: .staff(Self.roles)) { form, context in try await drop(form, context) }
        routes.get("/desk/intake/done/{id}", for: .staff(Self.roles)) { try await done($0) }
        routes.get("/desk/intake/{code}", for: .staff(Self.roles)) { try await show($0) }
        routes.post("/desk/intake/{code}", for: .staff(Self.roles)) { form, context in try await act(form, context) }
    }

    // MARK: One intake

    private func show(_ context: StaffContext) async throws -> Response {
        let code = try context.parameter("code")
        let form = try await first(context, code: code)
        return context.page(try await page(PersonFound(form), code, context))
    }

    /// The form as it opens: what was laid aside, or a fresh one with the person of the dossier before.
    private func first(_ context: StaffContext, code: String) async throws -> FormData {
        let rooms = rooms
        let draft = context.query("draft")
        let person = context.query("person")
        return try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            guard let version = try CatalogueStore.current(code: code, on: context.today, in: tx) else {
                throw Problem.notFound
            }
            let fresh = IntakeForm.fresh(version)
            if !draft.isEmpty {
                guard let kept = try DossierStore.draft(draft, of: officer.actor.rawValue, in: tx) else {
                    throw Problem.notFound
                }
                return try ParkedForm.open(kept.form, over: fresh, rooms.vault).setting("draft", draft)
            }
            guard !person.isEmpty else { return fresh }
            return IntakeForm.submitter.choosing(ID(person), fresh)
        }
    }

    func page(
        _ found: PersonFound,
        _ code: String,
        _ context: StaffContext,
        opened: IntakeAnswer? = nil
    ) async throws -> HTML {
        let rooms = rooms
        let scene = try await rooms.database.read { tx in
            try IntakeScene.load(rooms, context, code: code, found.form, in: tx)
        }
        return IntakeView(context, scene, found, opened: opened).html
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let code = try context.parameter("code")
        let finding = try await finding(context)
        var found = PersonFound(form)
        let pick = form.value("pick").split(separator: ":", maxSplits: 1).map(String.init)
        if pick.count == 2, let fields = IntakeForm.blocks(form).first(where: { $0.prefix == pick[0] }) {
            found = try await finding.choose(ID(pick[1]), fields, found, isByNumber: false)
            return context.page(try await page(found, code, context))
        }
        let order = form.value("do")
        if let answer = IntakeAnswer(rawValue: order) { return try await answerIt(answer, form, code, context) }
        if order == "park" { return try await park(form, code, context) }
        let parts = order.split(separator: ":").map(String.init)
        let fields = parts.count == 2 ? IntakeForm.blocks(form).first { $0.prefix == parts[1] } : nil
        if parts.first == "find", let fields {
            found = try await finding.find(fields, form)
        } else if parts.first == "clear", let fields {
            found.form = fields.cleared(form)
        } else if order == "owner" {
            found.form = form.setting("owners", "\(min(IntakeForm.ownerCount(form) + 1, DossierLimits.owners))")
        } else if order == "more" {
            found.form = form.setting("extras", "\(IntakeForm.extraCount(form) + IntakeForm.moreRows)")
        }
        let html = try await page(found, code, context)
        return found.form.errors.isEmpty ? context.page(html) : context.refused(html)
    }

    private func finding(_ context: StaffContext) async throws -> PersonFinding {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            return PersonFinding(
                rooms: rooms,
                officer: officer,
                units: try rooms.scope(officer, on: context.today, in: tx).units,
                now: context.now
            )
        }
    }

    /// Accepts, asks, refuses or does at once.
    private func answerIt(
        _ answer: IntakeAnswer,
        _ form: FormData,
        _ code: String,
        _ context: StaffContext
    ) async throws -> Response {
        let rooms = rooms
        if let before = try await rooms.outcome(of: form.key) {
            return .redirect(to: Path("desk", "intake", "done", before))
        }
        let scene = try await rooms.database.read { tx in
            try IntakeScene.load(rooms, context, code: code, form, in: tx)
        }
        if answer == .ask, form.value("request").isEmpty {
            let missing = IntakeReader.missing(form, scene.version)
            if !missing.isEmpty {
                // The officer reads what will stand on the slip before it is given out.
                let found = PersonFound(form.setting("request", missing.map { "- \($0)" }.joined(separator: "\n")))
                return context.page(IntakeView(context, scene, found, opened: .ask).html)
            }
        }
        let reading = IntakeReader.read(form, scene, answer)
        guard let order = reading.order, reading.form.errors.isEmpty else {
            return context.refused(IntakeView(context, scene, PersonFound(reading.form), opened: answer).html)
        }
        if let double = try await finding(context).doubles(reading) {
            return context.refused(IntakeView(context, scene, double, opened: answer).html)
        }
        do {
            let draft = form.value("draft")
            let id = try await scene.saving(rooms)
                .save(reading, order: order, draft: draft.isEmpty ? nil : draft, key: form.key)
            return .redirect(to: Path("desk", "intake", "done", id.rawValue))
        } catch let error as DossierError {
            var found = PersonFound(reading.form)
            IntakeRefusal.add(error, to: &found.form, context.t)
            return context.refused(IntakeView(context, scene, found, opened: answer).html)
        }
    }

    // MARK: Laid aside

    private func park(_ form: FormData, _ code: String, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let scene = try await rooms.database.read { tx in
            try IntakeScene.load(rooms, context, code: code, form, in: tx)
        }
        let draft = form.value("draft")
        let name = scene.persons["p"]?.name ?? form.value("p_name")
        do {
            _ = try await rooms.dossiers.park(
                draft.isEmpty ? nil : draft,
                title: code,
                form: try ParkedForm.seal(form.setting("who", name), rooms.vault),
                officer: scene.officer.actor,
                agency: scene.officer.agency
            )
            return .redirect(to: Path("desk", "intake").fragment("parked"))
        } catch let error as DossierError {
            var found = PersonFound(form)
            IntakeRefusal.add(error, to: &found.form, context.t)
            return context.refused(IntakeView(context, scene, found).html)
        }
    }

    private func drop(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let id = form.value("draft")
        try await rooms.database.write("drop draft") { tx in
            let officer = try rooms.officer(context, in: tx)
            try DossierStore.dropDraft(id, of: officer.actor.rawValue, in: tx)
        }
        return .redirect(to: Path("desk", "intake").fragment("parked"))
    }
}

extension Rooms {
    /// What a form that was sent before led to; nil when it is new.
    func outcome(of key: String) async throws -> String? {
        guard RequestKeys.length.contains(key.count) else { throw Problem.badRequest }
        struct NotYet: Error {}
        let now = world.now()
        return try await database.read { tx in
            do { return try RequestKeys.once(key, at: now, in: tx) { throw NotYet() } } catch is NotYet { return nil }
        }
    }
}
