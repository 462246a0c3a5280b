internal import Access
internal import Paper
internal import Web

/// A secret that is being set up, as its page shows it and its form brings it back.
struct SecretShown {
    let secret: String
    let uri: String

    init(_ enrolment: Enrolment) {
        secret = enrolment.secret
        uri = enrolment.uri
    }
    /// From the form that showed it; nil when there is none yet.
    init?(_ form: FormData) {
        let secret = form.value("secret")
        let uri = form.value("uri")
        guard uri.hasPrefix("otpauth://totp/"), uri.utf8.count < 500, !secret.isEmpty, secret.utf8.count < 100 else {
            return nil
        }
        self.secret = secret
        self.uri = uri
    }

    /// In groups of four, for typing.
    var grouped: String {
        let letters = Array(secret)
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: " ")
    }
}

/// The pages of the way in.
struct SignInView {
    let context: AppContext
    let next: String
    var wasSignedOut = false
    private var t: Texts { context.t }

    init(_ context: AppContext, next: String, wasSignedOut: Bool = false) {
        self.context = context
        self.next = next
        self.wasSignedOut = wasSignedOut
    }

    func signIn(_ form: FormData) -> HTML {
        let f = FormView(form, t)
        let fields: HTML = """
            \(f.field("name", label: t("signin.name"), hint: t("signin.name.hint"), width: .half, autocomplete: "username"))
            \(password(f, "password", label: t("signin.password"), autocomplete: "current-password"))
            """
        return page(
            t("signin.title"),
            """
            \(if: wasSignedOut, banner(.success, t("signin.out")))
            \(f.errorSummary)
            <h1>\(t("signin.title"))</h1>
            <p>\(t("signin.lead"))</p>
            \(ask(Path("sign-in"), fields, button: t("signin.do")))
            \(details(t("signin.lost"), "<p>\(t("signin.lost.text"))</p>"))
            """
        )
    }

    func second(_ form: FormData) -> HTML {
        let f = FormView(form, t)
        let code = codeField(f)
        let recovery = f.field("recovery", label: t("signin.recovery"), hint: t("signin.recovery.hint"), width: .half)
        let isRecovering = form.errors["recovery"] != nil
        return page(
            t("signin.second.title"),
            """
            \(f.errorSummary)
            <h1>\(t("signin.second.title"))</h1>
            <p class="lead">\(t("signin.second.lead"))</p>
            \(ask(Path("sign-in", "second"), code, button: t("signin.second.do")))
            \(details(t("signin.recovery.title"), isOpen: isRecovering, recoveryForm(recovery)))
            """
        )
    }
    private func recoveryForm(_ field: HTML) -> HTML {
        ask(Path("sign-in", "second"), field, button: t("signin.recovery.do"), kind: .secondary)
    }

    /// Before a secret is made: what it is for.
    func enrolment(error: SignInError? = nil) -> HTML {
        let told = error.flatMap { SignInWords($0, t) }
        return page(
            t("signin.enrol.title"),
            """
            \(told.map { banner(.danger, t($0.key, $0.values)) })
            <h1>\(t("signin.enrol.title"))</h1>
            <p class="lead">\(t("signin.enrol.lead"))</p>
            <p>\(t("signin.enrol.app"))</p>
            \(ask(Path("sign-in", "enrol"), .nothing, button: t("signin.enrol.begin")))
            """
        )
    }

    func secret(_ form: FormData, _ shown: SecretShown) throws -> HTML {
        let f = FormView(form, t)
        let fields: HTML = """
            \(f.hidden("secret", shown.secret))\(f.hidden("uri", shown.uri))
            \(codeField(f))
            """
        let picture = Self.picture(try QRCode(shown.uri), label: t("signin.enrol.qr"))
        return page(
            t("signin.enrol.title"),
            """
            \(f.errorSummary)
            <h1>\(t("signin.enrol.title"))</h1>
            <ol>
            <li>\(t("signin.enrol.scan"))<p>\(picture)</p>
            \(details(t("signin.enrol.type"), "<p>\(t("signin.enrol.type.text"))</p><p><code>\(shown.grouped)</code></p>"))</li>
            <li>\(t("signin.enrol.code"))</li>
            </ol>
            \(ask(Path("sign-in", "enrol"), fields, button: t("signin.enrol.do")))
            """
        )
    }

    func recoveryCodes(_ codes: [String], then path: Path) -> HTML {
        page(
            t("signin.codes.title"),
            """
            \(banner(.success, t("signin.codes.done")))
            <h1>\(t("signin.codes.title"))</h1>
            <p class="lead">\(t("signin.codes.lead"))</p>
            <ul class="plain codes">\(each: codes, { "<li><code>\($0)</code></li>" })</ul>
            \(buttons(buttonLink(t("signin.codes.go"), to: path)))
            """
        )
    }

    func newPassword(_ form: FormData) -> HTML {
        let f = FormView(form, t)
        let fields = NewPasswordFields.html(f, t)
        return page(
            t("signin.new.title"),
            """
            \(f.errorSummary)
            <h1>\(t("signin.new.title"))</h1>
            <p class="lead">\(t("signin.new.lead"))</p>
            \(ask(Path("sign-in", "password"), fields, button: t("signin.new.do")))
            """
        )
    }

    /// A QR code with its quiet zone, dark on white; sized by attributes, since a strict policy lets no style pass.
    private static func picture(_ code: QRCode, label: String) -> HTML {
        let side = code.width + 8
        return """
            <svg class="qr" width="232" height="232" viewBox="-4 -4 \(side) \(side)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h\(side)v\(side)h-\(side)z"/>\
            <path fill="#000" d="\(code.svgPath)"/></svg>
            """
    }
    private func codeField(_ f: FormView) -> HTML {
        f.field(
            "code",
            label: t("signin.code"),
            hint: t("signin.code.hint"),
            width: .short,
            autocomplete: "one-time-code",
            inputMode: "numeric"
        )
    }
    private func password(_ f: FormView, _ name: String, label: String, autocomplete: String) -> HTML {
        f.field(name, label: label, type: "password", width: .half, autocomplete: autocomplete)
    }
    private func ask(_ path: Path, _ fields: HTML, button text: String, kind: ButtonKind = .primary) -> HTML {
        let kept: HTML = next.isEmpty ? .nothing : "<input type=\"hidden\" name=\"next\" value=\"\(next)\">"
        return form(context, to: path, "\(kept)\(fields)\(button(text, kind: kind))")
    }
    private func page(_ title: String, _ body: HTML) -> HTML { plainPage(context, title: title, side: .desk, body) }
}

/// The two fields in which a new password is chosen.
enum NewPasswordFields {
    static func html(_ f: FormView, _ t: Texts) -> HTML {
        let new = f.field(
            "new",
            label: t("signin.new"),
            hint: t("signin.new.hint"),
            type: "password",
            width: .half,
            autocomplete: "new-password"
        )
        let again = f.field(
            "again",
            label: t("signin.again"),
            type: "password",
            width: .half,
            autocomplete: "new-password"
        )
        return "\(new)\(again)"
    }
}
