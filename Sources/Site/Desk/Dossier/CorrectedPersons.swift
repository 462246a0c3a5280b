internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Storage
internal import Web

/// Owners and submitter on the form that puts a wrongly typed reception right: whoever was taken for another is entered
/// anew, and whoever is not named stays.
struct CorrectedPersons: Sendable {
    /// The fields of each owner that there is, of the submitter, and of an owner who was forgotten.
    private static func owner(_ index: Int) -> PersonFields { PersonFields("o\(index + 1)") }
    private static let submitter = PersonFields("p")

    /// By the place among the owners; the place after the last adds one.
    private var owners: [Int: PersonDetails] = [:]
    private var submitter: PersonDetails?
    /// Whoever files for himself is owner and submitter in one.
    private var isOneself = false

    static func fields(_ facts: DossierFacts, _ f: FormView, _ t: Texts) -> HTML {
        let owners = facts.filing.owners
        func part(_ fields: PersonFields, _ title: String) -> HTML {
            let isOpen = !fields.isEmpty(f.form) || f.form.errors.all.contains { $0.field.hasPrefix(fields.prefix) }
            return details(title, isOpen: isOpen, fields.html(f))
        }
        let parts = owners.enumerated().map { index, id in
            part(owner(index), t("folder.act.otherOwner", ["name": facts.name(id, t)]))
        }
        let more = part(owner(owners.count), t("folder.act.moreOwner"))
        let hander = part(submitter, t("folder.act.otherSubmitter", ["name": facts.name(facts.filing.submitter, t)]))
        return """
            <h2>\(t("folder.act.persons"))</h2>
            <p>\(t("folder.act.persons.text"))</p>
            \(HTML.join(parts))\(more)\(hander)
            """
    }

    static func read(_ form: inout FormData, _ facts: DossierFacts, _ capacity: Capacity) -> CorrectedPersons {
        var persons = CorrectedPersons()
        let before = facts.filing.owners
        for index in 0...before.count where !owner(index).isEmpty(form) {
            persons.owners[index] = owner(index).read(&form, on: facts.now.date)
        }
        if !submitter.isEmpty(form) { persons.submitter = submitter.read(&form, on: facts.now.date) }
        persons.isOneself = capacity == .oneself && before == [facts.filing.submitter]
        return persons
    }

    /// The name's field of a person whose number stands in a record under another name: one of the two is mistyped.
    func namedOtherwise(_ rooms: Rooms) async throws -> String? {
        let typed =
            owners.sorted { $0.key < $1.key }.map { (Self.owner($0.key), $0.value) }
            + [submitter.map { (Self.submitter, $0) }].compactMap { $0 }
        return try await rooms.database.read { tx in
            for (fields, details) in typed where details.identity != .none {
                let known = try PersonStore.find(number: details.identity.text, rooms.vault, in: tx).first
                let name = VietnameseText.searchKey(details.name)
                if let known, VietnameseText.searchKey(known.name) != name { return fields.field("name") }
            }
            return nil
        }
    }

    /// Enters who is new and puts everybody into the correction.
    func enter(
        into correction: inout Corrected,
        _ rooms: Rooms,
        _ officer: Officer,
        at now: Instant,
        in tx: Transaction
    ) throws {
        var entry = PersonEntry(rooms: rooms, officer: officer, now: now)
        for (index, details) in owners.sorted(by: { $0.key < $1.key }) {
            let id = try entry.id(.new(details), in: tx)
            if correction.owners.indices.contains(index) {
                correction.owners[index] = id
            } else {
                correction.owners.append(id)
            }
        }
        if let submitter { correction.submitter = try entry.id(.new(submitter), in: tx) }
        guard isOneself, owners.count + (submitter == nil ? 0 : 1) == 1 else { return }
        if submitter != nil { correction.owners = [correction.submitter] }
        if owners[0] != nil { correction.submitter = correction.owners[0] }
    }
}

/// Enters the persons of one form: a number that is known is that record, and typed twice it is one person all the same.
struct PersonEntry {
    let rooms: Rooms
    let officer: Officer
    let now: Instant
    private var entered: [String: ID<Person>] = [:]

    init(rooms: Rooms, officer: Officer, now: Instant) {
        self.rooms = rooms
        self.officer = officer
        self.now = now
    }

    mutating func id(_ choice: PersonChoice, in tx: Transaction) throws -> ID<Person> {
        switch choice {
        case .known(let id):
            let root = try PersonStore.root(of: id, in: tx)
            try PersonStore.link(root, to: officer.agency, in: tx)
            return root
        case .new(let details):
            let number = details.identity.text
            if !number.isEmpty {
                if let known = entered[number] { return known }
                if let known = try PersonStore.find(number: number, rooms.vault, in: tx).first {
                    try PersonStore.link(known.id, to: officer.agency, in: tx)
                    entered[number] = known.id
                    return known.id
                }
            }
            let id: ID<Person> = rooms.world.id(.person)
            let made = try PersonDesk.create(id, details, by: officer, rooms.vault, at: now, in: tx).id
            if !number.isEmpty { entered[number] = made }
            return made
        }
    }
}
