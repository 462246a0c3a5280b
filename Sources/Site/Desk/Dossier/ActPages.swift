internal import Access
internal import Agencies
internal import Catalogue
internal import Documents
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// One page for each act: only the fields that it needs, and what the rules say when they refuse.
extension DossierPages {
    /// A file may come with the result.
    static let actLimit = FileLimits.bytes + 256 * 1024

    func addActs(to routes: RouteTable) {
        routes.get("/desk/dossiers/{id}/acts/{act}", for: .staff(Self.readers)) { context in
            let desk = try await open(context)
            try await look(at: desk.facts.dossier.id, by: desk.facts.officer, context)
            return context.page(actPage(context, desk, desk.start(context.t)))
        }
        routes.post("/desk/dossiers/{id}/acts/{act}", for: .staff(Self.readers), limit: Self.actLimit) {
            form,
            context in
            let desk = try await open(context)
            return try await perform(form, context, desk)
        }
    }

    /// The act's desk; an act of other roles does not exist.
    private func open(_ context: StaffContext) async throws -> ActDesk {
        let id = ID<Dossier>(try context.parameter("id"))
        guard let act = DossierAct(rawValue: try context.parameter("act")), let line = Transitions.line(for: act),
            ![.submit, .receiveAtOnce, .printSlip].contains(act)
        else { throw Problem.notFound }
        return try await rooms.database.read { tx in
            let desk = try ActDesk.load(rooms, context, id, act, in: tx)
            guard line.roles.isEmpty || !desk.facts.officer.rolesHere.isDisjoint(with: line.roles) else {
                throw Problem.notFound
            }
            return desk
        }
    }

    /// What the page would not offer because the dossier is past it, and the rules leave to the page.
    private func checkMoment(_ desk: ActDesk) throws(DossierError) {
        let isIntake = desk.act == .askAtIntake || desk.act == .refuseAtIntake
        guard isIntake, desk.facts.dossier.receivedAt != nil else { return }
        throw .notFromHere(desk.act, status: desk.facts.dossier.status, instead: [])
    }

    private func perform(_ form: FormData, _ context: StaffContext, _ desk: ActDesk) async throws -> Response {
        // A form sent twice: the second shows the first's outcome, whatever the dossier looks like by now.
        if let first = try await firstOutcome(of: form.key) { return done(first, desk.act) }
        var reader = ActReader(desk, form)
        do {
            try checkMoment(desk)
            let done: ID<Dossier>?
            switch desk.act {
            case .finish: done = try await finish(&reader, context)
            case .receive: done = try await receive(&reader)
            case .openCorrection: done = try await openCorrection(&reader, context)
            default: done = try await act(&reader)
            }
            guard let done else { return context.refused(actPage(context, desk, reader.form)) }
            return self.done(done, desk.act)
        } catch let error as DossierError {
            let words = RefusalWords(t: context.t) { desk.facts.unit($0) }.words(error)
            let more: HTML = words.instead.map { "<p>\($0)</p>" } ?? .nothing
            return try await again(context, desk, reader.form, banner(.danger, words.text, more))
        } catch let error as FileError {
            let words = RefusalWords(t: context.t) { desk.facts.unit($0) }.words(error)
            return try await again(context, desk, reader.form, banner(.danger, words))
        } catch let error as StaleDossier {
            return try await again(context, desk, reader.form, nil, since: error.since)
        }
    }

    private func done(_ id: ID<Dossier>, _ act: DossierAct) -> Response {
        // A correction is a new dossier, received: its slip is printed next.
        let said: DossierAct = act == .openCorrection ? .receive : act
        return .redirect(to: DossierPage.path(id).query("done", said.rawValue))
    }

    /// What the request with this key led to, if it was done before.
    private func firstOutcome(of key: String) async throws -> ID<Dossier>? {
        struct NotDone: Error {}
        let (rooms, now) = (rooms, Instant(milliseconds: 0))
        return try await rooms.database.read { tx in
            do {
                return ID(try RequestKeys.once(key, at: now, in: tx) { throw NotDone() })
            } catch is NotDone {
                return nil
            }
        }
    }

