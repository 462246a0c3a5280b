internal import Dossiers
internal import Kernel

/// A paper that can be printed for one dossier; the raw value stands in the address.
enum SlipKind: String, Sendable, CaseIterable {
    case receipt, supplementRequest, refusal, apology, stopNotice, controlSheet, returnReceipt

    /// The form whose prints are entries.
    var form: SlipForm? { SlipForm(rawValue: rawValue) }

    /// The papers that a dossier has something to say on.
    static func there(for dossier: Dossier) -> [SlipKind] {
        allCases.filter { kind in
            switch kind {
            case .receipt: dossier.receivedAt != nil && !dossier.atOnce && dossier.status != .voided
            case .supplementRequest: dossier.lastRequest != nil && dossier.status == .supplementAsked
            case .refusal: dossier.status == .notAccepted
            case .apology: dossier.extended != nil
            case .stopNotice: dossier.status == .withdrawn
            case .controlSheet: !dossier.handOvers.isEmpty
            case .returnReceipt: dossier.lastReturn != nil
            }
        }
    }
}
