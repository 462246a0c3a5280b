internal import Access
internal import Agencies
internal import Kernel
internal import Web

func staffCardPage(_ context: StaffContext, _ card: StaffCard) -> HTML {
    let t = context.t
    let member = card.member
    let here = StaffPages.root / member.id.rawValue
    var rows = [
        SummaryRow(t("manage.unit"), HTML(card.reach.name(member.agency))),
        SummaryRow(t("manage.staff.titleField"), HTML(member.title)),
        SummaryRow(t("manage.staff.logIn"), HTML(member.logInName)),
    ]
    if let phone = member.phone { rows.append(SummaryRow(t("manage.staff.phone"), HTML(phone.national))) }
    if let last = member.leftOn { rows.append(SummaryRow(t("manage.staff.leftOn"), HTML(t.date(last)))) }
    let tokens: HTML = "<p>\(link(t("token.link"), to: here / "tokens"))</p>"
    let account: HTML = card.mayManage ? "\(accountCard(context, card, here))\(tokens)" : .nothing
    return deskPage(
        context,
        title: member.name,
        rail: card.frame.rail,
        """
        <p class="back">\(link(t("manage.staff.back"), to: StaffPages.root.query("unit", member.agency.rawValue)))</p>
        <h1>\(member.name)</h1>
        \(doneBanner(context))
        \(summaryList(rows))
        \(rolesCard(context, card, here))
        \(absenceCard(context, card, here))
        \(signatureCard(context, card, here))
        \(account)
        """
    )
}

private func rolesCard(_ context: StaffContext, _ card: StaffCard, _ here: Path) -> HTML {
    let t = context.t
    let rows = card.member.grants.map { grant -> [HTML] in
        let isOver = grant.to.map { $0 < context.today } ?? false
        let state =
            isOver
            ? tag(.closed, t("manage.grant.over"))
            : grant.holds(on: context.today)
                ? tag(.done, t("manage.grant.held")) : tag(.waiting, t("manage.grant.coming"))
        return [
            HTML(t("role.\(grant.role.rawValue)")), HTML(card.reach.name(grant.agency)),
            HTML(span(grant.from, grant.to, t)), state,
        ]
    }
    let columns = ["role", "unit", "dates", "state"].map { Column(t("manage.grant.column.\($0)")) }
    let list =
        rows.isEmpty
        ? "<p>\(t("manage.grant.none"))</p>"
        : table(caption: t("manage.grant.title"), columns: columns, rows: rows, hidesCaption: true)
    let change =
        card.mayManage ? buttonLink(t("manage.grant.change"), to: here / "roles", kind: .secondary) : .nothing
    return Web.card(t("manage.grant.title"), id: "roles", "\(list)\(change)")
}

private func absenceCard(_ context: StaffContext, _ card: StaffCard, _ here: Path) -> HTML {
    let t = context.t
    let lines = card.member.absences.reversed().filter { $0.from <= $0.to }.prefix(10).map { absence -> HTML in
        let who = absence.substitute.flatMap { card.names[$0] } ?? t("manage.absence.duty")
        let values = ["span": span(absence.from, absence.to, t), "who": who]
        return "<li>\(t("manage.absence.line.\(absence.kind.rawValue)", values))</li>"
    }
    let list = lines.isEmpty ? "<p>\(t("manage.absence.none"))</p>" : "<ul>\(HTML.join(lines))</ul>" as HTML
    let change = buttonLink(t("manage.absence.change"), to: here / "absence", kind: .secondary)
    return Web.card(t("manage.absence.title"), id: "absence", "\(list)\(change)")
}

