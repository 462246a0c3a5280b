public import Agencies
public import Kernel
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
    public var taker: Actor?
    public var takenAt: Instant?
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
    /// How the folder left its giver, against the law's due date; nil for the first, which only starts the work.
    public let result: Timeliness?
}

/// Phiếu kiểm soát quá trình giải quyết hồ sơ.
public enum ControlSheet {
    /// The rows of `dossier`, in the order the folder went.
    public static func rows(of dossier: Dossier) -> [ControlSheetRow] {
        dossier.handOvers.map { row in
            let starts = row.purpose == .work && row.from == dossier.filing?.receiving
            let due = starts ? nil : dossier.legalDueAt
            return ControlSheetRow(handOver: row, result: due.map { Timeliness(row.givenAt, due: $0) })
        }
    }
}

extension Dossier {
    /// Whether the result was there in time, by the law's date and not by a later promise; nil while it is not there.
    public var timeliness: Timeliness? {
        finishedAt.flatMap { finished in legalDueAt.map { Timeliness(finished, due: $0) } }
    }
}
