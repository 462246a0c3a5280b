internal import Kernel

/// Small text work of the finder.
enum FinderText {
    /// The words between single spaces, framed by one on each side, so that a phrase is found at its borders only.
    static func framed(_ words: [String]) -> String { words.isEmpty ? "" : " \(words.joined(separator: " ")) " }

    /// The words in lower case with their accents, tone marks at one place.
    static func accentedWords(_ text: String) -> [String] {
        VietnameseText.classicTonePlacement(text.lowercased())
            .split(whereSeparator: { !($0.isLetter || $0.isNumber) }).map(String.init)
    }

    static func hasAccents(_ text: String) -> Bool { text.utf8.contains { $0 >= 0x80 } }

    /// The places of the words that are left when phrases of `ignored` are taken out, the longest first.
    static func without(_ ignored: Set<String>, _ words: [String]) -> [Int] {
        var kept: [Int] = []
        var place = 0
        next: while place < words.count {
            for length in stride(from: min(4, words.count - place), through: 1, by: -1)
            where ignored.contains(words[place..<(place + length)].joined(separator: " ")) {
                place += length
                continue next
            }
            kept.append(place)
            place += 1
        }
        return kept
    }

    /// A name without the words "Thủ tục" before it, which say nothing.
    static func withoutPreamble(_ words: [String]) -> [String] {
        words.starts(with: ["thu", "tuc"]) && words.count > 2 ? Array(words.dropFirst(2)) : words
    }

    static func begins(_ name: String, with phrase: String) -> Bool {
        !phrase.isEmpty && name.utf8.starts(with: phrase.utf8)
    }

    static func byLength(_ words: [String]) -> [[Int]] {
        var table: [[Int]] = []
        for (place, word) in words.enumerated() {
            let length = word.utf8.count
            while table.count <= length { table.append([]) }
            table[length].append(place)
        }
        return table
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        let text = text.utf8
        let part = part.utf8
        guard !part.isEmpty, part.count <= text.count, let first = part.first else { return false }
        return text.withContiguousStorageIfAvailable { bytes in
            part.withContiguousStorageIfAvailable { wanted in
                for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
                    var same = 1
                    while same < wanted.count, bytes[start + same] == wanted[same] { same += 1 }
                    if same == wanted.count { return true }
                }
                return false
            } ?? false
        } ?? false
    }

    /// Whether one letter is changed, missing, too many, or two neighbours are exchanged.
    static func isOneLetterAway(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        if a.count == b.count {
            let different = a.indices.filter { a[$0] != b[$0] }
            if different.count == 1 { return true }
            guard different.count == 2, different[1] == different[0] + 1 else { return false }
            return a[different[0]] == b[different[1]] && a[different[1]] == b[different[0]]
        }
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        guard long.count == short.count + 1 else { return false }
        var place = 0
        while place < short.count, short[place] == long[place] { place += 1 }
        return short[place...].elementsEqual(long[(place + 1)...])
    }

    /// The binary logarithm, linear between powers: close enough to weigh words, and without a library.
    static func log2(_ value: Float) -> Float {
        guard value > 1 else { return 0 }
        return Float(value.exponent) + (value.significand - 1)
    }
}
