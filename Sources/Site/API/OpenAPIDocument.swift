internal import Access
internal import HTTPTypes
internal import Kernel
internal import Web

/// The OpenAPI 3.1 document, written from the routes themselves.
struct OpenAPIDocument {
    static let path = APILimits.root + "/openapi.json"
    /// Grows with what is added; what would break a client is `/api/v2`.
    static let version = "1.0.0"

    let routes: [APIRoute]
    init(_ routes: [APIRoute]) { self.routes = routes }

    var json: JSON {
        var named: [String: JSON] = [:]
        let problem = APIShapes.problem.schema(&named)
        var paths: [String: [JSON.Member]] = [:]
        var order: [String] = []
        for route in routes {
            if paths[route.pattern] == nil { order.append(route.pattern) }
            let operation = Self.operation(route, problem, &named)
            paths[route.pattern, default: []].append(.init(route.method.rawValue.lowercased(), operation))
        }
        order.append(Self.path)
        paths[Self.path] = [.init("get", Self.itself)]
        let schemas = named.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Một Cửa", "version": .text(Self.version),
                "summary": "The one-stop shop for other programs of a province.",
                "description":
                    "Dates are ISO 8601 with +07:00, money is whole đồng. Names are those of the glossary. Problems are RFC 9457. Added members of answers are no new version.",
                "license": ["name": "See the repository", "url": "/api"],
            ],
            "servers": [["url": "/"]], "paths": .object(order.map { .init($0, .object(paths[$0] ?? [])) }),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description":
                            "An officer's token, mc_…, made by `motcua token create`. Rights: read, intake, act.",
                    ]
                ],
            ],
        ]
    }

    private static func operation(_ route: APIRoute, _ problem: JSON, _ named: inout [String: JSON]) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .text(route.name)), .init("summary", .text(route.summary)),
        ]
        if !route.about.isEmpty { members.append(.init("description", .text(route.about))) }
        switch route.access {
        case .anyone: members.append(.init("security", []))
        case .either: members.append(.init("security", [[:], ["token": []]]))
        case .token(let right): members.append(.init("security", [["token": .list([.text(right.rawValue)])]]))
        }
        if !route.parameters.isEmpty {
            let parameters = route.parameters.map { parameter -> JSON in
                [
                    "name": .text(parameter.name), "in": .text(parameter.place.rawValue),
                    "required": .flag(parameter.isRequired), "description": .text(parameter.about),
                    "schema": parameter.shape.schema(&named),
                ]
            }
            members.append(.init("parameters", .list(parameters)))
        }
        if let body = route.body {
            var media: [JSON.Member] = [.init("schema", body.schema(&named))]
            if let example = route.example { media.append(.init("example", example)) }
            let content = JSON.object([.init("application/json", .object(media))])
            members.append(.init("requestBody", ["required": true, "content": content]))
        }
        members.append(.init("responses", .object(responses(route, problem, &named))))
        return .object(members)
    }

    private static func responses(
        _ route: APIRoute,
        _ problem: JSON,
        _ named: inout [String: JSON]
    ) -> [JSON.Member] {
        var out: [JSON.Member] = []
        for answer in route.answers {
            var members: [JSON.Member] = [.init("description", .text(answer.about))]
            if !answer.headers.isEmpty {
                let headers = answer.headers.map { name, about in
                    JSON.Member(name, ["description": .text(about), "schema": ["type": "string"]])
                }
                members.append(.init("headers", .object(headers)))
            }
            if answer.status != 304 {
                let schema = answer.shape?.schema(&named)
                let media: JSON = schema.map { ["schema": $0] } ?? [:]
                members.append(.init("content", .object([.init(answer.type, media)])))
            }
            out.append(.init("\(answer.status)", .object(members)))
        }
        for status in route.statuses.sorted() where !route.answers.contains(where: { $0.status == status }) {
            let codes = APIProblem.known.filter { $0.status == status }.map { "`\($0.code)`" }
            out.append(
                .init(
                    "\(status)",
                    [
                        "description": .text(codes.joined(separator: ", ")),
                        "content": ["application/problem+json": ["schema": problem]],
                    ]
                )
            )
        }
        return out
    }

    private static let itself: JSON = [
        "operationId": "getDocument", "summary": "This document", "security": [],
        "responses": [
            "200": ["description": "OpenAPI 3.1.", "content": ["application/json": ["schema": ["type": "object"]]]]
        ],
    ]
}
