public import Agencies
public import Dossiers
public import Kernel
internal import Register
internal import Storage

/// Work of an absent officer that was passed on when a day opened.
public struct PassedOn: Hashable, Sendable {
    public let absent: ID<StaffMember>
    public let agency: ID<Agency>
    /// Who takes it; nil: everybody with the role sees it, and the head reassigns.
    public let taker: ID<StaffMember>?
    public let dossiers: [ID<Dossier>]
}

extension Rooms {
    /// Opens the day: the work of every officer who is away, or has given it to another, passes to the substitute or
    /// the duty list. A duty calls it each morning; called again it passes on what came since.
    ///
    /// - Returns: what was passed on; an officer without work in hand does not stand in it.
    @discardableResult
    public func openDay() async throws -> [PassedOn] {
        let rooms = self
        let today = world.now().date
        let covers = try await database.read { tx in
            try StaffStore.absent(on: today, in: tx).flatMap { id -> [DayCover] in
                guard let member = try StaffStore.load(id, in: tx), let absence = member.absence(on: today) else {
                    return []
                }
                return try member.roles(on: today).sorted { $0.key < $1.key }.map { agency, roles in
                    let roster = try StaffStore.roster(of: agency, in: tx)
                    return DayCover(member: member, absence, roles, at: agency, roster, on: today)
                }
            }
        }
        var passed: [PassedOn] = []
        for cover in covers {
            var dossiers: [ID<Dossier>] = []
            while true {
                let slice = try await rooms.dossiers.reassignAbsent(
                    Actor(cover.absent.rawValue),
                    to: cover.taker.map { Actor($0.rawValue) },
                    at: cover.agency,
                    ground: cover.ground,
                    until: cover.until
                )
                if slice.isEmpty { break }
                dossiers += slice
            }
            guard !dossiers.isEmpty else { continue }
            passed.append(
                PassedOn(absent: cover.absent, agency: cover.agency, taker: cover.taker, dossiers: dossiers)
            )
        }
        return passed
    }
}

/// Who takes an absent officer's work at one unit.
struct DayCover: Hashable, Sendable {
    let absent: ID<StaffMember>
    let agency: ID<Agency>
    let taker: ID<StaffMember>?
    let until: CivilDate
    /// As it stands in the entry: days and no reason, since illness is nobody's business.
    let ground: String

    init(
        member: StaffMember,
        _ absence: Absence,
        _ roles: Set<Role>,
        at agency: ID<Agency>,
        _ roster: Roster,
        on date: CivilDate
    ) {
        absent = member.id
        self.agency = agency
        until = absence.to
        // One officer's work may be of several roles. Whoever takes it must hold them all; else each role's list does.
        let takers = Set(roles.map { roster.cover(for: member.id, role: $0, at: agency, on: date).taker })
        taker = takers.count == 1 ? takers.first ?? nil : nil
        let span = "từ \(absence.from.written) đến \(absence.to.written)"
        ground = (absence.kind == .away ? "Vắng mặt " : "Giao việc ") + span
    }
}
