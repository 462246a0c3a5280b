internal import Agencies
internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Server
internal import Site
internal import Storage

/// How the commands come to a data folder.
enum Opening {
    static func platform(_ path: String) async throws -> Platform { try Platform(try await DataFolder.open(path)) }

    /// The unit with that unit code today and the units above it; nil when there is none.
    static func lineage(_ code: String, _ platform: Platform) async throws -> [ID<Agency>]? {
        let today = platform.world.now().date
        return try await platform.database.read { tx in
            let directory = try platform.rooms.directory(in: tx)
            guard let unit = directory.holder(of: code, .unit, on: today) else { return nil }
            return [unit] + directory.ancestors(of: unit, on: today).map(\.id)
        }
    }
}

/// What commands say: results to standard output, remarks to standard error.
enum Terminal {
    static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
    /// An environment variable that is set and not empty.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Where the data are kept.
struct PlaceOptions: ParsableArguments {
    @Option(help: "Thư mục dữ liệu. The data folder.") var data: String
    @Option(help: "Thư mục khóa, ngoài thư mục dữ liệu. The key folder, outside it; by default DIR-keys beside it.")
    var keys: String?
    @Option(help: "postgres://…: dữ liệu trong PostgreSQL. The data in PostgreSQL instead of SQLite.")
    var database: String?
    @Option(help: "Lược đồ trong PostgreSQL. The schema in that database; made when it is not there.")
    var schema: String?

    func validate() throws {
        guard schema == nil || database != nil else {
            throw ValidationError("--schema cần --database. --schema needs --database.")
        }
        let isAddress = database.map { $0.hasPrefix("postgres://") || $0.hasPrefix("postgresql://") } ?? true
        guard isAddress else { throw ValidationError("--database postgres://…") }
    }
    func settings(demo: DemoSettings? = nil) -> Settings {
        Settings(keys: keys ?? DataFolder.keysBeside(data), database: database, schema: schema, demo: demo)
    }
}
