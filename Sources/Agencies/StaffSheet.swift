public import Kernel

/// A list of officers as a spreadsheet: a line each, with unit, name, title and roles.
///
/// Read here without looking at the database; `StaffSheetPlan` compares it with who is there already.
public enum StaffSheet {
    /// One line that could be read.
    public struct Entry: Hashable, Sendable {
        /// The line of the file, from 1.
        public var line: Int
        /// Code or name, as it was written.
        public var unit: String
        public var name: String
        public var title: String
        public var roles: [Role]
        /// In small letters; nil where a name is to be made.
        public var logIn: String?
        public var phone: Phone?
        /// The roles' first day; nil for the day of the import.
        public var from: CivilDate?
    }
    /// A cell that must be put right.
    public struct Flaw: Hashable, Sendable {
        public enum Cause: String, Sendable, CaseIterable {
            case unitMissing, nameMissing, titleMissing, rolesMissing, unknownRole, badLogIn, badPhone, badDate
            case tooLong, notClean
            /// Found when the list is compared with who is there.
            case unknownUnit, severalUnits, logInTaken, twice
        }
        public var line: Int
        public var column: Column
        public var cause: Cause
        /// What was written.
        public var text: String
        public init(line: Int, column: Column, cause: Cause, text: String = "") {
            self.line = line
            self.column = column
            self.cause = cause
            self.text = text
        }
    }
    /// The columns by what people call them.
    public enum Column: String, Sendable, CaseIterable {
        case unit, name, title, roles, logIn, phone, from

        var headings: Set<String> {
            switch self {
            case .unit: ["don vi", "ma don vi", "co quan", "xa phuong", "unit"]
            case .name: ["ho va ten", "ho ten", "can bo", "name"]
            case .title: ["chuc danh", "chuc vu", "title"]
            case .roles: ["vai tro", "quyen", "nhiem vu", "roles", "role"]
            case .logIn: ["ten dang nhap", "tai khoan", "dang nhap", "log in", "login"]
            case .phone: ["dien thoai", "so dien thoai", "sdt", "phone"]
            case .from: ["tu ngay", "ngay bat dau", "from"]
            }
        }
        var isNeeded: Bool { [.unit, .name, .title, .roles].contains(self) }
    }
    public enum Refusal: Error, Hashable, Sendable {
        case text(CSVError)
        case columnMissing(Column)
        case empty
    }

    /// The words for each role, folded: Vietnamese, English, and the identifier.
    static let roleWords: [String: Role] = {
        let words: [Role: [String]] = [
            .reception: ["tiep nhan", "tiep nhan ho so", "reception"],
            .centreHead: ["truong bo phan mot cua", "phu trach mot cua", "giam doc trung tam", "head of the centre"],
            .specialist: ["chuyen vien thu ly", "thu ly", "chuyen vien", "specialist"],
            .leader: ["lanh dao", "leader"],
            .clerk: ["van thu", "clerk"],
            .resultOfficer: ["tra ket qua", "results"],
            .cashier: ["thu phi le phi", "thu phi", "thu ngan", "thu quy", "cashier"],
            .procedureControl: ["kiem soat thu tuc hanh chinh", "kiem soat thu tuc", "kstthc", "procedure control"],
            .administrator: ["quan tri", "quan tri he thong", "administrator"],
        ]
        var roles: [String: Role] = [:]
        for (role, list) in words {
            for word in list + [role.rawValue.lowercased()] { roles[word] = role }
        }
        return roles
    }()

    /// The lines of a file, and every cell that must be put right before anybody is added.
    public static func read(_ bytes: some Sequence<UInt8>) throws(Refusal) -> (entries: [Entry], flaws: [Flaw]) {
        let lines: [CSVText.Line]
        do { lines = try CSVText.read(bytes, rows: AgencyLimits.sheetRows + 1) } catch { throw .text(error) }
        guard let heading = lines.first else { throw .empty }
        var places: [Column: Int] = [:]
        for (place, cell) in heading.cells.enumerated() {
            let words = Self.words(cell)
            for column in Column.allCases where column.headings.contains(words) && places[column] == nil {
                places[column] = place
            }
        }
        for column in Column.allCases where column.isNeeded && places[column] == nil { throw .columnMissing(column) }
        guard lines.count > 1 else { throw .empty }
        var reader = StaffSheetReader(places: places)
        return (lines.dropFirst().map { reader.entry($0) }, reader.flaws)
    }

