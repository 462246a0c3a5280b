import Foundation
import Testing

/// The map of `docs/architecture.md` as imports: what each module of ours may use of the others.
private let map: [String: Set<String>] = {
    let kernel: Set<String> = ["Kernel"]
    let base = kernel.union(["Storage"])
    let register = base.union(["Register"])
    let agencies = register.union(["Agencies"])
    let clock = agencies.union(["LegalClock"])
    let access = agencies.union(["Access"])
    let catalogue = clock.union(["Catalogue"])
    let documents = access.union(["Documents"])
    let dossiers = catalogue.union(documents).union(["Dossiers"])
    let web: Set<String> = ["Kernel", "Storage", "AssetBundle", "Web"]
    let site = dossiers.union(web).union(["Paper", "Site"])
    let server = site.union(["Secrets", "StorageSQLite", "StoragePostgres", "Server"])
    return [
        "Kernel": kernel, "Storage": base, "Register": register, "Agencies": agencies, "LegalClock": clock,
        "Access": access, "Catalogue": catalogue, "Documents": documents, "Dossiers": dossiers,
        "StorageSQLite": base.union(["StorageSQLite"]), "StoragePostgres": base.union(["StoragePostgres", "CLibPQ"]),
        "Secrets": kernel.union(["Secrets", "CArgon2"]), "Paper": kernel.union(["Paper", "CPangoCairo", "CQRencode"]),
        "AssetBundle": ["AssetBundle"], "EmbedAssets": [], "Web": web, "Site": site, "Server": server,
        "motcua": server.union(["motcua"]), "TestSupport": kernel.union(["TestSupport"]),
        "StoreTestSupport": base.union([
            "TestSupport", "Secrets", "StorageSQLite", "StoragePostgres", "StoreTestSupport",
        ]),
        "SiteTestSupport": server.union(["TestSupport", "StoreTestSupport", "SiteTestSupport"]),
    ]
}()

/// Packages and system modules, and who may import them: the edges alone.
private let packages: [String: Set<String>] = [
    "GRDB": ["StorageSQLite"], "Crypto": ["Secrets"], "_CryptoExtras": ["Secrets"],
    "Hummingbird": ["Web", "Site", "Server", "SiteTestSupport"], "HummingbirdCore": ["Web", "Server"],
    "HTTPTypes": ["Web", "Site", "Server", "SiteTestSupport"], "NIOCore": ["Web", "Site", "Server", "SiteTestSupport"],
    "NIOFileSystem": ["Web", "Site"], "Logging": ["Web", "Site", "Server", "SiteTestSupport", "motcua"],
    "ServiceLifecycle": ["Web", "Site", "Server"], "ArgumentParser": ["motcua"],
    "Foundation": [
        "Web", "Site", "Server", "Secrets", "StorageSQLite", "motcua", "TestSupport", "SiteTestSupport", "EmbedAssets",
    ],
    "Dispatch": ["StoragePostgres", "StorageSQLite", "Secrets", "Server"],
]

@Suite struct MapTests {
    @Test func importsFollowTheArrows() throws {
        for path in Repository.sources where !path.contains("/C") || !path.hasSuffix(".h") {
            let module = Repository.module(of: path)
            guard let allowed = map[module] else {
                Issue.record("\(path): the module \(module) does not stand in the map")
                continue
            }
            for name in try Repository.text(path).groups(
                #"^\s*(?:@\S+\s+)*(?:public |internal |package |private |fileprivate )?import (?:struct |enum |func |class )?(\w+)"#
            ) {
                if map[name] != nil || ["CLibPQ", "CArgon2", "CPangoCairo", "CQRencode"].contains(name) {
                    #expect(allowed.contains(name), "\(path) may not import \(name)")
                } else if let users = packages[name] {
                    #expect(users.contains(module), "\(path) may not import \(name)")
                }
            }
        }
    }

    /// Rules import nothing of the platform; a store may read and write JSON, a file store may touch files.
    @Test func rulesAreWithoutFoundation() throws {
        let contexts = [
            "Kernel", "Storage", "Register", "Agencies", "LegalClock", "Access", "Catalogue", "Documents", "Dossiers",
        ]
        for path in Repository.sources where contexts.contains(Repository.module(of: path)) {
            let imports = try Repository.text(path).groups(#"import (Foundation\w*|Glibc|Dispatch)\b"#)
            for name in imports {
                let name = name.replacingOccurrences(of: "import ", with: "")
                let file = path.split(separator: "/").last.map(String.init) ?? ""
                let mayUseJSON =
                    name == "FoundationEssentials"
                    && (file.hasSuffix("Store.swift") || file.hasSuffix("JSON.swift") || file.hasSuffix("File.swift"))
                let mayTouchFiles = name == "Glibc" && file == "FileStore.swift"
                #expect(mayUseJSON || mayTouchFiles, "\(path) imports \(name)")
            }
        }
    }

    @Test func aTableIsNamedByItsOwnContextOnly() throws {
        var owners: [String: String] = [:]
        for path in Repository.sources {
            for table in try Repository.text(path).groups(#"CREATE TABLE (?:IF NOT EXISTS )?(\w+)"#) {
                let module = Repository.module(of: path)
                #expect(
                    owners[table] == nil || owners[table] == module,
                    "\(table) is made by \(module) and \(owners[table] ?? "")"
                )
                owners[table] = module
            }
        }
        #expect(!owners.isEmpty)
        // The measurements write every table's rows again.
        let isOutside = { (path: String) in
            ["SiteTestSupport", "TestSupport"].contains(Repository.module(of: path))
                || path.hasPrefix("Sources/motcua/Bench/")
        }
        for path in Repository.sources where !isOutside(path) {
            let module = Repository.module(of: path)
            for table in try Repository.text(path).groups(#"(?:FROM|JOIN|INTO|UPDATE|TABLE) (\w+)\b"#) {
                if let owner = owners[table] {
                    #expect(owner == module, "\(path) names the table \(table) of \(owner)")
                }
            }
        }
    }
}
