public import HTTPTypes

/// What went wrong, as RFC 9457 wants it told. `code` names the type; the texts come from the catalogue:
/// `problem.<code>` (or `web.problem.<code>`) says what happened, the same key with `.do` what to do.
public struct Problem: Error, Sendable {
    /// Stable, snake_case: the label in logs, metrics, texts and docs.
    public let code: String
    public let status: HTTPResponse.Status
    /// Fills the placeholders of the texts.
    public let values: [String: String]
    public let fields: FieldErrors
    /// Seconds after which it makes sense to try again (429, 503).
    public let retryAfter: Int?
    /// The methods of a 405.
    let allow: String?

    public init(
        _ code: String,
        status: HTTPResponse.Status,
        values: [String: String] = [:],
        fields: FieldErrors = FieldErrors(),
        retryAfter: Int? = nil
    ) {
        self.init(code, status, values, fields, retryAfter, allow: nil)
    }
    private init(
        _ code: String,
        _ status: HTTPResponse.Status,
        _ values: [String: String],
        _ fields: FieldErrors,
        _ retryAfter: Int?,
        allow: String?
    ) {
        self.code = code
        self.status = status
        self.values = values
        self.fields = fields
        self.retryAfter = retryAfter
        self.allow = allow
    }

    /// There is nothing, or nothing this person may see: both look the same.
    public static let notFound = Problem("not_found", status: .notFound)
    public static let badRequest = Problem("bad_request", status: .badRequest)
    public static let tooLarge = Problem("too_large", status: .contentTooLarge)
    /// The CSRF token did not fit: the page is older than the session.
    public static let formExpired = Problem("form_expired", status: .forbidden)
    public static let signInNeeded = Problem("sign_in_needed", status: .unauthorized)
    public static let unexpected = Problem("unexpected", status: .internalServerError)
    public static func tooMany(retryAfter seconds: Int) -> Problem {
        Problem("too_many", status: .tooManyRequests, retryAfter: seconds)
    }
    public static func busy(retryAfter seconds: Int = 5) -> Problem {
        Problem("busy", status: .serviceUnavailable, retryAfter: seconds)
    }
    static func methodNotAllowed(allow: String) -> Problem {
        Problem("method_not_allowed", .methodNotAllowed, [:], FieldErrors(), nil, allow: allow)
    }
}

/// A refusal that knows which problem it is to the outside; conformances live in `Site/Problems.swift`.
public protocol ProblemConvertible: Error {
    var problem: Problem { get }
}

/// What is wrong with the fields of a form, in the order in which it was found.
public struct FieldErrors: Sendable, Hashable {
    public struct FieldError: Sendable, Hashable {
        public let field: String
        /// The key of the text for people.
        public let key: String
        public let values: [String: String]
    }
    public private(set) var all: [FieldError] = []
    public init() {}

    public var isEmpty: Bool { all.isEmpty }
    /// Adds one; a field's first error is the one that is shown.
    public mutating func add(_ field: String, _ key: String, _ values: [String: String] = [:]) {
        all.append(FieldError(field: field, key: key, values: values))
    }
    public subscript(field: String) -> FieldError? { all.first { $0.field == field } }
    /// The first error of each field.
    public var shown: [FieldError] {
        var seen: Set<String> = []
        return all.filter { seen.insert($0.field).inserted }
    }
}
