public import Agencies
public import Kernel
public import Storage
internal import Synchronization

/// Calendars in memory, as long as the revision that each transaction reads is theirs.
///
/// Several servers and the command line stay true to one another: the revision is a row of the database.
public final class CalendarCache: Sendable {
    private struct Held {
        var revision: CalendarStore.Revision?
        var own: Set<String> = []
        var calendars: [[CalendarKey]: WorkCalendar] = [:]
    }
    /// Calendars that differ from one another; agencies without anything of their own share the nation's.
    static let capacity = 400
    private let held = Mutex(Held())

    public init() {}

    /// The calendar of an agency, as `CalendarStore.load(lineage:in:)` has it.
    public func calendar(lineage: [ID<Agency>], in tx: Transaction) throws -> WorkCalendar {
        let revision = try CalendarStore.revision(in: tx)
        if revision == .none { return .standard }
        let known = held.withLock { held -> (own: Set<String>, calendars: [[CalendarKey]: WorkCalendar])? in
            held.revision == revision ? (held.own, held.calendars) : nil
        }
        let own = try known?.own ?? CalendarStore.own(in: tx)
        let keys = lineage.map(CalendarKey.agency).filter { own.contains($0.subject) } + [.national]
        if let calendar = known?.calendars[keys] { return calendar }
        let calendar = try CalendarStore.load(keys, in: tx)
        held.withLock { held in
            if held.revision != revision { held = Held(revision: revision, own: own) }
            if held.calendars.count >= Self.capacity { held.calendars.removeAll() }
            held.calendars[keys] = calendar
        }
        return calendar
    }
}
