public import Agencies
public import Kernel
public import Storage

/// A role that an administrator gives themselves.
///
/// Where another administrator could give it, theirs is the word; an administrator who is alone may, and the book says so.
public enum OwnRole {
    /// Lets `officer` take `grant`, inside the write that grants it.
    ///
    /// - Throws: `SignInError.needsAnother` with the name of an administrator who can give it.
    public static func take(
        _ grant: RoleGrant,
        by officer: Officer,
        at now: Instant,
        in tx: Transaction
    ) throws {
        guard let member = try StaffStore.load(officer.id, in: tx) else { throw SignInError.unknownStaff(officer.id) }
        let directory = try AgencyDirectory.load(in: tx)
        let above = directory.ancestors(of: member.agency, on: now.date).map(\.id)
        for unit in [member.agency] + above.filter({ $0 != member.agency }) {
            for other in try StaffStore.all(of: unit, in: tx) where other.id != officer.id {
                if try mayGive(grant, other, to: member, directory, at: now, in: tx) {
                    throw SignInError.needsAnother(name: other.name)
                }
            }
        }
        let account = try AccountStore.load(officer.id, in: tx) ?? Account(staff: officer.id)
        try AccountStore.save(account, .ownRoleGranted, by: officer.actor, at: now, in: tx)
    }

    /// Whether `other` can sign in today and has both the officer and the unit of the role in reach.
    private static func mayGive(
        _ grant: RoleGrant,
        _ other: StaffMember,
        to member: StaffMember,
        _ directory: AgencyDirectory,
        at now: Instant,
        in tx: Transaction
    ) throws -> Bool {
        guard let them = Officer(other, acting: nil, on: now.date),
            AccountAuthority.officer(them).administers(member, directory, on: now.date),
            let account = try AccountStore.load(other.id, in: tx), account.hasPassword, !account.isLocked
        else { return false }
        return them.roles.contains { unit, roles in
            Permissions.allows(.manageStaff, roles) && directory.isWithin(grant.agency, unit, on: now.date)
        }
    }
}