    /// The form again with what was typed, over the dossier as it is now.
    private func again(
        _ context: StaffContext,
        _ desk: ActDesk,
        _ form: FormData,
        _ message: HTML?,
        since: [DossierEntry] = []
    ) async throws -> Response {
        let fresh = try await open(context)
        var shown = message ?? .nothing
        if !since.isEmpty {
            let words = PathWords(facts: fresh.facts, t: context.t)
            let lines = since.map { "<li>\(words.sentence($0))</li>" as HTML }
            shown = banner(
                .warning,
                context.t("folder.stale"),
                "<ul>\(HTML.join(lines))</ul><p>\(context.t("folder.stale.do"))</p>"
            )
        }
        return context.refused(actPage(context, fresh, form, shown))
    }

    /// The version that the page showed; a form without one is taken for an old page.
    private func seen(_ reader: ActReader) -> Int { Int(reader.form.value("seen")) ?? 0 }

    private func act(_ reader: inout ActReader) async throws -> ID<Dossier>? {
        guard let form = reader.read() else { return nil }
        let facts = reader.desk.facts
        if case .correct(let correction, let reason, let proof) = form {
            let (persons, rooms) = (reader.persons, rooms)
            let (now, officer) = (rooms.world.now(), facts.officer)
            if let field = try await persons.namedOtherwise(rooms) {
                reader.form.errors.add(field, "folder.error.otherName")
                return nil
            }
            return try await rooms.dossiers.correctSlip(
                facts.dossier.id,
                seen: seen(reader),
                to: correction,
                reason: reason,
                proof: proof,
                rules: facts.rules,
                by: facts.officer.performer,
                key: reader.form.key,
                persons: { try persons.enter(into: &$0, rooms, officer, at: now, in: $1) }
            ).id
        }
        return try await rooms.dossiers.act(
            form,
            on: facts.dossier.id,
            seen: seen(reader),
            by: facts.officer.performer,
            calendar: facts.calendar,
            rules: facts.rules,
            key: reader.form.key
        ).id
    }

    // MARK: Acts with orders of their own

    /// Number and result file in one write: a file whose act is refused is not kept.
    private func finish(_ reader: inout ActReader, _ context: StaffContext) async throws -> ID<Dossier>? {
        let number = reader.form.line("number", max: DossierLimits.numberLength, required: true)
        let upload = reader.form.file("file")
        if upload == nil, reader.desk.facts.rules.needsResultFile {
            reader.form.errors.add("file", "refusal.fileMissing")
        }
        reader.checkSure()
        guard let number, reader.form.errors.isEmpty else { return nil }
        var content: StoredContent?
        if let upload { content = try await FilePages(rooms).keep(upload.bytes) }
        let result = IssuedResult(number: number, content: content, name: upload?.name ?? "")
        return try await finish(result, reader.desk.facts, seen: seen(reader), key: reader.form.key)
    }

    /// A result as it came in.
    private struct IssuedResult: Sendable {
        let number: String
        let content: StoredContent?
        let name: String

        func keep(_ facts: DossierFacts, _ world: World, in tx: Transaction) throws -> String? {
            guard let content else { return nil }
            return try Documents.add(
                content,
                name: name,
                subject: facts.dossier.id.rawValue,
                by: facts.officer.actor,
                agency: facts.officer.agency.rawValue,
                world: world,
                in: tx
            ).rawValue
        }
    }

    private func finish(
        _ result: IssuedResult,
        _ facts: DossierFacts,
        seen: Int?,
        key: String
    ) async throws -> ID<Dossier> {
        let (rooms, id) = (rooms, facts.dossier.id)
        let outcome = try await rooms.database.write("finish") { tx in
            try RequestKeys.once(key, at: rooms.world.now(), in: tx) {
                let file = try result.keep(facts, rooms.world, in: tx)
                let needsFile = facts.rules.needsResultFile
                let order = DossierCommand.finish(number: result.number, file: file, needsFile: needsFile)
                let performer = facts.officer.performer
                return try rooms.dossiers.act(on: id, seen: seen, by: performer, in: tx) { _, _ in order }.id.rawValue
            }
        }
        return ID(outcome)
    }

