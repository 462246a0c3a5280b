public import Agencies
public import Kernel
public import LegalClock
public import Register

/// One row of the control sheet (form 06 of regime B, 05 of regime A): who gave, who took, when. Never overwritten.
public struct HandOverRow: Hashable, Sendable {
    public let from: ID<Agency>
    public let to: ID<Agency>
    public let purpose: HandOverPurpose
    public let giver: Actor
    public let givenAt: Instant
    public var note: TextReference?
    /// The manifest of the bag it travelled in.
    public var bag: String?
    /// The step that the giver worked on; nil before the work began.
    public var work: StepTime?
    public var taker: Actor?
    public var takenAt: Instant?
}

/// A step of the dossier's plan, and since when it was worked on.
public struct StepTime: Hashable, Sendable {
    public let step: Int
    public let since: Instant
}

/// Trước hạn, đúng hạn, quá hạn.
public enum Timeliness: String, Sendable, CaseIterable, Codable {
    case early, onTime, late

    /// Early is before the day of the due date, on time until its minute, late after it.
    public init(_ moment: Instant, due: Instant) {
        self = moment.date < due.date ? .early : moment <= due ? .onTime : .late
    }
}

/// A row of form 06 with what it says about time.
public struct ControlSheetRow: Hashable, Sendable {
    public let handOver: HandOverRow
    /// How the folder left its giver, against the due date of the step where it has a limit of its own, else the law's;
    /// nil for the first, which only starts the work.
    public let result: Timeliness?
}

/// Phiếu kiểm soát quá trình giải quyết hồ sơ.
public enum ControlSheet {
    /// The rows of `dossier`, in the order the folder went.
    ///
    /// - Parameter calendar: the one by which the dossier's clock runs.
    public static func rows(of dossier: Dossier, by calendar: WorkCalendar) -> [ControlSheetRow] {
        dossier.handOvers.map { row in
            let starts = row.purpose == .work && row.from == dossier.filing?.receiving
            let due = starts ? nil : dossier.legalDueAt.map { Self.due(row, dossier, legal: $0, calendar) }
            return ControlSheetRow(handOver: row, result: due.map { Timeliness(row.givenAt, due: $0) })
        }
    }

    /// When the giver's step was due: never after the law's date (`vietnam.md` §4.1, rule 11).
    private static func due(_ row: HandOverRow, _ dossier: Dossier, legal: Instant, _ calendar: WorkCalendar) -> Instant
    {
        guard let work = row.work, dossier.steps.indices.contains(work.step) else { return legal }
        let limit = dossier.steps[work.step].limit
        return calendar.stepDue(entered: work.since, limit: limit, legalDue: legal, pauses: dossier.pauses)
    }
}

extension Dossier {
    /// Whether the result was there in time, by the law's date and not by a later promise; nil while it is not there.
    public var timeliness: Timeliness? {
        finishedAt.flatMap { finished in legalDueAt.map { Timeliness(finished, due: $0) } }
    }
}
