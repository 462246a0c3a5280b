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

    /// What the forty records must come to, checked by hand: `sample-expected.json` beside this file.
    struct Expected: Codable, Equatable {
        struct Channel: Codable, Equatable {
            var by: String
            /// Nil: no limit may be taken.
            var limit: String?
            /// Sums in đồng; nil: not stated.
            var fees: [Int64?]
        }
        var code: String
        var channels: [Channel]
        var papers: Int
        /// Kinds of the flags, each with how many.
        var flags: [String: Int]

        init(_ version: ProcedureVersion) {
            code = version.code
            channels = version.channels.map { terms in
                Channel(
                    by: "\(terms.channel)",
                    limit: terms.limit.map { "\($0)" },
                    fees: terms.fees.map { $0.amount?.dong }
                )
            }
            papers = version.papers.count
            flags = version.flags.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += 1 }
        }
    }
    static let expectedPath = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "sample-expected.json")

    static func expected() throws -> [Expected] {
        try JSONDecoder().decode([Expected].self, from: Data(contentsOf: expectedPath))
    }

    /// The table itself keeps the rule: what has no value has a flag.
    @Test func theTableOfTheFortyRecordsHoldsTheRule() throws {
        let table = try Self.expected()
        #expect(table.count == 40)
        for record in table {
            for channel in record.channels {
                let timeFlags = ["limitWithoutUnit", "limitDisagrees", "limitMissing"].compactMap { record.flags[$0] }
                if channel.limit == nil { #expect(!timeFlags.isEmpty, "\(record.code)") }
                let feeFlags = ["feeNotStated", "feeUnclear"].compactMap { record.flags[$0] }
                if channel.fees.contains(nil) || channel.fees.isEmpty { #expect(!feeFlags.isEmpty, "\(record.code)") }
            }
            if record.papers == 0 { #expect(record.flags["papersUnclear"] != nil, "\(record.code)") }
        }
    }

    @Test(.enabled(if: sample != nil))
    func theSampleComesToTheTable() throws {
        let path = try #require(Self.sample)
        let date = try #require(CivilDate(2026, 7, 1))
        let read = try NationalFile.decode(String(contentsOfFile: path, encoding: .utf8)).map {
            Expected(try $0.get().version(id: ID("prc"), validFrom: date))
        }
        if ProcessInfo.processInfo.environment["SAMPLE_PROPOSE"] != nil {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try encoder.encode(read).write(to: Self.expectedPath)
        }
        let table = Dictionary(uniqueKeysWithValues: try Self.expected().map { ($0.code, $0) })
        #expect(read.count == table.count)
        for record in read { #expect(record == table[record.code], "\(record.code)") }
        let unflagged = read.filter { $0.flags.isEmpty }
        print("sample: \(read.count) read, \(unflagged.count) without any flag: \(unflagged.map(\.code))")
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
