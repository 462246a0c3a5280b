internal import ArgumentParser
internal import Foundation
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
            CSV with the columns date,kind,status,name_vi,name_en and, where known, weekday,paired_with; or JSON with the \
            same names. kind: statutory, compensatory, swap_off, swap_workday, or none for a day that is ordinary after \
            all. One wrong line and nothing is entered.
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
        let notice: Notice
        do {
            notice = try Notice(reading: try readFile(file), as: format, source: source ?? name)
        } catch let error as NoticeFaults {
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
        let text =
            change.map {
                "Đã nhập \(notice.days.count), bỏ \(notice.removed.count) ngày, từ \($0.from.written); lần đổi lịch \($0.revision).\n"
                    + "Entered \(notice.days.count), removed \(notice.removed.count) days, from \($0.from); revision \($0.revision).\n"
            } ?? "Mọi ngày đã có sẵn. Every day stood there already.\n"
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
