public import Access
public import Kernel
public import Storage

/// How a citizen finds a dossier without signing in.
public enum LookUp {
    /// The dossier with this code, when the answer is one of: an identity number or tax code of its submitter or of an
    /// owner, the eight-digit look-up number of the slip. Else nil: the same for a wrong code and for a wrong number.
    ///
    /// - Parameter belongs: whether the number as typed is of one of these persons. It is asked in every case, so that
    ///   the time of the answer tells nothing.
    public static func track(
        code: String,
        answer: String,
        in tx: Transaction,
        belongs: (_ number: String, _ persons: [ID<Person>]) throws -> Bool
    ) throws -> ID<Dossier>? {
        let code = DossierCode(typed: code.prefix(Limits.queryLength))
        let answer = String(answer.prefix(Limits.queryLength))
        let id = try code.flatMap { try DossierStore.find(code: $0, in: tx) } ?? ID("dsr_none")
        let row = try DossierStore.row(id, in: tx)
        let owners = try DossierStore.owners(of: [id], in: tx)[id] ?? []
        let byPerson = try belongs(answer, (row.map { [$0.submitter] } ?? []) + owners)
        let keys = try DossierStore.keys(of: id, in: tx)
        let byNumber = keys.map { $0.lookUp == LookUpNumber(typed: answer) } ?? false
        return row != nil && (byPerson || byNumber) ? id : nil
    }

    /// The dossier whose slip carries this token, and when that slip was replaced by another, if it was.
    public static func track(token: String, in tx: Transaction) throws -> (id: ID<Dossier>, replacedAt: Instant?)? {
        guard (16...64).contains(token.utf8.count) else { return nil }
        return try DossierStore.find(token: token, in: tx)
    }
}

/// How often one place may ask: a value that the page keeps, without clock and chance.
///
/// Counts failures and successes alike within a window that begins with the first try.
public struct LookUpThrottle: Sendable {
    /// Tries in one window.
    public let tries: Int
    /// Minutes of a window.
    public let minutes: Int
    /// Places that are remembered; beyond it the oldest is forgotten.
    public let places: Int
    private var seen: [String: (count: Int, since: Instant)] = [:]

    public init(tries: Int = 10, minutes: Int = 15, places: Int = 10_000) {
        self.tries = tries
        self.minutes = minutes
        self.places = places
    }

    /// Notes a try from `place` (an address, a session) and tells whether it may go on; nil, or when to try again.
    public mutating func refusal(of place: String, at now: Instant) -> Instant? {
        if let (count, since) = seen[place], now < since.adding(minutes: minutes) {
            guard count < tries else { return since.adding(minutes: minutes) }
            seen[place] = (count + 1, since)
            return nil
        }
        if seen[place] == nil, seen.count >= places { forget(at: now) }
        seen[place] = (1, now)
        return nil
    }

    private mutating func forget(at now: Instant) {
        seen = seen.filter { now < $0.value.since.adding(minutes: minutes) }
        if seen.count >= places, let oldest = seen.min(by: { $0.value.since < $1.value.since }) {
            seen[oldest.key] = nil
        }
    }
}
