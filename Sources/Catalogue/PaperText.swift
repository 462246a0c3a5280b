internal import Kernel

/// Thành phần hồ sơ: rows of name × form × count, under titles that name the case, run together.
enum PaperText {
    struct Reading {
        var papers: [RequiredPaper] = []
        var flags: [CatalogueFlag] = []
        /// Rows that are advice and no paper, each kept.
        var notes: [String] = []
        /// A text without any table.
        var leftOver = ""
    }

    private static let heading = CutText("Tên giấy tờMẫu đơn, tờ khaiSố lượng")
    private static let originals = CutText(" bản chính")
    private static let copies = CutText(" bản sao")

    /// A count at the end of a row.
    private struct Count {
        var start: Int
        var end: Int
        var originals: Int
        var copies: Int
        /// Digits of a form's number ran into the count (`Mẫu số 181 bản chính`).
        var isGlued: Bool
    }

    static func read(_ source: String) -> Reading {
        var reading = Reading()
        let text = CutText(source)
        let heads = text.places(of: heading)
        guard !heads.isEmpty else {
            if !PortalText.isNothing(source) { reading.leftOver = source }
            reading.flags.append(CatalogueFlag(kind: .papersUnclear, text: "no table"))
            return reading
        }
        var title = text.text(0..<heads[0])
        for (index, head) in heads.enumerated() {
            let start = head + heading.count
            let end = index + 1 < heads.count ? heads[index + 1] : text.count
            let rest = rows(text.cut(start..<end), title: PortalText.trimmed(title), into: &reading)
            if index + 1 < heads.count {
                title = rest
            } else if !PortalText.isNothing(PortalText.trimmed(rest)) {
                reading.notes.append(PortalText.trimmed(rest))
                reading.flags.append(CatalogueFlag(kind: .papersUnclear, text: PortalText.trimmed(rest)))
            }
        }
        return reading
    }

    /// Reads the rows of one table; what stands after the last count is the next table's title.
    private static func rows(_ text: CutText, title: String, into reading: inout Reading) -> String {
        var from = 0
        for count in counts(text) {
            let name = PortalText.trimmed(text.text(from..<count.start))
            from = count.end
            guard !name.isEmpty else { continue }
            take(name, count, title: title, into: &reading)
        }
        return text.text(from..<text.count)
    }

    private static func counts(_ text: CutText) -> [Count] {
        var found: [Count] = []
        var place = 0
        while place < text.count {
            guard text.isDigit(place) else {
                place += 1
                continue
            }
            let start = place
            place = text.endOfDigits(place)
            guard let count = count(text, start, place) else { continue }
            found.append(count)
            place = count.end
        }
        return found
    }

    private static func count(_ text: CutText, _ start: Int, _ afterDigits: Int) -> Count? {
        let digit = afterDigits - 1
        guard let number = text.number(digit..<afterDigits) else { return nil }
        // In prose a count stands after a space ("nộp 01 bản chính"); the column's is glued to the name, unless a
        // form's number ran into it ("Mẫu 021 bản chínhĐiều lệ").
        let afterSpace = start > 0 && text.isSpace(start - 1)
        let isGlued = digit > start || afterSpace
        if text.starts(with: originals, at: afterDigits) {
            var end = afterDigits + originals.count
            var second = 0
            if end < text.count, text.letters[end] == ",", text.isDigit(end + 1) {
                let after = text.endOfDigits(end + 1)
                if text.starts(with: copies, at: after), let number = text.number((end + 1)..<after) {
                    second = number
                    end = after + copies.count
                }
            }
            guard !continues(text, end), !(afterSpace && text.isDigit(end)) else { return nil }
            return Count(start: digit, end: end, originals: number, copies: second, isGlued: isGlued)
        }
        guard text.starts(with: copies, at: afterDigits) else { return nil }
        let end = afterDigits + copies.count
        guard !continues(text, end), !(afterSpace && text.isDigit(end)) else { return nil }
        return Count(start: digit, end: end, originals: 0, copies: number, isGlued: isGlued)
    }

    /// Whether the text goes on as a sentence: then it was prose and no count.
    private static func continues(_ text: CutText, _ end: Int) -> Bool {
        guard end < text.count else { return false }
        if text.letters[end] == "," || text.letters[end] == "." { return true }
        guard text.isSpace(end) else { return false }
        return text.isLower(end + 1)
    }

    // MARK: One row

    private static func take(_ source: String, _ count: Count, title: String, into reading: inout Reading) {
        let titleWords = PortalText.withoutBullet(title).lowercased()
        let isAdvice = titleWords.hasPrefix("lưu ý")
        let plain = PortalText.withoutBullet(source)
        if count.originals == 0, count.copies == 0 {
            reading.notes.append(source)
            if !isAdvice, soundsLikePaper(plain) {
                reading.flags.append(CatalogueFlag(kind: .papersUnclear, text: plain))
            }
            return
        }
        let (name, form) = splitForm(plain)
        let paper = RequiredPaper(
            name: name,
            originals: count.originals,
            copies: count.copies,
            onlyWhen: condition(title: title, name: name),
            form: form,
            isRequired: !PortalText.contains(name.lowercased(), anyOf: ["(nếu có)", "nếu có yêu cầu"]),
            isShownOnly: PortalText.contains(titleWords, "xuất trình") && !PortalText.contains(titleWords, "nộp")
        )
        reading.papers.append(paper)
        if isAdvice || count.isGlued || isDoubtful(withoutNumber(name.lowercased()), paper) {
            reading.flags.append(
                CatalogueFlag(kind: .papersUnclear, text: "\(name) · \(count.originals) + \(count.copies)")
            )
        }
    }

