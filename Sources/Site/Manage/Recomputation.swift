internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Storage

/// What computing the due dates again did, for the page of the calendar.
public struct RecomputeReport: Hashable, Sendable {
    /// Open dossiers that were looked at.
    public var seen = 0
    public var moved = 0
    /// Of these, moved to an earlier time: officers see them in a list of their own.
    public var earlier = 0
    /// Whether more open dossiers are there than were looked at.
    public var isCut = false
    public init() {}
}

/// Computes the due dates of open dossiers by the calendar as it is, or as it would be.
public struct Recomputation: Sendable {
    /// Dossiers that a preview looks at; more would hold up the page.
    public static let previewed = 1000
    private let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    /// Computes them all again, slice by slice; it may run twice and changes nothing the second time.
    ///
    /// - Parameter ground: what changed, for the entries of the dossiers.
    public func run(
        ground: String,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> RecomputeReport {
        let rooms = rooms
        let today = rooms.world.now().date
        let calendars = try await rooms.database.read { tx in
            try rooms.clockCalendars(on: today, in: tx)
        }
        var report = RecomputeReport()
        var next: ID<Dossier>?
        repeat {
            try Task.checkCancellation()
            let part = try await rooms.dossiers.recompute(after: next, ground: ground) { calendars.calendar(for: $0) }
            report.moved += part.moves.count
            report.earlier += part.earlier.count
            progress(report.moved)
            next = part.next
        } while next != nil
        return report
    }

    /// How many open dossiers would move if these days were entered. Nothing is written.
    ///
    /// - Parameter unit: the unit for which alone the days are entered; nil for all.
    func preview(_ notice: Notice, for unit: ID<Agency>?) async throws -> RecomputeReport {
        let rooms = rooms
        let today = rooms.world.now().date
        var report = RecomputeReport()
        var after = ""
        var changed: [ID<Agency>: WorkCalendar?] = [:]
        while report.seen < Self.previewed {
            let (from, known) = (after, changed)
            let part = try await rooms.database.read { tx -> Part in
                var part = Part(calendars: known)
                for id in try DossierStore.withRunningClock(after: from, limit: Self.slice, in: tx) {
                    part.last = id.rawValue
                    part.seen += 1
                    guard let dossier = try DossierStore.load(id, in: tx)?.dossier, let at = dossier.receivedAt,
                        let limit = dossier.limit, let before = dossier.legalDueAt,
                        let clock = dossier.clockAgency
                    else { continue }
                    if part.calendars[clock] == nil {
                        part.calendars[clock] = .some(
                            try Self.calendar(of: clock, with: notice, unit, today, rooms, in: tx)
                        )
                    }
                    guard let calendar = part.calendars[clock] ?? nil else { continue }
                    let due = calendar.due(received: at, limit: limit, pauses: dossier.pauses).at
                    if due != before { part.moved += 1 }
                    if due < before { part.earlier += 1 }
                }
                return part
            }
            changed = part.calendars
            report.seen += part.seen
            report.moved += part.moved
            report.earlier += part.earlier
            guard part.seen == Self.slice else { return report }
            after = part.last
        }
        report.isCut = true
        return report
    }

    private static let slice = 100

    private struct Part: Sendable {
        var calendars: [ID<Agency>: WorkCalendar?]
        var last = ""
        var seen = 0
        var moved = 0
        var earlier = 0
    }

    /// The unit's calendar with the days of the notice; nil where the notice is not for it.
    private static func calendar(
        of clock: ID<Agency>,
        with notice: Notice,
        _ unit: ID<Agency>?,
        _ today: CivilDate,
        _ rooms: Rooms,
        in tx: Transaction
    ) throws -> WorkCalendar? {
        if let unit, try !rooms.directory(in: tx).isWithin(clock, unit, on: today) { return nil }
        let old = try rooms.calendar(of: clock, on: today, in: tx)
        let kept = old.exceptions.filter { !notice.removed.contains($0.date) }
        let near = today.adding(days: -800)...today.adding(days: 800)
        return WorkCalendar(rules: old.rules, exceptions: kept + notice.days, indexed: near)
    }
}
