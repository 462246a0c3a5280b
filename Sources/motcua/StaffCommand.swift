internal import Access
internal import Agencies
internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Server
internal import Site

/// `motcua staff`: officers from a spreadsheet.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Thêm cán bộ từ bảng tính. Add officers from a spreadsheet.",
        subcommands: [StaffImportCommand.self]
    )
}

struct StaffImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Thêm cán bộ từ tệp CSV. Add the officers of a CSV file; the same file again adds nobody.",
        discussion: """
            Columns: unit (name or code), name, title, roles (several with ";"), and if wanted log-in, phone, from.
            Nothing is written while a line is wrong. One-time passwords go into a new file that only you can read.
            """
    )
    @Argument(help: "The file: CSV in UTF-8, commas or semicolons.") var file: String
    @Option(help: "The data folder.") var data: String
    @Option(help: "A new file for the one-time passwords.") var passwords: String?
    @Flag(help: "Look at the list only.") var check = false

    func validate() throws {
        guard check || passwords != nil else {
            throw ValidationError("--passwords FILE hoặc --check. Name a file for the passwords, or --check.")
        }
    }

    func run() async throws {
        let platform = try await Opening.platform(data)
        let rooms = platform.rooms
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ValidationError("Không đọc được tệp. The file cannot be read: \(file)")
        }
        let desk = StaffImport(database: platform.database, world: platform.world, vault: rooms.vault)
        let authority = AccountAuthority.system("command-line")
        let plan: StaffSheetPlan
        do { plan = try await desk.plan(Array(bytes), by: authority) } catch let refusal as StaffSheet.Refusal {
            throw ValidationError("The file is no list of officers: \(refusal)")
        }
        for flaw in plan.flaws {
            Terminal.note("line \(flaw.line), \(flaw.column.rawValue) “\(flaw.text)”: \(flaw.cause.rawValue)")
        }
        let new = plan.newLines.count
        guard plan.isGood else {
            Terminal.line("added 0, unchanged 0, refused \(Set(plan.flaws.map(\.line)).count)")
            throw ExitCode.failure
        }
        guard !check, let passwords else {
            Terminal.line("would add \(new), unchanged \(plan.lines.count - new), refused 0")
            return
        }
        let out = try PrivateFile(passwords)
        let given = try await desk.carryOut(plan, by: authority)
        let rows = given.map { [$0.line.unit.rawValue, $0.line.name, $0.line.title, $0.line.logIn, $0.password] }
        try out.write(CSVText.write([["unit", "name", "title", "log-in", "one-time password"]] + rows))
        Terminal.line("added \(new), unchanged \(plan.lines.count - new), refused 0, passwords \(given.count)")
    }
}

/// A file that is made new and that its owner alone reads.
private struct PrivateFile {
    let handle: FileHandle
    init(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path),
            FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw ValidationError("Không tạo được tệp mới. A new file cannot be made there: \(path)")
        }
        self.handle = handle
    }
    func write(_ text: String) throws { try handle.write(contentsOf: Data(text.utf8)) }
}
