internal import Synchronization

/// One thing to choose.
public struct Choice: Sendable {
    public let value: String
    public let label: String
    public let hint: String?
    public init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// The labels of the fields that were written, so that the summary of errors can name them.
private final class Labels: Sendable {
    private let texts = Mutex<[String: String]>([:])
    func add(_ name: String, _ label: String) { texts.withLock { $0[name] = label } }
    subscript(name: String) -> String? { texts.withLock { $0[name] } }
}

/// How wide a field is: about as wide as what belongs into it.
public enum FieldWidth: String, Sendable { case full, half, short, tiny }

/// The fields of a form, each with its label, hint, error and the value that was typed.
///
///     let f = FormView(form, context.t)
///     let fields: HTML = "\(f.field("name", label: t("web.name"), width: .half))"
///     "\(f.errorSummary)<h1>…</h1>\(form(context, to: path, fields))"
///
/// Write the fields first: the summary then names each by its label.
public struct FormView: Sendable {
    public let form: FormData
    public let t: Texts
    private let labels = Labels()

    public init(_ form: FormData, _ t: Texts) {
        self.form = form
        self.t = t
    }

    /// What is wrong, on top of the page, each line leading to its field. Nothing when nothing is wrong.
    public var errorSummary: HTML {
        guard !form.errors.isEmpty else { return .nothing }
        return """
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="errors-title" data-focus>
            <h2 id="errors-title">\(t("web.errors.title"))</h2><ul>
            \(each: form.errors.shown, { error in
                let label = labels[error.field].map { $0 + ": " } ?? ""
                return "<li><a href=\"#\(Self.id(error.field))\">\(label)\(message(error))</a></li>"
            })
            </ul></div>
            """
    }

    /// One line. `type`: `text`, `tel`, `email`, `password`, `search`, `number`.
    public func field(
        _ name: String,
        label: String,
        hint: String? = nil,
        type: String = "text",
        width: FieldWidth = .full,
        autocomplete: String? = nil,
        inputMode: String? = nil,
        isOptional: Bool = false,
        suffix: String? = nil,
        data: HTML = .nothing
    ) -> HTML {
        let value = type == "password" ? nil : form.value(name)
        let input: HTML = """
            <input id="\(Self.id(name))" name="\(name)" type="\(type)" class="w-\(width.rawValue)"\
            \(attribute: "value", value)\(attribute: "autocomplete", autocomplete)\
            \(attribute: "inputmode", inputMode)\(described(name, hint))\(data)>
            """
        let whole: HTML =
            suffix.map { "<span class=\"with-suffix\">\(input)<span class=\"suffix\">\($0)</span></span>" } ?? input
        return group(name, label: label, hint: hint, isOptional: isOptional, whole)
    }

    /// Several lines.
    public func textarea(
        _ name: String,
        label: String,
        hint: String? = nil,
        rows: Int = 4,
        isOptional: Bool = false
    ) -> HTML {
        group(
            name,
            label: label,
            hint: hint,
            isOptional: isOptional,
            """
            <textarea id="\(Self.id(name))" name="\(name)" rows="\(rows)"\(described(name, hint))>
            \(form.value(name))</textarea>
            """
        )
    }

    public func select(
        _ name: String,
        label: String,
        choices: [Choice],
        hint: String? = nil,
        empty: String? = nil,
        isOptional: Bool = false
    ) -> HTML {
        group(
            name,
            label: label,
            hint: hint,
            isOptional: isOptional,
            """
            <select id="\(Self.id(name))" name="\(name)"\(described(name, hint))>
            \(empty.map { "<option value=\"\">\($0)</option>" as HTML })
            \(each: choices, { choice in
                "<option value=\"\(choice.value)\"\(flag: "selected", choice.value == form.value(name))>\(choice.label)</option>"
            })
            </select>
            """
        )
    }

    /// One of a few, all seen at once.
    public func radios(
        _ name: String,
        legend: String,
        choices: [Choice],
        hint: String? = nil,
        isInline: Bool = false
    ) -> HTML {
        boxes(name, "radio", legend, choices, hint, isInline)
    }

    /// Any of a few; the values come back in `form.all(name)`.
    public func checkboxes(
        _ name: String,
        legend: String,
        choices: [Choice],
        hint: String? = nil,
        isInline: Bool = false
    ) -> HTML {
        boxes(name, "checkbox", legend, choices, hint, isInline)
    }

