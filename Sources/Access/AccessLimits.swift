/// Limits of the access room, each tested at n and n+1.
public enum AccessLimits {
    /// Characters of a password. Long ones are welcome, composition is not prescribed (NIST SP 800-63B-4, 3.1.1.2).
    public static let passwordLength = 10...200
    /// Bytes of chance in a session's token.
    public static let tokenBytes = 32
    /// Bytes of chance in a one-time password (13 characters).
    public static let oneTimePasswordBytes = 8
    /// Hours that a one-time password lives.
    public static let oneTimePasswordHours = 24
    /// Bytes of a second factor's secret (RFC 4226, 4: 160 bits recommended).
    public static let secretBytes = 20
    /// One-time recovery codes given at enrolment.
    public static let recoveryCodes = 8
    /// Bytes of chance in a recovery code (10 characters).
    public static let recoveryCodeBytes = 6
    /// Seconds after which a used session is written down as used again.
    public static let touchSeconds = 60
    /// Sessions that a duty forgets in one slice.
    public static let slice = 200
    /// Persons that a search gives.
    public static let foundPersons = 50
    /// Persons that are compared for being the same.
    public static let comparedPersons = 100
    /// Characters of a person's address.
    public static let addressLength = 500
    /// Looks that are shown at once.
    public static let looks = 500
    /// Characters of a passport's number.
    public static let passportLength = 5...20
    /// Minutes that a policy may set for idle sessions.
    public static let idleMinutes = 5...480
    /// Minutes that a policy may set for whole sessions.
    public static let absoluteMinutes = 30...1440
    /// Bytes of a program's token that may be seen (8 characters), and of its secret (160 bits).
    public static let tokenPublicBytes = 5
    public static let tokenSecretBytes = 20
    /// Days for which a token may be valid.
    public static let tokenDays = 1...730
    public static let tokenDaysUsual = 365
    /// Characters of what a token is for.
    public static let tokenLabelLength = 100
    /// Tokens of one officer that are valid at a time.
    public static let liveTokens = 20
    /// Tokens that a list shows, the newest.
    public static let shownTokens = 200
}
