/// An amount in đồng. Vietnamese money has no fractions (`vietnam.md` §9: integer VND, no decimals).
public struct Money: Hashable, Comparable, Sendable {
    public let dong: Int64
    public init(dong: Int64) { self.dong = dong }

    public static let zero = Money(dong: 0)
    public static func + (a: Money, b: Money) -> Money { Money(dong: a.dong + b.dong) }
    public static func * (a: Money, count: Int) -> Money { Money(dong: a.dong * Int64(count)) }
    public static func < (a: Money, b: Money) -> Bool { a.dong < b.dong }
}

extension Money: CustomStringConvertible {
    /// `21.000 đ`.
    public var description: String { "\(Digits.grouped(dong)) đ" }
}

extension Money: Codable {
    public init(from decoder: any Decoder) throws { dong = try decoder.singleValueContainer().decode(Int64.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(dong)
    }
}
