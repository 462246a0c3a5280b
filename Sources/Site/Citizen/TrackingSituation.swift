internal import Dossiers
internal import Kernel
internal import Web

/// How a dossier stands, as a citizen would say it. Each has its title, what comes next and what to do, as texts
/// `citizen.now.<situation>…`.
enum TrackingSituation: String, Sendable, CaseIterable {
    case submitted, received, working, late
    /// The agency apologised and promised a later day.
    case postponed
    /// The clock stands still.
    case papersWanted, moneyWanted, stopped
    /// Papers were asked for at the counter, before any clock.
    case papersFirst
    case notAccepted, withdrawn, voided
    case resultOnTheWay, resultReady, resultSent, partly, declined, returned

    init(_ dossier: Dossier, at now: Instant) {
        switch dossier.status {
        case .submitted, nil: self = .submitted
        case .received, .inProcess:
            if let due = dossier.dueAt, due < now {
                self = .late
            } else if dossier.extended != nil {
                self = .postponed
            } else {
                self = dossier.status == .received ? .received : .working
            }
        case .supplementAsked: self = dossier.receivedAt == nil ? .papersFirst : .papersWanted
        case .paymentAsked: self = .moneyWanted
        case .stopped: self = .stopped
        case .notAccepted: self = .notAccepted
        case .withdrawn: self = .withdrawn
        case .voided: self = .voided
        case .finished: self = Self.finished(dossier)
        case .returned: self = .returned
        }
    }

    private static func finished(_ dossier: Dossier) -> TrackingSituation {
        switch dossier.delivery {
        case .declined: .declined
        case .partly: .partly
        case .ready, .delivered:
            dossier.filing?.delivery == .post || dossier.filing?.delivery == .electronic ? .resultSent : .resultReady
        case .notReady, .onTheWay: .resultOnTheWay
        }
    }

    /// The colour and shape of the large line.
    var tag: TagState {
        switch self {
        case .late: .late
        case .papersWanted, .papersFirst, .moneyWanted, .declined, .partly, .postponed: .waiting
        case .notAccepted, .withdrawn, .voided, .stopped, .returned: .closed
        case .resultReady, .resultSent, .resultOnTheWay: .done
        case .submitted, .received, .working: .process
        }
    }
    /// Whether the date of the result is the large line.
    var showsDate: Bool { self == .received || self == .working || self == .postponed }
    /// Whether the citizen has something to do now.
    var asksCitizen: Bool {
        switch self {
        case .papersWanted, .papersFirst, .moneyWanted, .resultReady, .partly, .notAccepted, .declined: true
        default: false
        }
    }
    /// Whether something is still to come.
    var isOver: Bool {
        switch self {
        case .notAccepted, .withdrawn, .voided, .returned, .stopped: true
        default: false
        }
    }
}
