import Access
import Agencies
import Dossiers
import HTTPTypes
import Kernel
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// Token × route: who may call what, and that a token is never worth more than its officer.
@Suite struct APIRightsTests {
    private func path(_ route: APIRoute) -> String {
        route.path.split(separator: "/").map { $0.hasPrefix("{") ? "x" : String($0) }.reduce("") { $0 + "/" + $1 }
    }

    @Test func aRouteOpensForTokensWithItsRightAndForNoOthers() async throws {
        let api = try await APIOffice()
        var checked = 0
        for rights in [Set<TokenRight>([.read]), [.intake], [.act], Set(TokenRight.allCases)] {
            let token = try await api.token(.hanh, rights)
            for route in api.routes {
                let answer = try await api.ask(route.method, path(route), route.body == nil ? nil : [:], token: token)
                if case .token(let right) = route.access, !rights.contains(right) {
                    #expect(answer.status == 403 && answer.code == "right_missing", "\(route.name) \(rights)")
                    #expect(answer.header("WWW-Authenticate")?.contains("insufficient_scope") == true)
                } else {
                    #expect(![401, 403].contains(answer.status), "\(route.name) \(rights): \(answer.status)")
                }
                checked += 1
            }
        }
        #expect(checked == 4 * api.routes.count)
    }

    @Test func withoutATokenOnlyWhatIsForEverybodyAnswers() async throws {
        let api = try await APIOffice()
        for route in api.routes {
            let answer = try await api.ask(route.method, path(route), route.body == nil ? nil : [:])
            if case .token = route.access {
                #expect(answer.status == 401 && answer.code == "token_needed", "\(route.name)")
                #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
            } else {
                #expect(answer.status != 401, "\(route.name)")
            }
        }
    }

    @Test func aCookieOpensNothing() async throws {
        let api = try await APIOffice()
        let signed = try await api.rooms.signIn.signIn(name: "hanh", password: Office.password, address: "192.0.2.9")
        api.client.set(.session, signed.token.rawValue)
        api.client.set(.lang, "en")
        let answer = try await api.ask(.get, "/dossiers")
        #expect(answer.status == 401 && answer.header("Content-Language") == "vi")
    }

    @Test(arguments: [
        "", "x", "Bearer", "Bearer ", "Bearer mc_", "Basic abc", "Bearer mc_00000000_00000000000000000000000000000000",
        "Bearer a b", "bearer mc_ÀÀÀÀ_00000000000000000000000000000000",
    ])
    func whatIsNoTokenIsRefused(_ header: String) async throws {
        let api = try await APIOffice()
        let answer = try await api.ask(.get, "/dossiers", headers: [.authorization: header])
        #expect(answer.status == 401)
        // Where a token may be left out, a wrong one is still a mistake of the client.
        let tracking = try await api.ask(
            .post,
            "/tracking",
            ["code": "H28.01-250627-0001", "number": "1"],
            headers: [.authorization: header]
        )
        #expect(tracking.status == 401)
    }

    @Test func aTokenEndsWhenItIsRevokedOverLockedOrItsOfficerGoes() async throws {
        let api = try await APIOffice()
        func isOpen(_ token: String) async throws -> Bool {
            let status = try await api.ask(.get, "/dossiers", token: token).status
            #expect([200, 401].contains(status))
            return status == 200
        }
        let made = try await api.tokens.create(
            for: Office.Name.hanh.id,
            rights: [.read],
            label: "",
            days: 2,
            by: .system("test")
        )
        #expect(try await isOpen(made.text.rawValue))
        let accounts = AccountDesk(database: api.rooms.database, world: api.rooms.world, vault: api.rooms.vault)
        try await accounts.lock(Office.Name.hanh.id, by: .system("test"))
        #expect(try await !isOpen(made.text.rawValue))
        try await accounts.unlock(Office.Name.hanh.id, by: .system("test"))
        #expect(try await isOpen(made.text.rawValue))
        let other = try await api.token(.hanh, [.read])
        try await api.tokens.revoke(made.token.id, by: .officer(Office.Name.hanh.officer))
        #expect(try await !isOpen(made.text.rawValue))
        #expect(try await isOpen(other))
        let short = try await api.tokens.create(
            for: Office.Name.hanh.id,
            rights: [.read],
            label: "",
            days: 1,
            by: .system("test")
        )
        api.office.test.now = short.token.validUntil.adding(seconds: -1)
        #expect(try await isOpen(short.text.rawValue))
        api.office.test.now = short.token.validUntil
        #expect(try await !isOpen(short.text.rawValue))
        let staff = StaffDesk(database: api.rooms.database, world: api.rooms.world)
        try await staff.leave(
            Office.Name.hanh.id,
            lastDay: api.office.test.now.date.adding(days: -1),
            by: Office.system
        )
        #expect(try await !isOpen(other))
    }

