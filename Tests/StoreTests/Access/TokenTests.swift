import Access
import Agencies
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// Officers' tokens on both engines: made once, shown once, revoked for ever.
@Suite struct TokenTests {
    private func desk(_ house: House) -> TokenDesk {
        TokenDesk(database: house.town.database, world: house.town.world.world)
    }

    @Test(arguments: Engine.available) func aTokenStandsForItsOfficerAndIsStoredAsItsHash(_ engine: Engine) async throws
    {
        let house = try await House(engine)
        let lan = try await house.officer("lan", [.reception])
        let made = try await desk(house).create(for: lan, rights: [.intake, .read], label: "Ki-ốt", by: house.system)
        let text = made.text.rawValue
        #expect(text.hasPrefix("mc_") && text.hasPrefix(made.token.prefix) && text.utf8.count == 44)
        let holder = try #require(try await desk(house).holder(of: text))
        #expect(holder.officer.id == lan && holder.officer.rolesHere == [.reception])
        #expect(holder.token.rights == [.intake, .read] && holder.token.label == "Ki-ốt")
        // Its use is written down, once a minute.
        let used = try await house.town.database.read { tx in try TokenStore.load(made.token.id, in: tx)?.usedAt }
        #expect(used == house.town.world.now)
        // Neither the book nor any column holds the secret, and the book holds no label.
        let entries = try await house.town.database.read { tx in
            try Book.entries(of: made.token.id.rawValue, in: tx)
        }
        #expect(entries.map(\.event.name) == ["token.created"])
        #expect(entries.allSatisfy { !$0.event.payload.contains("Ki-ốt") && !$0.event.payload.contains(text) })
        let rows = try await house.town.database.read { tx in
            try tx.rows("SELECT * FROM access_token").map { "\($0)" }
        }
        #expect(rows.allSatisfy { !$0.contains(text.suffix(32)) })
        for wrong in [String(text.dropLast()), text + "0", text.uppercased(), "", "mc__"] {
            #expect(try await desk(house).holder(of: wrong) == nil, "\(wrong)")
        }
    }

    @Test(arguments: Engine.available) func whatIsRevokedStaysRevoked(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan", [.reception])
        let huong = try await house.officer("huong", [.reception])
        let made = try await desk(house).create(for: lan, rights: [.read], label: "", by: house.system)
        let colleague = try await house.authority(huong)
        await #expect(throws: TokenError.unknownToken) {
            try await desk(house).revoke(made.token.id, by: colleague)
        }
        #expect(try await desk(house).holder(of: made.text.rawValue) != nil)
        let herself = try await house.authority(lan)
        try await desk(house).revoke(made.token.id, by: herself)
        try await desk(house).revoke(made.token.id, by: herself)
        #expect(try await desk(house).holder(of: made.text.rawValue) == nil)
        let entries = try await house.town.database.read { tx in
            try Book.entries(of: made.token.id.rawValue, in: tx)
        }
        #expect(entries.map(\.event.name) == ["token.created", "token.revoked"])
        await #expect(throws: TokenError.unknownToken) {
            try await desk(house).revoke(ID("tok_none"), by: house.system)
        }
    }

    @Test(arguments: Engine.available) func boundsHoldAtNAndNotBeyond(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan", [.reception])
        let desk = desk(house)
        let (first, last) = (AccessLimits.tokenDays.lowerBound, AccessLimits.tokenDays.upperBound)
        for days in [first - 1, last + 1] {
            await #expect(throws: TokenError.daysOutside(AccessLimits.tokenDays)) {
                _ = try await desk.create(for: lan, rights: [.read], label: "", days: days, by: house.system)
            }
        }
        let longest = String(repeating: "ữ", count: AccessLimits.tokenLabelLength)
        await #expect(throws: TokenError.badLabel(max: AccessLimits.tokenLabelLength)) {
            _ = try await desk.create(for: lan, rights: [.read], label: longest + "ữ", by: house.system)
        }
        await #expect(throws: TokenError.noRights) {
            _ = try await desk.create(for: lan, rights: [], label: "", by: house.system)
        }
        for days in [first, last] {
            _ = try await desk.create(for: lan, rights: [.read], label: longest, days: days, by: house.system)
        }
        for _ in 2..<AccessLimits.liveTokens {
            _ = try await desk.create(for: lan, rights: [.read], label: "", by: house.system)
        }
        await #expect(throws: TokenError.tooMany(limit: AccessLimits.liveTokens)) {
            _ = try await desk.create(for: lan, rights: [.read], label: "", by: house.system)
        }
        let oldest = try await house.town.database.read { tx in try TokenStore.all(of: lan, in: tx).last?.id }
        try await desk.revoke(try #require(oldest), by: house.system)
        _ = try await desk.create(for: lan, rights: [.read], label: "", by: house.system)
    }

    @Test(arguments: Engine.available) func onlyWhoMayWorkGetsOne(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan", [.reception])
        let nowhere = ID<Agency>("agc_nowhere")
        await #expect(throws: TokenError.noRoleAt(nowhere)) {
            _ = try await desk(house).create(for: lan, at: nowhere, rights: [.read], label: "", by: house.system)
        }
        await #expect(throws: TokenError.unknownStaff(ID("stf_none"))) {
            _ = try await desk(house).create(for: ID("stf_none"), rights: [.read], label: "", by: house.system)
        }
        try await house.accounts.lock(lan, by: house.system)
        await #expect(throws: TokenError.noAccount) {
            _ = try await desk(house).create(for: lan, rights: [.read], label: "", by: house.system)
        }
    }
}
