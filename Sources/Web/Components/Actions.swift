/// What a button is for: one primary on a page.
public enum ButtonKind: String, Sendable { case primary, secondary, danger, quiet }

/// A form that posts: with the visitor's CSRF token and a fresh request key.
public func form(
    _ context: some PageContext,
    to path: Path,
    files: Bool = false,
    class name: String? = nil,
    confirm: String? = nil,
    _ body: HTML
) -> HTML {
    """
    <form action="\(path)" method="post" novalidate\(attribute: "class", name)\
    \(attribute: "enctype", files ? "multipart/form-data" : nil)\(attribute: "data-confirm", confirm)>
    \(context.formTokens().html)
    \(body)
    </form>
    """
}

/// A form that asks (GET). `results` is the id of a list which a script may renew while one types.
public func searchForm(
    to path: Path,
    label: String,
    button text: String,
    value: String = "",
    hint: String? = nil,
    results: String? = nil
) -> HTML {
    """
    <form class="search" action="\(path)" method="get" role="search"\(attribute: "data-search", results)>
    <label for="q">\(label)</label>
    \(hint.map { "<p class=\"hint\" id=\"q-hint\">\($0)</p>" as HTML })
    <div class="search-row"><input id="q" name="q" type="search" value="\(value)" autocomplete="off"\
    \(attribute: "aria-describedby", hint.map { _ in "q-hint" })><button class="button primary">\(text)</button></div>
    </form>
    """
}

public func button(
    _ text: String,
    kind: ButtonKind = .primary,
    name: String? = nil,
    value: String? = nil,
    key: String? = nil
) -> HTML {
    """
    <button class="button \(kind.rawValue)"\(attribute: "name", name)\(attribute: "value", value)\
    \(attribute: "data-key", key)>\(text)</button>
    """
}

public func buttonLink(_ text: String, to path: Path, kind: ButtonKind = .primary, key: String? = nil) -> HTML {
    "<a class=\"button \(kind.rawValue)\" href=\"\(path)\"\(attribute: "data-key", key)>\(text)</a>"
}

/// Buttons side by side, one below the other on a phone.
public func buttons(_ pieces: HTML...) -> HTML { "<div class=\"buttons\">\(each: pieces, { $0 })</div>" }

public func link(_ text: String, to path: Path) -> HTML { "<a href=\"\(path)\">\(text)</a>" }

/// A question before an act that cannot be taken back: a page of its own, so that it works without a script.
public func confirmPage(
    _ context: StaffContext,
    title: String,
    text: String,
    act: String,
    to path: Path,
    back: Path,
    fields: HTML = .nothing,
    rail: [RailItem] = []
) -> HTML {
    deskPage(
        context,
        title: title,
        rail: rail,
        """
        <div class="narrow"><h1>\(title)</h1><p class="lead">\(text)</p>
        \(form(context, to: path, "\(fields)\(buttons(button(act, kind: .danger), buttonLink(context.t("web.cancel"), to: back, kind: .secondary)))"))
        </div>
        """
    )
}
