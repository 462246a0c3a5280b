/// A Code 128 bar code (ISO/IEC 15417) of printable ASCII: dossier codes, bag numbers.
public struct Code128: Hashable, Sendable {
    /// Widths in modules, bar and space in turn, beginning and ending with a bar; without the quiet zones of ten modules.
    public let widths: [Int]
    /// Modules from the first bar to the last.
    public var moduleCount: Int { widths.reduce(0, +) }

    /// Throws `PaperError.notForBars` for an empty text, for more than 80 characters or for any outside 0x20–0x7E.
    public init(_ text: String) throws(PaperError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 80, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .notForBars(text)
        }
        var symbols = Self.symbols(bytes)
        let sum = symbols.enumerated().reduce(0) { $0 + $1.element * max(1, $1.offset) }
        symbols.append(sum % 103)
        widths = symbols.flatMap { Self.pattern($0) } + [2, 3, 3, 1, 1, 1, 2]
    }

    /// The symbols from the start character on: set B, and set C (two digits a symbol) for runs that it shortens.
    private static func symbols(_ bytes: [UInt8]) -> [Int] {
        var out: [Int] = []
        var inC = false
        var index = 0
        func digits(from start: Int) -> Int { bytes[start...].prefix { (48...57).contains($0) }.count }
        func enter(_ c: Bool) {
            guard !out.isEmpty else {
                out.append(c ? 105 : 104)
                inC = c
                return
            }
            if c != inC { out.append(c ? 99 : 100) }
            inC = c
        }
        while index < bytes.count {
            let run = digits(from: index)
            let atEdge = index == 0 || index + run == bytes.count
            if run % 2 == 0, run >= (atEdge ? 4 : 6) {
                enter(true)
                for pair in stride(from: index, to: index + run, by: 2) {
                    out.append(Int(bytes[pair] - 48) * 10 + Int(bytes[pair + 1] - 48))
                }
                index += run
            } else {
                enter(false)
                for byte in bytes[index..<index + max(1, run % 2 == 1 && run > 6 ? 1 : run)] {
                    out.append(Int(byte) - 32)
                    index += 1
                }
            }
        }
        return out
    }

    /// The six widths of a symbol, 0–105; ISO/IEC 15417, table 1.
    static func pattern(_ symbol: Int) -> [Int] {
        var number = patterns[symbol]
        var out = [0, 0, 0, 0, 0, 0]
        for place in stride(from: 5, through: 0, by: -1) {
            out[place] = number % 10
            number /= 10
        }
        return out
    }

    static let patterns = [
        212222, 222122, 222221, 121223, 121322, 131222, 122213, 122312, 132212, 221213, 221312, 231212, 112232, 122132,
        122231, 113222, 123122, 123221, 223211, 221132, 221231, 213212, 223112, 312131, 311222, 321122, 321221, 312212,
        322112, 322211, 212123, 212321, 232121, 111323, 131123, 131321, 112313, 132113, 132311, 211313, 231113, 231311,
        112133, 112331, 132131, 113123, 113321, 133121, 313121, 211331, 231131, 213113, 213311, 213131, 311123, 311321,
        331121, 312113, 312311, 332111, 314111, 221411, 431111, 111224, 111422, 121124, 121421, 141122, 141221, 112214,
        112412, 122114, 122411, 142112, 142211, 241211, 221114, 413111, 241112, 134111, 111242, 121142, 121241, 114212,
        124112, 124211, 411212, 421112, 421211, 212141, 214121, 412121, 111143, 111341, 131141, 114113, 114311, 411113,
        411311, 113141, 114131, 311141, 411131, 211412, 211214, 211232,
    ]
}
