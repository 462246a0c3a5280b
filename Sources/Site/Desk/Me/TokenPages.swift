internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// The tokens by which other programs act for an officer: listed, and revoked at once.
///
/// | method | path | who | what |
/// |---|---|---|---|
/// | GET | /desk/me/tokens | staff | the own |
/// | POST | /desk/me/tokens | staff | revokes one of the own |
/// | GET | /manage/staff/{id}/tokens | administrator | those of an officer in reach |
/// | POST | /manage/staff/{id}/tokens | administrator | revokes one of them |
public struct TokenPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let limit = 16 * 1024
        routes.get("/desk/me/tokens", for: .staff) { try await self.own($0) }
        routes.post("/desk/me/tokens", for: .staff, limit: limit) { try await self.revokeOwn($0, $1) }
        let administrators = Audience.staff([Role.administrator.rawValue])
        routes.get("/manage/staff/{id}/tokens", for: administrators) { try await self.others($0) }
        routes.post("/manage/staff/{id}/tokens", for: administrators, limit: limit) {
            try await self.revokeOthers($0, $1)
        }
    }

    private static let here = Path("desk", "me", "tokens")
    private static func path(_ staff: ID<StaffMember>) -> Path { StaffPages.root / staff.rawValue / "tokens" }

    private func own(_ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let (frame, view) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "desk/me", in: tx)
            return (frame, try TokenView.load(frame.officer.id, rooms, back: Path("desk", "me"), Self.here, in: tx))
        }
        let html = view.html(context)
        return context.page(deskPage(context, title: context.t("token.title"), rail: frame.rail, html))
    }

    private func revokeOwn(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let staff = ID<StaffMember>(context.officer.staffID)
        let officer = try await rooms.database.read { tx in
            let officer = try rooms.officer(context, in: tx)
            try Self.checkOwner(form, staff, in: tx)
            return officer
        }
        try await revoke(form, by: officer)
        return .redirect(to: Self.here.query("done", "1"))
    }

    /// The officer that the path names, if this administrator may manage them.
    private func others(_ context: StaffContext) async throws -> Response {
        let card = try await StaffPages(rooms).managed(context)
        let (rooms, staff) = (rooms, card.member.id)
        let view = try await rooms.database.read { tx in
            try TokenView.load(staff, rooms, back: StaffPages.root / staff.rawValue, Self.path(staff), in: tx)
        }
        let html = view.html(context)
        return context.page(deskPage(context, title: context.t("token.title"), rail: card.frame.rail, html))
    }

    private func revokeOthers(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let card = try await StaffPages(rooms).managed(context)
        let staff = card.member.id
        try await rooms.database.read { tx in try Self.checkOwner(form, staff, in: tx) }
        try await revoke(form, by: card.frame.officer)
        return .redirect(to: Self.path(staff).query("done", "1"))
    }

    /// A token of somebody else is not there.
    private static func checkOwner(_ form: FormData, _ staff: ID<StaffMember>, in tx: Transaction) throws {
        guard try TokenStore.load(ID(form.value("token")), in: tx)?.staff == staff else { throw Problem.notFound }
    }
    /// Revoking twice is revoking once: a double click needs no key.
    private func revoke(_ form: FormData, by officer: Officer) async throws {
        do { try await rooms.tokens.revoke(ID(form.value("token")), by: .officer(officer)) } catch TokenError
            .unknownToken
        { throw Problem.notFound }
    }
}

/// An officer's tokens.
private struct TokenView: Sendable {
    let name: String
    let tokens: [AccessToken]
    let units: [ID<Agency>: String]
    let back: Path
    let here: Path

    static func load(
        _ staff: ID<StaffMember>,
        _ rooms: Rooms,
        back: Path,
        _ here: Path,
        in tx: Transaction
    ) throws -> TokenView {
        let tokens = try TokenStore.all(of: staff, in: tx)
        let directory = try rooms.directory(in: tx)
        let units = Dictionary(tokens.map { ($0.agency, directory[$0.agency]?.shortName ?? "") }) { first, _ in first }
        let name = try StaffStore.load(staff, in: tx)?.name ?? ""
        return TokenView(name: name, tokens: tokens, units: units, back: back, here: here)
    }

    func html(_ context: StaffContext) -> HTML {
        let t = context.t
        let columns = ["what", "unit", "rights", "until", "used", "act"].map { Column(t("token.column.\($0)")) }
        let list: HTML =
            tokens.isEmpty
            ? "<p>\(t("token.none"))</p>"
            : table(
                caption: t("token.title"),
                columns: columns,
                rows: tokens.map { row($0, context) },
                hidesCaption: true
            )
        return """
            <p class="back">\(link(name, to: back))</p>
            <h1>\(t("token.title"))</h1>
            \(if: context.query("done") == "1", banner(.success, t("token.done")))
            <p>\(t("token.lead")) \(link(t("token.guide"), to: Path("api")))</p>
            \(list)
            """
    }

    private func row(_ token: AccessToken, _ context: StaffContext) -> [HTML] {
        let t = context.t
        let rights = token.rights.sorted().map { t("token.right.\($0.rawValue)") }.joined(separator: ", ")
        let state: HTML
        if token.revokedAt != nil {
            state = tag(.closed, t("token.revoked"))
        } else if !token.isLive(at: context.now) {
            state = tag(.closed, t("token.over"))
        } else {
            let field: HTML = "<input type=\"hidden\" name=\"token\" value=\"\(token.id.rawValue)\">"
            state = form(
                context,
                to: here,
                confirm: t("token.revoke.sure", ["prefix": token.prefix]),
                "\(field)\(button(t("token.revoke"), kind: .danger))"
            )
        }
        return [
            "<b>\(token.label.isEmpty ? t("token.unnamed") : token.label)</b><br><span class=\"muted\">\(token.prefix)…</span>",
            HTML(units[token.agency] ?? ""), HTML(rights), HTML(t.dateTime(token.validUntil)),
            HTML(token.usedAt.map(t.dateTime) ?? t("token.unused")), state,
        ]
    }
}
