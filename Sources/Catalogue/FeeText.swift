internal import Kernel

/// Fees as the portal's records give them. `Miễn phí` there often means that nobody entered a number
/// (`vietnam.md` §9), so a sum is taken only where nothing beside it says otherwise.
enum FeeText {
    enum Stated: Hashable {
        case free
        case dong(Money)
        /// Another currency, or a form that is not read.
        case foreign(String)
        case missing
    }
    /// One fee of the column: what is stated and the text in brackets after it.
    struct Column: Hashable {
        var stated: Stated
        /// The words of the column.
        var words: String
        /// What stands in brackets, without them.
        var text: String
    }

    private static let free = CutText("Miễn phí")
    private static let nothing = CutText(PortalText.nothing)
    private static let currencies: [(CutText, isDong: Bool)] = [
        (CutText(" Việt Nam Đồng"), true), (CutText(" VNĐ"), true), (CutText(" VND"), true), (CutText(" Đồng"), true),
        (CutText(" đồng"), true), (CutText(" USD"), false), (CutText(" EUR"), false), (CutText(" Euro"), false),
    ]

    /// Reads one fee at `start`; nil where there is none.
    static func column(_ text: CutText, at start: Int) -> (column: Column, end: Int)? {
        guard let (stated, end) = stated(text, at: start) else { return nil }
        let words = text.text(start..<end)
        guard let (inside, after) = brackets(text, at: end) else {
            return (Column(stated: stated, words: words, text: ""), end)
        }
        return (Column(stated: stated, words: words, text: PortalText.trimmed(inside)), after)
    }

    static func stated(_ text: CutText, at start: Int) -> (Stated, Int)? {
        if text.starts(with: free, at: start) { return (.free, start + free.count) }
        if text.starts(with: nothing, at: start) { return (.missing, start + nothing.count) }
        guard let (amount, end) = amount(text, at: start, grouping: ",") else { return nil }
        for (currency, isDong) in currencies where text.starts(with: currency, at: end) {
            let after = end + currency.count
            return (isDong ? .dong(Money(dong: amount)) : .foreign(text.text(start..<after)), after)
        }
        return nil
    }

    /// A number with groups of three, `1,500,000`, or without, `5000`.
    static func amount(_ text: CutText, at start: Int, grouping: Unicode.Scalar) -> (Int64, Int)? {
        var end = text.endOfDigits(start)
        guard end > start, end - start <= 12, var value = Int64(text.text(start..<end)) else { return nil }
        let first = end - start
        while first <= 3, end + 3 < text.count + 1, end < text.count, text.letters[end] == grouping,
            text.endOfDigits(end + 1) == end + 4, let group = Int64(text.text((end + 1)..<(end + 4)))
        {
            guard value < 1_000_000_000 else { return nil }
            value = value * 1000 + group
            end += 4
        }
        return (value, end)
    }

    /// What stands in the brackets that open at `start`, and the place after them; nil where none open. Brackets that
    /// never close reach to the end.
    private static func brackets(_ text: CutText, at start: Int) -> (String, Int)? {
        guard start < text.count, text.letters[start] == "(" else { return nil }
        var depth = 0
        for place in start..<text.count {
            if text.letters[place] == "(" { depth += 1 }
            if text.letters[place] == ")" { depth -= 1 }
            if depth == 0 { return (text.text((start + 1)..<place), place + 1) }
        }
        return (text.text((start + 1)..<text.count), text.count)
    }

    // MARK: Judging

    struct Judged {
        var fee: AnnouncedFee
        var flag: CatalogueFlag.Kind?
    }

    /// What may be taken from `column`, given the note of the channel and the steps.
    static func judge(_ column: Column, channel: ProcedureChannel, note: String, steps: String) -> Judged {
        let isUnit = column.text.hasPrefix("/")
        let text = isUnit ? [column.text, note].filter { !$0.isEmpty }.joined(separator: " ") : column.text
        let around = [text, isUnit ? "" : note].joined(separator: " ").lowercased()
        var fee = AnnouncedFee(amount: nil, kind: kind(column.text.isEmpty ? note : text), text: text)
        var flag: CatalogueFlag.Kind?
        switch column.stated {
        case .missing:
            flag = .feeNotStated
            if text.isEmpty { fee.text = column.words }
        case .foreign(let words):
            flag = .feeUnclear
            fee.text = text.isEmpty ? words : "\(words) (\(text))"
        case .free:
            flag = whyNotFree(text: column.text.lowercased(), note: note.lowercased(), steps: steps.lowercased())
            if flag == nil { fee.amount = .zero }
            if text.isEmpty { fee.text = column.words }
        case .dong(let amount):
            let formula = formula(amount, unit: isUnit ? column.text.lowercased() : "", text: around)
            flag = formula == nil ? whyNot(amount, channel: channel, text: text.lowercased(), around: around) : nil
            if flag == nil {
                fee.amount = amount
                fee.formula = formula
            }
            if text.isEmpty || flag != nil { fee.text = text.isEmpty ? column.words : "\(column.words) (\(text))" }
        }
        return Judged(fee: fee, flag: flag)
    }

