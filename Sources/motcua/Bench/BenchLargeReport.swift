internal import Foundation

/// How fast one question is answered.
struct LargeQuestion: Encodable, Sendable {
    var name: String
    var medianMicroseconds: Double
    var perSecond: Double
    /// What was found on average: questions of different sizes are only alike when this is.
    var meanRows: Double
    /// The median beside that of the smallest size on the same engine.
    var ratio: Double?
}

/// What was measured of one size on one engine.
struct LargeSize: Encodable, Sendable {
    var engine: String
    var dossiers: Int
    var entries: Int64 = 0
    var bytes: Int64 = 0
    var buildSeconds = 0.0
    var verifySeconds = 0.0
    var rebuildSeconds = 0.0
    var questions: [LargeQuestion] = []

    init(engine: String, dossiers: Int) {
        self.engine = engine
        self.dossiers = dossiers
    }
}

/// All sizes, with the machine they were measured on.
struct LargeReport: Encodable, Sendable {
    var machine: BenchMachine
    var sizes: [LargeSize] = []

    /// Adds a size, its questions beside those of the smallest of its engine.
    mutating func add(_ size: LargeSize) {
        var size = size
        if let smallest = sizes.first(where: { $0.engine == size.engine }) {
            for (index, question) in size.questions.enumerated() {
                let base = smallest.questions.first { $0.name == question.name }?.medianMicroseconds ?? 0
                size.questions[index].ratio = base > 0 ? question.medianMicroseconds / base : nil
            }
        }
        sizes.append(size)
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func text() -> String {
        var lines = [
            "\(machine.build); \(machine.processor), \(machine.cores) cores, \(machine.memoryMiB) MiB",
            "load before \(machine.loadBefore), after \(machine.loadAfter)",
        ]
        for size in sizes {
            let each = Double(max(1, size.dossiers))
            lines.append("")
            lines.append(
                """
                \(size.engine), \(size.dossiers) dossiers, \(size.entries) entries: \
                made \(Self.number(each / max(size.buildSeconds, 1e-9)))/s, \
                \(Self.number(Double(size.bytes) / each)) bytes a dossier, \
                verify \(Self.number(size.verifySeconds)) s, rebuild --check \(Self.number(size.rebuildSeconds)) s
                """
            )
            for it in size.questions {
                let ratio = it.ratio.map { " ×\(Self.number($0)) (goal ×1.5)" } ?? ""
                lines.append(
                    """
                      \(it.name): median \(Self.number(it.medianMicroseconds)) µs, \(Self.number(it.perSecond))/s, \
                    \(Self.number(it.meanRows)) found\(ratio)
                    """
                )
            }
        }
        return lines.joined(separator: "\n")
    }
    private static func number(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(format: value >= 10 ? "%.1f" : "%.2f", value)
    }
}
