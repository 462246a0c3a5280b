internal import Access
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Following a dossier without signing in.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /track` | anyone | asks for the dossier's code and a number |
/// | `POST /track` | anyone | looks it up, throttled by address and code; 303 to a link that lives half an hour |
/// | `GET /track/{ticket}` | anyone with the link | the dossier, as long as the link lives |
/// | `GET /t/{token}` | anyone with the slip | the dossier of a slip's QR; a replaced slip says so |
public struct TrackingPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let rooms = rooms
        routes.get("/track", for: .anyone) { context in
            let form = FormData(["code": context.query("code")])
            return context.page(trackFormPage(context, form, isOver: context.query("over") == "1"))
        }
        routes.post("/track", for: .anyone, limit: 8 * 1024) { form, context in
            try await self.lookUp(form, context)
        }
        routes.get("/track/{ticket}", for: .anyone) { context in
            let ticket: TrackingTicket
            do {
                ticket = try TrackingTicket(try context.parameter("ticket"), rooms.vault, at: context.now)
            } catch TrackingTicket.Refusal.over {
                return .redirect(to: Path("track").query("over", "1"))
            } catch { throw Problem.notFound }
            let now = context.now
            let file = try await rooms.database.read { tx in
                try TrackingFile.load(ticket.id, rooms, at: now, in: tx)
            }
            return context.page(trackingPage(context, TrackingView(file, context.t, at: now)))
        }
        routes.get("/t/{token}", for: .anyone) { context in
            let (token, now) = (try context.parameter("token"), context.now)
            let file = try await rooms.database.read { tx in
                guard let found = try LookUp.track(token: token, in: tx) else { throw Problem.notFound }
                return try TrackingFile.load(found.id, rooms, at: now, replacedAt: found.replacedAt, in: tx)
            }
            return context.page(trackingPage(context, TrackingView(file, context.t, at: now)))
        }
    }

    private func lookUp(_ form: FormData, _ context: AppContext) async throws -> Response {
        var form = form
        let code = form.line("code", max: Limits.queryLength, required: true)
        let number = form.line("number", max: Limits.queryLength, required: true)
        guard form.errors.isEmpty, let code, let number else {
            return context.refused(trackFormPage(context, form))
        }
        guard let found = try await find(code: code, number: number, asker: asker(context), context) else {
            return context.refused(trackFormPage(context, form, refused: true))
        }
        let ticket = TrackingTicket(found, at: context.now).text(rooms.vault)
        return .redirect(to: Path("track", ticket))
    }

    /// Whoever asks from this address.
    func asker(_ context: AppContext) -> Throttle {
        Throttle("track", Throttle.network(of: context.remoteAddress), rule: .tracking, vault: rooms.vault)
    }

    /// The dossier that code and number belong to; nil for a wrong code and a wrong number alike.
    ///
    /// - Parameter asker: under what the try is counted.
    /// - Throws: `Problem.tooMany`.
    func find(code: String, number: String, asker: Throttle, _ context: AppContext) async throws -> ID<Dossier>? {
        try await PublicLookUp.count("track", code: code, asker: asker, rooms, context)
        let rooms = rooms
        return try await rooms.database.read { tx in
            try LookUp.track(code: code, answer: number, in: tx) { typed, persons in
                try Self.belongs(typed, to: persons, rooms.vault, in: tx)
            }
        }
    }

    /// Whether the number is of one of `persons`, merged records counted as one.
    private static func belongs(
        _ typed: String,
        to persons: [ID<Person>],
        _ vault: Vault,
        in tx: Transaction
    ) throws -> Bool {
        var holders: Set<ID<Person>> = []
        for number in PersonQuery(typed).numbers.prefix(4) {
            holders.formUnion(try PersonStore.find(number: number, vault, in: tx).map(\.id))
        }
        let roots = try persons.map { try PersonStore.root(of: $0, in: tx) }
        return roots.contains { holders.contains($0) }
    }
}
