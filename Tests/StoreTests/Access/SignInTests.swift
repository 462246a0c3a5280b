import Access
import Agencies
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

private func day(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }

/// A town in which officers sign in.
struct House {
    let town: Town
    let toy = ToyVault()
    let vault: Vault
    var signIn: SignIn { SignIn(database: town.database, world: town.world.world, vault: vault) }
    var accounts: AccountDesk { AccountDesk(database: town.database, world: town.world.world, vault: vault) }
    static let password = "con trâu ăn cỏ"
    let system = AccountAuthority.system("test")

    init(_ engine: Engine) async throws {
        town = try await Town(engine, more: AccessTables.migrations)
        vault = toy.vault
    }

    func officer(_ logIn: String, _ roles: [Role], at unit: ID<Agency>? = nil) async throws -> ID<StaffMember> {
        let id = try await town.officer(logIn, "Bùi Thị Lan", roles, at: unit)
        try await accounts.setPassword(Self.password, of: id, by: system)
        return id
    }
    func authority(_ id: ID<StaffMember>) async throws -> AccountAuthority {
        .officer(try #require(Officer(try await town.member(id), acting: nil, on: town.world.now.date)))
    }
    func begin(_ logIn: String, _ password: String = Self.password, from address: String = "10.0.0.1") async throws
        -> SignedIn
    {
        try await signIn.signIn(name: logIn, password: password, address: address)
    }
    /// The six digits of a device that holds this secret.
    func code(_ secret: String) -> String {
        var bytes: [UInt8] = []
        var held = 0
        var bits = 0
        for letter in secret.utf8 {
            held = held << 5 | Int(letter >= 65 ? letter - 65 : letter - 24)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(held >> bits & 255))
            }
        }
        return TOTP.code(secret: bytes, step: TOTP.step(at: town.world.now), hmac: vault.hmacSHA1)
    }
}

@Suite struct SignInTests {
    @Test(arguments: Engine.available) func anOfficerSignsInHoweverTheNameIsTyped(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let signed = try await house.begin(" Lan.BT ")
        #expect(signed.session.stage == .full)
        let current = try #require(try await house.signIn.current(signed.token))
        #expect(current.officer.id == lan)
        #expect(current.officer.agency == house.town.ward)
        #expect(current.officer.may(.receiveDossier))
        let stored = try await house.town.database.read { tx in
            try tx.values("SELECT token_hash FROM session", as: [UInt8].self)
        }
        #expect(stored == [SHA256.hash(signed.token.rawValue.utf8)])
    }

    @Test(arguments: Engine.available) func aWrongNameCostsAndSaysTheSameAsAWrongPassword(_ engine: Engine) async throws
    {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        func work(_ logIn: String, _ password: String) async -> Int {
            let before = house.toy.work
            await #expect(throws: SignInError.refused) { _ = try await house.begin(logIn, password) }
            return house.toy.work - before
        }
        #expect(await work("nobody", House.password) == 1)
        #expect(await work("lan.bt", "con trâu ăn rơm") == 1)
        #expect(await work("lan.bt", String(repeating: "x", count: 201)) == 1)
        try await house.accounts.lock(lan, by: house.system)
        #expect(await work("lan.bt", House.password) == 1)
        try await house.accounts.unlock(lan, by: house.system)
        _ = try await house.begin("lan.bt")
    }

    @Test(arguments: Engine.available) func fiveAttemptsAreLookedAtAndTheSixthIsNot(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        let until = house.town.world.now.adding(minutes: 15)
        for name in ["lan.bt", "nobody"] {
            for _ in 0..<5 {
                await #expect(throws: SignInError.refused) { _ = try await house.begin(name, "wrong") }
            }
            await #expect(throws: SignInError.throttled(until: until)) { _ = try await house.begin(name) }
        }
        house.town.world.now = until.adding(milliseconds: -1)
        await #expect(throws: SignInError.throttled(until: until)) { _ = try await house.begin("lan.bt") }
        house.town.world.now = until
        _ = try await house.begin("lan.bt")
    }

