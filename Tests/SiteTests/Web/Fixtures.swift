import HTTPTypes
import Hummingbird
import Kernel
import SiteTestSupport
import TestSupport
import Web

/// A small site with one page of each kind, as the pages of the platform are written.
struct SmallSite {
    let world = TestWorld(at: "2026-10-28T08:30:00+07:00")
    let routes: RouteTable

    static let officer = SignedIn(
        staffID: "stf_1",
        name: "Đinh Thị Hạnh",
        agencyID: "agy_1",
        agencyName: "Phường Quỳnh Lâm",
        roles: ["reception"],
        csrf: "0123456789abcdef0123456789abcdef",
        sessionID: "ses_1"
    )

    init(isSecure: Bool = false, trustedProxy: String? = nil) throws {
        let resolver = SessionResolver { token, _ in token == "good" ? Self.officer : nil }
        routes = RouteTable(
            WebSite(
                texts: try TextLibrary(),
                world: world.world,
                isSecure: isSecure,
                trustedProxy: trustedProxy,
                sessions: resolver
            )
        )
        NotePages().addRoutes(to: routes)
    }

    func client() -> Client { Client(routes.finish()) }
    func officerClient() -> Client {
        let client = client()
        client.set(.session, "good")
        return client
    }
}

struct NotePages {
    func addRoutes(to routes: RouteTable) {
        routes.get("/notes", for: .anyone) { context in
            context.page(
                plainPage(
                    context,
                    title: "Notes",
                    side: .citizen,
                    form(context, to: Path("notes"), self.fields(FormData(), context.t))
                )
            )
        }
        routes.post("/notes", for: .anyone, limit: 4096) { form, context in
            var form = form
            let name = form.line("name", max: 20, required: true)
            let day = form.date("day")
            guard form.errors.isEmpty, let name else {
                let again = Web.form(context, to: Path("notes"), self.fields(form, context.t))
                return context.refused(plainPage(context, title: "Notes", side: .citizen, again))
            }
            let size = form.file("scan").map { " \($0.name) \($0.bytes.count)" } ?? ""
            return .text("\(name)|\(day?.description ?? "-")|\(form.all("tick"))\(size)")
        }
        routes.get("/desk", for: .staff) { context in
            let rail = [
                RailItem("Trễ hẹn", Path("desk", "late"), count: 3, isUrgent: true),
                RailItem("Hôm nay", Path("desk"), count: 12, isCurrent: true),
            ]
            return context.page(deskPage(context, title: "Việc hôm nay", rail: rail, "<h1>Việc hôm nay</h1>"))
        }
        routes.get("/desk/sign", for: .staff(["leader"])) { context in context.page("<p>\(context.officer.name)</p>") }
        routes.post("/desk/receive/{id}", for: .staff(["reception"])) { form, context in
            .redirect(to: Path("desk", try context.parameter("id")))
        }
        routes.get("/where", for: .anyone) { context in .text(context.remoteAddress) }
        routes.get("/broken", for: .anyone) { _ in throw Secret() }
        routes.get("/late", for: .anyone) { _ in throw Problem.tooMany(retryAfter: 60) }
    }

    struct Secret: Error, CustomStringConvertible { let description = "password of the database" }

    private func fields(_ form: FormData, _ t: Texts) -> HTML {
        let f = FormView(form, t)
        return "\(f.errorSummary)\(f.field("name", label: "Name"))\(f.date("day", label: "Day"))\(button("OK"))"
    }
}
