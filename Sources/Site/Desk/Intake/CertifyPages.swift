internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// Certified copies, made while the person waits, and the book of certification.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /desk/certify` | who receives | papers with pages and copies |
/// | `POST /desk/certify` | the same | reckon the fee, or certify: numbered, paid and given back in one act |
/// | `GET /desk/certify/book/{year}` | who certifies | the book of the unit and year; `unit`, `book`, `after` |
public struct CertifyPages: Sendable {
    let rooms: Rooms

    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/certify", for: .staff(IntakePages.roles)) { context in
            let form = FormData(["rows": "3", "mark": ReceiptMark.signature.rawValue])
            let person = context.query("person")
            let first = person.isEmpty ? form : IntakeForm.submitter.choosing(ID(person), form)
            return context.page(certifyPage(context, try await scene(context, first), PersonFound(first)))
        }
        routes.post("/desk/certify", for: .staff(IntakePages.roles)) { form, context in try await act(form, context) }
        routes.get("/desk/certify/book/{year}", for: .staff) { try await book($0) }
    }

    /// The procedure under which copies are certified: done at once, its fee by the page.
    static func procedure(_ versions: [ProcedureVersion]) -> ProcedureVersion? {
        func isByPage(_ version: ProcedureVersion) -> Bool {
            version.channels.contains { terms in
                terms.fees.contains { if case .perPage? = $0.formula { true } else { false } }
            }
        }
        let atOnce = versions.filter(\.rules.mayBeAtOnce)
        return atOnce.first(where: isByPage) ?? atOnce.first { $0.code == "2.000815" }
    }

    private func scene(_ context: StaffContext, _ form: FormData) async throws -> IntakeScene? {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let shelf = try rooms.procedures(on: context.today, mayLag: true, in: tx)
            guard let version = Self.procedure(shelf.versions) else { return nil }
            return try IntakeScene.load(rooms, context, code: version.code, form, in: tx)
        }
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        if form.value("do") == "certify", let before = try await rooms.outcome(of: form.key) {
            return .redirect(to: Path("desk", "intake", "done", before))
        }
        guard let scene = try await scene(context, form) else {
            return context.refused(certifyPage(context, nil, PersonFound(form)))
        }
        let finding = PersonFinding(
            rooms: rooms,
            officer: scene.officer,
            units: try await units(scene, context),
            now: context.now
        )
        var found = PersonFound(form)
        let pick = form.value("pick").split(separator: ":", maxSplits: 1).map(String.init)
        if pick.count == 2 {
            found = try await finding.choose(ID(pick[1]), IntakeForm.submitter, found, isByNumber: false)
        } else if form.value("do") == "find:p" {
            found = try await finding.find(IntakeForm.submitter, form)
        } else if form.value("do") == "clear:p" {
            found.form = IntakeForm.submitter.cleared(form)
        } else if form.value("do") == "more" {
            found.form = form.setting("rows", "\(min(CertifyReading.rows(form) + 5, DossierLimits.certifiedAtOnce))")
        } else if form.value("do") == "certify" {
            return try await certify(form, scene, finding, context)
        }
        let again = try await self.scene(context, found.form)
        let html = certifyPage(context, again, found)
        return found.form.errors.isEmpty ? context.page(html) : context.refused(html)
    }
    private func units(_ scene: IntakeScene, _ context: StaffContext) async throws -> Set<ID<Agency>> {
        let rooms = rooms
        return try await rooms.database.read { tx in try rooms.scope(scene.officer, on: context.today, in: tx).units }
    }

    private func certify(
        _ form: FormData,
        _ scene: IntakeScene,
        _ finding: PersonFinding,
        _ context: StaffContext
    ) async throws -> Response {
        let reading = CertifyReading.read(form, scene)
        guard let order = reading.order else {
            return context.refused(certifyPage(context, scene, PersonFound(reading.form)))
        }
        if let double = try await finding.doubles(reading) {
            return context.refused(certifyPage(context, scene, double))
        }
        do {
            let id = try await scene.saving(rooms).save(reading, order: order, draft: nil, key: form.key)
            return .redirect(to: Path("desk", "intake", "done", id.rawValue))
        } catch let error as DossierError {
            var found = PersonFound(reading.form)
            IntakeRefusal.add(error, to: &found.form, context.t)
            return context.refused(certifyPage(context, scene, found))
        }
    }

    private func book(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let year = Digits.value(Array(try context.parameter("year").utf8)) ?? 0
        guard (2000...2200).contains(year) else { throw Problem.notFound }
        let book = CertificationBook(rawValue: context.query("book")) ?? .copies
        let after = Digits.value(Array(context.query("after").utf8)) ?? 0
        let view = try await rooms.database.read { tx -> CertificationBookView in
            let frame = try DeskFrame.load(rooms, context, current: "desk/certify", in: tx)
            guard frame.officer.may(.certify) else { throw Problem.notFound }
            let directory = try rooms.directory(in: tx)
            let own = Self.unit(frame.officer.agency, directory, on: context.today)
            let asked = context.query("unit")
            let unit = asked.isEmpty ? own : ID(asked)
            // The books of units above name people whose dossiers this officer may not see.
            let seen = try rooms.scope(frame.officer, on: context.today, in: tx).units.union([own])
            guard seen.contains(unit) else { throw Problem.notFound }
            return CertificationBookView(
                frame: frame,
                unit: directory.name(of: unit, on: context.today) ?? "",
                book: book,
                year: year,
                after: after,
                lines: try book.lines(of: unit, year: year, after: after, in: tx)
            )
        }
        return context.page(view.html(context))
    }

    /// The unit whose book it is: of a communal centre the People's Committee above it, else the unit itself.
    static func unit(_ receiving: ID<Agency>, _ directory: AgencyDirectory, on date: CivilDate) -> ID<Agency> {
        guard directory.agency(receiving, on: date)?.kind == .centre else { return receiving }
        let above = directory.ancestors(of: receiving, on: date).first
        return above.map { $0.kind == .province ? receiving : $0.id } ?? receiving
    }
}