    private static let elsewhere = [
        "hội đồng nhân dân", "hđnd", "mức lệ phí", "mức phí", "mức thu", "theo quy định", "luật phí", "thông tư",
        "nghị quyết", "nghị định", "quyết định của", "%",
    ]
    private static let paying = [
        "nộp lệ phí", "nộp phí", "thanh toán lệ phí", "thanh toán phí", "thu phí", "thu lệ phí",
    ]

    private static func whyNotFree(text: String, note: String, steps: String) -> CatalogueFlag.Kind? {
        let said = PortalText.withoutBullet(text.hasPrefix("(") ? String(text.dropFirst()) : text)
        if said.hasPrefix("miễn lệ phí.") || said.hasPrefix("miễn phí.") || said == "miễn phí" || said == "miễn lệ phí"
        {
            return nil
        }
        if !text.isEmpty {
            let named = !sums(text).isEmpty || PortalText.contains(text, anyOf: elsewhere)
            return named ? .feeNotStated : .feeUnclear
        }
        if !sums(note).isEmpty || PortalText.contains(note, anyOf: paying) { return .feeNotStated }
        return PortalText.contains(steps, anyOf: paying) ? .feeNotStated : nil
    }

    private static func whyNot(
        _ amount: Money,
        channel: ProcedureChannel,
        text: String,
        around: String
    ) -> CatalogueFlag.Kind? {
        if PortalText.contains(text, anyOf: ["hội đồng nhân dân", "hđnd"]) { return .feeNotStated }
        if PortalText.contains(around, anyOf: ["%", "/người", "/trang", "theo danh sách"]) { return .feeUnclear }
        let sums = sums(around)
        if !sums.isEmpty, sums != [amount] { return .feeUnclear }
        let online = PortalText.contains(text, "trực tuyến")
        let inPerson = PortalText.contains(text, "trực tiếp")
        if channel == .inPerson, online, !inPerson { return .feeUnclear }
        if channel == .online, inPerson, !online { return .feeUnclear }
        return nil
    }

    /// A rate: a page or a copy. `2.000 đồng/trang; từ trang thứ 3 … 1.000 đồng/trang, … 200.000 đồng/bản`.
    private static func formula(_ amount: Money, unit: String, text: String) -> FeeFormula? {
        if unit == "/bản" { return .perCopy(amount) }
        guard unit == "/trang" else { return nil }
        let rates = orderedSums(text)
        guard rates.count == 3, rates[0] == amount, rates[1] < amount, amount < rates[2],
            let from = CutText(text).find(CutText("từ trang thứ ")).flatMap({ place -> Int? in
                let cut = CutText(text)
                let start = place + CutText("từ trang thứ ").count
                return cut.number(start..<cut.endOfDigits(start))
            }), from > 1
        else { return nil }
        return .perPage(first: amount, pages: from - 1, next: rates[1], cap: rates[2])
    }

    private static func kind(_ text: String) -> AnnouncedFee.Kind {
        let text = text.lowercased()
        if PortalText.contains(text, "lệ phí") { return .charge }
        return PortalText.contains(text, "phí") ? .fee : .unknown
    }

    static func sums(_ text: String) -> Set<Money> { Set(orderedSums(text)) }

    /// The sums of đồng that a lower-case text names, in order.
    static func orderedSums(_ text: String) -> [Money] {
        let cut = CutText(text)
        var found: [Money] = []
        var place = 0
        while place < cut.count {
            guard cut.isDigit(place) else {
                place += 1
                continue
            }
            let dotted = amount(cut, at: place, grouping: ".")
            let comma = amount(cut, at: place, grouping: ",")
            let best = (dotted?.1 ?? 0) >= (comma?.1 ?? 0) ? dotted : comma
            guard let (value, end) = best else {
                place = cut.endOfDigits(place)
                continue
            }
            place = end
            var unit = end
            while cut.isSpace(unit) { unit += 1 }
            let long = ["đồng", "vnđ", "vnd", "việt nam đồng"].contains { cut.starts(with: CutText($0), at: unit) }
            let short = cut.starts(with: CutText("đ"), at: unit) && !cut.isLetter(unit + 1)
            if long || short { found.append(Money(dong: value)) }
        }
        return found
    }
}
