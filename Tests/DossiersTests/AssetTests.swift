import Agencies
import Dossiers
import Foundation
import Kernel
import LegalClock
import Register
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
private func file(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

/// The cases of an enum as its source names them: no list beside it can be forgotten.
private func cases(of name: String, in path: String) throws -> [String] {
    let source = try file(path)
    let start = try #require(source.range(of: "enum \(name)"))
    let end = try #require(source.range(of: "\n}", range: start.upperBound..<source.endIndex))
    return source[start.upperBound..<end.lowerBound].split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard words.first == "case", words.count > 1 else { return nil }
        return String(words[1].prefix { $0.isLetter || $0.isNumber })
    }
}

@Suite struct StringTests {
    private func texts(_ language: String) throws -> [String: String] {
        let data = try Data(contentsOf: root.appending(path: "Assets/strings/\(language)/dossier.json"))
        return try JSONDecoder().decode([String: String].self, from: data)
    }
    private func needed() throws -> [String] {
        func keys<E: CaseIterable & RawRepresentable<String>>(_ prefix: String, _ type: E.Type) -> [String] {
            type.allCases.map { "\(prefix).\($0.rawValue)" }
        }
        let refusals = try cases(of: "DossierError", in: "Sources/Dossiers/DossierError.swift")
        let bags = try cases(of: "BagError", in: "Sources/Dossiers/Bag.swift")
        let files = try cases(of: "FileError", in: "Sources/Documents/FileKind.swift")
        let sheets = try cases(of: "CSVError", in: "Sources/Kernel/CSVText.swift")
        let events = try cases(of: "DossierEvent", in: "Sources/Dossiers/DossierEvent.swift")
        #expect(refusals.count > 45 && bags.count > 8 && files.count > 5 && sheets.count > 3 && events.count > 28)
        return keys("act", DossierAct.self) + keys("capacity", Capacity.self) + keys("channel", IntakeChannel.self)
            + keys("delivery", ResultDelivery.self) + keys("mark", ReceiptMark.self) + keys("outcome", Outcome.self)
            + keys("paper_form", PaperForm.self) + keys("proof", CollectionProof.self) + keys("role", Role.self)
            + keys("what", Countable.self) + keys("part", WrittenPart.self) + keys("step", StepKind.self)
            + keys("slip", SlipForm.self) + keys("finance", FinanceState.self) + keys("where", DeliveryState.self)
            + keys("sync", SyncState.self) + keys("timeliness", Timeliness.self) + keys("bag_state", Bag.State.self)
            + keys("certification", CertificationBook.self) + keys("sheet", OrganisationSheet.Problem.Cause.self)
            + keys("sheet_column", OrganisationSheet.Column.self)
            + ["sheet.noNameColumn", "sheet.empty"] + Status.allCases.map { "status.\($0)" }
            + refusals.map { "refusal.\($0)" } + bags.map { "bag.\($0)" }
            + files.map { "file.\($0)" } + sheets.map { "csv.\($0)" } + events.map { "event.\($0)" }
    }

