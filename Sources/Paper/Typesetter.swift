internal import CPangoCairo

/// Sets text into lines by Pango, before any surface exists.
///
/// Pango's font map belongs to the thread, so a typesetter is made, used and dropped within one synchronous call.
final class Typesetter {
    enum Align { case left, center, right, justify }

    /// Liberation Serif has the metrics of Times New Roman, which the forms prescribe, and every Vietnamese letter.
    static let family = "Liberation Serif"
    private let context: OpaquePointer
    /// What was set already: two copies of a slip differ by a line, and a form tried at several sizes says much twice.
    private var known: [Wish: TextBlock] = [:]

    private struct Wish: Hashable {
        let markup: String
        let size: Double
        let width: Double
        let align: Align
        let leading: Double
        let shift: Double
    }

    init() throws(PaperError) {
        guard let map = pango_cairo_font_map_get_default(), let context = pango_font_map_create_context(map),
            let options = cairo_font_options_create()
        else { throw .noTypesetter }
        defer { cairo_font_options_destroy(options) }
        self.context = context
        // Unhinted metrics and sub-pixel positions; else Pango rounds every letter to whole points.
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string("vi"))
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(context)) }

    /// `text` set at `size` points into lines no longer than `width` points; words longer than a line are broken.
    /// `shift` moves the lines to the right.
    func set(_ text: Rich, size: Double, width: Double, align: Align = .left, leading: Double = 0, shift: Double = 0)
        throws(PaperError)
        -> TextBlock
    {
        let wish = Wish(markup: text.markup, size: size, width: width, align: align, leading: leading, shift: shift)
        if let block = known[wish] { return block }
        let block = try lines(wish)
        known[wish] = block
        return block
    }

    private func lines(_ wish: Wish) throws(PaperError) -> TextBlock {
        guard let layout = pango_layout_new(context), let font = pango_font_description_new() else {
            throw .noTypesetter
        }
        defer { pango_font_description_free(font) }
        pango_font_description_set_family_static(font, Self.family)
        pango_font_description_set_absolute_size(font, wish.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_layout_set_width(layout, Int32(max(1, wish.width) * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_spacing(layout, Int32(wish.leading * Double(PANGO_SCALE)))
        switch wish.align {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .center: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        case .justify: pango_layout_set_justify(layout, 1)
        }
        pango_layout_set_markup(layout, wish.markup, -1)
        return TextBlock(layout, shift: wish.shift)
    }
}

/// Text set into lines, ready to be drawn whole or in part.
final class TextBlock {
    /// A line: its left edge, top, bottom and baseline from the block's upper left corner, and its length; in points.
    struct Line {
        var left: Double
        var top: Double
        var bottom: Double
        var baseline: Double
        var length: Double
    }

    let layout: OpaquePointer
    let lines: [Line]

    /// Takes the layout over.
    init(_ layout: OpaquePointer, shift: Double = 0) {
        self.layout = layout
        var lines: [Line] = []
        if let iterator = pango_layout_get_iter(layout) {
            defer { pango_layout_iter_free(iterator) }
            let unit = Double(PANGO_SCALE)
            repeat {
                var box = PangoRectangle()
                pango_layout_iter_get_line_extents(iterator, nil, &box)
                lines.append(
                    Line(
                        left: Double(box.x) / unit + shift,
                        top: Double(box.y) / unit,
                        bottom: Double(box.y + box.height) / unit,
                        baseline: Double(pango_layout_iter_get_baseline(iterator)) / unit,
                        length: Double(box.width) / unit
                    )
                )
            } while pango_layout_iter_next_line(iterator) != 0
        }
        self.lines = lines
    }

    /// The same text further right.
    init(_ other: TextBlock, right dx: Double) {
        layout = other.layout
        g_object_ref(UnsafeMutableRawPointer(layout))
        lines = other.lines.map { line in
            var line = line
            line.left += dx
            return line
        }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    var height: Double { height(of: lines.indices) }
    /// The length of the longest line.
    var length: Double { lines.map(\.length).max() ?? 0 }

    func height(of range: Range<Int>) -> Double {
        guard let first = range.first, let last = range.last else { return 0 }
        return lines[last].bottom - lines[first].top
    }

    /// How many lines from `start` on fit into `height`.
    func fitting(from start: Int, height: Double) -> Int {
        guard start < lines.count else { return 0 }
        return lines[start...].prefix { $0.bottom - lines[start].top <= height + 0.01 }.count
    }
}
