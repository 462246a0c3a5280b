/// Limits of the legal clock; each is tested at n and n+1.
public enum ClockLimits {
    /// Working days in one limit.
    public static let workingDays = 1000
    /// Working hours in one limit.
    public static let workingHours = 8000
    /// Calendar days in one limit.
    public static let calendarDays = 3660
    /// Months in one limit.
    public static let months = 120
    /// Sessions in one day.
    public static let sessionsPerDay = 4
    /// Bytes of a notice's file.
    public static let noticeBytes = 1 << 20
    /// Days in one notice of days off.
    public static let noticeDays = 400
    /// Session rules in one change.
    public static let rulesPerChange = 28
    /// Pauses on one line of a batch or one call of the command.
    public static let pauses = 200
    /// Characters of a time limit that are read.
    public static let limitText = 80
    /// Characters of a notice's number and title, of a holiday's name.
    public static let nameLength = 200
    /// The years in which a moment may lie that is read from outside.
    public static let years = 1990...2199
    /// Bytes of a batch file.
    public static let batchBytes = 64 << 20
    /// Days in a row without working time after which every day is taken to count: a calendar closed for ever.
    static let closedDays = 3660
    /// Minutes of a whole working day where a limit is walked (Labour Code 2019 art. 105; `vietnam.md` §4.1, rule 4).
    public static let minutesPerWorkingDay = 480
    /// After this minute of the day a hand-over waits for the next working day (`vietnam.md` §2.3).
    static let handOverCutoff = 15 * 60
}
