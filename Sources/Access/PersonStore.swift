public import Agencies
public import Kernel
internal import Register
public import Storage

/// Every SQL statement about persons. Numbers and phones go in sealed and come out opened, with the vault's keys.
public enum PersonStore {
    /// The person's record, merged or not; nil when there is none.
    public static func load(_ id: ID<Person>, _ vault: Vault, in tx: Transaction) throws -> Person? {
        try load([id], vault, in: tx)[id]
    }
    public static func load(
        _ ids: some Collection<ID<Person>>,
        _ vault: Vault,
        in tx: Transaction
    ) throws -> [ID<Person>: Person] {
        guard !ids.isEmpty else { return [:] }
        let rows = try tx.rows("SELECT * FROM person WHERE id IN (\(SQL.list(Set(ids).sorted())))")
        return Dictionary(
            try rows.map { try person($0, vault) }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
    /// Names to show beside ids; of an erased person the empty text.
    public static func names(of ids: some Collection<ID<Person>>, in tx: Transaction) throws -> [ID<Person>: String] {
        let rows = try tx.rows("SELECT id, name FROM person WHERE id IN (\(SQL.list(Set(ids).sorted())))")
        var names: [ID<Person>: String] = [:]
        for row in rows { names[try row.get("id")] = try row.get("name") }
        return names
    }

    // MARK: Finding

    /// Persons with this identity number, whatever kind it was entered as, wherever they were entered: who holds the
    /// card may be found by it everywhere. Doubles lead to the record they were merged into.
    public static func find(number: String, _ vault: Vault, in tx: Transaction) throws -> [Person] {
        let hash = identityHash(number, vault)
        let rows = try tx.rows(
            "SELECT * FROM person WHERE identity_hash = \(hash) ORDER BY id LIMIT \(AccessLimits.foundPersons)"
        )
        return try resolved(rows, vault, in: tx)
    }
    /// Persons with this phone, among those that `units` have served.
    public static func find(
        phone: Phone,
        units: Set<ID<Agency>>,
        _ vault: Vault,
        in tx: Transaction
    ) throws -> [Person] {
        let rows = try tx.rows(
            """
            SELECT * FROM person WHERE phone_hash = \(phoneHash(phone, vault)) AND \(known(to: units))
            ORDER BY id LIMIT \(AccessLimits.foundPersons)
            """
        )
        return try resolved(rows, vault, in: tx)
    }
    /// Persons whose name, or whose name from one of its words on, begins like this, among those that `units` have
    /// served, in the order of the name from there on. Accents, case and i/y do not matter.
    ///
    /// Each unit's names are read in their order and no further than what is shown: as fast in a large house as in a small.
    public static func find(
        name: String,
        units: Set<ID<Agency>>,
        _ vault: Vault,
        in tx: Transaction
    ) throws -> [Person] {
        let prefix = Array(VietnameseText.words(String(name.prefix(Limits.queryLength))).joined(separator: " ").utf8)
        guard prefix.count >= 2 else { return [] }
        // A name may begin so from several of its words on.
        let limit = AccessLimits.foundPersons * 2
        var found: [(key: [UInt8], person: ID<Person>)] = []
        for part in slices(units.sorted(), of: 50) {
            let each = part.enumerated().map { place, unit -> SQL in
                """
                \(place == 0 ? "" : " UNION ALL " as SQL)SELECT key, person FROM (
                    SELECT key, person FROM person_unit_name
                    WHERE agency = \(unit) AND key >= \(prefix) AND key < \(prefix + [0xFF])
                    ORDER BY key, person LIMIT \(limit)
                ) AS of_unit
                """
            }
            found += try tx.rows(each.reduce("", +)).map { (try $0.get("key"), try $0.get("person")) }
        }
        found.sort { a, b in a.key == b.key ? a.person < b.person : a.key.lexicographicallyPrecedes(b.key) }
        var seen: Set<ID<Person>> = []
        let ids = found.map(\.person).filter { seen.insert($0).inserted }.prefix(limit)
        let persons = try load(ids, vault, in: tx)
        let shown = ids.compactMap { persons[$0] }.filter { $0.mergedInto == nil && !$0.isErased }
        return Array(shown.prefix(AccessLimits.foundPersons))
    }
    /// The records with the same number, phone or name as `details`: what is compared for doubles.
    static func candidates(
        for details: PersonDetails,
        units: Set<ID<Agency>>,
        _ vault: Vault,
        in tx: Transaction
    ) throws -> [Person] {
        var found: [Person] = []
        if details.identity != .none { found += try find(number: details.identity.text, vault, in: tx) }
        if let phone = details.phone { found += try find(phone: phone, units: units, vault, in: tx) }
        found += try find(name: details.name, units: units, vault, in: tx)
        // A letter wrong in the given name: the family name and the next word lead there too.
        let words = VietnameseText.words(details.name)
        if words.count > 2 {
            let head = words.dropLast().joined(separator: " ")
            found += try find(name: head, units: units, vault, in: tx)
        }
        var seen: Set<ID<Person>> = []
        return Array(found.filter { seen.insert($0.id).inserted }.prefix(AccessLimits.comparedPersons))
    }

    /// The record that `id` was merged into, or itself.
    public static func root(of id: ID<Person>, in tx: Transaction) throws -> ID<Person> {
        var id = id
        for _ in 0..<20 {
            let next: ID<Person>? = try tx.value("SELECT merged_into FROM person WHERE id = \(id)")
            guard let next else { return id }
            id = next
        }
        return id
    }
    /// Every record that stands for the same person as `id`: the lists of dossiers ask for all of them.
    public static func same(as id: ID<Person>, in tx: Transaction) throws -> Set<ID<Person>> {
        var all: Set<ID<Person>> = [try root(of: id, in: tx)]
        var open = Array(all)
        while let next = open.popLast() {
            let doubles: [ID<Person>] = try tx.values("SELECT id FROM person WHERE merged_into = \(next)")
            for double in doubles where all.insert(double).inserted { open.append(double) }
        }
        return all
    }
    /// Whether one of `units` has served the person.
    public static func isKnown(_ id: ID<Person>, to units: Set<ID<Agency>>, in tx: Transaction) throws -> Bool {
        try tx.value(
            "SELECT 1 FROM person_unit WHERE person = \(id) AND agency IN (\(SQL.list(units.sorted()))) LIMIT 1",
            as: Int.self
        ) != nil
    }

    private static func known(to units: Set<ID<Agency>>) -> SQL {
        "EXISTS (SELECT 1 FROM person_unit u WHERE u.person = person.id AND u.agency IN (\(SQL.list(units.sorted()))))"
    }

    /// The persons of these rows, doubles replaced by what they were merged into, each once, erased ones left out.
    private static func resolved(_ rows: [Row], _ vault: Vault, in tx: Transaction) throws -> [Person] {
        var seen: Set<ID<Person>> = []
        var found: [Person] = []
        for row in rows {
            var person = try person(row, vault)
            if person.mergedInto != nil {
                let root = try root(of: person.id, in: tx)
                guard let kept = try load(root, vault, in: tx) else { continue }
                person = kept
            }
            if !person.isErased, seen.insert(person.id).inserted { found.append(person) }
        }
        return found
    }

    // MARK: Writing

    /// Remembers that `agency` serves the person: from then on its officers find the person by name.
    public static func link(_ id: ID<Person>, to agency: ID<Agency>, in tx: Transaction) throws {
        try tx.execute("INSERT INTO person_unit (person, agency) VALUES (\(id), \(agency)) ON CONFLICT DO NOTHING")
        try tx.execute(
            """
            INSERT INTO person_unit_name (agency, key, person)
            SELECT \(agency), key, person FROM person_name_part WHERE person = \(id) ON CONFLICT DO NOTHING
            """
        )
    }

    /// Appends the event and writes the record.
    static func save(
        _ person: Person,
        _ event: PersonEvent,
        by officer: Officer,
        _ vault: Vault,
        at now: Instant,
        in tx: Transaction
    ) throws -> Person {
        try Book.append(
            [try event.recorded()],
            to: person.id.rawValue,
            expecting: person.version,
            by: officer.actor,
            agency: officer.agency.rawValue,
            at: now,
            in: tx
        )
        var after = person
        after.version += 1
        let row = try row(of: after, vault, at: now)
        try tx.execute(SQL.upsert(into: "person", key: ["id"], row: row))
        try writeName(after.details.name, of: after.id, isNew: person.version == 0, in: tx)
        return after
    }

    /// The row of a person's record as it stands after an entry of this moment.
    static func row(of person: Person, _ vault: Vault, at now: Instant) throws -> [String: SQLValue] {
        let details = person.details
        let identity = details.identity == .none ? nil : details.identity.text
        return [
            "id": person.id.sqlValue, "version": person.version.sqlValue, "kind": details.kind.rawValue.sqlValue,
            "name": details.name.sqlValue, "birth": details.birth?.description.sqlValue ?? .null,
            "sex": details.sex?.rawValue.sqlValue ?? .null, "address": details.address?.sqlValue ?? .null,
            "identity_kind": details.identity.kind.rawValue.sqlValue,
            "identity_sealed": try identity.map { try vault.seal(Array($0.utf8)).sqlValue } ?? .null,
            "identity_hash": identity.map { identityHash($0, vault).sqlValue } ?? .null,
            "phone_sealed": try details.phone.map { try vault.seal(Array($0.e164.utf8)).sqlValue } ?? .null,
            "phone_hash": details.phone.map { phoneHash($0, vault).sqlValue } ?? .null,
            "merged_into": person.mergedInto?.sqlValue ?? .null,
            "erased_at": person.isErased ? now.sqlValue : .null, "updated_at": now.sqlValue,
        ]
    }

    /// The folded name from each of its words on: what a search's beginning is compared with.
    static func nameKeys(_ name: String) -> [[UInt8]] {
        let words = VietnameseText.words(name)
        var seen: Set<[UInt8]> = []
        return words.indices.prefix(8).map { Array(words[$0...].joined(separator: " ").utf8) }
            .filter { seen.insert($0).inserted }
    }

    /// The name's keys, and the same for each unit that has served the person: a search reads its own unit's alone.
    private static func writeName(_ name: String, of id: ID<Person>, isNew: Bool, in tx: Transaction) throws {
        if !isNew {
            try unlinkNames(id, in: tx)
            try tx.execute("DELETE FROM person_name_part WHERE person = \(id)")
        }
        for key in nameKeys(name) {
            try tx.execute("INSERT INTO person_name_part (person, key) VALUES (\(id), \(key))")
            if isNew { continue }
            try tx.execute(
                """
                INSERT INTO person_unit_name (agency, key, person)
                SELECT agency, \(key), person FROM person_unit WHERE person = \(id)
                """
            )
        }
    }
    private static func slices<T>(_ items: [T], of size: Int) -> [[T]] {
        stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
    }
    private static func unlinkNames(_ id: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM person_unit_name WHERE agency IN (SELECT agency FROM person_unit WHERE person = \(id))
                AND key IN (SELECT key FROM person_name_part WHERE person = \(id)) AND person = \(id)
            """
        )
    }
    static func unlink(_ id: ID<Person>, in tx: Transaction) throws {
        try unlinkNames(id, in: tx)
        try tx.execute("DELETE FROM person_unit WHERE person = \(id)")
    }

    /// Seals numbers and phones again under the newest key, at most `AccessLimits.slice` records after `after`.
    ///
    /// A duty calls it after a key was changed. Gives the last id, nil at the end.
    public static func reseal(
        after: ID<Person>?,
        _ vault: Vault,
        limit: Int = AccessLimits.slice,
        in tx: Transaction
    ) throws -> ID<Person>? {
        let rows = try tx.rows(
            """
            SELECT id, identity_sealed, phone_sealed FROM person WHERE id > \(after?.rawValue ?? "")
            ORDER BY id LIMIT \(limit)
            """
        )
        for row in rows {
            let id: ID<Person> = try row.get("id")
            if let sealed = try row.getIfPresent("identity_sealed", as: [UInt8].self) {
                let fresh = try vault.seal(try vault.open(sealed))
                try tx.execute("UPDATE person SET identity_sealed = \(fresh) WHERE id = \(id)")
            }
            if let sealed = try row.getIfPresent("phone_sealed", as: [UInt8].self) {
                let fresh = try vault.seal(try vault.open(sealed))
                try tx.execute("UPDATE person SET phone_sealed = \(fresh) WHERE id = \(id)")
            }
        }
        return try rows.last?.get("id")
    }

    // MARK: Reading a row

    private static func identityHash(_ number: String, _ vault: Vault) -> [UInt8] {
        vault.lookUpHash("identity:\(number)")
    }
    private static func phoneHash(_ phone: Phone, _ vault: Vault) -> [UInt8] { vault.lookUpHash("phone:\(phone.e164)") }

    private static func person(_ row: Row, _ vault: Vault) throws -> Person {
        let kind: String = try row.get("kind")
        let identityKind: String = try row.get("identity_kind")
        guard let kind = PersonKind(rawValue: kind), let identityKind = IdentityNumber.Kind(rawValue: identityKind)
        else { throw StorageError.unreadable(column: "kind", value: .text(kind)) }
        let identity = try row.getIfPresent("identity_sealed", as: [UInt8].self).map {
            try IdentityNumber(identityKind, parsing: String(decoding: try vault.open($0), as: UTF8.self))
        }
        let phone = try row.getIfPresent("phone_sealed", as: [UInt8].self).map {
            try Phone(parsing: String(decoding: try vault.open($0), as: UTF8.self))
        }
        let details = PersonDetails(
            kind,
            name: try row.get("name"),
            birth: try row.getIfPresent("birth", as: String.self).flatMap { PartialDate(iso: $0) },
            sex: try row.getIfPresent("sex", as: String.self).flatMap { Sex(rawValue: $0) },
            address: try row.getIfPresent("address"),
            identity: identity ?? .none,
            phone: phone
        )
        return Person(
            id: try row.get("id"),
            version: try row.get("version"),
            details: details,
            mergedInto: try row.getIfPresent("merged_into"),
            isErased: try row.getIfPresent("erased_at", as: Instant.self) != nil
        )
    }
}
