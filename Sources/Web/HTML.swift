/// HTML that is escaped unless it says otherwise.
///
/// Interpolating text escapes it; interpolating `HTML` nests it; nothing else reaches the page:
///
///     func row(_ dossier: DossierRow) -> HTML {
///         "<tr><td><a href=\"\(dossier.path)\">\(dossier.code)</a></td><td>\(dossier.applicant)</td></tr>"
///     }
///
/// String interpolation takes no trailing closure: write `\(each: rows, { row in … })`.
public struct HTML: ExpressibleByStringInterpolation, Sendable {
    public private(set) var text: String

    public init(stringLiteral text: String) { self.text = text }
    public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.out }
    /// `text` with everything escaped.
    public init(_ text: String) {
        self.text = ""
        self.text.appendEscaped(text)
    }

    public static let nothing: HTML = ""
    public var isEmpty: Bool { text.isEmpty }

    /// The pieces one after the other with `separator` between them.
    public static func join(_ pieces: some Sequence<HTML>, separator: HTML = "") -> HTML {
        var out = HTML.nothing
        for (index, piece) in pieces.enumerated() {
            if index > 0 { out.text += separator.text }
            out.text += piece.text
        }
        return out
    }

    public static func + (a: HTML, b: HTML) -> HTML {
        var out = a
        out.text += b.text
        return out
    }
    public static func += (a: inout HTML, b: HTML) { a.text += b.text }

    /// Attributes, each with a space before it; nil leaves one out: `<input\(HTML.attributes(["max": max]))>`.
    public static func attributes(_ pairs: KeyValuePairs<StaticString, String?>) -> HTML {
        var out = HTML.nothing
        for case (let name, let value?) in pairs { out += "\(attribute: name, value)" }
        return out
    }

    /// Text in which line breaks become `<br>`.
    public static func lines(_ text: String) -> HTML {
        join(text.split(separator: "\n", omittingEmptySubsequences: false).map { HTML(String($0)) }, separator: "<br>")
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var out = ""
        public init(literalCapacity: Int, interpolationCount: Int) {
            out.reserveCapacity(literalCapacity + interpolationCount * 24)
        }
        public mutating func appendLiteral(_ literal: String) { out += literal }
        public mutating func appendInterpolation(_ text: String) { out.appendEscaped(text) }
        public mutating func appendInterpolation(_ text: String?) { if let text { out.appendEscaped(text) } }
        public mutating func appendInterpolation(_ path: Path) { out.appendEscaped(path.description) }
        public mutating func appendInterpolation(_ number: some FixedWidthInteger) { out += String(number) }
        public mutating func appendInterpolation(_ html: HTML) { out += html.text }
        /// Nothing when `html` is nil.
        public mutating func appendInterpolation(_ html: HTML?) { if let html { out += html.text } }
        /// One piece of HTML for each element.
        public mutating func appendInterpolation<S: Sequence>(each elements: S, _ piece: (S.Element) -> HTML) {
            for element in elements { out += piece(element).text }
        }
        /// A piece that is there only when `condition` holds.
        public mutating func appendInterpolation(if condition: Bool, _ piece: @autoclosure () -> HTML) {
            if condition { out += piece().text }
        }
        /// ` name="value"` with a space before it, or nothing when `value` is nil.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            out += " \(name)=\""
            out.appendEscaped(value)
            out += "\""
        }
        /// ` name` with a space before it, when `condition` holds: `checked`, `required`.
        public mutating func appendInterpolation(flag name: StaticString, _ condition: Bool) {
            if condition { out += " \(name)" }
        }
    }
}

extension String {
    /// Appends `text` with the five characters that HTML gives a meaning replaced.
    mutating func appendEscaped(_ text: String) {
        guard text.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 || $0 == 39 }) else {
            self += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": self += "&amp;"
            case "<": self += "&lt;"
            case ">": self += "&gt;"
            case "\"": self += "&quot;"
            case "'": self += "&#39;"
            default: unicodeScalars.append(scalar)
            }
        }
    }
}
