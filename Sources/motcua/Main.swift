internal import ArgumentParser
internal import Server

/// The command line of Một Cửa.
@main struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "motcua",
        abstract: "Một Cửa: tiếp nhận và trả kết quả. The one-stop shop of a Vietnamese administration.",
        discussion: """
            motcua demo --data demo-data && motcua serve --data demo-data     thử ngay, to try it
            motcua init --data /var/lib/motcua                               dùng thật, for real work
            """,
        version: Release.version,
        subcommands: [
            InitCommand.self, ServeCommand.self, DemoCommand.self, RegisterCommand.self, CalendarCommand.self,
            CatalogueCommand.self, StaffCommand.self, TokenCommand.self, ClockCommand.self, BackupCommand.self,
            RestoreCommand.self, UpgradeCommand.self, BenchCommand.self, BenchLargeCommand.self, BenchClockCommand.self,
        ]
    )

    static func main() async {
        CalendarAccess.set { path in
            let platform = try await Opening.platform(path)
            return OpenedCalendar(database: platform.database, world: platform.world) { code in
                try await Opening.lineage(code, platform)
            }
        }
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: OperatorFailure.wording(error))
        }
    }
}
