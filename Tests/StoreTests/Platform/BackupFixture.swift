import Dispatch
import Documents
import Foundation
import Kernel
import Register
import Secrets
import Server
import Site
import Storage
import StoreTestSupport
import Synchronization

/// A small demo with uploaded files, and a place for its backups.
struct BackupHouse {
    let house: DataHouse
    let platform: Platform
    let folder: DataFolder
    var backups: String { house.path + "-backups" }
    static let moment = Instant(iso: "2026-11-25T02:00:00+07:00") ?? Instant(milliseconds: 0)

    init(_ engine: Engine, files: Int = 3, dossiers: Int = 0) async throws {
        house = try await DataHouse(engine)
        platform = try await house.demo(dossiers)
        folder = try await DataFolder.open(house.path, schema: .asItIs)
        for number in 0..<files { try await upload(number) }
    }

    func backup() throws -> Backup { try Backup(folder, to: backups) }

    /// A file of its own for each number, with its entry in the book.
    @discardableResult
    func upload(_ number: Int) async throws -> String {
        var writer = try platform.rooms.files.begin("upload\(number)")
        try writer.write(Array("%PDF-1.4 \(number)\n\(String(repeating: "tờ khai ", count: 40))".utf8)[...])
        let content = try writer.finish()
        let world = platform.world
        try await platform.database.write("test.upload") { tx in
            _ = try Documents.add(
                content,
                name: "tờ khai \(number).pdf",
                subject: "dsr_test\(number)",
                by: .system("test"),
                agency: nil,
                world: world,
                in: tx
            )
        }
        return content.hash
    }

    func position() async throws -> Int64 {
        try await platform.database.read { tx in try Book.position(in: tx) }
    }

    /// Where a restored copy goes: on SQLite a folder, on PostgreSQL a schema too.
    static func target(_ engine: Engine, keys: String) async throws -> (path: String, settings: Settings) {
        let other = try await DataHouse(engine)
        var settings = other.settings
        settings.keys = keys
        return (other.path, settings)
    }
}

/// Writes without an end, so that others can wait until it has written once more.
final class Writing: Sendable {
    private let ended = Atomic<Bool>(false)
    private let written = DispatchSemaphore(value: 0)

    func run(_ house: BackupHouse) async throws -> Int {
        var number = 1000
        while !ended.load(ordering: .acquiring) {
            try await house.upload(number)
            number += 1
            written.signal()
        }
        return number - 1000
    }
    /// Waits for one more write; false when none came in four seconds.
    func waitForOne() -> Bool { written.wait(timeout: .now() + 4) == .success }
    /// Forgets the writes so far.
    func drain() { while written.wait(timeout: .now()) == .success {} }
    func end() { ended.store(true, ordering: .releasing) }
}

/// Changes one byte of a file, and back.
func flip(_ path: String, at place: Int? = nil) throws {
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? handle.close() }
    let size = try handle.seekToEnd()
    let offset = UInt64(place ?? Int(size) / 2)
    try handle.seek(toOffset: offset)
    guard let byte = try handle.read(upToCount: 1)?.first else { return }
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data([byte ^ 1]))
}
