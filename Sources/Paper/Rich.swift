internal import Kernel

/// A line of text with emphasis. What is interpolated is escaped; only the literal parts, which are ours, hold markup.
struct Rich: ExpressibleByStringInterpolation, Sendable {
    var markup: String

    init(markup: String) { self.markup = markup }
    init(stringLiteral value: String) { markup = Rich.escape(value) }
    init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }
    /// The text as it stands.
    init(_ text: String) { markup = Rich.escape(text) }

    static func bold(_ text: String) -> Rich { Rich(markup: "<b>\(escape(text))</b>") }
    static func italic(_ text: String) -> Rich { Rich(markup: "<i>\(escape(text))</i>") }

    struct Interpolation: StringInterpolationProtocol {
        var markup = ""
        init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }
        mutating func appendLiteral(_ literal: String) { markup += Rich.escape(literal) }
        mutating func appendInterpolation(_ text: String) { markup += Rich.escape(text) }
        mutating func appendInterpolation(_ number: Int) { markup += String(number) }
        mutating func appendInterpolation(_ rich: Rich) { markup += rich.markup }
        mutating func appendInterpolation(b text: String) { markup += "<b>\(Rich.escape(text))</b>" }
        mutating func appendInterpolation(i text: String) { markup += "<i>\(Rich.escape(text))</i>" }
    }

    /// Composed (NFC), without control and direction characters, and safe inside Pango's markup.
    static func escape(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in VietnameseText.normalized(text).unicodeScalars {
            switch scalar.value {
            case 0x26: out.append(contentsOf: "&amp;".unicodeScalars)
            case 0x3C: out.append(contentsOf: "&lt;".unicodeScalars)
            case 0x3E: out.append(contentsOf: "&gt;".unicodeScalars)
            case 0x0A: out.append(scalar)
            case 0x0D: continue
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: out.append(" ")
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFC, 0xFFFE, 0xFFFF: continue
            default: out.append(scalar)
            }
        }
        let escaped = String(out)
        guard escaped.contains("/") else { return escaped }
        // Pango breaks a line after a slash between letters.
        return escaped.replacing("ông/bà", with: "<span allow_breaks=\"false\">ông/bà</span>")
            .replacing("Ông/bà", with: "<span allow_breaks=\"false\">Ông/bà</span>")
    }
}
