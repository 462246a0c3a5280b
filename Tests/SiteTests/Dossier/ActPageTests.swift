import Access
import Agencies
import Catalogue
import Dossiers
import Foundation
import Kernel
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

@Suite struct ActPageTests {
    @Test func aDossierGoesThroughTheHouseByItsForms() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await bench.childsDossier()
        func press(
            _ act: DossierAct,
            _ name: Office.Name,
            _ fields: KeyValuePairs<String, String> = [:]
        ) async throws {
            office.test.advance(minutes: 2)
            let done = try await bench.press(act, on: id, by: name, fields)
            #expect(done.status == 303, "\(act): \(done.words.suffix(600))")
            #expect(done.header("Location") == "/desk/dossiers/\(id)?done=\(act.rawValue)")
        }
        try await press(.forward, .hanh, ["to": Office.police.rawValue, "note": "Hồ sơ đủ"])
        try await press(.take, .tuan)
        try await press(.proposeSupplement, .tuan, ["request": "Sổ hộ khẩu cũ\nẢnh", "until": "27/7/2025"])
        #expect(try await office.load(id).status == .inProcess)
        let leader = try await office.client(signedInAs: .khanh)
        let approval = try await leader.get("/desk/dossiers/\(id)/acts/askSupplement")
        #expect(approval.body.contains("Sổ hộ khẩu cũ\nẢnh</textarea>") && approval.body.contains("27/7/2025"))
        try await press(.askSupplement, .khanh, ["request": "Sổ hộ khẩu cũ\nẢnh", "until": "27/7/2025", "sure": "1"])
        let paper: KeyValuePairs = ["paper1": "Sổ hộ khẩu", "kind1": "copy", "count1": "1", "answered": "1"]
        let half = try await bench.press(.confirmSupplement, on: id, by: .hanh, paper)
        #expect(half.status == 422 && half.words.contains("mục 2 của yêu cầu") && half.words.contains("Rút hồ sơ"))
        #expect(half.body.contains("value=\"1\" checked") && half.body.contains("Sổ hộ khẩu"))
        try await press(
            .confirmSupplement,
            .hanh,
            ["paper1": "Sổ hộ khẩu", "kind1": "copy", "count1": "1", "answered": "1", "answered": "2"]
        )
        while try await office.load(id).currentStep?.role == .specialist {
            try await press(.completeStep, .tuan, ["opinion": "granted"])
        }
        try await press(.sendBack, .khanh, ["reason": "Xem lại địa chỉ"])
        try await press(.undo, .khanh, ["reason": "Bấm nhầm"])
        try await press(.completeStep, .khanh, ["opinion": "granted", "block": "Ai đó"])
        // The block is the officer's own, whatever was sent.
        #expect(try await office.load(id).signature?.block == "TRƯỞNG CÔNG AN PHƯỜNG")
        try await press(.finish, .oanh, ["number": "12/XN", "sure": "1"])
        try await press(.take, .hanh)
        try await press(.collectFee, .hanh, ["amount": "8.000", "receipt": "BL 7"])
        try await press(
            .returnResult,
            .hanh,
            [
                "who": "other", "collector": "Bùi Văn Tư", "proof": "proxyPaper", "copies": "1", "mark": "thumbprint",
                "slipLost": "1", "sure": "1",
            ]
        )
        #expect(try await office.load(id).delivery == .partly)
        try await press(
            .returnResult,
            .hanh,
            [
                "who": "submitter", "proof": "identityCard", "copies": "1", "mark": "signature",
                "originals": "Tờ khai CT01", "sure": "1",
            ]
        )
        let dossier = try await office.load(id)
        #expect(dossier.status == .returned && dossier.originalsKept.isEmpty)
        let again = try await bench.press(.openCorrection, on: id, by: .dung, ["reason": "Sai tên đệm", "sure": "1"])
        #expect(again.status == 303 && again.header("Location")?.hasSuffix("?done=receive") == true)
        #expect(try await office.load(id).corrections.count == 1)
    }

    @Test func theOtherActsAreDoneByTheirForms() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        func check(
            _ progress: Progress,
            _ act: DossierAct,
            _ name: Office.Name,
            _ fields: KeyValuePairs<String, String>,
            _ holds: (Dossier) -> Bool
        ) async throws {
            let id = try await office.dossier(progress)
            let done = try await bench.press(act, on: id, by: name, fields)
            #expect(done.status == 303, "\(act): \(done.words.suffix(600))")
            let after = try await office.load(id)
            #expect(holds(after), "\(act)")
        }
        try await check(.taken, .reassign, .khanh, ["to": "stf_duyen", "ground": "Nghỉ phép"]) {
            $0.officer == Office.Name.duyen.actor
        }
        try await check(.taken, .extend, .khanh, ["reason": "Chờ xác minh", "date": "3/7/2025", "sure": "1"]) {
            $0.extended != nil
        }
        try await check(.taken, .overrideDue, .khanh, ["date": "2/7/2025", "ground": "Quyết định 5"]) {
            $0.isOverridden
        }
        try await check(.taken, .stop, .khanh, ["reason": "Chờ toà", "ground": "Điều 12", "sure": "1"]) {
            $0.status == .stopped
        }
        try await check(.taken, .withdraw, .hanh, ["reason": "Không cần", "sure": "1"]) { $0.status == .withdrawn }
        try await check(.received, .void, .dung, ["reason": "Nhầm", "ground": "Nhập hai lần", "sure": "1"]) {
            $0.status == .voided
        }
        try await check(.received, .moveFolder, .hanh, ["place": "Tủ 3"]) { $0.place == "Tủ 3" }
        try await check(.received, .reroute, .dung, ["to": Office.ward.rawValue, "reason": "Sai cơ quan", "sure": "1"])
        {
            $0.filing?.competent == Office.ward
        }
        try await check(.issued, .reopen, .khanh, ["reason": "Sai ngày sinh"]) { $0.reopenings == 1 }
        try await check(.atCounter, .decline, .hanh, ["reason": "Không nhận", "sure": "1"]) { $0.delivery == .declined }
        let paper = try await office.procedure().papers.first?.name ?? "Đơn"
        try await check(
            .received,
            .correct,
            .hanh,
            [
                "capacity": "oneself", "delivery": "counter", "paper1": paper, "kind1": "original", "count1": "2",
                "reason": "Sai số lượng",
            ]
        ) { $0.replacements[.receipt] != nil && $0.filing?.papers.first?.count == 2 }
        try await check(
            .atCounter,
            .giveBackOriginals,
            .hanh,
            ["originals": paper, "mark": "signature", "sure": "1"]
        ) { $0.originalsKept.isEmpty }
    }

    @Test func moneyIsAskedForAndConfirmed() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let ask = try await bench.press(
            .askPayment,
            on: id,
            by: .tuan,
            ["amount": "50.000", "text": "Thuế", "until": "30/7/2025", "sure": "1"]
        )
        #expect(ask.status == 303)
        let page = try await bench.office.client(signedInAs: .mai).get("/desk/dossiers/\(id)/acts/confirmPayment")
        #expect(page.body.contains("value=\"50.000\""))
        let done = try await bench.press(.confirmPayment, on: id, by: .mai, ["amount": "50.000", "receipt": "BL 1"])
        #expect(done.status == 303)
        #expect(try await bench.office.load(id).status == .inProcess)
    }

    @Test func aWorkThatWasStoppedGoesOn() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        try await bench.office.act(.stop(reason: "Chờ", ground: "Điều 1"), on: id, by: .khanh)
        let done = try await bench.press(.resume, on: id, by: .khanh, ["ground": "Bản án 3"])
        #expect(done.status == 303)
        #expect(try await bench.office.load(id).status == .inProcess)
    }

    @Test(arguments: Language.allCases) func aMistakeIsToldAndWhatWasTypedStays(_ language: Language) async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let client = try await bench.office.client(signedInAs: .tuan, language: language.rawValue)
        let path = "/desk/dossiers/\(id)/acts/proposeSupplement"
        let page = try await client.get(path)
        let answer = try await client.submit(
            path,
            ["request": "Giấy khai sinh", "until": "31/2/2025", "seen": "3"],
            from: page
        )
        #expect(answer.status == 422 && answer.body.contains("31/2/2025") && answer.body.contains("Giấy khai sinh"))
        try expectSnapshot(answer, named: "mistake.\(language.rawValue)")
    }

    @Test func aStalePageTellsWhoChangedWhat() async throws {
        let bench = try await DossierBench()
        let office = bench.office
        let id = try await office.dossier(.taken)
        let client = try await office.client(signedInAs: .tuan)
        let path = "/desk/dossiers/\(id)/acts/completeStep"
        let page = try await client.get(path)
        let seen = page.hidden("seen") ?? ""
        office.test.advance(minutes: 1)
        try await office.act(.moveFolder(place: "Tủ 9"), on: id, by: .oanh)
        let fields = [("seen", seen), ("opinion", "refused"), ("note", "Chưa đủ căn cứ")]
        let stale = try await bench.submit(client, path, fields, from: page)
        #expect(
            stale.status == 422 && stale.words.contains("Xa Thị Oanh") && stale.words.contains("Hồ sơ giấy đổi chỗ")
        )
        #expect(stale.body.contains("Chưa đủ căn cứ"))
        // The page that answers knows the newest version: pressed again, it is done.
        let again = [("seen", stale.hidden("seen") ?? ""), ("opinion", "refused"), ("note", "Chưa đủ căn cứ")]
        #expect(try await bench.submit(client, path, again, from: stale).status == 303)
    }

    @Test func theSecondOfTwoEqualPostsShowsTheFirstsOutcome() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let client = try await bench.office.client(signedInAs: .tuan)
        let path = "/desk/dossiers/\(id)/acts/completeStep"
        let page = try await client.get(path)
        let fields = [("seen", page.hidden("seen") ?? ""), ("opinion", "granted")]
        let first = try await bench.submit(client, path, fields, from: page)
        let version = try await bench.office.load(id).version
        let second = try await bench.submit(client, path, fields, from: page)
        #expect(first.status == 303 && second.status == 303)
        #expect(first.header("Location") == second.header("Location"))
        #expect(try await bench.office.load(id).version == version)
    }

    @Test func aRefusalSaysWhatCanBeDoneInstead() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.atCounter, fee: Fee(amount: Money(dong: 8000), text: "Lệ phí"))
        let refused = try await bench.press(
            .returnResult,
            on: id,
            by: .hanh,
            ["who": "submitter", "proof": "identityCard", "copies": "1", "mark": "signature", "sure": "1"]
        )
        #expect(refused.status == 422 && refused.words.contains("Còn phải thu 8.000 đ"))
        // What the state does not allow is said on the page of the act, with what can be done.
        let late = try await bench.office.client(signedInAs: .hanh).get("/desk/dossiers/\(id)/acts/forward")
        #expect(late.status == 200)
        let gone = try await bench.office.client(signedInAs: .hanh).get("/desk/dossiers/\(id)/acts/withdraw")
        #expect(gone.words.contains("Việc có thể làm") && !gone.body.contains("name=\"reason\""))
    }

    @Test func aFormThatLeavesTheHouseWantsTheTick() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let answer = try await bench.press(.withdraw, on: id, by: .hanh, ["reason": "Không cần nữa"])
        #expect(answer.status == 422 && answer.body.contains("f-sure-error"))
        #expect(try await bench.office.load(id).status == .inProcess)
    }

    /// Every act's form, by somebody who may: complete in both languages, with fields for what it needs and no others.
    @Test(
        arguments: [
            (DossierAct.forward, Progress.received, Office.Name.hanh, ["to", "note"]), (.take, .forwarded, .tuan, []),
            (.completeStep, .taken, .tuan, ["opinion", "note"]),
            (.completeStep, .appraised, .khanh, ["opinion", "note"]),
            (.sendBack, .appraised, .khanh, ["reason"]), (.reassign, .taken, .khanh, ["to", "ground", "until"]),
            (.proposeSupplement, .taken, .tuan, ["request", "until"]),
            (.askSupplement, .taken, .khanh, ["request", "until", "sure"]),
            (.askPayment, .taken, .tuan, ["amount", "text", "until", "sure"]),
            (.extend, .taken, .khanh, ["reason", "date", "sure"]), (.overrideDue, .taken, .khanh, ["date", "ground"]),
            (.withdraw, .taken, .hanh, ["reason", "sure"]), (.stop, .taken, .khanh, ["reason", "ground", "sure"]),
            (.finish, .signed, .oanh, ["number", "file", "sure"]), (.reopen, .issued, .khanh, ["reason"]),
            (.returnResult, .atCounter, .hanh, ["who", "collector", "proof", "slipLost", "originals", "mark", "sure"]),
            (.decline, .atCounter, .hanh, ["reason", "sure"]), (.reroute, .received, .dung, ["to", "reason", "sure"]),
            (.void, .received, .dung, ["reason", "ground", "sure"]), (.moveFolder, .received, .hanh, ["place"]),
            (.giveBackOriginals, .returned, .hanh, ["originals", "mark", "sure"]), (.undo, .taken, .tuan, ["reason"]),
            (.openCorrection, .returned, .dung, ["reason", "sure"]),
        ] as [(DossierAct, Progress, Office.Name, [String])]
    )
    func everyActHasItsForm(_ act: DossierAct, _ progress: Progress, _ name: Office.Name, _ fields: [String])
        async throws
    {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(progress)
        for language in Language.allCases {
            let client = try await bench.office.client(signedInAs: name, language: language.rawValue)
            let page = try await client.get("/desk/dossiers/\(id)/acts/\(act.rawValue)")
            #expect(page.status == 200 && !page.body.contains("⟦"), "\(page.words)")
            let found = page.body.components(separatedBy: "id=\"f-").dropFirst().compactMap { part in
                part.prefix { $0 != "\"" }.split(separator: "-").first.map(String.init)
            }
            #expect(Set(found) == Set(fields), "\(act)")
            #expect(page.hidden("seen") != nil)
        }
    }

    @Test func papersHaveEmptyRowsToFillIn() {
        let paper = Dossiers.Paper(name: "Đơn", form: .original, count: 1)
        #expect(PaperRows.count(FormData(PaperRows.values([], more: 4))) == 4)
        #expect(PaperRows.count(FormData(PaperRows.values([paper], more: 2))) == 3)
        let full = [Dossiers.Paper](repeating: paper, count: DossierLimits.papers)
        #expect(PaperRows.count(FormData(PaperRows.values(full, more: 2))) == DossierLimits.papers)
        var form = FormData(PaperRows.values([paper], more: 2))
        #expect(PaperRows.read(&form, by: Office.Name.hanh.actor, before: []) == [paper] && form.errors.isEmpty)
    }

    @Test func theFormsOfTheCounterLookAsTheyShould() async throws {
        let bench = try await DossierBench()
        let client = try await bench.office.client(signedInAs: .hanh)
        let fresh = try await bench.childsDossier()
        try expectSnapshot(try await client.get("/desk/dossiers/\(fresh)/acts/correct"), named: "correct.vi")
        let id = try await bench.office.dossier(.atCounter)
        try expectSnapshot(try await client.get("/desk/dossiers/\(id)/acts/returnResult"), named: "return.vi")
    }
}
