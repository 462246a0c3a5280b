import Documents
import Foundation
import Kernel
import Register
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite struct DocumentsTests {
    private func content(_ text: String) throws -> StoredContent {
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-documents-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var writer = try FileStore(folder: folder.path).begin("a")
        try writer.write(Array("%PDF-1.7 \(text)".utf8)[...])
        return try writer.finish()
    }

    @Test(arguments: Engine.available)
    func aFileIsOpenedByRightAndElseIsNotThere(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations + Documents.migrations)
        let world = TestWorld().world
        let content = try content("một")
        let id = try await database.write("file") { tx in
            try Documents.add(
                content,
                name: "../Đơn của Bùi Thị Mơ.PDF",
                subject: "dsr_1",
                by: Actor("stf_1"),
                agency: "agc_1",
                world: world,
                in: tx
            )
        }
        let (mine, others, none, entries) = try await database.read { tx in
            (
                try Documents.open(id, in: tx) { $0.subject == "dsr_1" }, try Documents.open(id, in: tx) { _ in false },
                try Documents.open(ID("fil_none"), in: tx) { _ in true }, try Book.entries(of: id.rawValue, in: tx)
            )
        }
        #expect(mine?.content == content && mine?.name == "Đơn của Bùi Thị Mơ.pdf" && mine?.uploader == Actor("stf_1"))
        #expect(others == nil && none == nil)
        #expect(entries.map(\.event.name) == ["file.stored"])
        #expect(entries.first?.event.payload.contains("Mơ") == false)
    }

    @Test(arguments: Engine.available)
    func aSubjectHasSoManyFilesAndNotOneMore(engine: Engine) async throws {
        let database = try await engine.database(Book.migrations + Documents.migrations)
        let world = TestWorld().world
        let content = try content("hai")
        @Sendable func add(_ tx: Storage.Transaction) throws {
            _ = try Documents.add(
                content,
                name: "a",
                subject: "dsr_1",
                by: Actor("stf_1"),
                agency: nil,
                world: world,
                in: tx
            )
        }
        try await database.write("files") { tx in for _ in 0..<FileLimits.perSubject { try add(tx) } }
        await #expect(throws: FileError.tooMany(limit: FileLimits.perSubject)) {
            try await database.write("file") { tx in try add(tx) }
        }
        let files = try await database.read { tx in try Documents.files(of: "dsr_1", in: tx) }
        #expect(files.count == FileLimits.perSubject)
    }
}
