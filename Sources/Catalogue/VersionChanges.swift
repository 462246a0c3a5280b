internal import Agencies
internal import Kernel

/// One part of a procedure that a new version announces differently.
public struct FieldChange: Hashable, Sendable, Codable {
    /// A stable word: `name`, `channels.online.limit`, `papers`, …; `leftOver.<column>` for what was not understood.
    public var part: String
    public var before: String
    public var after: String
    public init(part: String, before: String, after: String) {
        self.part = part
        self.before = before
        self.after = after
    }
}

extension ProcedureVersion {
    /// What differs from `old`, part by part, in words a person can read; ids and dates of force are no content.
    public func changes(from old: ProcedureVersion) -> [FieldChange] {
        let before = old.parts
        let after = parts
        let order = Self.partOrder
        return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            .sorted { (order[$0] ?? order.count, $0) < (order[$1] ?? order.count, $1) }
            .map { FieldChange(part: $0, before: before[$0] ?? "", after: after[$0] ?? "") }
    }

    private static let partOrder: [String: Int] = Dictionary(
        uniqueKeysWithValues: [
            "name", "nameEnglish", "field", "levels", "onlineLevel", "agency", "subjects", "decision",
        ].enumerated().map { ($1, $0) }
    )

    /// Every part of the content as text.
    private var parts: [String: String] {
        var parts: [String: String] = [
            "name": name, "nameEnglish": nameEnglish ?? "", "field": field,
            "levels": levels.map(\.rawValue).joined(separator: ", "), "onlineLevel": onlineLevel.rawValue,
            "agency": agency, "subjects": subjects, "conditions": conditions,
            "steps": steps.joined(separator: "\n"), "results": results.joined(separator: "\n"),
            "papers": papers.map(\.words).joined(separator: "\n"),
            "legalBasis": legalBasis.map { "\($0.number) \($0.title)" }.joined(separator: "\n"),
            "workflow": workflow.map(\.words).joined(separator: "\n"), "rules": rules.words,
        ]
        // A record names the ministry's decision; the province's own, set when it publishes, is no change of content.
        if leftOver["so_quyet_dinh"] == nil { parts["decision"] = decision.number }
        var seen: [ProcedureChannel: Int] = [:]
        for terms in channels {
            seen[terms.channel, default: 0] += 1
            let place = seen[terms.channel] ?? 1
            let name = "channels.\(terms.channel)" + (place > 1 ? ".\(place)" : "")
            parts["\(name).limit"] = terms.limitText + (terms.limit.map { " = \($0)" } ?? "")
            parts["\(name).fee"] = terms.fees.map(\.words).joined(separator: "\n")
            parts["\(name).note"] = terms.note
        }
        for (column, text) in leftOver { parts["leftOver.\(column)"] = text }
        return parts
    }
}

extension RequiredPaper {
    fileprivate var words: String {
        let marks = [onlyWhen, form ?? "", isRequired ? "" : "optional", isShownOnly ? "shown" : ""]
        return "\(name) (\(originals) + \(copies))" + marks.filter { !$0.isEmpty }.map { " · \($0)" }.joined()
    }
}

extension AnnouncedFee {
    fileprivate var words: String { "\(amount.map(\.description) ?? "–") \(text)\(formula.map { " · \($0)" } ?? "")" }
}

extension WorkflowStep {
    fileprivate var words: String { "\(kind.rawValue) \(name) \(role.rawValue)\(limit.map { " \($0)" } ?? "")" }
}

extension ProcedureRules {
    fileprivate var words: String {
        "\(forbidsProxy) \(ownerMayBeUnnamed) \(mayBeAtOnce) \(maxSupplements) \(supplementDays) \(needsResultFile)"
    }
}