    /// Letters and figures of `text`, folded, with single spaces between the words.
    static func words(_ text: String) -> String {
        VietnameseText.folded(text).split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
    }
}

/// Reads the cells of a line and collects what is wrong.
private struct StaffSheetReader {
    let places: [StaffSheet.Column: Int]
    var flaws: [StaffSheet.Flaw] = []

    mutating func entry(_ line: CSVText.Line) -> StaffSheet.Entry {
        let unit = text(.unit, line, max: AgencyLimits.nameLength, missing: .unitMissing)
        let name = text(.name, line, max: Limits.nameLength, missing: .nameMissing)
        let title = text(.title, line, max: AgencyLimits.titleLength, missing: .titleMissing)
        return StaffSheet.Entry(
            line: line.number,
            unit: unit,
            name: name,
            title: title,
            roles: roles(line),
            logIn: logIn(line),
            phone: phone(line),
            from: date(line)
        )
    }

    private func cell(_ column: StaffSheet.Column, _ line: CSVText.Line) -> String {
        guard let place = places[column], line.cells.indices.contains(place) else { return "" }
        let words = line.cells[place].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return VietnameseText.normalized(words)
    }
    private mutating func flaw(_ column: StaffSheet.Column, _ cause: StaffSheet.Flaw.Cause, _ line: CSVText.Line) {
        let text = cell(column, line)
        flaws.append(.init(line: line.number, column: column, cause: cause, text: String(text.prefix(60))))
    }

    private mutating func text(
        _ column: StaffSheet.Column,
        _ line: CSVText.Line,
        max: Int,
        missing: StaffSheet.Flaw.Cause
    ) -> String {
        let text = cell(column, line)
        if text.isEmpty {
            flaw(column, missing, line)
        } else if text.count > max {
            flaw(column, .tooLong, line)
        } else if !VietnameseText.isCleanLine(text) {
            flaw(column, .notClean, line)
        }
        return text
    }

    /// Several roles stand in one cell with commas, semicolons, strokes or plus signs between them.
    private mutating func roles(_ line: CSVText.Line) -> [Role] {
        let words = cell(.roles, line).split { [",", ";", "/", "+"].contains($0) }.map { StaffSheet.words(String($0)) }
        let known = words.filter { !$0.isEmpty }.map { StaffSheet.roleWords[$0] }
        if known.isEmpty { flaw(.roles, .rolesMissing, line) }
        if known.contains(nil) { flaw(.roles, .unknownRole, line) }
        var roles: [Role] = []
        for role in known.compactMap({ $0 }) where !roles.contains(role) { roles.append(role) }
        return roles
    }
    private mutating func logIn(_ line: CSVText.Line) -> String? {
        let text = cell(.logIn, line).lowercased()
        if text.isEmpty { return nil }
        guard StaffProfile.isLogInName(text) else {
            flaw(.logIn, .badLogIn, line)
            return nil
        }
        return text
    }
    private mutating func phone(_ line: CSVText.Line) -> Phone? {
        let text = cell(.phone, line)
        if text.isEmpty { return nil }
        if let phone = try? Phone(parsing: text) { return phone }
        // A spreadsheet takes the leading nought for nothing.
        if let phone = try? Phone(parsing: "0" + text) { return phone }
        flaw(.phone, .badPhone, line)
        return nil
    }
    private mutating func date(_ line: CSVText.Line) -> CivilDate? {
        let text = cell(.from, line)
        if text.isEmpty { return nil }
        guard let date = CivilDate(written: text) ?? CivilDate(iso: text) else {
            flaw(.from, .badDate, line)
            return nil
        }
        return date
    }
}