private func signatureCard(_ context: StaffContext, _ card: StaffCard, _ here: Path) -> HTML {
    let t = context.t
    let blocks = card.member.signatures.map { block -> HTML in
        let lines = HTML.join(block.lines.map { HTML($0.description) }, separator: "<br>")
        return """
            <p class="signature"><b>\(lines)</b><br>\(card.member.name)<br>\
            <span class="muted">\(card.reach.name(block.agency)), \(span(block.from, block.to, t))</span></p>
            """
    }
    let list = blocks.isEmpty ? "<p>\(t("manage.signature.none"))</p>" : HTML.join(blocks)
    let change =
        card.mayManage ? buttonLink(t("manage.signature.change"), to: here / "signature", kind: .secondary) : .nothing
    return Web.card(t("manage.signature.title"), id: "signature", "\(list)\(change)")
}

private func accountCard(_ context: StaffContext, _ card: StaffCard, _ here: Path) -> HTML {
    let t = context.t
    let account = card.account
    let isLocked = account?.isLocked ?? false
    let password =
        account?.hasPassword != true ? "none" : account?.mustChoosePassword == true ? "oneTime" : "own"
    let rows = [
        SummaryRow(
            t("manage.account.state"),
            isLocked ? tag(.late, t("manage.account.locked")) : tag(.done, t("manage.account.open"))
        ),
        SummaryRow(t("manage.account.passwordState"), HTML(t("manage.account.password.\(password)"))),
        SummaryRow(
            t("manage.account.factorState"),
            HTML(t(account?.hasSecondFactor == true ? "manage.account.factor.set" : "manage.account.factor.none"))
        ),
        SummaryRow(t("manage.account.sessions"), HTML(t.number(card.sessions))),
    ]
    if card.isSelf {
        return Web.card(
            t("manage.account.title"),
            id: "account",
            "\(summaryList(rows))<p>\(t("manage.account.self")) \(link(t("rail.me"), to: Path("desk", "me")))</p>"
        )
    }
    let acts: [AccountAct] = [.password, isLocked ? .unlock : .lock, .factor, .signOut]
    let pieces = acts.map { act -> HTML in
        let kind: ButtonKind = act == .lock ? .danger : .secondary
        let press = button(t("manage.account.\(act.rawValue)"), kind: kind, name: "act", value: act.rawValue)
        return Web.form(
            context,
            to: here / "account",
            class: "group",
            confirm: t("manage.account.\(act.rawValue).sure", ["name": card.member.name]),
            "\(press)<p class=\"hint\">\(t("manage.account.\(act.rawValue).hint"))</p>"
        )
    }
    return Web.card(t("manage.account.title"), id: "account", "\(summaryList(rows))\(HTML.join(pieces))")
}

// MARK: The forms

/// A page about one officer with its forms, the first of which is what one came for.
private func formPage(
    _ context: StaffContext,
    _ card: StaffCard,
    title: String,
    lead: String,
    _ f: FormView,
    _ body: HTML
) -> HTML {
    let t = context.t
    return deskPage(
        context,
        title: title,
        rail: card.frame.rail,
        """
        <div class="narrow"><p class="back">\(link(card.member.name, to: StaffPages.root / card.member.id.rawValue))</p>
        \(f.errorSummary)
        <h1>\(title)</h1><p class="lead">\(t(lead, ["name": card.member.name]))</p>
        \(body)</div>
        """
    )
}

func staffRolesPage(_ context: StaffContext, _ card: StaffCard, _ form: FormData) -> HTML {
    let t = context.t
    let own = form.has("unit") ? form : form.setting("unit", card.member.agency.rawValue)
    let f = FormView(own, t)
    let here = StaffPages.root / card.member.id.rawValue
    let units = card.reach.units(.manageStaff).map { Choice($0.id.rawValue, $0.shortName) }
    let roles = Role.allCases.map {
        Choice($0.rawValue, t("role.\($0.rawValue)"), hint: t("manage.role.\($0.rawValue)"))
    }
    let give = HTML.join([
        f.select("unit", label: t("manage.unit"), choices: units),
        f.radios("role", legend: t("manage.grant.role"), choices: roles),
        f.date("from", label: t("manage.from")), f.date("to", label: t("manage.to"), isOptional: true),
        button(t("manage.grant.give")),
    ])
    let open = card.openGrants(on: context.today).map { grant in
        Choice(
            grant.formValue,
            "\(t("role.\(grant.role.rawValue)")), \(card.reach.name(grant.agency)), \(span(grant.from, grant.to, t))"
        )
    }
    let end = HTML.join([
        f.radios("grant", legend: t("manage.grant.which"), choices: open),
        f.date("last", label: t("manage.grant.last"), hint: t("manage.grant.last.hint")),
        button(t("manage.grant.end"), kind: .secondary),
    ])
    let ending: HTML =
        open.isEmpty
        ? .nothing : "<h2>\(t("manage.grant.end.title"))</h2>\(Web.form(context, to: here / "roles" / "end", end))"
    return formPage(
        context,
        card,
        title: t("manage.grant.change"),
        lead: "manage.grant.lead",
        f,
        "\(Web.form(context, to: here / "roles", give))\(ending)"
    )
}

