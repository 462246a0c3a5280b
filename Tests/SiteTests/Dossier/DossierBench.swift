import Access
import Agencies
import Dossiers
import Foundation
import HTTPTypes
import Kernel
import LegalClock
import Logging
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// The office with the pages of a dossier, and what the page models see.
struct DossierBench {
    let office: Office

    init() async throws {
        office = try await Office { rooms, routes in
            DossierPages(rooms).addRoutes(to: routes)
            SlipPages(rooms).addRoutes(to: routes)
            FilePages(rooms).addRoutes(to: routes)
        }
    }

    /// What the pages know when `name` opens the dossier now.
    func facts(_ id: ID<Dossier>, seenBy name: Office.Name, language: Language = .vi) async throws -> DossierFacts {
        var app = AppContext(logger: Logger(label: "test"), requestID: "req-1", remoteAddress: "192.0.2.1")
        app.site = office.routes.site
        app.now = office.test.now
        app.language = language
        app.officer = SignedIn(
            staffID: name.id.rawValue,
            name: name.post.name,
            agencyID: name.post.agency.rawValue,
            agencyName: "",
            roles: Set(name.post.roles.map(\.rawValue)),
            csrf: "csrf",
            sessionID: "ses"
        )
        let context = try #require(StaffContext(app))
        let rooms = office.rooms
        return try await rooms.database.read { tx in try DossierFacts.load(rooms, context, id, in: tx) }
    }

    func texts(_ language: Language = .vi) -> Texts { office.routes.site.texts[language] }

    func models(_ id: ID<Dossier>, proof: String = "") async throws -> SlipModels {
        let extras = SlipExtras(counter: 3, proof: proof, publicURL: "https://motcua.example")
        return SlipModels(facts: try await facts(id, seenBy: .hanh), extras: extras, t: texts())
    }

    /// A mother who files for her child, as the province's centre receives it: papers kept and compared, a fee to pay.
    func childsDossier() async throws -> ID<Dossier> {
        let mother = try await office.person("Bùi Thị Mận", number: "017190000019", phone: "0912345678")
        let child = try await office.person("Bùi Gia Bảo")
        let order = IntakeOrder(
            answer: .receive,
            procedure: try await office.procedure(),
            owners: [child],
            submitter: mother,
            capacity: .parentOrGuardian,
            proof: "Giấy khai sinh của con",
            competent: Office.police,
            papers: [
                Dossiers.Paper(name: "Tờ khai CT01", form: .original, count: 1),
                Dossiers.Paper(
                    name: "Giấy khai sinh",
                    form: .comparedCopy,
                    count: 1,
                    comparedBy: Office.Name.hanh.actor
                ),
            ],
            copies: 2,
            fee: Fee(amount: Money(dong: 8000), text: "Lệ phí xác nhận"),
            limit: .workingDays(1)
        )
        return try await office.rooms.dossiers.intake(
            order,
            by: Office.Name.hanh.performer,
            unitCode: "H28.01",
            calendar: .standard,
            key: office.test.world.newID(.request)
        )
    }

    /// Does an act through its form, the way an officer does.
    @discardableResult
    func press(
        _ act: DossierAct,
        on id: ID<Dossier>,
        by name: Office.Name,
        _ fields: KeyValuePairs<String, String> = [:]
    ) async throws -> Exchange {
        let client = try await office.client(signedInAs: name)
        let path = "/desk/dossiers/\(id)/acts/\(act.rawValue)"
        let page = try await client.get(path)
        let seen = page.hidden("seen") ?? ""
        let written = [("seen", seen)] + fields.map { ($0.key, $0.value) }
        return try await submit(client, path, written, from: page)
    }

    func submit(
        _ client: Client,
        _ path: String,
        _ fields: [(String, String)],
        from page: Exchange
    ) async throws -> Exchange {
        let all = [("_csrf", page.hidden("_csrf") ?? ""), ("_key", page.hidden("_key") ?? "")] + fields
        let body = all.map { "\($0.0)=\(Percent.encoded($0.1))" }.joined(separator: "&")
        return try await client.send(
            .post,
            path,
            body: Array(body.utf8),
            type: "application/x-www-form-urlencoded"
        )
    }
}
