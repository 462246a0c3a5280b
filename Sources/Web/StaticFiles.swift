internal import AssetBundle
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import NIOCore

/// The files of `Assets/static`, served from the binary under a path that holds the hash of them all: what a browser
/// has once, it never asks for again.
public enum StaticFiles {
    private static let folder = "Assets/static/"

    /// The hash over all names and contents.
    public static let hash: String = {
        var sum = SHA256()
        for path in AssetBundle.paths where path.hasPrefix(folder) {
            sum.update(path.utf8)
            sum.update(AssetBundle.bytes(path) ?? [])
        }
        return Hex.encode(sum.finalize().prefix(8))
    }()

    /// Where the file lies: `/static/1f…/site.css`.
    public static func path(_ name: String) -> Path { Path("static", hash, name) }

    static func answer(_ request: Request, hash asked: String, name: String) throws -> Response {
        guard let bytes = AssetBundle.bytes(folder + name), let type = type(of: name) else { throw Problem.notFound }
        let tag = "\"\(hash)\""
        var headers: HTTPFields = [.contentType: type, .eTag: tag]
        headers[.cacheControl] = asked == hash ? "public, max-age=31536000, immutable" : "no-cache"
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "txt": "text/plain; charset=utf-8"
        default: nil
        }
    }
}
