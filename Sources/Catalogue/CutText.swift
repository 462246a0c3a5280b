internal import Kernel

/// A text as letters that can be cut by position; the portal's columns run into each other without a space.
struct CutText {
    let letters: [Unicode.Scalar]

    init(_ text: some StringProtocol) { letters = Array(text.unicodeScalars) }
    private init(letters: [Unicode.Scalar]) { self.letters = letters }

    var count: Int { letters.count }
    var string: String { text(0..<count) }

    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: letters[range])
        return String(view)
    }
    func cut(_ range: Range<Int>) -> CutText { CutText(letters: Array(letters[range])) }

    func starts(with other: CutText, at index: Int) -> Bool {
        guard index >= 0, index + other.count <= count else { return false }
        for offset in other.letters.indices where letters[index + offset] != other.letters[offset] { return false }
        return true
    }

    /// The first place of `other` at or after `index`.
    func find(_ other: CutText, from index: Int = 0) -> Int? {
        guard let first = other.letters.first, other.count <= count else { return nil }
        var place = index
        while place + other.count <= count {
            if letters[place] == first, starts(with: other, at: place) { return place }
            place += 1
        }
        return nil
    }

    /// Every place of `other`, not overlapping.
    func places(of other: CutText) -> [Int] {
        var found: [Int] = []
        var from = 0
        while let place = find(other, from: from) {
            found.append(place)
            from = place + other.count
        }
        return found
    }

    func isDigit(_ index: Int) -> Bool {
        letters.indices.contains(index) && (48...57).contains(letters[index].value)
    }
    /// The place after the digits that begin at `index`.
    func endOfDigits(_ index: Int) -> Int {
        var end = index
        while isDigit(end) { end += 1 }
        return end
    }
    func number(_ range: Range<Int>) -> Int? { range.count > 9 ? nil : Int(text(range)) }

    func isSpace(_ index: Int) -> Bool {
        letters.indices.contains(index) && (letters[index] == " " || letters[index] == "\n")
    }
    func isUpper(_ index: Int) -> Bool { letters.indices.contains(index) && letters[index].properties.isUppercase }
    func isLower(_ index: Int) -> Bool { letters.indices.contains(index) && letters[index].properties.isLowercase }
    func isLetter(_ index: Int) -> Bool { letters.indices.contains(index) && letters[index].properties.isAlphabetic }
}

/// The texts of the portal brought to one form.
enum PortalText {
    /// What the portal writes where it has nothing.
    static let nothing = "Không có thông tin"

    /// NFC, plain spaces, no invisible marks, no runs of spaces; line breaks stay.
    static func clean(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var space = false
        var lineBreak = false
        for scalar in VietnameseText.normalized(text).unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x2028, 0x2029: lineBreak = true
            case 0x20, 0x09, 0x0D, 0xA0, 0x2007, 0x202F, 0x3000: space = true
            case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD: continue
            default:
                if !out.isEmpty, lineBreak { out.append("\n") } else if !out.isEmpty, space { out.append(" ") }
                space = false
                lineBreak = false
                out.append(scalar)
            }
        }
        return String(out)
    }

    static func trimmed(_ text: String) -> String {
        let letters = Array(text.unicodeScalars)
        guard let first = letters.firstIndex(where: { $0 != " " && $0 != "\n" }),
            let last = letters.lastIndex(where: { $0 != " " && $0 != "\n" })
        else { return "" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: letters[first...last])
        return String(view)
    }

    /// The text without the bullets before it: `- `, `+ `, `* `, `+) `.
    static func withoutBullet(_ text: String) -> String {
        let marks: Set<Unicode.Scalar> = ["-", "+", "*", "•", "–", " ", "\n", "."]
        var view = text.unicodeScalars[...]
        while let first = view.first, marks.contains(first) { view = view.dropFirst() }
        if view.first == ")" { view = view.dropFirst() }
        while view.first == " " { view = view.dropFirst() }
        return String(view)
    }

    static func isNothing(_ text: String) -> Bool {
        text.isEmpty || text == nothing || text == "Không" || text == "--" || text == "Không."
    }
    static func contains(_ text: String, _ part: String) -> Bool { CutText(text).find(CutText(part)) != nil }
    static func contains(_ text: String, anyOf parts: [String]) -> Bool {
        let cut = CutText(text)
        return parts.contains { cut.find(CutText($0)) != nil }
    }
}
