internal import Access
internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// The catalogue of procedures: what is announced, what is unclear in it, fees, decisions, import, reviews.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/catalogue?q=&field=` | every officer | the procedures in force, by field, with a finder |
/// | `GET /manage/catalogue/{code}` | every officer | versions, what changed, flags, fees |
/// | `GET, POST /manage/catalogue/{code}/publish`, `…/repeal`, `…/fee` | procedure control | decisions with number and dates |
/// | `GET /manage/catalogue/flags?kind=&field=`, `GET, POST …/flags/{id}` | procedure control | unclear places, answered one by one |
/// | `GET, POST /manage/catalogue/flags/bulk` | procedure control | many at once, the number first |
/// | `GET, POST /manage/catalogue/import` | procedure control | the national portal's file |
/// | `GET, POST /manage/catalogue/review`, `POST …/review/done` | all read, procedure control writes | the plan of reviews |
public struct CataloguePages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    static let root = Path("manage", "catalogue")
    static let controllers = Audience.staff(["procedureControl"])
    /// Bytes of a form with the national file.
    static let importLimit = 20 * 1024 * 1024 + 64 * 1024

    public func addRoutes(to routes: RouteTable) {
        routes.get("/manage/catalogue", for: .staff) { context in try await list(context) }
        addFlagRoutes(to: routes)
        addPlanRoutes(to: routes)
        routes.get("/manage/catalogue/{code}", for: .staff) { context in
            context.page(procedurePage(context, try await procedure(context)))
        }
        addDecisionRoutes(to: routes)
    }

    func desk(_ officer: Officer) -> CatalogueDesk {
        CatalogueDesk(
            database: rooms.database,
            world: rooms.world,
            actor: officer.actor,
            agency: officer.agency.rawValue
        )
    }

    func frame(_ context: StaffContext) async throws -> DeskFrame {
        let rooms = rooms
        return try await rooms.database.read { tx in
            try DeskFrame.load(rooms, context, current: "manage/catalogue", in: tx)
        }
    }

    /// The frame of an officer who may change the catalogue for the unit they act for.
    func controller(_ context: StaffContext) async throws -> DeskFrame {
        let frame = try await frame(context)
        guard frame.officer.may(.changeCatalogue) else { throw Problem.notFound }
        return frame
    }

    private func list(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let view = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/catalogue", in: tx)
            let shelf = try rooms.procedures(on: context.today, in: tx)
            return CatalogueListView(
                frame: frame,
                shelf: shelf,
                query: context.query("q"),
                field: context.query("field"),
                openFlags: try CatalogueStore.openFlagCounts(in: tx).values.reduce(0, +)
            )
        }
        return context.page(catalogueListPage(context, view))
    }

    /// The procedure that the path names, with all its versions.
    func procedure(_ context: StaffContext) async throws -> CatalogueProcedureView {
        let code = try context.parameter("code")
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/catalogue", in: tx)
            let history = try CatalogueStore.history(code: code, in: tx)
            guard let newest = history.first else { throw Problem.notFound }
            let current = try CatalogueStore.current(code: code, on: context.today, in: tx)
            return CatalogueProcedureView(
                frame: frame,
                shown: current ?? newest,
                isInForce: current != nil,
                versions: try history.map {
                    .init(version: $0, changes: try CatalogueStore.changes(of: $0.id, in: tx))
                },
                flags: try CatalogueStore.flags(of: newest.id, in: tx),
                fees: try CatalogueStore.fees(code: code, in: tx)
            )
        }
    }
}

/// The procedures in force: found by words, of one field, or all fields with their numbers.
struct CatalogueListView: Sendable {
    let frame: DeskFrame
    let query: String
    let field: String
    let fields: [(name: String, count: Int)]
    let hits: [ProcedureVersion]
    let total: Int
    let openFlags: Int
    var mayChange: Bool { frame.officer.may(.changeCatalogue) }

    init(frame: DeskFrame, shelf: ProcedureShelf, query: String, field: String, openFlags: Int) {
        self.frame = frame
        self.query = query
        self.field = field
        self.openFlags = openFlags
        total = shelf.versions.count
        let counts = Dictionary(grouping: shelf.versions, by: \.field).mapValues(\.count)
        fields = shelf.fields.map { ($0, counts[$0] ?? 0) }
        if !query.isEmpty {
            hits = shelf.finder.find(query, limit: Limits.pageRows).compactMap { shelf[$0.entry.code] }
        } else if !field.isEmpty {
            hits = shelf.versions.filter { $0.field == field }
        } else {
            hits = []
        }
    }
}

/// One procedure with its versions, newest first.
struct CatalogueProcedureView: Sendable {
    struct Version: Sendable {
        let version: ProcedureVersion
        let changes: [FieldChange]
    }
    let frame: DeskFrame
    /// What is in force today, with the province's fees; else the newest.
    let shown: ProcedureVersion
    let isInForce: Bool
    let versions: [Version]
    let flags: [StoredFlag]
    let fees: [FeeResolution]
    var mayChange: Bool { frame.officer.may(.changeCatalogue) }
    var mayPublish: Bool { frame.officer.may(.publishCatalogue) }
}
