import Access
import Agencies
import Catalogue
import Dossiers
import Foundation
import Kernel
import Paper
import Register
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

@Suite struct SlipTests {
    // MARK: Models

    @Test func theReceiptSaysEverythingOfTheDossier() async throws {
        let bench = try await DossierBench()
        let id = try await bench.childsDossier()
        let slip = try #require(try await bench.models(id, proof: "abc").receipt())
        let dossier = try await bench.office.load(id)
        #expect(slip.code == dossier.filing?.code.rawValue)
        #expect(slip.party.name == "Bùi Gia Bảo" && slip.party.identity.isEmpty)
        #expect(slip.submitter == "Bùi Thị Mận (cha, mẹ hoặc người giám hộ)")
        #expect(slip.papers.map(\.kind) == ["Bản chính", "Bản sao đã đối chiếu"])
        #expect(slip.papers.map(\.originalKept) == [true, false])
        #expect(slip.papers[1].note == "người đối chiếu: Đinh Thị Hạnh")
        #expect(slip.due == dossier.dueAt && slip.timeLimit == "1 ngày làm việc")
        #expect(slip.fees == [SlipFee(text: "Lệ phí xác nhận", amount: Money(dong: 8000), state: .toPay)])
        #expect(slip.card.invitation.sentence.contains("quầy 3"))
        #expect(slip.card.invitation.money == "Khi đến, ông/bà nộp 8.000 đ.")
        #expect(slip.card.trackingAddress?.hasPrefix("https://motcua.example/t/") == true)
        #expect(slip.card.lookUpNumber?.count == 8)
        #expect(slip.officerName == "Đinh Thị Hạnh" && slip.submitterName == "Bùi Thị Mận")
        #expect(slip.bookVolume == "2025" && slip.bookNumber == "1")
        #expect(slip.proof == "abc" && slip.notes.isEmpty)
        #expect(slip.head.place == "Hòa Bình" && slip.head.superior == "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH")
        #expect(slip.resultAt == "quầy 3, Trung tâm Phục vụ hành chính công tỉnh Hòa Bình")
        // The police's field prints its own form.
        #expect(slip.forms.label(of: .receipt)?.number == "CT04")
    }

