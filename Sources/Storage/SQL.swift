/// A piece of SQL with its bound values, written once and rendered for either engine.
///
/// Interpolating a value binds it; it never reaches the SQL text:
///
///     "SELECT * FROM ticket WHERE id = \(id)"
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text with `?` for each value and marks where the engines differ: the same however often the statement runs, so
    /// that an engine finds under it what it has prepared and renders nothing twice.
    public private(set) var text: String
    /// The bound values, in order.
    public private(set) var values: [SQLValue]
    /// Whether the text names the two engines apart somewhere.
    private var isPerDialect = false

    private init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }
    public init(stringLiteral text: String) { self.init(text: text, values: []) }
    /// Plain text made by the code itself (a table's name); never for values. `TidyTests` lists who may.
    public init(verbatim text: String) { self.init(text: text, values: []) }
    /// Text made by the seam, with a mark for each of `values`.
    init(marked text: String, _ values: [SQLValue]) { self.init(text: text, values: values) }
    /// `values` bound and joined by commas, for `IN (…)`. An empty list gives `NULL`, which is in nothing.
    public static func list(_ values: some Sequence<some SQLConvertible>) -> SQL {
        let values = values.map(\.sqlValue)
        if values.isEmpty { return "NULL" }
        return SQL(text: values.map { _ in Mark.value }.joined(separator: ", "), values: values)
    }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }
    public static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum.splice(b)
        return sum
    }
    private mutating func splice(_ part: SQL) {
        text += part.text
        values += part.values
        isPerDialect = isPerDialect || part.isPerDialect
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(text: "", values: [])
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount)
            sql.values.reserveCapacity(interpolationCount)
        }
        public mutating func appendLiteral(_ text: String) { sql.text += text }
        /// Binds `value`.
        public mutating func appendInterpolation(_ value: some SQLConvertible) { bind(value.sqlValue) }
        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) { bind(value?.sqlValue ?? .null) }
        /// Splices another piece of SQL in place.
        public mutating func appendInterpolation(_ part: SQL) { sql.splice(part) }
        private mutating func bind(_ value: SQLValue) {
            sql.text += Mark.value
            sql.values.append(value)
        }
    }

    /// The few places where the two engines differ are named here and nowhere else.
    public static func perDialect(sqlite: String, postgres: String) -> SQL {
        var sql = SQL(verbatim: Mark.sqlite + sqlite + Mark.postgres + postgres + Mark.both)
        sql.isPerDialect = true
        return sql
    }
    public static let int64 = perDialect(sqlite: "INTEGER", postgres: "BIGINT")
    public static let double = perDialect(sqlite: "REAL", postgres: "DOUBLE PRECISION")
    public static let bool = perDialect(sqlite: "INTEGER", postgres: "BOOLEAN")
    public static let blob = perDialect(sqlite: "BLOB", postgres: "BYTEA")
    public static let strict = perDialect(sqlite: " STRICT", postgres: "")
    /// The rows lie in the order of the primary key and nowhere else: for narrow tables that are read by ranges of it.
    public static let strictByKey = perDialect(sqlite: " STRICT, WITHOUT ROWID", postgres: "")

    /// What no statement has of its own: values are bound, so that no text needs a question mark.
    enum Mark {
        static let value = "?"
        /// What follows, until the next mark, is for this engine alone.
        static let sqlite = "\u{2}"
        static let postgres = "\u{3}"
        static let both = "\u{4}"
    }
}

public enum Dialect: Sendable { case sqlite, postgres }

extension SQL {
    /// The text with placeholders (`?` or `$1`) and the values in order.
    public func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        if dialect == .sqlite, !isPerDialect { return (text, values) }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + values.count * 3)
        var number = 0
        var isOurs = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "?"):
                number += 1
                out += dialect == .sqlite ? Array("?".utf8) : Array("$\(number)".utf8)
            case 2: isOurs = dialect == .sqlite
            case 3: isOurs = dialect == .postgres
            case 4: isOurs = true
            default: if isOurs { out.append(byte) }
            }
        }
        return (String(decoding: out, as: UTF8.self), values)
    }
}

extension SQL {
    private static let transactionWords = [
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE", "ATTACH", "DETACH",
    ]

    /// Refuses what the engines would treat differently, or what would break a neighbour's write.
    func check() throws(StorageError) {
        for value in values {
            switch value {
            case .text(let text) where Self.hasNull(text):
                throw .constraint("a text with the character U+0000 cannot be stored")
            case .double(let number) where number.isNaN:
                throw .constraint("a number that is not a number (NaN) cannot be stored")
            default: continue
            }
        }
        if let word = Self.transactionWords.first(where: begins) {
            throw .failed(code: "seam", message: "a body does not say \(word): the transaction belongs to the seam")
        }
    }

    private static func hasNull(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
    }

    /// Whether the statement's first word is `word`, which is given in capitals.
    public func begins(with word: String) -> Bool {
        var rest = text.utf8.drop { $0 <= 0x20 }[...]
        for letter in word.utf8 {
            guard let byte = rest.popFirst(), byte & 0xDF == letter else { return false }
        }
        guard let end = rest.first else { return true }
        return end <= 0x20 || end == UInt8(ascii: ";")
    }
}
