public import Kernel
public import LegalClock

/// What a person decides about a flag.
public enum FlagAnswer: Hashable, Sendable, Codable {
    /// The time limit of the flag's channel.
    case limit(TimeLimit)
    /// The fee of the flag's channel; its announced text stays.
    case fee(Money)
    /// Read and found right as it stands, or without consequence.
    case accepted
}

/// The unit that a bare number of time is given.
public enum LimitUnit: String, Sendable, CaseIterable, Codable {
    case workingDays, calendarDays, workingHours, months

    /// `number` in this unit; nil outside the bounds.
    public func limit(_ number: Int) -> TimeLimit? {
        switch self {
        case .workingDays: LimitText.limit(number, .workingDays)
        case .calendarDays: LimitText.limit(number, .calendarDays)
        case .workingHours: LimitText.limit(number, .hours)
        case .months: LimitText.limit(number, .months)
        }
    }
}

/// One answer for many flags; `field` narrows it to one branch of law.
public enum FlagRule: Hashable, Sendable, Codable {
    /// Every number without unit is of this unit (861 rows of the national file).
    case unit(LimitUnit, field: String?)
    /// Every missing limit is this one.
    case missingLimit(TimeLimit, field: String?)
    /// Every flag of this kind is accepted as it stands.
    case accept(CatalogueFlag.Kind, field: String?)

    var kind: CatalogueFlag.Kind {
        switch self {
        case .unit: .limitWithoutUnit
        case .missingLimit: .limitMissing
        case .accept(let kind, _): kind
        }
    }
    var field: String? {
        switch self {
        case .unit(_, let field), .missingLimit(_, let field), .accept(_, let field): field
        }
    }

    /// The answer to `flag`, or nil where the rule does not reach it.
    public func answer(to flag: CatalogueFlag) -> FlagAnswer? {
        guard flag.kind == kind else { return nil }
        switch self {
        case .unit(let unit, _):
            guard let number = Int(flag.text) else { return nil }
            return unit.limit(number).map(FlagAnswer.limit)
        case .missingLimit(let limit, _): return .limit(limit)
        case .accept: return .accepted
        }
    }
}

extension ProcedureVersion {
    /// The version after `answer` to `flag`, which is no longer open. A stated value is never overwritten.
    public func answering(
        _ flag: CatalogueFlag,
        with answer: FlagAnswer
    ) throws(CatalogueError) -> ProcedureVersion {
        var version = self
        version.flags.removeAll { $0 == flag }
        let own = version.channels.indices.filter {
            flag.channel == nil || version.channels[$0].channel == flag.channel
        }
        switch answer {
        case .accepted: break
        case .limit(let limit):
            guard [.limitWithoutUnit, .limitDisagrees, .limitMissing].contains(flag.kind) else {
                throw .answerDoesNotFit(flag.kind)
            }
            for index in own where version.channels[index].limit == nil { version.channels[index].limit = limit }
        case .fee(let amount):
            guard [.feeNotStated, .feeUnclear].contains(flag.kind) else { throw .answerDoesNotFit(flag.kind) }
            guard amount >= .zero, amount.dong <= FeeRule.greatest.dong else { throw .amountOutOfRange }
            for index in own {
                for fee in version.channels[index].fees.indices where version.channels[index].fees[fee].amount == nil {
                    version.channels[index].fees[fee].amount = amount
                }
            }
        }
        return version
    }
}
