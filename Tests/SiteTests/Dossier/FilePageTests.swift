import Documents
import Dossiers
import Kernel
import SiteTestSupport
import Storage
import Testing

@testable import Site
@testable import Web

@Suite struct FilePageTests {
    private static let pdf = Array("%PDF-1.7\n".utf8)

    private func upload(_ bytes: [UInt8], to id: ID<Dossier>, _ client: Client) async throws -> Exchange {
        let page = try await client.get("/desk/dossiers/\(id)")
        let file = Client.File("file", name: "../Tờ khai.exe", type: "application/x-msdownload", bytes: bytes)
        return try await client.upload("/desk/dossiers/\(id)/files", files: [file], from: page)
    }

    @Test func aFileIsKeptByItsContentAndOpenedByRight() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let client = try await bench.office.client(signedInAs: .tuan)
        #expect(try await upload(Self.pdf, to: id, client).header("Location") == "/desk/dossiers/\(id)?done=file#files")
        let rooms = bench.office.rooms
        let file = try #require(
            try await rooms.database.read { tx in try Documents.files(of: id.rawValue, in: tx) }.first
        )
        #expect(file.name == "Tờ khai.exe.pdf")
        let opened = try await client.get("/desk/files/\(file.id)")
        #expect(opened.bytes == Self.pdf && opened.header("Content-Type") == "application/pdf")
        // An administrator sees no dossier, and no file of one.
        let other = try await bench.office.client(signedInAs: .thao)
        #expect(try await other.get("/desk/files/\(file.id)").status == 404)
        #expect(try await client.get("/desk/files/fil_none").status == 404)
    }

    @Test func whatIsNeitherPDFNorPictureIsRefused() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.taken)
        let client = try await bench.office.client(signedInAs: .tuan)
        for (bytes, words) in [(Array("MZ program".utf8), "Chỉ nhận tệp PDF"), ([], "không có nội dung")] {
            let answer = try await upload(bytes, to: id, client)
            #expect(answer.status == 422 && answer.words.contains(words), "\(words)")
        }
        #expect(
            try await bench.office.rooms.database.read { tx in try Documents.files(of: id.rawValue, in: tx) }.isEmpty
        )
    }

    @Test func twentyMegabytesAreKeptAndOneByteMoreIsNot() async throws {
        let bench = try await DossierBench()
        let pages = FilePages(bench.office.rooms)
        let most = Self.pdf + [UInt8](repeating: 32, count: FileLimits.bytes - Self.pdf.count)
        #expect(try await pages.keep(most).size == FileLimits.bytes)
        await #expect(throws: FileError.tooLarge(limit: FileLimits.bytes)) { try await pages.keep(most + [32]) }
        // The forms let such a file come in, so that it is told kindly.
        #expect(DossierPages.actLimit > FileLimits.bytes)
        #expect(RefusalWords(t: bench.texts()) { _ in "" }.words(.tooLarge(limit: FileLimits.bytes)).contains("20 MB"))
    }

    @Test func theResultsFileIsKeptWithItsNumberOrNotAtAll() async throws {
        let bench = try await DossierBench()
        let id = try await bench.office.dossier(.signed)
        let client = try await bench.office.client(signedInAs: .oanh)
        let path = "/desk/dossiers/\(id)/acts/finish"
        let page = try await client.get(path)
        let file = Client.File("file", name: "ket-qua.pdf", type: "application/pdf", bytes: Self.pdf)
        let seen = page.hidden("seen") ?? ""
        let unsure = try await client.upload(path, ["seen": seen, "number": "12/XN"], files: [file], from: page)
        #expect(unsure.status == 422)
        let stale = try await client.upload(
            path,
            ["seen": "1", "number": "12/XN", "sure": "1"],
            files: [file],
            from: page
        )
        #expect(stale.status == 422)
        let rooms = bench.office.rooms
        #expect(try await rooms.database.read { tx in try Documents.files(of: id.rawValue, in: tx) }.isEmpty)
        let done = try await client.upload(
            path,
            ["seen": seen, "number": "12/XN", "sure": "1"],
            files: [file],
            from: stale
        )
        #expect(done.status == 303)
        let kept = try await rooms.database.read { tx in try Documents.files(of: id.rawValue, in: tx) }
        #expect(try await bench.office.load(id).resultFile == kept.first?.id.rawValue && kept.count == 1)
    }
}
