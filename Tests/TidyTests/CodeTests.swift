import Foundation
import Testing

@Suite struct CodeTests {
    @Test func noSourceFileIsLongerThan400Lines() throws {
        for path in Repository.sources + Repository.files("Tests", ".swift") {
            let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(lines <= 400 || path.contains("Tests/"), "\(path) has \(lines) lines")
            #expect(lines <= 800, "\(path) has \(lines) lines")
        }
    }

    @Test func timeAndChanceComeFromTheWorld() throws {
        for path in Repository.sources
        where !path.hasSuffix("Kernel/World.swift") && !path.hasPrefix("Sources/EmbedAssets") {
            let text = try Repository.text(path)
            for pattern in [
                #"[^a-zA-Z.]Date\(\)"#, #"\bUUID\(\)"#, #"\.random\(in: [^()]*\)"#, #"SystemRandomNumberGenerator"#,
                #"\bTask\.sleep\(nanoseconds"#,
            ] {
                let found = try text.groups("(\(pattern))").filter { !$0.contains("using:") }
                #expect(found.isEmpty, "\(path): \(found.first ?? "")")
            }
        }
    }

    @Test func nothingCrashesOnPurpose() throws {
        for path in Repository.sources {
            let text = try Repository.text(path)
            for pattern in [
                #"\btry!"#, #"\bas!"#, #"\bfatalError\("#, #"\bpreconditionFailure\("#, #"\bnonisolated\(unsafe\)"#,
            ] {
                #expect(try text.groups("(\(pattern))").isEmpty, "\(path) has \(pattern)")
            }
        }
    }

    @Test func nothingIsLeftToDoWithoutAnIssue() throws {
        for path in Repository.sources + Repository.files("Tests", ".swift") where !path.hasSuffix("CodeTests.swift") {
            let found = try Repository.text(path).groups(#"//.*\b((?:TODO|FIXME|XXX)\b[^(#])"#)
            #expect(found.isEmpty, "\(path): \(found.first ?? "")")
        }
    }

    @Test func migrationsHaveEachTheirOwnName() throws {
        var seen: [String: String] = [:]
        for path in Repository.sources {
            for id in try Repository.text(path).groups(#"Migration\(\s*"([^"]+)""#) {
                #expect(seen[id] == nil, "\(id) stands in \(path) and \(seen[id] ?? "")")
                #expect(try !id.groups(#"^(\d{4}-\d{2}-\d{2}-\d+-[a-z-]+)$"#).isEmpty, "\(id)")
                seen[id] = path
            }
        }
        #expect(!seen.isEmpty)
    }

    /// Text that becomes SQL without being bound is made by the code alone, in these files.
    @Test func sqlIsBound() throws {
        let may = [
            "Sources/Storage/", "Sources/Register/Rebuild", "Sources/StorageSQLite/", "Sources/StoragePostgres/",
            "Sources/SiteTestSupport/", "Sources/motcua/Bench/",
        ]
        for path in Repository.sources where !may.contains(where: { path.hasPrefix($0) }) {
            #expect(try Repository.text(path).groups(#"(SQL\((?:verbatim|stringLiteral):)"#).isEmpty, "\(path)")
        }
    }

    @Test func noPathOfOneMachineIsNamed() throws {
        let paths =
            Repository.sources + Repository.files("docs", ".md") + Repository.files("Demo", ".json") + [
                "Makefile", "README.md",
            ]
        for path in paths {
            let text = (try? Repository.text(path)) ?? ""
            #expect(!text.contains("/work/" + "main") && !text.contains("/work/" + "shared"), "\(path)")
        }
    }
}

@Suite struct DocumentTests {
    @Test func everyDecisionHasItsFiveHeadings() throws {
        let records = Repository.files("docs/adr", ".md")
        #expect(records.count >= 10)
        for path in records where !path.hasSuffix("README.md") {
            let text = try Repository.text(path)
            for heading in ["Status", "Date", "Context", "Decision", "Consequences"] {
                #expect(text.contains("\n## \(heading)\n"), "\(path) has no heading \(heading)")
            }
        }
    }

    @Test func linksInTheDocumentsLeadSomewhere() throws {
        for path in Repository.files("docs", ".md") + ["README.md", "README.vi.md", "CONTRIBUTING.md"] {
            let folder = path.contains("/") ? path.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
            for link in try Repository.text(path).groups(#"\]\(([^)#\s]+)(?:#[^)]*)?\)"#)
            where !link.contains("://") && !link.hasPrefix("mailto:") {
                let target = Repository.root.appending(path: folder + link).standardizedFileURL.path
                #expect(FileManager.default.fileExists(atPath: target), "\(path) links to \(link)")
            }
        }
    }
}
