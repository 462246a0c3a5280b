internal import Hummingbird
internal import Logging

/// What an administrator wants to see when somebody tries the doors: each is a line of the log and counted in `/metrics`.
///
/// Lines name the moment, the address, the route's pattern and an officer's id; never a name that was typed (people type
/// their password there), a code, a token or a citizen.
public enum SecurityEvent: String, Sendable, CaseIterable {
    case signedIn, signInRefused, signInThrottled, secondFactorRefused, signedOut, passwordChosen
    /// An officer asked for a page that their roles do not open.
    case pageRefused
    /// A form came without the token of its visitor.
    case formRefused
    /// Too many questions at a public page.
    case questionsThrottled
}

extension PageContext {
    /// Writes the event down. `staff` is the officer's id where one is known.
    public func record(_ event: SecurityEvent, staff: String? = nil) {
        site.metrics.count("motcua_security_events_total", ["event": event.rawValue])
        var metadata: Logger.Metadata = [
            "event": "\(event.rawValue)", "address": "\(LogText.address(remoteAddress))",
            "route": "\(app.endpointPath ?? "unknown")", "request": "\(requestID)",
        ]
        if let staff = staff ?? app.officer?.staffID { metadata["staff"] = "\(staff)" }
        app.logger.notice("Security", metadata: metadata)
    }
}

/// What comes from outside, as the log may hold it.
public enum LogText {
    /// An address: a proxy passes on what a client wrote. Every other character is a question mark; 45 at most.
    public static func address(_ text: String) -> String {
        String(text.unicodeScalars.prefix(45).map { known.contains($0) ? Character($0) : "?" })
    }
    private static let known = Set("0123456789abcdefABCDEF.:%-".unicodeScalars)
}
