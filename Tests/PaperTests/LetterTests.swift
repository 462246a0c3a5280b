import Foundation
import Kernel
import Paper
import Testing

@Suite struct LetterTests {
    /// The 134 letters that Vietnamese has beyond ASCII.
    static let letters: [String] = {
        var out: [String] = []
        for base in ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"] {
            if !base.unicodeScalars.allSatisfy(\.isASCII) { out.append(base) }
            for tone in ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                out.append(VietnameseText.normalized(base + tone))
            }
        }
        out.append("đ")
        return out + out.map { $0.uppercased() }
    }()

    @Test func thereAreSoMany() {
        #expect(Self.letters.count == 134)
        #expect(Set(Self.letters).count == 134)
        #expect(Self.letters.allSatisfy { $0.unicodeScalars.count == 1 })
    }

    /// Drawn upright, bold and italic, from composed and from decomposed input, and read back letter by letter.
    @Test(arguments: [true, false])
    func everyLetterIsReadBack(composed: Bool) throws {
        let line = Self.letters.joined(separator: " ")
        let given = composed ? line : line.decomposedStringWithCanonicalMapping
        var slip = Samples.receipt()
        slip.copies = [.customer]
        slip.procedure = given  // bold
        slip.party.address = given  // upright
        slip.dueWarning = given  // italic
        let read = try ReadSheet(slip.pdf(made: Samples.made))
        let wanted = Data(bare(line).utf8)
        var rest = Data(read.text.utf8)
        var found = 0
        while let range = rest.range(of: wanted) {
            found += 1
            rest = rest[range.upperBound...]
        }
        #expect(found == 3)
        for letter in Self.letters { #expect(read.layout.utf8Contains(letter), "\(letter)") }
    }

    @Test func theFontHasTheLanguage() throws {
        let fonts = try Tools.run(["fc-list", "Liberation Serif:lang=vi", "style"])
        for style in ["Regular", "Bold", "Italic", "Bold Italic"] {
            #expect(fonts.contains("style=\(style)"), "\(style)")
        }
    }
}

@Suite struct CodeReadingTests {
    @Test(arguments: ["01-receipt", "01-receipt-pair", "01-receipt-long", "ct04", "02-supplement"])
    func theCodesOnASlipAreReadByACamera(name: String) throws {
        let sheet = try #require(Samples.all.first { $0.name == name }).sheet
        let codes = try scannedCodes(sheet.pdf(made: Samples.made))
        #expect(codes.contains("QR-Code:\(Samples.address)"))
        #expect(codes.contains("CODE-128:\(Samples.code)"))
    }

    @Test func theLeafletLeadsToItsProcedure() throws {
        let codes = try scannedCodes(Samples.leaflet().pdf(made: Samples.made))
        #expect(codes == ["QR-Code:https://motcua.example.vn/thu-tuc/1.001193"])
    }

    @Test func aCodeTooLongIsRefused() throws {
        #expect(throws: PaperError.doesNotFitQR(bytes: 2332)) { try QRCode(String(repeating: "a", count: 2332)) }
        #expect(throws: PaperError.doesNotFitQR(bytes: 0)) { try QRCode("") }
        #expect(try QRCode(String(repeating: "a", count: 2331)).width == 177)
    }

    @Test func theSVGHoldsTheSameModules() throws {
        let code = try QRCode(Samples.address)
        var drawn = Set<[Int]>()
        for part in code.svgPath.split(separator: "M") {
            let numbers = part.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
            for column in numbers[0]..<numbers[0] + numbers[2] { drawn.insert([numbers[1], column]) }
        }
        for row in 0..<code.width {
            for column in 0..<code.width {
                #expect(drawn.contains([row, column]) == code.isDark(row: row, column: column))
            }
        }
        #expect(!code.svg.contains("style="))
        #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: 0, column: code.width))
    }

    @Test(arguments: [
        "H28.13.05-260423-0012", "0123456789", "T-261023-004", "12345", "A", "Az~ !", "000.00.00.H28-1234567",
    ])
    func barsAreWellFormed(text: String) throws {
        let code = try Code128(text)
        #expect(code.widths.count % 2 == 1)
        #expect(code.widths.allSatisfy { (1...4).contains($0) })
        #expect((code.moduleCount - 13) % 11 == 0)
        var sheet = Samples.supplement()
        sheet.card = nil
        sheet.code = text
        let codes = try scannedCodes(sheet.pdf(made: Samples.made))
        #expect(codes == ["CODE-128:\(text)"])
    }

    @Test(arguments: ["", "đ", "tab\t", String(repeating: "1", count: 81)])
    func whatBarsCannotHoldIsRefused(text: String) {
        #expect(throws: PaperError.notForBars(text)) { try Code128(text) }
    }
}
