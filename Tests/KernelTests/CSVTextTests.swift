import Kernel
import Testing

@Suite struct CSVTextTests {
    private func read(_ text: String, rows: Int = 10) throws(CSVError) -> [[String]] {
        try CSVText.read(Array(text.utf8), rows: rows).map(\.cells)
    }

    @Test func cellsAreReadAsTheStandardSays() throws {
        #expect(try read("a,b\r\n1,2\r\n") == [["a", "b"], ["1", "2"]])
        #expect(try read("a,b\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(try read("\u{FEFF}a;b\n1;2,5\n") == [["a", "b"], ["1", "2,5"]])
        #expect(try read("\"a,b\",\"c\"\"d\",\"e\nf\"\n") == [["a,b", "c\"d", "e\nf"]])
        #expect(try read("a,,\n\n\"\",x\n") == [["a", "", ""], ["", "x"]])
        #expect(try read("") == [])
        #expect(try read("Bùi Thị Mơ") == [["Bùi Thị Mơ"]])
    }

    @Test func linesKeepTheirNumbers() throws {
        let lines = try CSVText.read(Array("a\n\n\"b\nc\"\nd\n".utf8), rows: 10)
        #expect(lines.map(\.number) == [1, 3, 5])
    }

    @Test func faultsNameTheirLine() {
        #expect(throws: CSVError.quoteNotClosed(line: 2)) { try read("a\n\"b\nc\n") }
        #expect(throws: CSVError.textAfterQuote(line: 2)) { try read("a\n\"b\"c\n") }
        #expect(throws: CSVError.notUTF8) { try CSVText.read([0x61, 0xFF], rows: 1) }
    }

    @Test func rowsAndCellsAreBounded() throws {
        #expect(try read("1\n2\n3\n", rows: 3).count == 3)
        #expect(throws: CSVError.tooManyRows(limit: 3)) { try read("1\n2\n3\n4\n", rows: 3) }
        let longest = String(repeating: "ữ", count: CSVText.cellLength)
        #expect(try read(longest) == [[longest]])
        #expect(throws: CSVError.cellTooLong(line: 1, limit: CSVText.cellLength)) { try read(longest + "a") }
    }

    @Test func whatIsWrittenReadsBackAndRunsNothing() throws {
        let table = [["a,b", "c\"d"], ["e\r\nf", "Bùi; Mơ"]]
        #expect(try read(CSVText.write(table)) == table)
        #expect(CSVText.write([["=1+1", "-5", "@x", "+84"]]) == "\u{FEFF}'=1+1,'-5,'@x,'+84\r\n")
    }
}
