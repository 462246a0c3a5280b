import ArgumentParser
import Catalogue
import Foundation
import Kernel
import LegalClock
import Register
import Storage

/// `motcua catalogue …`: the national portal's records and the flags that they leave.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "The catalogue of procedures.",
        subcommands: [Import.self, Flags.self, Resolve.self]
    )

    /// Opens the database of a data folder; the program sets it at start.
    nonisolated(unsafe) static var open: @Sendable (_ data: String) async throws -> (any Database, World) = { _ in
        throw ValidationError("No database is wired to this program.")
    }
}
