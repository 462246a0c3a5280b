/// Comma-separated values as RFC 4180 has them, over bytes, so that a line in a broken encoding spoils only itself.
enum CSV {
    struct Record: Equatable {
        /// The line of the file on which it begins, from 1.
        var line: Int
        var fields: [[UInt8]]
        var isWellFormed = true
        /// The fields as text, or nil when one is no UTF-8 or the quotes are wrong.
        var texts: [String]? {
            guard isWellFormed else { return nil }
            let texts = fields.compactMap { String(validating: $0, as: UTF8.self) }
            return texts.count == fields.count ? texts : nil
        }
        var isBlank: Bool { fields.allSatisfy(\.isEmpty) && fields.count == 1 && isWellFormed }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Every record; a byte-order mark is taken off. Wrong quotes spoil their line, and reading goes on with the next.
    static func records(_ bytes: [UInt8]) -> [Record] {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        var line = 1
        var out: [Record] = []
        while !rest.isEmpty {
            let (fields, after) = record(rest)
            if let fields {
                out.append(Record(line: line, fields: fields))
                line += rest[..<after].count { $0 == lineFeed }
                rest = rest[after...]
            } else {
                let end = rest.firstIndex(of: lineFeed) ?? rest.endIndex
                var raw = rest[..<end]
                if raw.last == carriageReturn { raw = raw.dropLast() }
                out.append(Record(line: line, fields: [Array(raw)], isWellFormed: false))
                line += 1
                rest = end < rest.endIndex ? rest[(end + 1)...] : []
            }
        }
        return out
    }

    /// One record and where the next begins; nil fields when the quotes are wrong.
    private static func record(_ bytes: ArraySlice<UInt8>) -> (fields: [[UInt8]]?, after: Int) {
        var fields: [[UInt8]] = []
        var place = bytes.startIndex
        while true {
            guard let (field, after) = bytes[place...].first == quote ? quoted(bytes, place) : plain(bytes, place)
            else {
                return (nil, place)
            }
            fields.append(field)
            place = after
            guard place < bytes.endIndex else { return (fields, place) }
            switch bytes[place] {
            case comma: place += 1
            case lineFeed: return (fields, place + 1)
            case carriageReturn where place + 1 < bytes.endIndex && bytes[place + 1] == lineFeed:
                return (fields, place + 2)
            case carriageReturn where place + 1 == bytes.endIndex: return (fields, place + 1)
            default: return (nil, place)
            }
        }
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>, _ start: Int) -> ([UInt8], Int)? {
        var field: [UInt8] = []
        var place = start + 1
        while place < bytes.endIndex {
            if bytes[place] != quote {
                field.append(bytes[place])
                place += 1
            } else if place + 1 < bytes.endIndex, bytes[place + 1] == quote {
                field.append(quote)
                place += 2
            } else {
                return (field, place + 1)
            }
        }
        return nil
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, _ start: Int) -> ([UInt8], Int)? {
        var place = start
        while place < bytes.endIndex, bytes[place] != comma, bytes[place] != lineFeed, bytes[place] != carriageReturn {
            if bytes[place] == quote { return nil }
            place += 1
        }
        return (Array(bytes[start..<place]), place)
    }

    /// The field as it is written: in quotes when it holds a comma, a quote, or the end of a line.
    static func written(_ field: [UInt8]) -> [UInt8] {
        guard field.contains(where: { [comma, quote, lineFeed, carriageReturn].contains($0) }) else { return field }
        return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
