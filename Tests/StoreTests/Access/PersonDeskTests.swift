import Access
import Agencies
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct PersonDeskTests {
    private struct Joined: Decodable { var reason: TextReference }

    struct Shop {
        let town: Town
        let toy = ToyVault()
        let vault: Vault
        let officer: Officer
        let units: Set<ID<Agency>>
        var desk: PersonDesk { PersonDesk(database: town.database, world: town.world.world, vault: vault) }
        init(_ engine: Engine) async throws {
            town = try await Town(engine, more: AccessTables.migrations + TextStore.migrations)
            vault = toy.vault
            officer = Officer(id: ID("stf_1"), name: "Lan", agency: town.ward, roles: [town.ward: [.reception]])
            units = [town.ward]
        }
        static let number = "017185001234"
        func details(_ name: String = "Bùi Thị Lan", number: String = Self.number) throws -> PersonDetails {
            PersonDetails(
                .citizen,
                name: name,
                birth: PartialDate(1985, 3, 2),
                sex: .female,
                address: "Tổ 5, phường Quỳnh Lâm",
                identity: try IdentityNumber(.citizen, parsing: number),
                phone: try Phone(parsing: "0912345678")
            )
        }
        /// Every value of every column, as text and bytes.
        func everything() async throws -> [SQLValue] {
            try await town.database.read { tx in
                try ["person", "person_name_part", "person_unit", "person_unit_name", "look", "entry"].flatMap {
                    table in
                    try tx.rows("SELECT * FROM \(SQL(verbatim: table))").flatMap(\.values)
                }
            }
        }
    }

    @Test(arguments: Engine.available) func aPersonIsFoundByNumberPhoneAndName(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        for text in [
            "017185001234", "017 185 001 234", "0912345678", "+84 912 345 678", "bui thi l", "Bùi Thị Lan", "Lan",
            "THI LAN",
        ] {
            #expect(try await shop.desk.find(text, units: shop.units).map(\.id) == [person.id], "\(text)")
        }
        for text in ["017185001235", "0912345679", "Bùi Thị Lanh", "ui thi", "L", "", "%", "_ui"] {
            #expect(try await shop.desk.find(text, units: shop.units).isEmpty, "\(text)")
        }
        let loaded = try await shop.town.database.read { [vault = shop.vault] in
            try PersonStore.load(person.id, vault, in: $0)
        }
        #expect(loaded == person)
    }

    @Test(arguments: Engine.available) func otherUnitsFindByTheCardAloneAndNotByNameOrPhone(_ engine: Engine)
        async throws
    {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        let elsewhere: Set<ID<Agency>> = [shop.town.province]
        #expect(try await shop.desk.find(Shop.number, units: elsewhere).map(\.id) == [person.id])
        #expect(try await shop.desk.find("0912345678", units: elsewhere).isEmpty)
        #expect(try await shop.desk.find("Bùi Thị Lan", units: elsewhere).isEmpty)
        #expect(try await shop.desk.find("Bùi Thị Lan", units: []).isEmpty)
        #expect(try await shop.desk.look(at: person.id, for: .intake, units: elsewhere, by: shop.officer) == nil)
    }

    @Test(arguments: Engine.available) func numbersStandNowhereInTheClear(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        _ = try await shop.desk.look(at: person.id, for: .intake, units: shop.units, by: shop.officer)
        let secrets = [Shop.number, "912345678"].map { Array($0.utf8) }
        for value in try await shop.everything() {
            let bytes: [UInt8] =
                switch value {
                case .text(let text): Array(text.utf8)
                case .blob(let bytes): bytes
                case .int(let number): Array(String(number).utf8)
                case .null, .double: []
                }
            for secret in secrets where bytes.count >= secret.count {
                let holds = (0...bytes.count - secret.count).contains {
                    bytes[$0..<$0 + secret.count].elementsEqual(secret)
                }
                #expect(!holds)
            }
        }
    }

    @Test(arguments: Engine.available) func theBookHoldsIdsOnly(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        _ = try await shop.desk.change(person.id, to: try shop.details("Bùi Thị Lan Anh"), seen: 1, by: shop.officer)
        let events = try await shop.town.database.read { try Book.entries(of: person.id.rawValue, in: $0).map(\.event) }
        #expect(events.map(\.name) == ["person.created", "person.changed"])
        #expect(events.map(\.payload) == [#"{"kind":"citizen"}"#, #"{"fields":["name"]}"#])
        #expect(try await shop.desk.find("lan anh", units: shop.units).map(\.id) == [person.id])
    }

    @Test(arguments: Engine.available) func whatOneKeySealedAnotherOpensWhileItIsHeld(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let first = try await shop.desk.create(try shop.details(), by: shop.officer)
        shop.toy.rotate()
        let second = try await shop.desk.create(
            try shop.details("Hà Văn Mến", number: "017085009999"),
            by: shop.officer
        )
        #expect(try await shop.desk.find(Shop.number, units: shop.units).first?.details == first.details)
        // Sealed again in slices of one, everything lies under the newest key, and the old one may go.
        var last: ID<Person>?
        var slices = 0
        repeat {
            last = try await shop.town.database.write { [last, vault = shop.vault] in
                try PersonStore.reseal(after: last, vault, limit: 1, in: $0)
            }
            slices += 1
        } while last != nil
        #expect(slices == 3)
        shop.toy.forget(1)
        #expect(try await shop.desk.find(Shop.number, units: shop.units).first?.details == first.details)
        #expect(try await shop.desk.find("017085009999", units: shop.units).first?.details == second.details)
    }

    @Test(arguments: Engine.available) func aStaleChangeIsRefused(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        _ = try await shop.desk.change(person.id, to: try shop.details("Bùi Lan"), seen: 1, by: shop.officer)
        await #expect(throws: RegisterError.stale(subject: person.id.rawValue, expected: 1, found: 2)) {
            _ = try await shop.desk.change(person.id, to: try shop.details("Bùi Lam"), seen: 1, by: shop.officer)
        }
        // A change that changes nothing is no entry.
        let same = try await shop.desk.change(person.id, to: try shop.details("Bùi Lan"), seen: 2, by: shop.officer)
        #expect(same.version == 2)
    }

    @Test(arguments: Engine.available) func doublesAreOfferedMergedAndTakenApart(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let kept = try await shop.desk.create(try shop.details(), by: shop.officer)
        let bare = PersonDetails(.citizen, name: "Bui Thi Lan", birth: PartialDate(1985, 3, 2))
        let double = try await shop.desk.create(bare, by: shop.officer)
        let stranger = try await shop.desk.create(
            try shop.details("Bùi Thị Lan", number: "017185007777"),
            by: shop.officer
        )
        let matches = try await shop.desk.doubles(of: bare, but: double.id, units: shop.units)
        #expect(Set(matches.map(\.person.id)) == [kept.id, stranger.id])
        #expect(matches.allSatisfy { $0.likeness.reasons == [.name, .birth] })
        let others = try await shop.desk.doubles(of: try shop.details(), but: kept.id, units: shop.units)
        #expect(others.map(\.person.id) == [double.id])

        try await shop.desk.merge(double.id, into: kept.id, reason: "Một người, hai số", by: shop.officer)
        let (merged, why) = try await shop.town.database.read { tx in
            let entry = try #require(try Book.entries(of: double.id.rawValue, in: tx).last)
            let joined: Joined = try RecordedJSON.decode(entry.event.payload)
            return (entry.event, (joined.reason, try TextStore.check(joined.reason, in: tx)))
        }
        #expect(merged.name == "person.merged" && !merged.payload.contains("hai số"))
        #expect(why.1 == .whole)
        #expect(try await shop.town.database.read { try TextStore.read(why.0.id, in: $0) } == "Một người, hai số")
        let same = { (id: ID<Person>) in try await shop.town.database.read { try PersonStore.same(as: id, in: $0) } }
        #expect(try await same(double.id) == [kept.id, double.id])
        #expect(try await same(kept.id) == [kept.id, double.id])
        #expect(try await same(stranger.id) == [stranger.id])
        let found = try await shop.desk.find("bui thi lan", units: shop.units)
        #expect(Set(found.map(\.id)) == [kept.id, stranger.id])
        await #expect(throws: PersonError.alreadyOne) {
            try await shop.desk.merge(kept.id, into: double.id, reason: "x", by: shop.officer)
        }
        await #expect(throws: PersonError.holdsOthers(count: 1)) {
            try await shop.desk.erase(kept.id, by: shop.officer)
        }
        try await shop.desk.unmerge(double.id, reason: "Hai người", by: shop.officer)
        #expect(try await same(double.id) == [double.id])
        let again = try await shop.town.database.read { [vault = shop.vault] in
            try PersonStore.load(double.id, vault, in: $0)
        }
        #expect(again?.details == double.details)
        await #expect(throws: PersonError.notMerged) {
            try await shop.desk.unmerge(double.id, reason: "Hai người", by: shop.officer)
        }
    }

    @Test(arguments: Engine.available) func anErasedPersonLeavesAWholeChain(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        try await shop.desk.erase(person.id, by: shop.officer)
        for text in [Shop.number, "0912345678", "bui thi lan"] {
            #expect(try await shop.desk.find(text, units: shop.units).isEmpty)
        }
        let rest = try await shop.town.database.read { [vault = shop.vault] in
            try PersonStore.load(person.id, vault, in: $0)
        }
        #expect(rest?.isErased == true)
        #expect(rest?.details == PersonDetails(.citizen, name: ""))
        let chain = try await shop.town.database.read { try Book.entries(of: person.id.rawValue, in: $0) }
        #expect(chain.map(\.event.name) == ["person.created", "person.erased"])
        #expect(chain.allSatisfy { $0.hash == $0.expectedHash })
        await #expect(throws: PersonError.erased) { try await shop.desk.erase(person.id, by: shop.officer) }
    }

    @Test(arguments: Engine.available) func eachLookIsAnEntry(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        let person = try await shop.desk.create(try shop.details(), by: shop.officer)
        for purpose in [LookPurpose.intake, .work, .work] {
            #expect(
                try await shop.desk.look(at: person.id, for: purpose, units: shop.units, by: shop.officer) == person
            )
        }
        let now = shop.town.world.now
        try await shop.town.database.write { [officer = shop.officer] in
            try Looks.record(at: "dsr_1", by: officer, for: .oversight, at: now, in: $0)
        }
        let looks = try await shop.town.database.read { try Looks.all(at: person.id.rawValue, in: $0) }
        #expect(looks.map(\.purpose) == [.work, .work, .intake])
        #expect(looks.allSatisfy { $0.actor == shop.officer.actor && $0.agency == shop.town.ward })
        let mine = try await shop.town.database.read { [officer = shop.officer] in
            try Looks.all(by: officer.actor, since: now, in: $0)
        }
        #expect(mine.count == 4)
        try await expectRebuilt(LookRebuild(), ["lok_\(person.id)", "lok_dsr_1"], in: shop.town.database)
    }

    @Test(arguments: Engine.available) func whatIsEnteredIsChecked(_ engine: Engine) async throws {
        let shop = try await Shop(engine)
        func create(_ change: (inout PersonDetails) -> Void) async throws -> Person {
            var details = PersonDetails(.citizen, name: "Hà Văn Mến")
            change(&details)
            return try await shop.desk.create(details, by: shop.officer)
        }
        _ = try await create { $0.name = String(repeating: "ă", count: 200) }
        await #expect(throws: PersonError.badName(max: 200)) {
            _ = try await create { $0.name = String(repeating: "ă", count: 201) }
        }
        await #expect(throws: PersonError.badName(max: 200)) { _ = try await create { $0.name = " \u{7} " } }
        _ = try await create { $0.birth = PartialDate(2025, 6, 27) }
        let tomorrow = try #require(PartialDate(2025, 6, 28))
        await #expect(throws: PersonError.birthImpossible(tomorrow)) { _ = try await create { $0.birth = tomorrow } }
        let code = try IdentityNumber(.taxCode, parsing: "0100109106")
        let citizen = try IdentityNumber(.citizen, parsing: Shop.number)
        await #expect(throws: PersonError.identityNotFor(.organisation, .citizen)) {
            _ = try await create {
                $0.kind = .organisation
                $0.identity = citizen
            }
        }
        let company = try await create {
            $0.kind = .organisation
            $0.name = "  Công ty   TNHH Mường Bi "
            $0.identity = code
            $0.sex = .male
        }
        #expect(company.name == "Công ty TNHH Mường Bi")
        #expect(company.details.sex == nil)
        #expect(try await shop.desk.find("0100109106", units: shop.units).map(\.id) == [company.id])
        #expect(throws: IdentityError.passport(5...20)) { try IdentityNumber(.passport, parsing: "C123") }
        #expect(try IdentityNumber(.passport, parsing: "c 1234567").text == "C1234567")
    }
}
