internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
public import Web

/// The persons whom the shop serves.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /desk/persons` | who may find persons | found by code, name, phone, number; numbers masked |
/// | `GET`, `POST /desk/persons/new` | who may change persons | enter one |
/// | `GET /desk/persons/{id}` | who may find persons | details, dossiers, likely doubles; heads: who looked |
/// | `GET`, `POST /desk/persons/{id}/edit` | who may change persons | put right |
/// | `POST /desk/persons/{id}/merge` | who may merge | `double` is the same person |
/// | `POST /desk/persons/{id}/unmerge` | who may merge | it was somebody else after all |
public struct PersonPages: Sendable {
    let rooms: Rooms

    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/persons", for: .staff) { try await search($0) }
        routes.get("/desk/persons/new", for: .staff) { context in
            let frame = try await frame(context, .changePerson).frame
            let form = FormData(["p_name": context.query("name")])
            return context.page(personFormPage(context, frame, form, of: nil))
        }
        routes.post("/desk/persons/new", for: .staff) { form, context in try await enter(form, context) }
        routes.get("/desk/persons/{id}", for: .staff) { try await show($0) }
        routes.get("/desk/persons/{id}/edit", for: .staff) { try await edit($0) }
        routes.post("/desk/persons/{id}/edit", for: .staff) { form, context in try await change(form, context) }
        routes.post("/desk/persons/{id}/merge", for: .staff) { form, context in
            try await join(form, context, isMerge: true)
        }
        routes.post("/desk/persons/{id}/unmerge", for: .staff) { form, context in
            try await join(form, context, isMerge: false)
        }
    }

    static let fields = PersonFields("p")

    func frame(_ context: StaffContext, _ action: Action) async throws -> (frame: DeskFrame, units: Set<ID<Agency>>) {
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/persons", in: tx)
            guard frame.officer.may(action) else { throw Problem.notFound }
            return (
                frame, try rooms.scope(frame.officer, on: context.today, in: tx).units.union([frame.officer.agency])
            )
        }
    }

    private func search(_ context: StaffContext) async throws -> Response {
        let (frame, units) = try await frame(context, .findPerson)
        let query = context.query("q")
        if let code = DossierCode(typed: query) {
            let (rooms, officer) = (rooms, frame.officer)
            let id = try await rooms.database.read { tx -> ID<Dossier>? in
                guard let id = try DossierStore.find(code: code, in: tx) else { return nil }
                // What this officer may not see is not there: neither that it is nor its id is told.
                return (try? rooms.dossier(id, for: officer, on: context.today, in: tx))?.dossier.id
            }
            if let id { return .redirect(to: Path("desk", "dossiers", id.rawValue)) }
        }
        let found = query.isEmpty ? [] : try await rooms.persons.find(query, units: units)
        return context.page(personSearchPage(context, frame, query, found))
    }

    // MARK: Entering and putting right

    private func enter(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let (frame, units) = try await frame(context, .changePerson)
        if let before = try await rooms.outcome(of: form.key) { return .redirect(to: Path("desk", "persons", before)) }
        var form = form
        guard let details = Self.fields.read(&form, on: context.today) else {
            return context.refused(personFormPage(context, frame, form, of: nil))
        }
        let likely = form.flag("p_other") ? [] : try await rooms.persons.doubles(of: details, units: units)
        guard likely.isEmpty else {
            return context.refused(personFormPage(context, frame, form, of: nil, likely: likely.map(\.person)))
        }
        let (rooms, key, officer) = (rooms, form.key, frame.officer)
        let now = context.now
        let id = try await rooms.database.write("enter person") { tx in
            try RequestKeys.once(key, at: now, in: tx) {
                let id: ID<Person> = rooms.world.id(.person)
                return try PersonDesk.create(id, details, by: officer, rooms.vault, at: now, in: tx).id.rawValue
            }
        }
        return .redirect(to: Path("desk", "persons", id))
    }

    /// The person of the address, if the officer may know of them.
    func person(_ context: StaffContext, _ units: Set<ID<Agency>>) async throws -> Person {
        let id = ID<Person>(try context.parameter("id"))
        let rooms = rooms
        return try await rooms.database.read { tx in
            guard try PersonStore.isKnown(id, to: units, in: tx),
                let person = try PersonStore.load(id, rooms.vault, in: tx)
            else { throw Problem.notFound }
            return person
        }
    }

    private func edit(_ context: StaffContext) async throws -> Response {
        let (frame, units) = try await frame(context, .changePerson)
        let id = ID<Person>(try context.parameter("id"))
        guard let person = try await rooms.persons.look(at: id, for: .correction, units: units, by: frame.officer),
            !person.isErased
        else { throw Problem.notFound }
        let form = Self.fields.filled(FormData(), with: person.details).setting("seen", "\(person.version)")
        return context.page(personFormPage(context, frame, form, of: person))
    }

    private func change(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let (frame, units) = try await frame(context, .changePerson)
        let person = try await person(context, units)
        var form = form
        let seen = form.integer("seen", in: 0...1_000_000) ?? -1
        guard let details = Self.fields.read(&form, on: context.today), form.errors.isEmpty else {
            return context.refused(personFormPage(context, frame, form, of: person))
        }
        do {
            _ = try await rooms.persons.change(person.id, to: details, seen: seen, by: frame.officer)
            return .redirect(to: Path("desk", "persons", person.id.rawValue))
        } catch RegisterError.stale {
            // What was typed stays; the page now stands on the newer record.
            form = form.setting("seen", "\(person.version)")
            form.errors.add("p_name", "person.stale")
            return context.refused(personFormPage(context, frame, form, of: person))
        } catch let error as PersonError {
            PersonFields.add(error, "p_name", to: &form)
            return context.refused(personFormPage(context, frame, form, of: person))
        }
    }

    // MARK: Doubles

    private func join(_ form: FormData, _ context: StaffContext, isMerge: Bool) async throws -> Response {
        let (frame, units) = try await frame(context, .mergePersons)
        let kept = try await person(context, units)
        let double = ID<Person>(form.value("double"))
        var form = form
        let reason = form.text("why", max: Limits.textLength, required: true)
        let rooms = rooms
        let isKnown = try await rooms.database.read { tx in try PersonStore.isKnown(double, to: units, in: tx) }
        guard isKnown else { throw Problem.notFound }
        guard let reason else {
            return context.refused(try await personPage(context, frame, units, kept.id, form))
        }
        do {
            if isMerge {
                try await rooms.persons.merge(double, into: kept.id, reason: reason, by: frame.officer)
            } else {
                try await rooms.persons.unmerge(double, reason: reason, by: frame.officer)
            }
        } catch PersonError.alreadyOne, PersonError.notMerged {
            // Sent twice: it is as it was asked for.
            return .redirect(to: Path("desk", "persons", kept.id.rawValue))
        }
        return .redirect(to: Path("desk", "persons", kept.id.rawValue))
    }
}
