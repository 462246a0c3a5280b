internal import HTTPTypes
internal import Hummingbird
public import Kernel
internal import NIOCore

/// A file that came with a form. What it is, is told by its content elsewhere; the name and type are only claimed.
public struct UploadedFile: Sendable, Hashable {
    public let name: String
    public let claimedType: String
    public let bytes: [UInt8]
}

/// The fields of a form as they were sent, in NFC, and what is wrong with them.
///
/// Reading a field checks it and collects its error; nothing is thrown, so that the page can be shown again with
/// everything that was typed:
///
///     var form = form
///     let name = form.line("name", max: Limits.nameLength, required: true)
///     let born = form.date("born")
///     guard form.errors.isEmpty, let name else { return context.refused(page(form)) }
public struct FormData: Sendable {
    /// Fields in one form, more are refused.
    public static let maxFields = 2000

    private var values: [String: [String]] = [:]
    private var uploads: [String: [UploadedFile]] = [:]
    public var errors = FieldErrors()

    /// A form that nobody has filled in yet, or the values it starts with.
    public init(_ values: [String: String] = [:]) { self.values = values.mapValues { [$0] } }

    public var csrf: String { value("_csrf") }
    /// The request key: hand it to the write so that the same act sent twice is done once.
    public var key: String { value("_key") }

    /// The first value of the field as it was typed; empty when it was not sent.
    public func value(_ name: String) -> String { values[name]?.first ?? "" }
    /// All values of a field that repeats (checkboxes, rows).
    public func all(_ name: String) -> [String] { values[name] ?? [] }
    public func has(_ name: String) -> Bool { values[name] != nil }
    public func isChecked(_ name: String, _ value: String) -> Bool { all(name).contains(value) }
    public var names: [String] { values.keys.sorted() }
    /// The file of the field, or nil when none was chosen.
    public func file(_ name: String) -> UploadedFile? { uploads[name]?.first }
    public func files(_ name: String) -> [UploadedFile] { uploads[name] ?? [] }
    /// Whether files came with it: a page cannot send those again.
    var hasFiles: Bool { !uploads.isEmpty }
    /// The same form with another value.
    public func setting(_ name: String, _ value: String) -> FormData {
        var form = self
        form.values[name] = [value]
        return form
    }

    /// One line of text without control characters; nil when it is empty or wrong (the error is collected).
    public mutating func line(_ name: String, max: Int = Limits.lineLength, required: Bool = false) -> String? {
        checked(name, max, required, VietnameseText.isCleanLine)
    }
    /// Text of several lines.
    public mutating func text(_ name: String, max: Int = Limits.textLength, required: Bool = false) -> String? {
        checked(name, max, required, VietnameseText.isCleanText)
    }
    /// A whole number, dots between thousands allowed.
    public mutating func integer(_ name: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let text = line(name, max: 30, required: required) else { return nil }
        let digits = text.utf8.filter { $0 != UInt8(ascii: ".") && $0 != 32 }
        guard let number = Digits.value(digits), range.contains(number) else {
            errors.add(name, "web.field.number", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
            return nil
        }
        return number
    }
    /// A day, `5/3/2026` or the ISO form that date fields send.
    public mutating func date(_ name: String, required: Bool = false) -> CivilDate? {
        guard let text = line(name, max: 30, required: required) else { return nil }
        guard let date = CivilDate(written: text) else {
            errors.add(name, "web.field.date")
            return nil
        }
        return date
    }
    /// One of `values`.
    public mutating func choice(_ name: String, of values: some Sequence<String>, required: Bool = true) -> String? {
        let text = value(name)
        if text.isEmpty {
            if required { errors.add(name, "web.field.choose") }
            return nil
        }
        guard values.contains(text) else {
            errors.add(name, "web.field.choose")
            return nil
        }
        return text
    }
    /// A ticked box.
    public func flag(_ name: String) -> Bool { ["1", "on", "true", "yes"].contains(value(name)) }

    private mutating func checked(
        _ name: String,
        _ max: Int,
        _ required: Bool,
        _ isClean: (String) -> Bool
    ) -> String? {
        let raw = value(name)
        if errors[name] != nil { return nil }
        guard isClean(raw) else {
            errors.add(name, "web.field.characters")
            values[name] = [String(String.UnicodeScalarView(raw.unicodeScalars.filter { isClean(String($0)) }))]
            return nil
        }
        let text = Self.trimmed(raw)
        if text.isEmpty {
            if required { errors.add(name, "web.field.required") }
            return nil
        }
        guard text.count <= max else {
            errors.add(name, "web.field.tooLong", ["max": "\(max)", "count": "\(text.count)"])
            return nil
        }
        return text
    }
    private static func trimmed(_ text: String) -> String {
        var view = text[...]
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view.drop { $0.isWhitespace })
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) throws {
        guard values.values.reduce(0, { $0 + $1.count }) < Self.maxFields else { throw Problem.tooLarge }
        if let text = String(validating: bytes, as: UTF8.self) {
            values[name, default: []].append(VietnameseText.normalized(text))
        } else {
            if errors[name] == nil { errors.add(name, "web.field.characters") }
            values[name, default: []].append("")
        }
    }
    mutating func add(_ name: String, _ file: UploadedFile) { uploads[name, default: []].append(file) }
}

