import Access
import Agencies
import Dossiers
import Kernel
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// The officers' lists, what is done to many at once, and the search.
@Suite struct ListPageTests {
    private func office() async throws -> Office {
        try await Office { rooms, routes in
            SignInPages(rooms).addRoutes(to: routes)
            DeskPages(rooms).addRoutes(to: routes)
            ListPages(rooms).addRoutes(to: routes)
        }
    }

    @Test(arguments: ["vi", "en"]) func theDayOfEachRoleStaysAsItWas(_ language: String) async throws {
        let office = try await office()
        _ = try await office.dossier(.received, of: try await office.person("Đinh Công Lâm"))
        _ = try await office.dossier(.taken)
        _ = try await office.dossier(.appraised, of: try await office.person("Hà Văn Nhất"))
        for (name, file) in [(Office.Name.hanh, "reception"), (.khanh, "leader"), (.thao, "administrator")] {
            let client = try await office.client(signedInAs: name, language: language)
            try expectSnapshot(try await client.get("/desk"), named: "desk-\(file).\(language)")
        }
        let client = try await office.client(signedInAs: .hanh, language: language)
        try expectSnapshot(try await client.get("/desk/lists/forward"), named: "list-forward.\(language)")
        try expectSnapshot(try await client.get("/desk/lists/overdue"), named: "list-empty.\(language)")
        try expectSnapshot(try await client.get("/desk/keys"), named: "keys.\(language)")
    }

