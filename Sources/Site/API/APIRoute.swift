public import Access
internal import HTTPTypes
internal import Kernel
internal import Web

/// One route of the API: what it is called, what it wants, what it answers, and what it does. The OpenAPI document is
/// written from these values, and requests are checked against them, so that neither can say what the other does not.
struct APIRoute: Sendable {
    /// The operation's name, `receiveDossier`.
    let name: String
    let method: HTTPRequest.Method
    /// Below `/api/v1`, with `{code}` for what varies.
    let path: String
    let summary: String
    var about = ""
    let access: APIAccess
    var parameters: [APIParameter] = []
    var body: Shape?
    var limit = APILimits.body
    /// A body as the documents show it.
    var example: JSON?
    let answers: [APIAnswer]
    /// What may go wrong beside what may go wrong everywhere.
    var problems: [Int] = []
    let run: @Sendable (APICall) async throws -> APIReply

    var pattern: String { APILimits.root + path }
    /// Every status that this route may answer.
    var statuses: Set<Int> {
        var all = Set(answers.map(\.status)).union(problems).union([400, 406, 503])
        if body != nil { all.formUnion([413, 415]) }
        if case .token = access { all.formUnion([401, 403]) }
        if case .either = access { all.insert(401) }
        if path.contains("{") { all.insert(404) }
        return all
    }
}

/// Whom a route answers.
enum APIAccess: Sendable {
    case anyone
    /// Anyone; who brings a token is counted by it.
    case either
    case token(TokenRight)
}

/// A part of the address or the head of a request.
struct APIParameter: Sendable {
    enum Place: String, Sendable { case path, query, header }
    let name: String
    let place: Place
    let shape: Shape
    var isRequired = false
    let about: String

    static func path(_ name: String, _ shape: Shape, _ about: String) -> APIParameter {
        APIParameter(name: name, place: .path, shape: shape, isRequired: true, about: about)
    }
    static func query(_ name: String, _ shape: Shape, _ about: String) -> APIParameter {
        APIParameter(name: name, place: .query, shape: shape, about: about)
    }
    /// The request key: the second of two equal requests gets the first's answer.
    static func key(_ requirement: Shape.Requirement) -> APIParameter {
        let printable = TextRule(
            min: APILimits.key.lowerBound,
            max: APILimits.key.upperBound,
            pattern: "^[A-Za-z0-9._:-]+$",
            check: { text in
                text.utf8.allSatisfy {
                    (48...58).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                        || [45, 46, 95].contains($0)
                }
            }
        )
        return APIParameter(
            name: APILimits.keyHeader,
            place: .header,
            shape: .text(printable),
            isRequired: requirement == .required,
            about: requirement == .required
                ? "Chosen by the client, new for each act (a UUID). Sent again with the same body it gives the first answer."
                : "May be sent; the route changes nothing, and a repeat is simply answered again."
        )
    }
    static let cursor = APIParameter.query(
        "cursor",
        .text(TextRule(min: 1, max: 200, pattern: "^[a-z0-9]+$", check: { $0.utf8.allSatisfy(APICursor.letters) })),
        "Where the page begins: `next` of the page before. Left out for the first page."
    )
    static let limit = APIParameter.query(
        "limit",
        .integer(min: 1, max: APILimits.page),
        "How many at most; 50 when left out."
    )
}

/// One answer that is no problem.
struct APIAnswer: Sendable {
    let status: Int
    let about: String
    var shape: Shape?
    var type = "application/json"
    /// Names of header fields it carries, with what they are.
    var headers: [(name: String, about: String)] = []

    static func ok(_ shape: Shape, _ about: String) -> APIAnswer { APIAnswer(status: 200, about: about, shape: shape) }
}

/// What a route gives back.
struct APIReply: Sendable {
    var status: HTTPResponse.Status = .ok
    var body: [UInt8]
    var type = "application/json"
    var headers = HTTPFields()

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> APIReply {
        APIReply(status: status, body: Array(value.written.utf8))
    }
}

/// Bounds of the API, each tested at n and n+1.
enum APILimits {
    static let root = "/api/v1"
    static let keyHeader = "Idempotency-Key"
    /// Bytes of a body.
    static let body = 256 * 1024
    /// Bytes of a file that comes in a body, and characters of its base 64.
    static let fileBytes = 5 * 1024 * 1024
    static let fileCharacters = (fileBytes + 2) / 3 * 4
    /// Characters of a request key.
    static let key = 8...64
    /// Rows of one page.
    static let page = 200
    static let usualPage = 50
    /// Tries at tracking that one token may make: a gateway speaks for many.
    static let tracking = ThrottleRule(attempts: 60_000, windowMinutes: 10, blockMinutes: 1)
}
