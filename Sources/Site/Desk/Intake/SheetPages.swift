internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// An organisation's list of people for whom the same procedure is asked.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /desk/intake/sheet` | who receives | procedure, organisation, file |
/// | `POST /desk/intake/sheet` | the same | look at the list with its errors by line, or take all of it in |
public struct SheetPages: Sendable {
    let rooms: Rooms
    /// Bytes of a list with its form: 200 lines of text are far less.
    static let limit = 2 * 1024 * 1024

    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/intake/sheet", for: .staff(IntakePages.roles)) { context in
            let form = FormData([
                "p_kind": PersonKind.organisation.rawValue, "p_idkind": "taxCode", "code": context.query("code"),
            ])
            return context.page(try await page(SheetReading(form: form), context))
        }
        routes.post("/desk/intake/sheet", for: .staff(IntakePages.roles), limit: Self.limit) { form, context in
            try await act(form, context)
        }
    }

    private func page(_ reading: SheetReading, _ context: StaffContext) async throws -> HTML {
        let rooms = rooms
        let (frame, versions) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/intake", in: tx)
            guard frame.officer.may(.receiveDossier) else { throw Problem.notFound }
            return (frame, try rooms.procedures(on: context.today, mayLag: true, in: tx).versions)
        }
        return sheetPage(context, frame, versions, reading)
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let code = form.value("code")
        let scene = try await rooms.database.read { tx -> IntakeScene? in
            guard try CatalogueStore.current(code: code, on: context.today, in: tx) != nil else { return nil }
            return try IntakeScene.load(rooms, context, code: code, form, in: tx)
        }
        var reading = SheetReading.read(form, on: context.today)
        guard let scene else {
            reading.form.errors.add("code", "web.field.choose")
            return context.refused(try await page(reading, context))
        }
        guard form.value("do") == "accept", reading.isGood, let organisation = reading.organisation else {
            let html = try await page(reading, context)
            return reading.form.errors.isEmpty && reading.refusal == nil ? context.page(html) : context.refused(html)
        }
        guard scene.competentIsKnown else {
            reading.form.errors.add(IntakeForm.submitter.field("address"), "intake.competent.missing")
            return context.refused(try await page(reading, context))
        }
        let saving: IntakeSaving
        do { saving = try scene.saving(rooms) } catch let error as DossierError {
            IntakeRefusal.add(error, to: &reading.form, context.t)
            return context.refused(try await page(reading, context))
        }
        let results = try await takeIn(reading.lines, organisation, scene, saving, key: form.key, context.t)
        return context.page(sheetResultPage(context, scene, results))
    }

    /// Each line is a write of its own under a key of its own: sent again, what was taken in is not taken in twice.
    private func takeIn(
        _ lines: [SheetReading.Line],
        _ organisation: PersonDetails,
        _ scene: IntakeScene,
        _ saving: IntakeSaving,
        key: String,
        _ t: Texts
    ) async throws -> [SheetResult] {
        var results: [SheetResult] = []
        for line in lines {
            let order = Self.order(line, organisation, scene)
            let reading = IntakeReading(
                form: FormData(),
                submitter: .new(organisation),
                owners: [.new(line.person)],
                order: order
            )
            do {
                let id = try await saving.save(reading, order: order, draft: nil, key: "\(key):\(line.number)")
                let code = try await rooms.database.read { tx in try DossierStore.row(id, in: tx)?.code.rawValue }
                results.append(SheetResult(line: line.number, name: line.person.name, dossier: id, said: code ?? ""))
            } catch let error as DossierError {
                let said = IntakeRefusal.words(error, t)
                results.append(SheetResult(line: line.number, name: line.person.name, dossier: nil, said: said))
            }
        }
        return results
    }

    private static func order(
        _ line: SheetReading.Line,
        _ organisation: PersonDetails,
        _ scene: IntakeScene
    ) -> IntakeOrder {
        let version = scene.version
        let amount = version.terms(of: .counter).flatMap { FeeRule.compute($0, copies: line.copies) }
        let papers = version.papers.filter(IntakeForm.isNeeded).map { paper in
            Paper(
                name: String(paper.name.prefix(DossierLimits.paperNameLength)),
                form: PaperForm.usual(for: paper),
                count: max(1, paper.originals, paper.copies)
            )
        }
        return IntakeOrder(
            answer: .receive,
            procedure: version,
            owners: [],
            submitter: ID(""),
            capacity: .representative,
            proof: organisation.name + (line.note.isEmpty ? "" : " – " + line.note),
            competent: scene.competent,
            papers: papers,
            copies: line.copies,
            fee: Fee(amount: amount, text: version.feeText(of: .counter))
        )
    }
}

