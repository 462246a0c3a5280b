internal import Access
internal import Agencies
internal import Documents
internal import Dossiers
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// What goes wrong in the API, as RFC 9457 tells it: `type`, `title`, `status`, `detail`, `instance`, and where places
/// are wrong `errors` with a pointer each. The texts are `problem.<code>` and `problem.<code>.do`.
struct APIProblem: Error, Sendable {
    let code: String
    let status: HTTPResponse.Status
    var values: [String: String] = [:]
    var errors: [PlaceError] = []
    /// Members beside the standard ones.
    var more: [JSON.Member] = []
    /// Words in place of the text's advice: what the rules refuse.
    var detail: String?
    var retryAfter: Int?
    var challenge: String?

    static let tokenNeeded = APIProblem(
        code: "token_needed",
        status: .unauthorized,
        challenge: "Bearer realm=\"motcua\""
    )
    static let tokenRefused = APIProblem(
        code: "token_refused",
        status: .unauthorized,
        challenge: "Bearer realm=\"motcua\", error=\"invalid_token\""
    )
    static func rightMissing(_ right: String) -> APIProblem {
        APIProblem(
            code: "right_missing",
            status: .forbidden,
            values: ["right": right],
            challenge: "Bearer realm=\"motcua\", error=\"insufficient_scope\", scope=\"\(right)\""
        )
    }
    /// The officer has not the role that this needs.
    static let roleMissing = APIProblem(code: "role_missing", status: .forbidden)
    static let notThere = APIProblem(code: "not_there", status: .notFound)
    static func notAcceptable(_ types: String) -> APIProblem {
        APIProblem(code: "not_acceptable", status: .notAcceptable, values: ["types": types])
    }
    static func tooLarge(_ limit: Int) -> APIProblem {
        APIProblem(code: "body_too_large", status: .contentTooLarge, values: ["limit": "\(limit)"])
    }
    static let unsupportedType = APIProblem(code: "json_wanted", status: .unsupportedMediaType)
    static let keyReused = APIProblem(code: "key_reused", status: .unprocessableContent)
    static func invalid(_ errors: [PlaceError]) -> APIProblem {
        APIProblem(code: "invalid_request", status: .badRequest, errors: errors)
    }
    /// What the matter itself forbids, with the place where it can be put right.
    static func refused(_ errors: [PlaceError]) -> APIProblem {
        APIProblem(code: "refused", status: .unprocessableContent, errors: errors)
    }
    static func refused(_ pointer: String, _ key: String, _ values: [String: String] = [:]) -> APIProblem {
        .refused([PlaceError(.body(pointer), key, values)])
    }

    /// Every code with its status, for the documents.
    static let known: [(code: String, status: Int)] = [
        ("invalid_request", 400), ("token_needed", 401), ("token_refused", 401), ("right_missing", 403),
        ("role_missing", 403), ("not_there", 404), ("not_found", 404), ("method_not_allowed", 405),
        ("not_acceptable", 406), ("stale_version", 409), ("body_too_large", 413), ("json_wanted", 415),
        ("key_reused", 422), ("refused", 422), ("too_many", 429), ("unexpected", 500), ("busy", 503),
    ]

    /// The problem that an error is; nil for what nobody foresaw.
    init?(_ error: any Error, _ t: Texts, _ now: Instant) {
        switch error {
        case let problem as APIProblem: self = problem
        case let problem as Problem where problem.status == .notFound: self = .notThere
        case let problem as Problem where problem.status == .tooManyRequests:
            self.init(code: "too_many", status: .tooManyRequests, retryAfter: problem.retryAfter)
        case let error as DossierError: self.init(refusal: error, t)
        case is DossierNotFound: self = .notThere
        case FileError.noSpace: self.init(code: "busy", status: .serviceUnavailable, retryAfter: 60)
        case let error as FileError:
            self = .refused("/file/content", "file.\(error.cause)", RefusalWords.values(error))
        case let stale as StaleDossier: self.init(stale: stale.since)
        case RegisterError.stale: self.init(stale: [])
        case StorageError.overloaded, StorageError.conflict, StorageError.timedOut:
            self.init(code: "busy", status: .serviceUnavailable, retryAfter: 2)
        default: return nil
        }
    }
    init(
        code: String,
        status: HTTPResponse.Status,
        values: [String: String] = [:],
        errors: [PlaceError] = [],
        more: [JSON.Member] = [],
        detail: String? = nil,
        retryAfter: Int? = nil,
        challenge: String? = nil
    ) {
        self.code = code
        self.status = status
        self.values = values
        self.errors = errors
        self.more = more
        self.detail = detail
        self.retryAfter = retryAfter
        self.challenge = challenge
    }
    /// What the rules of a dossier refuse, with the acts that are possible instead.
    init(refusal error: DossierError, _ t: Texts, unit: (ID<Agency>) -> String = { $0.rawValue }) {
        let words = withoutActuallyEscaping(unit) { RefusalWords(t: t, unit: $0).words(error) }
        var more = [JSON.Member("refusal", .text(error.cause))]
        let acts: [DossierAct] =
            switch error {
            case .notFromHere(_, _, let instead), .notYourRole(_, _, let instead), .cannotUndo(let instead): instead
            default: []
            }
        more.append(JSON.Member("instead", .list(acts.map { .text($0.rawValue) })))
        self.init(code: "refused", status: .unprocessableContent, more: more, detail: words.text)
    }
    /// Somebody acted since the dossier was read: who did what, so that the program can look again.
    init(stale since: [DossierEntry], name: (DossierEntry) -> String = { _ in "" }) {
        let entries = since.map { entry -> JSON in
            [
                "version": JSON(entry.version), "event": .text(entry.event.label), "at": JSON(entry.at),
                "by": .text(name(entry)),
            ]
        }
        self.init(code: "stale_version", status: .conflict, more: [JSON.Member("since", .list(entries))])
    }
}

extension APIProblem {
    func response(_ context: AppContext) -> Response {
        let t = context.t
        var members: [JSON.Member] = [
            .init("type", .text(Path("problems", code).description)),
            .init("title", .text(t.optional("problem.\(code)", values) ?? t("web.problem.\(code)", values))),
            .init("status", JSON(status.code)),
            .init(
                "detail",
                .text(detail ?? t.optional("problem.\(code).do", values) ?? t("web.problem.\(code).do", values))
            ),
            .init("instance", .text("/requests/\(context.requestID)")),
        ]
        if !errors.isEmpty { members.append(.init("errors", .list(errors.map { $0.json(t) }))) }
        members += more
        var headers: HTTPFields = [
            .contentType: "application/problem+json", .contentLanguage: context.language.rawValue,
            .cacheControl: "no-store",
        ]
        headers[.vary] = "Accept-Language, Authorization"
        if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
        if let challenge { headers[.wwwAuthenticate] = challenge }
        let body = Array(JSON.object(members).written.utf8)
        return Response(status: status, headers: headers, body: .init(byteBuffer: .init(bytes: body)))
    }
}

extension PlaceError {
    func json(_ t: Texts) -> JSON {
        let detail = JSON.Member("detail", .text(t(key, values)))
        switch place {
        case .body(let pointer): return .object([.init("pointer", .text(pointer)), detail])
        case .query(let name): return .object([.init("in", "query"), .init("parameter", .text(name)), detail])
        case .header(let name): return .object([.init("in", "header"), .init("parameter", .text(name)), detail])
        case .path(let name): return .object([.init("in", "path"), .init("parameter", .text(name)), detail])
        }
    }
}
