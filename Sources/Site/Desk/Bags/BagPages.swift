internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Bags between centre and communes: packed, sent, received, with the differences named.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk/bags | who carries bags | bags by state, and a new one |
/// | POST | /desk/bags | who carries bags | opens a bag to a unit |
/// | GET | /desk/bags/{id} | the two units of the bag | what is in it |
/// | POST | /desk/bags/{id} | the two units of the bag | `act`: add, remove, send, receive |
/// | GET | /desk/bags/{id}/manifest | the two units of the bag | the sheet that travels with it |
public struct BagPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        routes.get("/desk/bags", for: .may(.carryBags)) { try await self.list($0) }
        routes.post("/desk/bags", for: .may(.carryBags)) { try await self.make($0, $1) }
        routes.get("/desk/bags/{id}", for: .may(.carryBags)) { try await self.show($0) }
        routes.post("/desk/bags/{id}", for: .may(.carryBags)) { try await self.act($0, $1) }
        routes.get("/desk/bags/{id}/manifest", for: .may(.carryBags)) { try await self.manifest($0) }
    }

    private func list(_ context: StaffContext) async throws -> Response {
        context.page(try await listPage(FormData(), context))
    }

    private func listPage(_ form: FormData, _ context: StaffContext) async throws -> HTML {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/bags", in: tx)
            return (frame, try BagListView.load(rooms, frame.officer.agency, on: context.today, in: tx))
        }
        return deskPage(context, title: context.t("rail.bags"), rail: frame.rail, view.html(context, form))
    }

    private func make(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let rooms = rooms
        let (officer, units) = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            return (officer, try rooms.directory(in: tx).all(on: context.today).map(\.id.rawValue))
        }
        let to = form.choice("to", of: units)
        if to == officer.agency.rawValue { form.errors.add("to", "bag.sameUnit") }
        guard form.errors.isEmpty, let to else { return context.refused(try await listPage(form, context)) }
        let id = try await rooms.dossiers.makeBag(to: ID(to), by: officer.performer, key: form.key)
        return .redirect(to: Path("desk", "bags", id.rawValue))
    }

    // MARK: One bag

    private func show(_ context: StaffContext) async throws -> Response {
        context.page(try await bagPage(FormData(), context))
    }

    private func bagPage(_ form: FormData, _ context: StaffContext) async throws -> HTML {
        let rooms = rooms
        let id = ID<Bag>(try context.parameter("id"))
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/bags", in: tx)
            let bag = try Self.bag(id, for: frame.officer, in: tx)
            return (frame, try BagView.load(bag, rooms, frame.officer, at: context.now, in: tx))
        }
        return deskPage(context, title: view.number, rail: frame.rail, view.html(context, form))
    }

    /// The bag, for an officer of one of its two units; to others it does not exist. One that is packed is its
    /// maker's.
    private static func bag(_ id: ID<Bag>, for officer: Officer, in tx: Transaction) throws -> Bag {
        guard let bag = try BagStore.load(id, in: tx), let made = bag.made,
            made.from == officer.agency || (made.to == officer.agency && bag.state != .open)
        else { throw Problem.notFound }
        return bag
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let rooms = rooms
        let id = ID<Bag>(try context.parameter("id"))
        let officer = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            _ = try Self.bag(id, for: officer, in: tx)
            return officer
        }
        do {
            try await order(&form, id, officer, context)
        } catch let error as BagError {
            form.errors.add("code", "bag.\(error.cause)", try await values(error, context))
        } catch let error as DossierError {
            let unit = try await unitNames()
            form.errors.add("code", "bags.refused", ["reason": ListRefusal(context.t, unit: unit).text(error)])
        }
        guard form.errors.isEmpty else { return context.refused(try await bagPage(form, context)) }
        return .redirect(to: Path("desk", "bags", id.rawValue))
    }

    private func order(
        _ form: inout FormData,
        _ id: ID<Bag>,
        _ officer: Officer,
        _ context: StaffContext
    ) async throws {
        let desk = rooms.dossiers
        let performer = officer.performer
        switch form.value("act") {
        case "add":
            let codes = try await codes(&form, officer, context)
            for code in codes {
                _ = try await desk.addToBag(id, code, by: performer, key: "\(form.key):\(code.rawValue)")
            }
        case "remove":
            _ = try await desk.removeFromBag(id, ID(form.value("dossier")), by: performer, key: form.key)
        case "send": _ = try await desk.sendBag(id, by: performer, key: form.key)
        case "receive":
            let found = form.all(form.value("all") == "1" ? "shown" : "found").map { ID<Dossier>($0) }
            guard let extra = extraCodes(&form) else { return }
            _ = try await desk.receiveBag(id, found: found, extra: extra, by: performer, key: form.key)
        default: throw Problem.badRequest
        }
    }

    /// The codes that were ticked and the one that was typed or scanned; a serial of today or a day is enough.
    private func codes(
        _ form: inout FormData,
        _ officer: Officer,
        _ context: StaffContext
    ) async throws -> [DossierCode] {
        var codes = form.all("pick").prefix(DossierLimits.bagDossiers).compactMap { DossierCode(rawValue: $0) }
        guard let typed = form.line("code", max: Limits.queryLength, required: codes.isEmpty) else { return codes }
        let rooms = rooms
        let found = try await rooms.database.read { tx -> DossierCode? in
            let unitCode = try rooms.directory(in: tx).code(of: officer.agency, .unit, on: context.today)
            let query = DeskQuery(typed, unitCode: unitCode, today: context.today)
            if let code = query.code { return code }
            if let token = query.token, let id = try LookUp.track(token: token, in: tx)?.id {
                return try DossierStore.row(id, in: tx)?.code
            }
            let rows = try query.prefixes.flatMap { try DossierStore.find(codePrefix: $0, limit: 2, in: tx) }
            return rows.count == 1 ? rows[0].code : nil
        }
        guard let found else {
            form.errors.add("code", "bags.noSuchCode", ["code": typed])
            return []
        }
        if !codes.contains(found) { codes.append(found) }
        return codes
    }

    /// Codes of folders that are in the bag and not on its manifest, one a line; nil when one cannot be read.
    private func extraCodes(_ form: inout FormData) -> [DossierCode]? {
        guard let text = form.text("extra") else { return form.errors["extra"] == nil ? [] : nil }
        var codes: [DossierCode] = []
        for line in text.split(whereSeparator: { $0.isNewline || $0 == "," || $0 == ";" })
        where line.contains(where: { !$0.isWhitespace }) {
            guard let code = DossierCode(typed: line) else {
                form.errors.add("extra", "bags.noSuchCode", ["code": String(line)])
                return nil
            }
            codes.append(code)
        }
        return codes
    }

    private func values(_ error: BagError, _ context: StaffContext) async throws -> [String: String] {
        switch error {
        case .notHere(let code): ["code": code.rawValue]
        case .inAnotherBag(let number): ["number": number]
        case .full(let limit): ["limit": "\(limit)"]
        case .notYourUnit(let unit): ["agency": try await unitNames()(unit)]
        case .notOpen, .notSent, .sameUnit, .alreadyIn, .notIn, .empty, .unknown: [:]
        }
    }
    private func unitNames() async throws -> @Sendable (ID<Agency>) -> String {
        let rooms = rooms
        let directory = try await rooms.database.read { tx in try rooms.directory(in: tx) }
        return { directory[$0]?.shortName ?? "" }
    }

    private func manifest(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let id = ID<Bag>(try context.parameter("id"))
        let sheet = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            let bag = try Self.bag(id, for: officer, in: tx)
            return try BagView.sheet(bag, rooms, at: context.now, in: tx)
        }
        guard let sheet else { throw Problem.notFound }
        let bytes = try sheet.pdf(made: context.now)
        return .file(bytes, type: "application/pdf", name: "\(sheet.number).pdf", isDownload: false)
    }
}
