internal import Foundation
public import HTTPTypes
public import Hummingbird
internal import NIOCore

extension PageContext {
    /// A page: the whole document as a layout function made it.
    public func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentLanguage: language.rawValue,
        ]
        headers[.vary] = "Cookie, Accept-Language"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html.text)))
    }
    /// A form that was refused: the page again with what was typed, status 422.
    public func refused(_ html: HTML) -> Response { page(html, status: .unprocessableContent) }
}

extension Response {
    /// 303: what follows a POST that was done.
    public static func redirect(to path: Path) -> Response {
        Response(status: .seeOther, headers: [.location: path.description, .cacheControl: "no-store"])
    }
    /// A file to look at or to keep. `name` is shown to the person when `isDownload`.
    public static func file(_ bytes: [UInt8], type: String, name: String, isDownload: Bool = true) -> Response {
        let plain = String(name.unicodeScalars.map { $0.isASCII && $0 != "\"" && $0 != "\\" ? Character($0) : "_" })
        let how = isDownload ? "attachment" : "inline"
        return Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "no-store",
                .contentDisposition: "\(how); filename=\"\(plain)\"; filename*=UTF-8''\(Percent.encoded(name))",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
    /// JSON with sorted keys, for programs.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        return Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: data))
        )
    }
    /// Plain text of any type.
    public static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self.known("Referrer-Policy")
    static let frameOptions = Self.known("X-Frame-Options")
    static let forwarded = Self.known("Forwarded")
    static let forwardedFor = Self.known("X-Forwarded-For")
    static let permissionsPolicy = Self.known("Permissions-Policy")
    static let openerPolicy = Self.known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = Self.known("Cross-Origin-Resource-Policy")
    static let clearSiteData = Self.known("Clear-Site-Data")
    static let requestID = Self.known("X-Request-ID")
    private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .via }
}
