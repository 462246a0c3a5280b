/// The size of a sheet in points (1/72 inch).
struct PageSize: Hashable, Sendable {
    var width: Double
    var height: Double
    static let a4 = PageSize(width: 595.28, height: 841.89)
    static let a5 = PageSize(width: 420.94, height: 595.28)
    var turned: PageSize { PageSize(width: height, height: width) }
}

/// A rectangle on a page, in points from the upper left corner.
struct Frame {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }
}

/// Something drawn at its place.
enum Mark {
    /// Lines `lines` of a text, the first with its top left corner at x, y.
    case text(TextBlock, lines: Range<Int>, x: Double, y: Double)
    case line(x0: Double, y0: Double, x1: Double, y1: Double, width: Double)
    /// A rectangle with round corners: its edge, and inside a grey from 0 (black) to 1 (white).
    case box(Frame, corner: Double, edge: Double, grey: Double)
    case qr(QRCode, x: Double, y: Double, side: Double)
    case bars(Code128, Frame)
}

/// One page: its size and what stands on it. Nothing is drawn yet, so pages can be put side by side.
struct Page {
    var size: PageSize
    var marks: [Mark] = []

    /// The same marks further right.
    func moved(right dx: Double) -> [Mark] {
        marks.map { mark in
            switch mark {
            case .text(let block, let lines, let x, let y): .text(block, lines: lines, x: x + dx, y: y)
            case .line(let x0, let y0, let x1, let y1, let width):
                .line(x0: x0 + dx, y0: y0, x1: x1 + dx, y1: y1, width: width)
            case .box(let frame, let corner, let edge, let grey):
                .box(
                    Frame(x: frame.x + dx, y: frame.y, width: frame.width, height: frame.height),
                    corner: corner,
                    edge: edge,
                    grey: grey
                )
            case .qr(let code, let x, let y, let side): .qr(code, x: x + dx, y: y, side: side)
            case .bars(let code, let frame):
                .bars(code, Frame(x: frame.x + dx, y: frame.y, width: frame.width, height: frame.height))
            }
        }
    }
}
