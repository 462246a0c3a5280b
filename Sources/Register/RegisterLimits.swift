/// Limits of the register.
public enum RegisterLimits {
    /// Entries that verifying reads at once.
    public static let verifySlice = 1000
    /// Entries that one sealed head adds at most.
    public static let sealSlice = 1000
    /// Subjects whose chains are folded at once when tables are compared.
    public static let rebuildSlice = 200
    /// Findings or differences that a report holds; further ones are counted.
    public static let findings = 1000
    /// Changed entries among which moved ones are looked for.
    public static let movedAmong = 200
    /// Characters of an error's name that a duty keeps.
    public static let errorLength = 200
}
