public import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Register
public import Storage
public import Web

/// What stands around every officers' page: who it is, and the rail of lists with their counts.
public struct DeskFrame: Sendable {
    public let officer: Officer
    public let rail: [RailItem]

    /// - Parameter current: the first parts of the current page's path, `desk/lists/today`; marks the rail.
    public static func load(
        _ rooms: Rooms,
        _ context: StaffContext,
        current: String = "",
        in tx: Transaction
    ) throws -> DeskFrame {
        let officer = try rooms.officer(context, in: tx)
        return DeskFrame(officer: officer, rail: try rail(of: officer, context, current, in: tx))
    }

    private static func rail(
        of officer: Officer,
        _ context: StaffContext,
        _ current: String,
        in tx: Transaction
    ) throws -> [RailItem] {
        let t = context.t
        let roles = officer.rolesHere
        var items: [RailItem] = []
        func add(_ key: String, _ path: [String], count: Int? = nil, isUrgent: Bool = false, opensGroup: Bool = false) {
            items.append(
                RailItem(
                    t(key),
                    path.reduce(Path()) { $0 / $1 },
                    count: count,
                    isUrgent: isUrgent,
                    isCurrent: path.joined(separator: "/") == current,
                    opensGroup: opensGroup
                )
            )
        }
        if officer.may(.viewDossier) { add("rail.today", ["desk"]) }
        if officer.may(.receiveDossier) { add("rail.intake", ["desk", "intake"]) }
        if officer.may(.viewDossier) {
            var opens = true
            for list in DeskList.allCases where list.roles.isEmpty || !list.roles.isDisjoint(with: roles) {
                let dossiers = list.dossiers(at: context.now, officer: officer.actor.rawValue)
                let count = try DossierStore.count(dossiers, of: officer.agency, in: tx)
                // Lists for what is out of the ordinary show themselves only when there is something in them.
                if [.stopped, .moved, .over, .uncollected, .submitted].contains(list), count == 0 { continue }
                let isUrgent = list == .overdue || list == .moved
                add(list.text, ["desk", "lists", list.rawValue], count: count, isUrgent: isUrgent, opensGroup: opens)
                opens = false
            }
        }
        if officer.may(.carryBags) { add("rail.bags", ["desk", "bags"], opensGroup: true) }
        if officer.may(.viewRegisterBook) { add("rail.book", ["desk", "book"]) }
        if officer.may(.findPerson) { add("rail.persons", ["desk", "persons"]) }
        add("rail.catalogue", ["manage", "catalogue"], opensGroup: true)
        if officer.may(.manageStaff) || officer.may(.manageAbsences) { add("rail.staff", ["manage", "staff"]) }
        if officer.may(.manageCounters) { add("rail.counters", ["manage", "counters"]) }
        if officer.may(.changeCalendar) { add("rail.calendar", ["manage", "calendar"]) }
        if officer.may(.viewBook) { add("rail.register", ["manage", "register"]) }
        add("rail.me", ["desk", "me"])
        return items
    }
}
