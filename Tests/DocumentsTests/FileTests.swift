import Documents
import Foundation
import Kernel
import Testing

private let pdf = Array("%PDF-1.7\nnội dung\n".utf8)

private func withStore(_ body: (FileStore) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-files-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(try FileStore(folder: folder.path))
}
private func refusal(_ writer: consuming FileWriter) -> FileError? {
    do {
        _ = try writer.finish()
        return nil
    } catch { return error }
}
private func refusal(_ writer: inout FileWriter, _ bytes: [UInt8]) -> FileError? {
    do {
        try writer.write(bytes[...])
        return nil
    } catch { return error }
}
private func incoming(_ store: FileStore) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: store.folder + "/incoming")
}

@Suite struct FileKindTests {
    @Test func aFileIsToldByItsContent() {
        #expect(FileKind(head: pdf) == .pdf)
        #expect(FileKind(head: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(FileKind(head: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == .png)
        #expect(FileKind(head: Array("<html>".utf8)) == nil)
        #expect(FileKind(head: Array("PK\u{3}\u{4}".utf8)) == nil)
        #expect(FileKind(head: [UInt8]()) == nil)
    }

    @Test(arguments: [
        ("don.pdf", "don.pdf"), ("Đơn xin.PDF", "Đơn xin.pdf"), ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\đơn.pdf", "đơn.pdf"), ("", "tep.pdf"), ("...", "tep.pdf"), (".htaccess", "htaccess.pdf"),
        ("a\u{202E}fdp.exe", "afdp.exe.pdf"), ("a\r\nb\".pdf", "ab_.pdf"), ("anh.jpeg", "anh.pdf"),
    ])
    func namesDoNoHarm(sent: String, kept: String) { #expect(FileName.clean(sent, kind: .pdf) == kept) }

    @Test func aNameIsBounded() {
        let base = String(repeating: "đ", count: FileName.length - 4)
        #expect(FileName.clean(base + ".pdf", kind: .pdf) == base + ".pdf")
        #expect(FileName.clean(base + "x.pdf", kind: .pdf).count == FileName.length)
    }
}

@Suite struct FileStoreTests {
    @Test func contentIsKeptOnceByItsHash() throws {
        try withStore { store in
            for name in ["a", "b"] {
                var writer = try store.begin(name)
                try writer.write(pdf[..<3])
                try writer.write(pdf[3...])
                let content = try writer.finish()
                #expect(content.hash == Hex.encode(SHA256.hash(pdf)))
                #expect(content.size == pdf.count && content.kind == .pdf)
                #expect(try store.bytes(of: content.hash) == pdf)
            }
            #expect(try incoming(store).isEmpty)
        }
    }

    @Test func twentyMegabytesAreTakenAndNotOneByteMore() throws {
        try withStore { store in
            let chunk = pdf + [UInt8](repeating: 32, count: 1024 * 1024 - pdf.count)
            var writer = try store.begin("a")
            for _ in 0..<20 { try writer.write(chunk[...]) }
            // The byte too many is refused before it is written: what was there before can still be kept.
            #expect(refusal(&writer, [32]) == .tooLarge(limit: FileLimits.bytes))
            #expect(try writer.finish().size == FileLimits.bytes)
        }
    }

    @Test func whatIsDroppedLeavesNothingBehind() throws {
        try withStore { store in
            do {
                var writer = try store.begin("a")
                try writer.write(pdf[...])
                #expect(try incoming(store) == ["a"])
                _ = consume writer
            }
            #expect(try incoming(store).isEmpty)
            do {
                var writer = try store.begin("b")
                #expect(refusal(&writer, Array("<html><body>".utf8)) == .unknownKind)
            }
            do {
                let writer = try store.begin("c")
                #expect(refusal(writer) == .empty)
            }
            do {
                var writer = try store.begin("d")
                try writer.write([0x25, 0x50])
                #expect(refusal(writer) == .unknownKind)
            }
            #expect(try incoming(store).isEmpty)
        }
    }

    @Test func aDamagedFileIsNamed() throws {
        try withStore { store in
            var writer = try store.begin("a")
            try writer.write(pdf[...])
            let content = try writer.finish()
            try Data("khác".utf8).write(to: URL(filePath: store.path(of: content.hash)))
            #expect(throws: FileError.damaged(hash: content.hash)) { try store.bytes(of: content.hash) }
            let unknown = String(repeating: "0", count: 64)
            #expect(throws: FileError.damaged(hash: unknown)) { try store.bytes(of: unknown) }
            #expect(throws: FileError.damaged(hash: "../../etc/passwd")) { try store.bytes(of: "../../etc/passwd") }
        }
    }

    @Test func aNameThatComesInIsUsedOnce() throws {
        try withStore { store in
            let first = try store.begin("../a")
            #expect(try incoming(store) == ["a"])
            #expect(throws: FileError.self) { _ = try store.begin("a") }
            _ = consume first
        }
    }
}