    @Test(arguments: Engine.available) func aSuccessForgetsTheNamesFailures(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        for _ in 0..<3 {
            for _ in 0..<4 {
                await #expect(throws: SignInError.refused) { _ = try await house.begin("lan.bt", "wrong") }
            }
            _ = try await house.begin("lan.bt")
        }
    }

    @Test(arguments: Engine.available) func whoKnowsANameCannotKeepItsOwnerOut(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        for _ in 0..<20 {
            await #expect(throws: SignInError.self) {
                _ = try await house.begin("lan.bt", "wrong", from: "203.0.113.9")
            }
        }
        _ = try await house.begin("lan.bt", from: "10.0.0.1")
        await #expect(throws: SignInError.self) { _ = try await house.begin("lan.bt", from: "203.0.113.9") }
    }

    @Test(arguments: Engine.available) func manyNetworksTogetherAreHeldBackTooAndTellNothing(_ engine: Engine)
        async throws
    {
        for name in ["lan.bt", "nobody"] {
            let house = try await House(engine)
            _ = try await house.officer("lan.bt", [.reception])
            let until = house.town.world.now.adding(minutes: 15)
            for number in 0..<ThrottleRule.nameAnywhere.attempts {
                await #expect(throws: SignInError.refused) {
                    _ = try await house.begin(name, "wrong", from: "10.1.\(number / 4).1")
                }
            }
            await #expect(throws: SignInError.throttled(until: until)) {
                _ = try await house.begin(name, from: "10.2.0.1")
            }
        }
    }

    @Test(arguments: Engine.available) func aRoleThatNeedsASecondFactorAsksForItAtOnce(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let signed = try await house.begin("lan.bt")
        #expect(try await house.signIn.current(signed.token)?.session.stage == .full)
        let policy = try await house.town.database.read { tx in
            try AccessPolicyStore.inForce(on: house.town.world.now.date, in: tx)
        }
        let role = try #require(Role.allCases.first { policy.needsSecondFactor([$0]) })
        let grant = RoleGrant(agency: house.town.ward, role: role, from: house.town.world.now.date)
        let staff = StaffDesk(database: house.town.database, world: house.town.world.world)
        try await staff.grant(grant, to: lan, by: .system("test"))
        #expect(try await house.signIn.current(signed.token)?.session.stage == .enrolment)
        let enrolment = try await house.signIn.beginEnrolment(signed.token, issuer: "Một Cửa")
        let (after, _) = try await house.signIn.confirmEnrolment(signed.token, code: house.code(enrolment.secret))
        #expect(try await house.signIn.current(after.token)?.session.stage == .full)
    }

    @Test(arguments: Engine.available) func aRoleForOneselfIsAnotherAdministratorsToGive(_ engine: Engine) async throws
    {
        let house = try await House(engine)
        let world = house.town.world
        let lan = try await house.officer("lan.bt", [.administrator])
        let grant = RoleGrant(agency: house.town.ward, role: .leader, from: world.now.date)
        func take() async throws {
            let officer = try #require(Officer(try await house.town.member(lan), acting: nil, on: world.now.date))
            try await house.town.database.write { tx in try OwnRole.take(grant, by: officer, at: world.now, in: tx) }
        }
        func warnings() async throws -> Int {
            try await house.town.database.read { tx in
                try Book.entries(of: "acc_\(lan)", in: tx).count { $0.event.name == "account.ownRoleGranted" }
            }
        }
        try await take()
        #expect(try await warnings() == 1, "alone: allowed, and written down")
        let tam = try await house.officer("tam.nv", [.administrator])
        await #expect(throws: SignInError.needsAnother(name: "Bùi Thị Lan")) { try await take() }
        #expect(try await warnings() == 1)
        try await house.accounts.lock(tam, by: house.system)
        try await take()
        #expect(try await warnings() == 2, "who cannot sign in has no word")
    }

    @Test(arguments: Engine.available) func endingAnothersSessionsIsAnEntry(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let chief = try await house.officer("tam.nv", [.administrator])
        let signed = try await house.begin("lan.bt")
        try await house.accounts.endSessions(of: lan, by: try await house.authority(chief))
        #expect(try await house.signIn.current(signed.token) == nil)
        let last = try await house.town.database.read { tx in try Book.entries(of: "acc_\(lan)", in: tx).last }
        #expect(last?.event.name == "account.sessionsEnded" && last?.actor == Actor(chief.rawValue))
    }

    @Test(arguments: Engine.available) func anAddressIsThrottledAcrossNames(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        for number in 0..<ThrottleRule.address.attempts {
            await #expect(throws: SignInError.refused) { _ = try await house.begin("guess\(number)", "wrong") }
        }
        await #expect(throws: SignInError.self) { _ = try await house.begin("lan.bt") }
        _ = try await house.begin("lan.bt", from: "10.0.0.2")
    }

    @Test(arguments: Engine.available) func aSessionEndsAfterHalfAnHourWithoutUse(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        let signed = try await house.begin("lan.bt")
        let start = house.town.world.now
        house.town.world.now = start.adding(minutes: 30).adding(milliseconds: -1)
        #expect(try await house.signIn.current(signed.token) != nil)
        // That use counts: half an hour from there.
        house.town.world.now = start.adding(minutes: 60).adding(milliseconds: -2)
        #expect(try await house.signIn.current(signed.token) != nil)
        house.town.world.now = start.adding(minutes: 90).adding(milliseconds: -2)
        #expect(try await house.signIn.current(signed.token) == nil)
    }

    @Test(arguments: Engine.available) func aSessionEndsAfterADayHoweverItIsUsed(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        let signed = try await house.begin("lan.bt")
        let end = house.town.world.now.adding(minutes: 720)
        while house.town.world.now.adding(minutes: 29) < end {
            house.town.world.advance(minutes: 29)
            #expect(try await house.signIn.current(signed.token) != nil)
        }
        house.town.world.now = end.adding(milliseconds: -1)
        #expect(try await house.signIn.current(signed.token) != nil)
        house.town.world.now = end
        #expect(try await house.signIn.current(signed.token) == nil)
    }

    @Test(arguments: Engine.available) func theTokenChangesAtSignInAndEndsAtSignOut(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let first = try await house.begin("lan.bt")
        let second = try await house.signIn.signIn(
            name: "lan.bt",
            password: House.password,
            address: "10.0.0.1",
            replacing: first.token
        )
        #expect(first.token != second.token)
        #expect(try await house.signIn.current(first.token) == nil)
        let third = try await house.begin("lan.bt")
        try await house.signIn.signOut(second.token)
        #expect(try await house.signIn.current(second.token) == nil)
        #expect(try await house.signIn.current(third.token) != nil)
        let fourth = try await house.begin("lan.bt")
        try await house.signIn.signOutEverywhere(fourth.token)
        #expect(try await house.signIn.current(third.token) == nil)
        #expect(try await house.town.database.read { try SessionStore.count(of: lan, in: $0) } == 0)
        // Signing out twice is no error.
        try await house.signIn.signOut(fourth.token)
    }

    @Test(arguments: Engine.available) func formTokensBelongToTheirSession(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("lan.bt", [.reception])
        let first = try await house.begin("lan.bt").token
        let second = try await house.begin("lan.bt").token
        #expect(first.accepts(formToken: first.formToken(house.vault), house.vault))
        #expect(!first.accepts(formToken: second.formToken(house.vault), house.vault))
        #expect(!first.accepts(formToken: "", house.vault))
        #expect(!first.formToken(house.vault).contains(first.rawValue))
    }

    @Test(arguments: Engine.available) func whoHasNoRoleTodayIsNotLetIn(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let signed = try await house.begin("lan.bt")
        try await house.town.staff.endGrant(
            .reception,
            at: house.town.ward,
            of: lan,
            lastDay: day("2025-06-26"),
            by: Town.actor
        )
        #expect(try await house.signIn.current(signed.token) == nil)
        await #expect(throws: SignInError.refused) { _ = try await house.begin("lan.bt") }
    }

    @Test(arguments: Engine.available) func anOfficerActsForAnyUnitWhereARoleIsHeld(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.specialist])
        let town = house.town
        try await town.staff.grant(
            RoleGrant(agency: town.centre, role: .reception, from: day("2025-01-01")),
            to: lan,
            by: Town.actor
        )
        let signed = try await house.begin("lan.bt")
        #expect(signed.session.agency == town.ward)
        try await house.signIn.act(for: town.centre, signed.token)
        let current = try #require(try await house.signIn.current(signed.token))
        #expect(current.officer.agency == town.centre)
        #expect(current.officer.may(.receiveDossier) && !current.officer.may(.appraise))
        await #expect(throws: SignInError.noRoleAt(town.province)) {
            try await house.signIn.act(for: town.province, signed.token)
        }
    }
}