    /// A single box to tick; `form.flag(name)` reads it.
    public func checkbox(_ name: String, label: String, hint: String? = nil) -> HTML {
        """
        <div class="group\(if: form.errors[name] != nil, " wrong")">\(errorLine(name))
        \(box(name, "checkbox", Choice("1", label, hint: hint), id: Self.id(name)))</div>
        """
    }

    /// A day, typed as people write it; `form.date(name)` reads it.
    public func date(_ name: String, label: String, hint: String? = nil, isOptional: Bool = false) -> HTML {
        field(
            name,
            label: label,
            hint: hint ?? t("web.date.hint"),
            width: .short,
            inputMode: "numeric",
            isOptional: isOptional
        )
    }

    /// A file; the form must be made with `files: true`.
    public func file(
        _ name: String,
        label: String,
        hint: String? = nil,
        accept: String? = nil,
        isMultiple: Bool = false,
        isOptional: Bool = false
    ) -> HTML {
        let hint = hint ?? t("web.file.hint")
        return group(
            name,
            label: label,
            hint: hint,
            isOptional: isOptional,
            """
            <input id="\(Self.id(name))" name="\(name)" type="file" class="file"\(attribute: "accept", accept)\
            \(flag: "multiple", isMultiple)\(described(name, hint))>
            """
        )
    }

    /// A value that goes along unseen.
    public func hidden(_ name: String, _ value: String? = nil) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value ?? form.value(name))\">"
    }

    private func boxes(
        _ name: String,
        _ type: String,
        _ legend: String,
        _ choices: [Choice],
        _ hint: String?,
        _ isInline: Bool
    ) -> HTML {
        labels.add(name, legend)
        let all = choices.enumerated().map { index, choice in
            box(name, type, choice, id: index == 0 ? Self.id(name) : "\(Self.id(name))-\(index + 1)")
        }
        return """
            <fieldset class="group\(if: form.errors[name] != nil, " wrong")"\(described(name, hint))>
            <legend>\(legend)</legend>
            \(hintLine(name, hint))\(errorLine(name))
            <div class="boxes\(if: isInline, " inline")">
            \(HTML.join(all))
            </div></fieldset>
            """
    }
    private func box(_ name: String, _ type: String, _ choice: Choice, id: String) -> HTML {
        """
        <div class="box"><input id="\(id)" type="\(type)" name="\(name)" value="\(choice.value)"\
        \(flag: "checked", form.isChecked(name, choice.value))\
        \(attribute: "aria-describedby", choice.hint.map { _ in id + "-hint" })>\
        <label for="\(id)">\(choice.label)</label>\
        \(choice.hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" as HTML })</div>
        """
    }
    private func group(_ name: String, label: String, hint: String?, isOptional: Bool, _ control: HTML) -> HTML {
        labels.add(name, label)
        return """
            <div class="group\(if: form.errors[name] != nil, " wrong")">
            <label for="\(Self.id(name))">\(label)\
            \(if: isOptional, " <span class=\"optional\">\(t("web.optional"))</span>")</label>
            \(hintLine(name, hint))\(errorLine(name))
            \(control)</div>
            """
    }
    private func hintLine(_ name: String, _ hint: String?) -> HTML {
        hint.map { "<p class=\"hint\" id=\"\(Self.id(name))-hint\">\($0)</p>" } ?? .nothing
    }
    private func errorLine(_ name: String) -> HTML {
        form.errors[name].map { error in
            """
            <p class="error" id="\(Self.id(name))-error"><span class="unseen">\(t("web.error")) </span>\(message(error))</p>
            """
        } ?? .nothing
    }
    private func described(_ name: String, _ hint: String?) -> HTML {
        let isWrong = form.errors[name] != nil
        let ids = [hint.map { _ in "\(Self.id(name))-hint" }, isWrong ? "\(Self.id(name))-error" : nil].compactMap {
            $0
        }
        let invalid: String? = isWrong ? "true" : nil
        return """
            \(attribute: "aria-describedby", ids.isEmpty ? nil : ids.joined(separator: " "))\
            \(attribute: "aria-invalid", invalid)
            """
    }
    private func message(_ error: FieldErrors.FieldError) -> String { t(error.key, error.values) }

    /// The id of a field's control.
    static func id(_ name: String) -> String {
        "f-" + String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
