import Access
import Dossiers
import Kernel
import Site
import SiteTestSupport
import Testing

/// That the shared fixture does what its users take for granted.
@Suite struct OfficeTests {
    @Test(arguments: Progress.allCases) func aDossierComesAsFarAsItIsAsked(_ progress: Progress) async throws {
        let office = try await Office()
        let dossier = try await office.load(try await office.dossier(progress))
        let status =
            switch progress {
            case .received, .forwarded: "received"
            case .taken, .appraised, .signed: "inProcess"
            case .issued, .atCounter: "finished"
            case .returned: "returned"
            }
        #expect(dossier.status.map { "\($0)" } == status)
    }

    @Test(arguments: Office.Name.allCases) func everyOfficerSignsIn(_ name: Office.Name) async throws {
        let office = try await Office { rooms, routes in SignInPages(rooms).addRoutes(to: routes) }
        let client = try await office.client(signedInAs: name)
        // Who is signed in needs no sign-in page.
        #expect(try await client.get("/sign-in").header("Location") == "/desk")
    }
}
