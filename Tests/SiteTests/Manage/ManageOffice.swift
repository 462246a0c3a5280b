import Access
import Agencies
import Foundation
import Kernel
import Site
import SiteTestSupport
import Storage
import Testing
import Web

/// The shared office with the pages of administration, and the ward's own administrator beside the province's.
struct ManageOffice {
    static let wardAdministrator = ID<StaffMember>("stf_lan")
    let office: Office

    init() async throws {
        office = try await Office { rooms, routes in
            StaffPages(rooms).addRoutes(to: routes)
            StaffSheetPages(rooms).addRoutes(to: routes)
            CounterPages(rooms).addRoutes(to: routes)
            UnitPages(rooms).addRoutes(to: routes)
            CalendarPages(rooms).addRoutes(to: routes)
            CataloguePages(rooms).addRoutes(to: routes)
            RegisterPages(rooms).addRoutes(to: routes)
        }
        let rooms = office.rooms
        let lan = NewStaff(
            id: Self.wardAdministrator,
            StaffProfile(name: "Bùi Thị Lan", logInName: "lan"),
            post: StaffPost(agency: Office.ward, title: "Văn phòng – Thống kê"),
            grants: [RoleGrant(agency: Office.ward, role: .administrator, from: CivilDate(day: 18_262))]
        )
        try await StaffDesk(database: rooms.database, world: rooms.world).add([lan], by: Office.system)
        let hash = try await rooms.vault.hashPassword(VietnameseText.normalized(Office.password))
        try await AccountDesk(database: rooms.database, world: rooms.world, vault: rooms.vault)
            .setHash(hash, of: [Self.wardAdministrator], by: .system("test"))
    }

    var rooms: Rooms { office.rooms }

    func client(_ logIn: String, language: String = "vi") async throws -> Client {
        let signed = try await rooms.signIn.signIn(name: logIn, password: Office.password, address: "192.0.2.9")
        let client = office.client(language: language)
        client.set(.session, signed.token.rawValue)
        return client
    }

    func member(_ id: ID<StaffMember>) async throws -> StaffMember {
        try #require(try await rooms.database.read { tx in try StaffStore.load(id, in: tx) })
    }
}
