internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// The texts of a problem in one language.
struct ProblemText {
    let code: String
    let status: Int
    let title: String
    let advice: String
    /// What an officer should do, where that is another thing.
    let deskAdvice: String?

    init(code: String, status: Int, values: [String: String] = [:], t: Texts) {
        self.code = code
        self.status = status
        title =
            t.optional("problem.\(code)", values) ?? t.optional("web.problem.\(code)", values) ?? t("web.problem.other")
        advice =
            t.optional("problem.\(code).do", values) ?? t.optional("web.problem.\(code).do", values)
            ?? t("web.problem.other.do")
        deskAdvice = t.optional("web.problem.\(code).desk", values)
    }
    static func isKnown(_ code: String, _ t: Texts) -> Bool {
        t.optional("problem.\(code)") != nil || t.optional("web.problem.\(code)") != nil
    }
}

/// Turns every thrown error into a page for people or problem+json for programs. The only place that does.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = AppContext

    func handle(
        _ request: Request,
        context: AppContext,
        next: @concurrent (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            return await answer(Self.problem(for: error, context), request, context)
        }
    }

    private func answer(_ problem: Problem, _ request: Request, _ context: AppContext) async -> Response {
        let isForPeople = !context.isProgram && (request.headers[.accept] ?? "").contains("text/html")
        if problem.status == .unauthorized, isForPeople {
            let next = request.method == .get ? context.here.description : nil
            return .redirect(to: context.site.signIn.query("next", next))
        }
        let text = ProblemText(
            code: problem.code,
            status: problem.status.code,
            values: problem.values,
            t: context.t
        )
        var response =
            isForPeople
            ? context.page(
                await Self.page(problem, text, again(problem, request, context), context),
                status: problem.status
            )
            : Self.document(problem, text, context)
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if let allow = problem.allow { response.headers[.allow] = allow }
        return response
    }

    /// How the person can try once more what the server could not do now.
    private func again(_ problem: Problem, _ request: Request, _ context: AppContext) -> HTML? {
        guard problem.status == .serviceUnavailable else { return nil }
        if request.method == .post { return context.sent.form.map { sentAgain(context, $0) } }
        return buttons(buttonLink(context.t("web.problem.again"), to: context.here), homeLink(context.t))
    }

    /// An officer on the officers' side keeps the desk around the problem; where the server itself is in trouble the
    /// rail, which asks the database, is left out.
    private static func page(
        _ problem: Problem,
        _ text: ProblemText,
        _ again: HTML?,
        _ context: AppContext
    ) async -> HTML {
        guard PageSide(of: context.here) == .desk, let staff = StaffContext(context) else {
            return problemPage(context, text, reference: context.requestID, again: again)
        }
        let rail = problem.status.kind == .serverError ? [] : await context.site.rail(staff)
        return deskProblemPage(staff, text, rail: rail, again: again)
    }

    private struct Document: Encodable {
        struct Field: Encodable {
            let field: String
            let code: String
            let detail: String
        }
        let type: String
        let title: String
        let detail: String
        let status: Int
        let instance: String
        let errors: [Field]?
    }

    private static func document(_ problem: Problem, _ text: ProblemText, _ context: AppContext) -> Response {
        let fields = problem.fields.shown.map { error in
            Document.Field(field: error.field, code: error.key, detail: context.t(error.key, error.values))
        }
        let document = Document(
            type: Path("problems", problem.code).description,
            title: text.title,
            detail: text.advice,
            status: text.status,
            instance: "/requests/\(context.requestID)",
            errors: fields.isEmpty ? nil : fields
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(document)) ?? Data("{}".utf8)
        return Response(
            status: problem.status,
            headers: [
                .contentType: "application/problem+json", .contentLanguage: context.language.rawValue,
                .cacheControl: "no-store",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: data))
        )
    }

    /// The problem that an error is. What nobody foresaw is logged here, once, and told to nobody.
    private static func problem(for error: any Error, _ context: AppContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as any ProblemConvertible: return error.problem
        case let error as any HTTPResponseError where error.status == .notFound: return .notFound
        case let error as any HTTPResponseError where error.status == .contentTooLarge: return .tooLarge
        case let error as any HTTPResponseError where error.status.kind == .clientError: return .badRequest
        default:
            context.logger.error(
                "Unexpected error",
                metadata: ["error": "\(error)", "error.type": "\(type(of: error))", "request": "\(context.requestID)"]
            )
            return .unexpected
        }
    }
}

/// What people see when something went wrong: what happened, what to do, whom to ask, and a reference.
///
/// - Parameter again: a way to try once more, where there is one. It stands in the place of the way home, which would
///   leave a kept form behind.
func problemPage(
    _ context: some PageContext,
    _ text: ProblemText,
    reference: String?,
    again: HTML? = nil
) -> HTML {
    let t = context.t
    return plainPage(
        context,
        title: text.title,
        side: PageSide(of: context.here),
        """
        <h1>\(text.title)</h1>
        <p class="lead">\(text.advice)</p>
        \(again ?? "<p>\(homeLink(t))</p>")
        \(reference.map { "<p class=\"muted\">\(t("web.problem.reference", ["reference": $0]))</p>" as HTML })
        """
    )
}

/// The same for an officer at work: within the desk, so that the next list is one press away.
func deskProblemPage(
    _ context: StaffContext,
    _ text: ProblemText,
    rail: [RailItem],
    again: HTML? = nil
) -> HTML {
    let t = context.t
    return deskPage(
        context,
        title: text.title,
        rail: rail,
        """
        <div class="narrow"><h1>\(text.title)</h1>
        <p class="lead">\(text.deskAdvice ?? text.advice)</p>
        \(again)
        <p>\(buttonLink(t("web.problem.desk"), to: Path("desk"), kind: .secondary))</p>
        <p class="muted">\(t("web.problem.reference.desk", ["reference": context.requestID]))</p></div>
        """
    )
}

private func homeLink(_ t: Texts) -> HTML { buttonLink(t("web.problem.home"), to: .home, kind: .secondary) }
