public import Agencies
public import Kernel

/// What signing in refuses. A wrong name, a wrong password, a locked account are one answer on purpose.
public enum SignInError: Error, Hashable, Sendable {
    /// Name or password is wrong, or the account may not be used.
    case refused
    /// Too many attempts; the next is looked at from this moment on.
    case throttled(until: Instant)
    /// The session is unknown, ended or idle too long.
    case noSession
    /// The session is not at the stage that this needs.
    case wrongStage(SessionStage)
    /// The six digits are wrong, late, or were used already.
    case wrongCode
    /// The recovery code is wrong or was used already.
    case wrongRecoveryCode
    case password(PasswordError)
    /// The officer holds no role at that unit.
    case noRoleAt(ID<Agency>)
    case unknownStaff(ID<StaffMember>)
    /// The administrator's unit is not the officer's, nor above it.
    case notYourStaff
    /// A role for oneself is given by another administrator; this one can.
    case needsAnother(name: String)
    /// There is no second factor to confirm.
    case nothingToConfirm
}

/// Why a password is not taken.
public enum PasswordError: Error, Hashable, Sendable {
    case tooShort(min: Int)
    case tooLong(max: Int)
    /// It is the log-in name or the officer's name, or holds one of them.
    case holdsName
    /// It is among the passwords that everybody tries first.
    case common
    /// The same as before.
    case unchanged
    /// It holds control characters.
    case unclean
}
