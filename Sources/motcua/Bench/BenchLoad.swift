internal import Foundation

/// `wrk` (a load generator, Debian) with a script of ours.
///
/// Each run counts from elsewhere, so that no key and no person comes twice.
struct BenchLoad {
    static let program = "/usr/bin/wrk"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }
    private static let seconds = 3
    private static let repetitions = 3

    let server: BenchServer
    private var runs = 0
    init(_ server: BenchServer) { self.server = server }

    /// Sends the same kind of request over so many connections for some seconds, again and again.
    ///
    /// - Parameter script: Lua that defines `request`; it finds the token in `token` and a number that grows in `count`.
    mutating func figure(_ name: String, connections: Int, goal: String? = nil, _ script: String) throws -> BenchFigure
    {
        let file = server.folder + "-load.lua"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try (Self.head + script).write(toFile: file, atomically: true, encoding: .utf8)
        var (seconds, requests, processor) = ([Double](), 0, 0.0)
        for _ in 0..<Self.repetitions {
            runs += 1
            let before = server.processorSeconds
            let out = try BenchServer.run(
                [
                    "-t1", "-c\(connections)", "-d\(Self.seconds)s", "--timeout", "20s", "-s", file,
                    "http://127.0.0.1:\(server.port)", "--", server.token, "\(runs * 30_000)",
                ],
                program: Self.program
            )
            processor += server.processorSeconds - before
            guard let line = out.split(separator: "\n").first(where: { $0.hasPrefix("bench ") }),
                case let numbers = line.split(separator: " ").dropFirst().compactMap({ Double($0) }),
                numbers.count == 3,
                numbers[0] > 0
            else { throw Self.noFigure(name) }
            guard numbers[2] == 0 else { throw Self.refused(name, Int(numbers[2])) }
            requests += Int(numbers[0])
            seconds.append(numbers[1] / 1e6 / numbers[0])
        }
        var figure = BenchFigure.rate(name, each: 1, seconds, goal: goal)
        figure.each = requests / Self.repetitions
        figure.processor = processor / Double(max(1, requests)) * 1e6
        return figure
    }

    private static let head = """
        token, count = "", 0
        function init(args) token = args[1]; count = tonumber(args[2]) end
        function done(summary, latency, requests)
            local e = summary.errors
            io.write(string.format("bench %d %d %d\\n", summary.requests, summary.duration,
                e.connect + e.read + e.write + e.status + e.timeout))
        end

        """
    private static func noFigure(_ name: String) -> CommandFailure {
        CommandFailure(vi: "\(name): wrk không cho số nào.", en: "\(name): wrk gave no figure.")
    }
    private static func refused(_ name: String, _ count: Int) -> CommandFailure {
        CommandFailure(vi: "\(name): \(count) yêu cầu không được nhận.", en: "\(name): \(count) requests were refused.")
    }
}
