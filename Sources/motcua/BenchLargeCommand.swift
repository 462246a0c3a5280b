internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Server

/// `motcua bench-large`: whether a house of a million dossiers answers as fast as a small one.
struct BenchLargeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-large",
        abstract: "Đo danh sách và tìm kiếm ở 20 nghìn đến 1 triệu hồ sơ. Measure lists and searches up to a million.",
        discussion: """
            Cần nhiều chỗ trống: lệnh nói trước và từ chối khi thiếu. Dữ liệu thử bị xóa khi xong. It needs much disk: it \
            says how much and refuses when there is too little. What it makes is deleted.
            """
    )
    @Option(help: "Các cỡ, cách nhau bằng dấu phẩy. The sizes, separated by commas.")
    var sizes = "20000,200000,1000000"
    @Option(help: "Where the data folders are made; by default the system's temporary folder.") var folder: String?
    @Option(help: "postgres://…: đo cả trên PostgreSQL. PostgreSQL as well, in a schema of its own.")
    var database: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Say nothing while it works.") var quiet = false

    /// Bytes that a dossier takes at most, with the log and the sorting of indexes beside it.
    private static let bytesEach: (sqlite: Int64, postgres: Int64) = (9_000, 14_000)

    func validate() throws {
        guard let wanted = wantedSizes, !wanted.isEmpty, wanted.allSatisfy({ (1000...2_000_000).contains($0) }) else {
            throw ValidationError("--sizes 20000,200000,1000000 (1000–2000000)")
        }
    }
    private var wantedSizes: [Int]? {
        let parts = sizes.split(separator: ",").map { Int($0) }
        return parts.contains(nil) ? nil : parts.compactMap { $0 }.sorted()
    }

    func run() async throws {
        let wanted = wantedSizes ?? []
        let base = folder ?? NSTemporaryDirectory()
        let place = base + "/motcua-bench-large-\(ProcessInfo.processInfo.processIdentifier)"
        try checkRoom(in: base, for: wanted.last ?? 0)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        var report = LargeReport(machine: BenchMachine())
        let quiet = quiet
        for engine in [nil, database] where engine != nil || report.sizes.isEmpty {
            for size in wanted {
                let bench = BenchLarge(folder: place, database: engine, dossiers: size) { text in
                    if !quiet { Terminal.note("  \(text)") }
                }
                if !quiet { Terminal.note("\(engine == nil ? "SQLite" : "PostgreSQL"), \(size)…") }
                report.add(try await bench.run())
            }
        }
        report.machine.loadAfter = BenchMachine.load()
        Terminal.line(json ? try report.json() : report.text())
    }

    /// Says what the largest size takes, and refuses before anything is made.
    private func checkRoom(in folder: String, for dossiers: Int) throws {
        let each = database == nil ? Self.bytesEach.sqlite : Self.bytesEach.postgres
        let needed = Double(Int64(dossiers) * each) / 1e9
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        let free = Double((attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0) / 1e9
        let words = (String(format: "%.1f", needed), String(format: "%.1f", free))
        if !quiet {
            Terminal.note("Cần \(words.0) GB, trống \(words.1) GB. It needs \(words.0) GB; \(words.1) GB are free.")
        }
        guard free > needed else {
            throw CommandFailure(
                vi:
                    "\(folder) chỉ còn \(words.1) GB, cần \(words.0) GB. Chọn chỗ khác bằng --folder, hoặc --sizes nhỏ hơn.",
                en:
                    "\(folder) has \(words.1) GB free and \(words.0) GB are needed. Give another --folder, or smaller --sizes."
            )
        }
    }
}
