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

    @Option(help: "One section alone: clock, finder, paper, store, http.") var only: BenchSection?

    @Option(help: "An empty PostgreSQL that waits for its disk, for the same over HTTP.") var postgres: String?

    func run() async throws {
        let place = (folder ?? NSTemporaryDirectory()) + "/motcua-bench-\(ProcessInfo.processInfo.processIdentifier)"
        defer {
            for path in [place, place + "-keys"] { try? FileManager.default.removeItem(atPath: path) }
        }
        var report = BenchReport(machine: BenchMachine())
        for section in BenchSection.allCases where only == nil || only == section {
            say("\(section.rawValue)…")
            switch section {
            case .clock: report.figures += BenchClock.figures()
            case .finder: report.figures += [try BenchFinder.figure()]
            case .paper: report.figures += [try BenchPaper.receipt(), try BenchPaper.list()]
            case .store:
                let store = try await BenchStore(place)
                report.machine.sqlite = try await store.version()
                report.figures += try await store.figures()
            case .http:
                guard BenchLoad.isThere else {
                    say(
                        "Không có wrk: scripts/install.sh bench. No wrk, so nothing over HTTP: scripts/install.sh bench"
                    )
                    continue
                }
                report.figures += try await BenchHTTP(folder: place).figures(postgres: postgres)
            }
        }
        report.machine.loadAfter = BenchMachine.load()
        Terminal.line(json ? try report.json() : report.text())
    }

    private func say(_ text: String) { if !quiet { Terminal.note(text) } }
}

/// What is measured together, in this order.
enum BenchSection: String, CaseIterable, ExpressibleByArgument { case clock, finder, paper, store, http }