    @Test(arguments: ["vi", "en"])
    func everyCaseHasItsText(language: String) throws {
        let texts = try texts(language)
        for key in try needed() { #expect(texts[key]?.isEmpty == false, "\(language) lacks \(key)") }
    }

    @Test func bothLanguagesHaveTheSameKeysAndPlaceholders() throws {
        let (vi, en) = (try texts("vi"), try texts("en"))
        #expect(Set(vi.keys) == Set(en.keys))
        func holes(_ text: String) -> Set<Substring> {
            Set(
                text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { $0.prefix { $0 != "}" } }
            )
        }
        for (key, text) in vi { #expect(holes(text) == holes(en[key] ?? ""), "\(key)") }
    }

    @Test(arguments: ["vi", "en"])
    func keysAreSorted(language: String) throws {
        let keys = try file("Assets/strings/\(language)/dossier.json").split(separator: "\n").compactMap { line in
            line.split(separator: "\"").dropFirst().first
        }
        #expect(keys == keys.sorted())
    }
}

@Suite struct StateDocumentTests {
    private func page() -> String {
        func name(_ status: Status?) -> String {
            status.map { "\($0.rawValue == 99 ? "–" : "\($0.rawValue)") \($0)" } ?? "(new)"
        }
        var out = """
            # The states of a dossier

            Printed from `Transitions.table` by a test; change the code and run it with `UPDATE_DOCS=1`.
            The numbers are the national codes. What does not stand here is refused, and the refusal tells what can be done
            instead. What the rules want beyond state, role and unit stands under "guards";
            `DossierRules` decides it.

            | act | from | to | who | where | form | guards |
            | --- | --- | --- | --- | --- | --- | --- |

            """
        for line in Transitions.table {
            let from = line.from.count > 9 ? "any" : line.from.map(name).joined(separator: ", ")
            let who = line.roles.isEmpty ? "the citizen" : line.roles.map(\.rawValue).joined(separator: ", ")
            let to = line.to.map(name) ?? "(stays)"
            let (form, guards) = (line.form ?? "", line.guards ?? "")
            out += "| `\(line.act)` | \(from) | \(to) | \(who) | \(line.at) | \(form) | \(guards) |\n"
        }
        return out
    }

    @Test func theDocumentIsTheTable() throws {
        let path = root.appending(path: "docs/dossier-states.md")
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            try page().write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(try file("docs/dossier-states.md") == page())
    }
}

/// Every format of every event, written once and kept for ever: old books must read.
@Suite struct GoldenEventTests {
    private func samples() throws -> [RecordedEvent] {
        var seen: [String: RecordedEvent] = [:]
        func keep(_ event: DossierEvent) throws {
            let recorded = try event.recorded()
            if seen[recorded.name] == nil { seen[recorded.name] = recorded }
        }
        for status in Status.allCases { for entry in try Story.at(status).history { try keep(entry.event) } }
        let text = Fixture.text()
        let papers = [Paper(name: "Hộ chiếu", form: .comparedCopy, count: 1, comparedBy: Actor("stf_1"), file: "fil_1")]
        let due = Fixture.instant("2025-07-01T08:30")
        let more: [DossierEvent] = [
            .papersAskedAtIntake(IntakeRequest(submission: Fixture.submission(), request: text)),
            .sentBack(SentBack(toStep: 0, reason: text)),
            .reassigned(Reassigned(to: Actor("stf_2"), ground: "Nghỉ phép")),
            .supplementBrought(SupplementBrought(papers: papers, dueAt: due, restsOn: [Fixture.date("2025-09-01")])),
            .paymentMade(PaymentMade(amount: Money(dong: 5), receipt: "BL-1", dueAt: due, restsOn: [])),
            .extended(Extended(reason: text, dueAt: due, approver: Actor("stf_3"))),
            .dueChanged(DueChanged(dueAt: due, cause: .calendar, ground: "Nghỉ bù", restsOn: [])),
            .resumed(Resumed(ground: "Điều 9", dueAt: due, restsOn: [])), .reopened(Reopened(fault: text)),
            .declined(Closed(reason: text)), .rerouted(Rerouted(to: Fixture.police, reason: text)),
            .folderMoved(FolderMoved(place: "Kệ 3")),
            .originalsGivenBack(OriginalsGivenBack(papers: ["Sổ đỏ"], mark: .thumbprint)),
            .slipPrinted(SlipPrinted(form: .receipt, number: 2, replacesBecause: text)),
            .corrected(
                Corrected(
                    owners: [ID("per_1")],
                    submitter: ID("per_2"),
                    capacity: .proxy,
                    papers: papers,
                    delivery: .nearHome,
                    reason: text
                )
            ), .undone(Undone(versions: [3, 4], reason: text)),
            .certified(Certified(book: .copies, year: 2025, number: 137, title: "Bằng", pages: 5, copies: 3)),
            .correctionOpened(CorrectionOpened(dossier: ID("dsr_2"), fault: text)),
        ]
        for event in more { try keep(event) }
        let code = try #require(DossierCode(rawValue: "H28.01-250627-0009"))
        let bags: [BagEvent] = [
            .made(BagMade(number: "TÚI-2025-0001", from: Fixture.centre, to: Fixture.police)), .added(ID("dsr_1")),
            .removed(ID("dsr_1")), .sent, .received(BagReceived(missing: [ID("dsr_1")], extra: [code])),
        ]
        for event in bags {
            let recorded = try event.recorded()
            seen[recorded.name] = recorded
        }
        return seen.values.sorted { $0.name < $1.name }
    }

    @Test func everyFormatStillReads() throws {
        let path = root.appending(path: "docs/api/dossier-events.jsonl")
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            // Old formats stay: only events without a line get one.
            let old = try file("docs/api/dossier-events.jsonl").split(separator: "\n").map { $0 + "\n" }
            let known = Set(old.compactMap { $0.split(separator: " ").first })
            let new = try samples().filter { !known.contains(Substring($0.name)) }
            let lines = (old.map(String.init) + new.map { "\($0.name) \($0.format) \($0.payload)\n" }).sorted()
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try lines.joined().write(to: path, atomically: true, encoding: .utf8)
        }
        var names: Set<String> = []
        for line in try file("docs/api/dossier-events.jsonl").split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            let old = RecordedEvent(name: parts[0], format: Int(parts[1]) ?? 0, payload: parts[2])
            let isBag = old.name.hasPrefix("bag.")
            let again = isBag ? try BagEvent(old).recorded() : try DossierEvent(old).recorded()
            #expect(again == old, "\(old.name) is not written as it was")
            names.insert(old.name)
        }
        let events = try cases(of: "DossierEvent", in: "Sources/Dossiers/DossierEvent.swift").map { "dossier.\($0)" }
        let bags = try cases(of: "BagEvent", in: "Sources/Dossiers/Bag.swift").map { "bag.\($0)" }
        #expect(names == Set(events + bags))
    }
}
