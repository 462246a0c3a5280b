internal import Access
internal import Agencies
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
/// | `GET, POST /manage/catalogue/{code}/publish`, `…/repeal`, `…/fee` | procedure control | dated decisions |
/// | `GET /manage/catalogue/flags?kind=&field=` | procedure control | unclear places |
/// | `GET, POST /manage/catalogue/flags/{id}` | procedure control | one is answered |
/// | `GET, POST /manage/catalogue/flags/bulk` | procedure control | many at once, the number first |
/// | `GET, POST /manage/catalogue/import` | procedure control | the national portal's file |
/// | `GET /manage/catalogue/review` | every officer | the plan of reviews |
/// | `POST /manage/catalogue/review`, `POST …/review/done` | procedure control | plan, record |
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
        let rooms = rooms
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/catalogue", in: tx)
            guard try Self.mayChange(frame, rooms, context, in: tx) else { throw Problem.notFound }
            return frame
        }
    }

    /// The catalogue is the province's: a commune's controllers read it and plan reviews at the unit above.
    static func mayChange(
        _ frame: DeskFrame,
        _ rooms: Rooms,
        _ context: StaffContext,
        in tx: Transaction
    ) throws -> Bool {
        let reach = try frame.reach(rooms, context, in: tx)
        guard frame.officer.may(.changeCatalogue), frame.officer.may(.publishCatalogue),
            let unit = reach.directory.agency(frame.officer.agency, on: context.today)
        else { return false }
        return CounterView.level(of: unit, reach) != .commune
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
                mayChange: try Self.mayChange(frame, rooms, context, in: tx),
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
                mayChange: try Self.mayChange(frame, rooms, context, in: tx),
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
    let mayChange: Bool

    init(
        frame: DeskFrame,
        shelf: ProcedureShelf,
        query: String,
        field: String,
        mayChange: Bool,
        openFlags: Int
    ) {
        self.mayChange = mayChange
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
    let mayChange: Bool
    /// What is in force today, with the province's fees; else the newest.
    let shown: ProcedureVersion
    let isInForce: Bool
    let versions: [Version]
    let flags: [StoredFlag]
    let fees: [FeeResolution]
}
