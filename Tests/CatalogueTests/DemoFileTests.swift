import Agencies
import Foundation
import Kernel
import LegalClock
import Testing

@testable import Catalogue

/// The repository's `Demo` folder, read from where this test stands.
enum DemoFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Demo")
    static func procedures() throws -> [String: String] {
        let folder = folder.appending(path: "procedures")
        var texts: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".json") {
            texts[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return texts
    }
    static func versions() throws -> [ProcedureVersion] {
        try procedures().sorted { $0.key < $1.key }.flatMap { try ProcedureFile.decode($0.value) }
    }
    static func synonyms() throws -> Synonyms {
        try Synonyms.decode(String(contentsOf: folder.appending(path: "synonyms.json"), encoding: .utf8))
    }
}

@Suite struct DemoFileTests {
    @Test func everyFileDecodesAndIsComplete() throws {
        let files = try DemoFiles.procedures()
        #expect(files.count >= 7)
        for (file, text) in files {
            for version in try ProcedureFile.decode(text) {
                let place = "\(file) \(version.code)"
                #expect(!version.name.isEmpty && !(version.nameEnglish ?? "").isEmpty, "\(place)")
                #expect(!version.field.isEmpty && !version.levels.isEmpty && !version.agency.isEmpty, "\(place)")
                #expect(!version.subjects.isEmpty && version.steps.count >= 2, "\(place)")
                #expect(!version.results.isEmpty && !version.papers.isEmpty && !version.channels.isEmpty, "\(place)")
                #expect(!version.legalBasis.isEmpty, "\(place)")
                #expect(version.legalBasis.allSatisfy { $0.effectiveOn != nil && !$0.number.isEmpty }, "\(place)")
                #expect(!version.decision.number.isEmpty && version.decision.on != nil, "\(place)")
                #expect(version.leftOver[ProcedureFile.demoValuesKey] != nil, "\(place) names its demo values")
                #expect(version.flags.isEmpty, "\(place)")
                #expect(
                    VietnameseText.isCleanText(text) && VietnameseText.normalized(text).utf8.elementsEqual(text.utf8)
                )
                for terms in version.channels {
                    #expect(terms.limit != nil && !terms.limitText.isEmpty && !terms.fees.isEmpty, "\(place)")
                    #expect(terms.fees.allSatisfy { !$0.text.isEmpty }, "\(place)")
                }
                for paper in version.papers { #expect(paper.originals + paper.copies > 0, "\(place) \(paper.name)") }
                #expect(version.workflow.contains { $0.kind == .sign && $0.role == .leader }, "\(place)")
                #expect(version.workflow.allSatisfy { !$0.name.isEmpty && $0.limit != nil }, "\(place)")
            }
        }
    }

    @Test func aboutFortyProceduresHaveEachTheirOwnCode() throws {
        let versions = try DemoFiles.versions()
        #expect(Set(versions.map(\.code)).count >= 40)
        #expect(Set(versions.map(\.id)).count == versions.count)
        for (code, mine) in Dictionary(grouping: versions, by: \.code) {
            let sorted = mine.sorted { $0.validFrom < $1.validFrom }
            for (first, second) in zip(sorted, sorted.dropFirst()) {
                #expect(first.validTo == second.validFrom.adding(days: -1), "\(code)")
            }
        }
    }

    @Test func theRulesOfTheCounterAreThere() throws {
        let versions = try DemoFiles.versions()
        func rules(_ code: String) -> ProcedureRules? { versions.first { $0.code == code }?.rules }
        #expect(rules("1.000894")?.forbidsProxy == true)
        #expect(rules("1.001193")?.ownerMayBeUnnamed == true)
        #expect(rules("2.000815")?.mayBeAtOnce == true)
        for version in versions where version.rules.mayBeAtOnce {
            #expect(version.channels.first?.limit == .sameDay, "\(version.code)")
        }
    }

    @Test func certifiedCopiesCostWhatTheLawSays() throws {
        let version = try #require(try DemoFiles.versions().first { $0.code == "2.000815" })
        let terms = try #require(version.terms(.inPerson))
        #expect(FeeRule.compute(terms, copies: 3, pages: 5) == Money(dong: 21_000))
        #expect(FeeRule.compute(terms, copies: 1, pages: 200) == Money(dong: 200_000))
    }

    @Test(arguments: ["3 weeks", "", "0 days", "same", "999 days"])
    func aLimitInNoKnownWordsIsRefusedByName(limit: String) throws {
        let text = try #require(try DemoFiles.procedures()["ho-tich.json"]).replacingOccurrences(
            of: "\"limit\": \"5 working days\"",
            with: "\"limit\": \"\(limit)\""
        )
        #expect(throws: ProcedureFileError.self) { try ProcedureFile.decode(text) }
    }
}
