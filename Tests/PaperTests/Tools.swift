import Foundation
import Kernel
import Paper
import Testing

/// The programs that read a sheet back: poppler's and zbar's.
enum Tools {
    /// Runs a program found in the path; throws when it ends otherwise than allowed.
    static func run(_ arguments: [String], allowed: [Int32] = [0]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard allowed.contains(process.terminationStatus) else {
            throw ToolError.failed(arguments, process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }

    enum ToolError: Error { case failed([String], Int32) }

    /// Gives `body` the path of a file with these bytes, in a folder that is gone afterwards.
    static func withFile<T>(_ bytes: [UInt8], _ name: String = "sheet.pdf", _ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        return try body(file.path)
    }
}

/// A sheet as it is read back.
struct ReadSheet {
    /// In the order it was drawn, without any white space.
    var text: String
    /// As it looks, in columns.
    var layout: String
    var pages: [[Word]]
    var pageSizes: [(width: Double, height: Double)]
    var title: String

    struct Word {
        var text: String
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double
    }

    init(_ bytes: [UInt8]) throws {
        (text, layout, pages, pageSizes, title) = try Tools.withFile(bytes) { path in
            let boxes = try Tools.run(["pdftotext", "-bbox", path, "-"])
            var pages: [[Word]] = []
            var sizes: [(width: Double, height: Double)] = []
            for line in boxes.split(separator: "\n") {
                let numbers = line.split(separator: "\"").compactMap { Double($0) }
                if line.contains("<page "), numbers.count == 2 {
                    pages.append([])
                    sizes.append((numbers[0], numbers[1]))
                } else if line.contains("<word "), numbers.count >= 4, !pages.isEmpty {
                    let word = line.split(separator: ">").dropFirst().first?.split(separator: "<").first ?? ""
                    pages[pages.count - 1].append(
                        Word(
                            text: String(word),
                            left: numbers[0],
                            top: numbers[1],
                            right: numbers[2],
                            bottom: numbers[3]
                        )
                    )
                }
            }
            let info = try Tools.run(["pdfinfo", path]).split(separator: "\n")
            let title = info.first { $0.hasPrefix("Title:") }?.dropFirst(6) ?? ""
            return (
                bare(try Tools.run(["pdftotext", "-raw", path, "-"])),
                try Tools.run(["pdftotext", "-layout", path, "-"]),
                pages, sizes, title.trimmingCharacters(in: .whitespaces)
            )
        }
    }

    func holds(_ words: String) -> Bool { text.utf8Contains(bare(words)) }

    /// Words that leave their page, and words that stand on each other.
    var faults: [String] {
        var out: [String] = []
        for (number, words) in pages.enumerated() {
            let size = pageSizes[number]
            for word in words
            where word.left < 8 || word.top < 8 || word.right > size.width - 8 || word.bottom > size.height - 8 {
                out.append("page \(number + 1): \(word.text) leaves the page")
            }
            for (index, a) in words.enumerated() {
                for b in words[(index + 1)...]
                where min(a.right, b.right) - max(a.left, b.left) > 1
                    && min(a.bottom, b.bottom) - max(a.top, b.top) > 2.5
                {
                    out.append("page \(number + 1): \(a.text) and \(b.text) overlap")
                }
            }
        }
        return out
    }
}

/// Without white space.
func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }

extension String {
    /// Contains by bytes: Swift's own comparison takes composed and decomposed letters as equal.
    func utf8Contains(_ other: String) -> Bool {
        Data(utf8).range(of: Data(other.utf8)) != nil
    }
}

/// The codes that a camera reads from the pages, each with its kind: `QR-Code:…`, `CODE-128:…`.
func scannedCodes(_ bytes: [UInt8]) throws -> [String] {
    try Tools.withFile(bytes) { path in
        let folder = URL(filePath: path).deletingLastPathComponent().path
        _ = try Tools.run(["pdftoppm", "-r", "150", "-gray", "-png", path, folder + "/page"])
        let images = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") }
        return try images.sorted().flatMap { image in
            // zbarimg ends with 4 when a page has no code.
            try Tools.run(["zbarimg", "--quiet", folder + "/" + image], allowed: [0, 4]).split(separator: "\n").map(
                String.init
            )
        }
    }
}
