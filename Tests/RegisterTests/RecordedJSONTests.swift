import Foundation
import Kernel
import Register
import Testing

/// The book's own short way to JSON and back, beside Foundation's.
@Suite struct RecordedJSONTests {
    enum Colour: String, Codable { case red, green }
    enum Act: Codable, Equatable {
        case none
        case moved(to: String, steps: Int)
        case painted(Colour)
    }
    struct Inner: Codable, Equatable {
        var id = ID<Int>("dsr_1")
        var at = Instant(milliseconds: -5)
        var amount: Money? = Money(dong: 8000)
        var missing: String?
    }
    struct Outer: Codable, Equatable {
        var zebra = "đường \"phố\" \\ /\u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f} 🏠 e\u{301}"
        var apple = [1, -2, .max, .min]
        var big = UInt64.max
        var small: [Int8] = [-128, 127]
        var bytes: [UInt8] = [0, 255]
        var yes = true
        var no = false
        var empty = ""
        var nothing: [String] = []
        var inner = Inner()
        var inners = [Inner(), Inner(missing: "x")]
        var maybe: [Int?] = [nil, 1]
        var acts: [Act] = [.none, .moved(to: "kho", steps: 0), .painted(.red)]
        var table = ["b": 1, "a": 2, "B": 3, "a10": 4, "a2": 5, "": 6, "đ": 7, "a\"b": 8, "Z": 9]
        var numbered = [10: "x", 9: "y"]
        var deep = [[[["a"]]]]
    }
    struct Fraction: Codable, Equatable {
        var half = 0.5
        var whole = 3.0
        var day = Date(timeIntervalSinceReferenceDate: 5.25)
        var data = Data([1, 2, 3])
    }
    class Parent: Codable { var name = "cha" }
    final class Child: Parent {
        var age = 3
        private enum Keys: String, CodingKey { case age }
        override init() { super.init() }
        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            age = try container.decode(Int.self, forKey: .age)
            try super.init(from: container.superDecoder())
        }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(age, forKey: .age)
            try super.encode(to: container.superEncoder())
        }
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    private func isSame<T: Codable & Equatable>(_ value: T) throws {
        let text = try RecordedJSON.encode(value)
        #expect(text == (try foundation(value)))
        #expect(try RecordedJSON.decode(text) == value)
    }

    @Test func theBytesAreThoseOfFoundation() throws {
        try isSame(Outer())
        try isSame(Fraction())
        try isSame([Outer(), Outer()])
        try isSame(["x": Inner()])
        try isSame(Act.moved(to: "", steps: -1))
        try isSame("một mình")
        try isSame(7)
        try isSame([Double.pi, 1e300, -0.0])
        try isSame([true, false])
        try isSame([String: Int]())
        try isSame(Optional<Int>.none)
        #expect(try RecordedJSON.encode(Child()) == foundation(Child()))
        #expect(try RecordedJSON.decode(RecordedJSON.encode(Child()), as: Child.self).name == "cha")
    }

    @Test(arguments: [UInt64(1), 2, 3]) func anyTextComesBack(seed: UInt64) throws {
        var dice = SeededGenerator(seed)
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...20, using: &dice) {
                let most: UInt32 = Bool.random(using: &dice) ? 0x7F : 0x1_F64F
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...most, using: &dice)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            try isSame([text: [text]])
        }
    }

    /// What one of the two reads the other reads, and to the same value.
    @Test(arguments: [
        " { \"a\" : [ 1 , 2 ] } ", "{\"a\":[]}", "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":[01]}", "{\"a\":[-1]}",
        "{\"a\":[-]}", "{\"a\":[--1]}", "{\"a\":[1.0]}", "{\"a\":[1.5]}", "{\"a\":[1e2]}", "{\"a\":[+1]}", "{\"a\":[]",
        "{\"a\":[]}}", "{\"a\":[]} x", "{\"b\":[]}", "{\"a\":null}", "{\"a\":[null]}", "{\"a\":[\"1\"]}",
        "{\"a\":[9223372036854775807]}", "{\"a\":[9223372036854775808]}", "{\"a\":[-9223372036854775808]}", "",
        "{", "{}", "[]", "null", "{a:[]}", "{'a':[]}", "{\"\\u0061\":[3]}", "{\"a\":[true]}", "{\"a\":[tru]}",
        "\u{FEFF}{}",
        "{\"a\":[1],\"z\":\"\\ud83c\\udfe0\"}", "{\"a\":[1],\"z\":\"\\ud83c\"}", "{\"a\":[1],\"z\":\"\\x\"}",
        "{\"a\":[1],\"z\":\"a\nb\"}", "{\"a\":[1],\"z\":\"open", "{\"a\":[1],\"z\":\"\\",
        "{\"a\":[1],\"z\":{\"a\":{}}}",
    ])
    func badTextIsRefusedAsFoundationRefusesIt(text: String) throws {
        let ours = try? RecordedJSON.decode(text, as: [String: [Int]].self)
        let theirs = try? JSONDecoder().decode([String: [Int]].self, from: Data(text.utf8))
        #expect(ours == theirs)
        struct One: Codable, Equatable { var a: [Int]; var z: String? }
        let one = try? RecordedJSON.decode(text, as: One.self)
        #expect(one == (try? JSONDecoder().decode(One.self, from: Data(text.utf8))))
    }

    @Test func deepNestingIsNoCrash() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: (any Error).self) { try RecordedJSON.decode(text, as: [String].self) }
    }
}