/// What came of a line.
struct SheetResult: Sendable, Hashable {
    let line: Int
    let name: String
    let dossier: ID<Dossier>?
    /// The code, or why not.
    let said: String
}

/// The list as it was read. Pure.
struct SheetReading: Sendable {
    /// A line that can be taken in.
    struct Line: Sendable, Hashable {
        let number: Int
        let person: PersonDetails
        let copies: Int
        let note: String
    }
    /// A cell that must be put right: the key of the sentence and what it needs.
    struct Flaw: Sendable, Hashable {
        let line: Int
        let column: String
        let key: String
        let values: [String: String]
    }
    var form: FormData
    var organisation: PersonDetails?
    /// The list as text, which goes along until it is taken in.
    var text = ""
    var lines: [Line] = []
    var flaws: [Flaw] = []
    var refusal: OrganisationSheet.Refusal?

    var isGood: Bool { form.errors.isEmpty && refusal == nil && flaws.isEmpty && !lines.isEmpty && organisation != nil }

    init(form: FormData) { self.form = form }

    static func read(_ form: FormData, on today: CivilDate) -> SheetReading {
        var reading = SheetReading(form: form)
        reading.organisation = IntakeForm.submitter.read(&reading.form, on: today)
        if reading.form.value("code").isEmpty { reading.form.errors.add("code", "web.field.choose") }
        let bytes = form.file("list")?.bytes ?? Array(form.value("rows").utf8)
        guard !bytes.isEmpty else {
            reading.form.errors.add("list", "intake.sheet.noFile")
            return reading
        }
        reading.text = String(decoding: bytes, as: UTF8.self)
        do {
            let (rows, problems) = try OrganisationSheet.read(bytes)
            reading.flaws = problems.map {
                Flaw(line: $0.line, column: $0.column.rawValue, key: "sheet.\($0.cause.rawValue)", values: [:])
            }
            for row in rows { reading.add(row, on: today) }
        } catch { reading.refusal = error }
        reading.flaws.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return reading
    }

    private mutating func add(_ row: OrganisationSheet.Entry, on today: CivilDate) {
        var identity = IdentityNumber.none
        func flaw(_ column: OrganisationSheet.Column, _ words: (key: String, values: [String: String])) {
            flaws.append(Flaw(line: row.line, column: column.rawValue, key: words.key, values: words.values))
        }
        if !row.identity.isEmpty {
            do { identity = try IdentityNumber(.citizen, parsing: row.identity) } catch {
                flaw(.identity, PersonFields.words(error))
            }
        }
        var phone: Phone?
        if !row.phone.isEmpty {
            do { phone = try Phone(parsing: row.phone) } catch { flaw(.phone, PersonFields.words(error)) }
        }
        guard !row.name.isEmpty, !flaws.contains(where: { $0.line == row.line }) else { return }
        let details = PersonDetails(
            .citizen,
            name: row.name,
            birth: row.birth.map { PartialDate($0) },
            identity: identity,
            phone: phone
        )
        do {
            let person = try details.checked(on: today)
            lines.append(Line(number: row.line, person: person, copies: row.copies, note: row.note))
        } catch {
            var form = FormData()
            PersonFields.add(error, "name", to: &form)
            if let error = form.errors["name"] { flaw(.name, (error.key, error.values)) }
        }
    }
}
