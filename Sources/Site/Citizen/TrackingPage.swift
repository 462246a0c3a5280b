internal import Kernel
internal import Web

/// One dossier as its citizen sees it: the date first, then the path, the papers, the money, the reckoning.
func trackingPage(_ context: AppContext, _ view: TrackingView) -> HTML {
    let t = context.t
    let isLong = view.procedure.count > 120
    let warnings = HTML.join(view.warnings.map { banner(.warning, $0) })
    let owner: HTML = "<br><span class=\"muted\">\(t("citizen.track.of", ["name": view.owners]))</span>"
    let lead = callout(label: view.label, view.large, note: view.note, state: view.situation.tag)
    return citizenPage(
        context,
        title: "\(t("citizen.track.dossier")) \(view.code)",
        back: Path("track"),
        """
        <h1 class="dossier">\(t("citizen.track.dossier")) <span>\(view.code)</span></h1>
        <p\(if: isLong, " class=\"long\"")>\(view.procedure)\(if: !view.owners.isEmpty, owner)</p>
        \(warnings)
        \(lead)
        \(view.apology.map { banner(.warning, t("citizen.track.sorry.title"), "<p>\($0)</p>") })
        \(nextCard(view))
        <h2>\(t("citizen.track.path"))</h2>
        \(timeline(view.path))
        \(paperCard(view))
        \(derivation(view))
        <p>\(link(t("citizen.track.procedure"), to: Path("procedures", view.procedureCode)))</p>
        """
    )
}

private func nextCard(_ view: TrackingView) -> HTML {
    let t = view.t
    let letter = view.letter.map { "<blockquote class=\"letter\"><p>\(HTML.lines($0))</p></blockquote>" as HTML }
    let ground = view.ground.flatMap { $0.isEmpty ? nil : $0 }.map { ground -> HTML in
        "<p>\(t("citizen.track.ground", ["ground": ground]))</p>"
    }
    let todo = view.todo.map { "<h3>\(t("citizen.track.todo"))</h3><p>\($0)</p>" as HTML }
    return card(
        t("citizen.track.next"),
        """
        \(view.outcome.map { "<p><b>\($0)</b></p>" as HTML })
        <p>\(view.next)</p>
        \(letter)\(ground)\(todo)
        """
    )
}

private func paperCard(_ view: TrackingView) -> HTML {
    let t = view.t
    let money = view.fee.map { fee -> HTML in
        """
        <h2>\(t("citizen.track.money"))</h2>
        <p><b>\(fee.state)</b>\(if: !fee.text.isEmpty, "<br><span class=\"muted\">\(HTML.lines(fee.text))</span>")</p>
        """
    }
    let papers = view.papers.map { "<li>\($0.name) <span class=\"muted\">(\($0.form))</span></li>" as HTML }
    let list: HTML = papers.isEmpty ? .nothing : "<ul>\(HTML.join(papers))</ul>"
    return """
        \(if: !papers.isEmpty, "<h2>\(t("citizen.track.papers"))</h2>")
        \(list)
        \(money)
        """
}

private func derivation(_ view: TrackingView) -> HTML {
    let lines = view.derivation
    guard !lines.isEmpty else { return .nothing }
    let items = HTML.join(lines.map { "<li>\($0)</li>" as HTML })
    return details(
        view.t("citizen.track.derivation"),
        "<p>\(view.t("citizen.track.derivation.lead"))</p><ol>\(items)</ol>"
    )
}

/// The form that asks for code and number. `refused` when nothing was found: the same for a wrong code and number.
func trackFormPage(_ context: AppContext, _ form: FormData, refused: Bool = false, isOver: Bool = false) -> HTML {
    let t = context.t
    let f = FormView(form, t)
    let fields: HTML = """
        \(f.field("code", label: t("citizen.track.code"), hint: t("citizen.track.code.hint"), autocomplete: "off"))
        \(f.field(
            "number",
            label: t("citizen.track.number"),
            hint: t("citizen.track.number.hint"),
            width: .half,
            autocomplete: "off",
            inputMode: "numeric"
        ))
        \(button(t("citizen.track.do")))
        """
    let help: HTML = "<p>\(t("citizen.track.where.text"))</p><p>\(t("citizen.track.where.lost"))</p>"
    let refusal: HTML =
        refused
        ? banner(.danger, t("citizen.track.nothing"), "<p>\(t("citizen.track.nothing.do"))</p>") : .nothing
    return citizenPage(
        context,
        title: t("citizen.track.title"),
        back: .home,
        """
        \(f.errorSummary)
        \(refusal)
        \(if: isOver, banner(.info, t("citizen.track.over")))
        <h1>\(t("citizen.track.title"))</h1>
        <p class="lead">\(t("citizen.track.lead"))</p>
        \(postForm(context, fields))
        \(details(t("citizen.track.where"), help))
        """
    )
}

private func postForm(_ context: AppContext, _ fields: HTML) -> HTML { form(context, to: Path("track"), fields) }
