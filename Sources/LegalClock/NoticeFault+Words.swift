internal import Kernel

extension NoticeFault {
    /// The line and what is wrong with it, for people.
    public var phrase: Phrase {
        let cause = cause.phrase
        return line == 0 ? cause : Phrase(vi: "Dòng \(line): \(cause.vi)", en: "Line \(line): \(cause.en)")
    }
}

extension NoticeFault.Cause {
    var phrase: Phrase {
        switch self {
        case .fileTooLarge(let maxBytes):
            Phrase(vi: "tệp lớn hơn \(maxBytes >> 10) KB", en: "the file has more than \(maxBytes >> 10) KB")
        case .noDays: Phrase(vi: "tệp không có ngày nào", en: "the file has no day")
        case .tooManyDays(let max):
            Phrase(vi: "tệp có hơn \(max) ngày", en: "the file has more than \(max) days")
        case .columnMissing(let name):
            Phrase(vi: "dòng đầu thiếu cột \"\(name)\"", en: "the first line lacks the column \"\(name)\"")
        case .notJSON:
            Phrase(
                vi: "tệp không phải JSON dạng {\"days\":[…]}",
                en: "the file is no JSON of the form {\"days\":[…]}"
            )
        case .lineNotReadable:
            Phrase(
                vi: "không đọc được: hãy kiểm tra dấu ngoặc kép, số cột và bảng mã UTF-8",
                en: "not readable: check quotes, the number of columns and that it is UTF-8"
            )
        case .dateNotUnderstood(let text):
            Phrase(
                vi: "không có ngày \"\(text)\"; hãy ghi như 2027-02-04",
                en: "there is no day \"\(text)\"; write it like 2027-02-04"
            )
        case .yearOutOfBounds(let date):
            Phrase(
                vi:
                    "năm của \(date.written) phải từ \(ClockLimits.years.lowerBound) đến \(ClockLimits.years.upperBound)",
                en: "the year of \(date) must lie in \(ClockLimits.years.lowerBound)–\(ClockLimits.years.upperBound)"
            )
        case .weekdayDisagrees(let date, let given):
            Phrase(
                vi: "\(date.written) là \(ClockWords.weekdaysVI[date.weekday.rawValue - 1]), không phải \(given)",
                en: "\(date) is a \(ClockWords.weekdaysEN[date.weekday.rawValue - 1]), not \(given)"
            )
        case .dateTwice(let date):
            Phrase(vi: "ngày \(date.written) có hai lần trong tệp", en: "\(date) stands in the file twice")
        case .kindUnknown(let text):
            Phrase(
                vi: "không có loại ngày \"\(text)\"; hãy ghi statutory, compensatory, swap_off, swap_workday hoặc none",
                en: "there is no kind \"\(text)\"; write statutory, compensatory, swap_off, swap_workday or none"
            )
        case .statusUnknown(let text):
            Phrase(
                vi: "không có tình trạng \"\(text)\"; hãy ghi announced hoặc expected",
                en: "there is no status \"\(text)\"; write announced or expected"
            )
        case .nameMissing(let date):
            Phrase(
                vi: "ngày \(date.written) thiếu tên tiếng Việt hoặc tiếng Anh",
                en: "\(date) lacks a name in vi or en"
            )
        case .nameTooLong(let max):
            Phrase(vi: "tên dài quá \(max) ký tự", en: "a name has more than \(max) characters")
        case .pairNotUnderstood(let text):
            Phrase(vi: "không có ngày hoán đổi \"\(text)\"", en: "there is no swapped day \"\(text)\"")
        case .pairWithItself(let date):
            Phrase(vi: "ngày \(date.written) hoán đổi với chính nó", en: "\(date) is swapped with itself")
        }
    }
}
