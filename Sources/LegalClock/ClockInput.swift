public import Kernel

/// What the clock could not read, with the text as it was typed.
public enum ClockInputError: Error, Hashable, Sendable {
    case receivedMissing
    case receivedNotUnderstood(String)
    /// A moment outside `ClockLimits.years`.
    case yearOutOfBounds(String)
    case limit(TimeLimitError)
    case pauseNotUnderstood(String)
    case pauseEndsBeforeItBegins(String)
    case tooManyPauses(max: Int)
    /// The line is no valid UTF-8, or its quotes are wrong.
    case lineNotReadable
    case tooManyFields(max: Int)
}

/// Reads what people type at the clock: a moment, a limit, pauses.
public enum ClockInput {
    /// Reads `2024-04-26T09:00`, with or without seconds and offset, and `26/4/2024 09:00`.
    public static func received(_ text: String) throws(ClockInputError) -> Instant {
        let text = trimmed(text)
        guard !text.isEmpty else { throw .receivedMissing }
        guard let moment = moment(text) else { throw .receivedNotUnderstood(text) }
        guard ClockLimits.years.contains(moment.date.year) else { throw .yearOutOfBounds(text) }
        return moment
    }

    public static func limit(_ text: String) throws(ClockInputError) -> TimeLimit {
        do { return try TimeLimit(parsing: text) } catch { throw .limit(error) }
    }

    /// Reads pauses joined by `;`, each `from/to`; a pause without an end is still open.
    public static func pauses(_ text: String) throws(ClockInputError) -> [Pause] {
        let parts = text.split(separator: ";").map { trimmed(String($0)) }.filter { !$0.isEmpty }
        guard parts.count <= ClockLimits.pauses else { throw .tooManyPauses(max: ClockLimits.pauses) }
        var out: [Pause] = []
        for part in parts { out.append(try pause(part)) }
        return out
    }

    /// Reads one pause, `2024-05-02T10:00/2024-05-03T10:00`.
    public static func pause(_ text: String) throws(ClockInputError) -> Pause {
        let (from, to) = ends(text)
        guard let from = moment(from) else { throw .pauseNotUnderstood(text) }
        guard ClockLimits.years.contains(from.date.year) else { throw .yearOutOfBounds(text) }
        guard let to else { throw .pauseNotUnderstood(text) }
        if to.isEmpty { return Pause(from: from, to: nil) }
        guard let to = moment(to) else { throw .pauseNotUnderstood(text) }
        guard ClockLimits.years.contains(to.date.year) else { throw .yearOutOfBounds(text) }
        guard from <= to else { throw .pauseEndsBeforeItBegins(text) }
        return Pause(from: from, to: to)
    }

    /// The two ends: the one slash of ISO moments, or the middle one of moments with slashes in their dates.
    private static func ends(_ text: String) -> (from: String, to: String?) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let middle = parts.count == 2 ? 1 : parts.count == 6 || parts.count == 4 ? 3 : parts.count
        let from = trimmed(parts[..<middle].joined(separator: "/"))
        return (from, middle < parts.count ? trimmed(parts[middle...].joined(separator: "/")) : nil)
    }

    private static func moment(_ text: String) -> Instant? {
        if let moment = Instant(iso: text) { return moment }
        let parts = text.split(separator: " ")
        guard parts.count == 2, let date = CivilDate(written: parts[0]), let time = TimeOfDay(parts[1]),
            time.minute < 1440
        else { return nil }
        return Instant(date, minute: time.minute)
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }
}

extension ClockInputError {
    /// What is wrong and what to do, for people.
    public var phrase: Phrase {
        switch self {
        case .receivedMissing:
            Phrase(
                vi: "Thiếu thời điểm tiếp nhận. Hãy ghi như 2026-03-02T09:00.",
                en: "The moment of receipt is missing. Write it like 2026-03-02T09:00."
            )
        case .receivedNotUnderstood(let text):
            Phrase(
                vi: "Không hiểu thời điểm \"\(text)\". Hãy ghi đủ ngày và giờ, như 2026-03-02T09:00.",
                en: "The moment \"\(text)\" is not understood. Write day and time, like 2026-03-02T09:00."
            )
        case .yearOutOfBounds(let text):
            Phrase(
                vi:
                    "Năm trong \"\(text)\" phải từ \(ClockLimits.years.lowerBound) đến \(ClockLimits.years.upperBound).",
                en:
                    "The year in \"\(text)\" must lie in \(ClockLimits.years.lowerBound)–\(ClockLimits.years.upperBound)."
            )
        case .limit(let error): error.phrase
        case .pauseNotUnderstood(let text):
            Phrase(
                vi: "Không hiểu khoảng tạm dừng \"\(text)\". Hãy ghi từ/đến, như 2026-03-02T10:00/2026-03-03T10:00.",
                en: "The pause \"\(text)\" is not understood. Write from/to, like 2026-03-02T10:00/2026-03-03T10:00."
            )
        case .pauseEndsBeforeItBegins(let text):
            Phrase(
                vi: "Khoảng tạm dừng \"\(text)\" kết thúc trước khi bắt đầu.",
                en: "The pause \"\(text)\" ends before it begins."
            )
        case .tooManyPauses(let max):
            Phrase(vi: "Quá nhiều khoảng tạm dừng: tối đa \(max).", en: "Too many pauses: at most \(max).")
        case .lineNotReadable:
            Phrase(
                vi: "Dòng này không đọc được: hãy kiểm tra dấu ngoặc kép và bảng mã UTF-8.",
                en: "This line cannot be read: check its quotes and that it is UTF-8."
            )
        case .tooManyFields(let max):
            Phrase(vi: "Dòng này có nhiều hơn \(max) cột.", en: "This line has more than \(max) columns.")
        }
    }
}

extension TimeLimitError {
    /// What is wrong and what to do, for people.
    public var phrase: Phrase {
        switch self {
        case .empty:
            Phrase(
                vi: "Thiếu thời hạn. Hãy ghi như \"3 ngày làm việc\".",
                en: "The time limit is missing. Write it like \"3 working days\"."
            )
        case .tooLong(let max):
            Phrase(vi: "Thời hạn dài quá \(max) ký tự.", en: "The time limit has more than \(max) characters.")
        case .notUnderstood(let text):
            Phrase(
                vi:
                    "Không hiểu thời hạn \"\(text)\". Hãy ghi như \"3 ngày làm việc\", \"30 ngày\" hoặc \"trong ngày\".",
                en:
                    "The limit \"\(text)\" is not understood. Write it like \"3 working days\", \"30 days\", \"same day\"."
            )
        case .hoursUnclear(let text):
            Phrase(
                vi: "\"\(text)\": hãy ghi rõ \"giờ làm việc\".",
                en: "\"\(text)\": write \"working hours\" when that is meant."
            )
        case .notInHalves(let text):
            Phrase(
                vi: "\"\(text)\": chỉ ngày làm việc mới có nửa ngày.",
                en: "\"\(text)\": only working days can be halved."
            )
        case .outOfBounds(let text):
            Phrase(
                vi: "\"\(text)\" nằm ngoài giới hạn: tối đa \(ClockLimits.workingDays) ngày làm việc, "
                    + "\(ClockLimits.workingHours) giờ làm việc, \(ClockLimits.calendarDays) ngày, \(ClockLimits.months) tháng.",
                en: "\"\(text)\" is out of bounds: at most \(ClockLimits.workingDays) working days, "
                    + "\(ClockLimits.workingHours) working hours, \(ClockLimits.calendarDays) days, \(ClockLimits.months) months."
            )
        }
    }
}