func staffAbsencePage(_ context: StaffContext, _ card: StaffCard, _ form: FormData) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let here = StaffPages.root / card.member.id.rawValue
    let kinds = Absence.Kind.allCases.map { Choice($0.rawValue, t("manage.absence.kind.\($0.rawValue)")) }
    let others = card.substitutes.map { Choice($0.id.rawValue, "\($0.name), \($0.title)") }
    let enter = HTML.join([
        f.radios("kind", legend: t("manage.absence.kind"), choices: kinds),
        f.date("from", label: t("manage.absence.from")), f.date("to", label: t("manage.absence.to")),
        f.select(
            "substitute",
            label: t("manage.absence.substitute"),
            choices: others,
            hint: t("manage.absence.substitute.hint"),
            empty: t("manage.absence.duty"),
            isOptional: true
        ),
        button(t("manage.absence.enter")),
    ])
    let open = card.openAbsences(on: context.today).map { Choice("\($0.number)", span($0.from, $0.to, t)) }
    let back = HTML.join([
        f.radios("absence", legend: t("manage.absence.which"), choices: open),
        f.date("last", label: t("manage.absence.last"), hint: t("manage.absence.last.hint")),
        button(t("manage.absence.end"), kind: .secondary),
    ])
    let ending: HTML =
        open.isEmpty
        ? .nothing : "<h2>\(t("manage.absence.end.title"))</h2>\(Web.form(context, to: here / "absence" / "end", back))"
    return formPage(
        context,
        card,
        title: t("manage.absence.change"),
        lead: "manage.absence.lead",
        f,
        "\(Web.form(context, to: here / "absence", enter))\(ending)"
    )
}

func staffSignaturePage(_ context: StaffContext, _ card: StaffCard, _ form: FormData) -> HTML {
    let t = context.t
    let own = form.has("unit") ? form : form.setting("unit", card.member.agency.rawValue)
    let f = FormView(own, t)
    let units = card.ownUnits.map { Choice($0.rawValue, card.reach.name($0)) }
    let prefixes = SignaturePrefix.allCases.map { prefix in
        Choice(prefix.rawValue, "\(prefix.rawValue) \(t("manage.signature.prefix.\(prefix)"))")
    }
    let lines = StaffCard.signatureLines.map { number -> HTML in
        let prefix = f.select(
            "prefix\(number)",
            label: t("manage.signature.prefix", ["n": number]),
            choices: prefixes,
            empty: t("manage.signature.prefix.none"),
            isOptional: true
        )
        let text = f.field("text\(number)", label: t("manage.signature.text", ["n": number]), isOptional: number > 1)
        return "\(prefix)\(text)"
    }
    let fields = HTML.join([
        f.select("unit", label: t("manage.unit"), choices: units), HTML.join(lines),
        f.date("from", label: t("manage.from")), f.date("to", label: t("manage.to"), isOptional: true),
        button(t("manage.signature.save")),
    ])
    return formPage(
        context,
        card,
        title: t("manage.signature.change"),
        lead: "manage.signature.lead",
        f,
        Web.form(context, to: StaffPages.root / card.member.id.rawValue / "signature", fields)
    )
}