    /// The name without the number before it: `(1) `, `(iv) `.
    private static func withoutNumber(_ name: String) -> String {
        let cut = CutText(name)
        guard name.hasPrefix("("), let close = cut.find(CutText(") ")), close < 6 else { return name }
        return cut.text((close + 2)..<cut.count)
    }

    /// Whether name and count say different things: a person reads it.
    private static func isDoubtful(_ name: String, _ paper: RequiredPaper) -> Bool {
        if paper.originals > 0, name.hasPrefix("bản sao") { return true }
        if paper.copies == 0, name.hasPrefix("bản chính và bản sao") { return true }
        if PortalText.contains(name, anyOf: ["hoặc bản sao", "các giấy tờ sau đây:", "các giấy tờ sau:"]) {
            return true
        }
        // Several papers in one row.
        let cut = CutText(name)
        let bullets = [". - ", "; - ", ": - ", "\n- ", "\n+ ", "; + "].reduce(0) {
            $0 + cut.places(of: CutText($1)).count
        }
        if bullets > 0 { return true }
        if isSentence(name) { return true }
        return namedCount(cut).map { $0 != paper.originals && $0 != paper.copies } ?? false
    }

    /// Advice that carries a count all the same ("Người ủy quyền … chịu trách nhiệm …").
    private static func isSentence(_ name: String) -> Bool {
        let starts = ["người ", "cơ quan ", "cá nhân ", "việc ", "trong thời hạn", "khi "]
        if starts.contains(where: { name.hasPrefix($0) }) { return true }
        guard name.hasPrefix("trường hợp") || name.hasPrefix("(") || name.hasPrefix("đối với") else { return false }
        if name.hasPrefix("đối với"), PortalText.contains(name, ": ") { return false }
        // A case that names no paper to hand in.
        return !PortalText.contains(
            name,
            anyOf: ["phải có", "thì nộp", "phải nộp", "nộp lại", "thay thế bằng", "kèm theo"]
        )
    }

    /// "02 bản chà số máy", "03 bộ": how many the name itself asks for.
    private static func namedCount(_ name: CutText) -> Int? {
        for (place, letter) in name.letters.enumerated() where letter == "0" && !name.isDigit(place - 1) {
            guard name.isDigit(place + 1), !name.isDigit(place + 2),
                let number = name.number((place + 1)..<(place + 2)),
                number > 1
            else { continue }
            if [" bản", " bộ", " ảnh"].contains(where: { name.starts(with: CutText($0), at: place + 2) }) {
                return number
            }
        }
        return nil
    }

    private static func soundsLikePaper(_ name: String) -> Bool {
        let starts = ["Bản ", "Giấy ", "Văn bản", "Tờ khai", "Đơn ", "Hợp đồng", "Sổ ", "Quyết định"]
        return starts.contains { name.hasPrefix($0) } && !name.hasSuffix(":")
    }

    /// The case a paper is asked in: the table's title, or the words before "thì" of the row itself.
    private static func condition(title: String, name: String) -> String {
        let words = PortalText.withoutBullet(title)
        let general = ["giấy tờ phải", "--", "thành phần hồ sơ", "lưu ý", "hồ sơ gồm"]
        let isGeneral = words.isEmpty || general.contains { words.lowercased().hasPrefix($0) }
        if !isGeneral { return words.hasSuffix(":") ? String(words.dropLast()) : words }
        guard name.hasPrefix("Trường hợp "), let place = CutText(name).find(CutText(" thì ")) else { return "" }
        return CutText(name).text(0..<place)
    }

    private static let extensions = [".docx", ".doc", ".pdf", ".xlsx", ".xls", ".rar", ".zip", ".DOCX", ".DOC", ".PDF"]

    /// The file of a form that ran into the name: `…BCA).1.MuCT01.doc`.
    static func splitForm(_ text: String) -> (name: String, form: String?) {
        guard extensions.contains(where: { text.hasSuffix($0) }) else { return (text, nil) }
        let cut = CutText(text)
        let spaces = cut.letters.indices.filter { cut.isSpace($0) }
        let lastSpace = spaces.last.map { $0 + 1 } ?? 0
        let from =
            cut.count > lastSpace && cut.letters[lastSpace] == "(" ? (spaces.dropLast().last ?? -1) + 1 : lastSpace
        let stops: Set<Unicode.Scalar> = [".", ";", ")", ":", ","]
        for place in from..<(cut.count - 1)
        where stops.contains(cut.letters[place]) && (cut.isDigit(place + 1) || cut.isUpper(place + 1)) {
            return split(cut, place + 1)
        }
        let near = spaces.count > 3 ? spaces[spaces.count - 4] : 0
        for place in near..<(cut.count - 1) where cut.isLower(place) && cut.isUpper(place + 1) {
            return split(cut, place + 1)
        }
        return from > 0 ? split(cut, from) : (text, text)
    }
    private static func split(_ cut: CutText, _ place: Int) -> (String, String?) {
        (PortalText.trimmed(cut.text(0..<place)), cut.text(place..<cut.count))
    }
}
