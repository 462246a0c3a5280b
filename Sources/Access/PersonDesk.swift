public import Agencies
public import Kernel
internal import Register
public import Storage

/// What officers do with persons: find, enter, put right, merge doubles, erase.
public struct PersonDesk: Sendable {
    let database: any Database
    let world: World
    let vault: Vault
    public init(database: any Database, world: World, vault: Vault) {
        self.database = database
        self.world = world
        self.vault = vault
    }

    /// Finds persons by what was typed: an identity number, a tax code, a phone, else a name.
    ///
    /// Numbers of identity find everywhere; phones and names find whom `units` have served.
    public func find(_ text: String, units: Set<ID<Agency>>) async throws -> [Person] {
        let vault = vault
        let query = PersonQuery(String(text.prefix(Limits.queryLength)))
        return try await database.read { tx in
            var found: [Person] = []
            for number in query.numbers { found += try PersonStore.find(number: number, vault, in: tx) }
            if let phone = query.phone {
                found += try PersonStore.find(phone: phone, units: units, vault, in: tx)
            }
            if found.isEmpty, query.isName {
                found = try PersonStore.find(name: text, units: units, vault, in: tx)
            }
            var seen: Set<ID<Person>> = []
            return Array(found.filter { seen.insert($0.id).inserted }.prefix(AccessLimits.foundPersons))
        }
    }

    /// Records that may be the same person as `details`, the likeliest first. `id` is left out.
    public func doubles(
        of details: PersonDetails,
        but id: ID<Person>? = nil,
        units: Set<ID<Agency>>
    ) async throws -> [PersonMatch] {
        let vault = vault
        return try await database.read { tx in
            try PersonStore.candidates(for: details, units: units, vault, in: tx)
                .filter { $0.id != id }
                .map { PersonMatch(person: $0, likeness: PersonLikeness(details, $0.details)) }
                .filter { $0.likeness.score >= PersonLikeness.threshold }
                .sorted { ($1.likeness.score, $0.person.id) < ($0.likeness.score, $1.person.id) }
        }
    }

    /// Enters a person.
    public func create(_ details: PersonDetails, by officer: Officer) async throws -> Person {
        let now = world.now()
        let id: ID<Person> = world.id(.person)
        let vault = vault
        return try await database.write { tx in
            try Self.create(id, details, by: officer, vault, at: now, in: tx)
        }
    }

    /// `create` inside a write that does more: an intake enters person and dossier together.
    public static func create(
        _ id: ID<Person>,
        _ details: PersonDetails,
        by officer: Officer,
        _ vault: Vault,
        at now: Instant,
        in tx: Transaction
    ) throws -> Person {
        let details = try details.checked(on: now.date)
        let person = Person(id: id, details: details)
        let saved = try PersonStore.save(
            person,
            .created(kind: details.kind),
            by: officer,
            vault,
            at: now,
            in: tx
        )
        try PersonStore.link(id, to: officer.agency, in: tx)
        return saved
    }

    /// Puts right what is known of a person; `seen` is the version that was shown.
    ///
    /// - Throws: `RegisterError.stale` when somebody else changed the record since.
    public func change(
        _ id: ID<Person>,
        to details: PersonDetails,
        seen: Int,
        by officer: Officer
    ) async throws -> Person {
        let now = world.now()
        let vault = vault
        return try await database.write { tx in
            try Self.change(id, to: details, seen: seen, by: officer, vault, at: now, in: tx)
        }
    }

    /// `change` inside a write that does more. Without a difference nothing is written.
    public static func change(
        _ id: ID<Person>,
        to details: PersonDetails,
        seen: Int,
        by officer: Officer,
        _ vault: Vault,
        at now: Instant,
        in tx: Transaction
    ) throws -> Person {
        var person = try open(id, vault, in: tx)
        guard person.version == seen else {
            throw RegisterError.stale(subject: id.rawValue, expected: seen, found: person.version)
        }
        let details = try details.checked(on: now.date)
        try PersonStore.link(id, to: officer.agency, in: tx)
        let fields = details.changes(from: person.details)
        guard !fields.isEmpty else { return person }
        person.details = details
        return try PersonStore.save(person, .changed(fields: fields), by: officer, vault, at: now, in: tx)
    }

