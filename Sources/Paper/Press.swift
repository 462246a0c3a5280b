internal import CPangoCairo
public import Kernel

/// Something that is printed. Each call makes its own document, so any number may be made at once.
public protocol Printable: Sendable {
    /// The title in the document's properties, and the name a viewer shows.
    var documentTitle: String { get }
    /// The document as PDF. `made` is the time written into its properties: the same input gives the same bytes.
    func pdf(made: Instant) throws(PaperError) -> [UInt8]
}

/// A form of this module: it lays pages and the press draws them.
protocol Form: Printable {
    func pages(_ type: Typesetter) throws(PaperError) -> [Page]
}

extension Form {
    public func pdf(made: Instant) throws(PaperError) -> [UInt8] {
        let type = try Typesetter()
        return try Press.pdf(pages(type), title: documentTitle, made: made)
    }
}

/// Several sheets in one document, in this order: the slips of an organisation's forty dossiers.
public struct PrintRun: Form {
    public var documentTitle: String
    public var sheets: [any Printable]

    public init(title: String, sheets: [any Printable]) {
        documentTitle = title
        self.sheets = sheets
    }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        var out: [Page] = []
        for case let form as any Form in sheets { out += try form.pages(type) }
        return out
    }
}

/// Where the bytes of a document gather while Cairo writes it.
private final class ByteSink { var bytes: [UInt8] = [] }

/// Draws pages into a PDF in memory.
enum Press {
    static func pdf(_ pages: [Page], title: String, made: Instant) throws(PaperError) -> [UInt8] {
        let sink = ByteSink()
        guard let size = pages.first?.size else { throw .nothingToPrint }
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
                sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            },
            Unmanaged.passUnretained(sink).toOpaque(),
            size.width,
            size.height
        )
        defer { cairo_surface_destroy(surface) }
        guard let surface, let cairo = cairo_create(surface) else { throw .noTypesetter }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Một Cửa")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made.description)
        for page in pages {
            cairo_pdf_surface_set_size(surface, page.size.width, page.size.height)
            for mark in page.marks { draw(mark, cairo) }
            cairo_show_page(cairo)
        }
        let status = cairo_status(cairo)
        cairo_destroy(cairo)
        // Finishing writes the last bytes: the sink must live until then.
        withExtendedLifetime(sink) { cairo_surface_finish(surface) }
        let end = cairo_surface_status(surface)
        for found in [status, end] where found != CAIRO_STATUS_SUCCESS { throw .drawing(status: Int(found.rawValue)) }
        return sink.bytes
    }

    private static func draw(_ mark: Mark, _ cairo: OpaquePointer) {
        cairo_set_source_rgb(cairo, 0, 0, 0)
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_SQUARE)
        switch mark {
        case .text(let block, let lines, let x, let y):
            guard let first = lines.first else { return }
            for index in lines {
                let line = block.lines[index]
                cairo_move_to(cairo, x + line.left, y + line.baseline - block.lines[first].top)
                pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(block.layout, Int32(index)))
            }
        case .line(let x0, let y0, let x1, let y1, let width):
            cairo_set_line_width(cairo, width)
            cairo_move_to(cairo, x0, y0)
            cairo_line_to(cairo, x1, y1)
            cairo_stroke(cairo)
        case .box(let frame, let corner, let edge, let grey):
            outline(frame, corner: corner, cairo)
            cairo_set_source_rgb(cairo, grey, grey, grey)
            cairo_fill_preserve(cairo)
            cairo_set_source_rgb(cairo, 0, 0, 0)
            cairo_set_line_width(cairo, edge)
            if edge > 0 { cairo_stroke(cairo) } else { cairo_new_path(cairo) }
        case .qr(let code, let x, let y, let side):
            let module = side / Double(code.width)
            for row in 0..<code.width {
                for run in code.runs(row: row) {
                    let left = x + Double(run.start) * module
                    cairo_rectangle(cairo, left, y + Double(row) * module, Double(run.length) * module, module)
                }
            }
            cairo_fill(cairo)
        case .bars(let code, let frame):
            let module = frame.width / Double(code.moduleCount)
            var x = frame.x
            for (index, width) in code.widths.enumerated() {
                if index % 2 == 0 { cairo_rectangle(cairo, x, frame.y, Double(width) * module, frame.height) }
                x += Double(width) * module
            }
            cairo_fill(cairo)
        }
    }

    private static func outline(_ frame: Frame, corner: Double, _ cairo: OpaquePointer) {
        guard corner > 0 else {
            cairo_rectangle(cairo, frame.x, frame.y, frame.width, frame.height)
            return
        }
        let turn = Double.pi / 2
        cairo_new_path(cairo)
        cairo_arc(cairo, frame.right - corner, frame.y + corner, corner, -turn, 0)
        cairo_arc(cairo, frame.right - corner, frame.bottom - corner, corner, 0, turn)
        cairo_arc(cairo, frame.x + corner, frame.bottom - corner, corner, turn, 2 * turn)
        cairo_arc(cairo, frame.x + corner, frame.y + corner, corner, 2 * turn, 3 * turn)
        cairo_close_path(cairo)
    }
}
