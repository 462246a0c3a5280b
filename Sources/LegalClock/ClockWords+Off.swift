internal import Kernel

extension ClockWords {
    /// Days that were not counted, and why.
    func skipped(_ group: SkippedGroup) -> Phrase {
        let days = span(group.days)
        guard let exception = group.exceptions.first else {
            let weekend = group.days.allSatisfy { $0.weekday.rawValue > Weekday.friday.rawValue }
            return weekend
                ? Phrase(vi: "\(days.vi) nghỉ cuối tuần", en: "\(days.en) weekend")
                : Phrase(vi: "\(days.vi) không làm việc", en: "\(days.en) closed")
        }
        switch exception.kind {
        case .statutory:
            let vi = group.exceptions.map(\.nameVI).joined(separator: ", ")
            let en = group.exceptions.map(\.nameEN).joined(separator: ", ")
            return Phrase(vi: "\(days.vi) nghỉ (\(vi))", en: "\(days.en) off (\(en))")
        case .compensatory:
            return Phrase(
                vi: "\(days.vi) nghỉ bù \(exception.nameVI)",
                en: "\(days.en) off in place of \(exception.nameEN)"
            )
        case .swapOff:
            guard let other = exception.pairedWith.map(day) else {
                return Phrase(vi: "\(days.vi) nghỉ hoán đổi", en: "\(days.en) off by swap")
            }
            return Phrase(
                vi: "\(days.vi) nghỉ hoán đổi, làm bù \(other.vi)",
                en: "\(days.en) off, made up on \(other.en)"
            )
        case .swapWorkday:
            // A make-up day without sessions of its weekday: nothing is worked.
            return Phrase(vi: "\(days.vi) không làm việc", en: "\(days.en) closed")
        }
    }

    /// One day, two days joined by "and", or the first and the last.
    private func span(_ days: [CivilDate]) -> Phrase {
        guard let first = days.first.map(day), let last = days.last.map(day), days.count > 1 else {
            return days.first.map(day) ?? Phrase(vi: "", en: "")
        }
        return days.count == 2
            ? Phrase(vi: "\(first.vi) và \(last.vi)", en: "\(first.en) and \(last.en)")
            : Phrase(vi: "\(first.vi) – \(last.vi)", en: "\(first.en) – \(last.en)")
    }

    func pause(_ span: PauseSpan, _ length: Phrase) -> Phrase {
        let (from, to) = (Self.moment(span.from), Self.moment(span.to))
        var phrase = Phrase(
            vi: "tạm dừng từ \(from.vi) đến \(to.vi): \(length.vi)",
            en: "the clock stood still from \(from.en) to \(to.en): \(length.en)"
        )
        if span.pauses > 1 {
            phrase.vi += " (\(span.pauses) lần tạm dừng chồng nhau, tính một lần)"
            phrase.en += " (\(span.pauses) pauses that overlap, counted once)"
        }
        return phrase
    }

    func expected(_ days: [DayException]) -> Phrase {
        let groups = SkippedGroup.groups(days.map { WorkDay(date: $0.date, sessions: [], exception: $0) })
        let dates = groups.map { span($0.days) }
        let vi = dates.map(\.vi).joined(separator: ", ")
        let en = dates.map(\.en).joined(separator: ", ")
        return Phrase(
            vi: "dự kiến, chưa có thông báo chính thức: \(vi); ngày hẹn sẽ được tính lại khi có thông báo",
            en: "expected, not announced yet: \(en); the date is computed again when the notice is entered"
        )
    }
}
