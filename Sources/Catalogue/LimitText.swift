internal import Kernel
internal import LegalClock

/// Time as the portal's records give it: a number and perhaps a unit, beside prose that may say something else.
enum LimitText {
    /// What a record's column says about time.
    enum Stated: Hashable {
        case limit(TimeLimit)
        /// A number alone (861 rows of the national file).
        case withoutUnit(String)
        case missing
        /// Words this program cannot read.
        case unreadable(String)
    }

    /// A length of time that prose mentions.
    struct Mention: Hashable {
        var amount: Int
        var unit: Unit
    }
    enum Unit: Hashable { case workingDays, calendarDays, hours, months }

    /// Units as the column writes them, the longer first.
    private static let columnUnits: [(CutText, Unit?)] = [
        (CutText(" Ngày làm việc"), .workingDays), (CutText(" Giờ làm việc"), .hours),
        (CutText(" Ngày"), .calendarDays),
        (CutText(" Tháng"), .months), (CutText(" Giờ"), nil),
    ]

    /// Reads the time column at `start` of `text`; nil where there is none.
    static func column(_ text: CutText, at start: Int) -> (stated: Stated, end: Int)? {
        let nothing = CutText(PortalText.nothing)
        if text.starts(with: nothing, at: start) { return (.missing, start + nothing.count) }
        var end = text.endOfDigits(start)
        guard end > start else { return nil }
        var half = false
        if text.starts(with: CutText(",5 "), at: end) || text.starts(with: CutText(".5 "), at: end) {
            half = true
            end += 2
        }
        let number = text.number(start..<(half ? end - 2 : end))
        for (unit, meaning) in columnUnits where text.starts(with: unit, at: end) {
            let words = text.text(start..<(end + unit.count))
            guard let number, let meaning, let limit = limit(number, half: half, meaning) else {
                return (.unreadable(words), end + unit.count)
            }
            return (.limit(limit), end + unit.count)
        }
        return (.withoutUnit(text.text(start..<end)), end)
    }

    static func limit(_ amount: Int, half: Bool = false, _ unit: Unit) -> TimeLimit? {
        guard amount > 0 || half, amount <= CatalogueLimits.limitAmount else { return nil }
        switch unit {
        case .workingDays: return .workingDays(halves: amount * 2 + (half ? 1 : 0))
        case .hours: return half ? nil : .workingHours(amount)
        case .calendarDays: return half ? nil : .calendarDays(amount)
        case .months: return half ? nil : .months(amount)
        }
    }

    private static let proseUnits: [(CutText, Unit)] = [
        (CutText("ngày làm việc"), .workingDays), (CutText("ngày"), .calendarDays),
        (CutText("giờ làm việc"), .hours), (CutText("tháng"), .months),
    ]

    /// The lengths that prose mentions, dates left out (`30 tháng 6`, `15/5/2021`).
    static func mentions(_ prose: String) -> Set<Mention> {
        let text = CutText(prose.lowercased())
        var found: Set<Mention> = []
        var place = 0
        while place < text.count {
            guard text.isDigit(place) else {
                place += 1
                continue
            }
            let start = place
            place = text.endOfDigits(place)
            var unit = place
            while text.isSpace(unit) { unit += 1 }
            if unit < text.count, text.letters[unit] == "(", let close = text.find(CutText(")"), from: unit) {
                unit = close + 1
                while text.isSpace(unit) { unit += 1 }
            }
            guard let amount = text.number(start..<place), !isDate(text, start),
                let hit = proseUnits.first(where: { text.starts(with: $0.0, at: unit) }),
                !text.isDigit(unit + hit.0.count + 1)
            else { continue }
            found.insert(Mention(amount: amount, unit: hit.1))
        }
        return found
    }

    private static func isDate(_ text: CutText, _ start: Int) -> Bool {
        if start > 0, "/-.".unicodeScalars.contains(text.letters[start - 1]) { return true }
        return text.starts(with: CutText("ngày "), at: start - 5)
    }

    /// Why `limit` cannot stand beside what the prose says, or nil where they agree.
    ///
    /// The note belongs to the channel; the steps name many inner limits, so that of them only the same number in
    /// another unit counts.
    static func disagreement(_ limit: TimeLimit, note: String, steps: String) -> String? {
        guard let own = mention(limit) else { return nil }
        let inNote = mentions(note)
        let all = inNote.union(mentions(steps))
        let twin: Unit? =
            switch own.unit {
            case .workingDays: .calendarDays
            case .calendarDays: .workingDays
            case .hours, .months: nil
            }
        if let twin, all.contains(Mention(amount: own.amount, unit: twin)) {
            // A calendar limit beside the same number of working days is the known trap, whatever else is said.
            if own.unit == .calendarDays || !all.contains(own) { return words(Mention(amount: own.amount, unit: twin)) }
        }
        if !inNote.isEmpty, !inNote.contains(own) { return inNote.map(words).sorted().joined(separator: ", ") }
        return nil
    }

    /// Other limits that the note gives for cases of their own, in words; empty where there is none.
    static func furtherLimits(_ limit: TimeLimit, note: String) -> String {
        guard let own = mention(limit) else { return "" }
        return mentions(note).filter { $0 != own }.map(words).sorted().joined(separator: ", ")
    }

    private static func mention(_ limit: TimeLimit) -> Mention? {
        switch limit {
        case .workingDays(let halves): halves % 2 == 0 ? Mention(amount: halves / 2, unit: .workingDays) : nil
        case .workingHours(let hours): Mention(amount: hours, unit: .hours)
        case .calendarDays(let days): Mention(amount: days, unit: .calendarDays)
        case .months(let months): Mention(amount: months, unit: .months)
        case .sameDay: nil
        }
    }

    private static func words(_ mention: Mention) -> String {
        switch mention.unit {
        case .workingDays: "\(mention.amount) ngày làm việc"
        case .calendarDays: "\(mention.amount) ngày"
        case .hours: "\(mention.amount) giờ làm việc"
        case .months: "\(mention.amount) tháng"
        }
    }
}
