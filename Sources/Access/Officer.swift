public import Agencies
public import Kernel
public import Register

/// A signed-in officer: who acts, for which unit, with which roles today.
public struct Officer: Hashable, Sendable {
    public let id: ID<StaffMember>
    public let name: String
    /// The unit the officer acts for.
    public let agency: ID<Agency>
    /// Every role held today, by unit.
    public let roles: [ID<Agency>: Set<Role>]

    public init(id: ID<StaffMember>, name: String, agency: ID<Agency>, roles: [ID<Agency>: Set<Role>]) {
        self.id = id
        self.name = name
        self.agency = agency
        self.roles = roles
    }

    /// The officer with the roles of `date`; nil where there are none.
    ///
    /// `wanted` is the unit to act for; where no role is held there, the officer's own unit or the first other.
    public init?(_ member: StaffMember, acting wanted: ID<Agency>?, on date: CivilDate) {
        let roles = member.roles(on: date)
        let units = ([wanted, member.agency] + roles.keys.sorted()).compactMap { $0 }
        guard let agency = units.first(where: { roles[$0] != nil }) else { return nil }
        self.init(id: member.id, name: member.name, agency: agency, roles: roles)
    }

    /// As the book names the officer.
    public var actor: Actor { Actor(id.rawValue) }
    /// The roles at the unit the officer acts for.
    public var rolesHere: Set<Role> { roles[agency] ?? [] }
    /// All roles, wherever they are held.
    public var allRoles: Set<Role> { roles.values.reduce(into: []) { $0.formUnion($1) } }
    /// Whether the officer may do this for the unit they act for.
    public func may(_ action: Action) -> Bool { Permissions.allows(action, rolesHere) }
    public func may(_ action: Action, at agency: ID<Agency>) -> Bool {
        Permissions.allows(action, roles[agency] ?? [])
    }
}

/// Who changes an account: an officer, or the system itself (the first administrator, the demo).
public enum AccountAuthority: Hashable, Sendable {
    case officer(Officer)
    case system(String)

    var actor: Actor {
        switch self {
        case .officer(let officer): officer.actor
        case .system(let duty): .system(duty)
        }
    }

    /// Whether officers of `unit` are this authority's to add.
    public func reaches(_ unit: ID<Agency>, _ directory: AgencyDirectory, on date: CivilDate) -> Bool {
        switch self {
        case .system: true
        case .officer(let officer):
            officer.roles.contains { own, roles in
                Permissions.allows(.manageStaff, roles) && directory.isWithin(unit, own, on: date)
            }
        }
    }

    /// Whether the account of `member` is this authority's to open, reset and lock.
    ///
    /// An administrator's reach is the unit and what stands below it; every unit for which the officer may act must lie
    /// within, or a small unit's administrator could become somebody at a large one.
    public func administers(_ member: StaffMember, _ directory: AgencyDirectory, on date: CivilDate) -> Bool {
        switch self {
        case .system: return true
        case .officer(let officer):
            let mine = officer.roles.filter { Permissions.allows(.manageStaff, $0.value) }.keys
            let theirs = Set(member.roles(on: date).keys).union([member.agency])
            return theirs.allSatisfy { unit in mine.contains { directory.isWithin(unit, $0, on: date) } }
        }
    }
}
