/// An identifier that knows what it identifies, so that a unit's id cannot be given for a dossier's.
public struct ID<Of>: Hashable, Sendable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

extension ID: CustomStringConvertible {
    public var description: String { rawValue }
}

extension ID: Comparable {
    public static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
}

extension ID: Codable {
    public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// What an id begins with; the three letters tell a reader of a log what it names.
public enum IDPrefix: String, Sendable, CaseIterable {
    case agency = "agc"
    case staff = "stf"
    case counter = "cnt"
    case person = "per"
    case session = "ses"
    case procedure = "prc"
    case dossier = "dsr"
    case text = "txt"
    case file = "fil"
    case note = "nte"
    case request = "req"
    case draft = "drf"
    case calendar = "cal"
    case bag = "bag"
    case entry = "ent"
    case token = "tok"
}
