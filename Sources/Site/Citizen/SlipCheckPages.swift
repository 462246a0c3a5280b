internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Whether a slip in somebody's hand is good, for whoever it is shown to.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /slips/check` | anyone | asks for the dossier's code and the short check on the slip |
/// | `POST /slips/check` | anyone | newest, replaced or unknown; throttled like tracking; no personal data |
public struct SlipCheckPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/slips/check", for: .anyone) { context in
            context.page(slipCheckPage(context, FormData(["code": context.query("code")])))
        }
        routes.post("/slips/check", for: .anyone, limit: 8 * 1024) { form, context in
            try await check(form, context)
        }
    }

    private func check(_ form: FormData, _ context: AppContext) async throws -> Response {
        var form = form
        let code = form.line("code", max: Limits.queryLength, required: true)
        // An address from a QR says everything by itself.
        let token = code.flatMap { $0.contains("/") ? Scanned($0).token : nil }
        let check = form.line("check", max: Limits.queryLength, required: token == nil)
        if let check, token == nil, SlipCheck.typed(check).count < SlipCheck.length {
            let count = "\(SlipCheck.typed(check).count)"
            form.errors.add("check", "citizen.check.check.short", ["count": count])
        }
        guard form.errors.isEmpty, let code else { return context.refused(slipCheckPage(context, form)) }
        try await PublicLookUp.count("slip", code: token ?? code, rooms, context)
        let standing = try await rooms.database.read { tx in
            if let token { return try SlipCheck.find(token: token, in: tx) }
            return try SlipCheck.find(code: code, check: check ?? "", in: tx)
        }
        // What a scanner typed is no reading for people.
        if token != nil { form = FormData([:]) }
        let answer = slipCheckPage(context, form, SlipAnswer(code: token == nil ? code : nil, standing: standing))
        return standing == .unknown ? context.refused(answer) : context.page(answer)
    }
}

/// What was asked and what was found.
struct SlipAnswer: Sendable {
    /// As typed; nil when the slip was scanned.
    let code: String?
    let standing: SlipCheck.Standing
}

func slipCheckPage(_ context: AppContext, _ form: FormData, _ answer: SlipAnswer? = nil) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let fields: HTML = """
        \(f.field(
            "code",
            label: t("citizen.check.code"),
            hint: t("citizen.check.code.hint"),
            autocomplete: "off",
            data: " data-scan"
        ))
        \(f.field(
            "check",
            label: t("citizen.check.check"),
            hint: t("citizen.check.check.hint"),
            width: .half,
            autocomplete: "off"
        ))
        \(button(t("citizen.check.do")))
        """
    return citizenPage(
        context,
        title: t("citizen.check.title"),
        back: .home,
        """
        \(f.errorSummary)
        <h1>\(t("citizen.check.title"))</h1>
        \(answer.map { found($0, t) } ?? "<p class=\"lead\">\(t("citizen.check.lead"))</p>")
        \(Web.form(context, to: Path("slips", "check"), fields))
        \(details(t("citizen.check.where"), "<p>\(t("citizen.check.where.text"))</p>"))
        <p>\(link(t("citizen.door.track"), to: Path("track")))</p>
        """
    )
}

private func found(_ answer: SlipAnswer, _ t: Texts) -> HTML {
    let label =
        answer.code.map { t("citizen.check.slip", ["code": $0.uppercased()]) } ?? t("citizen.check.slip.scanned")
    let (word, state, values): (String, TagState, [String: String]) =
        switch answer.standing {
        case .newest: ("newest", .done, [:])
        case .replaced(let at): ("replaced", .waiting, ["date": t.dateTime(at)])
        case .void: ("void", .closed, [:])
        case .unknown: ("unknown", .late, [:])
        }
    return """
        <div role="status">\(callout(label: label, t("citizen.check.\(word)"), state: state))</div>
        <p>\(t("citizen.check.\(word).do", values))</p>
        """
}
