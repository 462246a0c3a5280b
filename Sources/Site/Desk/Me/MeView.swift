internal import Access
internal import Agencies
internal import Kernel
internal import Storage
internal import Web

/// What an officer sees of the own account.
struct MeView: Sendable {
    var name: String
    var logInName: String
    var title: String
    var unit: String
    var unitID: ID<Agency>
    var roles: Set<Role>
    /// Units for which the officer may act.
    var units: [Choice]
    var hasSecondFactor: Bool
    var recoveryCodes: Int
    var sessions: Int
    var block: String?
    /// Those that are not over yet.
    var absences: [Absence]
    var substitutes: [ID<StaffMember>: String]
    var others: [Choice]

    static func load(_ rooms: Rooms, _ officer: Officer, on date: CivilDate, in tx: Transaction) throws -> MeView {
        guard let member = try StaffStore.load(officer.id, in: tx) else { throw Problem.signInNeeded }
        let directory = try rooms.directory(in: tx)
        let absences = member.absences.filter { $0.to >= date && $0.from <= $0.to }.sorted { $0.from < $1.from }
        return MeView(
            name: member.name,
            logInName: member.logInName,
            title: member.title,
            unit: directory.name(of: officer.agency, on: date) ?? "",
            unitID: officer.agency,
            roles: officer.rolesHere,
            units: officer.roles.keys.sorted().map { Choice($0.rawValue, directory.name(of: $0, on: date) ?? "") },
            hasSecondFactor: try AccountStore.load(officer.id, in: tx)?.hasSecondFactor ?? false,
            recoveryCodes: try AccountStore.recoveryCodes(of: officer.id, in: tx),
            sessions: try SessionStore.count(of: officer.id, in: tx),
            block: try Signing.block(of: officer, on: date, in: tx),
            absences: absences,
            substitutes: try StaffStore.names(of: absences.compactMap(\.substitute), in: tx),
            others: try others(of: officer, on: date, in: tx)
        )
    }

    /// Colleagues at the unit, as substitutes.
    static func others(of officer: Officer, on date: CivilDate, in tx: Transaction) throws -> [Choice] {
        try StaffStore.all(of: officer.agency, in: tx)
            .filter { $0.id != officer.id && $0.roles(on: date)[officer.agency] != nil }
            .map { Choice($0.id.rawValue, $0.name + " – " + $0.title) }
    }

    func html(_ context: StaffContext, _ typed: FormData) -> HTML {
        let t = context.t
        let f = FormView(typed, t)
        let password = passwordCard(context, f)
        let absence = absenceCard(context, f)
        let done = ["password", "absence", "back"].first { $0 == context.query("done") }
        return """
            \(done.map { banner(.success, t("desk.me.done.\($0)")) })
            \(f.errorSummary)
            <h1>\(t("rail.me"))</h1>
            \(summary(t))
            <p>\(link(t("desk.keys.title"), to: Path("desk", "keys")))</p>
            <p>\(link(t("token.link"), to: Path("desk", "me", "tokens")))</p>
            \(columns("\(absence)\(unitCard(context, f))", "\(password)\(secondCard(context))\(sessionCard(context))"))
            """
    }

    private func summary(_ t: Texts) -> HTML {
        let roles = Role.allCases.filter(self.roles.contains).map { t("role.\($0.rawValue)") }
        var rows = [
            SummaryRow(t("desk.me.name"), "\(name) <span class=\"muted\">(\(logInName))</span>"),
            SummaryRow(t("desk.me.title"), HTML(title)), SummaryRow(t("desk.me.unit"), HTML(unit)),
            SummaryRow(t("desk.me.roles"), HTML(roles.joined(separator: ", "))),
        ]
        if let block { rows.append(SummaryRow(t("desk.sign.block"), HTML.lines(block))) }
        return summaryList(rows)
    }

    // MARK: Absence

