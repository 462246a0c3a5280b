internal import ArgumentParser

/// Opens the register of a data folder for the command line.
enum RegisterOpening {
    /// - Throws: a sentence for the operator when the folder cannot be opened.
    static func open(data: String) async throws -> OpenedRegister {
        throw ValidationError("This build opens no data folder yet: \(data)")
    }
}