/// Reads the form of certified copies.
enum CertifyReading {
    static func rows(_ form: FormData) -> Int {
        min(max(Digits.value(Array(form.value("rows").utf8)) ?? 3, 1), DossierLimits.certifiedAtOnce)
    }

    /// The papers as far as they can be read; errors stand in `form`.
    static func papers(_ form: inout FormData) -> [PaperToCertify] {
        var papers: [PaperToCertify] = []
        for index in 0..<rows(form) {
            let field = "c\(index)"
            let isEmpty = form.value("\(field)_title").isEmpty && form.value("\(field)_pages").isEmpty
            if isEmpty { continue }
            let title = form.line("\(field)_title", max: DossierLimits.paperNameLength, required: true)
            let pages = form.integer("\(field)_pages", in: 1...DossierLimits.pages, required: true)
            let copies = form.integer("\(field)_copies", in: 1...DossierLimits.copies, required: true)
            guard let title, let pages, let copies else { continue }
            papers.append(PaperToCertify(title: title, pages: pages, copies: copies))
        }
        return papers
    }

    static func formula(_ version: ProcedureVersion) -> FeeFormula {
        version.terms(of: .counter)?.fees.lazy.compactMap(\.formula).first ?? .certifiedCopies
    }

    static func read(_ form: FormData, _ scene: IntakeScene) -> IntakeReading {
        var form = form
        let person: PersonChoice? =
            scene.persons["p"].map { .known($0.id) }
            ?? IntakeForm.submitter.read(&form, on: scene.today).map { .new($0) }
        let papers = papers(&form)
        if papers.isEmpty, form.errors["c0_title"] == nil { form.errors.add("c0_title", "refusal.nothingToCertify") }
        let amount = formula(scene.version).amount(for: papers)
        let receipt = form.line("receipt", max: DossierLimits.numberLength)
        if receipt == nil, amount > .zero, form.errors["receipt"] == nil {
            form.errors.add("receipt", "intake.receipt.missing")
        }
        let signer = scene.signers.first { $0.id.rawValue == form.value("signer") } ?? scene.signers.first
        if signer == nil { form.errors.add("signer", "intake.signer.none") }
        var reading = IntakeReading(form: form, submitter: person, owners: person.map { [$0] } ?? [])
        guard form.errors.isEmpty, let person, let signer else { return reading }
        reading.order = IntakeOrder(
            answer: .certify(
                papers,
                book: .copies,
                signature: SignedBy(officer: Actor(signer.id.rawValue), block: signer.block),
                receipt: receipt,
                mark: ReceiptMark(rawValue: form.value("mark")) ?? .signature
            ),
            procedure: scene.version,
            owners: [],
            submitter: person.id ?? ID(""),
            capacity: .oneself,
            competent: CertifyPages.unit(scene.officer.agency, scene.directory, on: scene.today),
            papers: papers.map { Paper(name: $0.title, form: .original, count: 1) },
            fee: Fee(amount: amount, text: scene.version.feeText(of: .counter))
        )
        return reading
    }
}
