internal import Foundation

/// A site of its own: a fresh demo, and `motcua serve` upon it as a process, so that nothing of the server is left out.
final class BenchServer {
    let folder: String
    let port: UInt16
    let token: String
    private(set) var startSeconds = 0.0
    private let process: Process

    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
    static var programBytes: Int {
        (try? FileManager.default.attributesOfItem(atPath: program)[.size] as? Int) ?? 0
    }

    /// - Parameter database: the address of a PostgreSQL; nil keeps the data in SQLite.
    init(_ folder: String, dossiers: Int, database: String? = nil) throws {
        self.folder = folder
        let place = database.map { ["--database", $0, "--schema", "bench_site"] } ?? []
        _ = try Self.run(["demo", "--data", folder, "--dossiers", "\(dossiers)", "--quiet"] + place)
        let made = try Self.run([
            "token", "create", "--data", folder, "--officer", "lan.tiepnhan", "--rights", "read,intake,act", "--label",
            "bench",
        ])
        token = made.split(separator: "\n").first.map(String.init) ?? ""
        port = Socket.freePort()
        process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["serve", "--data", folder, "--listen", "127.0.0.1:\(port)", "--log", "error"]
        process.standardOutput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        while !Socket.answers(port, path: "/healthz") {
            guard process.isRunning, start.duration(to: .now) < .seconds(60) else { throw Self.silent }
            usleep(1000)
        }
        startSeconds = start.duration(to: .now).seconds
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Resident memory now, in MiB.
    var memoryMiB: Double {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) / 1024
    }
    /// Processor time used so far, in seconds.
    var processorSeconds: Double {
        let stat = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Runs this program, or another, to its end and gives what it wrote.
    static func run(_ arguments: [String], program: String = BenchServer.program) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let out = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CommandFailure(
                vi: "Lệnh \(arguments.first ?? program) không thành công.",
                en: "The command \(arguments.first ?? program) failed."
            )
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let silent = CommandFailure(
        vi: "Máy chủ để đo không trả lời.",
        en: "The server that is to be measured does not answer."
    )
}

/// As much of TCP as asking once needs.
private enum Socket {
    /// A port of the loopback address that nobody uses now.
    static func freePort() -> UInt16 {
        let it = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(it) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                _ = bind(it, place, length)
                getsockname(it, place, &length)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    static func answers(_ port: UInt16, path: String) -> Bool {
        let it = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(it) }
        var address = loopback(port)
        let isOpen = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(it, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen else { return false }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".utf8)
        guard send(it, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
        var answer = [UInt8](repeating: 0, count: 12)
        return recv(it, &answer, answer.count, Int32(MSG_WAITALL)) == 12
            && String(decoding: answer, as: UTF8.self) == "HTTP/1.1 200"
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
