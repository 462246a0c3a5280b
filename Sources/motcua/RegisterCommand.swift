internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Register
internal import Storage

/// What the commands about the register need of a data folder.
struct OpenedRegister: Sendable {
    var database: any Database
    var vault: Vault
    /// Every public key that the key folder holds.
    var publicKeys: [[UInt8]]
    /// What each context can rebuild.
    var rebuilders: [any Rebuildable]
}

/// `motcua register`: looks after the book, also while `serve` is running.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Verify the register, or compare the tables with it.",
        subcommands: [RegisterVerifyCommand.self, RegisterRebuildCommand.self]
    )
}

struct RegisterOptions: ParsableArguments {
    @Option(name: .long, help: "The data folder.") var data: String
    @Option(name: .long, help: "The language of the report: vi or en.") var language: RegisterLanguage = .vi
    @Flag(name: .long, help: "Say nothing while it runs.") var quiet = false
}

enum RegisterLanguage: String, ExpressibleByArgument, CaseIterable, Sendable { case vi, en }

struct RegisterVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read every chain, every head and say what is not as it was written. Exits 1 on a finding."
    )
    @OptionGroup var options: RegisterOptions

    func run() async throws {
        let opened = try await RegisterOpening.open(data: options.data)
        let quiet = options.quiet
        let words = RegisterWords(options.language)
        let verify = Verify(database: opened.database, vault: opened.vault, publicKeys: opened.publicKeys)
        let report = try await verify.run { position in
            if !quiet, position % 100_000 < Int64(RegisterLimits.verifySlice) {
                Console.note(words.progress(Int(position)))
            }
        }
        for line in words.lines(report) { Console.line(line) }
        if !report.isWhole { throw ExitCode(1) }
    }
}

struct RegisterRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fold every chain again and compare, or write, the tables. Exits 1 when there is a difference."
    )
    @OptionGroup var options: RegisterOptions
    @Flag(name: .long, help: "Only compare; name each difference and change nothing.") var check = false

    func run() async throws {
        let opened = try await RegisterOpening.open(data: options.data)
        let quiet = options.quiet
        let words = RegisterWords(options.language)
        let rebuild = Rebuild(database: opened.database, rebuilders: opened.rebuilders)
        if !check { Console.line(words.written(try await rebuild.write())) }
        let report = try await rebuild.check { subjects in
            if !quiet, subjects % 20_000 < RegisterLimits.rebuildSlice { Console.note(words.progress(subjects)) }
        }
        for line in words.lines(report) { Console.line(line) }
        if !report.isSame { throw ExitCode(1) }
    }
}

/// What the commands say: results to standard output, remarks to standard error.
private enum Console {
    static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
