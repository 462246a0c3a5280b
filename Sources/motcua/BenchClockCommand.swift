internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import LegalClock

/// `motcua bench-clock`: due instants beside another program's, on the same receptions.
struct BenchClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-clock",
        abstract: "Đo ngày hẹn và ghi các véc-tơ đã đo. Measure due instants and write the vectors that were measured.",
        discussion: "Benchmarks/numpy_busday.py computes the same with numpy's busday_offset."
    )
    @Option(help: "A file for the vectors: lines of received,days,due, the instants as milliseconds.") var vectors:
        String
    @Option(help: "How many vectors.") var count = 200_000

    /// Receptions inside the hours of working days of 2019–2026, and 1–30 working days: what a calendar of days can say.
    func run() async throws {
        let calendar = WorkCalendar.standard
        var dice = SeededGenerator(11)
        var receptions: [Instant] = []
        var limits: [Int] = []
        while receptions.count < max(1, count) {
            let date = CivilDate(day: 17_897 + Int32.random(in: 0..<2900, using: &dice))
            let minute = 450 + Int.random(in: 0..<480, using: &dice)
            guard calendar.isWorkingDay(date) else { continue }
            receptions.append(Instant(date, minute: minute < 690 ? minute : minute + 120))
            limits.append(Int.random(in: 1...30, using: &dice))
        }
        let days = (0...30).map { TimeLimit.workingDays($0) }
        var due: [Instant] = []
        let seconds = benchSeconds(7) {
            due.removeAll(keepingCapacity: true)
            for (received, limit) in zip(receptions, limits) {
                due.append(calendar.dueInstant(received: received, limit: days[limit]))
            }
        }
        var text = ""
        for index in receptions.indices {
            text += "\(receptions[index].milliseconds),\(limits[index]),\(due[index].milliseconds)\n"
        }
        guard FileManager.default.createFile(atPath: vectors, contents: Data(text.utf8)) else {
            throw CommandFailure(vi: "Không ghi được \(vectors).", en: "\(vectors) cannot be written.")
        }
        let median = seconds.sorted()[seconds.count / 2]
        Terminal.line("{\"vectors\": \(receptions.count), \"perSecond\": \(Int(Double(receptions.count) / median))}")
    }
}
