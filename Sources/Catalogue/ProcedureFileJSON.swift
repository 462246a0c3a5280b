internal import Agencies
internal import FoundationEssentials
internal import Kernel
internal import LegalClock

/// The project's own files of procedures (`Demo/procedures/*.json`), written by people: `docs/guides/catalogue.md`.
public enum ProcedureFile {
    /// The versions that a file announces, each code's in order of their dates.
    ///
    /// - Throws: `ProcedureFileError` naming the procedure and the part; a decoding error for a text that is no such
    ///   file.
    public static func decode(_ text: String) throws -> [ProcedureVersion] {
        try JSONDecoder().decode(DemoFile.self, from: Data(text.utf8)).procedures.flatMap { try $0.versions() }
    }

    /// Which parts of a decoded version are made up for the demo, where it says so.
    public static let demoValuesKey = "demo"
}

extension Synonyms {
    /// Reads `Demo/synonyms.json` or a province's own file of that shape.
    public static func decode(_ text: String) throws -> Synonyms {
        try JSONDecoder().decode(Synonyms.self, from: Data(text.utf8))
    }
}

/// What is wrong in a file of procedures.
public enum ProcedureFileError: Error, Hashable, Sendable {
    case codeMalformed(String)
    /// A time limit that is not `same day`, `N hours`, `N working days`, `0.5 working days`, `N days` or `N months`.
    case limitUnreadable(code: String, text: String)
    case unknownWord(code: String, part: String, text: String)
}

private struct DemoFile: Decodable { var procedures: [DemoProcedure] }

/// One procedure as a person writes it.
private struct DemoProcedure: Decodable {
    var code: String
    var name: String
    var english: String
    var field: String
    var levels: [ProcedureLevel]
    var online: OnlineLevel
    var agency: String
    var subjects: String
    var steps: [String]
    var channels: [DemoChannel]
    var papers: [DemoPaper]
    var results: [String]
    var conditions: String
    var legalBasis: [DemoBasis]
    var workflow: [DemoStep]
    var decision: Decision
    var validFrom: CivilDate
    var rules: DemoRules?
    var demoValues: [String]
    /// What is otherwise from a later day on (the two-level administration of 1/7/2025).
    var later: DemoLater?

    func versions() throws -> [ProcedureVersion] {
        guard NationalRecord.isCode(code) else { throw ProcedureFileError.codeMalformed(code) }
        var first = ProcedureVersion(
            id: ID("prc_demo_\(code.filter { $0 != "." })"),
            code: code,
            name: name,
            nameEnglish: english,
            field: field,
            levels: levels,
            onlineLevel: online,
            agency: agency,
            subjects: subjects,
            steps: steps,
            channels: try channels.map { try $0.terms(code) },
            papers: papers.map(\.paper),
            results: results,
            conditions: conditions,
            legalBasis: legalBasis.map { LegalBasis(number: $0.number, title: $0.title, effectiveOn: $0.from) },
            workflow: try workflow.map { try $0.step(code) },
            decision: decision,
            validFrom: validFrom,
            rules: rules?.rules ?? ProcedureRules(),
            leftOver: demoValues.isEmpty ? [:] : [ProcedureFile.demoValuesKey: demoValues.joined(separator: ", ")]
        )
        guard let later else { return [first] }
        var second = first
        second.id = ID("\(first.id)_2")
        second.levels = later.levels
        second.agency = later.agency
        second.validFrom = later.from
        first.validTo = later.from.adding(days: -1)
        return [first, second]
    }
}

private struct DemoLater: Decodable {
    var from: CivilDate
    var levels: [ProcedureLevel]
    var agency: String
}

private struct DemoChannel: Decodable {
    var by: String
    var limit: String
    var limitText: String
    var fees: [DemoFee]
    var note: String?

    func terms(_ code: String) throws -> ChannelTerms {
        let channel: ProcedureChannel
        switch by {
        case "inPerson": channel = .inPerson
        case "online": channel = .online
        case "post": channel = .post
        default: throw ProcedureFileError.unknownWord(code: code, part: "by", text: by)
        }
        return ChannelTerms(
            channel: channel,
            limit: try demoLimit(limit, code),
            limitText: limitText,
            fees: fees.map(\.fee),
            note: note ?? ""
        )
    }
}

private func demoLimit(_ text: String, _ code: String) throws -> TimeLimit {
    if text == "same day" { return .sameDay }
    if text == "0.5 working days" { return .workingDays(halves: 1) }
    let parts = text.split(separator: " ", maxSplits: 1)
    if parts.count == 2, let number = Int(parts[0]) {
        let units: [Substring: LimitUnit] = [
            "hours": .workingHours, "working days": .workingDays, "days": .calendarDays, "months": .months,
        ]
        if let limit = units[parts[1]]?.limit(number) { return limit }
    }
    throw ProcedureFileError.limitUnreadable(code: code, text: text)
}

private struct DemoFee: Decodable {
    var amount: Money?
    var kind: AnnouncedFee.Kind
    var text: String
    var formula: DemoFormula?
    var fee: AnnouncedFee { AnnouncedFee(amount: amount, kind: kind, text: text, formula: formula?.formula) }
}

private struct DemoFormula: Decodable {
    struct PerPage: Decodable {
        var first: Money
        var pages: Int
        var next: Money
        var cap: Money
    }
    var perPage: PerPage?
    var perCopy: Money?
    var formula: FeeFormula? {
        if let perPage {
            return .perPage(first: perPage.first, pages: perPage.pages, next: perPage.next, cap: perPage.cap)
        }
        return perCopy.map { .perCopy($0) }
    }
}

private struct DemoPaper: Decodable {
    var name: String
    var originals: Int
    var copies: Int
    var when: String?
    var form: String?
    var required: Bool?
    var shown: Bool?
    var paper: RequiredPaper {
        RequiredPaper(
            name: name,
            originals: originals,
            copies: copies,
            onlyWhen: when ?? "",
            form: form,
            isRequired: required ?? true,
            isShownOnly: shown ?? false
        )
    }
}

private struct DemoBasis: Decodable {
    var number: String
    var title: String
    var from: CivilDate
}

private struct DemoStep: Decodable {
    var kind: WorkflowStep.Kind
    var name: String
    var role: Role
    var limit: String?
    func step(_ code: String) throws -> WorkflowStep {
        WorkflowStep(kind: kind, name: name, role: role, limit: try limit.map { try demoLimit($0, code) })
    }
}

private struct DemoRules: Decodable {
    var forbidsProxy: Bool?
    var ownerMayBeUnnamed: Bool?
    var mayBeAtOnce: Bool?
    var rules: ProcedureRules {
        ProcedureRules(
            forbidsProxy: forbidsProxy ?? false,
            ownerMayBeUnnamed: ownerMayBeUnnamed ?? false,
            mayBeAtOnce: mayBeAtOnce ?? false
        )
    }
}
