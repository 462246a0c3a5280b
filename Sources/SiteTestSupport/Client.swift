internal import Foundation
public import HTTPTypes
public import Hummingbird
internal import NIOCore
public import Web

/// Sends requests straight to the router: no socket, no server, no client library.
///
///     let client = Client(routes.finish())
///     let page = try await client.get("/desk/intake")
///     let answer = try await client.submit("/desk/intake", ["name": "Bùi Thị Mận"], from: page)
///     try expectSnapshot(answer, named: "intake")
public final class Client {
    /// The jar: what answers set, requests send.
    public private(set) var cookies: [String: String] = [:]
    public var language = "vi"
    /// What the site logged while it answered.
    public let log = KeptLog()
    private let responder: RouterResponder<AppContext>
    private var serial = 0

    public init(_ router: Router<AppContext>) { responder = router.buildResponder() }

    /// Puts a cookie into the jar: a session that a test has made itself.
    public func set(_ cookie: SiteCookie, _ value: String) { cookies[cookie.name(isSecure: false)] = value }

    public func get(_ path: String, accept: String = "text/html") async throws -> Exchange {
        try await send(.get, path, accept: accept)
    }

    /// Posts the fields with the CSRF token and request key of the form on `page` (by default: of a page just asked for).
    public func submit(
        _ path: String,
        _ fields: KeyValuePairs<String, String> = [:],
        from page: Exchange? = nil,
        follow: Bool = false
    ) async throws -> Exchange {
        var page = page
        if page == nil { page = try await get(path) }
        let csrf = page?.hidden("_csrf") ?? ""
        let key = page?.hidden("_key") ?? ""
        let hidden = ["_csrf=\(Percent.encoded(csrf))", "_key=\(Percent.encoded(key))"]
        let written = fields.map { "\(Percent.encoded($0.key))=\(Percent.encoded($0.value))" }
        let answer = try await send(
            .post,
            path,
            body: Array((hidden + written).joined(separator: "&").utf8),
            type: "application/x-www-form-urlencoded"
        )
        return follow ? try await self.follow(answer) : answer
    }

    /// A file to send.
    public struct File: Sendable {
        let field: String
        let name: String
        let type: String
        let bytes: [UInt8]
        public init(_ field: String, name: String, type: String, bytes: [UInt8]) {
            self.field = field
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    /// Posts fields and files as multipart/form-data.
    public func upload(
        _ path: String,
        _ fields: KeyValuePairs<String, String> = [:],
        files: [File],
        from page: Exchange
    ) async throws -> Exchange {
        let boundary = "motcua-boundary"
        var body: [UInt8] = []
        let hidden = [("_csrf", page.hidden("_csrf") ?? ""), ("_key", page.hidden("_key") ?? "")]
        for (name, value) in hidden + fields.map({ ($0.key, $0.value) }) {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
            body += Array((head + value + "\r\n").utf8)
        }
        for file in files {
            let head =
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
                + "Content-Type: \(file.type)\r\n\r\n"
            body += Array(head.utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try await send(.post, path, body: body, type: "multipart/form-data; boundary=\(boundary)")
    }

    /// Goes where a 303 leads, at most five times.
    public func follow(_ exchange: Exchange) async throws -> Exchange {
        var exchange = exchange
        for _ in 0..<5 {
            guard exchange.status == 303, let next = exchange.header("Location") else { return exchange }
            exchange = try await get(next)
        }
        return exchange
    }

    /// Any request at all. Bytes go out as they are.
    public func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        body: [UInt8] = [],
        type: String? = nil,
        accept: String = "text/html",
        headers more: HTTPFields = [:]
    ) async throws -> Exchange {
        var fields: HTTPFields = [.accept: accept, .acceptLanguage: language]
        fields[.contentType] = type
        if !cookies.isEmpty {
            fields[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        for field in more { fields[field.name] = field.value }
        serial += 1
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
        let context = AppContext(
            logger: log.logger(),
            requestID: "req-\(serial)",
            remoteAddress: "192.0.2.1"
        )
        let request = Request(head: head, body: .init(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: context)
        let collected = Collected()
        try await response.body.write(Writer(collected: collected))
        keep(response.headers[values: .setCookie])
        return Exchange(
            request: "\(method) \(path)" + (type == nil ? "" : "\n\n" + String(decoding: body, as: UTF8.self)),
            status: response.status.code,
            headers: response.headers.map { ($0.name.rawName, $0.value) }.sorted { $0 < $1 },
            bytes: await collected.bytes
        )
    }

    private func keep(_ lines: [String]) {
        for line in lines {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = line.contains("Max-Age=0") ? nil : String(pair[1])
        }
    }

    private actor Collected {
        var bytes: [UInt8] = []
        func add(_ buffer: ByteBuffer) { bytes.append(contentsOf: buffer.readableBytesView) }
    }
    private struct Writer: ResponseBodyWriter {
        let collected: Collected
        func write(_ buffer: ByteBuffer) async throws { await collected.add(buffer) }
        consuming func finish(_ trailers: HTTPFields?) async throws {}
    }
}

/// A request and its answer. Written out it is the same on every run: for snapshots.
public struct Exchange: Sendable, CustomStringConvertible {
    public let request: String
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let bytes: [UInt8]

    public var body: String { String(decoding: bytes, as: UTF8.self) }
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
    /// The value of the first hidden field of that name on the page.
    public func hidden(_ name: String) -> String? {
        guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }
    /// The page's words without markup, for a first look in a test.
    public var words: String {
        let noTags = body.replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression)
        return noTags.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let unchanging: Set<String> = [
        "content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options", "permissions-policy",
        "cross-origin-opener-policy", "x-request-id", "content-length", "vary",
    ]
    /// Request, status, fields and body. The security fields, which one test checks, and the hash in the addresses of
    /// static files are left out.
    public var description: String {
        let fields = headers.filter { !Self.unchanging.contains($0.name.lowercased()) }
        let isText = String(validating: bytes, as: UTF8.self) != nil
        let shown = isText ? body : "(\(bytes.count) bytes)"
        let text =
            request + "\n\n\(status)\n" + fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + "\n\n"
            + shown
        return text.replacingOccurrences(of: StaticFiles.hash, with: "HASH")
    }
}
