internal import Kernel

/// Something in the book that is not as it was written. Facts only; the caller has the words.
public enum Finding: Hashable, Sendable {
    /// The contents of this entry are not those its hash was made of.
    case changed(position: Int64, subject: String, version: Int)
    /// This entry was written at another place: entries were put in another order.
    case moved(position: Int64, subject: String, version: Int, from: Int64)
    /// Entries are gone; `sealed` when a signed head covers them.
    case missing(first: Int64, last: Int64, sealed: Bool)
    /// A subject's chain lacks these versions.
    case missingVersions(subject: String, first: Int, last: Int)
    /// The entry does not hold the hash of the one before it in its chain, or stands before it in the book.
    case brokenLink(position: Int64, subject: String, version: Int)
    /// An entry with a position that the book never gives.
    case outside(position: Int64, subject: String)
    /// The book's counter says less than the newest entry.
    case counter(says: Int64, newest: Int64)
    /// The signature of a head is not right.
    case forgedHead(number: Int64, position: Int64)
    /// A head is signed with a key that the key folder does not hold.
    case unknownKey(number: Int64, position: Int64)
    /// A head between others is gone.
    case missingHead(number: Int64)
    /// The entries between these positions, all consistent by themselves, are not those that were signed.
    case rewritten(first: Int64, last: Int64, head: Int64)
    /// A kept node of the tree does not fit the entries below it.
    case wrongNode(first: Int64, last: Int64)
}

/// What verifying the book found.
public struct VerifyReport: Hashable, Sendable {
    /// Entries that were read.
    public internal(set) var entries: Int64 = 0
    /// Chains among them.
    public internal(set) var subjects: Int64 = 0
    /// The newest position when verifying began; what came later was not looked at.
    public internal(set) var position: Int64 = 0
    /// Heads whose signature and root were checked and right.
    public internal(set) var heads: Int64 = 0
    /// Heads that could not be compared because the entries below them are not whole.
    public internal(set) var headsNotCompared: Int64 = 0
    public internal(set) var newestHead: SealedHead?
    /// Entries that no head covers yet.
    public internal(set) var unsealed: Int64 = 0
    /// At most `RegisterLimits.findings`, in the order of the book.
    public internal(set) var findings: [Finding] = []
    /// Findings beyond the limit.
    public internal(set) var more: Int64 = 0

    /// Whether the book is as it was written.
    public var isWhole: Bool { findings.isEmpty && more == 0 }

    mutating func add(_ finding: Finding) {
        if findings.count < RegisterLimits.findings { findings.append(finding) } else { more += 1 }
    }
}
