internal import Kernel

/// The sentences of a derivation. Dates of the year of receipt are written without their year.
struct ClockWords {
    let year: Int

    // MARK: Dates

    static let weekdaysVI = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
    static let weekdaysEN = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let ordinalsVI = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    private static let ordinalsEN = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ]

    /// `thứ Hai 27/4`, `Mon 27/4`.
    func day(_ date: CivilDate) -> Phrase {
        let (year, month, dayOfMonth) = date.parts
        let text = year == self.year ? "\(dayOfMonth)/\(month)" : "\(dayOfMonth)/\(month)/\(year)"
        let index = date.weekday.rawValue - 1
        return Phrase(vi: "\(Self.weekdaysVI[index]) \(text)", en: "\(Self.weekdaysEN[index]) \(text)")
    }

    /// `thứ Hai 4/5/2026 15:20`, `Mon 4/5/2026 15:20`.
    static func moment(_ at: Instant) -> Phrase {
        let index = at.date.weekday.rawValue - 1
        let text = "\(at.date.written) \(at.timeOfDay)"
        return Phrase(vi: "\(weekdaysVI[index]) \(text)", en: "\(weekdaysEN[index]) \(text)")
    }

    private func clock(_ minute: Int) -> String { TimeOfDay(minute: minute).description }

    // MARK: Lengths

    /// `8 giờ làm việc`, `8 h of working time`.
    func minutes(_ minutes: Int) -> Phrase {
        let (hours, rest) = (minutes / 60, minutes % 60)
        let vi = [hours > 0 || rest == 0 ? "\(hours) giờ" : nil, rest > 0 ? "\(rest) phút" : nil]
        let en = [hours > 0 || rest == 0 ? "\(hours) h" : nil, rest > 0 ? "\(rest) min" : nil]
        return Phrase(
            vi: vi.compactMap(\.self).joined(separator: " ") + " làm việc",
            en: en.compactMap(\.self).joined(separator: " ") + " of working time"
        )
    }
    func days(_ days: Int) -> Phrase { Phrase(vi: "\(days) ngày", en: "\(days) day\(days == 1 ? "" : "s")") }
    func workingDays(_ days: Int) -> Phrase {
        Phrase(vi: "\(days) ngày làm việc", en: "\(days) working day\(days == 1 ? "" : "s")")
    }

    // MARK: Receipt

    func received(_ limit: TimeLimit, at: Instant) -> Phrase {
        let moment = Self.moment(at)
        return Phrase(
            vi: "\(limit.vietnamese), tiếp nhận \(moment.vi)",
            en: "\(limit.english), received \(moment.en)"
        )
    }
    func arrivedBeforeOpening(countedFrom minute: Int) -> Phrase {
        Phrase(
            vi: "tiếp nhận trước giờ mở cửa, tính từ \(clock(minute))",
            en: "received before opening, counted from \(clock(minute))"
        )
    }
    func arrivedAtLunch(countedFrom minute: Int) -> Phrase {
        Phrase(
            vi: "tiếp nhận ngoài buổi làm việc, tính từ \(clock(minute))",
            en: "received between sessions, counted from \(clock(minute))"
        )
    }
    func arrivedAfterClosing(_ endsLastDay: Bool) -> Phrase {
        let consequence = consequence(endsLastDay)
        return Phrase(
            vi: "tiếp nhận sau giờ làm việc, \(consequence.vi)",
            en: "received after closing, \(consequence.en)"
        )
    }
    func arrivedOnDayOff(reception: Bool, _ endsLastDay: Bool) -> Phrase {
        let consequence = consequence(endsLastDay)
        return reception
            ? Phrase(
                vi: "tiếp nhận trong buổi trực, không tính là ngày làm việc, \(consequence.vi)",
                en: "received in a reception session, which is no working day, \(consequence.en)"
            )
            : Phrase(vi: "tiếp nhận vào ngày nghỉ, \(consequence.vi)", en: "received on a day off, \(consequence.en)")
    }
    func afterCutoff(_ cutoff: TimeOfDay) -> Phrase {
        Phrase(
            vi: "tiếp nhận sau \(cutoff), chuyển sang ngày làm việc tiếp theo",
            en: "received after \(cutoff), so the next working day"
        )
    }
    private func consequence(_ endsLastDay: Bool) -> Phrase {
        endsLastDay
            ? Phrase(vi: "hẹn đến hết giờ của ngày cuối", en: "due at the end of the last day")
            : Phrase(vi: "tính từ ngày làm việc tiếp theo", en: "counted from the next working day")
    }

    // MARK: Counted days

    private func ordinal(_ number: Int) -> Phrase {
        number <= 10
            ? Phrase(vi: "ngày thứ \(Self.ordinalsVI[number - 1])", en: Self.ordinalsEN[number - 1])
            : Phrase(vi: "ngày thứ \(number)", en: "day \(number)")
    }
    func counted(_ date: CivilDate, number: Int) -> Phrase {
        let (day, ordinal) = (day(date), ordinal(number))
        return Phrase(vi: "\(day.vi): \(ordinal.vi)", en: "\(day.en) \(ordinal.en)")
    }
    func countedRun(from first: (date: CivilDate, number: Int), to last: (date: CivilDate, number: Int)) -> Phrase {
        let (from, to) = (day(first.date), day(last.date))
        return Phrase(
            vi: "\(from.vi) – \(to.vi): ngày \(first.number)–\(last.number)",
            en: "\(from.en) – \(to.en): days \(first.number)–\(last.number)"
        )
    }
    func makeUp(_ date: CivilDate, number: Int, _ exception: DayException) -> Phrase {
        var phrase = counted(date, number: number)
        if let replaced = exception.pairedWith.map(day) {
            phrase.vi += " (làm bù cho \(replaced.vi))"
            phrase.en += " (a make-up day for \(replaced.en))"
        } else {
            phrase.vi += " (ngày làm bù)"
            phrase.en += " (a make-up day)"
        }
        return phrase
    }
    func worked(_ date: CivilDate, minutes count: Int) -> Phrase {
        let (day, length) = (day(date), minutes(count))
        return Phrase(vi: "\(day.vi): \(length.vi)", en: "\(day.en): \(length.en)")
    }
    func civil(from first: CivilDate, to last: CivilDate, days: Int?) -> Phrase {
        let (first, last) = (day(first), day(last))
        let vi = days.map { "ngày thứ \($0) là \(last.vi)" } ?? "hết hạn vào \(last.vi)"
        let en = days.map { "day \($0) is \(last.en)" } ?? "it ends on \(last.en)"
        return Phrase(
            vi: "không tính ngày tiếp nhận: bắt đầu từ \(first.vi), \(vi)",
            en: "the day of receipt is not counted: from \(first.en), \(en)"
        )
    }
    func sameDay(_ date: CivilDate) -> Phrase {
        let day = day(date)
        return Phrase(vi: "giải quyết trong \(day.vi)", en: "to be done on \(day.en)")
    }
    func moved(to date: CivilDate) -> Phrase {
        let day = day(date)
        return Phrase(vi: "lùi đến \(day.vi)", en: "moved to \(day.en)")
    }

    // MARK: The end

    func openPause(since: Instant) -> Phrase {
        let moment = Self.moment(since)
        return Phrase(
            vi: "đang tạm dừng từ \(moment.vi): ngày hẹn sẽ lùi khi hết tạm dừng",
            en: "the clock has stood still since \(moment.en): the date moves when it runs again"
        )
    }
    func unknownYear(_ year: Int) -> Phrase {
        Phrase(
            vi: "lịch nghỉ năm \(year) chưa có: ngày hẹn sẽ được tính lại khi có thông báo",
            en: "days off in \(year) are not known yet: the date is computed again when the notice is entered"
        )
    }
    func due(_ at: Instant) -> Phrase {
        let moment = Self.moment(at)
        return Phrase(vi: "hẹn trả \(moment.vi)", en: "due \(moment.en)")
    }
}
