internal import Dossiers
internal import Foundation
internal import Kernel
internal import Server
internal import Storage
internal import StoragePostgres
internal import StorageSQLite

/// The whole server under load: intake as a durable write over HTTP, and tracking, each beside what it is held against.
struct BenchHTTP {
    let folder: String
    private static let dossiers = 500

    /// - Parameter postgres: the address of a PostgreSQL that waits for its disk; nil leaves those lines out.
    func figures(postgres: String?) async throws -> [BenchFigure] {
        let path = folder + "-site"
        let server = try BenchServer(path, dossiers: Self.dossiers)
        defer { remove(path) }
        var figures = [
            BenchFigure.one("serve: start to first answer", "ms", server.startSeconds * 1000),
            .one("serve: memory at rest with the demo", "MiB", server.memoryMiB),
            .one("size of the program", "MiB", Double(BenchServer.programBytes) / 1_048_576),
        ]
        let straight: (single: BenchFigure, grouped: BenchFigure)
        let rows: BenchRows
        do {
            defer { server.stop() }
            let database = try SQLiteDatabase(path: path + "/motcua.sqlite")
            let (ends, before) = (try await BenchRows.ends(database), try await Self.count(database))
            let intakes = try Self.intakes(server, "SQLite")
            rows = try await BenchRows(database, since: ends, count: try await Self.count(database) - before)
            straight = try await rows.figures(try SQLiteDatabase(path: path + "/straight.sqlite"), "SQLite")
            figures += [straight.single, straight.grouped]
            figures += Self.beside(intakes, straight)
            figures += try await Self.tracking(server, database)
        }
        guard let postgres else { return figures }
        return figures + (try await onPostgres(postgres, rows))
    }

    private func onPostgres(_ address: String, _ rows: BenchRows) async throws -> [BenchFigure] {
        let path = folder + "-site-postgres"
        let server = try BenchServer(path, dossiers: Self.dossiers, database: address)
        defer {
            server.stop()
            remove(path)
        }
        let intakes = try Self.intakes(server, "PostgreSQL")
        let database = PostgresDatabase(url: address, schema: "bench_rows")
        try await database.createSchema()
        let straight = try await rows.figures(database, "PostgreSQL")
        return [straight.single, straight.grouped] + Self.beside(intakes, straight)
    }

    private func remove(_ path: String) {
        for place in [path, path + "-keys"] { try? FileManager.default.removeItem(atPath: place) }
    }

    private static func count(_ database: any Database) async throws -> Int {
        try await database.read { tx in try tx.value("SELECT count(*) FROM dossier") ?? 0 }
    }

    // MARK: Intake

    /// A new person hands in a birth registration; every request has its own key.
    private static let intake = """
        function request()
            count = count + 1
            local body = string.format('{"procedure":"1.004222","submitter":{"kind":"citizen",' ..
                '"name":"Bùi Thị Mận","birth":"1985-03-02","sex":"female","address":"Tổ 5, phường Quỳnh Lâm",' ..
                '"identity":{"kind":"citizen","number":"017185%06d"},"phone":"0912345678"},"channel":"counter",' ..
                '"papers":[{"number":1,"form":"original"}],"papersNotNeeded":[2,3],"answer":{"kind":"accept"}}', count)
            return wrk.format("POST", "/api/v1/dossiers", {
                ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json",
                ["Idempotency-Key"] = "bench-key-" .. count }, body)
        end
        """

    private static func intakes(_ server: BenchServer, _ engine: String) throws -> [BenchFigure] {
        var load = BenchLoad(server)
        return try [1, 16, 64].map { connections in
            try load.figure("\(engine): intake over HTTP, \(connections) connections", connections: connections, intake)
        }
    }

    /// The ratio is to one by one; what it is of the grouped rate stands with the goal.
    private static func beside(_ intakes: [BenchFigure], _ straight: (single: BenchFigure, grouped: BenchFigure))
        -> [BenchFigure]
    {
        intakes.map { figure in
            var figure = figure.beside(straight.single)
            let share = straight.grouped.median > 0 ? figure.median / straight.grouped.median : 0
            figure.goal = "×2; of grouped \(BenchReport.number(share)), 0.4"
            return figure
        }
    }

    // MARK: Tracking

    private static func tracking(_ server: BenchServer, _ database: any Database) async throws -> [BenchFigure] {
        let (codes, tokens): ([(String, String)], [String]) = try await database.read { tx in
            let rows = try tx.rows(
                """
                SELECT code, look_up, token FROM dossier JOIN dossier_key ON dossier_key.dossier = dossier.id
                JOIN dossier_token ON dossier_token.dossier = dossier.id WHERE replaced_at IS NULL
                ORDER BY dossier.id LIMIT 2000
                """
            )
            return (
                try rows.map { (try $0.get("code"), try $0.get("look_up")) }, try rows.map { try $0.get("token") }
            )
        }
        let pairs = codes.map { "{\"\($0.0)\",\"\($0.1)\"}" }.joined(separator: ",")
        let list = tokens.map { "\"\($0)\"" }.joined(separator: ",")
        var load = BenchLoad(server)
        let empty = try load.figure(
            "an empty 200, 16 connections",
            connections: 16,
            "function request() return wrk.format(\"GET\", \"/healthz\") end"
        )
        let json = try load.figure(
            "tracking as JSON, 16 connections",
            connections: 16,
            goal: "×0.3",
            """
            local codes = {\(pairs)}
            function request()
                count = count + 1
                local it = codes[count % #codes + 1]
                return wrk.format("POST", "/api/v1/tracking", {
                    ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" },
                    string.format('{"code":"%s","number":"%s"}', it[1], it[2]))
            end
            """
        )
        let page = try load.figure(
            "tracking as page, 16 connections",
            connections: 16,
            goal: "×0.2",
            """
            local tokens = {\(list)}
            function request()
                count = count + 1
                return wrk.format("GET", "/t/" .. tokens[count % #tokens + 1])
            end
            """
        )
        return [empty, json.beside(empty), page.beside(empty)]
    }
}
