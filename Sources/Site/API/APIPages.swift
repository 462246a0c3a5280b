internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
public import Web

/// The API for other programs, `/api/v1`.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /api` | anyone | how to use it, for people |
/// | `GET /api/v1/openapi.json` | anyone | every route, body and answer (OpenAPI 3.1) |
/// | the routes of `APIPages.routes` | as they say | checked by `APIRoute.answer` |
public struct APIPages: Sendable {
    let rooms: Rooms
    let routes: [APIRoute]

    public init(_ rooms: Rooms) {
        self.rooms = rooms
        routes = Self.routes(rooms)
    }

    /// Every route of the API.
    static func routes(_ rooms: Rooms) -> [APIRoute] {
        ProcedureRoutes(rooms).routes + [TrackingRoute(rooms).route] + DossierRoutes(rooms).routes
            + [IntakeRoute(rooms).route, ActRoute(rooms).route] + HouseRoutes(rooms).routes
    }

    public func addRoutes(to table: RouteTable) {
        let rooms = rooms
        let document = OpenAPIDocument(routes).json.written
        table.get("/api", for: .anyone) { context in context.page(APIGuide.page(context)) }
        table.raw(.get, OpenAPIDocument.path) { _, _ in
            .text(document, type: "application/json")
        }
        for route in routes {
            table.raw(route.method, route.pattern, for: route.access.who) { request, context in
                try await route.answer(request, context, rooms)
            }
        }
    }
}

extension APIAccess {
    var who: Who {
        switch self {
        case .anyone, .either: .anyone
        case .token(let right): .token(right.rawValue)
        }
    }
}
