public import Kernel

/// What a yearly notice says: days that differ, and expected days that did not come.
public struct Notice: Hashable, Sendable {
    /// Number and title, `Thông báo 1234/TB-BNV ngày 20/11/2026`.
    public var source: String
    public var days: [DayException]
    /// Days that were entered before and are ordinary after all.
    public var removed: [CivilDate]

    public init(source: String, days: [DayException], removed: [CivilDate] = []) {
        self.source = source
        self.days = days
        self.removed = removed
    }
}

/// The form of a notice's file.
public enum NoticeFormat: String, Sendable, CaseIterable { case csv, json }

/// One thing wrong with a notice's file.
public struct NoticeFault: Error, Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        case fileTooLarge(maxBytes: Int)
        case noDays
        case tooManyDays(max: Int)
        case columnMissing(String)
        case notJSON
        case lineNotReadable
        case dateNotUnderstood(String)
        case yearOutOfBounds(CivilDate)
        case weekdayDisagrees(CivilDate, given: String)
        case dateTwice(CivilDate)
        case kindUnknown(String)
        case statusUnknown(String)
        case nameMissing(CivilDate)
        case nameTooLong(max: Int)
        case pairNotUnderstood(String)
        case pairWithItself(CivilDate)
    }
    /// The line of a CSV file, the number of a JSON item; 0 for the file as a whole.
    public var line: Int
    public var cause: Cause
    public init(line: Int, cause: Cause) {
        self.line = line
        self.cause = cause
    }
}

/// Every fault of a file: nothing of it is entered.
public struct NoticeFaults: Error, Hashable, Sendable {
    public var faults: [NoticeFault]
}

/// One row as it was typed.
struct NoticeRow: Decodable {
    var date: String?
    var weekday: String?
    var kind: String?
    var status: String?
    var nameVI: String?
    var nameEN: String?
    var pairedWith: String?

    enum CodingKeys: String, CodingKey {
        case date, weekday, kind, status
        case nameVI = "name_vi"
        case nameEN = "name_en"
        case pairedWith = "paired_with"
    }
}

extension Notice {
    /// Reads a notice: columns `date,kind,status,name_vi,name_en` and, where known, `weekday,paired_with`.
    ///
    /// `kind` is one of `DayException.Kind`, or `none` for a day that is ordinary after all.
    /// - Throws: `NoticeFaults` with every line that is wrong.
    public init(reading bytes: [UInt8], as format: NoticeFormat, source: String) throws(NoticeFaults) {
        guard bytes.count <= ClockLimits.noticeBytes else {
            throw Self.whole(.fileTooLarge(maxBytes: ClockLimits.noticeBytes))
        }
        let (rows, unreadable) = try format == .csv ? Self.csvRows(bytes) : Self.jsonRows(bytes)
        guard rows.count + unreadable.count <= ClockLimits.noticeDays else {
            throw Self.whole(.tooManyDays(max: ClockLimits.noticeDays))
        }
        guard rows.count + unreadable.count > 0 else { throw Self.whole(.noDays) }
        var faults = unreadable.map { NoticeFault(line: $0, cause: .lineNotReadable) }
        var seen: Set<CivilDate> = []
        self.init(source: source, days: [])
        for (line, row) in rows {
            do throws(Refused) {
                let date = try Self.date(of: row)
                guard seen.insert(date).inserted else { throw Refused(.dateTwice(date)) }
                if let day = try Self.exception(of: row, on: date, source: source) {
                    days.append(day)
                } else {
                    removed.append(date)
                }
            } catch { faults.append(NoticeFault(line: line, cause: error.cause)) }
        }
        guard faults.isEmpty else { throw NoticeFaults(faults: faults.sorted { $0.line < $1.line }) }
        pairSwaps()
    }

    private struct Refused: Error {
        var cause: NoticeFault.Cause
        init(_ cause: NoticeFault.Cause) { self.cause = cause }
    }
    private static func whole(_ cause: NoticeFault.Cause) -> NoticeFaults {
        NoticeFaults(faults: [NoticeFault(line: 0, cause: cause)])
    }

