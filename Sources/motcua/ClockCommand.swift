internal import ArgumentParser
internal import Foundation
internal import LegalClock

/// `motcua clock`: the legal clock at the terminal.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Tính ngày hẹn trả kết quả. Compute due dates.",
        subcommands: [DueCommand.self]
    )
}

/// `motcua clock due`: one due date with its derivation, or a file of them.
struct DueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "The due instant and how it comes about.",
        discussion: """
            motcua clock due --received 2024-04-26T09:00 --limit "3 ngày làm việc"
            motcua clock due --batch FILE.csv > RESULT.csv
            """
    )

    @Option(help: "The moment of valid reception, like 2024-04-26T09:00.")
    var received: String?
    @Option(help: "The time limit: \"3 ngày làm việc\", \"0,5 ngày làm việc\", \"30 ngày\", \"same day\", ….")
    var limit: String?
    @Option(help: "A pause, FROM/TO; may be given again.")
    var pause: [String] = []
    @Flag(help: "Print one JSON object.")
    var json = false
    @Option(help: "A file with the columns received,limit,pauses; adds due,error. \"-\" reads the standard input.")
    var batch: String?
    @Option(
        name: .customLong("lang"),
        help: "vi or en: the language of errors and of the derivation (both if not given)."
    )
    var language: String?
    @Option(help: "The code of the unit whose calendar is taken; needs --data.")
    var agency: String?
    @Option(help: "The data folder.")
    var data: String?

    func validate() throws {
        if batch == nil {
            guard received != nil, limit != nil else {
                throw ValidationError(
                    "Cần --received và --limit, hoặc --batch. --received and --limit are needed, or --batch."
                )
            }
        } else if received != nil || limit != nil || !pause.isEmpty || json {
            throw ValidationError("--batch đứng một mình. --batch goes without --received, --limit, --pause, --json.")
        }
        guard (agency == nil) == (data == nil) else {
            throw ValidationError("--agency và --data đi cùng nhau. --agency and --data go together.")
        }
        if let language, ClockLanguage(rawValue: language) == nil {
            throw ValidationError("--lang vi | en")
        }
        guard pause.count <= ClockLimits.pauses else {
            throw CommandFailure(ClockInputError.tooManyPauses(max: ClockLimits.pauses).phrase)
        }
    }

    func run() async throws {
        var calendar = WorkCalendar.standard
        if let agency, let data { calendar = try await CalendarAccess.calendar(of: agency, at: data) }
        if let batch {
            try runBatch(batch, calendar)
        } else {
            try runSingle(calendar)
        }
    }

    private func runSingle(_ calendar: WorkCalendar) throws {
        let due: DueDate
        do {
            let moment = try ClockInput.received(received ?? "")
            let limit = try ClockInput.limit(limit ?? "")
            let pauses = try pause.map { text throws(ClockInputError) in try ClockInput.pause(text) }
            due = calendar.due(received: moment, limit: limit, pauses: pauses)
        } catch let error as ClockInputError { throw CommandFailure(error.phrase) }
        let languages = language.flatMap(ClockLanguage.init(rawValue:)).map { [$0] } ?? ClockLanguage.allCases
        write((json ? ClockReport.json(due) : ClockReport.text(due, in: languages)) + "\n")
    }

    private func runBatch(_ path: String, _ calendar: WorkCalendar) throws {
        let file: [UInt8]
        if path == "-" {
            file = Array(FileHandle.standardInput.readDataToEndOfFile())
        } else {
            file = try readFile(path)
        }
        let outcome: ClockBatch.Outcome
        do {
            let language = language.flatMap(ClockLanguage.init(rawValue:)) ?? .vi
            outcome = try ClockBatch(calendar: calendar, language: language).run(file)
        } catch { throw CommandFailure(error.phrase) }
        FileHandle.standardOutput.write(Data(outcome.file))
        if outcome.failed > 0 { throw ExitCode(1) }
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

/// The bytes of a file, or a refusal that names it.
func readFile(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandFailure(vi: "Không đọc được tệp \(path).", en: "The file \(path) cannot be read.")
    }
    return Array(data)
}
