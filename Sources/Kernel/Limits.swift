/// Limits that several contexts share; each context has its own beside. Tested at n and n+1.
public enum Limits {
    /// Characters in a name of a person or organisation.
    public static let nameLength = 200
    /// Characters in one line of text (address, title, number of a document).
    public static let lineLength = 500
    /// Characters in a free text (reason, note, answer).
    public static let textLength = 4000
    /// Rows on one page of a list.
    public static let pageRows = 50
    /// Up to here a list is counted; beyond it is "more than".
    public static let counted = 500
    /// Characters of a search query that are looked at.
    public static let queryLength = 200
}
