import Access
import Agencies
import Kernel
import Testing

private let now = Instant(milliseconds: 1_772_000_000_000)

@Suite struct ThrottleTests {
    @Test(arguments: [ThrottleRule.name, .address, .code, .tracking])
    func theLastAttemptIsTakenAndOneMoreIsNot(_ rule: ThrottleRule) throws {
        var count: AttemptCount?
        for _ in 0..<rule.attempts { count = try rule.counting(count, at: now) }
        let full = count
        #expect(full?.attempts == rule.attempts)
        #expect(throws: Throttled.self) { try rule.counting(full, at: now) }
    }

    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("-", "-"), ("unknown:", "unknown:"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::9", "2001:db8:1:3::/64"), ("2001:db8::", "2001:db8:0:0::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"), ("1::2::3:4:5:6:7:8", "1::2::3:4:5:6:7:8"),
        ]
    )
    func addressesOfOneNetworkAreCountedAsOne(_ address: String, _ counted: String) {
        #expect(Throttle.network(of: address) == counted)
    }

    @Test func whoWaitsTheWholeBlockMayTryAgainAndNotBefore() throws {
        let rule = ThrottleRule.name
        let until = now.adding(minutes: rule.blockMinutes)
        let blocked = AttemptCount(attempts: rule.attempts, since: now, blockedUntil: until)
        #expect(throws: Throttled.self) { try rule.counting(blocked, at: until.adding(milliseconds: -1)) }
        #expect(try rule.counting(blocked, at: until) == AttemptCount(attempts: 1, since: until))
    }

    @Test func attemptsOfAnOldWindowAreForgotten() throws {
        let rule = ThrottleRule.name
        let full = AttemptCount(attempts: rule.attempts, since: now)
        let end = now.adding(minutes: rule.windowMinutes)
        #expect(throws: Throttled.self) { try rule.counting(full, at: end.adding(milliseconds: -1)) }
        #expect(try rule.counting(full, at: end).attempts == 1)
    }
}

@Suite struct AccessPolicyTests {
    @Test func aSessionEndsWhenIdleAndInAnyCase() {
        let policy = AccessPolicy.usual
        #expect(policy.end(of: now, used: now) == now.adding(minutes: 30))
        #expect(policy.end(of: now, used: now.adding(minutes: 700)) == now.adding(minutes: 720))
    }

    @Test func thePolicyOfTheDayHolds() throws {
        let first = try #require(CivilDate(iso: "2026-03-01"))
        let later = AccessPolicy(from: first, idleMinutes: 10, absoluteMinutes: 60, secondFactor: [.leader])
        #expect(AccessPolicy.inForce([later], on: first.adding(days: -1)) == .usual)
        #expect(AccessPolicy.inForce([later], on: first) == later)
        #expect(later.needsSecondFactor([.clerk, .leader]))
        #expect(!later.needsSecondFactor([.administrator]))
    }
}

@Suite struct PasswordTests {
    private func check(_ password: String) throws -> String {
        try PasswordRules.checked(password, logInName: "lan.bt", name: "Bùi Thị Lan")
    }

    @Test func lengthIsTakenAtItsBoundsAndNotBeyond() throws {
        let pattern = "trời xanh mây trắng "
        let long = String(String(repeating: pattern, count: 11).prefix(200))
        _ = try check("mưa gió 79")
        _ = try check(long)
        #expect(throws: PasswordError.tooShort(min: 10)) { try check("mưa gió 7") }
        #expect(throws: PasswordError.tooLong(max: 200)) { try check(long + "x") }
    }

