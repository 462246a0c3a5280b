import Foundation
import Register
import TestSupport
import Testing

@Suite struct GoldenEventsTests {
    private struct Taken: Codable, Equatable { var counter: Int }

    @Test func aFormatIsWrittenOnceAndHeldTo() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-golden-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func problem(_ event: Taken, format: Int = 1, as payload: String? = nil, accepts: Bool = false) throws
            -> String?
        {
            GoldenEvents(folder: folder, accepts: accepts).problem(
                name: "dossier.taken",
                format: format,
                payload: try payload ?? RecordedJSON.encode(event),
                of: event
            ) { try RecordedJSON.decode($0) }
        }
        #expect(try problem(Taken(counter: 3)) != nil, "no file yet")
        #expect(try problem(Taken(counter: 3), accepts: true) == nil)
        #expect(try problem(Taken(counter: 3)) == nil)
        #expect(try problem(Taken(counter: 4)) != nil, "written otherwise")
        #expect(try problem(Taken(counter: 4), accepts: true) != nil, "a format is never written over")
        #expect(try problem(Taken(counter: 4), as: "{\"counter\":3}") != nil, "decodes to another event")
        #expect(try problem(Taken(counter: 3), format: 2, as: "{\"desk\":3}", accepts: true) == nil)
        #expect(try problem(Taken(counter: 3), format: 2, as: "{\"desk\":3}") != nil, "does not decode")
        #expect(
            GoldenEvents(folder: folder, accepts: false).stored() == [
                .init(name: "dossier.taken", format: 1, payload: "{\"counter\":3}"),
                .init(name: "dossier.taken", format: 2, payload: "{\"desk\":3}"),
            ]
        )
    }
}
