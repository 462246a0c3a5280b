internal import ArgumentParser
internal import Foundation

/// `motcua bench`: how fast this build is on this machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Đo tốc độ, các số cạnh nhau trong một lần chạy. Measure speed, side by side in one run.",
        discussion: """
            Mục tiêu, không phải điều kiện: không con số nào làm lệnh này thất bại. Goals, not conditions: no figure \
            makes this command fail. It works in a folder of its own and deletes it.
            """
    )
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Say nothing while it works.") var quiet = false
    @Option(help: "Where the databases are made; by default the system's temporary folder.") var folder: String?

    func run() async throws {
        let place = (folder ?? NSTemporaryDirectory()) + "/motcua-bench-\(ProcessInfo.processInfo.processIdentifier)"
        defer {
            for path in [place, place + "-keys"] { try? FileManager.default.removeItem(atPath: path) }
        }
        var report = BenchReport(machine: BenchMachine())
        say("clock…")
        report.figures += BenchClock.figures()
        say("finder…")
        report.figures += [try BenchFinder.figure()]
        say("paper, pages…")
        report.figures += [try BenchPaper.receipt(), try BenchPaper.list()]
        say("intake, register…")
        let store = try await BenchStore(place)
        report.machine.sqlite = try await store.version()
        report.figures += try await store.figures()
        report.machine.loadAfter = BenchMachine.load()
        Terminal.line(json ? try report.json() : report.text())
    }

    private func say(_ text: String) { if !quiet { Terminal.note(text) } }
}
