internal import Foundation

/// One thing measured: how often it was repeated, the best and the middle of the repetitions.
struct BenchFigure: Encodable {
    var name: String
    /// `/s` is better when greater; `ms` and `µs` when smaller.
    var unit: String
    var best: Double
    var median: Double
    var repetitions: Int
    /// How many times the thing was done in each repetition.
    var each: Int
    var goal: String?
    /// The median beside that of the figure it is compared with.
    var ratio: Double?
    /// Millionths of a second of the server's processor for each.
    var processor: Double?

    /// Things a second.
    static func rate(_ name: String, each: Int, _ seconds: [Double], goal: String? = nil) -> BenchFigure {
        make(name, "/s", each, seconds.map { Double(each) / $0 }.sorted(by: >), goal)
    }
    /// Time for one thing, in thousandths or millionths of a second.
    static func time(_ name: String, _ unit: String, each: Int, _ seconds: [Double]) -> BenchFigure {
        let scale = unit == "ms" ? 1e3 : 1e6
        return make(name, unit, each, seconds.map { $0 * scale / Double(each) }.sorted(), nil)
    }
    /// A thing that happens once.
    static func one(_ name: String, _ unit: String, _ value: Double) -> BenchFigure {
        make(name, unit, 1, [value], nil)
    }
    /// `values`: the best first.
    private static func make(_ name: String, _ unit: String, _ each: Int, _ values: [Double], _ goal: String?)
        -> BenchFigure
    {
        BenchFigure(
            name: name,
            unit: unit,
            best: values.first ?? 0,
            median: values.isEmpty ? 0 : values[values.count / 2],
            repetitions: values.count,
            each: each,
            goal: goal
        )
    }
    func beside(_ other: BenchFigure?) -> BenchFigure {
        var figure = self
        figure.ratio = other.flatMap { $0.median > 0 ? median / $0.median : nil }
        return figure
    }
}

/// Repeats `body` and gives the seconds of each repetition; the first, which warms up, is not counted.
func benchSeconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try body()
    return try (0..<repetitions).map { _ in try ContinuousClock().measure(body).seconds }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// The machine and the build on which was measured.
struct BenchMachine: Encodable {
    #if DEBUG
    var build = "debug: these figures say little"
    #else
    var build = "release"
    #endif
    var cores = ProcessInfo.processInfo.activeProcessorCount
    var memoryMiB = ProcessInfo.processInfo.physicalMemory >> 20
    var processor: String
    var kernel: String
    var sqlite = ""
    /// One, five and fifteen minutes, before and after: what else was running.
    var loadBefore = load()
    var loadAfter = ""

    init() {
        let lines = Self.read("/proc/cpuinfo").split(separator: "\n")
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        processor = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
        kernel = Self.read("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)
    }
    static func load() -> String { read("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ") }
    private static func read(_ path: String) -> String {
        let bytes = try? FileHandle(forReadingAtPath: path)?.readToEnd()
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

struct BenchReport: Encodable {
    var machine: BenchMachine
    var figures: [BenchFigure] = []

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func text() -> String {
        var rows = [["", "median", "best", "unit", "repeated", "cpu µs", "ratio", "goal"]]
        for it in figures {
            let ratio = it.ratio.map { "×" + Self.number($0) } ?? ""
            rows.append([
                it.name, Self.number(it.median), Self.number(it.best), it.unit, "\(it.repetitions) × \(it.each)",
                it.processor.map(Self.number) ?? "", ratio, it.goal ?? "",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return (1...2).contains(column) ? gap + cell : cell + gap
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        return """
            \(machine.build); \(machine.processor), \(machine.cores) cores, \(machine.memoryMiB) MiB, \
            Linux \(machine.kernel), SQLite \(machine.sqlite)
            load before \(machine.loadBefore), after \(machine.loadAfter)

            \(lines.joined(separator: "\n"))
            """
    }
    /// Three or more digits that mean something.
    static func number(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(format: value >= 10 ? "%.1f" : "%.2f", value)
    }
}
