public import Kernel

/// A due date that explains itself: the instant, and each line that led to it.
public struct DueDate: Hashable, Sendable {
    public var at: Instant
    /// Days in the count whose status is still `expected`: when they are announced the date is computed again.
    public var restsOn: [CivilDate]
    public var lines: [DerivationLine]
    public init(at: Instant, restsOn: [CivilDate], lines: [DerivationLine]) {
        self.at = at
        self.restsOn = restsOn
        self.lines = lines
    }
}

/// One line of a derivation: a rule applied, a day skipped and why, a pause.
public struct DerivationLine: Hashable, Sendable, Codable {
    /// The moment or day the line speaks of.
    public var at: Instant
    /// A stable word for programs: `received`, `day`, `skipped`, `pause`, `due`, ….
    public var rule: String
    public var vi: String
    public var en: String
    public init(at: Instant, rule: String, vi: String, en: String) {
        self.at = at
        self.rule = rule
        self.vi = vi
        self.en = en
    }
}

/// An interval in which the clock stands still; `to` is nil while it lasts.
public struct Pause: Hashable, Sendable, Codable {
    public var from: Instant
    public var to: Instant?
    public init(from: Instant, to: Instant?) {
        self.from = from
        self.to = to
    }
}
