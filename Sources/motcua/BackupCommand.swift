internal import ArgumentParser
internal import Foundation
internal import Server

/// `motcua backup`: a backup while the server goes on.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Sao lưu trong khi đang phục vụ. Back up while serving, or check a backup.",
        discussion: """
            motcua backup /srv/backup --data /var/lib/motcua --keep 14
            motcua backup check /srv/backup

            Khóa không bao giờ nằm trong bản sao lưu. Keys are never in a backup. Ends with 0 when all is well, 1 when \
            there is no backup or it is damaged, 2 when a backup was made and something in the data needs looking at.
            """,
        subcommands: [BackupMakeCommand.self, BackupCheckCommand.self],
        defaultSubcommand: BackupMakeCommand.self
    )
}

struct BackupMakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Sao lưu vào thư mục này (mặc định). Make a backup in this folder; the default."
    )
    @Argument(help: "Thư mục chứa các bản sao lưu. The folder of backups; files are shared between them.")
    var folder: String
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Chép khóa vào một nơi khác. Copy the keys too, to a place apart from data and backups.")
    var keysTo: String?
    @Option(help: "Chỉ giữ N bản mới nhất. Keep the newest N; nothing is deleted unless this one is good.")
    var keep: Int?
    @Flag(help: "Không báo tiến độ. Say nothing while it works.") var quiet = false

    func validate() throws {
        guard keep.map({ (1...10_000).contains($0) }) ?? true else { throw ValidationError("--keep 1–10000") }
    }

    func run() async throws {
        let opened = try await DataFolder.open(data, schema: .asItIs)
        let backup = try Backup(opened, to: folder).saying(Terminal.saying(quiet))
        let outcome = try await backup.make(at: SystemClock.now(), keysTo: keysTo, keep: keep)
        let manifest = outcome.manifest
        for name in outcome.deleted { Terminal.note("Đã xóa bản cũ, deleted: \(name)") }
        Terminal.line(
            """
            Đã sao lưu vào \(outcome.path): đến bút toán \(manifest.book.position), \(manifest.files) tệp \
            (\(outcome.written) tệp mới). Khóa không nằm trong đó: \(opened.settings.keys)
            Backed up to \(outcome.path): up to entry \(manifest.book.position), \(manifest.files) files \
            (\(outcome.written) new). The keys are not in it: \(opened.settings.keys)
            """
        )
        for warning in outcome.warnings { Terminal.note("✗ \(warning.vi)\n✗ \(warning.en)") }
        if !outcome.warnings.isEmpty { throw ExitCode(2) }
    }
}

struct BackupCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Đọc lại toàn bộ một bản sao lưu. Read a whole backup and name what is damaged."
    )
    @Argument(help: "Một bản sao lưu, hoặc thư mục chứa chúng. A backup, or a folder of them: then the newest.")
    var folder: String
    @Flag(help: "Không báo tiến độ. Say nothing while it works.") var quiet = false

    func run() async throws {
        let check = try BackupCheck(folder, say: Terminal.saying(quiet))
        for finding in check.findings { Terminal.line("✗ \(finding.vi)\n✗ \(finding.en)") }
        let position = check.manifest?.book.position ?? 0
        guard check.isGood else {
            Terminal.line("\(check.path): hỏng, damaged.")
            throw ExitCode(1)
        }
        Terminal.line(
            """
            \(check.path): nguyên vẹn, đến bút toán \(position), \(check.files) tệp.
            \(check.path): whole, up to entry \(position), \(check.files) files.
            """
        )
        if let damaged = check.manifest?.damaged, !damaged.isEmpty {
            Terminal.line("Đã thiếu khi sao lưu, missing when it was made: \(damaged.joined(separator: ", "))")
        }
    }
}

extension Terminal {
    /// Progress to standard error, in both languages; nothing when `quiet`.
    static func saying(_ quiet: Bool) -> Saying {
        { vi, en in if !quiet { note("… \(vi) · \(en)") } }
    }
}
