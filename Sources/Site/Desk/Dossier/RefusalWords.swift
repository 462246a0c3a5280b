internal import Agencies
internal import Documents
internal import Dossiers
internal import Kernel
internal import Web

/// What the rules refuse, in the officer's words, with what can be done instead.
struct RefusalWords {
    let t: Texts
    let unit: (ID<Agency>) -> String

    /// - Returns: what happened, and under it what can be done instead where the rules say so.
    func words(_ error: DossierError) -> (text: String, instead: String?) {
        (t("refusal.\(error.cause)", values(error)), instead(error))
    }

    private func instead(_ error: DossierError) -> String? {
        let acts: [DossierAct] =
            switch error {
            case .notFromHere(_, _, let instead), .notYourRole(_, _, let instead), .cannotUndo(let instead),
                .supplementProposed(let instead), .itemsUnanswered(_, let instead):
                instead
            default: []
            }
        guard !acts.isEmpty else { return nil }
        return t("refusal.instead", ["acts": acts.map { t("act.\($0.rawValue)") }.joined(separator: ", ")])
    }

    private func values(_ error: DossierError) -> [String: any CustomStringConvertible] {
        switch error {
        case .notFromHere(let act, let status, _):
            ["act": t("act.\(act.rawValue)"), "status": status.map { t("status.\($0)") } ?? "–"]
        case .notYourRole(let act, let needs, _):
            [
                "act": t("act.\(act.rawValue)"),
                "roles": needs.map { t("role.\($0.rawValue)") }.joined(separator: ", "),
            ]
        case .notYourUnit(let act, let owner): ["act": t("act.\(act.rawValue)"), "agency": unit(owner)]
        case .proofMissing(let capacity): ["capacity": t("capacity.\(capacity.rawValue)")]
        case .tooMany(let what, let limit), .countOutOfRange(let what, let limit):
            ["what": t("what.\(what.rawValue)"), "limit": limit]
        case .tooLong(let part, let limit): ["what": t("part.\(part.rawValue)"), "limit": limit]
        case .comparerMissing(let paper), .originalUnknown(let paper): ["paper": paper]
        case .wrongStep(let needs, let name): ["role": t("role.\(needs.rawValue)"), "name": name]
        case .supplementsUsedUp(let max): ["max": max]
        case .feeUnpaid(let amount): ["amount": t.money(amount)]
        case .amountWrong(let expected): ["amount": t.money(expected)]
        case .itemsUnanswered(let items, _): ["items": items.map { "\($0)" }.joined(separator: ", ")]
        case .tooManyCopies(let left): ["left": left]
        case .codeTaken(let code): ["code": code.rawValue]
        case .draftsFull(let limit), .notesFull(let limit): ["limit": limit]
        default: [:]
        }
    }

    /// What the store of files refuses.
    func words(_ error: FileError) -> String { t("file.\(error.cause)", Self.values(error)) }

    static func values(_ error: FileError) -> [String: String] {
        switch error {
        case .tooLarge(let limit): ["limit": "\(limit / (1024 * 1024)) MB"]
        case .tooMany(let limit): ["limit": "\(limit)"]
        default: [:]
        }
    }
}
