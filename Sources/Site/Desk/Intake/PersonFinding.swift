internal import Access
internal import Agencies
internal import Kernel
internal import Storage
internal import Web

/// What the scan field found: the form filled in, or several records to choose from.
struct PersonFound: Sendable {
    var form: FormData
    /// Where the records offered belong: the prefix of a person's fields.
    var prefix = "p"
    var offered: [Person] = []
    /// The key of a sentence that says what was done.
    var note: String?

    init(_ form: FormData, _ fields: PersonFields) {
        self.form = form
        prefix = fields.prefix
    }
    init(_ form: FormData) { self.form = form }
}

/// Finds the person for whom a card was scanned or a number typed.
struct PersonFinding: Sendable {
    let rooms: Rooms
    let officer: Officer
    let units: Set<ID<Agency>>
    let now: Instant

    /// Fills the fields from what stands in `scan`: a card, a number, a phone, a name.
    func find(_ fields: PersonFields, _ form: FormData) async throws -> PersonFound {
        var found = PersonFound(form, fields)
        guard let text = found.form.line("scan", max: Limits.lineLength) else {
            if found.form.errors["scan"] == nil { found.form.errors.add("scan", "intake.scan.empty") }
            return found
        }
        if text.contains("|") || text.contains("\u{FF5C}") { return try await card(text, fields, found) }
        let query = PersonQuery(text)
        for number in query.numbers {
            let known = try await rooms.database.read { [vault = rooms.vault] tx in
                try PersonStore.find(number: number, vault, in: tx)
            }
            if let person = known.first { return try await choose(person.id, fields, found, isByNumber: true) }
        }
        found.offered = try await rooms.persons.find(text, units: units)
        if found.offered.isEmpty { fill(text, query, fields, &found) }
        return found
    }

    private func card(_ text: String, _ fields: PersonFields, _ before: PersonFound) async throws -> PersonFound {
        var found = before
        let card: IdentityCard
        do { card = try IdentityCard(scanned: text) } catch {
            let (key, values) = PersonFields.words(error)
            found.form.errors.add("scan", key, values)
            return found
        }
        let known = try await rooms.database.read { [vault = rooms.vault] tx in
            try PersonStore.find(number: card.number.digits, vault, in: tx)
        }
        if let person = known.first { return try await choose(person.id, fields, found, isByNumber: true) }
        let phone = found.form.value(fields.field("phone"))
        found.form = fields.filled(fields.cleared(found.form), with: PersonDetails(card: card))
            .setting("scan", "").setting(fields.field("phone"), phone)
        found.note = card.looksGarbled ? "intake.card.garbled" : "intake.card.read"
        return found
    }

    /// Nobody is known by it: what was typed goes into the field where it belongs.
    private func fill(_ text: String, _ query: PersonQuery, _ fields: PersonFields, _ found: inout PersonFound) {
        let isDigits = text.allSatisfy { $0.isNumber || $0 == " " || $0 == "." || $0 == "-" || $0 == "+" }
        if let phone = query.phone {
            found.form = found.form.setting(fields.field("phone"), phone.national).setting("scan", "")
        } else if isDigits {
            do {
                let number = try CitizenID(parsing: text)
                found.form = found.form.setting(fields.field("number"), number.digits)
                    .setting(fields.field("idkind"), IdentityNumber.Kind.citizen.rawValue).setting("scan", "")
            } catch {
                if (try? OldCitizenID(parsing: text)) == nil, (try? TaxCode(parsing: text)) == nil {
                    let (key, values) = PersonFields.words(.number(.citizen, error))
                    found.form.errors.add("scan", key, values)
                    return
                }
                let isTax = (try? TaxCode(parsing: text)) != nil
                let kind: IdentityNumber.Kind = isTax ? .taxCode : .oldCitizen
                found.form = found.form.setting(fields.field("number"), text)
                    .setting(fields.field("idkind"), kind.rawValue).setting("scan", "")
                if isTax { found.form = found.form.setting(fields.field("kind"), PersonKind.organisation.rawValue) }
            }
        } else {
            found.form = found.form.setting(fields.field("name"), text).setting("scan", "")
        }
        found.note = "intake.person.new"
    }

    /// Takes a record for these fields, which is a look at it.
    ///
    /// - Parameter isByNumber: who shows the card or tells the whole number may be found wherever they were entered.
    func choose(
        _ id: ID<Person>,
        _ fields: PersonFields,
        _ before: PersonFound,
        isByNumber: Bool
    ) async throws -> PersonFound {
        let (units, officer, now) = (units, officer, now)
        let root = try await rooms.database.write("choose person") { tx -> ID<Person>? in
            let root = try PersonStore.root(of: id, in: tx)
            if isByNumber { try PersonStore.link(root, to: officer.agency, in: tx) }
            guard try PersonStore.isKnown(root, to: units.union([officer.agency]), in: tx) else { return nil }
            try Looks.record(at: root.rawValue, by: officer, for: .intake, at: now, in: tx)
            return root
        }
        guard let root else { throw Problem.notFound }
        var found = before
        found.form = fields.choosing(root, found.form).setting("scan", "")
        found.offered = []
        found.note = "intake.person.found"
        return found
    }

    /// Records that may be the person who was typed as new; unless the officer said that it is somebody else.
    func doubles(_ reading: IntakeReading) async throws -> PersonFound? {
        let form = reading.form
        for fields in IntakeForm.blocks(form) where !fields.isEmpty(form) && fields.chosen(form) == nil {
            if form.flag(fields.field("other")) { continue }
            var copy = form
            copy.errors = FieldErrors()
            guard let details = fields.read(&copy, on: now.date) else { continue }
            let likely = try await rooms.persons.doubles(of: details, units: units).map(\.person)
            // The same number under another name is one of two mistakes; the officer says which.
            let isSame = likely.first.map {
                details.identity != .none && $0.details.identity.text == details.identity.text
                    && VietnameseText.searchKey($0.name) == VietnameseText.searchKey(details.name)
            }
            if likely.isEmpty || isSame == true { continue }
            var found = PersonFound(form, fields)
            found.offered = Array(likely.prefix(5))
            found.form.errors.add(fields.field("name"), "intake.person.double")
            return found
        }
        return nil
    }
}
