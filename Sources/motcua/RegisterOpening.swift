internal import ArgumentParser
internal import Server

/// Opens the register of a data folder for the command line.
enum RegisterOpening {
    /// - Throws: a sentence for the operator when the folder cannot be opened.
    static func open(data: String) async throws -> OpenedRegister {
        let platform = try await Opening.platform(data)
        return OpenedRegister(
            database: platform.database,
            vault: platform.vault,
            publicKeys: platform.publicKeys,
            rebuilders: Platform.rebuilders
        )
    }
}
