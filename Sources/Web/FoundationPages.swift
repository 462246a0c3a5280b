internal import Hummingbird

/// What every site has.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /static/{hash}/{name}` | anyone | style, scripts and pictures from the binary |
/// | `GET /healthz` | anyone | the process lives |
/// | `GET /readyz` | anyone | it can do its work |
/// | `GET /metrics` | who asks it directly | figures for Prometheus; through a proxy it is not there |
/// | `GET /problems/{code}` | anyone | what a problem's name means |
struct FoundationPages {
    func addRoutes(to routes: RouteTable) {
        let site = routes.site
        routes.raw(.get, "/static/{hash}/{name}") { request, context in
            try StaticFiles.answer(request, hash: context.parameter("hash"), name: context.parameter("name"))
        }
        routes.raw(.get, "/healthz") { _, _ in .text("ok\n") }
        routes.raw(.get, "/readyz") { _, _ in
            switch await site.readiness() {
            case .ready: return .text("ready\n")
            case .notReady(let reason):
                var answer = Response.text("not ready: \(reason)\n", status: .serviceUnavailable)
                answer.headers[.retryAfter] = "10"
                return answer
            }
        }
        routes.raw(.get, "/metrics") { request, _ in
            // Whoever comes through a proxy comes from outside, whatever that proxy is told to keep in.
            guard request.headers[.forwardedFor] == nil, request.headers[.forwarded] == nil else {
                throw Problem.notFound
            }
            return .text(site.metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
        routes.get("/problems/{code}", for: .anyone) { context in
            let code = try context.parameter("code")
            guard ProblemText.isKnown(code, context.t) else { throw Problem.notFound }
            return context.page(problemPage(context, ProblemText(code: code, status: 0, t: context.t), reference: nil))
        }
    }
}
