public import Kernel

/// What a JSON value must look like: one description by which bodies are checked, answers are tested, and the OpenAPI
/// document is written.
public indirect enum Shape: Sendable {
    case text(TextRule)
    case integer(min: Int, max: Int)
    case flag
    /// One of these words.
    case choice([String])
    case list(Shape, min: Int, max: Int)
    /// Members that stand here and no others.
    case object([Property])
    /// An object of which the member `by` says which of the variants it is.
    case variants(by: String, [Variant])
    /// A shape with a name of its own in the document.
    case named(String, Shape)
    case orNull(Shape)

    public struct Property: Sendable {
        public let name: String
        public let shape: Shape
        public let isRequired: Bool
        /// What it is, for the reader of the document.
        public let about: String

        public init(_ name: String, _ shape: Shape, required: Requirement = .required, _ about: String = "") {
            self.name = name
            self.shape = shape
            isRequired = required == .required
            self.about = about
        }
    }
    public enum Requirement: Sendable { case required, optional }

    /// One kind of a tagged object: the tag's word and the members beside it.
    public struct Variant: Sendable {
        public let word: String
        public let properties: [Property]
        public let about: String
        public init(_ word: String, _ properties: [Property] = [], _ about: String = "") {
            self.word = word
            self.properties = properties
            self.about = about
        }
    }
}

/// What a text must be. Lengths are counted in Unicode scalars, as JSON Schema does.
public struct TextRule: Sendable {
    public var min: Int
    public var max: Int
    /// A regular expression for the document, in the dialect of ECMA-262.
    public var pattern: String?
    public var format: String?
    /// What `pattern` and `format` say, in code.
    public var check: (@Sendable (String) -> Bool)?
    public init(
        min: Int = 0,
        max: Int,
        pattern: String? = nil,
        format: String? = nil,
        check: (@Sendable (String) -> Bool)? = nil
    ) {
        self.min = min
        self.max = max
        self.pattern = pattern
        self.format = format
        self.check = check
    }
}

extension Shape {
    private static let control = "\\u0000-\\u001f\\u007f-\\u009f\\ufffd"
    private static let controlButBreaks = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ufffd"

    /// One line with something in it besides spaces.
    public static func line(max: Int = Limits.lineLength) -> Shape {
        .text(
            TextRule(
                min: 1,
                max: max,
                pattern: "^[^\(control)]*[^\(control)\\s][^\(control)]*$",
                check: { VietnameseText.isCleanLine($0) && hasInk($0) }
            )
        )
    }
    /// Text of several lines with something in it.
    public static func words(max: Int = Limits.textLength) -> Shape {
        .text(
            TextRule(
                min: 1,
                max: max,
                pattern: "^[^\(controlButBreaks)]*[^\(controlButBreaks)\\s][^\(controlButBreaks)]*$",
                check: { VietnameseText.isCleanText($0) && hasInk($0) }
            )
        )
    }
    private static func hasInk(_ text: String) -> Bool {
        text.unicodeScalars.contains { !$0.properties.isWhitespace }
    }

    /// A text of an answer, whatever stands in it.
    public static let anyText = Shape.text(TextRule(max: 100_000))
    /// Capital letters and digits, dots and hyphens: codes of units, procedures, dossiers.
    public static func code(max: Int) -> Shape {
        .text(
            TextRule(
                min: 1,
                max: max,
                pattern: "^[A-Za-z0-9._-]+$",
                check: { text in
                    text.utf8.allSatisfy {
                        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                            || [45, 46, 95].contains($0)
                    }
                }
            )
        )
    }
    /// `2026-11-25`.
    public static let date = Shape.text(
        TextRule(
            max: 10,
            format: "date",
            check: { CivilDate(iso: $0) != nil }
        )
    )
    /// `2026-11-25T08:30:00+07:00`.
    public static let moment = Shape.text(
        TextRule(
            max: 40,
            format: "date-time",
            check: { text in
                let bytes = Array(text.utf8)
                let isWhole = bytes.count >= 20 && (bytes[10] == UInt8(ascii: "T"))
                return isWhole && bytes[16] == UInt8(ascii: ":") && Instant(iso: text) != nil
            }
        )
    )
    /// Whole đồng.
    public static let money = Shape.integer(min: 0, max: 10_000_000_000)
    public static let count = Shape.integer(min: 0, max: 1_000_000_000)

    public static func words(of cases: some Sequence<some RawRepresentable<String>>) -> Shape {
        .choice(cases.map(\.rawValue))
    }
}
