import Dossiers
import Foundation
import HTTPTypes
import Kernel
import SiteTestSupport
import TestSupport
import Testing

@testable import Site
@testable import Web

/// The OpenAPI document against the routes, the problems and the examples.
@Suite struct APIDocumentTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/api/openapi.json")

    @Test func theDocumentStandsInTheRepository() async throws {
        let api = try await APIOffice()
        let answer = try await api.client.get(OpenAPIDocument.path, accept: "application/json")
        let object = try JSONSerialization.jsonObject(with: Data(answer.bytes))
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try JSONSerialization.data(withJSONObject: object, options: options), as: UTF8.self)
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            try Data((text + "\n").utf8).write(to: Self.file)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text + "\n")
        #expect(answer.header("Content-Type") == "application/json")
    }

    @Test func everyRouteStandsInTheDocumentAndNoOther() async throws {
        let api = try await APIOffice()
        let document = OpenAPIDocument(api.routes).json
        var written: Set<String> = []
        for path in document["paths"]?.members ?? [] {
            for operation in path.value.members ?? [] { written.insert("\(operation.name.uppercased()) \(path.name)") }
        }
        let registered = api.office.routes.entries.filter { $0.pattern.hasPrefix(APILimits.root) }
            .map { "\($0.method.rawValue) \($0.pattern)" }
        #expect(written == Set(registered) && registered.count > 10)
        let names = api.routes.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func everyStatusThatIsNamedHasItsProblemAndEveryProblemItsPage() async throws {
        let api = try await APIOffice()
        let codes = Dictionary(grouping: APIProblem.known, by: \.status)
        for route in api.routes {
            for status in route.statuses where !route.answers.contains(where: { $0.status == status }) {
                #expect(codes[status] != nil, "\(route.name) names \(status)")
            }
        }
        for language in ["vi", "en"] {
            let reader = api.office.client(language: language)
            for problem in APIProblem.known {
                let page = try await reader.get("/problems/\(problem.code)")
                #expect(page.status == 200 && !page.body.contains("⟦"), "\(problem.code)")
            }
        }
    }

    @Test func examplesAreWhatTheyAreExamplesOf() async throws {
        let api = try await APIOffice()
        for route in api.routes where route.body != nil {
            let example = try #require(route.example, "\(route.name) has no example")
            #expect(route.body?.errors(in: example).isEmpty == true, "\(route.name)")
        }
    }

    @Test func everyActOfTheRulesCanBeSent() {
        #expect(Set(ActShapes.acts).union([.submit, .receiveAtOnce]) == Set(DossierAct.allCases))
        guard case .named(_, .variants(let by, let variants)) = ActShapes.body else {
            Issue.record("The body of an act is a tagged union")
            return
        }
        #expect(by == "act" && variants.map(\.word) == ActShapes.acts.map(\.rawValue))
        for variant in variants { #expect(variant.properties.contains { $0.name == "version" && $0.isRequired }) }
    }

    @Test(arguments: ["vi", "en"]) func thePageThatTellsHowStaysAsItWas(_ language: String) async throws {
        let api = try await APIOffice(language)
        let page = try await api.client.get("/api")
        #expect(page.status == 200 && !page.body.contains("⟦"))
        try expectSnapshot(page, named: "guide.\(language)")
    }
}
