/// How a thing stands, told by colour, shape and word together.
public enum TagState: String, Sendable, CaseIterable {
    case process, waiting, late, done, closed

    /// A shape of its own, so that a black-and-white print reads.
    fileprivate var shape: HTML {
        switch self {
        case .process: "<circle cx=\"6\" cy=\"6\" r=\"4.5\"/>"
        case .waiting: "<path d=\"M2 1h8v2L7 6l3 3v2H2V9l3-3-3-3z\"/>"
        case .late: "<path d=\"M6 .5 11.5 11H.5z\"/>"
        case .done: "<path d=\"M1 6.5 2.6 5l2 2L9.5 2 11 3.5 4.6 10z\"/>"
        case .closed: "<path d=\"M1.5 1.5h9v9h-9z\"/>"
        }
    }
}

public func tag(_ state: TagState, _ word: String) -> HTML {
    """
    <span class="tag \(state.rawValue)"><svg class="shape" viewBox="0 0 12 12" aria-hidden="true">\(state.shape)</svg>\
    \(word)</span>
    """
}

public enum BannerKind: String, Sendable { case info, success, warning, danger }

/// A message on top of the page: what was done, what is to be known.
public func banner(_ kind: BannerKind, _ title: String, _ body: HTML = .nothing) -> HTML {
    """
    <div class="banner \(kind.rawValue)" role="\(kind == .danger ? "alert" : "status")">
    <p class="banner-title">\(title)</p>\(body)</div>
    """
}

/// Something folded away that most do not need.
public func details(_ title: String, isOpen: Bool = false, _ body: HTML) -> HTML {
    "<details\(flag: "open", isOpen)><summary>\(title)</summary><div class=\"folded\">\(body)</div></details>"
}

/// A column of a table.
public struct Column: Sendable {
    public let title: String
    public let isNumber: Bool
    public init(_ title: String, isNumber: Bool = false) {
        self.title = title
        self.isNumber = isNumber
    }
}

/// A table one can scan; on a phone each row becomes a card. The first cell of a row names it.
public func table(caption: String, columns: [Column], rows: [[HTML]], hidesCaption: Bool = false) -> HTML {
    """
    <div class="table-box"><table><caption\(if: hidesCaption, " class=\"unseen\"")>\(caption)</caption>
    <thead><tr>\(each: columns, { "<th scope=\"col\"\(if: $0.isNumber, " class=\"number\"")>\($0.title)</th>" })</tr></thead>
    <tbody>
    \(each: rows, { row in
        """
        <tr>\(each: zip(columns, row).enumerated(), { index, cell in
            let kind: HTML = cell.0.isNumber ? " class=\"number\"" : ""
            return index == 0
                ? "<th scope=\"row\" data-label=\"\(cell.0.title)\"\(kind)>\(cell.1)</th>"
                : "<td data-label=\"\(cell.0.title)\"\(kind)>\(cell.1)</td>"
        })</tr>

        """
    })</tbody></table></div>
    """
}

/// Why a list is empty and what to do.
public func emptyState(_ title: String, _ advice: String, action: HTML = .nothing) -> HTML {
    "<div class=\"empty\"><p class=\"empty-title\">\(title)</p><p>\(advice)</p>\(action)</div>"
}

/// The way through a long list: back and on.
public func pager(_ t: Texts, page: Int, previous: Path?, next: Path?) -> HTML {
    guard previous != nil || next != nil else { return .nothing }
    return """
        <nav class="pager" aria-label="\(t("web.pager"))">
        \(previous.map { "<a rel=\"prev\" href=\"\($0)\">\(t("web.pager.previous"))</a>" as HTML })
        <span>\(t("web.pager.page", ["page": page]))</span>
        \(next.map { "<a rel=\"next\" href=\"\($0)\">\(t("web.pager.next"))</a>" as HTML })
        </nav>
        """
}

/// Where one is in a task of several pages; `current` counts from 0.
public func steps(_ names: [String], current: Int, _ t: Texts) -> HTML {
    """
    <ol class="steps" aria-label="\(t("web.steps"))">\(each: names.enumerated(), { index, name in
        let state = index < current ? "past" : index == current ? "now" : "coming"
        return "<li class=\"\(state)\"\(if: index == current, " aria-current=\"step\"")>\(name)</li>"
    })</ol>
    """
}

