extension Shape {
    /// The shape as JSON Schema (draft 2020-12); what has a name becomes a reference, and stands in `named`.
    public func schema(_ named: inout [String: JSON]) -> JSON {
        switch self {
        case .text(let rule):
            var members: [JSON.Member] = [.init("type", "string")]
            if rule.min > 0 { members.append(.init("minLength", JSON(rule.min))) }
            members.append(.init("maxLength", JSON(rule.max)))
            if let pattern = rule.pattern { members.append(.init("pattern", .text(pattern))) }
            if let format = rule.format { members.append(.init("format", .text(format))) }
            return .object(members)
        case .integer(let min, let max): return ["type": "integer", "minimum": JSON(min), "maximum": JSON(max)]
        case .flag: return ["type": "boolean"]
        case .choice(let words): return ["type": "string", "enum": .list(words.map { .text($0) })]
        case .list(let shape, let min, let max):
            return [
                "type": "array", "items": shape.schema(&named), "minItems": JSON(min), "maxItems": JSON(max),
            ]
        case .object(let properties): return Self.object(properties, &named)
        case .variants(let by, let variants):
            let kinds = variants.map { variant in
                Self.object(
                    [Property(by, .choice([variant.word]))] + variant.properties,
                    &named,
                    title: variant.word,
                    about: variant.about
                )
            }
            return ["oneOf": .list(kinds)]
        case .named(let name, let shape):
            if named[name] == nil {
                named[name] = .null
                named[name] = shape.schema(&named)
            }
            return ["$ref": .text("#/components/schemas/\(name)")]
        case .orNull(let shape): return ["anyOf": [shape.schema(&named), ["type": "null"]]]
        }
    }

    private static func object(
        _ properties: [Property],
        _ named: inout [String: JSON],
        title: String? = nil,
        about: String = ""
    ) -> JSON {
        var members: [JSON.Member] = []
        for property in properties {
            var schema = property.shape.schema(&named)
            if !property.about.isEmpty, case .object(let parts) = schema {
                schema = .object(parts + [.init("description", .text(property.about))])
            }
            members.append(.init(property.name, schema))
        }
        let required = properties.filter(\.isRequired).map { JSON.text($0.name) }
        var out: [JSON.Member] = [.init("type", "object")]
        if let title { out.append(.init("title", .text(title))) }
        if !about.isEmpty { out.append(.init("description", .text(about))) }
        out.append(.init("properties", .object(members)))
        if !required.isEmpty { out.append(.init("required", .list(required))) }
        out.append(.init("additionalProperties", false))
        return .object(out)
    }
}
