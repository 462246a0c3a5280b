import Agencies
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

private func day(_ text: String) -> CivilDate { CivilDate(iso: text) ?? CivilDate(day: 0) }

@Suite struct StaffDeskTests {
    @Test(arguments: Engine.available) func rolesHoldFromADayToAnother(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let lan = try await town.officer("lan.bt", "Bùi Thị Lan", [.reception])
        let grant = RoleGrant(agency: town.ward, role: .clerk, from: day("2025-07-01"), to: day("2025-07-31"))
        try await town.staff.grant(grant, to: lan, by: Town.actor)
        let member = try await town.member(lan)
        #expect(member.roles(on: day("2025-06-30")) == [town.ward: [.reception]])
        #expect(member.roles(on: day("2025-07-01")) == [town.ward: [.reception, .clerk]])
        #expect(member.roles(on: day("2025-07-31")) == [town.ward: [.reception, .clerk]])
        #expect(member.roles(on: day("2025-08-01")) == [town.ward: [.reception]])
        await #expect(throws: AgencyError.grantOverlaps(grant)) {
            let again = RoleGrant(agency: town.ward, role: .clerk, from: day("2025-07-31"))
            try await town.staff.grant(again, to: lan, by: Town.actor)
        }
        try await town.staff.grant(
            RoleGrant(agency: town.ward, role: .clerk, from: day("2025-08-01")),
            to: lan,
            by: Town.actor
        )
        try await town.staff.endGrant(.reception, at: town.ward, of: lan, lastDay: day("2025-06-27"), by: Town.actor)
        #expect(try await town.member(lan).roles(on: day("2025-06-28")).isEmpty)
        try await expectRebuilt(StaffRebuild(), [lan.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func whoLeavesHoldsNothingAfterTheLastDay(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let lan = try await town.officer("lan.bt", "Bùi Thị Lan", [.reception])
        try await town.staff.leave(lan, lastDay: day("2025-06-30"), by: Town.actor)
        let member = try await town.member(lan)
        #expect(member.holds(.reception, at: town.ward, on: day("2025-06-30")))
        #expect(!member.holds(.reception, at: town.ward, on: day("2025-07-01")))
        town.world.advance(minutes: 5 * 1440)
        await #expect(throws: AgencyError.staffLeft(on: day("2025-06-30"))) {
            try await town.staff.giveSignature(
                SignatureBlock(agency: town.ward, lines: [SignatureLine(nil, "CHỦ TỊCH")], from: day("2025-07-02")),
                to: lan,
                by: Town.actor
            )
        }
    }

    @Test(arguments: Engine.available) func namesStayOutOfTheBook(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let lan = try await town.officer("lan.bt", "Bùi Thị Lan", [.reception])
        let phone = try Phone(parsing: "0912345678")
        let profile = StaffProfile(name: "Bùi Thị Lan Anh", logInName: "Lan.BTA", phone: phone)
        try await town.staff.changeProfile(of: lan, to: profile, seen: 2, by: Town.actor)
        let member = try await town.member(lan)
        #expect(member.name == "Bùi Thị Lan Anh")
        #expect(member.logInName == "lan.bta")
        #expect(member.phone == phone)
        let payloads = try await town.database.read { tx in
            try Book.entries(of: lan.rawValue, in: tx).map(\.event.payload).joined()
        }
        for secret in ["Lan", "lan.bt", "912345678"] { #expect(!payloads.contains(secret)) }
        await #expect(throws: RegisterError.self) {
            try await town.staff.changeProfile(of: lan, to: profile, seen: 2, by: Town.actor)
        }
        try await expectRebuilt(StaffRebuild(), [lan.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func logInNamesAreUniqueAndPlain(_ engine: Engine) async throws {
        let town = try await Town(engine)
        try await town.officer("lan.bt", "Bùi Thị Lan", [.reception])
        await #expect(throws: AgencyError.logInTaken("lan.bt")) {
            try await town.staff.add(
                [
                    NewStaff(
                        StaffProfile(name: "Khác", logInName: "LAN.BT"),
                        post: StaffPost(agency: town.ward, title: "Văn thư")
                    )
                ],
                by: Town.actor
            )
        }
        for (length, isTaken) in [(2, false), (3, true), (60, true), (61, false)] {
            let new = NewStaff(
                StaffProfile(name: "Hà", logInName: String(repeating: "h", count: length)),
                post: StaffPost(agency: town.ward, title: "Văn thư")
            )
            if isTaken {
                try await town.staff.add([new], by: Town.actor)
            } else {
                await #expect(throws: AgencyError.logInMalformed(3...60)) {
                    try await town.staff.add([new], by: Town.actor)
                }
            }
        }
    }

    @Test(arguments: Engine.available) func anAbsentOfficersWorkPassesOn(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let lan = try await town.officer("lan.bt", "Bùi Thị Lan", [.specialist])
        let men = try await town.officer("men.hv", "Hà Văn Mến", [.specialist])
        let ly = try await town.officer("ly.qc", "Quách Công Lý", [.specialist])
        let tam = try await town.officer("tam.xt", "Xa Thị Tâm", [.clerk])
        try await town.agencies.setDuty(
            DutyList(role: .specialist, from: day("2025-01-01"), staff: [tam, lan, ly]),
            at: town.ward,
            by: Town.actor
        )
        func cover(_ date: String) async throws -> Cover {
            let roster = try await town.database.read { try StaffStore.roster(of: town.ward, in: $0) }
            return roster.cover(for: lan, role: .specialist, at: town.ward, on: day(date))
        }
        #expect(try await cover("2025-07-01") == .own)
        let number = try await town.staff.setAbsence(
            of: lan,
            .away,
            from: day("2025-07-01"),
            to: day("2025-07-04"),
            substitute: men,
            by: Town.actor
        )
        #expect(try await cover("2025-06-30") == .own)
        #expect(try await cover("2025-07-01") == .substitute(men))
        #expect(try await cover("2025-07-04") == .substitute(men))
        #expect(try await cover("2025-07-05") == .own)
        // The substitute is away too, and names the absent one: the duty list, without whom lacks the role.
        try await town.staff.setAbsence(
            of: men,
            .delegated,
            from: day("2025-07-02"),
            to: day("2025-07-02"),
            substitute: lan,
            by: Town.actor
        )
        #expect(try await cover("2025-07-02") == .duty(ly))
        try await town.staff.setAbsence(
            of: ly,
            .away,
            from: day("2025-07-02"),
            to: day("2025-07-02"),
            substitute: nil,
            by: Town.actor
        )
        #expect(try await cover("2025-07-02") == .nobody)
        let absent = try await town.database.read { try StaffStore.absent(on: day("2025-07-02"), in: $0) }
        #expect(absent == [lan, ly, men].sorted())
        await #expect(throws: AgencyError.absenceOverlaps(from: day("2025-07-01"), to: day("2025-07-04"))) {
            try await town.staff.setAbsence(
                of: lan,
                .away,
                from: day("2025-07-04"),
                to: day("2025-07-09"),
                substitute: nil,
                by: Town.actor
            )
        }
        await #expect(throws: AgencyError.substituteIsSelf) {
            try await town.staff.setAbsence(
                of: lan,
                .away,
                from: day("2025-08-04"),
                to: day("2025-08-09"),
                substitute: lan,
                by: Town.actor
            )
        }
        // Back early.
        try await town.staff.endAbsence(number, of: lan, lastDay: day("2025-07-01"), by: Town.actor)
        #expect(try await cover("2025-07-02") == .own)
        try await town.staff.endAbsence(number, of: lan, lastDay: day("2025-06-01"), by: Town.actor)
        #expect(try await cover("2025-07-01") == .own)
        try await expectRebuilt(StaffRebuild(), [lan.rawValue, men.rawValue, ly.rawValue], in: town.database)
        try await expectRebuilt(AgencyRebuild(), [town.ward.rawValue], in: town.database)
    }

