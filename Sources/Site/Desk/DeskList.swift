internal import Access
public import Agencies
public import Dossiers
public import Kernel
internal import Register

/// The lists of the desk as an officer names them; the raw value stands in the address.
public enum DeskList: String, Sendable, CaseIterable {
    case overdue, today, soon, waiting, mine, submitted, take, forward, appraise, sign, number, returns, work, stopped
    case moved, over = "wait-over", uncollected

    /// The roles to whom the list is shown; empty shows it to every officer of the unit.
    public var roles: Set<Role> {
        switch self {
        case .overdue, .today, .soon, .mine, .take, .work: []
        case .waiting: [.reception, .centreHead, .specialist, .leader, .resultOfficer]
        case .submitted, .forward: [.reception, .centreHead]
        case .appraise: [.specialist]
        case .sign: [.leader]
        case .number: [.clerk]
        case .returns, .uncollected: [.reception, .resultOfficer, .centreHead]
        case .stopped, .moved, .over: [.leader, .centreHead, .specialist]
        }
    }

    /// The list's dossiers at this moment.
    ///
    /// - Parameter officer: as the book names the officer.
    public func dossiers(at now: Instant, officer: String) -> DossierList {
        let tomorrow = Instant(now.date.adding(days: 1), minute: 0)
        return switch self {
        case .overdue: .overdue(at: now)
        case .today: .due(from: now, to: tomorrow)
        case .soon: .due(from: tomorrow, to: Instant(now.date.adding(days: 4), minute: 0))
        case .waiting: .waitingForCitizen
        case .mine: .mine(.init(officer))
        case .submitted: .toReceive
        case .take: .toTake
        case .forward: .toForward
        case .appraise: .atStep(.specialist)
        case .sign: .atStep(.leader)
        case .number: .atStep(.clerk)
        case .returns: .toReturn
        case .work: .inWork
        case .stopped: .stopped
        case .moved: .movedEarlier
        case .over: .waitOver(before: now.date)
        case .uncollected: .uncollected(since: Instant(now.date.adding(days: -10), minute: 0))
        }
    }

    /// The key of its name in the texts.
    public var text: String { "list.\(rawValue)" }
}
