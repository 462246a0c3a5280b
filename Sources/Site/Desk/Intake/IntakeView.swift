internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Web

/// The page on which one dossier is taken in.
struct IntakeView {
    let context: StaffContext
    let scene: IntakeScene
    let found: PersonFound
    /// Which of the folded acts stands open.
    var opened: IntakeAnswer?
    var t: Texts { context.t }
    var form: FormData { found.form }

    init(_ context: StaffContext, _ scene: IntakeScene, _ found: PersonFound, opened: IntakeAnswer? = nil) {
        self.context = context
        self.scene = scene
        self.found = found
        self.opened = opened
    }

    var html: HTML {
        let f = FormView(form, t)
        let preview = IntakePreview(form, scene)
        let left: HTML = "\(personPart(f))\(ownerPart(f))"
        let right: HTML = "\(papersPart(f))"
        let below = columns(wayPart(f), moneyPart(f, preview))
        let acts = actsPart(f)
        let slip = slipPart(preview)
        let body: HTML = """
            \(f.hidden("owners", "\(IntakeForm.ownerCount(form))"))\(f.hidden("extras", "\(IntakeForm.extraCount(form))"))\
            \(f.hidden("draft"))
            \(columns(left, right))
            \(below)
            \(slip)
            \(acts)
            """
        let version = scene.version
        return deskPage(
            context,
            title: t("intake.title.one", ["name": version.name]),
            rail: scene.frame.rail,
            """
            <p class="back"><a href="\(Path("desk", "intake"))">\(t("intake.back"))</a></p>
            \(f.errorSummary)
            \(actError)
            <h1>\(version.name)</h1>
            <p class="muted">\(version.code) · \(version.field)</p>
            \(note)
            \(Web.form(context, to: Path("desk", "intake", version.code), body))
            """
        )
    }

    private var note: HTML {
        guard let key = found.note else { return .nothing }
        return banner(key == "intake.card.garbled" ? .warning : .info, t(key))
    }
    /// A refusal that belongs to no field.
    var actError: HTML {
        form.errors["do"].map { banner(.danger, t($0.key, $0.values)) } ?? .nothing
    }

    // MARK: Who

    private func personPart(_ f: FormView) -> HTML {
        let fields = IntakeForm.submitter
        let capacities = Capacity.allCases.map { Choice($0.rawValue, t("capacity.\($0.rawValue)")) }
        let scan = f.field(
            "scan",
            label: t("intake.scan"),
            hint: t("intake.scan.hint"),
            autocomplete: "off",
            data: " data-scan autofocus"
        )
        let finds = buttons(
            button(t("intake.find.submitter"), kind: .secondary, name: "do", value: "find:p"),
            button(t("intake.find.owner"), kind: .quiet, name: "do", value: "find:o\(firstFreeOwner)")
        )
        let who = block(fields, f, title: nil)
        let capacity = f.select("capacity", label: t("intake.capacity"), choices: capacities)
        let proof = f.field("proof", label: t("intake.proof"), hint: t("intake.proof.hint"), isOptional: true)
        let forbids = scene.version.rules.forbidsProxy ? banner(.info, t("intake.inPerson")) : .nothing
        return card(t("intake.part.person"), id: "person", "\(scan)\(finds)\(who)\(forbids)\(capacity)\(proof)")
    }
    /// The one person of a page that asks for nobody else.
    func personBlock(_ f: FormView, title: String) -> HTML {
        let scan = f.field(
            "scan",
            label: t("intake.scan"),
            hint: t("intake.scan.hint"),
            autocomplete: "off",
            data: " data-scan autofocus"
        )
        let find = buttons(button(t("intake.find.submitter"), kind: .secondary, name: "do", value: "find:p"))
        return card(t("intake.part.person"), "\(note)\(scan)\(find)\(block(IntakeForm.submitter, f, title: title))")
    }
    /// The owner's fields that a found record goes into: the first that are empty.
    private var firstFreeOwner: Int {
        let all = IntakeForm.owners(form)
        return (all.firstIndex { $0.isEmpty(form) } ?? all.count - 1) + 1
    }

    /// `title` is left out where the card around it says the same.
    private func block(_ fields: PersonFields, _ f: FormView, title: String?) -> HTML {
        let heading = title.map { "<h3>\($0)</h3>" as HTML } ?? .nothing
        let offers = fields.prefix == found.prefix && !found.offered.isEmpty ? offers(fields, f) : .nothing
        if let person = scene.persons[fields.prefix] {
            return """
                \(heading)\(f.hidden(fields.field("id"), person.id.rawValue))\(offers)
                \(PersonFields.summary(person, t))
                \(button(t("intake.person.change"), kind: .quiet, name: "do", value: "clear:\(fields.prefix)"))
                """
        }
        return "\(heading)\(offers)\(fields.html(f))"
    }
    private func offers(_ fields: PersonFields, _ f: FormView) -> HTML {
        let lines = found.offered.map { person -> HTML in
            let choose = button(
                t("intake.person.choose"),
                kind: .secondary,
                name: "pick",
                value: "\(fields.prefix):\(person.id)"
            )
            return "<li>\(PersonFields.line(person, t)) \(choose)</li>"
        }
        let isDouble = form.errors[fields.field("name")]?.key == "intake.person.double"
        let other = isDouble ? f.checkbox(fields.field("other"), label: t("intake.person.other")) : .nothing
        let title = isDouble ? "intake.person.double.title" : "intake.person.several"
        return banner(.warning, t(title), "<ul class=\"plain\">\(HTML.join(lines))</ul>\(other)")
    }

