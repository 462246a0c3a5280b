internal import Access
internal import Dossiers
internal import Kernel
internal import Storage
internal import Web

/// The limits of what a stranger may ask of dossiers: by address, and by the code that is asked for.
enum PublicLookUp {
    /// Tries at one dossier's code from everywhere: a slip's number has seven digits of chance. One address alone,
    /// which `ThrottleRule.tracking` holds under 200 an hour, cannot shut a citizen's code.
    static let codeRule = ThrottleRule(attempts: 300, windowMinutes: 60, blockMinutes: 60)

    /// Counts a try under `name` before it is looked at.
    ///
    /// - Parameter asker: under what the try is counted; the address when it is nil.
    /// - Throws: `Problem.tooMany` with the seconds to wait.
    static func count(
        _ name: String,
        code: String,
        asker: Throttle? = nil,
        _ rooms: Rooms,
        _ context: AppContext
    ) async throws {
        let typed = DossierCode(typed: code)?.rawValue ?? code
        let network = Throttle.network(of: context.remoteAddress)
        let address = asker ?? Throttle(name, network, rule: .tracking, vault: rooms.vault)
        let dossier = Throttle("\(name)-code", typed, rule: codeRule, vault: rooms.vault)
        let now = context.now
        let until = try await rooms.database.write("\(name).throttle") { tx in
            try ThrottleStore.count([address], at: now, in: tx) ?? ThrottleStore.count([dossier], at: now, in: tx)
        }
        guard let until else { return }
        let seconds = Int((until.milliseconds - now.milliseconds + 999) / 1000)
        context.record(.questionsThrottled)
        throw Problem.tooMany(retryAfter: max(1, seconds))
    }
}
