internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import LegalClock
internal import Register

/// `motcua calendar`: the days off of the nation and of a unit.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Lịch làm việc, ngày nghỉ. The working calendar.",
        subcommands: [CalendarImportCommand.self]
    )
}

/// `motcua calendar import`: enters a yearly notice from a file.
struct CalendarImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Enter a yearly notice of days off, swaps and make-up days.",
        discussion: """
            CSV with the columns date,kind,status,name_vi,name_en and, where known, weekday,paired_with; or JSON with \
            the same names. kind: statutory, compensatory, swap_off, swap_workday, or none for a day that is ordinary \
            after all. One wrong line and nothing is entered.
            """
    )

    @Argument(help: "The notice's file, .csv or .json.")
    var file: String
    @Option(help: "Number and date of the notice; the file's name if not given.")
    var source: String?
    @Option(help: "The data folder.")
    var data: String
    @Option(help: "The code of the unit for which alone it holds; else it holds for all.")
    var agency: String?

    func run() async throws {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let format: NoticeFormat = name.lowercased().hasSuffix(".json") ? .json : .csv
        let bytes = try readFile(file)
        let notice: Notice
        do {
            notice = try Notice(reading: bytes, as: format, source: source ?? name)
        } catch {
            let lines = error.faults.map(\.phrase)
            throw CommandFailure(
                vi: (["Chưa nhập gì:"] + lines.map(\.vi)).joined(separator: "\n"),
                en: (["Nothing was entered:"] + lines.map(\.en)).joined(separator: "\n")
            )
        }
        let opened = try await CalendarAccess.open(data)
        var key = CalendarKey.national
        if let agency {
            guard let own = try await CalendarAccess.lineage(of: agency, opened).first else { throw ExitCode.failure }
            key = .agency(own)
        }
        let desk = CalendarDesk(database: opened.database, world: opened.world)
        let change = try await desk.enter(notice, in: key, by: .system("calendar import"))
        FileHandle.standardOutput.write(Data(Self.report(change, of: notice).utf8))
    }

    private static func report(_ change: CalendarChange?, of notice: Notice) -> String {
        guard let change else { return "Mọi ngày đã có sẵn. Every day stood there already.\n" }
        let (entered, removed) = (notice.days.count, notice.removed.count)
        return """
            Đã nhập \(entered) ngày, bỏ \(removed) ngày, từ \(change.from.written); lần đổi lịch \(change.revision).
            Entered \(entered) days, removed \(removed) days, from \(change.from); revision \(change.revision).

            """
    }
}
