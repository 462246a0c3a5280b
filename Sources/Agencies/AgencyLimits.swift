/// Limits of the agencies' room, each tested at n and n+1.
public enum AgencyLimits {
    /// Characters of a unit's official name.
    public static let nameLength = 200
    /// Characters of a unit code (Decision 20/2020/QĐ-TTg, art. 4).
    public static let codeLength = 35
    /// Characters of a title, `Phó Chủ tịch`.
    public static let titleLength = 100
    /// Characters of a log-in name.
    public static let logInLength = 3...60
    /// The numbers counters may bear.
    public static let counterNumbers = 1...999
    /// Fields that one counter may serve.
    public static let counterFields = 200
    /// Officers on one duty list.
    public static let dutyLength = 50
    /// Lines of a signature block.
    public static let signatureLines = 5
    /// Units above a unit that are followed; the real depth is four.
    public static let depth = 10
    /// Units that may be created in one write.
    public static let batch = 200
    /// Officers that one spreadsheet may add: a province's 151 units with five each, and room.
    public static let sheetRows = 1000
    /// Officers of a spreadsheet that are added in one write.
    public static let sheetSlice = 50
    /// Officers that one list shows.
    public static let staffRows = 500
}
