/// Why a sheet could not be made. None is a reader's fault: texts are cut and checked before they come here.
public enum PaperError: Error, Hashable, Sendable {
    /// Cairo ended with this status (out of memory, a number that is not one).
    case drawing(status: Int)
    /// Pango could not be opened on this thread.
    case noTypesetter
    /// A slip without copies, a run without sheets.
    case nothingToPrint
    /// The text of a QR code is empty or too long.
    case doesNotFitQR(bytes: Int)
    /// A bar code holds printable ASCII only.
    case notForBars(String)
}
