/// A column of a table: its heading, its part of the width, how its cells stand.
struct Column {
    var title: String
    var share: Double
    var align: Typesetter.Align = .left
}

extension Flow {
    /// A ruled table. Rows stay whole where a page can hold them; the heading is repeated on each page.
    mutating func table(_ columns: [Column], _ rows: [[Rich]], size: Double? = nil) throws(PaperError) {
        let points = size ?? base * 0.9
        let sum = columns.reduce(0) { $0 + $1.share }
        let widths = columns.map { $0.share / sum * frame.width }
        let pad = points * 0.32
        var headings: [TextBlock] = []
        for (column, width) in zip(columns, widths) {
            headings.append(try set(.bold(column.title), size: points, width: width - 2 * pad, align: .center))
        }
        let headHeight = (headings.map(\.height).max() ?? 0) + 2 * pad
        ensure(headHeight + points * 3)
        heading(headings, widths, height: headHeight, pad: pad)
        for row in rows {
            var blocks: [TextBlock] = []
            for (index, cell) in row.enumerated() where index < columns.count {
                let width = widths[index] - 2 * pad
                blocks.append(try set(cell, size: points, width: width, align: columns[index].align))
            }
            let full = (blocks.map(\.height).max() ?? 0) + 2 * pad
            if full > left, full <= frame.height - headHeight {
                breakPage()
                heading(headings, widths, height: headHeight, pad: pad)
            }
            var starts = blocks.map { _ in 0 }
            repeat {
                var ends = starts
                for (index, block) in blocks.enumerated() {
                    ends[index] += block.fitting(from: starts[index], height: left - 2 * pad)
                }
                if ends == starts {
                    breakPage()
                    heading(headings, widths, height: headHeight, pad: pad)
                    for index in blocks.indices { ends[index] = min(starts[index] + 1, blocks[index].lines.count) }
                }
                cells(blocks, starts, ends, widths, pad: pad)
                starts = ends
                if !zip(blocks, starts).allSatisfy({ $0.lines.count <= $1 }) {
                    breakPage()
                    heading(headings, widths, height: headHeight, pad: pad)
                }
            } while !zip(blocks, starts).allSatisfy { $0.lines.count <= $1 }
        }
        space(base * 0.6)
    }

    private mutating func heading(_ blocks: [TextBlock], _ widths: [Double], height: Double, pad: Double) {
        add(.box(Frame(x: frame.x, y: y, width: frame.width, height: height), corner: 0, edge: 0, grey: 0.93))
        rule(x0: frame.x, x1: frame.right, at: y)
        var x = frame.x
        for (block, width) in zip(blocks, widths) {
            put(block, x: x + pad, y: y + (height - block.height) / 2)
            x += width
        }
        grid(widths, from: y, to: y + height)
        y += height
    }

    private mutating func cells(
        _ blocks: [TextBlock],
        _ starts: [Int],
        _ ends: [Int],
        _ widths: [Double],
        pad: Double
    ) {
        var height = 0.0
        for (index, block) in blocks.enumerated() {
            height = max(height, block.height(of: starts[index]..<ends[index]))
        }
        height += 2 * pad
        var x = frame.x
        for (index, block) in blocks.enumerated() {
            add(.text(block, lines: starts[index]..<ends[index], x: x + pad, y: y + pad))
            x += widths[index]
        }
        grid(widths, from: y, to: y + height)
        y += height
    }

    /// The upright lines of a row and the line under it.
    private mutating func grid(_ widths: [Double], from top: Double, to bottom: Double) {
        var x = frame.x
        for width in widths + [0] {
            add(.line(x0: x, y0: top, x1: x, y1: bottom, width: 0.6))
            x += width
        }
        rule(x0: frame.x, x1: frame.right, at: bottom)
    }
}
