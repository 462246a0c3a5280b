import Access
import Dossiers
import Foundation
import HTTPTypes
import Kernel
import Register
import Site
import SiteTestSupport
import Storage
import TestSupport
import Testing

/// Whole exchanges at the counter.
@Suite struct IntakeTests {
    private let residence = "/desk/intake/1.010041"

    @Test(arguments: ["vi", "en"])
    func aMotherOfQuynhLamAsksAtTheCentreForHerChild(_ language: String) async throws {
        let desk = try await CounterDesk(language: language)
        let page = try await desk.client.get(residence)
        #expect(page.status == 200)
        try expectSnapshot(page, named: "residence.\(language)")
        let answer = try await desk.post(residence, CounterDesk.forHerChild + [("do", "accept")], from: page)
        #expect(answer.status == 303, "\(answer.words)")
        let dossier = try await desk.dossier(answer)
        #expect(dossier.filing?.receiving == Office.centre)
        #expect(dossier.filing?.competent == Office.police)
        #expect(dossier.filing?.owners.count == 1)
        #expect(dossier.filing?.owners.first != dossier.filing?.submitter)
        // Friday 8.30 and one working day: Monday 8.30.
        #expect(dossier.dueAt == Instant(iso: "2025-06-30T08:30:00+07:00"))
        let done = try await desk.client.follow(answer)
        #expect(done.words.contains(dossier.filing?.code.rawValue ?? "-"))
        #expect(done.body.contains("/slips/receipt.pdf"))
        try expectSnapshot(done, named: "residence-done.\(language)")
    }

