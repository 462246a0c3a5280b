internal import Access
internal import Kernel

/// Names drawn from parts; nobody is a real person.
struct DemoNames: Sendable {
    private let peoples: [([(String, Int)], Int)]
    private let men: (middle: [(String, Int)], given: [(String, Int)])
    private let women: (middle: [(String, Int)], given: [(String, Int)])

    init() throws {
        let file: DemoFiles.Names = try DemoFiles.read("names")
        peoples = file.peoples.map { (Self.sorted($0.surnames), $0.weight) }
        men = (Self.sorted(file.men.middle), Self.sorted(file.men.given))
        women = (Self.sorted(file.women.middle), Self.sorted(file.women.given))
    }

    /// Objects of JSON have no order; the same seed must give the same names.
    private static func sorted(_ parts: [String: Int]) -> [(String, Int)] {
        parts.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }.map { ($0.key, $0.value) }
    }

    func name(_ sex: Sex, _ dice: inout SeededGenerator) -> String {
        let surname = drawn(peoples, &dice).flatMap { drawn($0, &dice) } ?? "Bùi"
        let parts = sex == .female ? women : men
        let words = [surname, drawn(parts.middle, &dice) ?? "", drawn(parts.given, &dice) ?? ""]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// A person with a constructed number: place 017, serial from 900000, which no register has reached.
    ///
    /// - Parameter born: the years of birth; nil takes all of the grown-up.
    func person(
        serial: Int,
        address: String,
        on today: CivilDate,
        born: ClosedRange<Int>? = nil,
        _ dice: inout SeededGenerator
    ) throws -> PersonDetails {
        let sex: Sex = Bool.random(using: &dice) ? .female : .male
        let year = Int.random(in: born ?? 1946...min(2006, today.year - 18), using: &dice)
        let month = Int.random(in: 1...12, using: &dice)
        let day = Int.random(in: 1...CivilDate.days(inMonth: month, of: year), using: &dice)
        let century = (year >= 2000 ? 2 : 0) + (sex == .female ? 1 : 0)
        let digits = "017\(century)\(Digits.padded(year % 100, 2))\(900_000 + serial)"
        let phone = "09" + Digits.padded(Int.random(in: 0..<100_000_000, using: &dice), 8)
        return PersonDetails(
            .citizen,
            name: name(sex, &dice),
            birth: PartialDate(year, month, day),
            sex: sex,
            address: address,
            identity: .citizen(try CitizenID(parsing: digits)),
            phone: Int.random(in: 0..<10, using: &dice) < 9 ? try Phone(parsing: phone) : nil
        )
    }
}