    @Test func aTokenSeesWhatItsOfficerSeesAtItsUnitAndNoMore() async throws {
        let api = try await APIOffice()
        let reception = try await api.token()
        let code = try await api.dossier(token: reception)
        // The police are competent; the province's administrator sees no dossiers; a code that is not there is the same.
        let seen: [(Office.Name, Int)] = [(.tuan, 200), (.dung, 200), (.khanh, 200), (.thao, 404)]
        for (name, status) in seen {
            let answer = try await api.ask(.get, "/dossiers/\(code)", token: try await api.token(name))
            #expect(answer.status == status, "\(name)")
        }
        let stranger = try await api.token(.thao)
        let hidden = try await api.ask(.get, "/dossiers/\(code)", token: stranger)
        let missing = try await api.ask(.get, "/dossiers/H28.01-250101-0001", token: stranger)
        #expect(hidden.json.with("instance", nil) == missing.json.with("instance", nil))
        #expect(try await api.ask(.get, "/dossiers", token: stranger).status == 403)
        #expect(try await api.ask(.get, "/dossiers?list=sign", token: reception).status == 403)
        let act: JSON = ["act": "extend", "version": 1, "reason": "Chờ", "newDate": "2025-07-10"]
        let answer = try await api.ask(.post, "/dossiers/\(code)/acts", act, token: reception, key: "role-0001")
        #expect(answer.status == 403 && answer.code == "role_missing")
        let specialist = try await api.token(.tuan)
        let intake = try await api.ask(.post, "/dossiers", APIOffice.intake, token: specialist, key: "role-0002")
        #expect(intake.status == 403)
    }

    @Test func aTokenOfOneUnitOpensNothingOfAnother() async throws {
        let api = try await APIOffice()
        let code = try await api.dossier(token: try await api.token())
        // A specialist of the police who is also cashier at the province: each token sees its own unit alone.
        let staff = StaffDesk(database: api.rooms.database, world: api.rooms.world)
        let grant = RoleGrant(agency: Office.province, role: .cashier, from: CivilDate(day: 18_262))
        try await staff.grant(grant, to: Office.Name.tuan.id, by: Office.system)
        for (unit, status) in [(Office.police, 200), (Office.province, 404)] {
            let made = try await api.tokens.create(
                for: Office.Name.tuan.id,
                at: unit,
                rights: [.read],
                label: "",
                by: .system("test")
            )
            let answer = try await api.ask(.get, "/dossiers/\(code)", token: made.text.rawValue)
            #expect(answer.status == status, "\(unit)")
        }
    }

    @Test func trackingIsCountedByAddressAndWithATokenByTheToken() async throws {
        let api = try await APIOffice()
        let body: JSON = ["code": "H28.01-250627-9999", "number": "1"]
        for _ in 0..<ThrottleRule.tracking.attempts {
            #expect(try await api.ask(.post, "/tracking", body).status == 404)
        }
        let blocked = try await api.ask(.post, "/tracking", body)
        #expect(blocked.status == 429 && (Int(blocked.header("Retry-After") ?? "") ?? 0) > 0)
        // A gateway speaks for many from one address.
        #expect(try await api.ask(.post, "/tracking", body, token: try await api.token()).status == 404)
    }
}
