internal import Synchronization

/// The form that came with a request, so that a page that says "not now" can offer it again.
final class SentForm: Sendable {
    private let held = Mutex<FormData?>(nil)
    var form: FormData? { held.withLock { $0 } }
    func keep(_ form: FormData) { held.withLock { $0 = form } }
}

extension AppContext {
    /// This context, when it is known who stands before it.
    ///
    /// - Throws: why it is not known.
    func known() throws -> AppContext {
        if let sessionFailure { throw sessionFailure }
        return self
    }
}

/// All that was typed, kept in the page, and a button that sends it again as it was: with the same request key, so that
/// an act that had arrived is not done a second time, and with the token it came with, never a fresh one.
func sentAgain(_ context: some PageContext, _ form: FormData) -> HTML {
    let t = context.t
    if form.hasFiles { return "<p>\(t("web.problem.kept.files"))</p>" }
    return """
        <p>\(t("web.problem.kept"))</p>
        <form action="\(context.here)" method="post" novalidate>
        \(each: form.names, { name in "\(each: form.all(name), { hidden(name, $0) })" })
        \(button(t("web.problem.send")))
        </form>
        """
}

private func hidden(_ name: String, _ value: String) -> HTML {
    // A text of several lines keeps them only in a text area.
    value.contains { $0.isNewline }
        ? "<textarea name=\"\(name)\" hidden>\n\(value)</textarea>"
        : "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
}
