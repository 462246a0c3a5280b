internal import Dossiers
internal import Kernel
internal import Web

/// A short-lived link to one dossier's tracking page: what follows a successful look-up, so that the page can be loaded
/// again without the numbers being sent again. Nothing is stored; the seal tells that this site wrote it.
struct TrackingTicket: Hashable, Sendable {
    /// Minutes that a link lives.
    static let minutes = 30

    let id: ID<Dossier>
    let until: Instant

    init(_ id: ID<Dossier>, at now: Instant) {
        self.id = id
        until = now.cutToMinute.adding(minutes: Self.minutes)
    }

    /// Why a link leads nowhere.
    enum Refusal: Error, Hashable { case over, forged }

    /// Reads what `text` wrote.
    ///
    /// - Throws: `Refusal.forged` for anything this site did not write, `.over` after its time.
    init(_ text: String, _ vault: Vault, at now: Instant) throws(Refusal) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let minute = Digits.value(parts[1].utf8), minute < 1_000_000_000 else { throw .forged }
        id = ID(parts[0])
        until = Instant(milliseconds: Int64(minute) * 60_000)
        guard FormTokens.isSame(parts[2], Self.seal(parts[0], minute, vault)) else { throw .forged }
        guard now < until else { throw .over }
    }

    func text(_ vault: Vault) -> String {
        let minute = Int(until.milliseconds / 60_000)
        return "\(id)~\(minute)~\(Self.seal(id.rawValue, minute, vault))"
    }

    private static func seal(_ id: String, _ minute: Int, _ vault: Vault) -> String {
        Hex.encode(vault.lookUpHash("tracking-ticket:\(id):\(minute)").prefix(16))
    }
}
