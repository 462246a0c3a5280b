import Foundation
import Kernel
import LegalClock
import Testing

@testable import Catalogue

/// A development run over a real file: `SAMPLE=path swift test --filter SampleTests`; without it nothing is read.
@Suite struct SampleTests {
    static let sample = ProcessInfo.processInfo.environment["SAMPLE"]

    @Test(.enabled(if: sample != nil))
    func theSampleIsReadAndPrinted() throws {
        let path = try #require(Self.sample)
        let records = try NationalFile.decode(String(contentsOfFile: path, encoding: .utf8))
        for (index, record) in records.enumerated() {
            let record = try record.get()
            let date = try #require(CivilDate(2026, 7, 1))
            let version = try record.version(id: ID("prc_\(index)"), validFrom: date)
            print("#### \(index) \(version.code) | \(version.name.prefix(70))")
            for terms in version.channels {
                let fees = terms.fees.map { fee in
                    "\(fee.amount.map(\.description) ?? "nil") \(fee.kind) \(fee.formula.map { "\($0)" } ?? "") "
                        + "[\(fee.text.prefix(60))]"
                }
                print("   \(terms.channel) \(terms.limit.map { "\($0)" } ?? "nil") '\(terms.limitText)' \(fees)")
            }
            print("   papers \(version.papers.count) results \(version.results)")
            for paper in version.papers {
                print(
                    "     * \(paper.originals)+\(paper.copies) \(paper.isShownOnly ? "SHOW " : "")\(paper.name.prefix(110)) "
                        + "when[\(paper.onlyWhen.prefix(50))] form[\(paper.form ?? "")]"
                )
            }
            print("   basis \(version.legalBasis.map { "\($0.number)<\($0.title.prefix(30))>" })")
            for flag in version.flags {
                print("   ! \(flag.kind) \(flag.channel.map { "\($0)" } ?? "") \(flag.text.prefix(150))")
            }
            print("   left \(version.leftOver.mapValues(\.count))")
        }
    }

    /// The questions over the real names among the generated neighbours.
    @Test(.enabled(if: sample != nil))
    func theQuestionsFindTheRealNames() throws {
        let path = try #require(Self.sample)
        let date = try #require(CivilDate(2026, 7, 1))
        var entries: [FinderEntry] = []
        for record in try NationalFile.decode(String(contentsOfFile: path, encoding: .utf8)) {
            entries.append(FinderEntry(try record.get().version(id: ID("prc"), validFrom: date)))
        }
        let finder = Finder(
            entries + Neighbours.make(2600, beside: entries),
            synonyms: try DemoFiles.synonyms()
        )
        let missed = FinderTests.questions.compactMap { question -> String? in
            let hits = finder.find(question.query, limit: 30).map(\.entry)
            let place = hits.firstIndex { $0.code == question.code }
            if let place, place < 3 { return nil }
            return "\(question.query): \(place.map { $0 + 1 } ?? 0) \(hits.prefix(3).map(\.name))"
        }
        print("real names: missed \(missed.count) of \(FinderTests.questions.count): \(missed)")
        #expect(missed.count <= 2)
        let clock = ContinuousClock()
        let time = clock.measure { for (query, _) in FinderTests.questions { _ = finder.find(query) } }
        print("finder: \(time / FinderTests.questions.count) a query")
    }
}
