internal import CQRencode

/// A QR code: a square of dark and light modules, made by libqrencode at error correction M (15 % may be lost).
public struct QRCode: Hashable, Sendable {
    /// Modules on a side, without the quiet zone.
    public let width: Int
    private let dark: [Bool]

    /// The code of `text` in UTF-8. Throws `PaperError.doesNotFitQR` when the text is empty or holds more than 2,331
    /// bytes, or a zero byte.
    public init(_ text: String) throws(PaperError) {
        guard !text.utf8.isEmpty, !text.utf8.contains(0),
            let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
        else { throw .doesNotFitQR(bytes: text.utf8.count) }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        guard let data = code.pointee.data else { throw .doesNotFitQR(bytes: text.utf8.count) }
        width = side
        dark = (0..<side * side).map { data[$0] & 1 == 1 }
    }

    /// True when the module in that row and column, both from 0, is dark; false outside the square.
    public func isDark(row: Int, column: Int) -> Bool {
        guard (0..<width).contains(row), (0..<width).contains(column) else { return false }
        return dark[row * width + column]
    }

    /// The dark modules of a row as runs: first column and length.
    func runs(row: Int) -> [(start: Int, length: Int)] {
        var out: [(start: Int, length: Int)] = []
        var column = 0
        while column < width {
            guard isDark(row: row, column: column) else {
                column += 1
                continue
            }
            let start = column
            while isDark(row: row, column: column) { column += 1 }
            out.append((start, column - start))
        }
        return out
    }

    /// The `d` of an SVG path in units of one module, its origin at the first module (no quiet zone).
    public var svgPath: String {
        var out = ""
        for row in 0..<width {
            for run in runs(row: row) { out += "M\(run.start) \(row)h\(run.length)v1h-\(run.length)z" }
        }
        return out
    }

    /// A whole SVG element with the quiet zone of four modules, dark on white whatever the page's colours; no style
    /// attribute, so that a strict content policy lets it pass. Size it and name it (`aria-label`) in the page.
    public var svg: String {
        let side = width + 8
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 \(side) \(side)\" class=\"qr\" role=\"img\" "
            + "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M-4-4h\(side)v\(side)h-\(side)z\"/>"
            + "<path fill=\"#000\" d=\"\(svgPath)\"/></svg>"
    }
}