    @Test func aReprintIsNumberedAndAReplacementSaysSo() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier()
        for (count, note) in [(1, []), (2, ["In lại lần 2"])] {
            let client = try await bench.office.client(signedInAs: .hanh)
            let page = try await client.get("/desk/dossiers/\(id)")
            let printed = try await client.submit("/desk/dossiers/\(id)/slips/receipt", from: page)
            #expect(printed.header("Location") == "/desk/dossiers/\(id)/slips/receipt.pdf")
            #expect(try await bench.office.load(id).slips[.receipt] == count)
            #expect(try await bench.models(id).receipt()?.notes == note)
        }
        let paper = try await bench.office.procedure().papers.first?.name ?? "Đơn"
        try await bench.press(
            .correct,
            on: id,
            by: .hanh,
            [
                "capacity": "oneself", "delivery": "post", "paper1": paper, "kind1": "copy", "count1": "1",
                "reason": "Sai cách nhận",
            ]
        )
        #expect(try await bench.models(id).receipt()?.notes == ["Thay cho phiếu in lần 2"])
    }

    @Test func theReceiptOfAReturnIsCountedToo() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.returned)
        let client = try await bench.office.client(signedInAs: .hanh)
        let page = try await client.get("/desk/dossiers/\(id)?done=returnResult")
        #expect(page.body.contains("action=\"/desk/dossiers/\(id)/slips/returnReceipt\""))
        for (count, note) in [(1, []), (2, ["In lại lần 2"])] {
            let page = try await client.get("/desk/dossiers/\(id)")
            let printed = try await client.submit("/desk/dossiers/\(id)/slips/returnReceipt", from: page)
            #expect(printed.header("Location") == "/desk/dossiers/\(id)/slips/returnReceipt.pdf")
            #expect(try await bench.office.load(id).slips[.returnReceipt] == count)
            #expect(try await bench.models(id).returnReceipt()?.notes == note)
        }
        let pdf = try await client.get("/desk/dossiers/\(id)/slips/returnReceipt.pdf")
        let text = try Self.text(of: pdf.bytes)
        #expect(text.contains("In lại lần 2") && !text.contains("Phí, lệ phí"))
    }

    @Test func lettersAreMadeWhereThereIsSomethingToSay() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await office.dossier(.taken)
        #expect(SlipKind.there(for: try await office.load(id)) == [.receipt, .controlSheet])
        let until = office.test.now.date.adding(days: 30)
        try await office.act(
            .proposeSupplement(request: "Ảnh", until: until, overrideGround: ""),
            on: id,
            by: .tuan
        )
        try await office.act(
            .askSupplement(request: "Ảnh 4x6\nGiấy khai sinh", until: until, overrideGround: ""),
            on: id,
            by: .khanh
        )
        let supplement = try #require(try await bench.models(id).supplement())
        #expect(supplement.items == ["Ảnh 4x6", "Giấy khai sinh"] && supplement.contact == "Bùi Văn Tuấn")
        #expect(supplement.until == "trước hết ngày 27/7/2025")
        try await office.act(.withdraw(reason: "Không cần nữa"), on: id, by: .hanh)
        let notice = try #require(try await bench.models(id).stopNotice())
        #expect(notice.request == "Không cần nữa" && notice.settlement == "chưa thu")

        let late = try await office.dossier(.taken)
        let newDate = office.test.now.date.adding(days: 6)
        try await office.act(.extend(reason: "Chờ xác minh", newDate: newDate), on: late, by: .khanh)
        let letter = try #require(try await bench.models(late).apology())
        #expect(letter.reason == "Chờ xác minh" && letter.newDue.date == newDate && letter.due < letter.newDue)
        let sheet = try #require(try await bench.models(late).controlSheet())
        #expect(sheet.rows.count == 1 && sheet.rows[0].givenBy == "Đinh Thị Hạnh")
        #expect(sheet.rows[0].receivedBy == "Bùi Văn Tuấn")
        let derivation = try #require(try await bench.models(late).derivation())
        #expect(derivation.lines.count > 2 && derivation.warning.contains("hẹn lại"))

        let returned = try await office.dossier(.returned)
        let receipt = try #require(try await bench.models(returned).returnReceipt())
        #expect(receipt.results.map(\.given) == [1] && receipt.proof == "Thẻ căn cước" && receipt.mark == .signature)
    }

    @Test(arguments: [
        ("Ủy ban nhân dân tỉnh Hòa Bình", "Hòa Bình"), ("Ủy ban nhân dân phường Quỳnh Lâm", "Quỳnh Lâm"),
        ("Ủy ban nhân dân xã Xuân Thủy", "Xuân Thủy"), ("Thành phố Hòa Bình", "Hòa Bình"),
        ("UBND thị trấn Hàng Trạm", "Hàng Trạm"),
    ]) func aLetterIsWrittenAtAPlace(_ name: String, _ place: String) throws {
        let from = try #require(CivilDate(2020, 1, 1))
        let unit = Agency(id: ID("agc_1"), name: name, shortName: name, kind: .ward, parent: nil, validFrom: from)
        #expect(SlipModels.place([unit]) == place)
        #expect(SlipModels.place([]).isEmpty)
    }

    @Test func theSetOfFormsFollowsTheDay() async throws {
        let bench = try await DossierBench()
        let models = try await bench.models(try await bench.office.dossier())
        let before = try #require(CivilDate(2021, 6, 30))
        #expect(models.forms(on: before).label(of: .receipt)?.number == "01")
        #expect(models.forms(on: before.adding(days: 1)).label(of: .receipt)?.number == "CT04")
        let merger = try #require(CivilDate(2025, 7, 1))
        #expect(models.forms(on: merger.adding(days: -1)).regime == .circular2018)
        #expect(models.forms(on: merger).regime == .circular2025)
    }

    // MARK: Papers

    @Test(arguments: ["", "?layout=a5"]) func theReceiptCanBeReadBack(_ layout: String) async throws {
        let bench = try await DossierBench()
        let id = try await bench.childsDossier()
        let client = try await bench.office.client(signedInAs: .hanh)
        let answer = try await client.get("/desk/dossiers/\(id)/slips/receipt.pdf\(layout)")
        #expect(answer.status == 200 && answer.header("Content-Type") == "application/pdf")
        let text = try Self.text(of: answer.bytes)
        let code = try await bench.office.code(of: id)
        for words in [code, "Bùi Gia Bảo", "Bùi Thị Mận", "Giấy khai sinh", "8.000", "Dấu xác thực"] {
            #expect(text.contains(words), "\(words) is not in: \(text)")
        }
    }

    @Test func everyPaperIsAPDF() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.returned)
        let client = try await bench.office.client(signedInAs: .hanh)
        for page in ["slips/receipt.pdf", "slips/controlSheet.pdf", "slips/returnReceipt.pdf", "due.pdf"] {
            let answer = try await client.get("/desk/dossiers/\(id)/\(page)")
            #expect(answer.status == 200 && answer.bytes.starts(with: Array("%PDF".utf8)), "\(page)")
        }
        #expect(try await client.get("/desk/dossiers/\(id)/slips/apology.pdf").status == 404)
        #expect(try await client.get("/desk/dossiers/\(id)/slips/nothing.pdf").status == 404)
    }

    @Test func theProofIsTheAgencysSignature() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier()
        let rooms = bench.office.rooms
        let code = try #require(try await bench.office.load(id).filing?.code)
        let hash = try #require(
            try await rooms.database.read { tx in try Book.entries(of: id.rawValue, in: tx).first?.hash }
        )
        let proof = try SlipPages.proof(code: code, hash: hash, rooms.vault)
        let signature = try rooms.vault.sign(Array(code.rawValue.utf8) + [10] + hash)
        #expect(rooms.vault.verify(signature, Array(code.rawValue.utf8) + [10] + hash, rooms.vault.publicKey()))
        let parts = proof.replacingOccurrences(of: " ", with: "").split(separator: "·").map(String.init)
        #expect(parts == [hash, signature].map { String(decoding: Base32.encode($0), as: UTF8.self) })
    }

    // MARK: Scanning

    @Test func aScannedSlipOpensItsDossier() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier()
        let rooms = bench.office.rooms
        let token = try #require(try await rooms.database.read { tx in try DossierStore.keys(of: id, in: tx)?.token })
        let code = try await bench.office.code(of: id)
        let client = try await bench.office.client(signedInAs: .hanh)
        for typed in [code, code.lowercased(), token, token.uppercased(), "https://motcua.example/t/\(token)?lang=en"] {
            let answer = try await client.get("/desk/scan?q=\(Percent.encoded(typed))")
            #expect(answer.header("Location") == "/desk/dossiers/\(id)", "\(typed)")
        }
        let nothing = try await client.get("/desk/scan?q=B%C3%B9i")
        #expect(nothing.header("Location") == "/desk/search?q=B%C3%B9i")
        // After a replacement the old slip still opens the dossier, and says so.
        let papers = try await bench.office.procedure().papers.first?.name ?? "Đơn"
        try await bench.press(
            .correct,
            on: id,
            by: .hanh,
            [
                "capacity": "oneself", "delivery": "post", "paper1": papers, "kind1": "copy", "count1": "1",
                "reason": "Sai",
            ]
        )
        let old = try await client.get("/desk/scan?q=\(token)")
        #expect(old.header("Location") == "/desk/dossiers/\(id)?slip=replaced")
        #expect(try await client.follow(old).words.contains("đã được thay bằng giấy mới"))
    }

    private static func text(of pdf: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "slip-\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/pdftotext")
        process.arguments = ["-layout", file.path, "-"]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
