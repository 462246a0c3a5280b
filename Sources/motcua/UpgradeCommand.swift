internal import ArgumentParser
internal import Foundation
internal import Server
internal import StorageSQLite

/// `motcua upgrade`: older data for this version, and back again.
struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Nâng cấp dữ liệu (sao chép trước), hoặc quay lại. Upgrade data after a copy, or take it back.",
        discussion: """
            motcua upgrade --check --data /var/lib/motcua     xem sẽ làm gì, says what would be done
            motcua upgrade --data /var/lib/motcua             như serve tự làm khi khởi động, as serve does by itself
            motcua upgrade undo --data /var/lib/motcua        máy chủ phải dừng, with every server stopped
            """,
        subcommands: [UpgradeRunCommand.self, UpgradeUndoCommand.self],
        defaultSubcommand: UpgradeRunCommand.self
    )
}

struct UpgradeRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Nâng cấp (mặc định). Upgrade; the default.",
        discussion: "--check ends with 0 when nothing is to be done, 2 when something is."
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Flag(help: "Chỉ nói sẽ làm gì. Only say what would be done; change nothing.") var check = false
    @Flag(help: "Đã có bản sao lưu lúc này: không sao chép. There is a backup of this moment: make no copy.")
    var backedUp = false
    @Flag(help: "Không báo tiến độ. Say nothing while it works.") var quiet = false

    func run() async throws {
        let folder = try await DataFolder.open(data, schema: .asItIs)
        let upgrade = Upgrade(folder)
        let plan = try await upgrade.plan()
        guard !plan.pending.isEmpty else {
            return Terminal.line(
                "Không có gì phải nâng cấp (\(Release.version)). Nothing to upgrade (\(Release.version))."
            )
        }
        if check {
            Terminal.line(
                """
                Sẽ áp dụng \(plan.pending.count) bước, sau khi chép khoảng \(plan.needed >> 20) MB (còn \(plan.free >> 20) MB).
                \(plan.pending.count) migrations would be applied, after a copy of about \(plan.needed >> 20) MB \
                (\(plan.free >> 20) MB are free).
                \(plan.pending.map { "  " + $0 }.joined(separator: "\n"))
                """
            )
            throw ExitCode(2)
        }
        let lock: FolderLock
        do { lock = try FolderLock(folder: folder.path) } catch { throw OperatorFailure.wording(error) }
        let done = try await upgrade.run(backedUp: backedUp, at: SystemClock.now(), say: Terminal.saying(quiet))
        withExtendedLifetime(lock) {}
        let copy = done.copy.map { " Bản trước đó, the copy before: \($0)" } ?? ""
        Terminal.line("Đã nâng cấp, upgraded: \(done.applied.joined(separator: ", ")).\(copy)")
    }
}

struct UpgradeUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Quay lại như trước khi nâng cấp. Put back the tables as they were before the upgrade."
    )
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Bản before-….sqlite; mặc định là bản mới nhất. The copy; the newest by default.") var copy: String?
    @Flag(help: "Bỏ lại những gì ghi sau khi nâng cấp (vẫn giữ trong after-…). Leave out what was written since.")
    var leaveNewer = false

    func run() async throws {
        let done = try await TakeBack(data, copy: copy).run(leavingNewer: leaveNewer, at: SystemClock.now())
        Terminal.line(
            """
            Đã quay lại \(done.copy); dữ liệu vừa thay ra được giữ ở \(done.kept). Hãy chạy lại bản chương trình cũ.
            Put back \(done.copy); what stood there is kept in \(done.kept). Now start the older program.
            """
        )
        if done.newer > 0 { Terminal.line("Bỏ lại, left out: \(done.newer) bút toán, entries.") }
    }
}
