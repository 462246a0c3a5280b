import Kernel
import TestSupport
import Testing

@testable import Web

@Suite struct JSONTests {
    private func flaw(_ text: String) -> JSONReader.Flaw? {
        do { _ = try JSONReader.read(Array(text.utf8)) } catch { return error }
        return nil
    }

    @Test func whatIsReadIsWrittenTheSame() throws {
        let text = #"{"a":[1,-2,true,false,null,"Bùi \"Thị\" Mận\n"],"b":{"c":{}},"d":[]}"#
        #expect(try JSONReader.read(Array(text.utf8)).written == text)
        let spaced = " {\t\"a\" : [ 1 , 2.0 ]\r\n} "
        #expect(try JSONReader.read(Array(spaced.utf8)) == ["a": [1, 2]])
        #expect(try JSONReader.read(Array(#""\u0110\u1ec7 \ud83d\ude00""#.utf8)) == "Đệ 😀")
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "-", "1.", ".5", "1e", "+1", "nul", "tru", "\"", "\"\u{1}\"",
        "\"\\x\"", "\"\\u12\"", "1 2", "{\"a\" 1}", "[1 2]", "NaN", "Infinity", "'a'", "{\"a\":1}}",
    ])
    func whatIsNoJSONIsRefused(_ text: String) { #expect(flaw(text) == .notJSON, "\(text)") }

    @Test func halfACharacterANameTwiceAndADeepPitAreRefused() {
        #expect(flaw(#""\ud800""#) == .notUTF8)
        #expect(flaw(#""\udc00""#) == .notUTF8)
        #expect(flaw(#"{"a":1,"a":2}"#) == .twice)
        // The same name written in another way is the same name.
        #expect(flaw(#"{"a":1,"\u0061":2}"#) == .twice)
        #expect((try? JSONReader.read([0x22, 0xC3, 0x22])) == nil)
        let depth = JSONReader.depth
        func pit(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(flaw(pit(depth)) == nil)
        #expect(flaw(pit(depth + 1)) == .tooDeep)
        #expect(flaw(String(repeating: "[", count: 200_000)) == .tooDeep)
    }

    @Test func wholeNumbersAreNumbersAndOthersAreNot() throws {
        func read(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }
        #expect(try read("9223372036854775807").number == Int(Int64.max))
        for text in ["9223372036854775808", "1.5", "1e3", "1E400", "-1e-400"] {
            #expect(try read(text) == .fraction(text))
            #expect(try read(text).number == nil)
        }
    }

    /// Whatever is written is read back: random values, whose seed is in the message.
    @Test func randomValuesComeBack() throws {
        for seed in UInt64(0)..<200 {
            var chance = SeededGenerator(seed)
            let value = Self.random(&chance, depth: 0)
            #expect(try JSONReader.read(Array(value.written.utf8)) == value, "seed \(seed)")
        }
    }
    private static func random(_ chance: inout SeededGenerator, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 5 ? 5 : 7), using: &chance) {
        case 0: return .null
        case 1: return .flag(Bool.random(using: &chance))
        case 2: return .number(Int64.random(in: .min ... .max, using: &chance))
        case 3, 4: return .text(text(&chance))
        case 5: return .list((0..<Int.random(in: 0...4, using: &chance)).map { _ in random(&chance, depth: depth + 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &chance)).map { index in
                    .init("\(index)\(text(&chance))", random(&chance, depth: depth + 1))
                }
            )
        }
    }
    private static func text(_ chance: inout SeededGenerator) -> String {
        var out = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &chance) {
            let code = UInt32.random(in: 0...(Bool.random(using: &chance) ? 0x7F : 0x10FFFF), using: &chance)
            if let scalar = Unicode.Scalar(code) { out.append(scalar) }
        }
        return String(out)
    }
}

@Suite struct ShapeTests {
    private let shape = Shape.object([
        .init("name", .line(max: 5)), .init("count", .integer(min: 1, max: 3), required: .optional),
        .init("on", .date, required: .optional), .init("at", .moment, required: .optional),
        .init("items", .list(.choice(["a", "b"]), min: 0, max: 2), required: .optional),
        .init("kind", .variants(by: "is", [.init("x"), .init("y", [.init("z", .flag)])]), required: .optional),
    ])
    private func pointers(_ value: JSON) -> [String] {
        shape.errors(in: value).map { if case .body(let pointer) = $0.place { pointer } else { "?" } }
    }

    @Test func everyWrongPlaceIsNamed() {
        #expect(pointers(["name": "Mận"]) == [])
        #expect(pointers([:]) == ["/name"])
        #expect(pointers(["name": "Mận", "else": 1, "a/b~c": 1]) == ["/else", "/a~1b~0c"])
        #expect(pointers(["name": nil]) == ["/name"])
        #expect(pointers(["name": 3, "count": "3", "items": ["a", "c", 1]]) == ["/name", "/count", "/items"])
        #expect(pointers(["name": "Mận", "items": ["a", "c"]]) == ["/items/1"])
        #expect(pointers(["name": "Mận", "kind": ["is": "w"]]) == ["/kind/is"])
        #expect(pointers(["name": "Mận", "kind": ["is": "y"]]) == ["/kind/z"])
        #expect(pointers(["name": "Mận", "kind": ["is": "x", "z": true]]) == ["/kind/z"])
        #expect(pointers(["name": "Mận", "kind": ["is": "y", "z": true]]) == [])
        #expect(pointers([]) == [""])
    }

    @Test func boundsHoldAtNAndNotBeyond() {
        #expect(pointers(["name": "12345", "count": 3, "items": ["a", "b"]]) == [])
        #expect(pointers(["name": "123456", "count": 4, "items": ["a", "b", "a"]]) == ["/name", "/count", "/items"])
        #expect(pointers(["name": "", "count": 0]) == ["/name", "/count"])
        #expect(pointers(["name": " \u{A0}"]) == ["/name"])
        #expect(pointers(["name": "a\u{7}"]) == ["/name"])
    }

    @Test(arguments: ["2026-02-29", "2026-2-3", "29/02/2024", "0000-01-01", "2026-02-030"])
    func noSuchDayIsRefused(_ text: String) { #expect(pointers(["name": "a", "on": .text(text)]) == ["/on"]) }

    @Test(arguments: ["2026-02-20T08:00", "2026-02-20T08:00:00", "2026-02-20 08:00:00Z", "2026-02-20T25:00:00Z", "x"])
    func noMomentIsRefused(_ text: String) { #expect(pointers(["name": "a", "at": .text(text)]) == ["/at"]) }

    @Test func momentsHaveAnOffset() {
        for text in ["2026-02-20T08:00:00+07:00", "2026-02-20T01:00:00Z", "2026-02-20T01:00:00.25Z"] {
            #expect(pointers(["name": "a", "at": .text(text)]) == [])
        }
    }
}