/// One line of a summary list: what, its value, and perhaps a link to change it.
public struct SummaryRow: Sendable {
    public let name: String
    public let value: HTML
    public let action: HTML?
    public init(_ name: String, _ value: HTML, action: HTML? = nil) {
        self.name = name
        self.value = value
        self.action = action
    }
}

public func summaryList(_ rows: [SummaryRow]) -> HTML {
    """
    <dl class="summary">\(each: rows, { row in
        "<div><dt>\(row.name)</dt><dd>\(row.value)\(row.action.map { " <span class=\"row-act\">\($0)</span>" as HTML })</dd></div>"
    })</dl>
    """
}

/// A stop on the path of a dossier.
public struct TimelineItem: Sendable {
    public enum State: String, Sendable { case past, now, coming, late }
    public let state: State
    public let title: String
    public let when: String
    public let body: HTML
    public init(_ state: State, _ title: String, when: String, body: HTML = .nothing) {
        self.state = state
        self.title = title
        self.when = when
        self.body = body
    }
}

/// What happened and what comes, from above to below.
public func timeline(_ items: [TimelineItem]) -> HTML {
    """
    <ol class="path">\(each: items, { item in
        """
        <li class="\(item.state.rawValue)"\(if: item.state == .now, " aria-current=\"step\"")>\
        <p class="path-title">\(item.title)</p><p class="path-when">\(item.when)</p>\(item.body)</li>
        """
    })</ol>
    """
}

/// A link among tabs.
public struct Tab: Sendable {
    public let label: String
    public let path: Path
    public let isCurrent: Bool
    public init(_ label: String, _ path: Path, isCurrent: Bool = false) {
        self.label = label
        self.path = path
        self.isCurrent = isCurrent
    }
}

/// Tabs are links: each has its address.
public func tabs(label: String, _ tabs: [Tab]) -> HTML {
    """
    <nav class="tabs" aria-label="\(label)"><ul>\(each: tabs, { tab in
        "<li><a href=\"\(tab.path)\"\(if: tab.isCurrent, " aria-current=\"page\"")>\(tab.label)</a></li>"
    })</ul></nav>
    """
}

/// Time left as words and a bar; `used` is the part of the limit that is gone, in percent.
public func timeBar(used: Int, isLate: Bool, _ words: String) -> HTML {
    let width = min(max(isLate ? 100 : used, 0), 100)
    let kind = isLate ? "late" : used >= 75 ? "soon" : "calm"
    return """
        <span class="time-left \(kind)"><span>\(words)</span><svg viewBox="0 0 100 6" preserveAspectRatio="none" \
        aria-hidden="true"><rect class="bar-all" width="100" height="6"/><rect class="bar-used" width="\(width)" \
        height="6"/></svg></span>
        """
}

/// The one thing of a page, large: a date, a number, a state.
public func callout(label: String, _ large: String, note: String? = nil, state: TagState? = nil) -> HTML {
    """
    <div class="callout\(if: state != nil, " \(state?.rawValue)")"><p class="callout-label">\(label)</p>\
    <p class="callout-large">\(large)</p>\(note.map { "<p class=\"callout-note\">\($0)</p>" as HTML })</div>
    """
}

/// A box with a heading: a part of a page that stands for itself.
public func card(_ title: String, id: String? = nil, _ body: HTML) -> HTML {
    "<section class=\"card\"\(attribute: "id", id)><h2>\(title)</h2>\(body)</section>"
}

/// A large way in: a title, and a sentence that says what is behind it.
public struct Door: Sendable {
    public let title: String
    public let text: String
    public let path: Path
    public init(_ title: String, _ text: String, to path: Path) {
        self.title = title
        self.text = text
        self.path = path
    }
}

public func doors(_ doors: [Door]) -> HTML {
    """
    <ul class="doors">\(each: doors, { door in
        "<li><a href=\"\(door.path)\"><b>\(door.title)</b><span>\(door.text)</span></a></li>"
    })</ul>
    """
}

/// Two short fields of a form beside each other where there is room, their boxes on one line.
public func pair(_ first: HTML, _ second: HTML) -> HTML { "<div class=\"pair\">\(first)\(second)</div>" }

/// Parts side by side on a wide screen, one below the other on a narrow one.
public func columns(_ parts: HTML...) -> HTML {
    "<div class=\"columns\">\(each: parts, { "<div>\($0)</div>" })</div>"
}