    private func absenceCard(_ context: StaffContext, _ f: FormView) -> HTML {
        let t = context.t
        let kinds = Absence.Kind.allCases.map { Choice($0.rawValue, t("desk.me.absence.\($0.rawValue)")) }
        let substitute = f.select(
            "substitute",
            label: t("desk.me.absence.substitute"),
            choices: others,
            hint: t("desk.me.absence.substitute.hint"),
            empty: t("desk.me.absence.duty"),
            isOptional: true
        )
        let fields: HTML = """
            \(f.radios("kind", legend: t("desk.me.absence.kind"), choices: kinds))
            \(f.date("from", label: t("desk.me.absence.from")))
            \(f.date("to", label: t("desk.me.absence.to")))
            \(substitute)
            \(button(t("desk.me.absence.do")))
            """
        let ask = form(context, to: Path("desk", "me", "absence"), fields)
        return card(t("desk.me.absence"), "<p>\(t("desk.me.absence.lead"))</p>\(planned(context))\(ask)")
    }

    private func planned(_ context: StaffContext) -> HTML {
        let t = context.t
        guard !absences.isEmpty else { return .nothing }
        let rows = absences.map { absence -> HTML in
            let taker =
                absence.substitute.flatMap { substitutes[$0] }.map { t("desk.me.absence.by", ["name": $0]) }
                ?? t("desk.me.absence.byDuty")
            let days = t("desk.me.absence.days", ["from": absence.from.written, "to": absence.to.written])
            let number: HTML = "<input type=\"hidden\" name=\"number\" value=\"\(absence.number)\">"
            let word = t(absence.from <= context.today ? "desk.me.absence.back" : "desk.me.absence.drop")
            let end = form(
                context,
                to: Path("desk", "me", "absence", "end"),
                "\(number)\(button(word, kind: .quiet))"
            )
            return "<li><b>\(days)</b><br>\(t("desk.me.absence.\(absence.kind.rawValue)")). \(taker)\(end)</li>"
        }
        return "<ul class=\"plain\">\(HTML.join(rows, separator: "\n"))</ul>"
    }

    // MARK: Account

    private func unitCard(_ context: StaffContext, _ f: FormView) -> HTML {
        let t = context.t
        guard units.count > 1 else { return .nothing }
        let form = FormView(f.form.has("unit") ? f.form : FormData(["unit": unitID.rawValue]), t)
        let field = form.select("unit", label: t("desk.me.act.unit"), choices: units)
        let ask = Web.form(
            context,
            to: Path("desk", "me", "unit"),
            "\(field)\(button(t("desk.me.act.do"), kind: .secondary))"
        )
        return card(t("desk.me.act"), ask)
    }

    private func passwordCard(_ context: StaffContext, _ f: FormView) -> HTML {
        let t = context.t
        let current = f.field(
            "current",
            label: t("desk.me.current"),
            type: "password",
            width: .half,
            autocomplete: "current-password"
        )
        let fields: HTML = """
            \(current)\(NewPasswordFields.html(f, t))\(button(t("signin.new.do"), kind: .secondary))
            """
        return card(t("desk.me.password"), form(context, to: Path("desk", "me", "password"), fields))
    }

    private func secondCard(_ context: StaffContext) -> HTML {
        let t = context.t
        let body: HTML
        if hasSecondFactor {
            body = """
                <p>\(tag(.done, t("desk.me.second.on")))</p>
                <p>\(t("desk.me.second.codes", ["count": recoveryCodes]))</p>
                """
        } else {
            let path = Path("sign-in", "enrol").query("next", "/desk/me")
            body = """
                <p>\(t("desk.me.second.off"))</p>
                \(buttons(buttonLink(t("desk.me.second.do"), to: path, kind: .secondary)))
                """
        }
        return card(t("desk.me.second"), body)
    }

    private func sessionCard(_ context: StaffContext) -> HTML {
        let t = context.t
        let ask = form(
            context,
            to: Path("desk", "me", "sessions"),
            confirm: t("desk.me.sessions.ask"),
            button(t("desk.me.sessions.do"), kind: .secondary)
        )
        let count = t.count(sessions, one: "desk.me.sessions.one", many: "desk.me.sessions.many")
        return card(
            t("desk.me.sessions"),
            "<p>\(count)</p>\(ask)"
        )
    }
}