@Suite struct SecondFactorStoreTests {
    @Test(arguments: Engine.available) func anAdministratorSetsASecondFactorUpAndUsesIt(_ engine: Engine) async throws {
        let house = try await House(engine)
        _ = try await house.officer("quan.tri", [.administrator])
        let first = try await house.begin("quan.tri")
        #expect(first.session.stage == .enrolment)
        let enrolment = try await house.signIn.beginEnrolment(first.token, issuer: "Một Cửa")
        await #expect(throws: SignInError.wrongCode) {
            _ = try await house.signIn.confirmEnrolment(first.token, code: "000000")
        }
        let (second, codes) = try await house.signIn.confirmEnrolment(first.token, code: house.code(enrolment.secret))
        #expect(second.session.stage == .full)
        #expect(second.token != first.token)
        #expect(Set(codes).count == 8)
        #expect(try await house.signIn.current(first.token) == nil)

        // The code that set it up is not taken again; the next period's is.
        let third = try await house.begin("quan.tri")
        #expect(third.session.stage == .secondFactor)
        await #expect(throws: SignInError.wrongCode) {
            _ = try await house.signIn.confirm(third.token, code: house.code(enrolment.secret))
        }
        house.town.world.now = house.town.world.now.adding(seconds: 30)
        let code = house.code(enrolment.secret)
        let full = try await house.signIn.confirm(third.token, code: code)
        #expect(full.session.stage == .full)
        let again = try await house.begin("quan.tri")
        await #expect(throws: SignInError.wrongCode) { _ = try await house.signIn.confirm(again.token, code: code) }

        // A recovery code works once.
        let recovered = try await house.signIn.recover(again.token, recoveryCode: codes[0].uppercased())
        #expect(recovered.session.stage == .full)
        let last = try await house.begin("quan.tri")
        await #expect(throws: SignInError.wrongRecoveryCode) {
            _ = try await house.signIn.recover(last.token, recoveryCode: codes[0])
        }
        await #expect(throws: SignInError.wrongStage(.secondFactor)) {
            _ = try await house.signIn.beginEnrolment(last.token, issuer: "Một Cửa")
        }
    }

    @Test(arguments: Engine.available) func codesAreThrottled(_ engine: Engine) async throws {
        let house = try await House(engine)
        let id = try await house.officer("quan.tri", [.administrator])
        let token = try await house.begin("quan.tri").token
        let enrolment = try await house.signIn.beginEnrolment(token, issuer: "Một Cửa")
        for _ in 0..<5 {
            await #expect(throws: SignInError.wrongCode) {
                _ = try await house.signIn.confirmEnrolment(token, code: "000000")
            }
        }
        await #expect(throws: SignInError.throttled(until: house.town.world.now.adding(minutes: 15))) {
            _ = try await house.signIn.confirmEnrolment(token, code: house.code(enrolment.secret))
        }
        let account = try await house.town.database.read { try AccountStore.load(id, in: $0) }
        #expect(account?.hasSecondFactor == false)
    }

    @Test(arguments: Engine.available) func aOneTimePasswordMustBeReplacedWithinADay(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.reception])
        let given = try await house.accounts.givePassword(to: lan, by: house.system)
        await #expect(throws: SignInError.refused) { _ = try await house.begin("lan.bt") }
        let signed = try await house.begin("lan.bt", given)
        #expect(signed.session.stage == .newPassword)
        func choose(_ password: String) async throws -> SignedIn {
            try await house.signIn.choosePassword(signed.token, current: nil, new: password, address: "10.0.0.1")
        }
        await #expect(throws: SignInError.password(.tooShort(min: 10))) { _ = try await choose("ngắn") }
        await #expect(throws: SignInError.password(.unchanged)) { _ = try await choose(given) }
        let full = try await choose("mưa rơi trên mái lá")
        #expect(full.session.stage == .full)
        await #expect(throws: SignInError.refused) { _ = try await house.begin("lan.bt", given) }
        _ = try await house.begin("lan.bt", "mưa rơi trên mái lá")

        let second = try await house.accounts.givePassword(to: lan, by: house.system)
        #expect(try await house.signIn.current(full.token) == nil)
        house.town.world.advance(minutes: 24 * 60)
        await #expect(throws: SignInError.refused) { _ = try await house.begin("lan.bt", second) }
    }

    @Test(arguments: Engine.available) func anAdministratorReachesTheUnitAndBelowAndNoFurther(_ engine: Engine)
        async throws
    {
        let house = try await House(engine)
        let town = house.town
        let wardAdmin = try await house.authority(try await house.officer("ward.admin", [.administrator]))
        let clerk = try await house.authority(try await house.officer("clerk", [.clerk]))
        let lan = try await house.officer("lan.bt", [.reception], at: town.centre)
        let province = try await house.officer("province", [.leader], at: town.province)
        _ = try await house.accounts.givePassword(to: lan, by: wardAdmin)
        await #expect(throws: SignInError.notYourStaff) { try await house.accounts.lock(province, by: wardAdmin) }
        await #expect(throws: SignInError.notYourStaff) { try await house.accounts.lock(lan, by: clerk) }
        // A role at the province takes the officer out of the ward's reach.
        try await town.staff.grant(
            RoleGrant(agency: town.province, role: .clerk, from: day("2025-01-01")),
            to: lan,
            by: Town.actor
        )
        await #expect(throws: SignInError.notYourStaff) { try await house.accounts.lock(lan, by: wardAdmin) }
    }

    @Test(arguments: Engine.available) func everyAccountEventIsAnEntryAndHoldsNoSecret(_ engine: Engine) async throws {
        let house = try await House(engine)
        let lan = try await house.officer("lan.bt", [.administrator])
        let token = try await house.begin("lan.bt").token
        let enrolment = try await house.signIn.beginEnrolment(token, issuer: "Một Cửa")
        _ = try await house.signIn.confirmEnrolment(token, code: house.code(enrolment.secret))
        try await house.accounts.resetSecondFactor(of: lan, by: house.system)
        try await house.accounts.lock(lan, by: house.system)
        let entries = try await house.town.database.read { try Book.entries(of: "acc_\(lan)", in: $0) }
        #expect(
            entries.map(\.event.name) == [
                "account.passwordChosen", "account.signedIn", "account.secondFactorSet", "account.secondFactorReset",
                "account.locked",
            ]
        )
        #expect(entries.allSatisfy { $0.event.payload == "{}" })
    }

    @Test(arguments: Engine.available) func aPolicyIsDecidedWithADateAndFollowsFromTheBook(_ engine: Engine)
        async throws
    {
        let house = try await House(engine)
        let now = house.town.world.now
        let policy = AccessPolicy(from: now.date, idleMinutes: 5, absoluteMinutes: 1440, secondFactor: [.reception])
        try await house.town.database.write { try AccessPolicyStore.set(policy, by: Town.actor, at: now, in: $0) }
        _ = try await house.officer("lan.bt", [.reception])
        #expect(try await house.begin("lan.bt").session.stage == .enrolment)
        try await expectRebuilt(AccessPolicyRebuild(), ["pol_access"], in: house.town.database)
        for (minutes, isTaken) in [(4, false), (5, true), (480, true), (481, false)] {
            let other = AccessPolicy(from: now.date, idleMinutes: minutes, absoluteMinutes: 1440, secondFactor: [])
            let set = { () async throws in
                try await house.town.database.write {
                    try AccessPolicyStore.set(other, by: Town.actor, at: now, in: $0)
                }
            }
            if isTaken {
                try await set()
            } else {
                await #expect(throws: AccessPolicyError.idleOutside(5...480)) { try await set() }
            }
        }
    }
}
