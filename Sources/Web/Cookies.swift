internal import HTTPTypes
public import Hummingbird

/// The cookies of the site: names, attributes, and nothing about people in them.
public enum SiteCookie: String, Sendable {
    case session, visitor, lang, text

    /// `__Host-mc-session` when the site is reached by https, `mc-session` else.
    public func name(isSecure: Bool) -> String { (isSecure ? "__Host-mc-" : "mc-") + rawValue }

    /// The value of the `Set-Cookie` field. `maxAge` in seconds; nil lives as long as the browser's window.
    public func header(_ value: String, maxAge: Int? = nil, isSecure: Bool) -> String {
        var out = "\(name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let maxAge { out += "; Max-Age=\(maxAge)" }
        return isSecure ? out + "; Secure" : out
    }
    func value(in request: Request, isSecure: Bool) -> String? {
        request.cookies[name(isSecure: isSecure)]?.value
    }
}

extension Response {
    /// Adds a cookie to the answer.
    public mutating func set(_ cookie: SiteCookie, _ value: String, maxAge: Int? = nil, for context: some PageContext) {
        let field = cookie.header(value, maxAge: maxAge, isSecure: context.site.isSecure)
        headers.append(HTTPField(name: .setCookie, value: field))
    }
    /// Asks the browser to forget the pages it kept: whoever sits down next presses "back" in vain.
    public mutating func forgetPages() {
        headers[.clearSiteData] = #""cache", "storage""#
    }
    /// Takes a cookie back.
    public mutating func clear(_ cookie: SiteCookie, for context: some PageContext) {
        set(cookie, "", maxAge: 0, for: context)
    }
}
