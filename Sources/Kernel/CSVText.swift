/// A table as text (RFC 4180), read with limits and written so that a spreadsheet opens it.
///
/// Commas or semicolons (as spreadsheets in Vietnam save them) are told by the first line; a byte order mark is passed
/// over; lines end with LF or CRLF.
public enum CSVText {
    /// Characters one cell may have.
    public static let cellLength = 4000

    /// One line of the table with the number of the text's line on which it begins (from 1).
    public struct Line: Hashable, Sendable {
        public let number: Int
        public let cells: [String]
        public init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    /// The lines of the table, empty ones left out.
    ///
    /// - Parameter rows: lines that are allowed, the heading included.
    public static func read(_ bytes: some Sequence<UInt8>, rows: Int) throws(CSVError) -> [Line] {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { throw .notUTF8 }
        var reader = Reader(text)
        return try reader.lines(atMost: rows)
    }

    /// The table as text: cells quoted where they must be, lines ended with CRLF, and a byte order mark in front.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    public static func write(_ lines: some Sequence<[String]>) -> String {
        var out = "\u{FEFF}"
        for line in lines { out += line.map(quoted).joined(separator: ",") + "\r\n" }
        return out
    }

    private static func quoted(_ cell: String) -> String {
        var cell = cell
        if let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { cell = "'" + cell }
        let mustQuote = cell.unicodeScalars.contains { "\",;\n\r".unicodeScalars.contains($0) }
        guard mustQuote else { return cell }
        var out = "\""
        for scalar in cell.unicodeScalars { out += scalar == "\"" ? "\"\"" : String(scalar) }
        return out + "\""
    }

    private struct Reader {
        private let scalars: [Unicode.Scalar]
        private let separator: Unicode.Scalar
        private var place: Int
        private var number = 1

        init(_ text: String) {
            scalars = Array(text.unicodeScalars)
            place = scalars.first == "\u{FEFF}" ? 1 : 0
            let heading = scalars.prefix { $0 != "\n" }
            let semicolons = heading.count { $0 == ";" }
            separator = semicolons > heading.count { $0 == "," } ? ";" : ","
        }

        mutating func lines(atMost limit: Int) throws(CSVError) -> [Line] {
            var lines: [Line] = []
            while place < scalars.count {
                let line = try line()
                guard line.cells != [""] else { continue }
                guard lines.count < limit else { throw .tooManyRows(limit: limit) }
                lines.append(line)
            }
            return lines
        }

        private mutating func line() throws(CSVError) -> Line {
            let start = number
            var cells: [String] = []
            while true {
                cells.append(try cell())
                guard place < scalars.count else { break }
                let scalar = scalars[place]
                place += 1
                if scalar == separator { continue }
                if scalar == "\r", place < scalars.count, scalars[place] == "\n" { place += 1 }
                number += 1
                break
            }
            return Line(number: start, cells: cells)
        }

        /// Reads one cell and stops before the separator or the end of the line.
        private mutating func cell() throws(CSVError) -> String {
            var out = String.UnicodeScalarView()
            let start = number
            let isQuoted = place < scalars.count && scalars[place] == "\""
            if isQuoted { place += 1 }
            var isClosed = !isQuoted
            while place < scalars.count {
                let scalar = scalars[place]
                if isClosed, scalar == separator || scalar == "\n" || scalar == "\r" { break }
                if isQuoted, isClosed { throw .textAfterQuote(line: number) }
                if isQuoted, scalar == "\"" {
                    guard place + 1 < scalars.count, scalars[place + 1] == "\"" else {
                        isClosed = true
                        place += 1
                        continue
                    }
                    place += 1
                }
                if scalar == "\n" { number += 1 }
                guard out.count < CSVText.cellLength else {
                    throw .cellTooLong(line: number, limit: CSVText.cellLength)
                }
                out.append(scalar)
                place += 1
            }
            guard isClosed else { throw .quoteNotClosed(line: start) }
            return String(out)
        }
    }
}

/// What is wrong with a table, with the number of the line (from 1).
public enum CSVError: Error, Hashable, Sendable {
    case notUTF8
    case tooManyRows(limit: Int)
    case quoteNotClosed(line: Int)
    case textAfterQuote(line: Int)
    case cellTooLong(line: Int, limit: Int)
}