    private static func date(of row: NoticeRow) throws(Refused) -> CivilDate {
        let text = row.date ?? ""
        guard let date = CivilDate(written: text) else { throw Refused(.dateNotUnderstood(text)) }
        guard ClockLimits.years.contains(date.year) else { throw Refused(.yearOutOfBounds(date)) }
        if let given = row.weekday, !given.isEmpty {
            let index = date.weekday.rawValue - 1
            let right = [ClockWords.weekdaysVI[index], ClockWords.weekdaysEN[index]].map(VietnameseText.folded)
            guard right.contains(VietnameseText.folded(given)) else {
                throw Refused(.weekdayDisagrees(date, given: given))
            }
        }
        return date
    }

    private static func exception(
        of row: NoticeRow,
        on date: CivilDate,
        source: String
    ) throws(Refused) -> DayException? {
        let kindText = row.kind ?? ""
        if kindText == "none" { return nil }
        guard let kind = DayException.Kind(rawValue: kindText) else { throw Refused(.kindUnknown(kindText)) }
        let statusText = row.status ?? ""
        guard let status = DayException.Status(rawValue: statusText) else { throw Refused(.statusUnknown(statusText)) }
        let (vi, en) = (bare(row.nameVI), bare(row.nameEN))
        guard !vi.isEmpty, !en.isEmpty else { throw Refused(.nameMissing(date)) }
        guard max(vi.unicodeScalars.count, en.unicodeScalars.count) <= ClockLimits.nameLength else {
            throw Refused(.nameTooLong(max: ClockLimits.nameLength))
        }
        var pair: CivilDate?
        if let text = row.pairedWith, !text.isEmpty {
            guard let other = CivilDate(written: text) else { throw Refused(.pairNotUnderstood(text)) }
            guard other != date else { throw Refused(.pairWithItself(date)) }
            pair = other
        }
        return DayException(
            date: date,
            kind: kind,
            status: status,
            nameVI: vi,
            nameEN: en,
            pairedWith: pair,
            source: source
        )
    }

    /// The name without the words that the derivation adds itself.
    private static func bare(_ text: String?) -> String {
        var name = VietnameseText.normalized(text ?? "")
        for tail in [" (nghỉ bù)", " (observed)"] where name.hasSuffix(tail) { name.removeLast(tail.count) }
        return name
    }

    /// Where one half of a swap names the other, the other names it back.
    private mutating func pairSwaps() {
        for day in days {
            guard let other = day.pairedWith, let place = days.firstIndex(where: { $0.date == other }),
                days[place].pairedWith == nil
            else { continue }
            days[place].pairedWith = day.date
        }
    }

    private static func csvRows(_ bytes: [UInt8]) throws(NoticeFaults) -> (rows: [(Int, NoticeRow)], unreadable: [Int])
    {
        let records = CSV.records(bytes).filter { !$0.isBlank }
        guard let header = records.first?.texts?.map({ VietnameseText.folded($0) }) else { throw whole(.noDays) }
        for name in ["date", "kind", "status", "name_vi", "name_en"] where !header.contains(name) {
            throw whole(.columnMissing(name))
        }
        var rows: [(Int, NoticeRow)] = []
        var unreadable: [Int] = []
        for record in records.dropFirst() {
            guard let texts = record.texts, texts.count <= header.count else {
                unreadable.append(record.line)
                continue
            }
            func text(_ name: String) -> String? {
                header.firstIndex(of: name).flatMap { texts.indices.contains($0) ? texts[$0] : nil }
            }
            let row = NoticeRow(
                date: text("date"),
                weekday: text("weekday"),
                kind: text("kind"),
                status: text("status"),
                nameVI: text("name_vi"),
                nameEN: text("name_en"),
                pairedWith: text("paired_with")
            )
            rows.append((record.line, row))
        }
        return (rows, unreadable)
    }

    private static func jsonRows(
        _ bytes: [UInt8]
    ) throws(NoticeFaults) -> (rows: [(Int, NoticeRow)], unreadable: [Int]) {
        guard let text = String(validating: bytes, as: UTF8.self), let rows = NoticeJSON.rows(text) else {
            throw whole(.notJSON)
        }
        return (rows.enumerated().map { ($0.offset + 1, $0.element) }, [])
    }
}
