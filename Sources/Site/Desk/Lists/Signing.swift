internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Storage

/// What a leader's signature needs to know beside the dossier.
enum Signing {
    /// Days in which a look counts as having opened a dossier.
    static let days = 60

    /// Which of `ids` the officer has opened: told by the entries of looks, not by what a form says.
    static func opened(
        _ ids: [ID<Dossier>],
        by officer: Officer,
        at now: Instant,
        in tx: Transaction
    ) throws -> Set<ID<Dossier>> {
        let looks = try Looks.all(by: officer.actor, since: now.adding(days: -days), in: tx)
        return Set(ids).intersection(looks.map { ID($0.target) })
    }

    /// The lines over the officer's signature for the unit, one below the other; nil where none are recorded.
    static func block(of officer: Officer, on date: CivilDate, in tx: Transaction) throws -> String? {
        guard let block = try StaffStore.load(officer.id, in: tx)?.signature(for: officer.agency, on: date) else {
            return nil
        }
        return block.lines.map(\.description).joined(separator: "\n")
    }
}