    /// Receives what was filed, or asked for papers, before.
    private func receive(_ reader: inout ActReader) async throws -> ID<Dossier>? {
        let facts = reader.desk.facts
        let papers = PaperRows.read(&reader.form, by: facts.officer.actor, before: facts.filing.papers)
        guard reader.form.errors.isEmpty else { return nil }
        guard let procedure = facts.procedure else { throw Problem.notFound }
        return try await rooms.dossiers.receive(
            facts.dossier.id,
            seen: seen(reader),
            procedure: procedure,
            papers: papers,
            by: facts.officer.performer,
            calendar: facts.calendar,
            key: reader.form.key
        ).id
    }

    /// A fault of the agency found after the return: a new dossier, free, for the same persons.
    private func openCorrection(_ reader: inout ActReader, _ context: StaffContext) async throws -> ID<Dossier>? {
        let desk = reader.desk
        let (facts, filing) = (desk.facts, desk.facts.filing)
        let fault = reader.reason()
        reader.checkSure()
        guard let fault, reader.form.errors.isEmpty else { return nil }
        guard let procedure = desk.current ?? facts.procedure else { throw Problem.notFound }
        guard let unitCode = desk.unitCode else { throw DossierError.unitCodeMissing }
        let calendar = try await rooms.database.read { tx in
            try rooms.calendar(of: filing.competent, on: context.today, in: tx)
        }
        return try await rooms.dossiers.openCorrection(
            of: facts.dossier.id,
            seen: seen(reader),
            fault: fault,
            facts.correctionOrder(under: procedure),
            by: facts.officer.performer,
            unitCode: unitCode,
            calendar: calendar,
            key: reader.form.key
        )
    }
}

/// The page of one act: whose dossier it is, what the rules say about it, and its few fields.
private func actPage(_ context: StaffContext, _ desk: ActDesk, _ form: FormData, _ message: HTML = .nothing) -> HTML {
    let t = context.t
    let facts = desk.facts
    let view = DossierView(facts, t)
    let path = DossierPage.path(facts.dossier.id)
    let name = t("act.\(desk.act.rawValue)")
    let isPossible = ([view.offered.next].compactMap { $0 } + view.offered.others).contains(desk.act)
    let f = FormView(form, t)
    let fields = ActFields(desk: desk, f: f, t: t).html()
    let head = summaryList([
        SummaryRow(t("folder.code"), link(view.code, to: path)), SummaryRow(t("folder.owner"), HTML(view.owners)),
        SummaryRow(t("folder.procedure"), HTML(view.procedure)),
        SummaryRow(t("folder.state"), tag(view.state, view.status)),
    ])
    let press = buttons(
        button(name, kind: desk.act.isHard ? .danger : .primary, key: "s"),
        buttonLink(t("web.cancel"), to: path, kind: .secondary)
    )
    let body: HTML
    if isPossible {
        let isUpload = desk.act == .finish
        body = Web.form(context, to: path / "acts" / desk.act.rawValue, files: isUpload, "\(fields)\(press)")
    } else {
        let acts = ([view.offered.next].compactMap { $0 } + view.offered.others).map { t("act.\($0.rawValue)") }
        let instead: HTML =
            acts.isEmpty
            ? .nothing : "<p>\(t("refusal.instead", ["acts": acts.joined(separator: ", ")]))</p>"
        let why = t("refusal.notFromHere", ["status": view.status, "act": name])
        body = """
            \(if: message.isEmpty, banner(.warning, why, instead))\
            \(buttons(buttonLink(t("folder.act.back"), to: path)))
            """
    }
    return deskPage(
        context,
        title: "\(name) · \(view.code)",
        rail: facts.frame.rail,
        """
        <div class="narrow">\(f.errorSummary)\(message)
        <h1>\(name)</h1>
        \(head)
        \(body)
        </div>
        """
    )
}
