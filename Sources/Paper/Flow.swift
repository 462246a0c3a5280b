/// Pages filled from top to bottom: what does not fit goes on to the next one, line by line when it must.
struct Flow {
    let type: Typesetter
    let size: PageSize
    /// Where text may stand on a page.
    let frame: Frame
    /// The size of running text in points.
    let base: Double
    /// The space after a paragraph, in parts of `base`.
    let gap: Double
    private(set) var pages: [Page]
    /// The top of what comes next.
    var y: Double

    init(_ type: Typesetter, stock: Stock, base: Double? = nil, gap: Double = 0.36) {
        self.type = type
        size = stock.size
        frame = stock.frame
        self.base = base ?? stock.base
        self.gap = gap
        pages = [Page(size: stock.size)]
        y = stock.frame.y
    }

    /// Points left on this page.
    var left: Double { frame.bottom - y }
    var isAtTop: Bool { y <= frame.y + 0.01 }

    mutating func breakPage() {
        pages.append(Page(size: size))
        y = frame.y
    }
    /// Goes to the next page unless `height` points are left here, or nothing stands here yet.
    mutating func ensure(_ height: Double) {
        if height > left, !isAtTop { breakPage() }
    }
    mutating func add(_ mark: Mark) { pages[pages.count - 1].marks.append(mark) }
    mutating func space(_ points: Double) { y = min(frame.bottom, y + points) }
    mutating func rule(x0: Double, x1: Double, at height: Double, width: Double = 0.6) {
        add(.line(x0: x0, y0: height, x1: x1, y1: height, width: width))
    }

    /// Draws a block at a place of its own; `y` stays.
    mutating func put(_ block: TextBlock, x: Double, y: Double) {
        add(.text(block, lines: block.lines.indices, x: x, y: y))
    }

    func set(_ text: Rich, size: Double? = nil, width: Double? = nil, align: Typesetter.Align = .left)
        throws(PaperError) -> TextBlock
    {
        let points = size ?? base
        return try type.set(text, size: points, width: width ?? frame.width, align: align, leading: points * 0.06)
    }

    /// Centred lines of about the same length, where the last would else hold a word or two.
    func balanced(_ text: Rich, size: Double, width: Double) throws(PaperError) -> TextBlock {
        let natural = try set(text, size: size, width: width, align: .center)
        guard (2...4).contains(natural.lines.count) else { return natural }
        // From lines of equal length on, wider until as few of them hold the text.
        let even = natural.lines.reduce(0) { $0 + $1.length } / Double(natural.lines.count)
        for part in [0.02, 0.1, 0.2, 0.35, 0.55] {
            let narrow = even + (width - even) * part
            let block = try set(text, size: size, width: narrow, align: .center)
            if block.lines.count <= natural.lines.count { return TextBlock(block, right: (width - narrow) / 2) }
        }
        return natural
    }

    /// The text on one line, smaller when it is too long for `width`.
    func oneLine(_ text: Rich, size: Double, width: Double, align: Typesetter.Align) throws(PaperError) -> TextBlock {
        let natural = try type.set(text, size: size, width: 4000, align: .left)
        let room = width - natural.length
        guard room < 0 || natural.lines.count > 1 else {
            return align == .left ? natural : TextBlock(natural, right: align == .center ? room / 2 : room)
        }
        return try set(text, size: size * (width - 1) / natural.length, width: width, align: align)
    }

    /// A paragraph, continued on the next page where it must be; never a lone first line at the foot.
    mutating func text(
        _ text: Rich,
        size: Double? = nil,
        indent: Double = 0,
        align: Typesetter.Align = .left,
        after: Double? = nil
    ) throws(PaperError) {
        try flow(try set(text, size: size, width: frame.width - indent, align: align), indent: indent)
        space(after ?? base * gap)
    }

