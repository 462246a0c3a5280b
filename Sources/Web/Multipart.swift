internal import NIOCore

/// Streaming multipart/form-data (RFC 7578) push parser. Memory is bounded: only a header block (at most 16 KiB) or a
/// partial boundary is ever held back.
struct MultipartParser {
    struct PartHeader: Sendable, Equatable {
        var name = ""
        var filename: String?
        var contentType: String?
    }
    enum Event: Sendable, Equatable { case begin(PartHeader), data(ByteBuffer), endPart, finished }
    enum Failure: Error { case headerTooLarge, malformed, truncated, tooManyParts }
    private enum State { case preamble, headers, body, epilogue }

    private var state = State.preamble
    private var held = ByteBuffer()
    private let delimiter: [UInt8]  // CRLF--boundary
    private var parts = 0
    private let maxParts: Int

    /// The boundary that the content type names; nil when it is another type.
    static func boundary(contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { trimmed($0) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let value = part.dropFirst(9).filter { $0 != "\"" }
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }

    init(boundary: String, maxParts: Int) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.maxParts = maxParts
        held.writeString("\r\n")  // so that the first delimiter line matches too
    }

    mutating func feed(_ chunk: ByteBuffer, _ emit: (Event) throws -> Void) throws {
        var chunk = chunk
        held.writeBuffer(&chunk)
        while true {
            switch state {
            case .epilogue:
                held.clear()
                return
            case .preamble:
                guard let at = find(delimiter) else { return keepTail(delimiter.count - 1) }
                guard held.readableBytes >= at + delimiter.count + 2 else { return }
                held.moveReaderIndex(forwardBy: at + delimiter.count)
                if try !afterDelimiter(emit) { return }
            case .headers:
                guard let at = find([13, 10, 13, 10]) else {
                    if held.readableBytes > 16_384 { throw Failure.headerTooLarge }
                    return
                }
                guard let bytes = held.readBytes(length: at) else { throw Failure.malformed }
                held.moveReaderIndex(forwardBy: 4)
                parts += 1
                if parts > maxParts { throw Failure.tooManyParts }
                try emit(.begin(try Self.parse(bytes)))
                state = .body
            case .body:
                if try !body(emit) { return }
            }
        }
    }

    func end() throws { if state != .epilogue { throw Failure.truncated } }

    /// Hands out what is surely content; false when more bytes are needed.
    private mutating func body(_ emit: (Event) throws -> Void) throws -> Bool {
        guard let at = find(delimiter) else {
            let sure = held.readableBytes - min(held.readableBytes, delimiter.count - 1)
            if sure > 0, let data = held.readSlice(length: sure) { try emit(.data(data)) }
            held.discardReadBytes()
            return false
        }
        let isWhole = held.readableBytes >= at + delimiter.count + 2
        if at > 0, let data = held.readSlice(length: at) { try emit(.data(data)) }
        guard isWhole else { return false }
        held.moveReaderIndex(forwardBy: delimiter.count)
        try emit(.endPart)
        return try afterDelimiter(emit)
    }

    private mutating func afterDelimiter(_ emit: (Event) throws -> Void) throws -> Bool {
        let two = held.readBytes(length: 2) ?? []
        if two == [45, 45] {
            state = .epilogue
            try emit(.finished)
            return false
        }
        guard two == [13, 10] else { throw Failure.malformed }
        // A part may have no headers at all: keep the CRLF so that CRLFCRLF can match.
        held.moveReaderIndex(to: held.readerIndex - 2)
        state = .headers
        return true
    }

    private mutating func keepTail(_ count: Int) {
        if held.readableBytes > count { held.moveReaderIndex(forwardBy: held.readableBytes - count) }
        held.discardReadBytes()
    }

    /// Where `needle` begins, in bytes after the reader index.
    private func find(_ needle: [UInt8]) -> Int? {
        held.withUnsafeReadableBytes { bytes -> Int? in
            guard bytes.count >= needle.count, let first = needle.first else { return nil }
            var at = 0
            let last = bytes.count - needle.count
            while at <= last {
                guard let hit = bytes[at...last].firstIndex(of: first) else { return nil }
                var matched = 1
                while matched < needle.count, bytes[hit + matched] == needle[matched] { matched += 1 }
                if matched == needle.count { return hit }
                at = hit + 1
            }
            return nil
        }
    }

    static func parse(_ bytes: [UInt8]) throws -> PartHeader {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure.malformed }
        var header = PartHeader()
        // "\r\n" is one Character: isNewline knows it.
        for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { throw Failure.malformed }
            let value = trimmed(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-type": header.contentType = value
            case "content-disposition":
                header.name = parameter("name", value) ?? ""
                header.filename = parameter("filename", value)
            default: break
            }
        }
        return header
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// `name="va\"lue"`: browsers percent-encode `"`, CR and LF (WHATWG), so a plain quoted scan is enough.
    private static func parameter(_ key: String, _ value: String) -> String? {
        var rest = value[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard rest.hasPrefix(key + "=") else { continue }
            var quoted = rest.dropFirst(key.count + 1)
            guard quoted.first == "\"" else { return String(quoted.prefix { $0 != ";" }) }
            quoted = quoted.dropFirst()
            var out = ""
            var isEscaped = false
            for character in quoted {
                if isEscaped {
                    if character != "\"" && character != "\\" { out.append("\\") }
                    out.append(character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    break
                } else {
                    out.append(character)
                }
            }
            let parts = out.split(separator: "%22", omittingEmptySubsequences: false)
            return parts.joined(separator: "\"")
        }
        return nil
    }
}