    @Test(arguments: Engine.available) func signatureBlocksHoldFromADayOn(_ engine: Engine) async throws {
        let town = try await Town(engine)
        let lan = try await town.officer("lan.bt", "Bùi Thị Lan", [.leader])
        let deputy = SignatureBlock(
            agency: town.ward,
            lines: [
                SignatureLine(.onBehalf, "ỦY BAN NHÂN DÂN"), SignatureLine(.deputy, "CHỦ TỊCH"),
                SignatureLine(nil, "PHÓ CHỦ TỊCH"),
            ],
            from: day("2025-01-01")
        )
        let acting = SignatureBlock(
            agency: town.ward,
            lines: [SignatureLine(.onBehalf, "ỦY BAN NHÂN DÂN"), SignatureLine(.acting, "CHỦ TỊCH")],
            from: day("2025-07-01")
        )
        try await town.staff.giveSignature(deputy, to: lan, by: Town.actor)
        try await town.staff.giveSignature(acting, to: lan, by: Town.actor)
        let member = try await town.member(lan)
        #expect(member.signature(for: town.ward, on: day("2025-06-30")) == deputy)
        #expect(member.signature(for: town.ward, on: day("2025-07-01")) == acting)
        #expect(member.signature(for: town.centre, on: day("2025-07-01")) == nil)
        await #expect(throws: AgencyError.signatureEmpty(max: 5)) {
            try await town.staff.giveSignature(
                SignatureBlock(agency: town.ward, lines: [], from: day("2025-01-01")),
                to: lan,
                by: Town.actor
            )
        }
        try await expectRebuilt(StaffRebuild(), [lan.rawValue], in: town.database)
    }
}
