/// A link inside the site, made of parts that are encoded here and nowhere else.
///
///     Path("desk", "dossiers", code).query("tab", "papers").fragment("notes")
public struct Path: Hashable, Sendable, CustomStringConvertible {
    public private(set) var segments: [String]
    public private(set) var items: [QueryItem] = []
    public private(set) var anchor: String?

    public struct QueryItem: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    public init(_ segments: String...) { self.segments = segments }
    public init(segments: [String]) { self.segments = segments }

    /// The start page.
    public static let home = Path()

    /// The path with one more segment.
    public static func / (path: Path, segment: String) -> Path {
        var path = path
        path.segments.append(segment)
        return path
    }
    /// With one more query item; nil adds nothing.
    public func query(_ name: String, _ value: String?) -> Path {
        guard let value else { return self }
        var path = self
        path.items.append(QueryItem(name: name, value: value))
        return path
    }
    /// With this query item in place of all others of its name; nil takes them away.
    public func replacing(_ name: String, _ value: String?) -> Path {
        var path = self
        path.items.removeAll { $0.name == name }
        return path.query(name, value)
    }
    public func fragment(_ anchor: String?) -> Path {
        var path = self
        path.anchor = anchor
        return path
    }

    /// `/desk/dossiers/H28.01?tab=papers#notes`, percent-encoded.
    public var description: String {
        var out = segments.isEmpty ? "/" : ""
        for segment in segments { out += "/" + Self.encoded(segment) }
        for (index, item) in items.enumerated() {
            out += (index == 0 ? "?" : "&") + Self.encoded(item.name) + "=" + Self.encoded(item.value)
        }
        if let anchor { out += "#" + Self.encoded(anchor) }
        return out
    }

    /// A path that came in from outside (`?next=`), or nil unless it stays on this site.
    public init?(local text: String) {
        guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count < 1000,
            !text.utf8.dropFirst().starts(with: [UInt8(ascii: "/")]),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        segments = []
        for part in halves[0].split(separator: "/") {
            guard let segment = Percent.decoded(part.utf8) else { return nil }
            segments.append(segment)
        }
        guard halves.count == 2 else { return }
        for pair in halves[1].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decoded(sides[0].utf8),
                let value = sides.count == 2 ? Percent.decoded(sides[1].utf8) : ""
            else { return nil }
            items.append(QueryItem(name: name, value: value))
        }
    }

    private static func encoded(_ text: String) -> String { Percent.encoded(text) }
}

/// Percent-encoding as URLs and forms have it.
public enum Percent {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Letters, digits and `-._~` stay; every other byte becomes `%XX`.
    public static func encoded(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 65...90, 97...122, 48...57, 45, 46, 95, 126: out.append(byte)
            default: out += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The text that was encoded (`+` is a space); nil when it is no UTF-8 or a `%` is broken.
    public static func decoded(_ bytes: some Sequence<UInt8>) -> String? {
        guard let out = decodedBytes(bytes) else { return nil }
        return String(validating: out, as: UTF8.self)
    }

    static func decodedBytes(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): out.append(32)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(value), let low = iterator.next().flatMap(value) else {
                    return nil
                }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        return out
    }
    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
