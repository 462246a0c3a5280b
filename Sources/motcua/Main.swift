internal import ArgumentParser

/// The command line of Một Cửa.
@main struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "motcua",
        subcommands: [ClockCommand.self, CalendarCommand.self]
    )
}