    @Test func aListIsTurnedByPagesAndEndsWithTheLast() async throws {
        let office = try await office()
        let person = try await office.person()
        for _ in 0...Limits.pageRows { _ = try await office.dossier(.received, of: person) }
        let client = try await office.client(signedInAs: .hanh)
        let first = try await client.get("/desk/lists/forward")
        #expect(first.body.components("<tr>") == Limits.pageRows + 1 && first.body.contains("rel=\"next\""))
        let next = String(try #require(first.body.firstMatch(of: /rel="next" href="([^"]+)"/)).output.1)
        let second = try await client.get(next.replacing("&amp;", with: "&"))
        #expect(second.body.components("<tr>") == 2 && !second.body.contains("rel=\"next\""))
        let back = try #require(second.body.firstMatch(of: /rel="prev" href="([^"]+)"/)).output.1
        #expect(back == "/desk/lists/forward")
        #expect(try await client.get("/desk/lists/forward?page=2&after=1;2").status == 404)
        for page in ["0", "-1", "10001"] {
            #expect(try await client.get("/desk/lists/forward?page=\(page)").status == 404)
        }
    }

    @Test func aListOfAnotherRoleDoesNotExist() async throws {
        let office = try await office()
        let reception = try await office.client(signedInAs: .hanh)
        #expect(try await reception.get("/desk/lists/sign").status == 404)
        #expect(try await reception.get("/desk/lists/nonsense").status == 404)
        #expect(try await office.client(signedInAs: .thao).get("/desk/lists/today").status == 404)
        #expect(try await office.client(signedInAs: .khanh).get("/desk/lists/sign").status == 200)
    }

    @Test func manyFoldersAreTakenAndEachIsNamed() async throws {
        let office = try await office()
        let first = try await office.dossier(.forwarded)
        let second = try await office.dossier(.forwarded)
        let client = try await office.client(signedInAs: .tuan)
        let page = try await client.get("/desk/lists/take")
        // A colleague is quicker with the second; a third is nobody's.
        try await office.act(.take, on: second, by: .duyen)
        let fields: KeyValuePairs = [
            "dossier": first.rawValue, "dossier": second.rawValue, "dossier": "dsr_unknown",
        ]
        let answer = try await client.submit("/desk/lists/take", fields, from: page)
        #expect(answer.status == 200)
        #expect(answer.words.contains("Đã ký nhận 1 trong 3 hồ sơ"))
        #expect(answer.words.contains("Không có hồ sơ nào đang chờ ký nhận."))
        #expect(answer.words.contains("1 hồ sơ không còn trong tầm xử lý"))
        #expect(try await office.load(first).officer == Office.Name.tuan.actor)
        #expect(try await office.load(second).officer == Office.Name.duyen.actor)
        // The same form once more changes nothing.
        let version = try await office.load(first).version
        _ = try await client.submit("/desk/lists/take", fields, from: page)
        #expect(try await office.load(first).version == version)
        let none = try await client.submit("/desk/lists/take", [:], from: page)
        #expect(none.status == 422 && none.words.contains("Chưa chọn hồ sơ nào"))
    }

    @Test func aLeaderSignsManyAndWhatWasNotOpenedIsMarked() async throws {
        let office = try await office()
        let opened = try await office.dossier(.appraised)
        let unseen = try await office.dossier(.appraised)
        let against = try await office.dossier(.taken)
        let no = ActForm.completeStep(opinion: .refused, note: "Chưa đủ điều kiện", block: "", seen: true)
        try await office.act(no, on: against, by: .tuan)
        let leader = Office.Name.khanh.officer
        let now = office.test.now
        try await office.rooms.database.write { tx in
            try Looks.record(at: opened.rawValue, by: leader, for: .work, at: now, in: tx)
        }
        let client = try await office.client(signedInAs: .khanh)
        let page = try await client.get("/desk/lists/sign")
        #expect(page.words.contains("TRƯỞNG CÔNG AN PHƯỜNG"))
        #expect(page.body.components("Chưa mở xem") == 2)
        let answer = try await client.submit(
            "/desk/lists/sign",
            ["all": "1", "shown": opened.rawValue, "shown": unseen.rawValue, "shown": against.rawValue],
            from: page
        )
        #expect(answer.words.contains("Đã ký 2 trong 3 hồ sơ"))
        #expect(answer.words.contains("phải được ký từng hồ sơ"))
        #expect(answer.body.components("ký khi chưa mở xem") == 1)
        for (id, wasSeen) in [(opened, true), (unseen, false)] {
            let history = try await office.rooms.database.read { tx in try DossierStore.load(id, in: tx)?.history }
            let signed = history?.compactMap { entry -> StepDone? in
                guard case .stepDone(let done) = entry.event, done.signature != nil else { return nil }
                return done
            }
            #expect(signed?.map(\.seen) == [wasSeen])
            #expect(signed?.first?.signature?.block == "TRƯỞNG CÔNG AN PHƯỜNG")
        }
        #expect(try await office.load(against).signature == nil)
    }

    @Test func theSearchOpensWhatACodeOrASlipNames() async throws {
        let office = try await office()
        let id = try await office.dossier(.received)
        let code = try await office.code(of: id)
        let token = try #require(
            try await office.rooms.database.read { tx in try DossierStore.keys(of: id, in: tx)?.token }
        )
        let client = try await office.client(signedInAs: .hanh)
        let target = "/desk/dossiers/\(id)"
        for typed in [code, code.lowercased(), token, "https://motcua.example/t/\(token)", " \(code) "] {
            let answer = try await client.get("/desk/search?q=\(Percent.encoded(typed))")
            #expect(answer.header("Location") == target, "\(typed)")
        }
        for typed in [String(code.suffix(4)), "1", String(code.suffix(11)), String(code.prefix(10)), "250627"] {
            let answer = try await client.get("/desk/search?q=\(Percent.encoded(typed))")
            #expect(answer.status == 200 && answer.body.contains(target), "\(typed)")
        }
    }

    @Test func theSearchFindsPersonsWithinTheScopeAndShowsNoWholeNumber() async throws {
        let office = try await office()
        let person = try await office.person("Bùi Thị Mận", number: "017190001235", phone: "0912345678")
        let id = try await office.dossier(.received, of: person)
        let client = try await office.client(signedInAs: .hanh)
        for typed in ["bui thi man", "Mận", "017190001235", "0912 345 678"] {
            let answer = try await client.get("/desk/search?q=\(Percent.encoded(typed))")
            #expect(answer.body.contains("/desk/persons/\(person)") && answer.body.contains("/desk/dossiers/\(id)"))
            let found = try #require(answer.body.between("<div id=\"found\">", "</main>"))
            #expect(!found.contains("017190001235") && !found.contains("0912345678"))
        }
        // The police see the dossier once it is theirs to see; the cashier of another house would not.
        let control = try await office.client(signedInAs: .quang).get("/desk/search?q=man")
        #expect(control.body.contains("/desk/dossiers/\(id)") == false || !control.body.contains("/desk/persons/"))
        let nothing = try await client.get("/desk/search?q=kh%C3%B4ng%20ai")
        #expect(nothing.words.contains("Không tìm thấy “không ai”"))
    }
}
