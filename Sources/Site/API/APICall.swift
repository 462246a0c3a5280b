internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Web

/// A request as a route gets it: read whole and checked against what the route says of it.
struct APICall: Sendable {
    let context: AppContext
    /// Who stands behind it; on routes that want a token there is always one.
    let holder: TokenHolder?
    let values: [String: JSON]
    let body: JSON
    /// What was asked, as a hash: the same key with another is refused.
    let fingerprint: String

    var t: Texts { context.t }
    var now: Instant { context.now }
    var today: CivilDate { context.today }

    /// The officer behind the token.
    ///
    /// - Throws: `APIProblem.tokenNeeded` on a route that wants none.
    func officer() throws(APIProblem) -> Officer {
        guard let holder else { throw .tokenNeeded }
        return holder.officer
    }
    func text(_ name: String) -> String? { values[name]?.text }
    /// The request key, which belongs to the officer alone.
    func requestKey() throws(APIProblem) -> String {
        guard let key = text(APILimits.keyHeader) else {
            throw .invalid([PlaceError(.header(APILimits.keyHeader), "api.error.missing")])
        }
        return "api:\(try officer().id):\(key)"
    }
    var pageSize: Int { values["limit"]?.number ?? APILimits.usualPage }
}

extension APIRoute {
    /// Reads and checks a request, runs the route, and tells what goes wrong as a problem.
    func answer(_ request: Request, _ context: AppContext, _ rooms: Rooms) async throws -> Response {
        do {
            let holder = try await self.holder(request, rooms)
            try checkAccept(request)
            var errors: [PlaceError] = []
            let values = try values(request, context, &errors)
            let body = try await self.body(request, &errors)
            guard errors.isEmpty else { throw APIProblem.invalid(errors) }
            var hash = SHA256()
            for part in [method.rawValue, request.uri.path, body.written] { hash.update(Array(part.utf8) + [0]) }
            let call = APICall(
                context: context,
                holder: holder,
                values: values,
                body: body,
                fingerprint: Hex.encode(hash.finalize())
            )
            return Self.response(try await run(call), context)
        } catch {
            guard let problem = APIProblem(error, context.t, context.now) else { throw error }
            return problem.response(context)
        }
    }

    private static func response(_ reply: APIReply, _ context: AppContext) -> Response {
        var headers = reply.headers
        if reply.status != .notModified { headers[.contentType] = reply.type }
        headers[.cacheControl] = headers[.cacheControl] ?? "no-store"
        headers[.contentLanguage] = headers[.contentLanguage] ?? context.language.rawValue
        headers[.vary] = "Accept-Language, Authorization"
        return Response(status: reply.status, headers: headers, body: .init(byteBuffer: .init(bytes: reply.body)))
    }

    // MARK: Who asks

    private func holder(_ request: Request, _ rooms: Rooms) async throws -> TokenHolder? {
        let header = request.headers[values: .authorization]
        switch access {
        case .anyone: return nil
        case .either where header.isEmpty: return nil
        case .either, .token: break
        }
        guard let line = header.first else { throw APIProblem.tokenNeeded }
        let parts = line.split(separator: " ", omittingEmptySubsequences: true)
        guard header.count == 1, parts.count == 2, parts[0].lowercased() == "bearer",
            let holder = try await rooms.tokens.holder(of: String(parts[1]))
        else { throw APIProblem.tokenRefused }
        if case .token(let right) = access, !holder.token.rights.contains(right) {
            throw APIProblem.rightMissing(right.rawValue)
        }
        return holder
    }

    private func checkAccept(_ request: Request) throws(APIProblem) {
        let lines = request.headers[values: .accept].joined(separator: ",")
        guard !lines.isEmpty else { return }
        let kinds = Set(answers.map(\.type))
        let wanted = lines.split(separator: ",").map { part in
            part.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        }
        let fits = wanted.contains { want in
            want == "*/*" || kinds.contains { $0 == want || want == $0.prefix { $0 != "/" } + "/*" }
        }
        guard fits else { throw .notAcceptable(kinds.sorted().joined(separator: ", ")) }
    }

    // MARK: What is asked

    private func values(
        _ request: Request,
        _ context: AppContext,
        _ errors: inout [PlaceError]
    ) throws -> [String: JSON] {
        var found: [String: JSON] = [:]
        var queries: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Percent.decoded(sides[0].utf8) ?? ""
            let isKnown = parameters.contains { $0.place == .query && $0.name == name }
            guard isKnown, let value = sides.count == 2 ? Percent.decoded(sides[1].utf8) : "" else {
                let shown = VietnameseText.isCleanLine(name) ? String(name.prefix(100)) : ""
                errors.append(PlaceError(.query(shown), isKnown ? "api.error.characters" : "api.error.unknown"))
                continue
            }
            if queries.updateValue(value, forKey: name) != nil {
                errors.append(PlaceError(.query(name), "api.error.twice"))
            }
        }
        for parameter in parameters {
            let place: PlaceError.Place
            let raw: String?
            switch parameter.place {
            case .path:
                place = .path(parameter.name)
                raw = try context.parameter(parameter.name)
            case .query:
                place = .query(parameter.name)
                raw = queries[parameter.name]
            case .header:
                place = .header(parameter.name)
                raw = HTTPField.Name(parameter.name).flatMap { request.headers[$0] }
            }
            guard let raw else {
                if parameter.isRequired { errors.append(PlaceError(place, "api.error.missing")) }
                continue
            }
            let value = parameter.value(raw)
            if let wrong = parameter.shape.errors(in: value).first {
                // What cannot be a code is the code of nothing.
                if parameter.place == .path { throw APIProblem.notThere }
                errors.append(PlaceError(place, wrong.key, wrong.values))
            }
            found[parameter.name] = value.normalized
        }
        return found
    }

    private func body(_ request: Request, _ errors: inout [PlaceError]) async throws -> JSON {
        guard let body else { return .null }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APIProblem.tooLarge(limit)
        }
        let type = (request.headers[.contentType] ?? "").lowercased().filter { $0 != " " }
        guard type == "application/json" || type == "application/json;charset=utf-8" else {
            throw APIProblem.unsupportedType
        }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else { throw APIProblem.tooLarge(limit) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        let value: JSON
        do { value = try JSONReader.read(bytes) } catch {
            throw APIProblem.invalid([PlaceError(.body(""), "api.error.json.\(error.rawValue)")])
        }
        errors += body.errors(in: value)
        return value.normalized
    }
}

extension APIParameter {
    /// What stands in an address as a value of its kind.
    fileprivate func value(_ raw: String) -> JSON {
        switch shape {
        case .integer:
            let digits = raw.utf8.allSatisfy { (48...57).contains($0) } && raw.utf8.count <= 18
            return digits ? Int64(raw).map { .number($0) } ?? .text(raw) : .text(raw)
        case .flag: return raw == "true" ? true : raw == "false" ? false : .text(raw)
        default: return .text(raw)
        }
    }
}

extension Rooms {
    var tokens: TokenDesk { TokenDesk(database: database, world: world) }
}
