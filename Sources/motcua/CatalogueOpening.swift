internal import ArgumentParser
internal import Kernel
internal import Server
internal import Storage

/// What the catalogue's commands need of a data folder.
struct OpenedCatalogue: Sendable {
    var database: any Database
    var world: World
}

/// Opens the catalogue of a data folder for the command line.
enum CatalogueOpening {
    /// - Throws: a sentence for the operator when the folder cannot be opened.
    static func open(data: String) async throws -> OpenedCatalogue {
        let platform = try await Opening.platform(data)
        return OpenedCatalogue(database: platform.database, world: platform.world)
    }
}