    /// The lines of a block, on as many pages as they need.
    mutating func flow(_ block: TextBlock, indent: Double = 0) throws(PaperError) {
        var start = 0
        while start < block.lines.count {
            var count = block.fitting(from: start, height: left)
            let rest = block.lines.count - start
            if count < min(2, rest), !isAtTop {
                breakPage()
                continue
            }
            count = max(1, count)
            let range = start..<min(start + count, block.lines.count)
            add(.text(block, lines: range, x: frame.x + indent, y: y))
            y += block.height(of: range)
            start = range.upperBound
            if start < block.lines.count { breakPage() }
        }
    }

    /// The pages, numbered when there are several.
    func finished(_ note: String = "") throws(PaperError) -> [Page] {
        guard pages.count > 1 else { return pages }
        var out = pages
        for index in out.indices {
            let words = note.isEmpty ? "" : note + " – "
            let line = try set(.italic("\(words)Trang \(index + 1)/\(out.count)"), size: base * 0.76, align: .center)
            out[index].marks.append(
                .text(line, lines: line.lines.indices, x: frame.x, y: frame.bottom + base * 0.9)
            )
        }
        return out
    }
}

/// The paper and its margins.
enum Stock {
    case a4, a4Turned, a5

    var size: PageSize {
        switch self {
        case .a4: .a4
        case .a4Turned: .a4.turned
        case .a5: .a5
        }
    }
    /// Nghị định 30/2020, appendix I: 30–35 mm left, 15–20 mm right, 20–25 mm above and below are for letters; slips are
    /// set somewhat wider so that one page holds them.
    var frame: Frame {
        switch self {
        case .a4: Frame(x: 65, y: 40, width: 595.28 - 65 - 45, height: 841.89 - 40 - 48)
        case .a4Turned: Frame(x: 40, y: 44, width: 841.89 - 80, height: 595.28 - 44 - 44)
        case .a5: Frame(x: 34, y: 26, width: 420.94 - 34 - 28, height: 595.28 - 26 - 32)
        }
    }
    var base: Double {
        switch self {
        case .a4: 13
        case .a4Turned: 10
        case .a5: 10
        }
    }
}

/// How tightly a form is set: the size of its text in points, the space after a paragraph in parts of it.
struct Fit {
    var base: Double
    var gap: Double
    /// For letters, which have room.
    static let letter = [Fit(base: 13.5, gap: 0.62), Fit(base: 13, gap: 0.4), Fit(base: 12.4, gap: 0.3)]
    static let slip = [
        Fit(base: 13, gap: 0.34), Fit(base: 12.6, gap: 0.26), Fit(base: 12.2, gap: 0.22), Fit(base: 11.7, gap: 0.18),
        Fit(base: 11.2, gap: 0.14), Fit(base: 10.8, gap: 0.1),
    ]
    static let smallSlip = [
        Fit(base: 10, gap: 0.3), Fit(base: 9.6, gap: 0.22), Fit(base: 9.2, gap: 0.16), Fit(base: 8.8, gap: 0.12),
        Fit(base: 8.4, gap: 0.1),
    ]
}

/// Lays the same text in the loosest of these fits, from loose to tight, in which it stands on one page; in the first
/// when it never does. Halves the list at each try: a page is laid three times, not six.
func fitting(_ fits: [Fit], _ lay: (Fit) throws(PaperError) -> [Page]) throws(PaperError) -> (fit: Fit, pages: [Page]) {
    var found: (fit: Fit, pages: [Page])?
    var low = 0
    var high = fits.count
    while low < high {
        let middle = (low + high) / 2
        let pages = try lay(fits[middle])
        if pages.count == 1 {
            found = (fits[middle], pages)
            high = middle
        } else {
            low = middle + 1
        }
    }
    if let found { return found }
    return (fits[0], try lay(fits[0]))
}

/// The pages alone.
func fitted(_ fits: [Fit], _ lay: (Fit) throws(PaperError) -> [Page]) throws(PaperError) -> [Page] {
    try fitting(fits, lay).pages
}
