import Access
import Kernel
import Site
import SiteTestSupport
import Testing

@testable import Web

/// A problem wears the dress of the side on which it happened.
@Suite struct ProblemPageTests {
    private static let desk = "<html lang=\"vi\" class=\"desk\""
    private static let citizen = "<html lang=\"vi\" class=\"citizen\""

    @Test func anOfficersProblemStandsInTheDesk() async throws {
        let office = try await Office { rooms, routes in DeskPages(rooms).addRoutes(to: routes) }
        let client = try await office.client(signedInAs: .hanh)
        for path in ["/desk/nothing", "/desk/dossiers/dsr_nothing", "/manage/nothing"] {
            let answer = try await client.get(path)
            #expect(answer.status == 404 && answer.body.contains(Self.desk), "\(path)")
            #expect(answer.body.contains("class=\"top-search\"") && answer.words.contains("Về việc hôm nay"), "\(path)")
            #expect(!answer.body.contains("1022"), "\(path)")
        }
        // Outside of the desk an officer is a citizen like everybody.
        let outside = try await client.get("/nothing")
        #expect(outside.status == 404 && outside.body.contains(Self.citizen) && outside.words.contains("1022"))
    }

    @Test func aStrangersProblemTellsNothingOfTheDesk() async throws {
        let office = try await Office { rooms, routes in SignInPages(rooms).addRoutes(to: routes) }
        let client = office.client()
        let inside = try await client.get("/desk/nothing")
        #expect(inside.status == 404 && inside.body.contains(Self.desk) && !inside.body.contains("top-search"))
        #expect(try await client.get("/nothing").body.contains(Self.citizen))
        // The way in is the officers'.
        #expect(try await client.get("/sign-in").body.contains(Self.desk))
    }

    @Test(arguments: [
        ("/", PageSide.citizen), ("/desk", .desk), ("/desk/lists/today", .desk), ("/manage/staff?unit=1", .desk),
        ("/sign-in", .desk), ("/desktop", .citizen), ("/t/desk", .citizen),
    ]) func anAddressBelongsToASide(_ address: String, _ side: PageSide) throws {
        #expect(PageSide(of: try #require(Path(local: address))) == side)
    }
}
