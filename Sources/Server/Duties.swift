internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import LegalClock
public import Register
internal import Site
internal import Storage
internal import Synchronization

/// What the server does by itself, each in slices, named for the table of duties.
public enum ServerDuties {
    public static func all(_ platform: Platform) -> [Duty] {
        [
            seal(platform), forgetKeys(platform), forgetSessions(platform), recompute(platform), coverAbsent(platform),
        ]
    }

    /// Seals what was written since the newest head.
    private static func seal(_ platform: Platform) -> Duty {
        let duty = SealDuty(
            database: platform.database,
            vault: platform.vault,
            world: platform.world,
            publicKeys: platform.publicKeys
        )
        return Duty("register.seal", every: 10) { _ = try await duty.run() }
    }

    /// Forgets the keys of requests that nobody can be sending again.
    private static func forgetKeys(_ platform: Platform) -> Duty {
        Duty("storage.forgetKeys", every: 600) {
            let before = platform.world.now().adding(days: -ServerLimits.keptRequestDays)
            while try await platform.database.write(
                "forget keys",
                { tx in
                    try RequestKeys.forget(before: before, in: tx)
                }
            ) == ServerLimits.forgottenAtOnce {}
        }
    }

    /// Forgets sessions that ended by themselves, and old counts of attempts.
    private static func forgetSessions(_ platform: Platform) -> Duty {
        Duty("access.forgetSessions", every: 600) {
            let now = platform.world.now()
            try await platform.database.write("forget sessions") { tx in
                _ = try SessionStore.forget(before: now.adding(days: -ServerLimits.keptSessionDays), in: tx)
            }
        }
    }

    /// Computes open due dates again after a calendar changed, in slices.
    private static func recompute(_ platform: Platform) -> Duty {
        let done = Watermark()
        let rooms = platform.rooms
        return Duty("clock.recompute", every: 60) {
            let revision = try await rooms.database.read { tx in try CalendarStore.revision(in: tx) }
            guard revision != .none, done.value != revision.number else { return }
            var after: ID<Dossier>?
            repeat {
                let today = rooms.world.now().date
                let loaded = try await rooms.database.read { tx in
                    try rooms.clockCalendars(on: today, in: tx)
                }
                let slice = try await rooms.dossiers.recompute(
                    after: after,
                    ground: "Lịch làm việc thay đổi (lần \(revision.number))"
                ) { loaded.calendar(for: $0) }
                after = slice.next
            } while after != nil
            done.value = revision.number
        }
    }

    /// Passes the work of absent officers on when the day opens.
    private static func coverAbsent(_ platform: Platform) -> Duty {
        let done = Watermark()
        let rooms = platform.rooms
        return Duty("dossiers.coverAbsent", every: 300) {
            let now = rooms.world.now()
            guard now.minuteOfDay >= ServerLimits.dayOpens, done.value != Int(now.date.day) else { return }
            try await rooms.openDay()
            done.value = Int(now.date.day)
        }
    }
}

/// What a duty of this process has done up to; after a start it looks again, which changes nothing that stands.
private final class Watermark: Sendable {
    private let held = Mutex<Int?>(nil)
    var value: Int? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
