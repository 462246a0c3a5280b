internal import Hummingbird
internal import Web

/// `GET /api`: how another program uses this one, for the people who write it.
enum APIGuide {
    /// What is shown to be typed. `MOTCUA` holds the site's address, `TOKEN` a token with the rights read and intake;
    /// the tests run them in this order.
    static let examples: [(key: String, command: String)] = [
        ("find", #"curl -sS --fail-with-body "$MOTCUA/api/v1/procedures?q=dang+ky+thuong+tru&limit=5""#),
        ("read", #"curl -sS --fail-with-body "$MOTCUA/api/v1/procedures/1.004222""#),
        (
            "due",
            #"""
            curl -sS --fail-with-body "$MOTCUA/api/v1/due" -H 'Content-Type: application/json' \
              -d '{"received": "2025-06-27T15:30:00+07:00", "limit": "3 ngày làm việc"}'
            """#
        ),
        (
            "intake",
            #"""
            curl -sS --fail-with-body "$MOTCUA/api/v1/dossiers" -H "Authorization: Bearer $TOKEN" \
              -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -H 'Content-Type: application/json' \
              -d '{"procedure": "1.004222", "channel": "counter",
                   "submitter": {"kind": "citizen", "name": "Bùi Thị Mận", "address": "Tổ 5, phường Quỳnh Lâm",
                                 "identity": {"kind": "citizen", "number": "017185001234"}},
                   "papers": [{"number": 1, "form": "original"}], "papersNotNeeded": [2],
                   "answer": {"kind": "accept"}}'
            """#
        ),
        (
            "list",
            #"""
            curl -sS --fail-with-body "$MOTCUA/api/v1/dossiers?list=work&limit=20" -H "Authorization: Bearer $TOKEN"
            """#
        ),
    ]

    static func page(_ context: AppContext) -> HTML {
        let t = context.t
        let parts = examples.map { example -> HTML in
            "<h3>\(t("api.guide.\(example.key)"))</h3><pre class=\"command\" tabindex=\"0\"><code>\(example.command)</code></pre>"
        }
        let rules = ["token", "key", "version", "cursor", "problem", "policy"].map { part -> HTML in
            "<h3>\(t("api.guide.\(part)"))</h3><p>\(t("api.guide.\(part).text"))</p>"
        }
        return citizenPage(
            context,
            title: t("api.guide.title"),
            back: .home,
            """
            <h1>\(t("api.guide.title"))</h1>
            <p class="lead">\(t("api.guide.lead"))</p>
            <p><a href="\(OpenAPIDocument.path)">/api/v1/openapi.json</a></p>
            <h2>\(t("api.guide.start"))</h2>
            <p>\(t("api.guide.start.text"))</p>
            <pre tabindex="0"><code>motcua token create --data DIR --officer NAME --rights read,intake --label "…"</code></pre>
            <h2>\(t("api.guide.rules"))</h2>
            \(HTML.join(rules))
            <h2>\(t("api.guide.examples"))</h2>
            <p>\(t("api.guide.examples.text"))</p>
            \(HTML.join(parts))
            """
        )
    }
}