extension FormData {
    /// Reads the body of a POST: urlencoded, or multipart with files, at most `limit` bytes in all.
    static func read(_ request: Request, limit: Int) async throws -> FormData {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Problem.tooLarge }
        let type = request.headers[.contentType] ?? ""
        if let boundary = MultipartParser.boundary(contentType: type) {
            return try await multipart(request, boundary: boundary, limit: limit)
        }
        guard type.isEmpty || type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw Problem("unsupported_type", status: .unsupportedMediaType)
        }
        var bytes: [UInt8] = []
        try await chunks(of: request) { chunk in
            guard bytes.count + chunk.readableBytes <= limit else { throw Problem.tooLarge }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return try urlencoded(bytes)
    }

    /// Hands the body on as it comes. One that breaks off, since its client went away or was too slow, is a bad request
    /// whose answer nobody hears, and no error of ours.
    private static func chunks(of request: Request, _ take: (ByteBuffer) throws -> Void) async throws {
        var body = request.body.makeAsyncIterator()
        while true {
            let chunk: ByteBuffer?
            do { chunk = try await body.next() } catch { throw Problem.badRequest }
            guard let chunk else { return }
            try take(chunk)
        }
    }

    static func urlencoded(_ bytes: [UInt8]) throws -> FormData {
        var form = FormData()
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decoded(sides[0]), isName(name),
                let value = sides.count == 2 ? Percent.decodedBytes(sides[1]) : []
            else { throw Problem.badRequest }
            try form.add(name, value)
        }
        return form
    }

    private static func multipart(_ request: Request, boundary: String, limit: Int) async throws -> FormData {
        var form = FormData()
        var parser = MultipartParser(boundary: boundary, maxParts: maxFields)
        var part = MultipartParser.PartHeader()
        var held: [UInt8] = []
        var total = 0
        do {
            try await chunks(of: request) { chunk in
                total += chunk.readableBytes
                guard total <= limit else { throw Problem.tooLarge }
                try parser.feed(chunk) { event in
                    switch event {
                    case .begin(let header):
                        part = header
                        held = []
                    case .data(let data): held.append(contentsOf: data.readableBytesView)
                    case .endPart: try form.end(part, held)
                    case .finished: break
                    }
                }
            }
            try parser.end()
        } catch is MultipartParser.Failure {
            throw Problem.badRequest
        }
        return form
    }

    private mutating func end(_ part: MultipartParser.PartHeader, _ bytes: [UInt8]) throws {
        guard Self.isName(part.name) else { throw Problem.badRequest }
        guard let filename = part.filename else { return try add(part.name, bytes) }
        if filename.isEmpty && bytes.isEmpty { return }
        let last = filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let name = VietnameseText.normalized(String(last.prefix(Limits.nameLength)))
        let clean = VietnameseText.isCleanLine(name) && !name.isEmpty ? name : "file"
        add(part.name, UploadedFile(name: clean, claimedType: part.contentType ?? "", bytes: bytes))
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200 && VietnameseText.isCleanLine(name)
    }
}
