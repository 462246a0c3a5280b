@_spi(_Unicode) import Swift

/// Vietnamese text as people write it and as it must be found again.
public enum VietnameseText {
    /// NFC: one code point a letter. All input is brought to this form at the edge; SQL compares bytes.
    public static func normalized(_ text: String) -> String {
        isASCII(text) ? text : text.composed
    }

    /// Lower case, without accents, `đ` as `d`: `Đăng ký` → `dang ky`.
    ///
    /// Both tone-mark placements fold to the same (`hoà` and `hòa` → `hoa`). White space is folded to single spaces.
    public static func folded(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.lowercased()._nfd {
            switch scalar.value {
            case 0x300...0x36F: continue
            case 0x20, 0x09, 0x0A, 0x0D, 0xA0:
                pendingSpace = !out.isEmpty
            default:
                if pendingSpace {
                    out.append(" ")
                    pendingSpace = false
                }
                out.append(scalar == "đ" ? "d" : scalar)
            }
        }
        return String(out)
    }

    /// The folded text with `y` written `i` where both spellings are in use (`kỹ`/`kĩ`, `Mỹ`/`Mĩ`, `lý`/`lí`):
    /// after one of h k l m s t, at the end of a syllable. The form to index and to search by.
    public static func searchKey(_ text: String) -> String {
        let bytes = Array(folded(text).utf8)
        var out = bytes
        let openers = Set("hklmst".utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "y") {
            let ends = index + 1 == bytes.count || !isLetter(bytes[index + 1])
            let opened = index > 0 && openers.contains(bytes[index - 1])
            let alone =
                index < 2 || !isLetter(bytes[index - 2]) || (index >= 2 && bytes[index - 1] == UInt8(ascii: "h"))
            if ends, opened, alone { out[index] = UInt8(ascii: "i") }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The words of the search key, without punctuation.
    public static func words(_ text: String) -> [String] {
        searchKey(text).split(whereSeparator: { !($0.isLetter || $0.isNumber) }).map(String.init)
    }

    /// The text with the tone mark of `oa`, `oe`, `uy` where the old school puts it (`hòa`, `khỏe`, `thủy`).
    ///
    /// `hoà` → `hòa`, `thuý` → `thúy`; a syllable with a final consonant (`hoàn`) keeps its mark.
    public static func classicTonePlacement(_ text: String) -> String {
        var letters = Array(normalized(text))
        for index in letters.indices.dropFirst() {
            guard let (base, tone) = toned[letters[index]], let first = openings[letters[index - 1]],
                first.contains(base)
            else { continue }
            if index + 1 < letters.count, letters[index + 1].isLetter { continue }
            if letters[index - 1].lowercased() == "u", index >= 2, letters[index - 2].lowercased() == "q" { continue }
            guard let moved = composed(letters[index - 1], tone) else { continue }
            letters[index - 1] = moved
            letters[index] = base
        }
        return String(letters)
    }

    /// True when every character may stand in a line of text: no control characters, no broken UTF-8 replacement.
    public static func isCleanLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0xFFFD && !(0x80...0x9F).contains($0.value)
        }
    }
    /// Like `isCleanLine`, and line breaks and tabs are allowed.
    public static func isCleanText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            ($0.value >= 0x20 || $0 == "\n" || $0 == "\r" || $0 == "\t") && $0.value != 0x7F && $0.value != 0xFFFD
                && !(0x80...0x9F).contains($0.value)
        }
    }

    /// Without accents and in ASCII where possible, case kept: `Đăng ký` → `Dang ky` (SMS, bank transfer texts).
    public static func unaccented(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text._nfd where !(0x300...0x36F).contains(scalar.value) {
            out.append(scalar == "đ" ? "d" : scalar == "Đ" ? "D" : scalar)
        }
        return String(out)
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) || byte >= 0x80 }

    private static let openings: [Character: Set<Character>] = [
        "o": ["a", "e"], "O": ["a", "e", "A", "E"], "u": ["y"], "U": ["y", "Y"],
    ]
    private static let toned: [Character: (Character, Unicode.Scalar)] = {
        var table: [Character: (Character, Unicode.Scalar)] = [:]
        for base in ["a", "e", "y", "A", "E", "Y"] as [Character] {
            for tone in ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] as [Unicode.Scalar] {
                if let letter = composed(base, tone) { table[letter] = (base, tone) }
            }
        }
        return table
    }()
    private static func composed(_ base: Character, _ tone: Unicode.Scalar) -> Character? {
        var scalars = String.UnicodeScalarView(String(base).unicodeScalars)
        scalars.append(tone)
        return String(scalars).composed.first
    }
}

extension String {
    /// The canonical composition.
    fileprivate var composed: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: _nfc)
        return String(view)
    }
}