    @Test(arguments: ["buithilan1", "Bùi Thị Lan", "lan.bt2025", "BUI THI LAN 99"])
    func theNameIsNoPassword(_ password: String) { #expect(throws: PasswordError.holdsName) { try check(password) } }

    @Test(arguments: [
        "1234567890", "9876543210", "abcdefghij", "aaaaaaaaaaaa", "abababababab", "Matkhau123", "Password123",
    ])
    func whatEverybodyTriesIsNoPassword(_ password: String) {
        #expect(throws: PasswordError.common) { try check(password) }
    }

    @Test func nothingElseIsAsked() throws {
        _ = try check("con trâu ăn cỏ")
        _ = try check("lan.bt đi chợ phiên Cao Sơn")
    }

    @Test func bothWaysOfTypingAnAccentGiveOnePassword() throws {
        let composed = try check("con trâu ăn cỏ")
        let decomposed = try check("con tra\u{302}u a\u{306}n co\u{309}")
        #expect(Array(composed.utf8) == Array(decomposed.utf8))
    }
}

@Suite struct LikenessTests {
    private let lan = PersonDetails(
        .citizen,
        name: "Bùi Thị Lan",
        birth: PartialDate(1985, 3, 2),
        sex: .female,
        address: "Xã Cao Sơn, Hòa Bình",
        identity: (try? .citizen(CitizenID(parsing: "017185001234"))) ?? .none,
        phone: try? Phone(parsing: "0912345678")
    )
    private func other(_ change: (inout PersonDetails) -> Void) -> Int {
        var details = lan
        change(&details)
        return PersonLikeness(lan, details).score
    }

    @Test func theSameNumberIsOnePerson() {
        #expect(other { $0.name = "Bùi Lan" } == 100)
    }
    @Test func twoNumbersOfOneKindAreTwoPersons() throws {
        let second = try IdentityNumber(.citizen, parsing: "017185009999")
        #expect(other { $0.identity = second } == 0)
    }
    @Test func anOldNumberBesideANewOneSpeaksNeitherWay() throws {
        let old = try IdentityNumber(.oldCitizen, parsing: "113456789")
        #expect(other { $0.identity = old } >= PersonLikeness.threshold)
    }
    @Test func aNameAloneIsNotEnough() {
        let score = other {
            $0.identity = .none
            $0.birth = nil
            $0.phone = nil
            $0.address = nil
        }
        #expect(score < PersonLikeness.threshold)
    }
    @Test func aFamilysPhoneAndAddressAreNotEnough() {
        let score = other {
            $0.identity = .none
            $0.name = "Bùi Văn Hùng"
            $0.birth = nil
            $0.sex = nil
        }
        #expect(score == 0)
    }
    @Test func nameAndDayOfBirthAreOffered() {
        let score = other {
            $0 = PersonDetails(.citizen, name: "bui thi lan", birth: PartialDate(1985, 3, 2))
        }
        #expect(score >= PersonLikeness.threshold)
    }
    @Test func aLetterWrongInTheNameWithTheDayOfBirthIsOffered() {
        let score = other { $0 = PersonDetails(.citizen, name: "Bùi Thị Lam", birth: PartialDate(1985, 3, 2)) }
        #expect(score >= PersonLikeness.threshold)
    }
    @Test func anotherDayOfBirthIsAnotherPerson() {
        let score = other {
            $0.identity = .none
            $0.birth = PartialDate(1985, 3, 3)
        }
        #expect(score == 0)
    }
    @Test func likenessIsTheSameBothWays() {
        var generator = SeededGenerator(7)
        let names = ["Bùi Thị Lan", "Bùi Thị Lam", "Hà Văn Mến", "Quách Công Lý", "Quách Công Lí"]
        for round in 0..<500 {
            let pair = (0..<2).map { _ in
                PersonDetails(
                    .citizen,
                    name: names.randomElement(using: &generator) ?? "",
                    birth: [nil, PartialDate(1985), PartialDate(1985, 3, 2)].randomElement(using: &generator) ?? nil,
                    phone: Bool.random(using: &generator) ? lan.phone : nil
                )
            }
            #expect(PersonLikeness(pair[0], pair[1]) == PersonLikeness(pair[1], pair[0]), "seed 7, round \(round)")
        }
    }
}