    @Test func aFormSentTwiceTakesInOneDossier() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let first = try await desk.post(residence, CounterDesk.forHerChild + [("do", "accept")], from: page)
        let second = try await desk.post(residence, CounterDesk.forHerChild + [("do", "accept")], from: page)
        #expect(second.status == 303)
        #expect(first.header("Location") == second.header("Location"))
        #expect(try await desk.persons() == 2)
    }

    @Test func theBirthOfAChildWithoutANameIsRegistered() async throws {
        let desk = try await CounterDesk()
        let path = "/desk/intake/1.001193"
        let page = try await desk.client.get(path)
        let papers = [
            ("paper_0", "in"), ("paper_1", "in"), ("paper_2", "in"), ("paper_3", "none"), ("paper_4", "none"),
        ]
        let fields =
            CounterDesk.mother + CounterDesk.way + papers
            + [("capacity", "parentOrGuardian"), ("proof", "Giấy chứng sinh"), ("do", "accept")]
        let refused = try await desk.post(path, fields, from: page)
        #expect(refused.status == 422)
        #expect(refused.words.contains("đánh dấu ô “chưa có tên”"))
        #expect(refused.body.contains("value=\"Bùi Thị Mận\""), "what was typed stays")
        let answer = try await desk.post(path, fields + [("unnamed", "1")], from: refused)
        #expect(answer.status == 303, "\(answer.words)")
        let dossier = try await desk.dossier(answer)
        #expect(dossier.filing?.owners == [])
        #expect(dossier.filing?.unnamedOwner == true)
        #expect(try await desk.client.follow(answer).words.contains("Chưa có tên"))
    }

    @Test func aMarriageByProxyIsRefusedKindlyAndThenWithAReason() async throws {
        let desk = try await CounterDesk()
        let path = "/desk/intake/1.000894"
        let page = try await desk.client.get(path)
        let fields =
            CounterDesk.mother + CounterDesk.way
            + [
                ("capacity", "proxy"), ("proof", "Giấy ủy quyền"), ("o1_name", "Bùi Văn Nam"), ("paper_0", "in"),
                ("paper_1", "in"),
            ]
        let kind = try await desk.post(path, fields + [("do", "accept")], from: page)
        #expect(kind.status == 422)
        #expect(kind.words.contains("pháp luật không cho nộp thay"))
        let bare = try await desk.post(path, fields + [("do", "refuse")], from: kind)
        #expect(bare.status == 422)
        #expect(bare.words.contains("Hãy ghi căn cứ"))
        let said = [("do", "refuse"), ("reason", "Hai bên cần có mặt."), ("legal", "Điều 18 Luật Hộ tịch")]
        let answer = try await desk.post(path, fields + said, from: bare)
        #expect(answer.status == 303, "\(answer.words)")
        #expect(try await desk.dossier(answer).status == .notAccepted)
    }

    @Test func aPersonWithoutANumberIsNormal() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let fields =
            CounterDesk.way
            + [
                ("p_name", "Bùi Thị Ẻm"), ("p_birth", "1941"), ("capacity", "oneself"), ("paper_0", "in"),
                ("do", "accept"),
            ]
        // Nothing says where she lives: the commune whose police decide is asked for, never guessed.
        let asked = try await desk.post(residence, fields, from: page)
        #expect(asked.status == 422)
        #expect(asked.words.contains("Chưa biết cơ quan nào giải quyết"))
        let answer = try await desk.post(residence, fields + [("p_address", "phường Quỳnh Lâm")], from: asked)
        #expect(answer.status == 303, "\(answer.words)")
        let dossier = try await desk.dossier(answer)
        #expect(dossier.filing?.owners == dossier.filing.map { [$0.submitter] })
    }

    @Test(arguments: [
        ("p_number", "01718500123", "Số căn cước có 12 chữ số; ông/bà mới nhập 11."),
        ("p_birth", "31/2/1990", "Không có ngày này trong lịch."),
        ("p_phone", "0912 345", "Số di động có 10 chữ số, số bàn có 11; ông/bà nhập 7."),
        ("p_name", "Bùi\u{7}Thị", "ký tự không đọc được"),
        ("p_name", String(repeating: "a", count: 201), "Ô này chứa được 200 ký tự; hiện có 201."),
        ("sets", "21", "Xin nhập một số từ 1 đến 20"),
        ("copies", "0", "Xin nhập một số từ 1 đến 999"),
        ("proof", "", "Nộp thay người khác thì ghi giấy tờ chứng minh"),
        ("paper_0", "missing", "Giấy tờ này còn thiếu."),
    ])
    func whatIsWrongIsSaidWithWhatToDo(_ field: String, _ value: String, _ words: String) async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let fields = CounterDesk.forHerChild.filter { $0.0 != field } + [(field, value), ("do", "accept")]
        let answer = try await desk.post(residence, fields, from: page)
        #expect(answer.status == 422)
        #expect(answer.words.contains(words))
        #expect(answer.body.contains("value=\"Bùi Minh Khang\""), "what was typed stays")
        #expect(try await desk.persons() == 0)
    }

    @Test func brokenUTF8IsAnErrorOfItsField() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let good = CounterDesk.forHerChild.filter { $0.0 != "p_name" }.map {
            "\($0.0)=" + ($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        let tokens = [
            "_csrf=\(page.hidden("_csrf") ?? "")", "_key=\(page.formKey ?? "")", "do=accept", "p_name=%C3%28",
        ]
        let answer = try await desk.client.send(
            .post,
            residence,
            body: Array((tokens + good).joined(separator: "&").utf8),
            type: "application/x-www-form-urlencoded"
        )
        #expect(answer.status == 422)
        #expect(answer.words.contains("ký tự không đọc được"))
    }

    @Test func aCardFillsThePersonAndAKnownOneIsFound() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let card = "017185001234|111222333|Bùi Thị Mận|02031985|Nữ|Tổ 5, Quỳnh Lâm, Hòa Bình|01012022"
        let read = try await desk.post(residence, CounterDesk.way + [("scan", card), ("do", "find:p")], from: page)
        #expect(read.status == 200)
        #expect(read.body.contains("value=\"Bùi Thị Mận\""))
        #expect(read.body.contains("value=\"017185001234\""))
        #expect(read.words.contains("Đã đọc thẻ."))
        let garbled = "017185001234||Bu2i Thi5 Ma65n|02031985|Nu74|To63 5|01012022"
        let doubtful = try await desk.post(residence, [("scan", garbled), ("do", "find:p")], from: page)
        #expect(doubtful.words.contains("Xin sửa lại họ tên"))
        let short = try await desk.post(residence, [("scan", "01718500123"), ("do", "find:p")], from: page)
        #expect(short.status == 422)
        #expect(short.words.contains("ông/bà mới nhập 11."))
        _ = try await desk.post(residence, CounterDesk.forHerChild + [("do", "accept")], from: page)
        let known = try await desk.post(residence, [("scan", card), ("do", "find:p")], from: page)
        #expect(known.words.contains("Đã điền thông tin đã có."))
        #expect(known.words.contains("0171******34"))
        #expect(!known.body.contains("value=\"017185001234\""))
    }

    @Test func somebodyVeryLikeIsOfferedBeforeADoubleIsMade() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        _ = try await desk.post(residence, CounterDesk.forHerChild + [("do", "accept")], from: page)
        let again = try await desk.client.get(residence)
        let fields =
            CounterDesk.way
            + [
                ("p_name", "Bùi Thị Mận"), ("p_birth", "2/3/1985"), ("capacity", "oneself"), ("paper_0", "in"),
                ("p_address", "phường Quỳnh Lâm"),
                ("do", "accept"),
            ]
        let asked = try await desk.post(residence, fields, from: again)
        #expect(asked.status == 422)
        #expect(asked.words.contains("Có phải một trong những người này?"))
        let other = try await desk.post(residence, fields + [("p_other", "1")], from: asked)
        #expect(other.status == 303)
    }

    @Test func askingForPapersBeginsWithWhatIsMissing() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let fields = CounterDesk.forHerChild.filter { $0.0 != "paper_0" } + [("paper_0", "missing"), ("do", "ask")]
        let shown = try await desk.post(residence, fields, from: page)
        #expect(shown.status == 200)
        #expect(shown.body.contains("- Tờ khai thay đổi thông tin cư trú"))
        let answer = try await desk.post(residence, fields + [("request", "- Tờ khai CT01")], from: shown)
        #expect(answer.status == 303)
        let dossier = try await desk.dossier(answer)
        #expect(dossier.status == .supplementAsked)
        #expect(dossier.receivedAt == nil)
        #expect(try await desk.client.follow(answer).body.contains("/slips/supplementRequest.pdf"))
    }

    @Test func anIntakeIsLaidAsideTakenUpAgainAndDropped() async throws {
        let desk = try await CounterDesk()
        let page = try await desk.client.get(residence)
        let parked = try await desk.post(residence, CounterDesk.forHerChild + [("do", "park")], from: page)
        #expect(parked.status == 303)
        let list = try await desk.client.get("/desk/intake")
        #expect(list.words.contains("Bùi Thị Mận"))
        let stored = try await desk.office.rooms.database.read { tx in
            try DossierStore.drafts(of: Office.Name.hanh.actor.rawValue, in: tx)
        }
        let draft = try #require(stored.first)
        #expect(!String(decoding: draft.form, as: UTF8.self).contains("017185001234"), "it lies sealed")
        let again = try await desk.client.get("\(residence)?draft=\(draft.id)")
        #expect(again.body.contains("value=\"Bùi Minh Khang\""))
        let dropped = try await desk.post("/desk/intake/drop", [("draft", draft.id)], from: list)
        #expect(dropped.status == 303)
        #expect(try await !desk.client.get("/desk/intake").words.contains("Bùi Thị Mận"))
    }

    @Test func aFeeIsTakenAtTheCounterAndABadSumIsNot() async throws {
        let desk = try await CounterDesk()
        let path = "/desk/intake/1.010041"
        let page = try await desk.client.get(path)
        let fields =
            CounterDesk.forHerChild.filter { $0.0 != "pay" } + [("pay", "now"), ("fee", "10.000"), ("do", "accept")]
        let bare = try await desk.post(path, fields, from: page)
        #expect(bare.words.contains("Đã thu tiền thì ghi số biên lai."))
        let answer = try await desk.post(path, fields + [("receipt", "BL 0012")], from: bare)
        let dossier = try await desk.dossier(answer)
        #expect(dossier.finance == .paid)
        #expect(dossier.paid.first?.amount == Money(dong: 10_000))
    }

    @Test func otherRolesFindNothingHere() async throws {
        let desk = try await CounterDesk()
        let clerk = try await desk.office.client(signedInAs: .oanh)
        #expect(try await clerk.get("/desk/intake").status == 404)
        #expect(try await clerk.get(residence).status == 404)
        #expect(try await desk.client.get("/desk/intake/9.999999").status == 404)
    }
}
