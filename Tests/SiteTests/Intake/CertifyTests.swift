import Access
import Agencies
import Dossiers
import Kernel
import Register
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing
import Web

/// Certified copies, organisations' lists, the pages of persons.
@Suite struct CertifyTests {
    @Test func fivePagesInThreeCopiesCostTwentyOneThousand() async throws {
        let desk = try await CounterDesk(signer: true)
        let page = try await desk.client.get("/desk/certify")
        #expect(page.status == 200)
        let papers = [("c0_title", "Bằng tốt nghiệp"), ("c0_pages", "5"), ("c0_copies", "3"), ("rows", "3")]
        let reckoned = try await desk.post("/desk/certify", papers + [("do", "price")], from: page)
        #expect(reckoned.words.contains("21.000 đ"))
        let fields = CounterDesk.mother + papers + [("mark", "signature"), ("do", "certify")]
        let bare = try await desk.post("/desk/certify", fields, from: reckoned)
        #expect(bare.status == 422)
        #expect(bare.words.contains("ghi số biên lai"))
        let answer = try await desk.post("/desk/certify", fields + [("receipt", "BL 7")], from: bare)
        #expect(answer.status == 303, "\(answer.words)")
        let dossier = try await desk.dossier(answer)
        #expect(dossier.status == .returned)
        #expect(dossier.paid.first?.amount == Money(dong: 21_000))
        #expect(try await desk.client.follow(answer).words.contains("1 quyển số 01/2025-SCT/BS"))
        let book = try await desk.client.get("/desk/certify/book/2025")
        #expect(book.words.contains("Bằng tốt nghiệp"))
    }

    @Test func theBookOfAUnitAboveDoesNotExist() async throws {
        let desk = try await CounterDesk()
        let centre = try await desk.client.get("/desk/certify/book/2025?unit=\(Office.centre)")
        #expect(centre.status == 200)
        for unit in [Office.province, Office.ward] {
            #expect(try await desk.client.get("/desk/certify/book/2025?unit=\(unit)").status == 404)
        }
        let clerk = try await desk.office.client(signedInAs: .oanh)
        #expect(try await clerk.get("/desk/certify/book/2025").status == 200)
        for unit in [Office.province, Office.ward, Office.centre] {
            #expect(try await clerk.get("/desk/certify/book/2025?unit=\(unit)").status == 404)
        }
    }

    @Test func aCodeLeadsOnlyToADossierThatMayBeSeen() async throws {
        let desk = try await CounterDesk()
        let office = desk.office
        let id = try await office.dossier(.received)
        let code = try #require(try await office.load(id).filing?.code.rawValue)
        let shown = try await desk.client.get("/desk/persons?q=\(code)")
        #expect(shown.header("Location") == "/desk/dossiers/\(id)")
        // A dossier of the centre and the police does not exist at the ward's counter.
        let grant = RoleGrant(agency: Office.ward, role: .reception, from: CivilDate(day: 18_262))
        try await StaffDesk(database: office.rooms.database, world: office.rooms.world)
            .grant(grant, to: Office.Name.thao.id, by: Office.system)
        let signed = try await office.rooms.signIn.signIn(name: "thao", password: Office.password, address: "::1")
        try await office.rooms.signIn.act(for: Office.ward, signed.token)
        let stranger = office.client()
        stranger.set(.session, signed.token.rawValue)
        for page in ["/desk/persons?q=\(code)", "/desk/persons?q=H28.01-250627-9999"] {
            let answer = try await stranger.get(page)
            #expect(answer.status == 200 && !answer.body.contains(id.rawValue))
        }
    }

    @Test func aListIsShownWithItsErrorsAndThenTakenInWhole() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get("/desk/intake/sheet")
        let organisation = [
            ("code", "1.010041"), ("p_kind", "organisation"), ("p_name", "Trường THPT Quỳnh Lâm"),
            ("p_address", "phường Quỳnh Lâm"),
        ]
        let wrong = "Họ và tên,Số định danh,Ngày sinh\nBùi Văn An,01718500123,31/2/2007\nBùi Văn Bình,,5/3/2007\n"
        let seen = try await desk.post(
            "/desk/intake/sheet",
            organisation + [("rows", wrong), ("do", "look")],
            from: page
        )
        #expect(seen.words.contains("Số căn cước có 12 chữ số; ông/bà mới nhập 11."))
        #expect(seen.words.contains("Ngày này không có"))
        #expect(!seen.words.contains("Tiếp nhận tất cả"))
        let good = "Họ và tên,Ngày sinh\nBùi Văn An,1/2/2007\nBùi Văn Bình,5/3/2007\n"
        let fields = organisation + [("rows", good), ("do", "accept")]
        let done = try await desk.post("/desk/intake/sheet", fields, from: seen)
        #expect(done.words.contains("Đã tiếp nhận 2 trên 2 hồ sơ"))
        let twice = try await desk.post("/desk/intake/sheet", fields, from: seen)
        #expect(twice.words.contains("Đã tiếp nhận 2 trên 2 hồ sơ"))
        let count = try await desk.office.rooms.database.read { tx in
            try DossierStore.count(.inWork, of: Office.centre, in: tx)
        }
        #expect(count == 2)
    }

    @Test func personsAreEnteredFoundMaskedPutRightAndMerged() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get("/desk/persons/new")
        let made = try await desk.post("/desk/persons/new", CounterDesk.mother, from: page)
        #expect(made.status == 303, "\(made.words)")
        let home = try #require(made.header("Location"))
        let list = try await desk.client.get("/desk/persons?q=bui%20thi%20man")
        #expect(list.words.contains("0171******34"))
        #expect(!list.body.contains("017185001234"))
        let likely = try await desk.post(
            "/desk/persons/new",
            CounterDesk.mother,
            from: try await desk.client.get("/desk/persons/new")
        )
        #expect(likely.status == 422)
        #expect(likely.words.contains("Có thể người này đã có trong hệ thống"))
        let bare = CounterDesk.mother.filter { $0.0 != "p_number" } + [("p_other", "1")]
        let double = try await desk.post("/desk/persons/new", bare, from: likely)
        let other = String(try #require(double.header("Location")).split(separator: "/").last ?? "")
        let shown = try await desk.client.get(home)
        #expect(shown.words.contains("Có thể là cùng một người"))
        let merge = try await desk.post("\(home)/merge", [("double", other), ("why", "Cùng một thẻ")], from: shown)
        #expect(merge.status == 303)
        let merged = try await desk.client.get(home)
        #expect(merged.words.contains("Đã gộp vào người này"))
        _ = try await desk.post("\(home)/unmerge", [("double", other), ("why", "Nhầm")], from: merged)
        #expect(try await desk.client.get(home).words.contains("Có thể là cùng một người"))
        let head = try await desk.office.client(signedInAs: .dung)
        #expect(try await head.get(home).words.contains("Đinh Thị Hạnh"))
        let edit = try await desk.client.get("\(home)/edit")
        let changed = CounterDesk.mother.map { $0.0 == "p_phone" ? ("p_phone", "0987 654 321") : $0 }
        let seen = edit.hidden("seen") ?? ""
        #expect(try await desk.post("\(home)/edit", changed + [("seen", seen)], from: edit).status == 303)
        let late = try await desk.post("\(home)/edit", CounterDesk.mother + [("seen", seen)], from: edit)
        #expect(late.status == 422)
        #expect(late.words.contains("Người khác vừa sửa thông tin này."))
    }
}
