// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// `DOMAIN_ONLY=1` leaves out the edges and every package: the rules alone build and test in seconds.
let domainOnly = Context.environment["DOMAIN_ONLY"] != nil

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// What lies in a test's folder and is no code: snapshots and tables that the tests read by their path.
func data(of tests: String) -> [String] {
    let folder = Context.packageDirectory + "/Tests/" + tests
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let folders = all.filter { $0.hasSuffix("__Snapshots__") || $0.hasSuffix("__Golden__") }
    let files = all.filter { path in
        !path.hasSuffix(".swift") && path.contains(".") && !folders.contains { path.hasPrefix($0) }
    }
    return (folders + files).sorted()
}

/// A context: imports Kernel, Storage and the contexts named, and no package. `TidyTests` holds the code to this list.
func context(_ name: String, _ uses: [String] = []) -> [Target] {
    let dependencies = (["Kernel", "Storage"] + uses).map { Target.Dependency.byName(name: $0) }
    return [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: name + "Tests",
            dependencies: [.byName(name: name), "TestSupport"] + dependencies,
            exclude: data(of: name + "Tests"),
            swiftSettings: settings
        ),
    ]
}

let contexts: [Target] =
    [
        .target(name: "Kernel", swiftSettings: settings),
        .target(name: "Storage", dependencies: ["Kernel"], swiftSettings: settings),
        .target(name: "TestSupport", dependencies: ["Kernel"], swiftSettings: settings),
        .testTarget(name: "KernelTests", dependencies: ["Kernel", "Storage", "TestSupport"], swiftSettings: settings),
    ]
    + context("Register")
    + context("Agencies", ["Register"])
    + context("LegalClock", ["Register", "Agencies"])
    + context("Access", ["Register", "Agencies"])
    + context("Catalogue", ["Register", "Agencies", "LegalClock"])
    + context("Documents", ["Register", "Agencies", "Access"])
    + context("Dossiers", ["Register", "Agencies", "LegalClock", "Access", "Catalogue", "Documents"])

let everyContext = [
    "Kernel", "Storage", "Register", "Agencies", "LegalClock", "Access", "Catalogue", "Documents", "Dossiers",
]
let everyContextDependency = everyContext.map { Target.Dependency.byName(name: $0) }

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let webPackages: [Target.Dependency] = [
    hummingbird,
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]

let edges: [Target] = [
    .executableTarget(name: "EmbedAssets", swiftSettings: settings),
    .plugin(
        name: "EmbedAssetsPlugin",
        capability: .buildTool(),
        dependencies: ["EmbedAssets"],
        path: "Plugins/EmbedAssets"
    ),
    .target(name: "AssetBundle", swiftSettings: settings, plugins: ["EmbedAssetsPlugin"]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .target(
        name: "StorageSQLite",
        dependencies: ["Kernel", "Storage", .product(name: "GRDB", package: "GRDB.swift")],
        swiftSettings: settings
    ),
    .target(
        name: "StoragePostgres",
        dependencies: ["Kernel", "Storage", "CLibPQ"],
        swiftSettings: settings
    ),
    .target(
        name: "Secrets",
        dependencies: ["Kernel", "CArgon2", .product(name: "Crypto", package: "swift-crypto")],
        swiftSettings: settings
    ),
    .target(name: "Paper", dependencies: ["Kernel", "CQRencode", "CPangoCairo"], swiftSettings: settings),
    .target(
        name: "Web",
        dependencies: ["Kernel", "Storage", "AssetBundle"] + webPackages,
        swiftSettings: settings
    ),
    .target(
        name: "Site",
        dependencies: everyContextDependency + ["AssetBundle", "Web", "Paper"] + webPackages,
        swiftSettings: settings
    ),
    .target(
        name: "Server",
        dependencies: everyContextDependency
            + ["AssetBundle", "Web", "Site", "Paper", "Secrets", "StorageSQLite", "StoragePostgres"] + webPackages,
        swiftSettings: settings
    ),
    .executableTarget(
        name: "motcua",
        dependencies: everyContextDependency
            + [
                "AssetBundle", "Server", "Site", "Web", "Secrets", "Paper", "StorageSQLite", "StoragePostgres",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
        swiftSettings: settings
    ),
    .target(
        name: "StoreTestSupport",
        dependencies: ["Kernel", "Storage", "TestSupport", "Secrets", "StorageSQLite", "StoragePostgres"],
        swiftSettings: settings
    ),
    .target(
        name: "SiteTestSupport",
        dependencies: everyContextDependency
            + [
                "AssetBundle", "TestSupport", "StoreTestSupport", "Web", "Site", "Server", "Secrets", "StorageSQLite",
                "StoragePostgres",
            ]
            + webPackages,
        swiftSettings: settings
    ),
    .testTarget(
        name: "StoreTests",
        dependencies: everyContextDependency
            + [
                "AssetBundle", "TestSupport", "StoreTestSupport", "Secrets", "StorageSQLite", "StoragePostgres",
                "Server", "Site", "SiteTestSupport", "Web", .product(name: "Logging", package: "swift-log"),
            ],
        exclude: data(of: "StoreTests"),
        swiftSettings: settings
    ),
    .testTarget(name: "PaperTests", dependencies: ["Kernel", "Paper", "TestSupport"], swiftSettings: settings),
    .testTarget(
        name: "SiteTests",
        dependencies: everyContextDependency
            + ["AssetBundle", "TestSupport", "StoreTestSupport", "SiteTestSupport", "Web", "Site", "Server"]
            + webPackages,
        exclude: data(of: "SiteTests"),
        swiftSettings: settings
    ),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
]

let package = Package(
    name: "MotCua",
    products: domainOnly ? [] : [.executable(name: "motcua", targets: ["motcua"])],
    dependencies: domainOnly
        ? []
        : [
            .package(
                url: "https://github.com/hummingbird-project/hummingbird.git",
                exact: "2.28.1",
                traits: ["FullFoundation"]
            ),
            .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
            .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
            .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
            .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
            .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
            .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
            .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        ],
    targets: contexts + (domainOnly ? [] : edges),
    swiftLanguageModes: [.v6]
)
