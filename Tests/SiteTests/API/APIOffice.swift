import Access
import Agencies
import Dossiers
import HTTPTypes
import Kernel
import Register
import SiteTestSupport
import Storage
import TestSupport
import Testing

@testable import Site
@testable import Web

/// The office with its API, and programs that ask it. Every answer is held to what the document says of its route.
struct APIOffice {
    let office: Office
    let client: Client
    let routes: [APIRoute]
    var rooms: Rooms { office.rooms }
    var tokens: TokenDesk { TokenDesk(database: office.rooms.database, world: office.rooms.world) }

    init(_ language: String = "vi") async throws {
        office = try await Office { rooms, routes in APIPages(rooms).addRoutes(to: routes) }
        client = office.client(language: language)
        routes = APIPages(office.rooms).routes
    }

    func token(
        _ name: Office.Name = .hanh,
        _ rights: Set<TokenRight> = Set(TokenRight.allCases)
    ) async throws -> String {
        try await tokens.create(for: name.id, rights: rights, label: "Phần mềm thử", by: .system("test")).text.rawValue
    }

    /// Asks and holds the answer to the document.
    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSON? = nil,
        token: String? = nil,
        key: String? = nil,
        headers more: HTTPFields = [:]
    ) async throws -> Exchange {
        var headers = more
        if let token { headers[.authorization] = "Bearer \(token)" }
        if let key, let name = HTTPField.Name(APILimits.keyHeader) { headers[name] = key }
        let answer = try await client.send(
            method,
            APILimits.root + path,
            body: Array((body?.written ?? "").utf8),
            type: body == nil ? nil : "application/json",
            accept: "*/*",
            headers: headers
        )
        try hold(answer, method, path)
        return answer
    }

    private func hold(_ answer: Exchange, _ method: HTTPRequest.Method, _ path: String) throws {
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        let route = routes.first { route in
            let pattern = route.path.split(separator: "/")
            return route.method == method && pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        guard let route else { return }
        #expect(
            route.statuses.contains(answer.status),
            "\(route.name) answers \(answer.status), which is not documented"
        )
        if let said = route.answers.first(where: { $0.status == answer.status }) {
            if answer.status != 304 { #expect(answer.header("Content-Type") == said.type, "\(route.name)") }
            guard let shape = said.shape else { return }
            let errors = shape.errors(in: try JSONReader.read(answer.bytes))
            #expect(errors.isEmpty, "\(route.name): \(errors)")
        } else {
            #expect(answer.header("Content-Type") == "application/problem+json", "\(route.name)")
            let problem = try JSONReader.read(answer.bytes)
            #expect(APIShapes.problem.errors(in: problem).isEmpty, "\(APIShapes.problem.errors(in: problem))")
            #expect(problem["status"]?.number == answer.status)
            #expect(APIProblem.known.contains { problem["type"]?.text == "/problems/\($0.code)" })
        }
        #expect(!answer.body.contains("⟦"), "a text is missing: \(answer.body)")
        #expect(answer.header("Set-Cookie") == nil)
    }

    /// An intake that is accepted: the residence procedure needs one paper.
    static let intake: JSON = [
        "procedure": .text(Office.residence), "channel": "counter", "competent": "H28.18.01",
        "submitter": [
            "kind": "citizen", "name": "Bùi Thị Mận", "birth": "1985-03-02", "sex": "female",
            "address": "Tổ 5, phường Quỳnh Lâm", "identity": ["kind": "citizen", "number": "017185001234"],
            "phone": "0912345678",
        ],
        "papers": [["number": 1, "form": "original"]], "answer": ["kind": "accept"],
    ]
    /// Takes one in and gives its code.
    func dossier(token: String, key: String = "intake-0001") async throws -> String {
        let answer = try await ask(.post, "/dossiers", Self.intake, token: token, key: key)
        try #require(answer.status == 201, "\(answer.body)")
        return try #require(answer.json["code"]?.text)
    }
    func count() async throws -> Int {
        try await rooms.database.read { tx in
            try DossierStore.count(.inWork, of: Office.centre, in: tx)
        }
    }
}

extension Exchange {
    var json: JSON { (try? JSONReader.read(bytes)) ?? .null }
    var code: String { json["type"]?.text?.split(separator: "/").last.map(String.init) ?? "" }
    var pointers: [String] { (json["errors"]?.list ?? []).compactMap { $0["pointer"]?.text } }
}

extension JSON {
    /// The object with a member set; nil takes it away.
    func with(_ name: String, _ value: JSON?) -> JSON {
        let others = (members ?? []).filter { $0.name != name }
        return .object(others + (value.map { [Member(name, $0)] } ?? []))
    }
}
