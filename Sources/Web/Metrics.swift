internal import Synchronization

/// Counters and histograms of this process, written as Prometheus reads them.
///
/// Labels are bounded by the code: a route's pattern, a status, a kind; never a name, a code or an address.
public final class Metrics: Sendable {
    /// Upper bounds of the buckets, in seconds.
    public static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Histogram {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var sum = 0.0
    }
    private struct State {
        var counters: [String: [String: Int]] = [:]
        var gauges: [String: [String: Double]] = [:]
        var histograms: [String: [String: Histogram]] = [:]
    }
    private let state = Mutex(State())

    public init() {}

    public func count(_ name: String, _ labels: [String: String] = [:], by amount: Int = 1) {
        let key = Self.written(labels)
        state.withLock { $0.counters[name, default: [:]][key, default: 0] += amount }
    }
    public func set(_ name: String, _ value: Double, _ labels: [String: String] = [:]) {
        let key = Self.written(labels)
        state.withLock { $0.gauges[name, default: [:]][key] = value }
    }
    /// Adds a duration to a histogram, in seconds.
    public func observe(_ name: String, _ seconds: Double, _ labels: [String: String] = [:]) {
        let key = Self.written(labels)
        state.withLock { state in
            var histogram = state.histograms[name]?[key] ?? Histogram()
            histogram.count += 1
            histogram.sum += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { histogram.buckets[index] += 1 }
            state.histograms[name, default: [:]][key] = histogram
        }
    }

    /// All figures in the text format of Prometheus, sorted.
    public var text: String {
        let state = self.state.withLock { $0 }
        var out = ""
        for (name, series) in state.counters.sorted(by: { $0.key < $1.key }) {
            out += "# TYPE \(name) counter\n"
            for (labels, value) in series.sorted(by: { $0.key < $1.key }) {
                out += "\(name)\(Self.set(labels)) \(value)\n"
            }
        }
        for (name, series) in state.gauges.sorted(by: { $0.key < $1.key }) {
            out += "# TYPE \(name) gauge\n"
            for (labels, value) in series.sorted(by: { $0.key < $1.key }) {
                out += "\(name)\(Self.set(labels)) \(value)\n"
            }
        }
        for (name, series) in state.histograms.sorted(by: { $0.key < $1.key }) {
            out += "# TYPE \(name) histogram\n"
            for (labels, histogram) in series.sorted(by: { $0.key < $1.key }) {
                for (bound, count) in zip(Self.bounds, histogram.buckets) {
                    out += "\(name)_bucket\(Self.set(labels, "le=\"\(bound)\"")) \(count)\n"
                }
                out += "\(name)_bucket\(Self.set(labels, "le=\"+Inf\"")) \(histogram.count)\n"
                out +=
                    "\(name)_sum\(Self.set(labels)) \(histogram.sum)\n\(name)_count\(Self.set(labels)) \(histogram.count)\n"
            }
        }
        return out
    }

    private static func written(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }
    private static func set(_ labels: String, _ more: String = "") -> String {
        let all = [labels, more].filter { !$0.isEmpty }.joined(separator: ",")
        return all.isEmpty ? "" : "{\(all)}"
    }
    private static func escaped(_ value: String) -> String {
        var out = ""
        for character in value {
            switch character {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.append(character)
            }
        }
        return out
    }
}
