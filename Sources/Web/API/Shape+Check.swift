/// What is wrong with one place of a body, a query or a header.
public struct PlaceError: Sendable, Hashable {
    public enum Place: Sendable, Hashable {
        /// A JSON pointer (RFC 6901) into the body; empty is the body itself.
        case body(String)
        case query(String)
        case header(String)
        case path(String)
    }
    public let place: Place
    /// The key of the text for people.
    public let key: String
    public let values: [String: String]
    public init(_ place: Place, _ key: String, _ values: [String: String] = [:]) {
        self.place = place
        self.key = key
        self.values = values
    }
}

extension Shape {
    /// Errors of one body that are told at once.
    static let told = 20

    /// Everything that is wrong with `value`, each with its pointer.
    public func errors(in value: JSON) -> [PlaceError] {
        var found: [PlaceError] = []
        check(value, "", &found)
        return found
    }

    private func check(_ value: JSON, _ pointer: String, _ found: inout [PlaceError]) {
        guard found.count < Self.told else { return }
        func wrong(_ key: String, _ values: [String: String] = [:]) {
            found.append(PlaceError(.body(pointer), key, values))
        }
        switch self {
        case .text(let rule):
            guard let text = value.text else { return wrong("api.error.text") }
            if let (key, values) = rule.refusal(of: text) { wrong(key, values) }
        case .integer(let min, let max):
            guard let number = value.number else { return wrong("api.error.integer") }
            if !(min...max).contains(number) { wrong("api.error.range", ["min": "\(min)", "max": "\(max)"]) }
        case .flag: if value.flag == nil { wrong("api.error.flag") }
        case .choice(let words):
            guard let text = value.text, words.contains(text) else {
                return wrong("api.error.choice", ["words": words.joined(separator: ", ")])
            }
        case .list(let shape, let min, let max):
            guard let list = value.list else { return wrong("api.error.list") }
            guard (min...max).contains(list.count) else {
                return wrong("api.error.count", ["min": "\(min)", "max": "\(max)"])
            }
            for (index, item) in list.enumerated() { shape.check(item, "\(pointer)/\(index)", &found) }
        case .object(let properties): Self.check(value, properties, pointer, &found)
        case .variants(let by, let variants):
            guard case .object = value else { return wrong("api.error.object") }
            guard let word = value[by]?.text, let variant = variants.first(where: { $0.word == word }) else {
                let words = variants.map(\.word).joined(separator: ", ")
                found.append(PlaceError(.body("\(pointer)/\(by)"), "api.error.choice", ["words": words]))
                return
            }
            Self.check(value, [Property(by, .choice([word]))] + variant.properties, pointer, &found)
        case .named(_, let shape): shape.check(value, pointer, &found)
        case .orNull(let shape): if value != .null { shape.check(value, pointer, &found) }
        }
    }

    private static func check(
        _ value: JSON,
        _ properties: [Property],
        _ pointer: String,
        _ found: inout [PlaceError]
    ) {
        guard let members = value.members else {
            found.append(PlaceError(.body(pointer), "api.error.object"))
            return
        }
        for member in members {
            let place = "\(pointer)/\(escaped(member.name))"
            guard let property = properties.first(where: { $0.name == member.name }) else {
                if found.count < told { found.append(PlaceError(.body(place), "api.error.unknown")) }
                continue
            }
            property.shape.check(member.value, place, &found)
        }
        for property in properties where property.isRequired && !members.contains(where: { $0.name == property.name }) {
            if found.count < told {
                found.append(PlaceError(.body("\(pointer)/\(property.name)"), "api.error.missing"))
            }
        }
    }

    /// A name as a part of a JSON pointer, cut where somebody sent a long one.
    private static func escaped(_ name: String) -> String {
        String(name.prefix(100)).split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}

extension TextRule {
    /// Why `text` is refused; nil when it is not.
    func refusal(of text: String) -> (key: String, values: [String: String])? {
        let count = text.unicodeScalars.count
        guard count >= min, count <= max else {
            return ("api.error.length", ["min": "\(min)", "max": "\(max)", "count": "\(count)"])
        }
        guard let check, !check(text) else { return nil }
        if let format { return ("api.error.format", ["format": format]) }
        return ("api.error.characters", [:])
    }
}
