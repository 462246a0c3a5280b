/// A piece of SQL with its bound values, written once and rendered for either engine.
///
/// Interpolating a value binds it; it never reaches the SQL text:
///
///     "SELECT * FROM ticket WHERE id = \(id)"
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Piece: Sendable { case text(String), value(SQLValue), perDialect(sqlite: String, postgres: String) }
    var pieces: [Piece]

    public init(stringLiteral text: String) { pieces = [.text(text)] }
    /// Plain text made by the code itself (a table's name); never for values. `TidyTests` lists who may.
    public init(verbatim text: String) { pieces = [.text(text)] }
    /// `values` bound and joined by commas, for `IN (…)`. An empty list gives `NULL`, which is in nothing.
    public static func list(_ values: some Sequence<some SQLConvertible>) -> SQL {
        var sql: SQL = ""
        for value in values {
            if !sql.pieces.isEmpty, sql.pieces.count > 1 { sql.pieces.append(.text(", ")) }
            sql.pieces.append(.value(value.sqlValue))
        }
        return sql.pieces.count == 1 ? "NULL" : sql
    }
    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }
    public static func + (a: SQL, b: SQL) -> SQL { var sum = a; sum.pieces += b.pieces; return sum }

    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []
        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ text: String) { pieces.append(.text(text)) }
        /// Binds `value`.
        public mutating func appendInterpolation(_ value: some SQLConvertible) { pieces.append(.value(value.sqlValue)) }
        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            pieces.append(.value(value?.sqlValue ?? .null))
        }
        /// Splices another piece of SQL in place.
        public mutating func appendInterpolation(_ part: SQL) { pieces += part.pieces }
    }

    /// The few places where the two engines differ are named here and nowhere else.
    public static func perDialect(sqlite: String, postgres: String) -> SQL {
        var sql: SQL = ""
        sql.pieces = [.perDialect(sqlite: sqlite, postgres: postgres)]
        return sql
    }
    public static let int64 = perDialect(sqlite: "INTEGER", postgres: "BIGINT")
    public static let double = perDialect(sqlite: "REAL", postgres: "DOUBLE PRECISION")
    public static let bool = perDialect(sqlite: "INTEGER", postgres: "BOOLEAN")
    public static let blob = perDialect(sqlite: "BLOB", postgres: "BYTEA")
    public static let strict = perDialect(sqlite: " STRICT", postgres: "")
    /// The rows lie in the order of the primary key and nowhere else: for narrow tables that are read by ranges of it.
    public static let strictByKey = perDialect(sqlite: " STRICT, WITHOUT ROWID", postgres: "")
}

public enum Dialect: Sendable { case sqlite, postgres }

extension SQL {
    /// The text with placeholders (`?` or `$1`) and the values in order.
    public func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        for piece in pieces {
            switch (piece, dialect) {
            case (.text(let t), _): text += t
            case (.value(let v), .sqlite): values.append(v); text += "?"
            case (.value(let v), .postgres): values.append(v); text += "$\(values.count)"
            case (.perDialect(let t, _), .sqlite), (.perDialect(_, let t), .postgres): text += t
            }
        }
        return (text, values)
    }
}

extension SQL {
    private static let transactionWords: Set<String> = [
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE", "ATTACH", "DETACH",
    ]

    /// Refuses what the engines would treat differently, or what would break a neighbour's write.
    func check() throws(StorageError) {
        for piece in pieces {
            switch piece {
            case .value(.text(let text)) where text.utf8.contains(0):
                throw .constraint("a text with the character U+0000 cannot be stored")
            case .value(.double(let number)) where number.isNaN:
                throw .constraint("a number that is not a number (NaN) cannot be stored")
            default: continue
            }
        }
        let word = firstWord.uppercased()
        if Self.transactionWords.contains(word) {
            throw .failed(code: "seam", message: "a body does not say \(word): the transaction belongs to the seam")
        }
    }

    /// The first word of the statement: what kind it is.
    public var firstWord: String {
        guard case .text(let text)? = pieces.first else { return "" }
        let word = text.utf8.drop { $0 <= 0x20 }.prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") }
        return String(decoding: word, as: UTF8.self)
    }
}