    private func ownerPart(_ f: FormView) -> HTML {
        let all = IntakeForm.owners(form)
        let blocks = all.enumerated().map { index, fields in
            block(
                fields,
                f,
                title: all.count == 1 ? t("intake.owner") : t("intake.owner.number", ["number": index + 1])
            )
        }
        let unnamed =
            scene.version.rules.ownerMayBeUnnamed
            ? f.checkbox("unnamed", label: t("intake.unnamed"), hint: t("intake.unnamed.hint")) : HTML.nothing
        let more = button(t("intake.owner.more"), kind: .quiet, name: "do", value: "owner")
        let isOpen =
            IntakeForm.capacity(form) != .oneself || form.flag("unnamed") || all.contains { !$0.isEmpty(form) }
            || form.errors.all.contains { $0.field.hasPrefix("o1_") } || scene.version.rules.ownerMayBeUnnamed
        return details(t("intake.owners"), isOpen: isOpen, "\(unnamed)\(HTML.join(blocks))\(more)")
    }

    // MARK: Papers

    private func papersPart(_ f: FormView) -> HTML {
        let states = ["in", "missing", "none"].map { Choice($0, t("intake.paper.\($0)")) }
        let announced = scene.version.papers.enumerated().map { index, paper -> HTML in
            let field = "paper_\(index)"
            let hint = [
                paper.form.map { t("intake.paper.formName", ["form": $0]) } ?? "",
                paper.onlyWhen.isEmpty ? "" : t("intake.paper.when", ["case": paper.onlyWhen]),
                paper.isShownOnly ? t("intake.paper.shown") : "",
                t("intake.paper.asked", ["originals": paper.originals, "copies": paper.copies]),
            ].filter { !$0.isEmpty }.joined(separator: " · ")
            let state = f.radios(field, legend: paper.name, choices: states, hint: hint, isInline: true)
            return "<li class=\"paper\">\(state)\(form(field, f, name: paper.name))</li>"
        }
        let extra = (0..<IntakeForm.extraCount(form)).map { index -> HTML in
            let name = f.field("extra_\(index)_name", label: t("intake.paper.extra.name"), isOptional: true)
            return "<li class=\"paper\">\(name)\(form("extra_\(index)", f, name: t("intake.paper.extra")))</li>"
        }
        let isOpen = (0..<IntakeForm.extraCount(form)).contains { !form.value("extra_\($0)_name").isEmpty }
        let none = scene.version.papers.isEmpty ? banner(.info, t("intake.papers.none")) : .nothing
        let more = button(t("intake.paper.more"), kind: .quiet, name: "do", value: "more")
        let others = details(
            t("intake.papers.extra"),
            isOpen: isOpen || scene.version.papers.isEmpty,
            "<ul class=\"plain\">\(HTML.join(extra))</ul>\(more)"
        )
        let counts = pair(
            f.field("sets", label: t("intake.sets"), width: .tiny, inputMode: "numeric"),
            f.field("copies", label: t("intake.copies"), width: .tiny, inputMode: "numeric")
        )
        return card(
            t("intake.part.papers"),
            id: "papers",
            "\(none)<ul class=\"plain\">\(HTML.join(announced))</ul>\(others)\(counts)"
        )
    }
    private func form(_ field: String, _ f: FormView, name: String) -> HTML {
        let forms = PaperForm.allCases.map { Choice($0.rawValue, t("paper_form.\($0.rawValue)")) }
        return details(
            t(
                "intake.paper.form",
                ["form": t("paper_form.\(value(field, "form", "original"))"), "count": value(field, "count", "1")]
            ),
            isOpen: f.form.errors["\(field)_count"] != nil,
            columns(
                f.select("\(field)_form", label: t("intake.paper.kind", ["name": name]), choices: forms),
                f.field(
                    "\(field)_count",
                    label: t("intake.paper.count", ["name": name]),
                    width: .tiny,
                    inputMode: "numeric"
                )
            )
        )
    }
    private func value(_ field: String, _ part: String, _ usual: String) -> String {
        let value = form.value("\(field)_\(part)")
        guard !value.isEmpty, part != "form" || PaperForm(rawValue: value) != nil else { return usual }
        return value
    }
}