    /// Opens a person's record, which is an entry; nil where the officer may not see it, as if it did not exist.
    public func look(
        at id: ID<Person>,
        for purpose: LookPurpose,
        units: Set<ID<Agency>>,
        by officer: Officer
    ) async throws -> Person? {
        let now = world.now()
        let vault = vault
        return try await database.write { tx in
            guard try PersonStore.isKnown(id, to: units, in: tx),
                let person = try PersonStore.load(id, vault, in: tx)
            else { return nil }
            try Looks.record(at: id.rawValue, by: officer, for: purpose, at: now, in: tx)
            return person
        }
    }

    // MARK: Doubles

    /// Says that `double` is the same person as `kept`, and why. Nothing is copied or lost, so it can be taken back.
    ///
    /// The entry names the reason by its id and a salted hash; the text lies beside the book.
    ///
    /// - Throws: `PersonError.alreadyOne`; `TextError.tooLong`.
    public func merge(
        _ double: ID<Person>,
        into kept: ID<Person>,
        reason: String,
        by officer: Officer
    ) async throws {
        let world = world
        let now = world.now()
        let vault = vault
        try await database.write { tx in
            var other = try Self.open(double, vault, in: tx)
            guard other.mergedInto == nil else { throw PersonError.alreadyOne }
            let root = try PersonStore.root(of: kept, in: tx)
            guard root != double else { throw PersonError.alreadyOne }
            let keeper = try Self.open(root, vault, in: tx)
            other.mergedInto = root
            let why = try TextStore.write(reason, subject: double.rawValue, world: world, in: tx)
            _ = try PersonStore.save(other, .merged(into: root, reason: why), by: officer, vault, at: now, in: tx)
            _ = try PersonStore.save(keeper, .tookIn(double), by: officer, vault, at: now, in: tx)
        }
    }

    /// Takes a merge back, and says why.
    ///
    /// - Throws: `PersonError.notMerged`; `TextError.tooLong`.
    public func unmerge(_ double: ID<Person>, reason: String, by officer: Officer) async throws {
        let world = world
        let now = world.now()
        let vault = vault
        try await database.write { tx in
            var other = try Self.open(double, vault, in: tx)
            guard let root = other.mergedInto else { throw PersonError.notMerged }
            let keeper = try Self.open(root, vault, in: tx)
            other.mergedInto = nil
            let why = try TextStore.write(reason, subject: double.rawValue, world: world, in: tx)
            _ = try PersonStore.save(other, .unmerged(from: root, reason: why), by: officer, vault, at: now, in: tx)
            _ = try PersonStore.save(keeper, .gaveBack(double), by: officer, vault, at: now, in: tx)
        }
    }

    /// Wipes what is known of a person. The id and the chain stay, and say nothing about anybody.
    ///
    /// Whether archive law lets it go is the caller's question (`vietnam.md` §14: never decided silently).
    public func erase(_ id: ID<Person>, by officer: Officer) async throws {
        let now = world.now()
        let vault = vault
        try await database.write { tx in
            var person = try Self.open(id, vault, in: tx)
            let others = try PersonStore.same(as: id, in: tx).count - 1
            guard person.mergedInto != nil || others == 0 else { throw PersonError.holdsOthers(count: others) }
            person.details = PersonDetails(person.details.kind, name: "")
            person.isErased = true
            _ = try PersonStore.save(person, .erased, by: officer, vault, at: now, in: tx)
            try PersonStore.unlink(id, in: tx)
        }
    }

    private static func open(_ id: ID<Person>, _ vault: Vault, in tx: Transaction) throws -> Person {
        guard let person = try PersonStore.load(id, vault, in: tx) else { throw PersonError.unknownPerson(id) }
        guard !person.isErased else { throw PersonError.erased }
        return person
    }
}

/// What a line typed into the search may mean.
public struct PersonQuery: Hashable, Sendable {
    /// Identity numbers in their one form.
    public let numbers: [String]
    public let phone: Phone?
    /// Whether it may be a name: there is a letter.
    public let isName: Bool

    public init(_ text: String) {
        var numbers: [String] = []
        if let number = try? CitizenID(parsing: text) { numbers.append(number.digits) }
        if let number = try? OldCitizenID(parsing: text) { numbers.append(number.digits) }
        if let code = try? TaxCode(parsing: text), !numbers.contains(code.description) {
            numbers.append(code.description)
        }
        let hasDigit = text.contains { $0.isNumber }
        if hasDigit, let passport = try? IdentityNumber(.passport, parsing: text), !numbers.contains(passport.text) {
            numbers.append(passport.text)
        }
        self.numbers = numbers
        phone = try? Phone(parsing: text)
        isName = text.contains { $0.isLetter }
    }
}
