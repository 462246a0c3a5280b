public import Kernel

/// An organisation's list of people for whom the same procedure is asked: a table as text, at most 200 rows.
public enum OrganisationSheet {
    /// What one row says; names and numbers are checked by whoever enters persons.
    public struct Entry: Hashable, Sendable {
        /// The line of the file, from 1.
        public var line: Int
        public var name: String
        public var identity: String
        public var birth: CivilDate?
        public var phone: String
        public var copies: Int
        public var note: String
    }
    /// A cell that cannot be taken.
    public struct Problem: Hashable, Sendable {
        public enum Cause: String, Sendable, CaseIterable, Codable {
            case nameMissing, badDate, badCount, tooLong, notClean, identityTwice
        }
        public var line: Int
        public var column: Column
        public var cause: Cause
        public init(line: Int, column: Column, cause: Cause) {
            self.line = line
            self.column = column
            self.cause = cause
        }
    }
    /// The columns by what people call them; only the name must be there.
    public enum Column: String, Sendable, CaseIterable, Codable {
        case name, identity, birth, phone, copies, note

        var headings: Set<String> {
            switch self {
            case .name: ["ho va ten", "ho ten", "ten", "name", "full name"]
            case .identity: ["so dinh danh", "so dinh danh ca nhan", "cccd", "can cuoc", "so cccd", "identity number"]
            case .birth: ["ngay sinh", "sinh ngay", "ngay thang nam sinh", "date of birth"]
            case .phone: ["dien thoai", "so dien thoai", "sdt", "phone"]
            case .copies: ["so ban", "so luong", "copies"]
            case .note: ["ghi chu", "note"]
            }
        }
    }
    public enum Refusal: Error, Hashable, Sendable {
        case text(CSVError)
        /// No heading is a name's.
        case noNameColumn
        case empty
    }

    /// The rows, and every cell that must be put right before anything is taken in.
    public static func read(_ bytes: some Sequence<UInt8>) throws(Refusal) -> (rows: [Entry], problems: [Problem]) {
        let lines: [CSVText.Line]
        do { lines = try CSVText.read(bytes, rows: DossierLimits.spreadsheetRows + 1) } catch { throw .text(error) }
        guard let heading = lines.first else { throw .empty }
        var places: [Column: Int] = [:]
        for (place, cell) in heading.cells.enumerated() {
            let words = VietnameseText.folded(cell).split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
            for column in Column.allCases where column.headings.contains(words) && places[column] == nil {
                places[column] = place
            }
        }
        guard places[.name] != nil else { throw .noNameColumn }
        guard lines.count > 1 else { throw .empty }
        var reader = Reader(places: places)
        return (lines.dropFirst().map { reader.entry($0) }, reader.problems)
    }

    private struct Reader {
        let places: [Column: Int]
        var problems: [Problem] = []
        var identities: Set<String> = []

        mutating func entry(_ line: CSVText.Line) -> Entry {
            func cell(_ column: Column) -> String {
                guard let place = places[column], line.cells.indices.contains(place) else { return "" }
                return VietnameseText.normalized(line.cells[place])
            }
            func problem(_ column: Column, _ cause: Problem.Cause) {
                problems.append(Problem(line: line.number, column: column, cause: cause))
            }
            for column in Column.allCases {
                let limit = column == .name ? Limits.nameLength : Limits.lineLength
                if cell(column).count > limit { problem(column, .tooLong) }
                if !cell(column).isEmpty, !VietnameseText.isCleanLine(cell(column)) { problem(column, .notClean) }
            }
            let name = cell(.name)
            if name.isEmpty { problem(.name, .nameMissing) }
            let identity = cell(.identity).filter { $0 != " " }
            if !identity.isEmpty, !identities.insert(identity).inserted { problem(.identity, .identityTwice) }
            let birth = cell(.birth)
            let date = CivilDate(written: birth)
            if !birth.isEmpty, date == nil { problem(.birth, .badDate) }
            let copies = cell(.copies).isEmpty ? 1 : Digits.value(Array(cell(.copies).utf8))
            let inRange = copies.map { (1...DossierLimits.copies).contains($0) } ?? false
            if !inRange { problem(.copies, .badCount) }
            return Entry(
                line: line.number,
                name: name,
                identity: identity,
                birth: date,
                phone: cell(.phone),
                copies: copies ?? 1,
                note: cell(.note)
            )
        }
    }
}
