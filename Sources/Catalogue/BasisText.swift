/// Căn cứ pháp lý and kết quả: titles and numbers that run into each other.
enum BasisText {
    private static let heading = CutText("Tên văn bản pháp lýMã văn bản")

    private static let kinds = ["NĐ-", "NQ-", "TT-", "TTLT-", "QĐ-", "VBHN-"].map { CutText($0) }
    /// Who issues: where the letters of a number end cannot be seen when the next title is in capitals.
    private static let issuers = [
        "CP", "TTg", "UBND", "HĐND", "BTP", "BTC", "BCA", "BYT", "BXD", "BNV", "BTNMT", "BNNMT", "BNNPTNT", "BGTVT",
        "BCT",
        "BKHĐT", "BLĐTBXH", "BGDĐT", "BQP", "BNG", "BVHTTDL", "BTTTT", "BKHCN", "BDTTG", "TTCP", "NHNN", "VPCP",
        "BTC-BTP", "UBTVQH", "TANDTC",
    ].map { CutText($0) }

    /// Cuts titles at the numbers that are glued to them; nothing is left out. What follows the last number is a
    /// basis without number.
    static func bases(_ source: String) -> [LegalBasis] {
        guard !PortalText.isNothing(source) else { return [] }
        let whole = CutText(source)
        let text = whole.starts(with: heading, at: 0) ? whole.cut(heading.count..<whole.count) : whole
        var found: [LegalBasis] = []
        var from = 0
        var place = 0
        while place < text.count {
            guard let end = endOfNumber(text, place), end == text.count || !isInner(text, end), place > from,
                !text.isSpace(place - 1), let start = startOfNumber(text, place, from: from)
            else {
                place += 1
                continue
            }
            let title = PortalText.trimmed(text.text(from..<start))
            found.append(LegalBasis(number: text.text(start..<end), title: title))
            from = end
            if title.isEmpty, let after = titleBehind(text, number: start..<end) {
                found[found.count - 1].title = PortalText.trimmed(text.text(end..<after))
                from = after
            }
            while text.isSpace(from) { from += 1 }
            place = from
        }
        let rest = PortalText.trimmed(text.text(from..<text.count))
        if !rest.isEmpty { found.append(LegalBasis(number: "", title: rest)) }
        return found
    }

    /// The two columns stand the other way round: `47/2019/TT-BTCThông tư 47/2019/TT-BTC`.
    private static func titleBehind(_ text: CutText, number: Range<Int>) -> Int? {
        let again = text.find(text.cut(number), from: number.upperBound)
        guard let again, again - number.upperBound < 30, text.isSpace(again - 1) else { return nil }
        return again + number.count
    }

    /// The end of `/2025/NĐ-CP` when a number's slash stands at `place`.
    private static func endOfNumber(_ text: CutText, _ place: Int) -> Int? {
        guard text.letters[place] == "/", text.isDigit(place - 1), text.endOfDigits(place + 1) == place + 5,
            place + 5 < text.count, text.letters[place + 5] == "/"
        else { return nil }
        var end = place + 6
        for kind in kinds where text.starts(with: kind, at: end) {
            end += kind.count
            let issuer = issuers.filter { text.starts(with: $0, at: end) }.max { $0.count < $1.count }
            if let issuer { return end + issuer.count }
            break
        }
        while end < text.count {
            // `BXXThông`: the capital that opens the next title is followed by a small letter.
            if text.isUpper(end), !text.isLower(end + 1) {
                end += 1
            } else if text.letters[end] == "-", text.isUpper(end + 1) {
                end += 1
            } else {
                break
            }
        }
        // `QH13`: the number of the assembly's term.
        if text.starts(with: CutText("QH"), at: end - 2), text.isDigit(end) {
            end = min(text.endOfDigits(end), end + 2)
        }
        return end > place + 6 ? end : nil
    }

    /// Whether the sentence goes on after the number: then it was named in a title.
    private static func isInner(_ text: CutText, _ end: Int) -> Bool {
        if text.isDigit(end) || text.isUpper(end) { return false }
        return !text.isLower(end) && !(text.isSpace(end) && text.isUpper(end + 1))
    }

    /// Where the number begins whose slash stands at `slash`: a year glued before it is left to the title.
    private static func startOfNumber(_ text: CutText, _ slash: Int, from: Int) -> Int? {
        var start = slash
        while start > from, text.isDigit(start - 1) || (text.letters[start - 1] == "." && text.isDigit(start - 2)) {
            start -= 1
        }
        let digits = slash - start
        guard digits > 0 else { return nil }
        if text.starts(with: CutText("QH"), at: start - 2), digits > 2 { return start + 2 }
        if digits <= 4, start > from, text.isSpace(start - 1) { return nil }
        if digits > 4, let year = text.number(start..<(start + 4)), (1990...2035).contains(year) { return start + 4 }
        return start
    }

    /// Kết quả xử lý: names, each followed by its code; the portal's own buttons after them are no content.
    static func results(_ source: String) -> (names: [String], leftOver: [String: String]) {
        let whole = CutText(source)
        let end = whole.find(CutText("Chọn cơ quan thực hiện")) ?? whole.count
        let text = whole.cut(0..<end)
        let mark = CutText("Mã: ")
        var names: [String] = []
        var codes: [String] = []
        var from = 0
        while let place = text.find(mark, from: from) {
            let start = place + mark.count
            var stop = start
            while stop < text.count, text.letters[stop] != ".", !text.isSpace(stop) { stop += 1 }
            stop += 1
            while text.isUpper(stop) || text.isDigit(stop) { stop += 1 }
            if stop < text.count, text.letters[stop] == "." { stop = text.endOfDigits(stop + 1) }
            stop = min(stop, text.count)
            let name = PortalText.withoutBullet(PortalText.trimmed(text.text(from..<place)))
            if !name.isEmpty { names.append(name) }
            codes.append(text.text(start..<stop))
            from = stop
        }
        var leftOver: [String: String] = [:]
        if !codes.isEmpty { leftOver["ket_qua_xu_ly.ma"] = codes.joined(separator: ", ") }
        let rest = PortalText.trimmed(text.text(from..<text.count))
        let empty = "Từ khóa\(PortalText.nothing)Mô tả\(PortalText.nothing)"
        if !PortalText.isNothing(rest), rest != empty {
            if codes.isEmpty, names.isEmpty { names.append(rest) } else { leftOver["ket_qua_xu_ly"] = rest }
        }
        return (names, leftOver)
    }
}
