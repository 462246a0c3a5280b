internal import ArgumentParser
internal import Catalogue
internal import Foundation
internal import Kernel
internal import Register
internal import Storage

/// `motcua catalogue`: takes the national portal's records and answers the flags that they leave.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "Import the national portal's records, list and answer their flags.",
        subcommands: [CatalogueImportCommand.self, CatalogueFlagsCommand.self, CatalogueResolveCommand.self]
    )
}

struct CatalogueOptions: ParsableArguments {
    @Option(name: .long, help: "The data folder.") var data: String
    @Flag(name: .long, help: "Print an object instead of lines.") var json = false

    /// The desk of the command line: its acts stand in the book under `system:command-line`.
    func desk() async throws -> (desk: CatalogueDesk, opened: OpenedCatalogue) {
        let opened = try await CatalogueOpening.open(data: data)
        let desk = CatalogueDesk(
            database: opened.database,
            world: opened.world,
            actor: .system("command-line"),
            agency: nil
        )
        return (desk, opened)
    }
}

struct CatalogueImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a file of the national portal. The same file a second time changes nothing."
    )
    @Argument(help: "The file, a JSON array of records.") var file: String
    @Option(name: .customLong("valid-from"), help: "First day of what is new, YYYY-MM-DD; today by default.")
    var validFrom: String?
    @OptionGroup var options: CatalogueOptions

    func run() async throws {
        let (desk, opened) = try await options.desk()
        let date: CivilDate
        if let validFrom {
            guard let given = CivilDate(iso: validFrom) else {
                throw ValidationError("Not a date: \(validFrom) (YYYY-MM-DD)")
            }
            date = given
        } else {
            date = opened.world.now().date
        }
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        } catch {
            throw ValidationError("The file cannot be read as UTF-8: \(file)")
        }
        let report: ImportReport
        do {
            report = try await desk.importNational(text, validFrom: date)
        } catch CatalogueError.fileUnreadable {
            throw ValidationError("The file is no JSON array of records: \(file)")
        } catch CatalogueError.fileTooLong(let limit) {
            throw ValidationError("The file has more than \(limit) records: \(file)")
        }
        if options.json {
            CatalogueConsole.line(try RecordedJSON.encode(ImportCounts(report)))
        } else {
            for refused in report.refused {
                CatalogueConsole.note("record \(refused.place) \(refused.code): refused, \(refused.reason)")
            }
            CatalogueConsole.line(report.line)
        }
    }
}

/// The counts as `--json` gives them.
private struct ImportCounts: Encodable {
    var imported: Int
    var newVersions: Int
    var unchanged: Int
    var flagged: Int
    var refused: Int
    var refusedRecords: [RefusedRecord]
    init(_ report: ImportReport) {
        imported = report.imported
        newVersions = report.newVersions
        unchanged = report.unchanged
        flagged = report.flagged
        refused = report.refused.count
        refusedRecords = report.refused
    }
}

struct CatalogueFlagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flags",
        abstract: "List what waits for a person's answer."
    )
    @Option(name: .long, help: "One kind: \(CatalogueFlag.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: String?
    @Option(name: .long, help: "One field, as announced.") var field: String?
    @OptionGroup var options: CatalogueOptions

    func run() async throws {
        let kind = try kind.map(parseKind)
        let field = field
        let (_, opened) = try await options.desk()
        var after = ""
        while true {
            let from = after
            let flags = try await opened.database.read { tx in
                try CatalogueStore.openFlags(kind: kind, field: field, after: from, limit: 500, in: tx)
            }
            for flag in flags { try show(flag) }
            guard let last = flags.last else { return }
            after = last.id
        }
    }

    private func show(_ stored: StoredFlag) throws {
        if options.json {
            CatalogueConsole.line(
                try RecordedJSON.encode([
                    "id": stored.id, "code": stored.code, "kind": stored.flag.kind.rawValue,
                    "channel": stored.flag.channel.map { "\($0)" } ?? "", "text": stored.flag.text,
                ])
            )
        } else {
            let channel = stored.flag.channel.map { " \($0)" } ?? ""
            CatalogueConsole.line("\(stored.id) \(stored.code) \(stored.flag.kind)\(channel): \(stored.flag.text)")
        }
    }
}

struct CatalogueResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Answer many flags by one rule: a unit for bare numbers, or accept a kind as it stands."
    )
    @Option(name: .long, help: "Bare numbers are of this unit: workingDays, calendarDays, workingHours, months.")
    var unit: String?
    @Option(name: .long, help: "Accept every flag of this kind as it stands.") var accept: String?
    @Option(name: .long, help: "Only in this field.") var field: String?
    @OptionGroup var options: CatalogueOptions

    func run() async throws {
        let rule: FlagRule
        switch (unit, accept) {
        case (let unit?, nil):
            guard let known = LimitUnit(rawValue: unit) else { throw ValidationError("Not a unit: \(unit)") }
            rule = .unit(known, field: field)
        case (nil, let kind?):
            rule = .accept(try parseKind(kind), field: field)
        default:
            throw ValidationError("Give either --unit or --accept.")
        }
        let count = try await options.desk().desk.resolveAll(rule)
        CatalogueConsole.line(options.json ? "{\"resolved\":\(count)}" : "resolved \(count)")
    }
}

private func parseKind(_ text: String) throws -> CatalogueFlag.Kind {
    guard let kind = CatalogueFlag.Kind(rawValue: text) else { throw ValidationError("Not a kind of flag: \(text)") }
    return kind
}

private enum CatalogueConsole {
    static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
