import Access
import Agencies
import Dossiers
import Foundation
import HTTPTypes
import Kernel
import Site
import SiteTestSupport
import Storage
import Testing
import Web

/// An officer at the counter of the shared office, with the pages of intake.
struct CounterDesk {
    let office: Office
    let client: Client

    init(language: String = "vi", signer: Bool = false) async throws {
        office = try await Office { rooms, routes in
            IntakePages(rooms).addRoutes(to: routes)
            CertifyPages(rooms).addRoutes(to: routes)
            SheetPages(rooms).addRoutes(to: routes)
            PersonPages(rooms).addRoutes(to: routes)
        }
        if signer {
            let staff = StaffDesk(database: office.rooms.database, world: office.rooms.world)
            let grant = RoleGrant(agency: Office.centre, role: .leader, from: CivilDate(day: 18_262))
            try await staff.grant(grant, to: Office.Name.mai.id, by: Office.system)
        }
        client = try await office.client(signedInAs: .hanh, language: language)
    }

    /// Posts the fields with the tokens of `page`.
    func post(_ path: String, _ fields: [(String, String)], from page: Exchange) async throws -> Exchange {
        let tokens = [("_csrf", page.hidden("_csrf") ?? ""), ("_key", page.formKey ?? "")]
        let body = (tokens + fields).map { "\(Percent.encoded($0.0))=\(Percent.encoded($0.1))" }.joined(separator: "&")
        return try await client.send(
            .post,
            path,
            body: Array(body.utf8),
            type: "application/x-www-form-urlencoded"
        )
    }

    /// What the officer fills in for a mother who asks for her child's residence confirmation.
    static let mother: [(String, String)] = [
        ("p_kind", "citizen"), ("p_name", "Bùi Thị Mận"), ("p_birth", "2/3/1985"), ("p_sex", "female"),
        ("p_idkind", "citizen"), ("p_number", "017185001234"), ("p_phone", "0912 345 678"),
        ("p_address", "Tổ 5, phường Quỳnh Lâm, tỉnh Hòa Bình"),
    ]
    static let way: [(String, String)] = [
        ("channel", "counter"), ("delivery", "counter"), ("sets", "1"), ("copies", "1"), ("pay", "later"),
    ]
    static let forHerChild: [(String, String)] =
        mother + way + [
            ("capacity", "parentOrGuardian"), ("proof", "Giấy khai sinh của con"), ("owners", "1"),
            ("o1_kind", "citizen"), ("o1_name", "Bùi Minh Khang"), ("o1_birth", "15/9/2018"),
            ("o1_address", "Tổ 5, phường Quỳnh Lâm, tỉnh Hòa Bình"),
            ("paper_0", "in"), ("paper_0_form", "original"), ("paper_0_count", "1"),
        ]

    func dossier(_ answer: Exchange) async throws -> Dossier {
        let place = try #require(answer.header("Location"))
        let id = ID<Dossier>(String(place.split(separator: "/").last ?? ""))
        return try await office.load(id)
    }
    func persons() async throws -> Int {
        try await office.rooms.persons.find("Bui", units: [Office.centre]).count
    }
}

extension Exchange {
    /// The request key of the page's own form: the last one, since the head has a form too.
    var formKey: String? {
        body.components(separatedBy: "name=\"_key\" value=\"").last.map { String($0.prefix { $0 != "\"" }) }
    }
}
