import Foundation
import Kernel
import TestSupport
import Testing

@testable import LegalClock

@Suite struct BatchTests {
    private let calendar = WorkCalendar.standard

    private func run(_ text: String, _ language: ClockLanguage = .en) throws -> (
        text: String, outcome: ClockBatch.Outcome
    ) {
        let outcome = try ClockBatch(calendar: calendar, language: language).run(Array(text.utf8))
        return (String(decoding: outcome.file, as: UTF8.self), outcome)
    }

    @Test func aBadLineGetsItsErrorAndTheRestGoesOn() throws {
        let (text, outcome) = try run(
            """
            received,limit,pauses
            2024-04-26T09:00,3 working days,
            2024-04-31T09:00,3 working days,
            2024-04-26T09:00,"0,5 ngày làm việc",
            2024-04-26T09:00,3wd,2024-05-02T10:00/2024-05-02T17:00;2024-05-02T14:00/2024-05-03T10:00
            2024-04-26T09:00,soon,
            2024-04-26T09:00,3wd,2024-05-03T10:00/2024-05-02T10:00
            2024-04-26T09:00,3wd
            """
        )
        #expect(
            text == """
                received,limit,pauses,due,error
                2024-04-26T09:00,3 working days,,2024-05-04T09:00:00+07:00,
                2024-04-31T09:00,3 working days,,,"The moment ""2024-04-31T09:00"" is not understood. Write day and time, like 2026-03-02T09:00."
                2024-04-26T09:00,"0,5 ngày làm việc",,2024-04-26T15:00:00+07:00,
                2024-04-26T09:00,3wd,2024-05-02T10:00/2024-05-02T17:00;2024-05-02T14:00/2024-05-03T10:00,2024-05-06T09:00:00+07:00,
                2024-04-26T09:00,soon,,,"The limit ""soon"" is not understood. Write it like ""3 working days"", ""30 days"", ""same day""."
                2024-04-26T09:00,3wd,2024-05-03T10:00/2024-05-02T10:00,,"The pause ""2024-05-03T10:00/2024-05-02T10:00"" ends before it begins."
                2024-04-26T09:00,3wd,,2024-05-04T09:00:00+07:00,

                """
        )
        #expect(outcome.computed == 4 && outcome.failed == 3)
    }

    @Test func otherColumnsAreKeptAndOldResultsReplaced() throws {
        let (text, _) = try run("Mã,limit,received,due\r\n\"a,\"\"b\",1wd,2026-03-02T09:00,old\r\n\r\n")
        #expect(
            text == "Mã,limit,received,due,error\r\n\"a,\"\"b\",1wd,2026-03-02T09:00,2026-03-03T09:00:00+07:00,\r\n"
        )
    }

    @Test func aLineThatCannotBeReadSpoilsOnlyItself() throws {
        var file = Array("\u{FEFF}received,limit\n\"2026-03-02T09:00,1wd\n2026-03-02T09:00,1".utf8)
        file += [0xFF] + Array("wd\n2026-03-02T09:00,1wd,a,b,c\n2026-03-02T09:00,1wd\n".utf8)
        let outcome = try ClockBatch(calendar: calendar, language: .vi).run(file)
        #expect(outcome.computed == 1 && outcome.failed == 3)
        let lines = outcome.file.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 5)
        #expect(String(decoding: lines[1], as: UTF8.self).contains("Dòng này không đọc được"))
        #expect(String(decoding: lines[3], as: UTF8.self).contains("nhiều hơn 2 cột"))
        #expect(String(decoding: lines[4], as: UTF8.self) == "2026-03-02T09:00,1wd,2026-03-03T09:00:00+07:00,")
    }

    @Test(arguments: [
        ("", ClockBatch.Fault.empty), ("limit\n", .columnMissing("received")),
        ("received,time\n", .columnMissing("limit")),
    ])
    func aFileWithoutItsColumnsIsRefused(text: String, fault: ClockBatch.Fault) {
        #expect(throws: fault) { try run(text) }
    }

    @Test func batchEqualsSingle() throws {
        var g = SeededGenerator(7)
        var file = "received,limit,pauses\n"
        var expected: [String] = []
        for _ in 0..<300 {
            let (received, limit) = (PropertyTests.receipt(&g), PropertyTests.limit(&g))
            let pauses = PropertyTests.pauses(after: received, &g)
            let text = pauses.map { "\($0.from)/\($0.to?.description ?? "")" }.joined(separator: ";")
            file += "\(received),\(limit),\(text)\n"
            expected.append(calendar.due(received: received, limit: limit, pauses: pauses).at.description)
        }
        let rows = CSV.records(try ClockBatch(calendar: calendar).run(Array(file.utf8)).file).dropFirst()
        #expect(rows.map { $0.texts?[3] } == expected)
    }

    // MARK: Reading

    @Test(arguments: [
        ("2024-04-26T09:00", "2024-04-26T09:00:00+07:00"), (" 2024-04-26 09:00:59 ", "2024-04-26T09:00:59+07:00"),
        ("2024-04-26T02:00Z", "2024-04-26T09:00:00+07:00"), ("26/4/2024 9:00", "2024-04-26T09:00:00+07:00"),
    ])
    func momentsAreRead(text: String, moment: String) throws {
        #expect(try ClockInput.received(text).description == moment)
    }

    @Test(arguments: [
        ("", ClockInputError.receivedMissing), ("2024-04-26", .receivedNotUnderstood("2024-04-26")),
        ("31/2/2024 09:00", .receivedNotUnderstood("31/2/2024 09:00")),
        ("26/4/2024 24:00", .receivedNotUnderstood("26/4/2024 24:00")),
        ("1989-12-31T23:59", .yearOutOfBounds("1989-12-31T23:59")),
        ("2200-01-01T00:00", .yearOutOfBounds("2200-01-01T00:00")),
    ])
    func halfMomentsAreRefused(text: String, error: ClockInputError) {
        #expect(throws: error) { try ClockInput.received(text) }
    }

    @Test func pausesAreRead() throws {
        let from = at("2024-05-02T10:00")
        #expect(try ClockInput.pauses("2024-05-02T10:00/2024-05-03T10:00; 2/5/2024 10:00/3/5/2024 10:00;").count == 2)
        #expect(try ClockInput.pause("2/5/2024 10:00/3/5/2024 10:00") == Pause(from: from, to: at("2024-05-03T10:00")))
        #expect(try ClockInput.pause("2024-05-02T10:00/") == Pause(from: from, to: nil))
        #expect(try ClockInput.pauses("").isEmpty)
        #expect(throws: ClockInputError.pauseNotUnderstood("2024-05-02T10:00")) {
            try ClockInput.pause("2024-05-02T10:00")
        }
        let one = "2024-05-02T10:00/2024-05-03T10:00"
        #expect(try ClockInput.pauses(Array(repeating: one, count: 200).joined(separator: ";")).count == 200)
        #expect(throws: ClockInputError.tooManyPauses(max: 200)) {
            try ClockInput.pauses(Array(repeating: one, count: 201).joined(separator: ";"))
        }
    }

    // MARK: The report

    @Test func theReportHasTheFormThatProgramsRead() throws {
        struct Report: Decodable {
            struct Line: Decodable {
                struct Text: Decodable {
                    var vi: String
                    var en: String
                }
                var at: String
                var rule: String
                var text: Text
            }
            var due: String
            var derivation: [Line]
            var restsOn: [String]?
        }
        let due = calendar.due(received: at("2024-04-26T09:00"), limit: .workingDays(3))
        let json = ClockReport.json(due)
        #expect(
            json.hasPrefix(
                "{\"due\":\"2024-05-04T09:00:00+07:00\",\"derivation\":[{\"at\":\"2024-04-26T09:00:00+07:00\",\"rule\":\"received\",\"text\":{\"vi\":"
            )
        )
        let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        #expect(report.derivation.map(\.text.vi) == due.lines.map(\.vi))
        #expect(report.derivation.map(\.text.en) == due.lines.map(\.en))
        #expect(report.restsOn == nil)
        let expected = ClockReport.json(calendar.due(received: at("2026-12-31T09:00"), limit: .workingDays(1)))
        #expect(try JSONDecoder().decode(Report.self, from: Data(expected.utf8)).restsOn == ["2027-01-01"])
    }

    @Test func everyStringIsGoodJSON() throws {
        let odd = "\u{0}\u{1F}\n\"\\/ ữ 😀"
        let read = try JSONDecoder().decode([String].self, from: Data("[\(ClockReport.quoted(odd))]".utf8))
        #expect(read == [odd])
    }

    @Test func thePrintedReportBeginsWithTheDueInstant() {
        let due = calendar.due(received: at("2024-04-26T09:00"), limit: .workingDays(1))
        let lines = ClockReport.text(due, in: [.vi, .en]).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "2024-05-02T09:00:00+07:00")
        #expect(lines.count == 1 + 2 * (due.lines.count + 1))
    }
}
