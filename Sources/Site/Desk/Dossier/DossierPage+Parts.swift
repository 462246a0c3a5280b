internal import Access
internal import Agencies
internal import Documents
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

extension DossierPage {
    private var t: Texts { context.t }
    private var path: Path { Self.path(facts.dossier.id) }

    // MARK: Steps and path

    var steps: HTML {
        guard !view.steps.isEmpty else { return .nothing }
        let items = view.steps.map { step in
            TimelineItem(
                step.state,
                step.name,
                when: [step.role, step.limit, step.due].filter { !$0.isEmpty }.joined(separator: " · "),
                body: step.officer.map { "<p>\($0)</p>" } ?? .nothing
            )
        }
        return card(t("folder.steps"), id: "steps", timeline(items))
    }

    var journey: HTML {
        let items = PathWords(facts: facts, t: t).items()
        let last = items.count - 1
        let marks = items.enumerated().map { index, item in
            let lines = item.lines.map { "<p>\($0)</p>" as HTML }
            let undone: HTML = item.isUndone ? "<p>\(tag(.closed, t("folder.path.undone")))</p>" : .nothing
            return TimelineItem(
                index == last ? .now : .past,
                item.title,
                when: "\(item.when) · \(item.who)",
                body: "\(undone)\(HTML.join(lines))"
            )
        }
        return card(t("folder.path"), id: "path", timeline(marks))
    }

    var handOvers: HTML {
        let rows: [[HTML]] = facts.dossier.handOvers.map { row in
            let taken = row.takenAt.map { t.dateTime($0) } ?? t("folder.hand.waiting")
            return [
                HTML("\(facts.unit(row.from)) → \(facts.unit(row.to))"),
                HTML("\(facts.name(row.giver, t)), \(t.dateTime(row.givenAt))"),
                HTML(row.taker.map { "\(facts.name($0, t)), \(taken)" } ?? taken),
                HTML(facts.text(row.note) ?? row.bag.map { t("folder.path.bag", ["number": $0]) } ?? ""),
            ]
        }
        guard !rows.isEmpty else { return .nothing }
        return card(
            t("folder.hand"),
            id: "hand-overs",
            table(
                caption: t("folder.hand"),
                columns: [
                    Column(t("folder.hand.way")), Column(t("folder.hand.giver")), Column(t("folder.hand.taker")),
                    Column(t("folder.paper.note")),
                ],
                rows: rows,
                hidesCaption: true
            )
        )
    }

    // MARK: The due date

    var derivation: HTML {
        guard let due = DerivationView(facts) else { return .nothing }
        let lines = due.lines.map { "<li>\(due.words($0, context.language))</li>" as HTML }
        let other: HTML =
            due.holds.map { "<p>\(t("folder.due.holds", ["date": t.dateTime($0)]))</p>" } ?? .nothing
        let print = link(t("folder.due.print"), to: path / "due.pdf")
        return details(
            t("folder.due.how"),
            "<ol class=\"plain\">\(HTML.join(lines))</ol>\(other)<p>\(print)</p>"
        )
    }

    // MARK: Notes and files

    /// What officers say to each other, and the files.
    func conversation(_ f: FormView) -> HTML {
        let notes = facts.notes.map { note in
            """
            <li><p>\(HTML.lines(note.body))</p>\
            <p class="muted">\(facts.name(note.author, t)), \(t.dateTime(note.at))</p></li>
            """ as HTML
        }
        let list: HTML =
            notes.isEmpty
            ? "<p class=\"muted\">\(t("folder.notes.none"))</p>" : "<ul class=\"plain\">\(HTML.join(notes))</ul>"
        let write: HTML =
            facts.officer.may(.writeNote)
            ? Web.form(
                context,
                to: path / "notes",
                """
                \(f.textarea("note", label: t("folder.note"), rows: 2))\
                \(button(t("folder.note.do"), kind: .secondary))
                """
            ) : .nothing
        return "\(card(t("folder.notes"), id: "notes", "\(list)\(write)"))\(fileList(f))"
    }

    private func fileList(_ f: FormView) -> HTML {
        let items = facts.files.map { file in
            let size = t.number(max(1, file.content.size / 1024))
            let note = t(
                "folder.file.note",
                [
                    "size": size, "name": facts.name(file.uploader, t), "date": t.dateTime(file.at),
                ]
            )
            return """
                <li>\(link(file.name, to: Path("desk", "files", file.id.rawValue))) \
                <span class="muted">\(note)</span></li>
                """ as HTML
        }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"muted\">\(t("folder.files.none"))</p>" : "<ul class=\"plain\">\(HTML.join(items))</ul>"
        let accept = "application/pdf,image/jpeg,image/png"
        let add: HTML =
            facts.officer.may(.writeNote)
            ? Web.form(
                context,
                to: path / "files",
                files: true,
                """
                \(f.file("file", label: t("folder.file"), hint: t("folder.file.hint"), accept: accept))\
                \(button(t("folder.file.do"), kind: .secondary))
                """
            ) : .nothing
        return card(t("folder.files"), id: "files", "\(list)\(add)")
    }

    // MARK: Who looked

    var looks: HTML {
        guard facts.officer.may(.viewLooks) else { return .nothing }
        let rows: [[HTML]] = facts.looks.prefix(100).map { look in
            [
                HTML(facts.name(look.actor, t)), HTML(facts.unit(look.agency)),
                HTML(look.purpose.map { t("folder.look.\($0.rawValue)") } ?? ""), HTML(t.dateTime(look.at)),
            ]
        }
        let list: HTML =
            rows.isEmpty
            ? "<p>\(t("folder.looks.none"))</p>"
            : table(
                caption: t("folder.looks"),
                columns: [
                    Column(t("folder.look.who")), Column(t("folder.look.unit")), Column(t("folder.look.why")),
                    Column(t("folder.look.when")),
                ],
                rows: rows,
                hidesCaption: true
            )
        return details(t("folder.looks"), list)
    }
}
