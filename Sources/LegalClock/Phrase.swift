/// The two languages in which the clock explains itself.
public enum ClockLanguage: String, Sendable, CaseIterable { case vi, en }

/// The same sentence in both languages.
public struct Phrase: Hashable, Sendable {
    public var vi: String
    public var en: String
    public init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }
    public subscript(language: ClockLanguage) -> String { language == .vi ? vi : en }
}
