/// One line of the rail at the left of the officers' pages.
public struct RailItem: Sendable {
    public let label: String
    public let path: Path
    public let count: Int?
    /// Draws the count in the colour of lateness.
    public let isUrgent: Bool
    public let isCurrent: Bool
    /// Begins a new group of lines.
    public let opensGroup: Bool

    public init(
        _ label: String,
        _ path: Path,
        count: Int? = nil,
        isUrgent: Bool = false,
        isCurrent: Bool = false,
        opensGroup: Bool = false
    ) {
        self.label = label
        self.path = path
        self.count = count
        self.isUrgent = isUrgent
        self.isCurrent = isCurrent
        self.opensGroup = opensGroup
    }
}

/// Whose page it is: citizens' in green, officers' in indigo, so that nobody mistakes the two.
public enum PageSide: String, Sendable {
    case citizen, desk

    /// The side that an address belongs to.
    init(of path: Path) {
        self = ["desk", "manage", "sign-in"].contains(path.segments.first) ? .desk : .citizen
    }
}

/// A page for citizens: one column, large letters, and at its end the ways to a person.
public func citizenPage(
    _ context: some PageContext,
    title: String,
    back: Path? = nil,
    _ body: HTML
) -> HTML {
    let t = context.t
    return document(
        context,
        title: title,
        side: "citizen",
        """
        <header class="top"><div class="top-in">
        \(mark(t))
        <nav class="top-links" aria-label="\(t("web.nav.help"))">\(switches(context))
        <a class="help" href="tel:1022"><span class="help-word">\(t("web.help")) </span><b>1022</b></a></nav>
        </div></header>
        <div class="band" aria-hidden="true"></div>
        \(notice(context))
        <main id="main" class="column" tabindex="-1">
        \(back.map { "<p class=\"back\"><a href=\"\($0)\">\(t("web.back"))</a></p>" as HTML })
        \(body)
        </main>
        <footer class="foot"><div class="column">
        <h2>\(t("web.foot.other"))</h2>
        <p>\(t("web.foot.ways"))</p>
        <ul class="plain"><li><a href="tel:1022">\(t("web.foot.call"))</a></li>
        <li><a href="\(Path("procedures"))">\(t("web.foot.find"))</a></li>
        <li><a href="\(Path("help"))">\(t("web.foot.help"))</a></li>
        <li><a href="\(Path("slips", "check"))">\(t("web.foot.check"))</a></li>
        <li><a href="\(Path("privacy"))">\(t("web.foot.privacy"))</a></li></ul>
        <p class="muted">\(t("web.foot.owner"))</p>
        </div></footer>
        """
    )
}

/// A page for officers: the indigo head, the rail of lists, and all the width there is.
public func deskPage(
    _ context: StaffContext,
    title: String,
    rail: [RailItem] = [],
    query: String = "",
    _ body: HTML
) -> HTML {
    let t = context.t
    return document(
        context,
        title: title,
        side: "desk",
        """
        <header class="top"><div class="top-in">
        \(mark(t, to: Path("desk")))
        <form class="top-search" action="\(Path("desk", "search"))" method="get" role="search">
        <label class="unseen" for="top-q">\(t("web.desk.search"))</label>
        <input id="top-q" name="q" type="search" value="\(query)" placeholder="\(t("web.desk.search"))" data-scan \
        data-key="/" autocomplete="off"><button class="button quiet">\(t("web.desk.search.do"))</button></form>
        <details class="top-who"><summary>\(context.officer.name)</summary><div class="top-own">\
        <span class="who"><b>\(context.officer.name)</b> <span class="who-unit">\(context.officer.agencyName)</span></span>
        <nav class="top-links" aria-label="\(t("web.nav.own"))">\(switches(context))</nav>
        <form action="\(context.site.signOut)" method="post">\(context.formTokens().html)
        <button class="linklike">\(t("web.signOut"))</button></form></div></details>
        </div></header>
        <div class="band" aria-hidden="true"></div>
        \(notice(context))
        <div class="desk\(if: rail.isEmpty, " no-rail")">
        \(if: !rail.isEmpty, railList(rail, t))
        <main id="main" tabindex="-1">
        \(body)
        </main></div>
        """
    )
}

/// A page with neither rail nor ways to a person: sign-in, and problems of who is not signed in. `side` is the dress.
public func plainPage(_ context: some PageContext, title: String, side: PageSide, _ body: HTML) -> HTML {
    document(
        context,
        title: title,
        side: side.rawValue,
        """
        <header class="top"><div class="top-in">\(mark(context.t, to: side == .desk ? Path("desk") : .home))
        <nav class="top-links" aria-label="\(context.t("web.nav.own"))">\(switches(context))</nav></div></header>
        <div class="band" aria-hidden="true"></div>
        \(notice(context))
        <main id="main" class="column" tabindex="-1">
        \(body)
        </main>
        """
    )
}

private func document(_ context: some PageContext, title: String, side: String, _ body: HTML) -> HTML {
    let t = context.t
    return """
        <!DOCTYPE html>
        <html lang="\(t.language.rawValue)" class="\(side)\(if: context.app.hasLargeText, " large")">
        <head>
        <meta charset="utf-8">
        <title>\(title) – \(t("web.name"))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <meta name="theme-color" content="\(side == "desk" ? "#243B6B" : "#0E5A4A")">
        <link rel="stylesheet" href="\(StaticFiles.path("site.css"))">
        <link rel="icon" type="image/svg+xml" href="\(StaticFiles.path("mark.svg"))">
        <script type="module" src="\(StaticFiles.path("site.js"))"></script>
        </head>
        <body data-keys-title="\(t("web.keys.title"))" data-keys-close="\(t("web.keys.close"))">
        <a class="skip" href="#main">\(t("web.skip"))</a>
        \(body)
        </body>
        </html>

        """
}

private func mark(_ t: Texts, to path: Path = .home) -> HTML {
    """
    <a class="mark" href="\(path)"><img src="\(StaticFiles.path("mark.svg"))" alt="" width="40" height="40">\
    <span><b>\(t("web.name"))</b> <span class="mark-sub">\(t("web.name.sub"))</span></span></a>
    """
}

private func switches(_ context: some PageContext) -> HTML {
    let t = context.t
    let other: Language = context.language == .vi ? .en : .vi
    let size = context.app.hasLargeText ? "normal" : "large"
    return """
        <a href="\(context.here.replacing("text", size))">\(t("web.text.\(size)"))</a>
        <a href="\(context.here.replacing("lang", other.rawValue))" lang="\(other.rawValue)" \
        hreflang="\(other.rawValue)">\(t("web.otherLanguage"))</a>
        """
}

private func notice(_ context: some PageContext) -> HTML {
    guard let text = context.site.notice(context.t) else { return .nothing }
    return "<aside class=\"notice\">\(text)</aside>"
}

private func railList(_ items: [RailItem], _ t: Texts) -> HTML {
    """
    <nav class="rail" aria-label="\(t("web.nav.lists"))"><ul>
    \(each: items, { item in
        """
        <li\(if: item.opensGroup, " class=\"rail-group\"")><a href="\(item.path)"\
        \(if: item.isCurrent, " aria-current=\"page\"")><span>\(item.label)</span>\
        \(item.count.map { "<span class=\"count\(if: item.isUrgent && $0 > 0, " urgent")\">\(t.counted($0))</span>" as HTML })\
        </a></li>
        """
    })
    </ul></nav>
    """
}
