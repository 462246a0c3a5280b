internal import ArgumentParser
internal import Foundation
internal import Server

/// `motcua restore`: a backup into a new data folder.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Khôi phục vào thư mục mới rồi kiểm tra. Restore into a new folder and compare with the original.",
        discussion: """
            motcua restore /srv/backup --data /var/lib/motcua --keys /etc/motcua/keys

            Chỉ vào thư mục mới hoặc trống. Into a new or empty folder only. With --database the data go into \
            PostgreSQL, wherever they were before.
            """
    )
    @Argument(help: "Một bản sao lưu, hoặc thư mục chứa chúng. A backup, or a folder of them: then the newest.")
    var folder: String
    @OptionGroup var place: PlaceOptions
    @Option(name: .long, help: "The language of the report: vi or en.") var language: RegisterLanguage = .vi
    @Flag(help: "Không báo tiến độ. Say nothing while it works.") var quiet = false

    func run() async throws {
        let restore = Restore(folder, to: place.data, place.settings(), say: Terminal.saying(quiet))
        let outcome = try await restore.run()
        Terminal.line(
            """
            Đã khôi phục \(outcome.backup) vào \(place.data): đến bút toán \(outcome.manifest.book.position).
            Restored \(outcome.backup) into \(place.data): up to entry \(outcome.manifest.book.position).
            """
        )
        guard outcome.pending.isEmpty else {
            return Terminal.line(
                """
                Dữ liệu của bản cũ hơn: nâng cấp rồi kiểm tra. Of an older version: upgrade, then verify.
                motcua upgrade --data \(place.data) && motcua register verify --data \(place.data) \
                && motcua register rebuild --check --data \(place.data)
                """
            )
        }
        let words = RegisterWords(language)
        for line in outcome.verified.map(words.lines) ?? [] { Terminal.line(line) }
        for line in outcome.rebuilt.map(words.lines) ?? [] { Terminal.line(line) }
        if !outcome.isEqual { throw ExitCode(1) }
    }
}
