public import Agencies
public import Kernel

/// What a program that holds a token may do.
public enum TokenRight: String, Sendable, CaseIterable, Codable, Comparable {
    /// Read dossiers and lists.
    case read
    /// Take dossiers in.
    case intake
    /// Act on dossiers.
    case act

    public static func < (a: TokenRight, b: TokenRight) -> Bool { a.rawValue < b.rawValue }
}

/// Mã truy cập: lets a program act for an officer at one unit, until a day, with some of the officer's rights.
///
/// What is done with it is the officer's act. The roles are those of the moment, so that a token is never worth more than
/// its officer is then.
public struct AccessToken: Hashable, Sendable {
    public let id: ID<AccessToken>
    public let staff: ID<StaffMember>
    /// The unit that is acted for.
    public let agency: ID<Agency>
    /// The part that may be seen: it tells which token a log or a list speaks of.
    public let prefix: String
    /// What it is for, in the officer's words.
    public let label: String
    public let rights: Set<TokenRight>
    public let createdAt: Instant
    /// From this moment on it is refused.
    public let validUntil: Instant
    /// When it was last used, to the minute.
    public let usedAt: Instant?
    public let revokedAt: Instant?

    public init(
        id: ID<AccessToken>,
        staff: ID<StaffMember>,
        agency: ID<Agency>,
        prefix: String,
        label: String,
        rights: Set<TokenRight>,
        createdAt: Instant,
        validUntil: Instant,
        usedAt: Instant? = nil,
        revokedAt: Instant? = nil
    ) {
        self.id = id
        self.staff = staff
        self.agency = agency
        self.prefix = prefix
        self.label = label
        self.rights = rights
        self.createdAt = createdAt
        self.validUntil = validUntil
        self.usedAt = usedAt
        self.revokedAt = revokedAt
    }

    /// Whether it opens anything at `now`.
    public func isLive(at now: Instant) -> Bool { revokedAt == nil && now < validUntil }
}

/// The text of a token, `mc_` with its public part and its secret: shown once, never stored.
public struct TokenText: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    /// A token as a program sent it; nil for what cannot be one.
    public init?(rawValue: String) {
        let parts = rawValue.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard rawValue.utf8.count <= 100, parts.count == 3, parts[0].elementsEqual("mc".utf8), parts[1].count == 8,
            parts[2].count >= 32,
            parts.dropFirst().joined().allSatisfy({ (48...57).contains($0) || (97...122).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }
    /// A token made from twenty-five bytes of chance: five are public, the others secret (160 bits).
    init(chance: [UInt8]) {
        let open = String(decoding: Base32.encode(Array(chance.prefix(AccessLimits.tokenPublicBytes))), as: UTF8.self)
        let secret = Base32.encode(Array(chance.dropFirst(AccessLimits.tokenPublicBytes)))
        rawValue = "mc_\(open)_" + String(decoding: secret, as: UTF8.self)
    }
    /// `mc_` and the public part.
    public var prefix: String { String(rawValue.prefix(11)) }
    /// What is stored in its place. Secrets of 160 bits need no slow hash.
    var hash: [UInt8] { SHA256.hash(rawValue.utf8) }
}

/// A token that has just been made, with its text, shown this once.
public struct MadeToken: Hashable, Sendable {
    public let text: TokenText
    public let token: AccessToken
}

/// Who stands behind a request that brought a token.
public struct TokenHolder: Hashable, Sendable {
    public let token: AccessToken
    /// The officer with the roles of this moment, and of the token's unit alone.
    public let officer: Officer
}

/// What is refused when a token is made or revoked.
public enum TokenError: Error, Hashable, Sendable {
    case unknownStaff(ID<StaffMember>)
    /// The officer is another administrator's.
    case notYourStaff
    /// The officer holds no role at that unit today.
    case noRoleAt(ID<Agency>)
    /// The officer has no account, or it is locked.
    case noAccount
    case noRights
    case badLabel(max: Int)
    /// Days for which a token may be valid.
    case daysOutside(ClosedRange<Int>)
    /// The officer has that many live tokens.
    case tooMany(limit: Int)
    case unknownToken
}

extension TokenError {
    /// The name of the cause, for texts: `noRoleAt`.
    public var cause: String { Mirror(reflecting: self).children.first?.label ?? String(describing: self) }
}
